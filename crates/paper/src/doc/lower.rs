//! The richer blocks said in simpler ones, so that a writer has six kinds to know and all writers agree.

use super::{Align, Block, Edge, Image, List, Paragraph, Shade, Table, TableCell, TableRow};

/// What a writer writes.
pub(crate) enum Simple<'d> {
    Heading(u8, &'d str),
    Paragraph(&'d Paragraph),
    List(&'d List),
    Table(std::borrow::Cow<'d, Table>),
    Image(&'d Image),
    PageBreak,
}

/// Says each block simply.
pub(crate) fn lower(blocks: &[Block]) -> impl Iterator<Item = Simple<'_>> {
    use std::borrow::Cow;
    blocks.iter().map(|block| match block {
        Block::Heading(level, text) => Simple::Heading((*level).clamp(1, 6), text),
        Block::Paragraph(paragraph) => Simple::Paragraph(paragraph),
        Block::List(list) => Simple::List(list),
        Block::Table(table) => Simple::Table(Cow::Borrowed(table)),
        Block::Image(image) => Simple::Image(image),
        Block::PageBreak => Simple::PageBreak,
        Block::WriteLines(count) => Simple::Table(Cow::Owned(write_lines(*count))),
        Block::Signatures(labels) => Simple::Table(Cow::Owned(signatures(labels))),
        Block::KeyValue(pairs) => Simple::Table(Cow::Owned(key_values(pairs))),
    })
}

/// Lines nine millimetres apart, room for handwriting.
fn write_lines(count: u8) -> Table {
    let line = TableRow {
        cells: vec![TableCell {
            edge: Edge::Below,
            ..TableCell::default()
        }],
        height: Some(9),
    };
    Table {
        widths: vec![1],
        rows: vec![line; usize::from(count)],
        ..Table::default()
    }
}

/// Up to three a row: a label and a line to sign on.
fn signatures(labels: &[String]) -> Table {
    let in_row = labels.len().clamp(1, 3);
    let row = |labels: &[String]| {
        let cells = labels.iter().flat_map(|label| {
            let label = TableCell {
                edge: Edge::None,
                align: Align::End,
                ..TableCell::text(label)
            };
            [
                label,
                TableCell {
                    edge: Edge::Below,
                    ..TableCell::default()
                },
            ]
        });
        let mut cells: Vec<TableCell> = cells.collect();
        cells.resize(
            in_row * 2,
            TableCell {
                edge: Edge::None,
                ..TableCell::default()
            },
        );
        TableRow {
            cells,
            height: Some(14),
        }
    };
    Table {
        widths: [4, 5].repeat(in_row),
        rows: labels.chunks(in_row).map(row).collect(),
        ..Table::default()
    }
}

/// Two pairs a row; a last odd one takes the whole row.
fn key_values(pairs: &[(String, String)]) -> Table {
    let row = |pairs: &[(String, String)]| {
        let mut cells = Vec::new();
        for (label, value) in pairs {
            cells.push(TableCell {
                shade: Shade::Label,
                ..TableCell::label(label)
            });
            cells.push(TableCell::text(value).span(if pairs.len() == 1 { 3 } else { 1 }, 1));
        }
        TableRow {
            cells,
            height: Some(8),
        }
    };
    Table {
        widths: vec![2, 4, 2, 4],
        rows: pairs.chunks(2).map(row).collect(),
        ..Table::default()
    }
}
