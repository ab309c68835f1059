//! Parts that several documents share.

use kernel::{Hours, Percent, Points, Text};
use paper::doc::{Align, Block, Doc, Mark, Page, Table, TableCell, TableRow, TextSize};

use super::TaskView;
use crate::model::step::{Activity, Actor, Step};
use crate::model::task::Audience;

/// An empty document with its title and the school at its head.
pub(super) fn begin(view: &TaskView<'_>, page: Page) -> Doc {
    Doc {
        title: view.title.to_owned(),
        head: Some(view.school.to_owned()),
        page,
        ..Doc::default()
    }
}

/// 基本信息: what every document of a task says first.
pub(super) fn facts(view: &TaskView<'_>) -> Block {
    let task = view.task;
    let pairs = [
        ("design-doc-major", view.major),
        ("design-doc-course", view.course),
        ("design-doc-task", &task.name),
        ("design-field-enterprise", &task.origin.enterprise),
        ("design-field-duration", &task.origin.duration),
        ("design-field-grouping", &task.origin.grouping),
        ("design-field-previous", &task.origin.previous),
        ("design-field-next", &task.origin.next),
    ];
    let mut pairs: Vec<(String, String)> = pairs
        .into_iter()
        .map(|(key, value)| (view.label(key), value.to_owned()))
        .collect();
    pairs.insert(3, (view.label("design-doc-hours"), base(view)));
    Block::KeyValue(pairs)
}

/// 基准学时; where the phases sum to something else the document says so instead of hiding it.
fn base(view: &TaskView<'_>) -> String {
    let task = view.task;
    let sum: Hours = task.phases.iter().map(|phase| phase.hours).sum();
    if task.phases.is_empty() || sum == task.base {
        return task.base.to_string();
    }
    (view.say)(
        &Text::new("design-doc-hours-differ")
            .with("base", task.base)
            .with("sum", sum),
    )
}

/// 任务情景, 任务资料, 任务要求.
pub(super) fn given(view: &TaskView<'_>) -> Vec<Block> {
    let task = view.task;
    let materials = task.materials.iter().map(|material| {
        TableRow::plain([
            material.name.clone(),
            material.edition.clone(),
            view.reach(&material.reach),
        ])
    });
    let requirements = task.requirements.iter();
    let requirements = requirements
        .map(|requirement| TableRow::plain([requirement.text.clone(), requirement.evidence.clone()]));
    vec![
        Block::Heading(2, view.label("design-doc-scenario")),
        prose(view, &task.scenario),
        Block::Heading(2, view.label("design-doc-materials")),
        numbered(
            view,
            [
                "design-node-material",
                "design-field-edition",
                "design-field-steps",
            ],
            &[6, 3, 3],
            materials,
        ),
        Block::Heading(2, view.label("design-doc-requirements")),
        numbered(
            view,
            ["design-node-requirement", "design-field-evidence"],
            &[8, 4],
            requirements,
        ),
    ]
}

/// The tables of reference data that students may read.
pub(super) fn sheets(view: &TaskView<'_>) -> Vec<Block> {
    let open = view
        .task
        .sheets
        .iter()
        .filter(|sheet| sheet.audience == Audience::Students);
    open.flat_map(|sheet| {
        let table = Table {
            widths: vec![1; sheet.columns.len()],
            header: vec![TableRow::labels(sheet.columns.clone())],
            rows: sheet
                .rows
                .iter()
                .map(|row| TableRow::plain(row.clone()))
                .collect(),
            size: TextSize::SmallFive,
        };
        [Block::Heading(2, sheet.title.clone()), Block::Table(table)]
    })
    .collect()
}

/// A table whose first column counts its rows.
pub(super) fn numbered<const N: usize>(
    view: &TaskView<'_>,
    columns: [&'static str; N],
    widths: &[u32],
    rows: impl Iterator<Item = TableRow>,
) -> Block {
    let mut labels = view.labels(columns);
    labels.insert(0, view.label("design-doc-number"));
    let rows = rows.enumerate().map(|(index, mut row)| {
        row.cells.insert(0, figure(&(index + 1)));
        row
    });
    Block::Table(Table {
        widths: std::iter::once(1).chain(widths.iter().copied()).collect(),
        header: vec![TableRow::labels(labels)],
        rows: rows.collect(),
        size: TextSize::Five,
    })
}

/// 考核成绩构成: marks and weights of each item, with a column to write the score in. 企评 stands only where it weighs.
pub(super) fn composition(view: &TaskView<'_>) -> Block {
    let raters = view.task.raters();
    let wide = u32::try_from(raters.len()).unwrap_or(4);
    let tall = |key| TableCell::label(view.label(key)).span(1, 2);
    let top = vec![
        tall("design-doc-item"),
        tall("design-doc-marks"),
        TableCell::label(view.label("design-doc-weights")).span(wide, 1),
        tall("design-doc-score"),
    ];
    let names = raters.iter().map(|rater| view.label(rater.key()));
    let mut rows: Vec<TableRow> = view
        .task
        .items
        .iter()
        .map(|item| {
            let weights = raters.iter().map(|rater| percent(item.weights.of(*rater)));
            let start = [TableCell::text(item.name.clone()), figure(&item.marks)];
            row(start.into_iter().chain(weights).chain([TableCell::default()]))
        })
        .collect();
    let total: Points = view.task.items.iter().map(|item| item.marks).sum();
    let sum = [TableCell::label(view.label("design-doc-total")), figure(&total)];
    rows.push(row(sum
        .into_iter()
        .chain(raters.iter().map(|_| TableCell::default()))
        .chain([TableCell::default()])));
    Block::Table(Table {
        widths: [4, 2]
            .into_iter()
            .chain(raters.iter().map(|_| 2))
            .chain([2])
            .collect(),
        header: vec![row(top.into_iter()), TableRow::labels(names)],
        rows,
        size: TextSize::Five,
    })
}

/// A text, or the remark that nothing was written.
pub(super) fn prose(view: &TaskView<'_>, text: &str) -> Block {
    if text.trim().is_empty() {
        Block::text(view.label("design-doc-nothing"))
    } else {
        Block::indented(text)
    }
}

/// A cell with its parts one below the other.
pub(super) fn stacked<'a>(parts: impl IntoIterator<Item = &'a str>) -> TableCell {
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    match parts.as_slice() {
        [] => TableCell::default(),
        [only] => TableCell::text(*only),
        many => TableCell::of(vec![Block::list(Mark::Decimal, many.iter().copied())]),
    }
}

/// The texts of one side's activities in a step.
pub(super) fn activities(step: &Step, actor: Actor) -> impl Iterator<Item = &str> {
    let side = move |activity: &&Activity| activity.actor == actor;
    step.activities
        .iter()
        .filter(side)
        .map(|activity| activity.text.as_str())
}

/// A centred figure.
pub(super) fn figure(figure: &dyn ToString) -> TableCell {
    TableCell::text(figure.to_string()).align(Align::Center)
}

/// A row of ready cells.
pub(super) fn row(cells: impl Iterator<Item = TableCell>) -> TableRow {
    TableRow {
        cells: cells.collect(),
        ..TableRow::default()
    }
}

fn percent(weight: Percent) -> TableCell {
    figure(&format!("{weight}%"))
}
