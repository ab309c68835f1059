//! Tables: rows and cells wherever wrappers put them, spans, and cells merged downwards.

use std::collections::HashMap;

use super::body::{Reader, alternative};
use super::document::{Block, Cell, Row, Table};
use super::xml::Element;

/// Word's own highest number of columns; a larger span is a fault of the file.
const WIDEST: usize = 63;

impl Reader<'_> {
    /// Reads a table.
    pub fn table(&mut self, element: &Element) -> Table {
        let mut found = Vec::new();
        self.wrapped(element, "tr", &mut found);
        let mut merging = Merging::default();
        let mut table = Table::default();
        for row in found {
            if row.child("trPr").is_some_and(|one| one.child("del").is_some()) {
                self.deleted();
                continue;
            }
            let row = self.row(row, &mut merging, &mut table.rows);
            table.rows.push(row);
        }
        let widths = table
            .rows
            .iter()
            .filter_map(|row| row.cells.last())
            .map(|cell| cell.column + cell.span);
        table.columns = widths.max().unwrap_or(0);
        table
    }

    fn row(&mut self, element: &Element, merging: &mut Merging, above: &mut [Row]) -> Row {
        let properties = element.child("trPr");
        let mut column = number(properties.and_then(|one| one.value("gridBefore")))
            .unwrap_or(0)
            .min(WIDEST);
        let mut row = Row {
            header: properties
                .and_then(|one| one.toggle("tblHeader"))
                .unwrap_or(false),
            ..Row::default()
        };
        let mut found = Vec::new();
        self.wrapped(element, "tc", &mut found);
        for cell in found {
            let properties = cell.child("tcPr");
            let span = number(properties.and_then(|one| one.value("gridSpan")))
                .unwrap_or(1)
                .clamp(1, WIDEST);
            let mut blocks = Vec::new();
            self.blocks(cell, &mut blocks);
            let first = merging.first_row(properties, column, above.len());
            if let Some(first) = first {
                hand_up(&mut blocks, above, first, column);
            }
            row.cells.push(Cell {
                column,
                span,
                above: first,
                blocks,
            });
            column += span;
        }
        row
    }

    /// The rows of a table, or the cells of a row, also those inside content controls and the like.
    fn wrapped<'x>(&mut self, parent: &'x Element, name: &str, found: &mut Vec<&'x Element>) {
        for child in parent.elements() {
            match child.name.as_str() {
                own if own == name => found.push(child),
                "sdt" => {
                    if let Some(content) = child.child("sdtContent") {
                        self.wrapped(content, name, found);
                    }
                }
                "AlternateContent" => {
                    if let Some(choice) = alternative(child) {
                        self.wrapped(choice, name, found);
                    }
                }
                "customXml" | "ins" | "moveTo" => self.wrapped(child, name, found),
                "del" | "moveFrom" => self.deleted(),
                _ => {}
            }
        }
    }
}

/// Where the vertically merged cell of each column began.
#[derive(Default)]
struct Merging {
    first_rows: HashMap<usize, usize>,
}

impl Merging {
    /// The row where the merged cell begins that this cell continues; nothing for a cell of its own.
    fn first_row(&mut self, properties: Option<&Element>, column: usize, row: usize) -> Option<usize> {
        let Some(merge) = properties.and_then(|one| one.child("vMerge")) else {
            self.first_rows.remove(&column);
            return None;
        };
        if merge.attribute("val") != Some("restart")
            && let Some(first) = self.first_rows.get(&column)
        {
            return Some(*first);
        }
        self.first_rows.insert(column, row);
        None
    }
}

/// Word hides what a continuation holds; nothing is to be lost, so it joins the content of the cell it continues.
fn hand_up(blocks: &mut Vec<Block>, above: &mut [Row], first: usize, column: usize) {
    let text = |block: &Block| !matches!(block, Block::Paragraph(one) if one.text.trim().is_empty());
    let kept = blocks.drain(..).filter(text);
    if let Some(origin) = above
        .get_mut(first)
        .and_then(|row| cell_at(&mut row.cells, column))
    {
        origin.blocks.extend(kept);
    }
}

/// The cell that begins at a column. They stand in its order, so that a row of very many is not walked for each of the next.
fn cell_at(cells: &mut [Cell], column: usize) -> Option<&mut Cell> {
    let at = cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
    cells.get_mut(at)
}

fn number(text: Option<&str>) -> Option<usize> {
    text?.parse().ok()
}
