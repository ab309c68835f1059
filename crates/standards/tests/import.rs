//! Imports the sample standard, and documents that say the same in other forms.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::variants::{self, rewritten};
use common::{document, outline::outline};
use paper::word::read::{Block, Document, Paragraph};
use standards::model::{Import, import};

#[test]
fn every_course_hour_goal_and_task_of_the_sample_is_as_printed() {
    let outline = outline(&import(&document()).standard);
    let expected = include_str!("data/standard-cnc-turning.expected.txt");
    for (number, (line, expected)) in outline.lines().zip(expected.lines()).enumerate() {
        assert_eq!(line, expected, "line {}", number + 1);
    }
    assert_eq!(outline.lines().count(), expected.lines().count());
}

#[test]
fn the_sample_leaves_nothing_over_and_nothing_to_find() {
    let import = import(&document());
    assert_eq!(import.leftovers, []);
    assert_eq!(import.findings, []);
}

#[test]
fn lines_that_are_no_text_of_the_standard_are_headings_labels_and_numbers() {
    let held = held(&import(&document())).concat();
    let document = document();
    let mut structure = std::collections::BTreeSet::new();
    for paragraph in document.paragraphs().into_iter().filter(|one| !one.contents) {
        let text = without_blanks(&paragraph.text);
        let is_number = text.chars().all(|letter| letter.is_ascii_digit());
        if is_number || held.contains(&text) {
            continue;
        }
        // 1．工具：台虎钳… is a label with text: the text must be there.
        match text.split_once('：') {
            Some((label, text)) if !text.is_empty() && held.contains(text) => {
                structure.insert(format!("{label}："))
            }
            _ => structure.insert(text),
        };
    }
    let structure: Vec<String> = structure.into_iter().collect();
    let expected: Vec<&str> = include_str!("data/structure.expected.txt").lines().collect();
    assert_eq!(structure, expected);
}

#[test]
fn other_forms_of_the_same_document_give_the_same_standard() {
    let expected = import(&document());
    let all = |xml: &str| {
        let xml = variants::units(xml).replace("劳动组织方式", "劳动组织形式");
        let xml = variants::typed_headings(&variants::typed_contents(&xml));
        variants::widths(&variants::typed_numbers(&xml))
    };
    for (name, variant) in [
        ("typed headings", rewritten(variants::typed_headings)),
        ("typed numbers", rewritten(variants::typed_numbers)),
        (
            "full-width digits and half-width brackets",
            rewritten(variants::widths),
        ),
        ("hours with their unit", rewritten(variants::units)),
        (
            "劳动组织形式",
            rewritten(|xml| xml.replace("劳动组织方式", "劳动组织形式")),
        ),
        (
            "1. and 1、 for 1．",
            rewritten(|xml| xml.replace("1．", "1. ").replace("2．", "2、")),
        ),
        ("a typed table of contents", rewritten(variants::typed_contents)),
        ("blank cells for merged ones", variants::unmerged(document())),
        (
            "course blocks as paragraphs",
            variants::without_course_tables(document()),
        ),
        (
            "all of these",
            variants::without_course_tables(variants::unmerged(rewritten(all))),
        ),
    ] {
        let import = import(&variant);
        assert_eq!(import.leftovers, [], "{name}");
        let changes = standards::model::difference(&expected.standard, &import.standard);
        assert!(changes.is_empty(), "{name}: {changes:#?}");
        assert_eq!(import.standard, expected.standard, "{name}");
    }
}

/// A stranger's words are put into every eighth paragraph, at each offset: none may be lost, wherever it stands.
#[test]
fn no_word_is_dropped_wherever_it_is_added() {
    for offset in 0..STRIDE {
        check(offset, |paragraph, token| paragraph.text.push_str(token));
        check(offset, |paragraph, token| paragraph.text.insert_str(0, token));
        check(offset, |paragraph, token| {
            paragraph.text.push_str(&format!("\n{token}"));
        });
    }
}

#[test]
fn a_document_of_another_kind_is_left_over_whole() {
    let paragraph = |text: &str| {
        Block::Paragraph(Paragraph {
            text: text.to_owned(),
            ..Paragraph::default()
        })
    };
    let letter = Document {
        blocks: vec![paragraph("关于召开会议的通知"), paragraph("各单位：")],
        ..Document::default()
    };
    let import = import(&letter);
    assert!(import.standard.courses.is_empty());
    assert_eq!(held(&import), ["关于召开会议的通知", "各单位："]);
    assert!(!import.findings.is_empty());
}

const STRIDE: usize = 8;

fn check(offset: usize, add: impl Fn(&mut Paragraph, &str)) {
    let mut document = document();
    let (mut index, mut tokens) = (0, Vec::new());
    each_paragraph(&mut document.blocks, &mut |paragraph| {
        index += 1;
        if index % STRIDE == offset {
            tokens.push(format!("⟦{index}⟧"));
            add(paragraph, &format!("⟦{index}⟧"));
        }
    });
    assert!(tokens.len() > 300);
    let held = held(&import(&document)).concat();
    let lost: Vec<&String> = tokens.iter().filter(|token| !held.contains(*token)).collect();
    assert!(lost.is_empty(), "offset {offset}: {lost:?}");
}

fn each_paragraph(blocks: &mut [Block], change: &mut impl FnMut(&mut Paragraph)) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => change(paragraph),
            Block::Table(table) => {
                for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
                    each_paragraph(&mut cell.blocks, change);
                }
            }
        }
    }
}

/// Every text that an import holds, in the standard or left over.
fn held(import: &Import) -> Vec<String> {
    let mut found = Vec::new();
    texts(&serde_json::to_value(&import.standard).unwrap(), &mut found);
    found.extend(
        import
            .leftovers
            .iter()
            .map(|leftover| without_blanks(&leftover.text)),
    );
    found
}

fn texts(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        // Fixed terms such as "formal" are no text of the document.
        serde_json::Value::String(text) if !text.is_ascii() || text.contains('⟦') => {
            found.push(without_blanks(text));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}
