//! 6 学习任务分析表: where the task comes from, what it is made of, what is worked and learnt step by step.

use paper::doc::{Block, Doc, Page, Table, TableCell, TableRow, TextSize};

use super::TaskView;
use super::parts;
use crate::model::step::Step;
use crate::model::task::StepNumber;

const WORK: [&str; 7] = [
    "design-doc-work-step",
    "design-field-work-content",
    "design-field-tools",
    "design-field-organisation",
    "design-field-method",
    "design-field-result",
    "design-field-requirement",
];
const LEARNING: [&str; 3] = [
    "design-field-practical",
    "design-field-theory",
    "design-field-professional",
];

pub(super) fn build(view: &TaskView<'_>) -> Doc {
    let mut doc = parts::begin(view, Page::Landscape);
    let features = view
        .task
        .features
        .iter()
        .map(|feature| TableRow::plain([feature.name.clone(), feature.text.clone()]));
    doc.blocks = vec![
        Block::Heading(1, view.label("design-doc-6-facts")),
        parts::facts(view),
        Block::Heading(1, view.label("design-doc-6-features")),
        parts::numbered(
            view,
            ["design-node-feature", "design-doc-explanation"],
            &[3, 9],
            features,
        ),
        Block::Heading(1, view.label("design-doc-6-task")),
    ];
    doc.blocks.extend(parts::given(view));
    doc.blocks
        .push(Block::Heading(1, view.label("design-doc-6-content")));
    doc.blocks.push(content(view));
    doc
}

fn content(view: &TaskView<'_>) -> Block {
    let top = [
        TableCell::label(view.label("design-doc-number")).span(1, 2),
        TableCell::label(view.label("design-doc-work-analysis")).span(7, 1),
        TableCell::label(view.label("design-doc-learning-analysis")).span(3, 1),
    ];
    let names = view.labels(WORK).into_iter().chain(view.labels(LEARNING));
    Block::Table(Table {
        widths: vec![1, 2, 3, 2, 2, 2, 2, 3, 2, 2, 2],
        header: vec![parts::row(top.into_iter()), TableRow::labels(names)],
        rows: view
            .task
            .steps()
            .map(|(number, _, step)| line(number, step))
            .collect(),
        size: TextSize::SmallFive,
    })
}

/// 思政素养 has no column of its own in the official form and stands with 职业素养.
fn line(number: StepNumber, step: &Step) -> TableRow {
    let (work, knowledge) = (&step.work, &step.knowledge);
    let texts = [
        &step.name,
        &work.content,
        &work.tools,
        &work.organisation,
        &work.method,
        &work.result,
        &work.requirement,
        &knowledge.practical,
        &knowledge.theory,
    ];
    let conduct = parts::stacked([knowledge.professional.as_str(), &knowledge.civic]);
    let cells = std::iter::once(parts::figure(&number))
        .chain(texts.into_iter().map(|text| TableCell::text(text.as_str())))
        .chain([conduct]);
    parts::row(cells)
}
