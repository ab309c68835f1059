//! The standard as a document: one [`Doc`], written as Word and as PDF, in the structure in which standards are issued.
//!
//! Its words are the texts of the language it is asked for; a document for the offices is asked for in Chinese. What the
//! importer of this crate reads out of the Word file is the standard it was made of.

mod chapters;
mod course;
mod tables;

use kernel::Text;
use paper::doc::{Align, Block, Doc, Face, Paragraph, Run};

use crate::model::{Standard, Status};

/// The words of the document's language.
pub(crate) struct Words<'a>(&'a dyn Fn(&Text) -> String);

impl Words<'_> {
    /// A text of this crate by its key behind `standards-`.
    fn t(&self, key: &str) -> String {
        self.say(&named(key))
    }

    /// A text with an argument.
    fn with(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        self.say(&named(key).with(name, value))
    }

    fn say(&self, text: &Text) -> String {
        (self.0)(text)
    }

    /// A term by its whole key.
    fn term(&self, key: &'static str) -> String {
        self.say(&Text::new(key))
    }

    /// 一 二 … 十 十一 …, from 1.
    fn numeral(&self, number: usize) -> String {
        let digits: Vec<char> = self.t("doc-numerals").chars().collect();
        let digit = |at: usize| {
            digits
                .get(at.wrapping_sub(1))
                .copied()
                .map(String::from)
                .unwrap_or_default()
        };
        match (number / 10, number % 10) {
            (0, ones) => digit(ones),
            (1, ones) => digit(10) + &digit(ones),
            (tens, ones) => digit(tens) + &digit(10) + &digit(ones),
        }
    }

    /// 一、
    fn chapter(&self, number: usize, key: &str) -> String {
        self.say(
            &named("doc-chapter")
                .with("n", self.numeral(number))
                .with("title", self.t(key)),
        )
    }

    /// （一）
    fn section(&self, number: usize, title: &str) -> String {
        self.say(
            &named("doc-section")
                .with("n", self.numeral(number))
                .with("title", title),
        )
    }

    /// 1．
    fn item(&self, number: usize, title: &str) -> String {
        self.say(&named("doc-item").with("n", number).with("title", title))
    }

    /// A label and what it says: 工具：…
    fn labelled(&self, label: &str, text: &str) -> String {
        self.say(&named("doc-labelled").with("label", label).with("text", text))
    }

    fn weight(&self, name: &str, weight: Option<kernel::Percent>) -> String {
        match weight {
            Some(weight) => self.say(&named("doc-weight").with("name", name).with("weight", weight)),
            None => name.to_owned(),
        }
    }
}

fn named(key: &str) -> Text {
    Text {
        key: format!("standards-{key}").into(),
        args: Vec::new(),
    }
}

/// The whole standard as a document. `say` puts a text into the document's language.
pub fn document(standard: &Standard, say: &dyn Fn(&Text) -> String) -> Doc {
    let words = Words(say);
    let mut blocks = cover(standard, &words);
    if !standard.foreword.is_empty() {
        blocks.push(Block::Heading(1, words.t("field-foreword")));
        blocks.extend(prose(&standard.foreword));
        blocks.push(Block::PageBreak);
    }
    let chapters = chapters::all(standard, &words);
    blocks.push(Block::Heading(1, words.t("doc-contents")));
    blocks.extend(contents(&chapters));
    blocks.push(Block::PageBreak);
    blocks.extend(chapters);
    Doc {
        title: standard.title.clone(),
        head: Some(standard.title.clone()),
        face: Face::Song,
        blocks,
        ..Doc::default()
    }
}

fn cover(standard: &Standard, words: &Words<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    if standard.status == Status::Trial {
        blocks.push(centred(&words.with(
            "doc-status",
            "status",
            words.term(standard.status.key()),
        )));
    }
    blocks.extend(standard.cover.iter().map(|line| centred(line)));
    blocks.extend((0..14).map(|_| Block::text("")));
    if !standard.issued_by.is_empty() {
        blocks.push(centred(&standard.issued_by));
    }
    if let Some(issued) = standard.issued {
        let date = match issued.month {
            Some(month) => named("doc-issued-month")
                .with("year", issued.year.to_string())
                .with("month", month),
            None => named("doc-issued-year").with("year", issued.year.to_string()),
        };
        blocks.push(centred(&words.say(&date)));
    }
    blocks.push(Block::PageBreak);
    blocks
}

/// The headings of the first two levels, a line each: a table of contents that needs no field to be updated.
fn contents(chapters: &[Block]) -> Vec<Block> {
    let entry = |block: &Block| match block {
        Block::Heading(1, title) => Some(Block::text(title)),
        Block::Heading(2, title) => Some(Block::indented(title)),
        _ => None,
    };
    chapters.iter().filter_map(entry).collect()
}

/// Running text, a paragraph each.
fn prose(lines: &[String]) -> impl Iterator<Item = Block> + '_ {
    lines.iter().map(Block::indented)
}

fn centred(text: &str) -> Block {
    Block::Paragraph(Paragraph {
        runs: vec![Run::plain(text)],
        align: Align::Center,
        ..Paragraph::default()
    })
}

fn bold(text: &str) -> Block {
    Block::Paragraph(Paragraph {
        runs: vec![Run::bold(text)],
        ..Paragraph::default()
    })
}
