//! The workbook's own parts (ECMA-376): which sheets there are, shared strings, which styles are dates. The cells
//! themselves are read by [`cells`].

mod cells;

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::sheet::error::{Found, ReadError};
use crate::sheet::model::{Sheet, Workbook};

use super::Limits;
use super::archive::{Archive, damaged};
use super::number::{Epoch, is_built_in_date, is_date_code};
use super::xml::{attribute, push_text, unescape};
use cells::{Fault, Left};

/// What cells refer to.
struct Shared {
    strings: Vec<String>,
    /// By style number: whether it shows a date.
    dates: Vec<bool>,
    epoch: Epoch,
}

/// What `xl/workbook.xml` says.
#[derive(Default)]
struct Index {
    /// Names and relationship ids, in order.
    sheets: Vec<(String, String)>,
    epoch: Epoch,
}

/// Reads every worksheet of the package.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Workbook, ReadError> {
    let mut archive = Archive::open(bytes, limits.unpacked)?;
    let book = book_part(&mut archive)?;
    let text = archive.text(&book)?.ok_or_else(|| damaged(&book))?;
    let index = read_index(&text).ok_or_else(|| damaged(&book))?;
    let parts = relations(&mut archive, &book)?;
    let part_of = |kind: &str| {
        parts
            .values()
            .find(|part| part.kind == kind)
            .map(|part| part.path.clone())
    };
    let strings = match part_of("sharedStrings") {
        Some(part) => read_part(&mut archive, &part, read_strings)?.unwrap_or_default(),
        None => Vec::new(),
    };
    let dates = match part_of("styles") {
        Some(part) => read_part(&mut archive, &part, read_dates)?.unwrap_or_default(),
        None => Vec::new(),
    };
    let shared = Shared {
        strings,
        dates,
        epoch: index.epoch,
    };
    let mut book = Workbook::default();
    let mut left = Left {
        cells: limits.cells,
        copied: limits.unpacked,
    };
    for (name, id) in index.sheets {
        let Some(part) = parts.get(&id).filter(|part| part.kind == "worksheet") else {
            continue;
        };
        let text = archive.text(&part.path)?.ok_or_else(|| damaged(&part.path))?;
        let sheet = cells::read(&text, &shared, &mut left).map_err(|fault| match fault {
            Fault::Broken => damaged(&part.path),
            Fault::TooMany => ReadError::TooManyCells { limit: limits.cells },
            Fault::Bomb => ReadError::Bomb,
        })?;
        book.sheets.push(Sheet { name, ..sheet });
    }
    if book.sheets.is_empty() {
        Err(ReadError::NoSheet)
    } else {
        Ok(book)
    }
}

/// The path of the workbook part, or what else the package is.
fn book_part(archive: &mut Archive<'_>) -> Result<String, ReadError> {
    let foreign = [
        ("word/document.xml", Found::Word),
        ("ppt/presentation.xml", Found::Slides),
        ("xl/workbook.bin", Found::BinaryWorkbook),
        ("mimetype", Found::OpenDocument),
    ];
    if let Some((_, found)) = foreign.iter().find(|(part, _)| archive.has(part)) {
        return Err(ReadError::WrongContent(*found));
    }
    let roots = relations(archive, "")?;
    let book = roots
        .into_values()
        .find(|part| part.kind == "officeDocument")
        .map(|part| part.path);
    book.filter(|part| archive.has(part))
        .ok_or(ReadError::WrongContent(Found::Archive))
}

/// A part that another one refers to.
struct Part {
    /// Last word of the relationship's type, such as `worksheet`.
    kind: String,
    path: String,
}

/// The relationships of a part (of the package, if empty), by id.
fn relations(archive: &mut Archive<'_>, part: &str) -> Result<BTreeMap<String, Part>, ReadError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() {
        format!("_rels/{file}.rels")
    } else {
        format!("{folder}/_rels/{file}.rels")
    };
    let read = |text: &str| read_relations(text, folder);
    Ok(read_part(archive, &path, read)?.unwrap_or_default())
}

fn read_part<T>(
    archive: &mut Archive<'_>,
    part: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, ReadError> {
    match archive.text(part)? {
        Some(text) => read(&text).map(Some).ok_or_else(|| damaged(part)),
        None => Ok(None),
    }
}

fn read_relations(text: &str, folder: &str) -> Option<BTreeMap<String, Part>> {
    let mut parts = BTreeMap::new();
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == b"Relationship" => {
                let kind = attribute(&tag, "Type")?.rsplit('/').next()?.to_owned();
                let path = resolve(folder, &attribute(&tag, "Target")?);
                parts.insert(attribute(&tag, "Id")?, Part { kind, path });
            }
            Event::Eof => return Some(parts),
            _ => {}
        }
    }
}

/// A target relative to a folder as a path in the package.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn read_index(text: &str) -> Option<Index> {
    let mut index = Index::default();
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                b"sheet" => index
                    .sheets
                    .push((attribute(&tag, "name")?, attribute(&tag, "id")?)),
                b"workbookPr" => {
                    if matches!(attribute(&tag, "date1904").as_deref(), Some("1" | "true")) {
                        index.epoch = Epoch::Of1904;
                    }
                }
                _ => {}
            },
            Event::Eof => return Some(index),
            _ => {}
        }
    }
}

/// The shared strings; runs of one string are joined, readings (`rPh`) left out.
fn read_strings(text: &str) -> Option<Vec<String>> {
    let mut strings = Vec::new();
    let mut reader = Reader::from_str(text);
    let (mut string, mut reading, mut in_text) = (String::new(), false, false);
    loop {
        let event = reader.read_event().ok()?;
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                b"si" => string.clear(),
                b"rPh" => reading = true,
                b"t" => in_text = !reading,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == b"si" => strings.push(String::new()),
            Event::End(tag) => match tag.local_name().as_ref() {
                b"si" => strings.push(unescape(std::mem::take(&mut string))),
                b"rPh" => reading = false,
                b"t" => in_text = false,
                _ => {}
            },
            Event::Eof => return Some(strings),
            other if in_text => push_text(&mut string, other)?,
            _ => {}
        }
    }
}

/// For each style of a cell, whether its number format shows a date.
fn read_dates(text: &str) -> Option<Vec<bool>> {
    let mut codes = BTreeMap::new();
    let mut dates = Vec::new();
    let mut in_cell_styles = false;
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                b"numFmt" => {
                    let id: u32 = attribute(&tag, "numFmtId")?.parse().ok()?;
                    codes.insert(id, is_date_code(&attribute(&tag, "formatCode")?));
                }
                b"cellXfs" => in_cell_styles = true,
                b"xf" if in_cell_styles => {
                    let id = attribute(&tag, "numFmtId")
                        .and_then(|id| id.parse().ok())
                        .unwrap_or(0);
                    dates.push(codes.get(&id).copied().unwrap_or_else(|| is_built_in_date(id)));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == b"cellXfs" => in_cell_styles = false,
            Event::Eof => return Some(dates),
            _ => {}
        }
    }
}
