//! The rows of the table of 参考性学习任务.

use paper::word::read::Table;

use super::super::columns::{Columns, is_number};
use super::super::line::{Line, cell_lines};
use super::{bare, scan};
use crate::model::course::ReferenceTask;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Number,
    Name,
    Description,
    Hours,
}

/// What a column heading means.
pub fn role(text: &str) -> Option<Role> {
    match bare(text).as_str() {
        "序号" => Some(Role::Number),
        "名称" | "学习任务名称" | "任务名称" | "学习任务" => Some(Role::Name),
        "学习任务描述" | "任务描述" | "描述" => Some(Role::Description),
        "参考学时" | "学时" | "建议学时" => Some(Role::Hours),
        _ => None,
    }
}

/// Reads one row; cells that are not understood as a whole are handed to `left`.
pub fn row(
    table: &Table,
    index: usize,
    columns: &Columns<Role>,
    tasks: &mut Vec<ReferenceTask>,
    left: &mut dyn FnMut(String),
) {
    let is_total = |text: &str| matches!(bare(text).as_str(), "合计" | "总计" | "总学时");
    if columns.own_cells(table, index).any(|cell| is_total(&cell.text())) {
        // The sum is the course's own hours; a printed row of it belongs to no task.
        columns.own_cells(table, index).for_each(|cell| left(cell.text()));
        return;
    }
    let mut task = ReferenceTask::default();
    for cell in columns.own_cells(table, index) {
        let (lines, text) = (cell_lines(cell), cell.text());
        match columns.role(cell) {
            Some(Role::Number) if is_number(&text) => {}
            Some(Role::Name) => task.name = lines.into_iter().map(|line| line.text).collect(),
            Some(Role::Description) => task.description = lines.iter().map(Line::printed).collect(),
            Some(Role::Hours) if scan::hours(&text).is_some() => task.hours = scan::hours(&text),
            Some(Role::Hours) if scan::is_blank(&text) => {}
            _ => left(text),
        }
    }
    match tasks.last_mut() {
        // A description may go on in a second row without a name.
        Some(last) if task.name.is_empty() && task.hours.is_none() => {
            last.description.append(&mut task.description);
        }
        _ if task.name.is_empty() && task.description.is_empty() && task.hours.is_none() => {}
        _ => tasks.push(task),
    }
}
