//! Tables: the grid with its spans, heads that repeat, rows that stay together.

use crate::doc::{Align, Edge, Grid, Placed, Shade, Slot, Table, TableCell, keeps};

use super::body::{Body, Place};
use super::xml::twips;

/// Blank at both sides of a cell's content, as the style of tables has it, in millimetres.
const SIDES: f64 = 3.8;
/// Rows up to this share of a page's height stay together. Word breaks a higher one all the same, but LibreOffice loses what
/// runs off the page; the rest of the page is for the estimate being wrong.
const HIGHEST: f64 = 0.75;

impl Body {
    pub(super) fn table(&mut self, table: &Table, place: Place) {
        let grid = table.grid();
        if grid.rows.is_empty() {
            return;
        }
        self.break_now();
        let width = place.room.0;
        self.xml += &format!(
            r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#,
            twips(width)
        );
        for share in &grid.widths {
            self.xml += &format!(r#"<w:gridCol w:w="{}"/>"#, twips(share * width));
        }
        self.xml += "</w:tblGrid>";
        let keeps = keeps(&grid, table.size, (width, place.room.1 * HIGHEST));
        for (number, row) in grid.rows.iter().enumerate() {
            self.xml += "<w:tr>";
            let whole = if keeps[number] { "<w:cantSplit/>" } else { "" };
            let repeated = if number < grid.header {
                "<w:tblHeader/>"
            } else {
                ""
            };
            self.xml += &format!("<w:trPr>{whole}{}{repeated}</w:trPr>", height_of(row));
            self.row(row, (&grid, table), place);
            self.xml += "</w:tr>";
        }
        self.xml += "</w:tbl>";
        self.gap();
    }

    fn row(&mut self, row: &Placed<'_>, of: (&Grid<'_>, &Table), place: Place) {
        let (grid, table) = of;
        for (column, slot) in row.slots.iter().enumerate() {
            let (cell, columns, merge) = match *slot {
                Slot::Beside => continue,
                Slot::Gap => (None, 1, ""),
                Slot::Cell(cell, columns, 1) => (Some(cell), columns, ""),
                Slot::Cell(cell, columns, _) => (Some(cell), columns, r#"<w:vMerge w:val="restart"/>"#),
                Slot::Below(cell, columns) => (Some(cell), columns, "<w:vMerge/>"),
            };
            let width = grid.widths[column..column + columns].iter().sum::<f64>() * place.room.0;
            self.xml += &format!(r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>"#, twips(width));
            if columns > 1 {
                self.xml += &format!(r#"<w:gridSpan w:val="{columns}"/>"#);
            }
            self.xml += merge;
            self.xml += &cell.map_or_else(String::new, looks);
            self.xml += "</w:tcPr>";
            let inside = place.cell(
                (width - SIDES).max(1.0),
                table.size,
                cell.map_or(Align::Start, |cell| cell.align),
            );
            if let Slot::Cell(cell, ..) = slot {
                self.blocks(&cell.blocks, inside);
            }
            // A cell must end in a paragraph.
            if !self.xml.ends_with("</w:p>") {
                self.paragraph_of(&format!(r#"<w:pStyle w:val="{}"/>"#, inside.style), "");
            }
            self.xml += "</w:tc>";
        }
    }
}

fn height_of(row: &Placed<'_>) -> String {
    let least = |height: u16| {
        let height = twips(f64::from(height));
        format!(r#"<w:trHeight w:val="{height}" w:hRule="atLeast"/>"#)
    };
    row.row.height.map_or_else(String::new, least)
}

fn looks(cell: &TableCell) -> String {
    let line = |side: &str| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#);
    let borders = match cell.edge {
        Edge::Frame => ["top", "left", "bottom", "right"].map(line).concat(),
        Edge::Below => line("bottom"),
        Edge::None => String::new(),
    };
    let shade = match cell.shade {
        Shade::None => "",
        Shade::Label => r#"<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>"#,
    };
    let stand = if cell.edge == Edge::Frame {
        "center"
    } else {
        "bottom"
    };
    format!(r#"<w:tcBorders>{borders}</w:tcBorders>{shade}<w:vAlign w:val="{stand}"/>"#)
}
