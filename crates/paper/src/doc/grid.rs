//! Where each cell of a table lies, with spans cut to the grid and gaps filled, so that no writer has to doubt it.

use super::{Table, TableCell, TableRow};

/// Word knows no more columns.
const MOST_COLUMNS: u32 = 63;

/// A table as a grid.
pub(crate) struct Grid<'t> {
    /// Share of the width that each column takes; they sum to 1.
    pub(crate) widths: Vec<f64>,
    /// The rows, those of the header first.
    pub(crate) rows: Vec<Placed<'t>>,
    /// How many rows are header.
    pub(crate) header: usize,
}

/// A row of the grid: one slot a column.
pub(crate) struct Placed<'t> {
    pub(crate) row: &'t TableRow,
    pub(crate) slots: Vec<Slot<'t>>,
}

/// What lies on a place of the grid.
#[derive(Clone, Copy)]
pub(crate) enum Slot<'t> {
    /// No cell was given: an empty one.
    Gap,
    /// The upper left place of a cell that takes so many columns and rows.
    Cell(&'t TableCell, usize, usize),
    /// The left place of a cell that began in a row above and takes so many columns.
    Below(&'t TableCell, usize),
    /// Covered by the slot to the left.
    Beside,
}

impl Table {
    pub(crate) fn grid(&self) -> Grid<'_> {
        let columns = self.columns();
        let mut rows = place(&self.header, columns);
        let header = rows.len();
        rows.extend(place(&self.rows, columns));
        Grid {
            widths: self.shares(columns),
            rows,
            header,
        }
    }

    /// Columns named by widths, or needed by the widest row.
    fn columns(&self) -> usize {
        let widest = |rows: &[TableRow]| place(rows, usize::MAX).iter().map(|row| row.slots.len()).max();
        let widest = widest(&self.header).max(widest(&self.rows)).unwrap_or(0);
        widest.max(self.widths.len()).max(1)
    }

    /// A column without a width gets the mean of the others.
    fn shares(&self, columns: usize) -> Vec<f64> {
        let given = self.widths.iter().map(|width| f64::from((*width).max(1)));
        let mean = given.clone().sum::<f64>() / given.len().max(1) as f64;
        let mean = if mean > 0.0 { mean } else { 1.0 };
        let widths: Vec<f64> = given.chain(std::iter::repeat(mean)).take(columns).collect();
        let sum: f64 = widths.iter().sum();
        widths.iter().map(|width| width / sum).collect()
    }
}

/// Places cells as HTML does: each in the first free place of its row. Without a limit of columns rows stay as long as
/// their content.
fn place(rows: &[TableRow], columns: usize) -> Vec<Placed<'_>> {
    let mut placed: Vec<Placed<'_>> = rows
        .iter()
        .map(|row| Placed {
            row,
            slots: Vec::new(),
        })
        .collect();
    // For each column: how many more rows the cell above takes, with that cell and its width at its left place.
    let mut open: Vec<(usize, Slot<'_>)> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let rows_left = rows.len() - number;
        let mut cells = row.cells.iter();
        let mut slots = Vec::new();
        loop {
            let column = slots.len();
            if let Some((left, slot)) = open.get_mut(column).filter(|(left, _)| *left > 0) {
                *left -= 1;
                slots.push(*slot);
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let free = open
                .iter()
                .skip(column)
                .take_while(|(left, _)| *left == 0)
                .count();
            let free = if column + free >= open.len() {
                columns - column
            } else {
                free
            };
            let width = (cell.columns.clamp(1, MOST_COLUMNS) as usize).min(free.max(1));
            let height = (cell.rows.max(1) as usize).min(rows_left);
            open.resize(open.len().max(column + width), (0, Slot::Gap));
            open[column] = (height - 1, Slot::Below(cell, width));
            slots.push(Slot::Cell(cell, width, height));
            for beside in &mut open[column + 1..column + width] {
                *beside = (height - 1, Slot::Beside);
                slots.push(Slot::Beside);
            }
        }
        // Spans from above that lie right of the last cell, with gaps before them.
        for (left, slot) in open.iter_mut().skip(slots.len()) {
            slots.push(if *left > 0 { *slot } else { Slot::Gap });
            *left = left.saturating_sub(1);
        }
        if columns != usize::MAX {
            slots.resize(columns, Slot::Gap);
        }
        placed[number].slots = slots;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::TableCell;

    fn picture(table: &Table) -> Vec<String> {
        let letter = |slot: &Slot<'_>| match slot {
            Slot::Gap => '.',
            Slot::Cell(..) => 'C',
            Slot::Below(..) => '|',
            Slot::Beside => '-',
        };
        table
            .grid()
            .rows
            .iter()
            .map(|row| row.slots.iter().map(letter).collect())
            .collect()
    }

    fn rows(spans: &[&[(u32, u32)]]) -> Vec<TableRow> {
        let cell = |(columns, rows): &(u32, u32)| TableCell::text("x").span(*columns, *rows);
        spans
            .iter()
            .map(|row| TableRow {
                cells: row.iter().map(cell).collect(),
                ..TableRow::default()
            })
            .collect()
    }

    #[test]
    fn spans_take_their_places_in_the_rows_below() {
        let table = Table {
            rows: rows(&[&[(1, 2), (2, 1), (1, 3)], &[(1, 1), (1, 1)], &[(3, 1)]]),
            ..Table::default()
        };
        assert_eq!(picture(&table), ["CC-C", "|CC|", "C--|"]);
    }

    #[test]
    fn spans_are_cut_and_gaps_filled() {
        let table = Table {
            widths: vec![1, 1, 2],
            rows: rows(&[&[(1, 9)], &[(0, 0)], &[]]),
            ..Table::default()
        };
        assert_eq!(picture(&table), ["C..", "|C.", "|.."]);
        assert_eq!(table.grid().widths, [0.25, 0.25, 0.5]);
    }

    #[test]
    fn a_row_longer_than_the_widths_widens_the_grid() {
        let table = Table {
            widths: vec![1],
            header: rows(&[&[(2, 5)]]),
            rows: rows(&[&[(1, 1); 3]]),
            ..Table::default()
        };
        assert_eq!(picture(&table), ["C-.", "CCC"]);
        assert_eq!(table.grid().header, 1);
    }
}
