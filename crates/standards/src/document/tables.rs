//! The tables of a standard: requirements, plans, learning stations.

use kernel::Hours;
use paper::doc::{Align, Block, Mark, Table, TableCell, TableRow, TextSize};

use super::Words;
use crate::model::{PlanTable, RequirementRow, Sites};

/// 培养层级 | 典型工作任务 | 职业能力要求; the level stands once for all its rows.
pub fn requirements(rows: &[RequirementRow], words: &Words<'_>) -> Block {
    let head = [
        "field-requirements-level",
        "field-requirements-name",
        "field-requirements-requirements",
    ];
    let mut table = Table {
        widths: vec![3, 5, 16],
        header: vec![TableRow::labels(head.map(|key| words.t(key)))],
        ..Table::default()
    };
    for same in rows.chunk_by(|one, next| one.level == next.level) {
        for (index, row) in same.iter().enumerate() {
            let mut cells = Vec::new();
            if index == 0 {
                let level = row.level.map(|level| words.term(level.key())).unwrap_or_default();
                let count = u32::try_from(same.len()).unwrap_or(1);
                cells.push(TableCell::text(level).span(1, count).align(Align::Center));
            }
            let sentence = |one: &crate::model::Requirement| match one.ability {
                Some(ability) => {
                    let ability = words.term(ability.key());
                    words.say(
                        &super::named("doc-tagged")
                            .with("text", &one.text)
                            .with("tag", ability),
                    )
                }
                None => one.text.clone(),
            };
            cells.push(TableCell::text(&row.name).align(Align::Center));
            cells.push(TableCell::of(vec![Block::list(
                Mark::Decimal,
                row.requirements.iter().map(sentence),
            )]));
            table.rows.push(TableRow {
                cells,
                ..TableRow::default()
            });
        }
    }
    Block::Table(table)
}

/// 序号 | 课程名称 | 基准学时 | 学时分配: 第1学期 …, with the printed sums as the last row.
pub fn plan(plan: &PlanTable, words: &Words<'_>) -> Block {
    let semesters = u32::try_from(plan.semesters).unwrap_or(0);
    let mut widths = if semesters > 8 {
        vec![9, 27, 12]
    } else {
        vec![10, 44, 16]
    };
    widths.extend((0..semesters).map(|_| if semesters > 8 { 13 } else { 15 }));
    let label = |key: &str| TableCell::label(words.t(key)).span(1, 2);
    let top = vec![
        label("doc-number"),
        label("doc-course-name"),
        label("field-rows-hours"),
        TableCell::label(words.t("field-rows-semesters")).span(semesters.max(1), 1),
    ];
    let second = (1..=semesters)
        .map(|number| TableCell::label(words.with("doc-semester", "n", number)))
        .collect();
    let mut rows: Vec<TableRow> = Vec::new();
    for (number, row) in (1usize..).zip(&plan.rows) {
        let mut cells = vec![
            TableCell::text(number.to_string()).align(Align::Center),
            TableCell::text(&row.name),
        ];
        cells.extend(hours(row.hours, &row.semesters));
        rows.push(TableRow {
            cells,
            ..TableRow::default()
        });
    }
    if let Some(total) = &plan.total {
        let mut cells = vec![TableCell::label(words.t("field-tables-total")).span(2, 1)];
        cells.extend(hours(total.hours, &total.semesters));
        rows.push(TableRow {
            cells,
            ..TableRow::default()
        });
    }
    let head = |cells| TableRow {
        cells,
        ..TableRow::default()
    };
    Block::Table(Table {
        widths,
        header: vec![head(top), head(second)],
        rows,
        size: TextSize::SmallFive,
    })
}

fn hours(all: Option<Hours>, semesters: &[Option<Hours>]) -> Vec<TableCell> {
    let cell = |hours: Option<Hours>| {
        TableCell::text(hours.map(|hours| hours.to_string()).unwrap_or_default()).align(Align::Center)
    };
    std::iter::once(all)
        .chain(semesters.iter().copied())
        .map(cell)
        .collect()
}

/// The learning stations; the column of zones stands only where a station has some.
pub fn sites(sites: &Sites, words: &Words<'_>) -> Block {
    let zoned = sites.rows.iter().any(|site| !site.zones.is_empty());
    let mut head = vec![
        words.t("doc-number"),
        words.t("doc-site-name"),
        words.t("field-rows-area"),
    ];
    let mut widths = vec![3, 9, 5];
    if zoned {
        head.push(words.t("field-rows-zones"));
        widths.push(9);
    }
    head.extend([words.t("field-rows-courses"), words.t("doc-site-equipment")]);
    widths.extend([10, 14]);
    let mut rows = Vec::new();
    for (number, site) in (1usize..).zip(&sites.rows) {
        let mut cells = vec![
            TableCell::text(number.to_string()).align(Align::Center),
            TableCell::text(&site.name),
            TableCell::text(&site.area).align(Align::Center),
        ];
        if zoned {
            cells.push(TableCell::text(&site.zones));
        }
        cells.extend([TableCell::text(&site.courses), TableCell::text(&site.equipment)]);
        rows.push(TableRow {
            cells,
            ..TableRow::default()
        });
    }
    if let Some(area) = &sites.total_area {
        let mut cells = vec![
            TableCell::label(words.t("doc-sum")).span(2, 1),
            TableCell::text(area).align(Align::Center),
        ];
        cells.extend((0..if zoned { 3 } else { 2 }).map(|_| TableCell::text("")));
        rows.push(TableRow {
            cells,
            ..TableRow::default()
        });
    }
    Block::Table(Table {
        widths,
        header: vec![TableRow::labels(head)],
        rows,
        size: TextSize::SmallFive,
    })
}
