//! The block of one course: a framed table of its fields, as standards print it.

use paper::doc::{Align, Block, Mark, Table, TableCell, TableRow};

use super::{Words, bold, named, prose};
use crate::model::{Assessment, Course, Knowledge, LearningContent, ReferenceTask, Teaching, WorkAnalysis};

/// The frame is cut into so many columns, of which each row takes what it needs.
const COLUMNS: u32 = 12;

pub fn block(course: &Course, words: &Words<'_>) -> Block {
    let mut rows = vec![head(course, words)];
    if let Some(code) = &course.code {
        let cells = vec![
            TableCell::label(words.t("field-courses-code")).span(3, 1),
            TableCell::text(code).span(9, 1).align(Align::Center),
        ];
        rows.push(TableRow {
            cells,
            ..TableRow::default()
        });
    }
    let mut part = |key: &str, blocks: Vec<Block>| {
        rows.push(title(words.t(key)));
        rows.push(whole(blocks));
    };
    part("field-courses-description", prose(&course.description).collect());
    rows.push(title(words.t("field-courses-work")));
    rows.extend(work(&course.work, words));
    let goals = course.goals.items.iter().map(|goal| goal.text.clone());
    let mut part = |key: &str, blocks: Vec<Block>| {
        rows.push(title(words.t(key)));
        rows.push(whole(blocks));
    };
    part(
        "field-courses-goals",
        prose(&course.goals.lead)
            .chain([Block::list(Mark::Decimal, goals)])
            .collect(),
    );
    part("field-courses-content", content(&course.content, words));
    rows.push(title(words.t("field-courses-tasks")));
    rows.extend(tasks(&course.tasks, words));
    rows.push(title(words.t("field-courses-teaching")));
    rows.push(whole(teaching(&course.teaching, words)));
    rows.push(title(words.t("field-courses-assessment")));
    rows.push(whole(assessment(&course.assessment, words)));
    Block::Table(Table {
        widths: vec![1; COLUMNS as usize],
        rows,
        ..Table::default()
    })
}

fn head(course: &Course, words: &Words<'_>) -> TableRow {
    let hours = course.hours.map(|hours| hours.to_string()).unwrap_or_default();
    let cells = vec![
        TableCell::label(words.t("field-courses-name")).span(3, 1),
        TableCell::text(&course.name).span(5, 1).align(Align::Center),
        TableCell::label(words.t("field-courses-hours")).span(2, 1),
        TableCell::text(hours).span(2, 1).align(Align::Center),
    ];
    TableRow {
        cells,
        ..TableRow::default()
    }
}

/// The heading of a part, over the whole width.
fn title(text: String) -> TableRow {
    TableRow {
        cells: vec![TableCell::label(text).span(COLUMNS, 1)],
        ..TableRow::default()
    }
}

fn whole(blocks: Vec<Block>) -> TableRow {
    TableRow {
        cells: vec![TableCell::of(blocks).span(COLUMNS, 1)],
        ..TableRow::default()
    }
}

/// 工作对象 beside 工作要求; 工具、材料、设备与资料 beside 工作方法 and 劳动组织方式.
fn work(work: &WorkAnalysis, words: &Words<'_>) -> Vec<TableRow> {
    let labelled = |key: &str| bold(&words.labelled(&words.t(key), ""));
    let list = |items: &[String]| Block::list(Mark::Decimal, items.iter().cloned());
    let means = [
        ("field-work-tools", &work.tools),
        ("field-work-materials", &work.materials),
        ("field-work-equipment", &work.equipment),
        ("field-work-documents", &work.documents),
    ];
    let mut left = vec![labelled("doc-means")];
    for (number, (key, lines)) in (1..).zip(means) {
        left.extend(continued(
            &words.item(number, &words.labelled(&words.t(key), "")),
            lines,
        ));
    }
    let mut right = vec![
        labelled("field-work-methods"),
        list(&work.methods),
        labelled("field-work-organisation"),
    ];
    right.extend(prose(&work.organisation));
    let both = |left: Vec<Block>, right: Vec<Block>| TableRow {
        cells: vec![TableCell::of(left).span(6, 1), TableCell::of(right).span(6, 1)],
        ..TableRow::default()
    };
    vec![
        both(
            vec![labelled("field-work-objects"), list(&work.objects)],
            vec![labelled("field-work-requirements"), list(&work.requirements)],
        ),
        both(left, right),
    ]
}

/// A label with the first paragraph behind it, and the others below.
fn continued(label: &str, lines: &[String]) -> Vec<Block> {
    let Some((first, others)) = lines.split_first() else {
        return Vec::new();
    };
    std::iter::once(Block::text(format!("{label}{first}")))
        .chain(others.iter().map(Block::text))
        .collect()
}

fn content(content: &LearningContent, words: &Words<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = prose(&content.lead).collect();
    for (number, group) in (1..).zip(&content.groups) {
        if !group.title.is_empty() {
            let title = named("doc-chapter")
                .with("n", words.numeral(number))
                .with("title", &group.title);
            blocks.push(bold(&words.say(&title)));
        }
        for part in &group.parts {
            if part.kind == Knowledge::Plain {
                blocks.extend(part.text.iter().map(Block::text));
            } else {
                blocks.extend(continued(
                    &words.labelled(&words.term(part.kind.key()), ""),
                    &part.text,
                ));
            }
        }
    }
    blocks
}

fn tasks(tasks: &[ReferenceTask], words: &Words<'_>) -> Vec<TableRow> {
    let columns = [
        ("doc-number", 1),
        ("doc-name", 3),
        ("field-tasks-description", 6),
        ("field-tasks-hours", 2),
    ];
    let cells = columns
        .map(|(key, span)| TableCell::label(words.t(key)).span(span, 1))
        .into();
    let mut rows = vec![TableRow {
        cells,
        ..TableRow::default()
    }];
    for (number, task) in (1usize..).zip(tasks) {
        let hours = task.hours.map(|hours| hours.to_string()).unwrap_or_default();
        let cells = vec![
            TableCell::text(number.to_string()).align(Align::Center),
            TableCell::text(&task.name).span(3, 1),
            TableCell::of(prose(&task.description).collect()).span(6, 1),
            TableCell::text(hours).span(2, 1).align(Align::Center),
        ];
        rows.push(TableRow {
            cells,
            ..TableRow::default()
        });
    }
    rows
}

fn teaching(teaching: &Teaching, words: &Words<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut section = |number: usize, key: &str, lines: &[String]| {
        blocks.push(bold(&words.section(number, &words.t(key))));
        blocks.extend(prose(lines));
    };
    section(1, "field-teaching-teachers", &teaching.teachers);
    section(2, "field-teaching-methods", &teaching.methods);
    section(3, "field-teaching-resources", &teaching.resources);
    let parts = [
        ("field-teaching-sites", &teaching.sites),
        ("field-teaching-equipment", &teaching.equipment),
        ("field-teaching-materials", &teaching.materials),
    ];
    for (number, (key, lines)) in (1..).zip(parts) {
        blocks.push(Block::text(words.item(number, &words.t(key))));
        blocks.extend(prose(lines));
    }
    blocks.push(bold(&words.section(4, &words.t("field-teaching-management"))));
    blocks.extend(prose(&teaching.management));
    blocks
}

fn assessment(assessment: &Assessment, words: &Words<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = prose(&assessment.lead).collect();
    let weighted = |key: &str, weight| words.weight(&words.t(key), weight);
    let process = weighted("field-assessment-process", assessment.process_weight);
    blocks.push(bold(&words.section(1, &process)));
    blocks.extend(prose(&assessment.process_text));
    for (number, item) in (1..).zip(&assessment.process) {
        let label = words.item(
            number,
            &words.labelled(&words.weight(&item.name, item.weight), ""),
        );
        let lines = if item.text.is_empty() {
            &[String::new()][..]
        } else {
            &item.text[..]
        };
        blocks.extend(continued(&label, lines));
    }
    let last = weighted("field-assessment-final-task", assessment.final_weight);
    blocks.push(bold(&words.section(2, &last)));
    let task = &assessment.final_task;
    blocks.extend(prose(&task.text));
    let parts = [
        ("field-final-task-situation", &task.situation),
        ("field-final-task-requirements", &task.requirements),
        ("field-final-task-materials", &task.materials),
    ];
    for (key, lines) in parts.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        blocks.push(bold(&words.with("doc-quoted", "title", words.t(key))));
        blocks.extend(prose(lines));
    }
    blocks
}
