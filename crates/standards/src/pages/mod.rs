//! Pages of standards: the list, a version, the draft and its publication, versions and differences, files in and out.

pub mod draft;
pub mod export;
pub mod history;
pub mod leftovers;
pub mod list;
pub mod matches;
mod parts;
pub mod publication;
pub mod upload;
pub mod version;
mod view;

use kernel::{Error, Instant, Result, Text};
use web::Visit;

use crate::StandardId;

fn parse(id: &str) -> Result<StandardId> {
    id.parse().map_err(|_| Error::NotFound)
}

/// A text of this crate by a key that is put together, such as a stored name behind its prefix.
fn named(key: String) -> Text {
    Text {
        key: key.into(),
        args: Vec::new(),
    }
}

fn issuer_name(visit: &Visit, code: &str) -> String {
    visit.text(&named(format!("standards-issuer-{code}")))
}

fn status_name(visit: &Visit, code: &str) -> String {
    visit.text(&named(format!("standards-status-{code}")))
}

/// The levels of a version in words.
fn level_names(visit: &Visit, levels: &str) -> String {
    let names: Vec<String> = levels
        .split(',')
        .filter(|level| !level.is_empty())
        .map(|level| visit.text(&named(format!("standards-level-{level}"))))
        .collect();
    names.join(" · ")
}

fn day(at: Instant) -> String {
    at.day().to_string()
}
