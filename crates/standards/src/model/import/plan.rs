//! 四、课程安排: one table for each level and entry, with the hours of each semester.

use kernel::number::half_width;
use paper::word::read::{Cell, Table};

use super::columns::{Columns, is_number};
use super::line::{Item, Line, cell_lines};
use super::{Rest, scan};
use crate::model::names::bare;
use crate::model::place::Place;
use crate::model::standard::{Plan, PlanRow, PlanTable, PlanTotal};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Number,
    Name,
    Hours,
    /// 学时分配, above the semesters.
    Caption,
    Semester,
}

fn role(text: &str) -> Option<Role> {
    let text = bare(text);
    match text.as_str() {
        "序号" => Some(Role::Number),
        "课程名称" | "课程" | "工学一体化课程名称" => Some(Role::Name),
        "基准学时" | "学时" | "总学时" => Some(Role::Hours),
        "学时分配" | "各学期学时分配" | "学期学时分配" | "各学期学时" => {
            Some(Role::Caption)
        }
        _ => semester(&text).map(|()| Role::Semester),
    }
}

/// 第1学期, 第一学期 or 1.
fn semester(text: &str) -> Option<()> {
    let inner = text.strip_prefix('第').unwrap_or(text);
    let inner = inner.strip_suffix("学期")?;
    scan::number(inner).map(|_| ())
}

/// Reads the chapter.
pub fn read(items: &[Item], plan: &mut Plan, rest: &mut Rest) {
    let mut pending: Option<Line> = None;
    let mut before = Vec::new();
    for item in items {
        match item {
            Item::Line(line) if is_caption(line) => {
                if let Some(unused) = pending.replace(line.clone()) {
                    rest.line(&Place::of("plan"), &unused);
                }
            }
            Item::Line(line) if pending.is_some() => before.push(line.printed()),
            Item::Line(line) => match plan.tables.last_mut() {
                Some(table) => table.notes.push(line.printed()),
                None => plan.intro.push(line.printed()),
            },
            Item::Table(table) => match Columns::of(table, role) {
                Some(columns) => {
                    let place = Place::of("plan").field("tables").item(plan.tables.len());
                    let caption = pending.take();
                    let mut read = plan_table(table, &columns, &place, rest);
                    read.name_by(caption.as_ref());
                    read.notes.append(&mut before);
                    plan.tables.push(read);
                }
                None => rest.table(&Place::of("plan"), table),
            },
        }
    }
    pending
        .iter()
        .for_each(|line| rest.line(&Place::of("plan"), line));
    before
        .into_iter()
        .for_each(|text| rest.text(&Place::of("plan"), text));
}

/// A heading, or a short line that names a level or an entry and a table.
fn is_caption(line: &Line) -> bool {
    let says =
        scan::level_within(&line.text).is_some() && (line.text.contains("起点") || line.text.contains('表'));
    line.is_short() && !line.text.starts_with('注') && (line.level.is_some() || says)
}

impl PlanTable {
    fn name_by(&mut self, caption: Option<&Line>) {
        if let Some(caption) = caption {
            let inside = std::mem::replace(&mut self.title, caption.text.clone());
            self.notes.extend(Some(inside).filter(|text| !text.is_empty()));
        }
        self.entry = scan::entry_within(&self.title);
        self.years = scan::years_within(&self.title);
        // 高级工毕业起点 is an entry and does not say to which level the table leads.
        let without_entry = self.title.replace("中级工毕业", "").replace("高级工毕业", "");
        self.level = scan::level_within(&without_entry);
    }
}

fn plan_table(table: &Table, columns: &Columns<Role>, place: &Place, rest: &mut Rest) -> PlanTable {
    let mut found = PlanTable {
        semesters: columns
            .roles()
            .iter()
            .filter(|role| matches!(role, Some(Role::Semester | Role::Caption)))
            .count(),
        ..PlanTable::default()
    };
    for before in columns.rows_before() {
        let lines: Vec<String> = columns
            .own_cells(table, before)
            .flat_map(cell_lines)
            .map(|line| line.text)
            .collect();
        found.title.push_str(&lines.join(""));
    }
    for index in columns.data_rows() {
        let mut row = PlanRow {
            semesters: vec![None; found.semesters],
            ..PlanRow::default()
        };
        let mut is_total = false;
        for cell in columns.own_cells(table, index) {
            is_total |= is_total_label(cell);
            if !is_total_label(cell) && place_cell(cell, columns, &mut row).is_none() {
                rest.text(&place.field("rows").item(found.rows.len()), cell.text());
            }
        }
        if is_total {
            rest.text(&place.field("total"), row.name);
            found.total = Some(PlanTotal {
                hours: row.hours,
                semesters: row.semesters,
            });
        } else if !row.name.is_empty() || row.hours.is_some() || row.semesters.iter().any(Option::is_some) {
            found.rows.push(row);
        }
    }
    found
}

fn is_total_label(cell: &Cell) -> bool {
    matches!(
        bare(&cell.text()).as_str(),
        "总学时" | "合计" | "总计" | "学时合计" | "学时总计" | "总学时合计" | "合计学时"
    )
}

/// Puts a cell into its row; nothing when it is not understood as a whole.
fn place_cell(cell: &Cell, columns: &Columns<Role>, row: &mut PlanRow) -> Option<()> {
    let text: String = cell.text().chars().map(half_width).collect();
    match columns.role(cell)? {
        Role::Number if is_number(&text) => {}
        Role::Name if row.name.is_empty() => {
            row.name = cell_lines(cell).into_iter().map(|line| line.text).collect();
        }
        Role::Hours if cell.span == 1 => row.hours = Some(scan::hours(&text)?),
        Role::Semester | Role::Caption if scan::is_blank(&text) => {}
        Role::Semester | Role::Caption if cell.span == 1 => {
            let first = columns
                .roles()
                .iter()
                .position(|role| matches!(role, Some(Role::Semester | Role::Caption)))?;
            *row.semesters.get_mut(cell.column.checked_sub(first)?)? = Some(scan::hours(&text)?);
        }
        _ => return None,
    }
    Some(())
}
