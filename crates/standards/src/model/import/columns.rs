//! What the columns of a table mean, found by its header rows wherever they stand and however they are merged.

use paper::word::read::{Cell, Table};

use super::line::split;
use super::scan::is_blank;

/// The meaning of each grid column, and which rows are header.
pub struct Columns<R> {
    roles: Vec<Option<R>>,
    headers: Vec<bool>,
    first_header: usize,
}

impl<R: Copy> Columns<R> {
    /// Finds the header rows: those in which at least two cells, and all that say anything, have a role.
    /// A second row of a merged header needs only one. Nothing where no row is a header.
    pub fn of(table: &Table, role: impl Fn(&str) -> Option<R>) -> Option<Self> {
        let mut columns = Self {
            roles: vec![None; table.columns],
            headers: vec![false; table.rows.len()],
            first_header: 0,
        };
        for (index, row) in table.rows.iter().enumerate() {
            let cells = row
                .cells
                .iter()
                .filter(|cell| cell.above.is_none())
                .map(|cell| (cell, cell.text()));
            let cells: Vec<(&Cell, String)> = cells.filter(|(_, text)| !is_blank(text)).collect();
            let found: Option<Vec<(&Cell, R)>> = cells
                .iter()
                .map(|(cell, text)| Some((*cell, role(text)?)))
                .collect();
            let after_header = index > 0 && columns.headers.get(index - 1) == Some(&true);
            let Some(found) = found.filter(|found| found.len() >= if after_header { 1 } else { 2 }) else {
                continue;
            };
            if let Some(header) = columns.headers.get_mut(index) {
                *header = true;
            }
            for (cell, role) in found {
                for column in columns.roles.iter_mut().skip(cell.column).take(cell.span) {
                    *column = Some(role);
                }
            }
        }
        columns.first_header = columns.headers.iter().position(|header| *header)?;
        Some(columns)
    }

    /// The rows before the first header row, such as a caption inside the table.
    pub fn rows_before(&self) -> std::ops::Range<usize> {
        0..self.first_header
    }

    /// The rows of data in order.
    pub fn data_rows(&self) -> impl Iterator<Item = usize> {
        (self.first_header..self.headers.len()).filter(|index| !self.is_header(*index))
    }

    /// Whether a row comes at or after the first header row.
    pub fn covers(&self, row: usize) -> bool {
        row >= self.first_header
    }

    /// Whether a row is a header.
    pub fn is_header(&self, row: usize) -> bool {
        self.headers.get(row) == Some(&true)
    }

    /// The cells of a row that begin in it and say something.
    pub fn own_cells<'t>(&self, table: &'t Table, row: usize) -> impl Iterator<Item = &'t Cell> {
        let cells = table
            .rows
            .get(row)
            .map(|row| row.cells.as_slice())
            .unwrap_or_default();
        cells
            .iter()
            .filter(|cell| cell.above.is_none() && !cell.text().trim().is_empty())
    }

    /// The meaning of the first column of a cell.
    pub fn role(&self, cell: &Cell) -> Option<R> {
        self.roles.get(cell.column).copied().flatten()
    }

    /// All roles, by grid column.
    pub fn roles(&self) -> &[Option<R>] {
        &self.roles
    }
}

/// Whether a cell of a 序号 column holds a number and nothing else.
pub fn is_number(text: &str) -> bool {
    let text = text.trim();
    let plain = text
        .chars()
        .all(|letter| kernel::number::half_width(letter).is_ascii_digit());
    plain || matches!(split(text), (Some(_), "")) || super::scan::number(text).is_some()
}
