//! The cells of one worksheet part.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::sheet::model::{Area, Cell, CellRef, CellValue, Row, Sheet};

use super::super::number;
use super::super::xml::{attribute, push_text, unescape};
use super::Shared;

/// Why the cells of a part could not be read.
pub(super) enum Fault {
    /// Its XML is broken or cut off.
    Broken,
    /// It holds more cells than were left.
    TooMany,
    /// What its cells repeat of others comes to more than was left.
    Bomb,
}

/// How much more the cells of a workbook may be.
pub(super) struct Left {
    /// Cells.
    pub(super) cells: usize,
    /// Bytes of texts and formulas that stand in the file once and are shared by many cells: each cell gets its own.
    pub(super) copied: usize,
}

/// Reads the part, taking its cells and what they share from `left`.
pub(super) fn read(text: &str, shared: &Shared, left: &mut Left) -> Result<Sheet, Fault> {
    let mut scan = Scan::default();
    let mut reader = Reader::from_str(text);
    loop {
        let event = reader.read_event().map_err(|_| Fault::Broken)?;
        match &event {
            Event::Start(tag) => scan.open(tag).ok_or(Fault::Broken)?,
            Event::Empty(tag) => {
                scan.open(tag).ok_or(Fault::Broken)?;
                scan.close(tag.local_name().as_ref(), shared, left)?;
            }
            Event::End(tag) => {
                if tag.local_name().as_ref() == b"worksheet" {
                    break;
                }
                scan.close(tag.local_name().as_ref(), shared, left)?;
            }
            // Without the end of the worksheet the part was cut off.
            Event::Eof => return Err(Fault::Broken),
            other => scan.text(other).ok_or(Fault::Broken)?,
        }
    }
    let mut sheet = scan.finish();
    mark_merges(&mut sheet, left)?;
    Ok(sheet)
}

/// Tells the cells of merged ranges where they belong. Cells that a range covers in a row with content are made, so
/// that a reader of the row meets them.
fn mark_merges(sheet: &mut Sheet, left: &mut Left) -> Result<(), Fault> {
    for area in &sheet.merges {
        let from = sheet.rows.partition_point(|row| row.number < area.first.row);
        let rows = sheet.rows[from..]
            .iter_mut()
            .take_while(|row| row.number <= area.last.row);
        for row in rows {
            for column in area.first.column..=area.last.column {
                take_one(left)?;
                row.cells_mut().entry(column).or_default().merged = Some(*area);
            }
        }
    }
    Ok(())
}

fn take_one(left: &mut Left) -> Result<(), Fault> {
    left.cells = left.cells.checked_sub(1).ok_or(Fault::TooMany)?;
    Ok(())
}

/// A cell's own copy of a text that others share.
fn copy(text: &str, left: &mut Left) -> Result<String, Fault> {
    left.copied = left.copied.checked_sub(text.len()).ok_or(Fault::Bomb)?;
    Ok(text.to_owned())
}

/// What the reader knows while it walks.
#[derive(Default)]
struct Scan {
    rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    merges: Vec<Area>,
    /// Formulas that later cells share, by their number.
    formulas: BTreeMap<String, String>,
    row: u32,
    column: u32,
    kind: String,
    style: usize,
    value: String,
    formula: Option<String>,
    formula_number: Option<String>,
    into: Into,
    reading: bool,
}

/// Where text goes.
#[derive(Default, PartialEq, Eq)]
enum Into {
    #[default]
    Nowhere,
    Value,
    Formula,
}

impl Scan {
    fn open(&mut self, tag: &BytesStart<'_>) -> Option<()> {
        match tag.local_name().as_ref() {
            b"row" => {
                self.row =
                    attribute(tag, "r").map_or(Some(self.row.saturating_add(1)), |row| row.parse().ok())?;
                self.column = 0;
            }
            b"c" => self.open_cell(tag)?,
            b"v" => self.into = Into::Value,
            b"t" if !self.reading => self.into = Into::Value,
            b"rPh" => self.reading = true,
            b"f" => {
                self.into = Into::Formula;
                self.formula = Some(String::new());
                self.formula_number = attribute(tag, "si");
            }
            b"mergeCell" => self
                .merges
                .extend(attribute(tag, "ref").and_then(|name| name.parse::<Area>().ok())),
            _ => {}
        }
        Some(())
    }

    fn open_cell(&mut self, tag: &BytesStart<'_>) -> Option<()> {
        let at = match attribute(tag, "r") {
            Some(name) => name.parse().ok()?,
            None => CellRef {
                row: self.row,
                column: self.column + 1,
            },
        };
        let inside = (1..=CellRef::LAST_ROW).contains(&at.row) && at.column <= CellRef::LAST_COLUMN;
        (self.row, self.column) = inside.then_some((at.row, at.column))?;
        self.kind = attribute(tag, "t").unwrap_or_default();
        self.style = attribute(tag, "s")
            .and_then(|style| style.parse().ok())
            .unwrap_or(0);
        self.value.clear();
        self.formula = None;
        self.formula_number = None;
        Some(())
    }

    fn text(&mut self, event: &Event<'_>) -> Option<()> {
        match self.into {
            Into::Nowhere => Some(()),
            Into::Value => push_text(&mut self.value, event),
            Into::Formula => push_text(self.formula.get_or_insert_default(), event),
        }
    }

    fn close(&mut self, tag: &[u8], shared: &Shared, left: &mut Left) -> Result<(), Fault> {
        match tag {
            b"v" | b"t" | b"f" => self.into = Into::Nowhere,
            b"rPh" => self.reading = false,
            b"c" => {
                let value = self.value(shared, left)?;
                let formula = self.formula(left)?;
                if value != CellValue::Empty || formula.is_some() {
                    take_one(left)?;
                    let cell = Cell {
                        value,
                        formula,
                        merged: None,
                    };
                    self.rows.entry(self.row).or_default().insert(self.column, cell);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn formula(&mut self, left: &mut Left) -> Result<Option<String>, Fault> {
        let Some(formula) = self.formula.take() else {
            return Ok(None);
        };
        let Some(number) = self.formula_number.take() else {
            return Ok(Some(formula));
        };
        if formula.is_empty() {
            let shared = self.formulas.get(&number).map(|shared| copy(shared, left));
            return Ok(Some(shared.transpose()?.unwrap_or_default()));
        }
        self.formulas.insert(number, formula.clone());
        Ok(Some(formula))
    }

    fn value(&mut self, shared: &Shared, left: &mut Left) -> Result<CellValue, Fault> {
        let raw = std::mem::take(&mut self.value);
        Ok(match self.kind.as_str() {
            "s" => {
                let string = raw
                    .trim()
                    .parse()
                    .ok()
                    .and_then(|index: usize| shared.strings.get(index));
                match string {
                    Some(string) => text(copy(string, left)?),
                    None => CellValue::Empty,
                }
            }
            "inlineStr" | "str" => text(unescape(raw)),
            "b" => CellValue::Bool(matches!(raw.trim(), "1" | "true")),
            "e" => CellValue::Error(raw),
            "d" => raw
                .get(..10)
                .and_then(|day| day.parse().ok())
                .map_or_else(|| text(raw.clone()), CellValue::Date),
            _ => self.number(&raw, shared),
        })
    }

    fn number(&self, raw: &str, shared: &Shared) -> CellValue {
        let raw = raw.trim();
        let is_date = shared.dates.get(self.style).copied().unwrap_or(false);
        let day = if is_date {
            number::day(raw, shared.epoch)
        } else {
            None
        };
        match (day, number::plain(raw)) {
            (Some(day), _) => CellValue::Date(day),
            (None, Some(number)) => CellValue::Number(number),
            (None, None) => text(raw.to_owned()),
        }
    }

    fn finish(self) -> Sheet {
        let rows = self
            .rows
            .into_iter()
            .map(|(number, cells)| Row::new(number, cells))
            .collect();
        Sheet {
            name: String::new(),
            rows,
            merges: self.merges,
        }
    }
}

fn text(text: String) -> CellValue {
    if text.is_empty() {
        CellValue::Empty
    } else {
        CellValue::Text(text)
    }
}
