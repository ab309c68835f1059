//! What a page offers: every address and every form with its fields, as a browser would send them untouched.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use testkit::Person;

use super::saves::{ATTRIBUTES, saved_by_themselves};
use crate::crawl::{followed, is_page, shape};
use crate::html;

/// Something that can be asked for again by somebody else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// It is a form that changes something, not an address to read.
    pub posts: bool,
    /// Its page sends it without a button.
    pub by_itself: bool,
    /// Its address, with its query.
    pub path: String,
    /// Its fields but for the token, as they stand on the page.
    pub fields: Vec<(String, String)>,
    /// The field of the file that it takes.
    pub file: Option<String>,
    /// Those of its fields in which somebody writes.
    pub written: Vec<Written>,
}

/// A field in which somebody writes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// Its name.
    pub name: String,
    /// What it says it wants: the `inputmode`, else the `type`; nothing for any text.
    pub wants: String,
}

impl Found {
    /// An address that is read.
    pub fn address(path: &str) -> Self {
        Self {
            posts: false,
            by_itself: false,
            path: path.to_owned(),
            fields: Vec::new(),
            file: None,
            written: Vec::new(),
        }
    }

    /// What tells it from others of its kind: its address without ids, and the names of its fields.
    pub fn kind(&self) -> String {
        format!("{} {} {}", self.posts, shape(&self.path), self.names())
    }

    /// The names of its first fields; nothing where its page saves each field apart.
    pub fn names(&self) -> String {
        if self.by_itself {
            return "by itself".to_owned();
        }
        let names: BTreeSet<String> = self.fields.iter().map(|(name, _)| shape(name)).collect();
        let names: Vec<String> = names.into_iter().take(4).collect();
        names.join(",")
    }
}

/// How far a crawl goes.
#[derive(Clone, Copy)]
pub struct Bound {
    /// Pages of one person.
    pub pages: usize,
    /// Of one kind.
    pub alike: usize,
}

/// Everything that a person comes to from their desk by links.
pub async fn everything(person: &Person<'_>, from: &str, bound: Bound) -> BTreeSet<Found> {
    let mut waiting = VecDeque::from([from.to_owned()]);
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = BTreeSet::from([Found::address(from)]);
    let mut seen = 0;
    while let Some(path) = waiting.pop_front() {
        if seen == bound.pages {
            break;
        }
        seen += 1;
        let (_, reply) = followed(person, path).await;
        if reply.status != 200 || !is_page(&reply) {
            continue;
        }
        for offer in offered(&reply.text()) {
            let count = alike.entry(offer.kind()).or_default();
            if *count == bound.alike || !found.insert(offer.clone()) {
                continue;
            }
            *count += 1;
            if !offer.posts && !is_download(&offer.path) {
                waiting.push_back(offer.path);
            }
        }
    }
    found
}

/// Addresses and forms of a page, with those that it sends by itself.
pub fn offered(page: &str) -> Vec<Found> {
    let mut found = offers(page);
    found.extend(saved_by_themselves(page));
    found
}

/// Printing takes seconds where nothing is optimised.
pub fn is_download(path: &str) -> bool {
    ["/pdf", "/word", "/export", "/events"]
        .iter()
        .any(|end| path.split('?').next().unwrap_or_default().ends_with(end))
}

/// A tag with its attributes.
pub struct Tag {
    /// Its name, with a slash where it closes.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The tag with this inside.
    pub fn of(text: &str) -> Self {
        let text = text.trim_end_matches('/');
        let name = text.split(char::is_whitespace).next().unwrap_or_default();
        Self {
            name: name.to_owned(),
            attributes: html::attributes(&text[name.len()..]),
        }
    }

    /// What an attribute holds.
    pub fn value(&self, wanted: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    }

    fn has(&self, wanted: &str) -> bool {
        self.value(wanted).is_some()
    }
}

/// A form that is being read.
#[derive(Default)]
struct Open {
    posts: bool,
    path: String,
    fields: Vec<(String, String)>,
    file: Option<String>,
    written: Vec<Written>,
    buttons: Vec<(String, String)>,
    select: Option<(String, Vec<(String, bool)>)>,
}

/// Addresses and forms of a page.
pub fn offers(page: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let (inside, after) = html::cut(&rest[start..]);
        rest = after;
        let tag = Tag::of(inside);
        found.extend(tag.attributes.iter().filter_map(|named| addressed(&tag, named)));
        match (tag.name.as_str(), &mut open) {
            ("form", _) => {
                open = Some(Open {
                    posts: tag
                        .value("method")
                        .is_some_and(|method| method.eq_ignore_ascii_case("post")),
                    path: tag.value("action").unwrap_or_default().to_owned(),
                    ..Open::default()
                });
            }
            ("/form", Some(_)) => found.extend(open.take().into_iter().flat_map(Open::end)),
            (_, Some(form)) => form.take(&tag, rest),
            _ => {}
        }
    }
    found
}

/// The address that an attribute holds; where a script posts to it, as a form without fields.
fn addressed(tag: &Tag, (name, value): &(String, String)) -> Option<Found> {
    let path = value.split('#').next().unwrap_or_default();
    let is_own = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/assets/");
    let holds = match name.as_str() {
        "href" => tag.name != "use",
        "src" | "hx-get" | "hx-post" => true,
        other => other.starts_with("data-") && !ATTRIBUTES.contains(&other),
    };
    (is_own && holds).then(|| Found {
        posts: name == "hx-post",
        ..Found::address(path)
    })
}

impl Open {
    fn take(&mut self, tag: &Tag, rest: &str) {
        let name = tag.value("name").unwrap_or_default().to_owned();
        let value = || tag.value("value").unwrap_or_default().to_owned();
        match tag.name.as_str() {
            "select" => self.select = Some((name, Vec::new())),
            "option" => {
                if let Some((_, options)) = &mut self.select {
                    options.push((value(), tag.has("selected")));
                }
            }
            "/select" => self.end_select(),
            _ if name.is_empty() || name == "_csrf" => {}
            "textarea" => {
                let text = rest.split("</textarea").next().unwrap_or_default();
                self.written.push(Written {
                    name: name.clone(),
                    wants: String::new(),
                });
                self.fields.push((name, html::plain(text)));
            }
            "button" => self.buttons.push((name, value())),
            "input" => match tag.value("type").unwrap_or("text") {
                "file" => self.file = Some(name),
                "checkbox" if !tag.has("checked") => {}
                "radio" if !tag.has("checked") && self.fields.iter().any(|(known, _)| *known == name) => {}
                "submit" => self.buttons.push((name, value())),
                "hidden" | "checkbox" | "radio" | "password" => self.fields.push((name, value())),
                kind => {
                    let kind = if kind == "text" { "" } else { kind };
                    let wants = tag.value("inputmode").unwrap_or(kind).to_owned();
                    self.written.push(Written {
                        name: name.clone(),
                        wants,
                    });
                    self.fields.push((name, value()));
                }
            },
            _ => {}
        }
    }

    /// The chosen option, else the last one: the first often says "none".
    fn end_select(&mut self) {
        if let Some((name, options)) = self.select.take() {
            let chosen = options.iter().find(|(_, chosen)| *chosen).or(options.last());
            self.fields
                .extend(chosen.map(|(value, _)| (name.clone(), value.clone())));
        }
    }

    /// The form, once for every button that says something.
    fn end(self) -> Vec<Found> {
        let whole = Found {
            posts: self.posts,
            by_itself: false,
            path: self.path,
            fields: self.fields,
            file: self.file,
            written: self.written,
        };
        if !whole.path.starts_with('/') {
            return Vec::new();
        }
        if !whole.posts {
            return vec![whole.asked()];
        }
        if self.buttons.is_empty() {
            return vec![whole];
        }
        let pressed = self.buttons.into_iter().take(4).map(|button| {
            let mut form = whole.clone();
            form.fields.push(button);
            form
        });
        pressed.collect()
    }
}

impl Found {
    /// A form that only asks, as the address that it makes.
    fn asked(self) -> Self {
        let fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        Self::address(&format!("{}?{}", self.path, web::query(&fields)))
    }
}

#[test]
fn a_page_offers_its_links_and_its_forms_with_every_button() {
    let page = r##"<a href="/a#x">a</a><a href="#y">y</a><form method="post" action="/b"><input type="hidden" name="_csrf" value="c">
        <input name="n" value="1"><select name="s"><option value="">-<option value="2"></select><textarea name="t">x &amp; y</textarea>
        <button name="turn" value="open">o</button><button name="turn" value="shut">s</button></form>
        <form action="/find"><input name="q" value="z"></form>"##;
    let found = offers(page);
    let shown: Vec<String> = found
        .iter()
        .map(|found| format!("{} {} {:?}", found.posts, found.path, found.fields))
        .collect();
    let fields = r#"("n", "1"), ("s", "2"), ("t", "x & y")"#;
    assert_eq!(
        shown,
        [
            "false /a []".to_owned(),
            format!(r#"true /b [{fields}, ("turn", "open")]"#),
            format!(r#"true /b [{fields}, ("turn", "shut")]"#),
            "false /find?q=z []".to_owned(),
        ]
    );
}
