//! 8 学习任务考核方案: what is assessed, by which standard, and how the grade is composed.

use paper::doc::{Block, Doc, Page, Table, TableCell, TableRow, TextSize};

use super::TaskView;
use super::parts;
use crate::model::assess::AssessmentItem;
use crate::model::phase::Phase;

const ITEMS: [&str; 6] = [
    "design-node-phase",
    "design-field-goal",
    "design-doc-points",
    "design-doc-item",
    "design-field-explanation",
    "design-doc-marks",
];
const STANDARDS: [&str; 6] = [
    "design-node-phase",
    "design-doc-item",
    "design-field-item-organisation",
    "design-field-item-form",
    "design-field-item-method",
    "design-field-standard",
];

pub(super) fn build(view: &TaskView<'_>) -> Doc {
    let mut doc = parts::begin(view, Page::Landscape);
    let abilities = view.task.abilities.iter().map(|ability| {
        TableRow::plain([
            ability.dimension.clone(),
            ability.goal.clone(),
            ability.observation.clone(),
            view.reach(&ability.reach),
            ability.record.clone(),
        ])
    });
    let columns = [
        "design-field-dimension",
        "design-field-ability-goal",
        "design-field-observation",
        "design-doc-observed-steps",
        "design-field-record",
    ];
    doc.blocks = vec![
        Block::Heading(1, view.label("design-doc-8-facts")),
        parts::facts(view),
        Block::Heading(1, view.label("design-doc-8-items")),
        table(view, ITEMS, vec![3, 5, 5, 2, 3, 1], item_row),
        Block::Heading(1, view.label("design-doc-8-abilities")),
        parts::numbered(view, columns, &[2, 4, 5, 2, 3], abilities),
        Block::Heading(1, view.label("design-doc-8-standards")),
        table(view, STANDARDS, vec![3, 2, 2, 3, 2, 7], standard_row),
        Block::Heading(1, view.label("design-doc-8-composition")),
        parts::composition(view),
    ];
    doc
}

fn table<const N: usize>(
    view: &TaskView<'_>,
    columns: [&'static str; N],
    widths: Vec<u32>,
    row: fn(&TaskView<'_>, &AssessmentItem) -> TableRow,
) -> Block {
    Block::Table(Table {
        widths,
        header: vec![TableRow::labels(view.labels(columns))],
        rows: view.task.items.iter().map(|item| row(view, item)).collect(),
        size: TextSize::Five,
    })
}

fn item_row(view: &TaskView<'_>, item: &AssessmentItem) -> TableRow {
    let goals = drawn_on(view, item).map(|(_, phase)| phase.goal.as_str());
    let cells = [
        phases(view, item),
        parts::stacked(goals),
        TableCell::text(item.basis.as_str()),
        TableCell::text(item.name.as_str()),
        TableCell::text(item.explanation.as_str()),
        parts::figure(&item.marks),
    ];
    parts::row(cells.into_iter())
}

fn standard_row(view: &TaskView<'_>, item: &AssessmentItem) -> TableRow {
    let texts = [
        &item.name,
        &item.organisation,
        &item.form,
        &item.method,
        &item.standard,
    ];
    let texts = texts.into_iter().map(|text| TableCell::text(text.as_str()));
    parts::row(std::iter::once(phases(view, item)).chain(texts))
}

fn phases(view: &TaskView<'_>, item: &AssessmentItem) -> TableCell {
    let lines = drawn_on(view, item).map(|(number, phase)| Block::text(format!("{number} {}", phase.name)));
    TableCell::of(lines.collect())
}

fn drawn_on<'a>(view: &TaskView<'a>, item: &'a AssessmentItem) -> impl Iterator<Item = (usize, &'a Phase)> {
    (1..)
        .zip(&view.task.phases)
        .filter(|(_, phase)| item.phases.contains(&phase.id))
}
