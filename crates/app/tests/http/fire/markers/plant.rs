//! Writes a mark into every field in which somebody may write: by the forms of the pages as they stand, by the fields that save
//! themselves, and by the tables that are uploaded.

use std::collections::{BTreeMap, BTreeSet};

use testkit::{Person, Reply};

use super::look::Watch;
use crate::crawl::{followed, is_page, shape};
use crate::fire::found::{Bound, Found, everything, is_download, offers};
use crate::fire::saves::saved_by_themselves;

/// What a name of its own begins with, so that it can be told from all others: `gx12`.
pub const CORE: &str = "\"'>gx";

/// Every way in which a text can be more than a text, in one: of HTML, of formulas by its first sign, of Typst, of templates, of
/// headers.
pub fn long(number: usize) -> String {
    let lead = ["=", "+", "@", "-"][number % 4];
    format!(
        "{lead}HYPERLINK(1){CORE}{number}<script>gx()</script><img src=x onerror=gx()>\
         #read(\"/etc/passwd\") $x$ *b* @ref <lab> {{{{7*7}}}} %0d%0aSet-Cookie: a=b"
    )
}

/// For fields that take a few signs only.
pub fn short(number: usize) -> String {
    let lead = ["=", "+", "@", "-"][number % 4];
    format!("{lead}{CORE}{number}<b>")
}

/// What stands in a field beside the one that is marked, where the page left it empty.
fn plausible(wants: &str) -> &'static str {
    match wants {
        "date" => "2026-11-25",
        "time" => "09:00",
        "numeric" | "decimal" | "number" => "1",
        _ => "甲",
    }
}

fn is_text(wants: &str) -> bool {
    matches!(wants, "" | "search" | "textarea" | "text")
}

/// What was tried and what was taken.
#[derive(Default)]
pub struct Planted {
    /// The last mark that was made.
    pub last: usize,
    /// Kinds of forms that were taken with a mark in every text field, or were tried by enough people.
    kinds: BTreeMap<String, usize>,
    /// Fields of forms, `/path field`, that were taken with a mark.
    pub taken: BTreeSet<String>,
    /// Those that never were.
    pub refused: BTreeSet<String>,
}

/// How many people try a form that is refused.
const TRIES: usize = 2;

/// Whether a form ends something, so that it is sent after all others.
fn ends(path: &str) -> bool {
    const LAST: [&str; 14] = [
        "end",
        "removal",
        "withdrawal",
        "discard",
        "refusal",
        "approval",
        "lock",
        "submission",
        "publication",
        "erasure",
        "confirm",
        "decline",
        "return",
        "check",
    ];
    LAST.contains(&path.rsplit('/').next().unwrap_or_default())
}

/// Which forms are sent in a pass.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Those that leave everything open.
    Open,
    /// Those that end something.
    Ending,
}

impl Planted {
    /// Goes through everything that a person comes to and writes into every form of a kind that nobody has filled in yet.
    pub async fn by(&mut self, person: &Person<'_>, bound: Bound, (pass, watch): (Pass, &mut Watch)) {
        let found = everything(person, "/", bound).await;
        let pages = found
            .iter()
            .filter(|found| !found.posts && !is_download(&found.path));
        for page in pages {
            // What a form changes may change the others of its page, so each is taken from the page as it then stands.
            for _ in 0..40 {
                let Some(form) = self.next_of(person, &page.path, pass).await else {
                    break;
                };
                self.fill(person, (&page.path, form), watch).await;
            }
        }
    }

    async fn next_of(&self, person: &Person<'_>, path: &str, pass: Pass) -> Option<Found> {
        forms(person, path).await.into_iter().find(|form| {
            let is_of_pass = ends(&form.path) == (pass == Pass::Ending);
            is_of_pass && self.kinds.get(&kind(form)).is_none_or(|tried| *tried < TRIES)
        })
    }

    /// All text fields at once; where that is refused, one after the other.
    async fn fill(&mut self, person: &Person<'_>, (page, form): (&str, Found), watch: &mut Watch) {
        let kind = kind(&form);
        let texts: Vec<String> = form
            .written
            .iter()
            .filter(|field| is_text(&field.wants))
            .map(|field| field.name.clone())
            .collect();
        // A field that wants no text says so, and shows what was typed.
        let wrong: Vec<String> = form.written.iter().map(|field| field.name.clone()).collect();
        self.attempt(person, &form, (&wrong, long), watch).await;
        for text in [long, short] {
            let Some(form) = again(person, page, &kind).await else {
                break;
            };
            if !texts.is_empty() && self.attempt(person, &form, (&texts, text), watch).await {
                self.kinds.insert(kind, usize::MAX);
                return;
            }
        }
        for field in &texts {
            for text in [long, short] {
                let Some(form) = again(person, page, &kind).await else {
                    break;
                };
                let only = std::slice::from_ref(field);
                if self.attempt(person, &form, (only, text), watch).await {
                    break;
                }
            }
        }
        *self.kinds.entry(kind).or_default() += 1;
    }

    /// Sends a form with marks in these fields; whether it was taken.
    async fn attempt(
        &mut self,
        person: &Person<'_>,
        form: &Found,
        (marked, text): (&[String], fn(usize) -> String),
        watch: &mut Watch,
    ) -> bool {
        let mut fields = form.fields.clone();
        for written in &form.written {
            let Some((_, value)) = fields.iter_mut().find(|(name, _)| *name == written.name) else {
                continue;
            };
            if marked.contains(&written.name) {
                self.last += 1;
                *value = text(self.last);
            } else if value.is_empty() {
                *value = plausible(&written.wants).to_owned();
            }
        }
        let op = format!("019ab000-0000-7000-8000-{:012x}", self.last);
        if form.written.len() == 1 && fields.iter().any(|(name, _)| name == "version") {
            fields.push(("op".to_owned(), op));
        }
        let pairs: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let reply = person.post(&form.path, &pairs).await;
        watch.answer(&format!("POST {}", form.path), &reply);
        let is_taken = is_taken(&reply);
        for name in marked {
            self.note(
                format!("{} {}", shape(&form.path), shape(name)),
                is_taken.then_some(()),
            );
        }
        is_taken
    }

    /// Notes whether a field was taken with a mark.
    pub fn note(&mut self, field: String, taken: Option<()>) {
        if taken.is_some() {
            self.refused.remove(&field);
            self.taken.insert(field);
        } else if !self.taken.contains(&field) {
            self.refused.insert(field);
        }
    }
}

fn is_taken(reply: &Reply) -> bool {
    let status = reply.status.as_u16();
    (200..400).contains(&status) && !(status == 303 && reply.location().starts_with("/sign-in"))
}

fn kind(form: &Found) -> String {
    let names: BTreeSet<String> = form.written.iter().map(|field| shape(&field.name)).collect();
    format!("{} {names:?}", shape(&form.path))
}

/// The forms of a page with a field to write in.
async fn forms(person: &Person<'_>, path: &str) -> Vec<Found> {
    let (_, reply) = followed(person, path.to_owned()).await;
    if reply.status != 200 || !is_page(&reply) {
        return Vec::new();
    }
    let page = reply.text();
    let all = saved_by_themselves(&page).into_iter().chain(offers(&page));
    all.filter(|form| form.posts && form.file.is_none() && !form.written.is_empty())
        .collect()
}

async fn again(person: &Person<'_>, page: &str, wanted: &str) -> Option<Found> {
    forms(person, page)
        .await
        .into_iter()
        .find(|form| kind(form) == wanted)
}
