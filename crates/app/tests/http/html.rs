//! A page read as a browser reads it, for tests that look at every page: elements, their languages, their texts.

/// Elements without an end.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];
/// What an attribute of these names says is read by people.
const SAID: &[&str] = &["alt", "aria-label", "data-confirm", "placeholder", "title"];

/// Something that a person reads.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// The text.
    pub text: String,
    /// Its element, with what makes it findable.
    pub at: String,
    /// The element's name.
    pub tag: String,
    /// It stands between tags, where a part of it can be marked; not in an attribute.
    pub between: bool,
    /// It is marked as Chinese content within a page of another language.
    pub marked: bool,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub struct Read {
    /// What people read, but for the title, which cannot be marked.
    pub said: Vec<Said>,
    /// Every attribute with its element.
    pub attributes: Vec<(String, String, String)>,
    /// Elements that are closed where they are not open, or never.
    pub unbalanced: Vec<String>,
}

impl Read {
    /// The values of an attribute.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.attributes.iter().filter(move |(_, found, _)| found == name);
        named.map(|(_, _, value)| value.as_str())
    }
}

struct Open {
    tag: String,
    shown: String,
    lang: String,
}

/// Reads a page.
pub fn read(html: &str) -> Read {
    let mut read = Read::default();
    let mut open: Vec<Open> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text(&mut read, &open, &rest[..start]);
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let (tag, after) = cut(rest);
        rest = after;
        end_cells(&mut open, tag);
        if let Some(name) = tag.strip_prefix('/') {
            match open.pop() {
                Some(last) if last.tag == name.trim() => {}
                last => read.unbalanced.push(format!(
                    "</{name}> closes {}",
                    last.map_or_else(String::new, |last| last.shown)
                )),
            }
        } else if !tag.starts_with('!') {
            let raw = begin(&mut read, &mut open, tag);
            if let Some(name) = raw {
                let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
                rest = &rest[end..];
            }
        }
    }
    read.unbalanced
        .extend(open.iter().map(|open| format!("{} is never closed", open.shown)));
    read
}

/// Cells and rows of a table need no end of their own: the next one, or the end of what they stand in, ends them.
fn end_cells(open: &mut Vec<Open>, tag: &str) {
    let name = tag.split(char::is_whitespace).next().unwrap_or_default();
    let ended: &[&str] = match name {
        "td" | "th" | "/tr" => &["td", "th"],
        "tr" | "/tbody" | "/thead" | "/table" => &["td", "th", "tr"],
        _ => &[],
    };
    while open.last().is_some_and(|last| ended.contains(&last.tag.as_str())) {
        open.pop();
    }
}

/// The inside of the tag that a text begins with, and what follows it; a `>` between quotes ends nothing.
pub fn cut(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, sign) in text.char_indices() {
        match (quote, sign) {
            (None, '>') => return (&text[1..at], &text[at + 1..]),
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), sign) if sign == open => quote = None,
            _ => {}
        }
    }
    (&text[1..], "")
}

/// Takes an opening tag in; its name where what follows is no HTML.
fn begin(read: &mut Read, open: &mut Vec<Open>, tag: &str) -> Option<String> {
    let closed = tag.ends_with('/');
    let tag = tag.trim_end_matches('/');
    let name = tag
        .split(char::is_whitespace)
        .next()
        .unwrap_or_default()
        .to_owned();
    let attributes = attributes(&tag[name.len()..]);
    let value = |wanted: &str| {
        let found = attributes.iter().find(|(found, _)| found == wanted);
        found.map(|(_, value)| value.clone())
    };
    let around = open.last().map(|open| open.lang.clone()).unwrap_or_default();
    let this = Open {
        shown: format!("<{}>", tag.chars().take(120).collect::<String>()),
        lang: value("lang").unwrap_or(around),
        tag: name.clone(),
    };
    for (attribute, value) in attributes {
        if SAID.contains(&attribute.as_str()) {
            say(read, &this, (&value, false));
        }
        read.attributes.push((name.clone(), attribute, value));
    }
    if !closed && !VOID.contains(&name.as_str()) {
        open.push(this);
    }
    ["script", "style"].contains(&name.as_str()).then_some(name)
}

pub fn attributes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|sign: char| sign == '=' || sign.is_whitespace())
            .unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = "";
        if let Some(after) = rest.strip_prefix("=\"") {
            let end = after.find('"').unwrap_or(after.len());
            value = &after[..end];
            rest = after.get(end + 1..).unwrap_or_default();
        } else if let Some(after) = rest.strip_prefix('=') {
            let end = after.find(char::is_whitespace).unwrap_or(after.len());
            value = &after[..end];
            rest = &after[end..];
        }
        found.push((name, plain(value)));
        rest = rest.trim_start();
    }
    found
}

fn text(read: &mut Read, open: &[Open], text: &str) {
    match open.last() {
        Some(last) if last.tag != "title" => say(read, last, (&plain(text), true)),
        _ => {}
    }
}

fn say(read: &mut Read, at: &Open, (text, between): (&str, bool)) {
    if !text.trim().is_empty() {
        read.said.push(Said {
            text: text.trim().to_owned(),
            at: at.shown.clone(),
            tag: at.tag.clone(),
            between,
            marked: at.lang.starts_with("zh"),
        });
    }
}

/// A text without its entities.
pub fn plain(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

#[test]
fn a_page_is_read_with_its_languages_and_its_faults() {
    let page = r#"<html lang="en"><body><p title="a &gt; b" lang="zh-CN">数控<br>班</p><i>x</b></i><script>if (1 < 2) {}</script></body>"#;
    let read = read(page);
    let said: Vec<_> = read
        .said
        .iter()
        .map(|said| (said.text.as_str(), said.marked))
        .collect();
    assert_eq!(
        said,
        [("a > b", true), ("数控", true), ("班", true), ("x", false)]
    );
    assert_eq!(read.values("lang").collect::<Vec<_>>(), ["en", "zh-CN"]);
    assert_eq!(read.unbalanced.len(), 3, "{:?}", read.unbalanced);
}
