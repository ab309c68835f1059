//! Translations: Fluent, Chinese and English, gathered from every module.

use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::{Lang, Text};

/// Every text of the interface in both languages.
pub struct Texts {
    zh: Language,
    en: Language,
}

struct Language {
    bundle: FluentBundle<FluentResource>,
    /// Texts without arguments, formatted once.
    plain: HashMap<String, String>,
}

impl Texts {
    /// Gathers the modules' sources: pairs of (Chinese, English) Fluent files.
    ///
    /// # Errors
    /// The first source that is no Fluent, or a key given twice.
    pub fn new(sources: &[(&'static str, &'static str)]) -> Result<Self, String> {
        Ok(Self {
            zh: Language::new("zh-CN", sources.iter().map(|source| source.0))?,
            en: Language::new("en", sources.iter().map(|source| source.1))?,
        })
    }

    /// A text without arguments; the key itself where there is none (a test finds those).
    pub fn plain<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        self.language(lang).plain.get(key).map_or(key, String::as_str)
    }

    /// Every text without arguments, with its key.
    pub fn all(&self, lang: Lang) -> impl Iterator<Item = (&str, &str)> {
        let plain = self.language(lang).plain.iter();
        plain.map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// A text with its arguments. Arguments that look like whole numbers count for plural forms.
    pub fn format(&self, lang: Lang, text: &Text) -> String {
        if text.args.is_empty() {
            return self.plain(lang, &text.key).to_owned();
        }
        let mut args = FluentArgs::new();
        for (name, value) in &text.args {
            args.set(name.clone(), argument(value));
        }
        self.language(lang)
            .format(&text.key, &args)
            .unwrap_or_else(|| text.key.to_string())
    }

    const fn language(&self, lang: Lang) -> &Language {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Only small whole numbers become numbers: a student number must not be grouped or rounded.
fn argument(value: &str) -> FluentValue<'_> {
    let small = value.len() <= 4 && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse::<u16>() {
        Ok(number) if small && number.to_string() == value => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}

impl Language {
    fn new<'a>(tag: &str, sources: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let language = tag.parse().map_err(|error| format!("{tag}: {error:?}"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for source in sources {
            let resource = FluentResource::try_new(source.to_owned())
                .map_err(|(_, errors)| format!("{tag}: {errors:?}"))?;
            keys.extend(source.lines().filter_map(key_of).map(str::to_owned));
            bundle
                .add_resource(resource)
                .map_err(|errors| format!("{tag}: {errors:?}"))?;
        }
        let mut plain = HashMap::new();
        for key in keys {
            let Some(pattern) = bundle.get_message(&key).and_then(|message| message.value()) else {
                return Err(format!("{tag}: {key} has no text"));
            };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
            if errors.is_empty() {
                plain.insert(key, text);
            }
        }
        Ok(Self { bundle, plain })
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::warn!(key, ?errors, "a text lacks an argument");
        }
        Some(text)
    }
}

fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let word = key
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    (word && key.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        Texts::new(&[(
            "a-b = 甲\na-c = 共 { $n } 行",
            "a-b = A\na-c = { $n ->\n    [one] one row\n   *[other] { $n } rows\n}",
        )])
        .unwrap()
    }

    #[test]
    fn a_text_is_said_in_the_readers_language() {
        assert_eq!(texts().plain(Lang::Zh, "a-b"), "甲");
        assert_eq!(texts().plain(Lang::En, "a-b"), "A");
        assert_eq!(texts().plain(Lang::En, "a-z"), "a-z");
    }

    #[test]
    fn arguments_count_for_plural_forms_and_long_digits_stay_as_they_are() {
        let row = |n: &str| texts().format(Lang::En, &Text::new("a-c").with("n", n));
        assert_eq!(row("1"), "one row");
        assert_eq!(row("2"), "2 rows");
        assert_eq!(
            texts().format(Lang::Zh, &Text::new("a-c").with("n", "25010630151")),
            "共 25010630151 行"
        );
    }
}
