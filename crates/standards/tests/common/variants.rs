//! Documents that say the same as the sample in other forms, made from its XML.

use std::collections::HashMap;
use std::io::{Cursor, Read, Write};

use paper::word::read::{Block, Cell, Document, Row, Table, read};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::SAMPLE;

/// The sample with its main part changed.
pub fn rewritten(change: impl FnOnce(&str) -> String) -> Document {
    let mut archive = ZipArchive::new(Cursor::new(SAMPLE)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut change = Some(change);
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let (name, mut bytes) = (file.name().to_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        if name == "word/document.xml" {
            bytes = change.take().unwrap()(std::str::from_utf8(&bytes).unwrap()).into_bytes();
        }
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    read(&writer.finish().unwrap().into_inner()).unwrap()
}

/// Headings in plain paragraphs with typed numbers: 一、 （一） 1．
pub fn typed_headings(xml: &str) -> String {
    let mut counters = [0usize; 3];
    each_piece(xml, "<w:pStyle w:val=\"Heading", |after| {
        let level = after.chars().next().unwrap().to_digit(10).unwrap() as usize - 1;
        counters[level] += 1;
        counters[level + 1..].fill(0);
        let count = counters[level];
        let label = match level {
            0 => format!("{}、", chinese(count)),
            1 => format!("（{}）", chinese(count)),
            _ => format!("{count}．"),
        };
        with_label(after.split_once("/>").unwrap().1, &label)
    })
}

/// List items with typed numbers: 1．
pub fn typed_numbers(xml: &str) -> String {
    let mut counters: HashMap<String, usize> = HashMap::new();
    each_piece(xml, "<w:numPr>", |after| {
        let (properties, rest) = after.split_once("</w:numPr>").unwrap();
        let list = properties
            .split("numId w:val=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let count = counters.entry(list.to_owned()).or_default();
        *count += 1;
        with_label(rest, &format!("{count}．"))
    })
}

/// Full-width digits where numbers stand alone, in semesters, codes and weights, and half-width brackets in labels.
pub fn widths(xml: &str) -> String {
    each_text(xml, |text| {
        let number = text.chars().all(|letter| letter.is_ascii_digit()) || text.ends_with("学期");
        let text = if number || text.contains("0106-") || text.contains("考核（") {
            full_width(text)
        } else {
            text.to_owned()
        };
        match text.strip_prefix('（').and_then(|rest| rest.split_once('）')) {
            Some((label, rest)) if label.chars().count() <= 2 => format!("({label}) {rest}"),
            _ => text,
        }
    })
}

/// 240学时 for 240, where numbers are hours: everywhere before the chapter with the areas of stations.
pub fn units(xml: &str) -> String {
    let (before, after) = xml.split_at(xml.rfind(">实施建议<").unwrap());
    let changed = each_text(before, |text| {
        let hours = text.parse::<u32>().is_ok_and(|number| number > 20);
        if hours {
            format!("{text}学时")
        } else {
            text.to_owned()
        }
    });
    format!("{changed}{after}")
}

/// A table of contents that somebody typed.
pub fn typed_contents(xml: &str) -> String {
    let without = each_piece(xml, "<w:fldChar ", |after| {
        after.split_once("/>").unwrap().1.to_owned()
    });
    each_piece(&without, "<w:instrText", |after| {
        after.split_once("</w:instrText>").unwrap().1.to_owned()
    })
}

/// Blank cells instead of cells merged downwards.
pub fn unmerged(mut document: Document) -> Document {
    for table in document.blocks.iter_mut().filter_map(as_table) {
        table
            .rows
            .iter_mut()
            .flat_map(|row| &mut row.cells)
            .for_each(|cell| cell.above = None);
    }
    document
}

/// Course blocks as paragraphs under their headings, with only the reference tasks in a table.
pub fn without_course_tables(document: Document) -> Document {
    let mut blocks = Vec::new();
    for block in document.blocks {
        match block {
            Block::Table(table) if text(&table, 0).starts_with("工学一体化课程名称") => {
                unfold(table, &mut blocks);
            }
            other => blocks.push(other),
        }
    }
    Document { blocks, ..document }
}

fn unfold(table: Table, blocks: &mut Vec<Block>) {
    let row_of = |start: &str| {
        (0..table.rows.len())
            .find(|row| text(&table, *row).starts_with(start))
            .unwrap()
    };
    let (first, last) = (row_of("序号"), row_of("教学实施建议"));
    let columns = table.columns;
    let (mut head, mut tasks, mut tail): (Vec<Row>, Vec<Row>, Vec<Row>) = Default::default();
    for (index, row) in table.rows.into_iter().enumerate() {
        let part = if index < first {
            &mut head
        } else if index < last {
            &mut tasks
        } else {
            &mut tail
        };
        part.push(row);
    }
    let flat = |rows: Vec<Row>| {
        rows.into_iter()
            .flat_map(|row| row.cells)
            .flat_map(|cell: Cell| cell.blocks)
    };
    blocks.extend(flat(head));
    blocks.push(Block::Table(Table { columns, rows: tasks }));
    blocks.extend(flat(tail));
}

fn text(table: &Table, row: usize) -> String {
    table.rows[row].cells.iter().map(Cell::text).collect()
}

pub fn as_table(block: &mut Block) -> Option<&mut Table> {
    match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    }
}

/// Replaces what follows each occurrence of a marker, up to the next.
fn each_piece(xml: &str, marker: &str, mut change: impl FnMut(&str) -> String) -> String {
    let mut pieces = xml.split(marker);
    let mut out = pieces.next().unwrap().to_owned();
    pieces.for_each(|piece| out.push_str(&change(piece)));
    out
}

fn each_text(xml: &str, change: impl Fn(&str) -> String) -> String {
    let open = "<w:t xml:space=\"preserve\">";
    each_piece(xml, open, |after| {
        let (text, rest) = after.split_once('<').unwrap();
        format!("{open}{}<{rest}", change(text))
    })
}

fn with_label(rest: &str, label: &str) -> String {
    let open = "<w:t xml:space=\"preserve\">";
    rest.replacen(open, &format!("{open}{label}"), 1)
}

fn full_width(text: &str) -> String {
    let wide = |letter: char| match letter {
        '0'..='9' | '%' => char::from_u32(letter as u32 + 0xfee0).unwrap(),
        other => other,
    };
    text.chars().map(wide).collect()
}

fn chinese(number: usize) -> String {
    let digit = |one: usize| "零一二三四五六七八九".chars().nth(one).unwrap();
    match number {
        1..10 => digit(number).to_string(),
        10 => "十".to_owned(),
        _ => format!("十{}", digit(number - 10)),
    }
}
