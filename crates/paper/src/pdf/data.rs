//! A document as the data that the template walks.

use serde::Serialize;

use crate::doc::{
    Align, Doc, Edge, Indent, Item, List, Mark, Run, Shade, Simple, Slot, Table, TableCell, Weight, keeps,
    lower, points,
};

/// What the template reads.
pub(super) struct Data {
    /// `doc.json`
    pub(super) json: String,
    /// `picture-0` and so on.
    pub(super) pictures: Vec<Vec<u8>>,
}

#[derive(Serialize)]
struct Root {
    title: String,
    head: String,
    page: Sheet,
    blocks: Vec<Piece>,
}

/// Millimetres.
#[derive(Serialize)]
struct Sheet {
    width: f64,
    height: f64,
    top: f64,
    bottom: f64,
    left: f64,
    right: f64,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Piece {
    Heading {
        level: u8,
        text: String,
    },
    Paragraph {
        runs: Vec<Text>,
        align: &'static str,
        indent: u8,
    },
    List {
        mark: &'static str,
        items: Vec<Entry>,
    },
    Table {
        widths: Vec<f64>,
        heights: Vec<Option<u16>>,
        header: usize,
        points: f64,
        cells: Vec<Cell>,
    },
    Picture {
        name: String,
        width: f64,
    },
    Break,
}

#[derive(Serialize)]
struct Text {
    text: String,
    bold: bool,
}

#[derive(Serialize)]
struct Entry {
    runs: Vec<Text>,
    inner: Option<Piece>,
}

#[derive(Serialize)]
struct Cell {
    x: usize,
    y: usize,
    columns: usize,
    rows: usize,
    align: &'static str,
    shade: bool,
    edge: &'static str,
    keep: bool,
    blocks: Vec<Piece>,
}

impl Data {
    /// `known` is asked for every character and answers whether it can be shown.
    pub(super) fn of(doc: &Doc, known: &mut dyn FnMut(char) -> bool) -> Self {
        let sheet = doc.page.sheet();
        let room = (sheet.text_width(), sheet.text_height());
        let mut maker = Maker {
            known,
            pictures: Vec::new(),
            page_height: room.1,
        };
        let root = Root {
            title: maker.text(&doc.title),
            head: maker.text(doc.head.as_deref().unwrap_or_default()),
            blocks: maker.pieces(&doc.blocks, room.0),
            page: Sheet {
                width: sheet.width,
                height: sheet.height,
                top: sheet.top,
                bottom: sheet.bottom,
                left: sheet.left,
                right: sheet.right,
            },
        };
        // Strings, numbers and lists always have a JSON form.
        let json = serde_json::to_string(&root).unwrap_or_default();
        Self {
            json,
            pictures: maker.pictures,
        }
    }
}

struct Maker<'k> {
    known: &'k mut dyn FnMut(char) -> bool,
    pictures: Vec<Vec<u8>>,
    page_height: f64,
}

impl Maker<'_> {
    /// The pieces of a column of this width in millimetres.
    fn pieces(&mut self, blocks: &[crate::doc::Block], width: f64) -> Vec<Piece> {
        lower(blocks).map(|block| self.piece(block, width)).collect()
    }

    fn piece(&mut self, block: Simple<'_>, width: f64) -> Piece {
        match block {
            Simple::Heading(level, text) => Piece::Heading {
                level,
                text: self.text(text),
            },
            Simple::Paragraph(paragraph) => Piece::Paragraph {
                runs: self.runs(&paragraph.runs),
                align: align(paragraph.align),
                indent: if paragraph.indent == Indent::FirstLine {
                    2
                } else {
                    0
                },
            },
            Simple::List(list) => self.list(list),
            Simple::Table(table) => self.table(&table, width),
            Simple::Image(image) => {
                let name = format!("picture-{}", self.pictures.len());
                self.pictures.push(image.bytes().to_vec());
                Piece::Picture {
                    name,
                    width: image.fit((width, self.page_height * 0.9)).0,
                }
            }
            Simple::PageBreak => Piece::Break,
        }
    }

    fn list(&mut self, list: &List) -> Piece {
        let mark = match list.mark {
            Mark::Bullet => "•",
            Mark::Chinese => "一、",
            Mark::ChineseInBrackets => "（一）",
            Mark::Decimal => "1.",
            Mark::DecimalInBrackets => "（1）",
            Mark::Circled => "①",
        };
        let entry = |item: &Item| Entry {
            runs: self.runs(&item.runs),
            inner: item.inner.as_ref().map(|inner| self.list(inner)),
        };
        Piece::List {
            mark,
            items: list.items.iter().map(entry).collect(),
        }
    }

    fn table(&mut self, table: &Table, width: f64) -> Piece {
        let grid = table.grid();
        let keeps = keeps(&grid, table.size, (width, self.page_height / 2.0));
        let mut cells = Vec::new();
        for (y, row) in grid.rows.iter().enumerate() {
            for (x, slot) in row.slots.iter().enumerate() {
                if let Slot::Cell(cell, columns, rows) = *slot {
                    let room = grid.widths[x..x + columns].iter().sum::<f64>() * width - 4.0;
                    cells.push(Cell {
                        x,
                        y,
                        columns,
                        rows,
                        keep: keeps[y] && rows == 1,
                        ..self.cell(cell, room)
                    });
                }
            }
        }
        Piece::Table {
            heights: grid.rows.iter().map(|row| row.row.height).collect(),
            header: grid.header,
            points: points(table.size),
            cells,
            widths: grid.widths,
        }
    }

    /// The cell, not yet in its place.
    fn cell(&mut self, cell: &TableCell, room: f64) -> Cell {
        let edge = match cell.edge {
            Edge::Frame => "frame",
            Edge::Below => "below",
            Edge::None => "none",
        };
        let (align, shade) = (align(cell.align), cell.shade == Shade::Label);
        let blocks = self.pieces(&cell.blocks, room);
        Cell {
            x: 0,
            y: 0,
            columns: 1,
            rows: 1,
            align,
            shade,
            edge,
            keep: false,
            blocks,
        }
    }

    fn runs(&mut self, runs: &[Run]) -> Vec<Text> {
        runs.iter()
            .map(|run| Text {
                text: self.text(&run.text),
                bold: run.weight == Weight::Bold,
            })
            .collect()
    }

    /// The text as it will be printed.
    fn text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                '\n' => out.push('\n'),
                '\t' => out.push(' '),
                other if is_invisible(other) => {}
                other if (self.known)(other) => out.push(other),
                _ => out.push('〓'),
            }
        }
        out
    }
}

const fn align(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    }
}

/// Characters that print nothing by design: controls, joiners, direction marks, variation selectors.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}
