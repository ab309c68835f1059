//! Looks at every answer: whether a mark stands in it as anything but a text.

use std::collections::{BTreeMap, BTreeSet};

use testkit::Reply;

use super::plant::CORE;

/// What was seen, and what was wrong with it.
#[derive(Default)]
pub struct Watch {
    /// What was wrong, with the first place.
    pub faults: BTreeMap<String, String>,
    /// The marks that stood on a page, by their numbers.
    pub seen: BTreeSet<usize>,
    /// The kinds of pages on which one stood.
    pub pages: BTreeSet<String>,
    /// How many answers were looked at.
    pub answers: usize,
}

/// What a mark is where somebody forgot to escape it.
const RAW: [&str; 4] = [CORE, "'>gx", "<script>gx", "<img src=x"];

/// The same where only its quotes were forgotten.
const WITHIN_TAGS: [&str; 2] = ["'&gt;gx", "'&#62;gx"];

fn header<'a>(reply: &'a Reply, name: &str) -> &'a str {
    let value = reply.headers.get(name);
    value.and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The numbers of the marks in a text.
pub fn marks(text: &str) -> BTreeSet<usize> {
    let after = text.split("gx").skip(1);
    after
        .filter_map(|rest| {
            let end = rest
                .find(|sign: char| !sign.is_ascii_digit())
                .unwrap_or(rest.len());
            rest[..end].parse().ok()
        })
        .collect()
}

impl Watch {
    fn fault(&mut self, said: &str, at: &str) {
        self.faults
            .entry(said.to_owned())
            .or_insert_with(|| at.to_owned());
    }

    /// What is wrong with a paper.
    pub fn paper(&mut self, said: &str, at: &str) {
        self.fault(&format!("{} {said}", crate::crawl::shape(at)), at);
    }

    /// An answer to anything.
    pub fn answer(&mut self, at: &str, reply: &Reply) {
        self.answers += 1;
        if reply.status.is_server_error() {
            self.fault(&format!("{} breaks", crate::crawl::shape(at)), at);
        }
        let location = reply.location();
        if !location.is_empty()
            && (!location.starts_with('/')
                || location[1..].starts_with(['/', '\\'])
                || location.contains(char::is_control))
        {
            self.fault(&format!("leads outside: {location}"), at);
        }
        for cookie in reply.headers.get_all("set-cookie") {
            if cookie.as_bytes().starts_with(b"a=") {
                self.fault("a header was split", at);
            }
        }
        let kind = header(reply, "content-type").to_owned();
        if kind.starts_with("text/html") || kind.starts_with("text/event-stream") || kind.contains("svg") {
            self.html(at, &reply.text());
        } else if kind.starts_with("application/json")
            && serde_json::from_slice::<serde_json::Value>(&reply.bytes).is_err()
        {
            self.fault("no JSON", at);
        }
    }

    fn raw(&mut self, raw: &str, at: &str, before: &str, after: &str) {
        let before: String = before
            .chars()
            .rev()
            .take(60)
            .collect::<String>()
            .chars()
            .rev()
            .collect();
        let after: String = after.chars().take(60).collect();
        self.fault(
            &format!("{raw} on {}", crate::crawl::shape(at)),
            &format!("{at}: {before}{after}"),
        );
    }

    /// A page or a piece of one.
    pub fn html(&mut self, at: &str, text: &str) {
        for raw in RAW {
            if let Some(place) = text.find(raw) {
                self.raw(raw, at, &text[..place], &text[place..]);
            }
        }
        // Between tags a quote ends nothing; within a tag it ends the value.
        for raw in WITHIN_TAGS {
            for (place, _) in text.match_indices(raw) {
                if text[..place].rfind('<') > text[..place].rfind('>') {
                    self.raw(raw, at, &text[..place], &text[place..]);
                }
            }
        }
        for script in text.split("<script").skip(1) {
            let inside = script.split("</script").next().unwrap_or_default();
            if !marks(inside).is_empty() {
                self.fault("a mark within a script", at);
            }
        }
        let marks = marks(text);
        if !marks.is_empty() {
            self.pages.insert(crate::crawl::shape(at));
        }
        self.seen.extend(marks);
    }
}

#[test]
fn what_is_not_escaped_is_seen_and_what_is_escaped_is_not() {
    let mut watch = Watch::default();
    watch.html("/a", "<p>&#34;&#39;&#62;gx7&#60;script&#62;gx()</p>");
    assert!(watch.faults.is_empty() && watch.seen.contains(&7));
    for text in [
        "<p>\"'>gx7</p>",
        "<p title=\"\"'>gx7\">",
        "<p title='&#34;'&#62;gx7'>",
        "<p><script>gx()</script>",
        "<script>let a = 'gx7'</script>",
    ] {
        let mut watch = Watch::default();
        watch.html("/a", text);
        assert!(!watch.faults.is_empty(), "{text}");
    }
}
