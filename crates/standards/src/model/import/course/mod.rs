//! 五、课程标准: the course blocks, laid out as one table each, as several, or as paragraphs under headings.

mod block;
mod field;
mod tasks;

use std::collections::HashSet;

use super::line::{Item, Kind, Line};
use super::{Rest, columns::Columns, scan};
use crate::model::names::{bare, same_name};
use crate::model::place::Place;
use crate::model::standard::Standard;
use block::Block;
use field::heading;

/// Reads the chapter.
pub fn read(items: &[Item], standard: &mut Standard, rest: &mut Rest) {
    let names = known_names(standard);
    let mut block: Option<Block> = None;
    for item in items {
        let title = title(item, &names, block.as_ref());
        let titled = title.is_some();
        if titled || begins_untitled(item, block.as_ref()) {
            finish(block.take(), standard, rest);
            block = Some(Block::begin(standard.courses.len(), title));
        }
        match (&mut block, item) {
            _ if titled => {}
            (Some(block), Item::Line(line)) => block.line(line, rest),
            (Some(block), Item::Table(table)) => block.table(table, rest),
            (None, Item::Line(line)) => rest.line(&Place::of("courses"), line),
            (None, Item::Table(table)) => rest.table(&Place::of("courses"), table),
        }
    }
    finish(block, standard, rest);
}

fn finish(block: Option<Block>, standard: &mut Standard, rest: &mut Rest) {
    standard.courses.extend(block.map(|block| block.finish(rest)));
}

/// The names of courses that earlier chapters speak of, which tell a course's heading from others.
fn known_names(standard: &Standard) -> HashSet<String> {
    let planned = standard
        .plan
        .tables
        .iter()
        .flat_map(|table| &table.rows)
        .map(|row| bare(&row.name));
    planned
        .chain(standard.requirements.iter().map(|row| bare(&row.name)))
        .collect()
}

/// The title of the course that a line opens: 《零件钳加工》课程标准, or the name under a heading.
fn title(item: &Item, names: &HashSet<String>, open: Option<&Block>) -> Option<Line> {
    let Item::Line(line) = item else { return None };
    let quoted = line.text.starts_with('《') && line.is_short();
    let headed = line.level == Some(2)
        || (line.level.is_none() && matches!(line.kind(), Some(Kind::Section | Kind::Chapter)));
    let named =
        line.text.trim_end_matches("课程标准").len() < line.text.len() || names.contains(&bare(&line.text));
    let is_field = open.is_some_and(|block| heading(line, block.field()).is_some());
    let opens = !is_field
        && ((quoted && (headed || line.text.ends_with("标准")))
            || (headed && named)
            || line.level == Some(2));
    opens.then(|| line.clone())
}

/// The name of a course in its title.
fn name_in(title: &str) -> &str {
    let name = title.trim().trim_end_matches("课程标准").trim();
    name.strip_prefix('《')
        .and_then(|name| name.strip_suffix('》'))
        .unwrap_or(name)
}

/// Whether a table begins another course without a title: it has a name field, and the open course has its name.
fn begins_untitled(item: &Item, open: Option<&Block>) -> bool {
    let Item::Table(table) = item else { return false };
    let first = table
        .rows
        .first()
        .and_then(|row| row.cells.first())
        .map(|cell| bare(&cell.text()));
    let names = first.is_some_and(|text| {
        matches!(
            text.as_str(),
            "工学一体化课程名称" | "课程名称" | "一体化课程名称"
        )
    });
    names && open.is_none_or(Block::has_name)
}
