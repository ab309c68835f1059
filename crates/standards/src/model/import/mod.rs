//! Turns a Word document of the structure of a curriculum standard into a [`Standard`], whatever its styles and numbers.
//!
//! The rule that nothing is dropped silently is kept in one way everywhere: a line is either understood as a whole (a
//! heading, a label, a number), or stands as it is in a field of text, or becomes a [`Leftover`]. No code takes a part
//! of a line and forgets the rest.

mod aims;
mod columns;
mod course;
mod cover;
mod fields;
mod line;
mod major;
mod outline;
mod plan;
mod refusal;
mod scan;
mod sections;

use paper::word::read::{Document, Table};

use super::findings::{Finding, findings};
use super::place::Place;
use super::standard::Standard;
use line::{Item, Line, cell_lines};
use outline::{Chapter, Outline};

pub use refusal::refusal;
pub(super) use scan::percent_after;

/// What came out of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Import {
    /// The standard, as far as the document was understood.
    pub standard: Standard,
    /// Every line that found no place, in document order within each chapter.
    pub leftovers: Vec<Leftover>,
    /// What is inconsistent or missing in the standard.
    pub findings: Vec<Finding>,
}

/// A line of the document that found no place in the standard.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Leftover {
    /// Near which place it was met; the standard as a whole for a line outside of all chapters.
    pub place: Place,
    /// The line with its number, as printed.
    pub text: String,
}

/// Reads a standard out of a document. Never fails: what is not understood is left over.
pub fn import(document: &Document) -> Import {
    let items = line::items(&document.blocks);
    let outline = Outline::of(items);
    let mut standard = Standard::default();
    let mut rest = Rest::default();
    cover::read(&outline.cover, &mut standard, &mut rest);
    standard.foreword = prose(&outline.foreword, &Place::of("foreword"), &mut rest);
    outline.check_contents(&mut rest);
    for (chapter, items) in &outline.chapters {
        match chapter {
            Chapter::Major => major::read(items, &mut standard.major, &mut rest),
            Chapter::Aims => aims::read(items, &mut standard, &mut rest),
            Chapter::Mode => sections::mode(items, &mut standard.mode, &mut rest),
            Chapter::Plan => plan::read(items, &mut standard.plan, &mut rest),
            Chapter::Courses => course::read(items, &mut standard, &mut rest),
            Chapter::Advice => sections::advice(items, &mut standard.advice, &mut rest),
            Chapter::Evaluation => sections::evaluation(items, &mut standard.evaluation, &mut rest),
            Chapter::Unknown => rest.items(&Place::default(), items),
        }
    }
    let findings = findings(&standard);
    Import {
        standard,
        leftovers: rest.0,
        findings,
    }
}

/// Collects what finds no place.
#[derive(Default)]
struct Rest(Vec<Leftover>);

impl Rest {
    fn text(&mut self, place: &Place, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.0.push(Leftover {
                place: place.clone(),
                text,
            });
        }
    }

    fn line(&mut self, place: &Place, line: &Line) {
        self.text(place, line.printed());
    }

    fn table(&mut self, place: &Place, table: &Table) {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            cell_lines(cell).iter().for_each(|line| self.line(place, line));
        }
    }

    fn items(&mut self, place: &Place, items: &[Item]) {
        for item in items {
            match item {
                Item::Line(line) => self.line(place, line),
                Item::Table(table) => self.table(place, table),
            }
        }
    }
}

/// Running text: a paragraph each, with its number; tables are left over.
fn prose(items: &[Item], place: &Place, rest: &mut Rest) -> Vec<String> {
    let mut text = Vec::new();
    for item in items {
        match item {
            Item::Line(line) => text.push(line.printed()),
            Item::Table(table) => rest.table(place, table),
        }
    }
    text
}
