//! What a browser says of itself, as a person would say it: "微信 · 安卓", "Edge · Windows".

/// A browser or a system by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A brand, the same in every language.
    Brand(&'static str),
    /// The key of its text.
    Key(&'static str),
}

use Name::{Brand, Key};

/// Marks of browsers, the more particular first: nearly all of them call themselves Chrome and Safari too.
const BROWSERS: [(&str, Name); 12] = [
    ("MicroMessenger/", Key("people-agent-wechat")),
    ("DingTalk/", Key("people-agent-dingtalk")),
    ("QQBrowser/", Key("people-agent-qq")),
    ("HuaweiBrowser/", Key("people-agent-huawei")),
    ("MiuiBrowser/", Key("people-agent-xiaomi")),
    ("UCBrowser/", Key("people-agent-uc")),
    ("Edg", Brand("Edge")),
    ("OPR/", Brand("Opera")),
    ("Firefox/", Brand("Firefox")),
    ("Chrome/", Brand("Chrome")),
    ("CriOS/", Brand("Chrome")),
    ("Safari/", Brand("Safari")),
];

/// Marks of systems, the more particular first.
const SYSTEMS: [(&str, Name); 8] = [
    ("HarmonyOS", Key("people-agent-harmony")),
    ("OpenHarmony", Key("people-agent-harmony")),
    ("Android", Key("people-agent-android")),
    ("iPhone", Brand("iPhone")),
    ("iPad", Brand("iPad")),
    ("Windows", Brand("Windows")),
    ("Mac OS X", Brand("Mac")),
    ("Linux", Brand("Linux")),
];

/// The names of the browser and of the system; one that is not known has a text of its own.
pub fn named(agent: &str) -> (Name, Name) {
    let find = |known: &[(&str, Name)], other| {
        let found = known.iter().find(|(mark, _)| agent.contains(mark));
        found.map_or(Key(other), |(_, name)| *name)
    };
    (
        find(&BROWSERS, "people-agent-other-browser"),
        find(&SYSTEMS, "people-agent-other-system"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_called_by_the_name_people_know_it_by() {
        let wechat = "Mozilla/5.0 (Linux; Android 14; V2307A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 \
                      Mobile Safari/537.36 MicroMessenger/8.0.47";
        assert_eq!(
            named(wechat),
            (Key("people-agent-wechat"), Key("people-agent-android"))
        );
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Safari/537.36 Edg/128.0";
        assert_eq!(named(edge), (Brand("Edge"), Brand("Windows")));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1";
        assert_eq!(named(phone), (Brand("Safari"), Brand("iPhone")));
        let unknown = (
            Key("people-agent-other-browser"),
            Key("people-agent-other-system"),
        );
        assert_eq!(named("curl/8.5"), unknown);
    }
}
