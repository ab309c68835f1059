//! Which rows of a table stay on one page. Typst and LibreOffice move a row that may not break to the next page and let
//! it run off that page's end if it is higher, so only rows that are surely lower are kept together. Heights are estimated
//! from lines of characters as wide as the type is high; a wrong guess costs a torn row, never text.

use super::{Block, Grid, Item, List, Run, Slot, TableCell, TextSize};

/// For each row of the grid, whether it stays together: where it is surely not higher than `most`. Width of the table and
/// `most` in millimetres.
pub(crate) fn keeps(grid: &Grid<'_>, size: TextSize, (wide, most): (f64, f64)) -> Vec<bool> {
    let mut keeps = vec![true; grid.rows.len()];
    for (y, row) in grid.rows.iter().enumerate() {
        for (x, slot) in row.slots.iter().enumerate() {
            let Slot::Cell(cell, columns, rows) = *slot else {
                continue;
            };
            let width = grid.widths[x..x + columns].iter().sum::<f64>() * wide;
            if height(cell, width, size) > most {
                keeps[y..y + rows].fill(false);
            }
        }
    }
    keeps
}

/// About how high the cell's content is.
fn height(cell: &TableCell, width: f64, size: TextSize) -> f64 {
    let letter = points(size) * 0.3528;
    lines(&cell.blocks, ((width - 4.0) / letter).max(1.0)) * letter * 1.6
}

/// The size in points.
pub(crate) const fn points(size: TextSize) -> f64 {
    match size {
        TextSize::Five => 10.5,
        TextSize::SmallFive => 9.0,
    }
}

/// Lines that the blocks take, if this many characters go into one.
fn lines(blocks: &[Block], letters: f64) -> f64 {
    let of_text = |text: &str| -> f64 {
        let of_line = |line: &str| {
            let width: f64 = line
                .chars()
                .map(|letter| if letter < '\u{2000}' { 0.6 } else { 1.0 })
                .sum();
            (width / letters).ceil().max(1.0)
        };
        text.lines().map(of_line).sum::<f64>().max(1.0)
    };
    let of_block = |block: &Block| match block {
        Block::Heading(_, text) => of_text(text) * 2.0,
        Block::Paragraph(paragraph) => of_text(&joined(&paragraph.runs)),
        Block::List(list) => list_lines(list, &of_text),
        Block::WriteLines(count) => f64::from(*count) * 2.0,
        Block::KeyValue(pairs) => pairs.iter().map(|(_, value)| of_text(value) * 2.0).sum(),
        Block::Signatures(labels) => labels.len() as f64 * 3.0,
        // Whatever their size, with these inside the row had better be free.
        Block::Table(_) | Block::Image(_) | Block::PageBreak => 1000.0,
    };
    blocks.iter().map(of_block).sum()
}

fn list_lines(list: &List, of_text: &dyn Fn(&str) -> f64) -> f64 {
    let of_item = |item: &Item| {
        of_text(&joined(&item.runs)) * 1.1
            + item
                .inner
                .as_ref()
                .map_or(0.0, |inner| list_lines(inner, of_text))
    };
    list.items.iter().map(of_item).sum()
}

fn joined(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
