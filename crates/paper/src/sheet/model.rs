//! What a table file holds, after its format no longer matters. Sparse: a row lists only cells that hold or cover
//! something, so a lone cell in the last column costs one cell.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use kernel::Day;

/// A file with its sheets, in the file's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workbook {
    /// The sheets; a CSV file has one, named after the file.
    pub sheets: Vec<Sheet>,
}

/// One table of a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The name on the tab.
    pub name: String,
    /// Rows that hold something, from top to bottom.
    pub rows: Vec<Row>,
    /// Merged ranges, in the file's order.
    pub merges: Vec<Area>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The row's number as people see it: the first is 1.
    pub number: u32,
    cells: BTreeMap<u32, Cell>,
}

/// One cell that holds something or is covered by a merged range.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it; of a formula, the value that the program last computed (empty if it saved none).
    pub value: CellValue,
    /// The formula without `=`; in a cell filled down from another one, the formula of that first cell.
    pub formula: Option<String>,
    /// The merged range the cell lies in. Only the range's first cell shows its value; the others are covered.
    pub merged: Option<Area>,
}

/// The value of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CellValue {
    /// Nothing.
    #[default]
    Empty,
    /// Text, exactly as written, blanks included.
    Text(String),
    /// A number as a plain decimal (`330127201005139977`, `82.91`, `-0.5`): the file's own digits when it is whole,
    /// else 15 significant digits, as spreadsheets show. Spreadsheet programs themselves keep only 15 digits of what
    /// was typed as a number, so a longer one may have lost its tail before it was saved.
    Number(String),
    /// A number shown as a date; a time of day beside the date is not kept.
    Date(Day),
    /// True or false.
    Bool(bool),
    /// An error such as `#N/A` or `#REF!`.
    Error(String),
}

/// The place of a cell, shown as `E3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Row number, the first is 1.
    pub row: u32,
    /// Column number, `A` is 1.
    pub column: u32,
}

/// A rectangle of cells, shown as `K19:L19`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Area {
    /// Upper left cell.
    pub first: CellRef,
    /// Lower right cell.
    pub last: CellRef,
}

/// The text is no cell or range name, or lies outside what a spreadsheet can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a cell")]
pub struct NotACell;

const EMPTY: &CellValue = &CellValue::Empty;

impl Sheet {
    /// The cell at a place, if it holds or is covered by something.
    pub fn cell(&self, at: CellRef) -> Option<&Cell> {
        let row = self.rows.binary_search_by_key(&at.row, |row| row.number).ok()?;
        self.rows[row].cell(at.column)
    }
}

impl Row {
    /// A row of these cells, by column number.
    pub(super) fn new(number: u32, cells: BTreeMap<u32, Cell>) -> Self {
        Self { number, cells }
    }

    /// The cell in a column (`A` is 1), if it holds or is covered by something.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.get(&column)
    }

    /// The value in a column (`A` is 1); empty where there is no cell.
    pub fn value(&self, column: u32) -> &CellValue {
        self.cells.get(&column).map_or(EMPTY, |cell| &cell.value)
    }

    /// Columns and cells from left to right.
    pub fn cells(&self) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.iter().map(|(column, cell)| (*column, cell))
    }

    /// Whether no cell holds anything to read.
    pub fn is_blank(&self) -> bool {
        self.cells
            .values()
            .all(|cell| cell.value.is_blank() && cell.formula.is_none())
    }

    pub(super) fn cells_mut(&mut self) -> &mut BTreeMap<u32, Cell> {
        &mut self.cells
    }
}

impl Cell {
    /// Whether a merged range hides this cell behind its first one.
    pub fn is_covered(&self, at: CellRef) -> bool {
        self.merged.is_some_and(|area| area.first != at)
    }
}

impl CellValue {
    /// Nothing, or only blanks.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

impl fmt::Display for CellValue {
    /// The value as one would type it; a date as `2026-11-23`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) | Self::Number(text) | Self::Error(text) => f.write_str(text),
            Self::Date(day) => day.fmt(f),
            Self::Bool(true) => f.write_str("TRUE"),
            Self::Bool(false) => f.write_str("FALSE"),
        }
    }
}

impl CellRef {
    /// The last row of a spreadsheet (ECMA-376, as every program has it).
    pub const LAST_ROW: u32 = 1_048_576;
    /// The last column, `XFD`.
    pub const LAST_COLUMN: u32 = 16_384;

    /// The column's letters: 1 is `A`, 28 is `AB`.
    pub fn letters(column: u32) -> String {
        let mut letters = Vec::new();
        let mut rest = column;
        while rest > 0 {
            letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
            rest = (rest - 1) / 26;
        }
        letters.iter().rev().collect()
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::letters(self.column), self.row)
    }
}

impl FromStr for CellRef {
    type Err = NotACell;

    fn from_str(text: &str) -> Result<Self, NotACell> {
        let digits = text
            .find(|letter: char| letter.is_ascii_digit())
            .ok_or(NotACell)?;
        let (letters, digits) = text.split_at(digits);
        if letters.is_empty() || letters.len() > 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotACell);
        }
        let mut column = 0;
        for letter in letters.bytes() {
            if !letter.is_ascii_alphabetic() {
                return Err(NotACell);
            }
            column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        }
        let row = digits.parse().map_err(|_| NotACell)?;
        if row == 0 || row > Self::LAST_ROW || column > Self::LAST_COLUMN {
            return Err(NotACell);
        }
        Ok(Self { row, column })
    }
}

impl Area {
    /// Whether the cell lies inside.
    pub fn contains(&self, at: CellRef) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

impl FromStr for Area {
    type Err = NotACell;

    fn from_str(text: &str) -> Result<Self, NotACell> {
        let (one, other) = text.split_once(':').unwrap_or((text, text));
        let (one, other): (CellRef, CellRef) = (one.parse()?, other.parse()?);
        let first = CellRef {
            row: one.row.min(other.row),
            column: one.column.min(other.column),
        };
        let last = CellRef {
            row: one.row.max(other.row),
            column: one.column.max(other.column),
        };
        Ok(Self { first, last })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (name, row, column) in [
            ("A1", 1, 1),
            ("E3", 3, 5),
            ("Z9", 9, 26),
            ("AA10", 10, 27),
            ("XFD1048576", 1_048_576, 16_384),
        ] {
            assert_eq!(name.parse(), Ok(CellRef { row, column }));
            assert_eq!(CellRef { row, column }.to_string(), name);
        }
        for name in [
            "",
            "A",
            "7",
            "A0",
            "XFE1",
            "A1048577",
            "A1B",
            "ABCD1",
            "学1",
            "A99999999999",
        ] {
            assert_eq!(name.parse::<CellRef>(), Err(NotACell), "{name}");
        }
    }

    #[test]
    fn a_range_written_backwards_is_the_same_range() {
        assert_eq!("L19:K19".parse::<Area>(), "K19:L19".parse::<Area>());
    }
}
