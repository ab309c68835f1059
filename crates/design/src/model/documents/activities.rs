//! 7 学习任务教学活动策划表: what students and teacher do, phase by phase and step by step.

use paper::doc::{Block, Doc, Page, Table, TableCell, TableRow, TextSize};

use super::TaskView;
use super::parts;
use crate::model::phase::Phase;
use crate::model::step::{Actor, Step};

const COLUMNS: [&str; 10] = [
    "design-doc-number",
    "design-node-phase",
    "design-doc-hours-short",
    "design-field-goal",
    "design-node-step",
    "design-doc-learning-content",
    "design-actor-student",
    "design-actor-teacher",
    "design-node-outcome",
    "design-node-resource",
];

pub(super) fn build(view: &TaskView<'_>) -> Doc {
    let mut doc = parts::begin(view, Page::Landscape);
    let analysis = &view.task.analysis;
    doc.blocks = vec![
        Block::Heading(1, view.label("design-doc-7-facts")),
        parts::facts(view),
        Block::Heading(1, view.label("design-doc-7-value")),
        parts::prose(view, &analysis.value),
        Block::Heading(1, view.label("design-doc-7-students")),
        pairs(
            view,
            [
                ("design-field-basis", &analysis.basis),
                ("design-field-gaps", &analysis.gaps),
                ("design-field-remedies", &analysis.remedies),
            ],
        ),
        Block::Heading(1, view.label("design-doc-7-focus")),
        pairs(
            view,
            [
                ("design-field-focus", &analysis.focus),
                ("design-field-difficulty", &analysis.difficulty),
            ],
        ),
        Block::Heading(1, view.label("design-doc-7-activities")),
        table(view),
    ];
    doc
}

fn pairs<const N: usize>(view: &TaskView<'_>, pairs: [(&'static str, &String); N]) -> Block {
    let rows = pairs.into_iter().map(|(key, text)| {
        parts::row([TableCell::label(view.label(key)), TableCell::text(text.as_str())].into_iter())
    });
    Block::Table(Table {
        widths: vec![2, 10],
        rows: rows.collect(),
        ..Table::default()
    })
}

fn table(view: &TaskView<'_>) -> Block {
    let phases = view.task.phases.iter().zip(1..);
    Block::Table(Table {
        widths: vec![1, 2, 1, 3, 2, 4, 5, 4, 3, 3],
        header: vec![TableRow::labels(view.labels(COLUMNS))],
        rows: phases
            .flat_map(|(phase, number)| phase_rows(view, number, phase))
            .collect(),
        size: TextSize::SmallFive,
    })
}

/// The cells of the phase span its steps; a phase without steps is one row.
fn phase_rows(view: &TaskView<'_>, number: u32, phase: &Phase) -> Vec<TableRow> {
    let height = u32::try_from(phase.steps.len().max(1)).unwrap_or(1);
    let name = match &phase.gate {
        None => TableCell::text(phase.name.as_str()),
        Some(gate) => {
            let gate = view.pair("design-field-gate", &gate.text);
            TableCell::of(vec![Block::text(phase.name.as_str()), Block::text(gate)])
        }
    };
    let own = [
        parts::figure(&number),
        name,
        parts::figure(&phase.hours),
        TableCell::text(phase.goal.as_str()),
    ];
    let mut own = Some(own.map(|cell| cell.span(1, height)));
    let mut steps: Vec<Vec<TableCell>> = phase
        .steps
        .iter()
        .zip(1..)
        .map(|(step, inner)| step_cells(view, (number, inner), step))
        .collect();
    if steps.is_empty() {
        steps.push(vec![TableCell::default(); 6]);
    }
    let rows = steps
        .into_iter()
        .map(|cells| parts::row(own.take().into_iter().flatten().chain(cells)));
    rows.collect()
}

fn step_cells(view: &TaskView<'_>, number: (u32, u32), step: &Step) -> Vec<TableCell> {
    let knowledge = [
        ("design-field-practical", &step.knowledge.practical),
        ("design-field-theory", &step.knowledge.theory),
        ("design-field-professional", &step.knowledge.professional),
        ("design-field-civic", &step.knowledge.civic),
    ];
    let written = knowledge.into_iter().filter(|(_, text)| !text.trim().is_empty());
    let content = written.map(|(key, text)| Block::text(view.pair(key, text)));
    let name = format!("{}.{} {}", number.0, number.1, step.name);
    vec![
        TableCell::of(vec![Block::text(name), Block::text(view.hours(step.hours))]),
        TableCell::of(content.collect()),
        parts::stacked(parts::activities(step, Actor::Student)),
        parts::stacked(parts::activities(step, Actor::Teacher)),
        parts::stacked(step.outcomes.iter().map(|outcome| outcome.title.as_str())),
        parts::stacked(step.resources.iter().map(|resource| resource.name.as_str())),
    ]
}
