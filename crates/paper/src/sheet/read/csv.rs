//! Text tables. The encoding is found by content (byte order mark, UTF-8, GB18030), the separator by counting.

use std::collections::BTreeMap;

use crate::sheet::error::ReadError;
use crate::sheet::model::{Cell, CellRef, CellValue, Row, Sheet, Workbook};

use super::Limits;

/// Reads the text as one sheet; every value is text, so nothing is guessed into a number.
pub(super) fn read(bytes: &[u8], name: &str, limits: Limits) -> Result<Workbook, ReadError> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet {
        name: name.to_owned(),
        ..Sheet::default()
    };
    let mut cells_left = limits.cells;
    let mut lines_inside = 0;
    for record in reader.records() {
        let record = record.map_err(|_| ReadError::Damaged {
            part: name.to_owned(),
        })?;
        // Spreadsheets count a record with line breaks inside as one row, and an empty line as a row.
        let line = record
            .position()
            .map_or(1, |position| first_line(&text, position));
        let number = u32::try_from(line.saturating_sub(lines_inside)).unwrap_or(u32::MAX);
        lines_inside += record
            .iter()
            .map(|field| field.matches('\n').count() as u64)
            .sum::<u64>();
        let cells = cells(&record);
        if cells.len() > cells_left || number > CellRef::LAST_ROW {
            return Err(ReadError::TooManyCells { limit: limits.cells });
        }
        cells_left -= cells.len();
        if !cells.is_empty() {
            sheet.rows.push(Row::new(number, cells));
        }
    }
    Ok(Workbook { sheets: vec![sheet] })
}

/// The line on which a record's text begins; its position is that of the empty lines before it.
fn first_line(text: &str, position: &csv::Position) -> u64 {
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let blank = rest
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .filter(|byte| **byte == b'\n');
    position.line() + blank.count() as u64
}

fn cells(record: &csv::StringRecord) -> BTreeMap<u32, Cell> {
    let filled = (1u32..).zip(record.iter()).filter(|(_, field)| !field.is_empty());
    filled
        .map(|(column, field)| {
            (
                column,
                Cell {
                    value: CellValue::Text(field.to_owned()),
                    ..Cell::default()
                },
            )
        })
        .collect()
}

fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    let (encoding, skip) = match encoding_rs::Encoding::for_bom(bytes) {
        Some(found) => found,
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, 0),
        None => (encoding_rs::GB18030, 0),
    };
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(&bytes[skip..])
        .ok_or(ReadError::UnknownEncoding)?;
    if text.contains('\0') {
        Err(ReadError::UnknownEncoding)
    } else {
        Ok(text.into_owned())
    }
}

/// The separator that stands most often in the first lines, outside quotes; a comma if none does.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in text.lines().take(20).flat_map(str::bytes) {
        quoted ^= byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(mark, _)| *mark == byte && !quoted) {
            *count += 1;
        }
    }
    // The first of equals wins, so that a tie is a comma.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(mark, _)| *mark)
}
