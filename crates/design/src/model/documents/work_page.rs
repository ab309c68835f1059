//! 9 学习任务工作页, the student's copy: it leads with questions and holds neither answer keys nor the teacher's tables.

use kernel::Text;
use paper::doc::{Block, Doc, Mark, Page, Table, TableCell, TableRow, TextSize};

use super::TaskView;
use super::parts;
use crate::model::measured::Measured;
use crate::model::outcome::{self, Outcome, OutcomeKind};
use crate::model::phase::Phase;
use crate::model::step::{Actor, GuidingQuestion, QuestionKind, Step};

/// Height of a field to be filled in by hand, in millimetres.
const FIELD: u16 = 9;
/// Height of the space for a photo or a drawing.
const PICTURE: u16 = 60;

pub(super) fn build(view: &TaskView<'_>) -> Doc {
    let mut doc = parts::begin(view, Page::Portrait);
    doc.blocks.push(student(view));
    doc.blocks
        .push(Block::Heading(1, view.label("design-doc-9-task")));
    doc.blocks.extend(parts::given(view));
    doc.blocks.extend(parts::sheets(view));
    doc.blocks
        .push(Block::Heading(1, view.label("design-doc-9-phases")));
    doc.blocks.push(phases(view));
    doc.blocks
        .push(Block::Heading(1, view.label("design-doc-9-path")));
    doc.blocks.push(path(view));
    doc.blocks
        .push(Block::Heading(1, view.label("design-doc-9-details")));
    for (number, phase) in (1..).zip(&view.task.phases) {
        doc.blocks.extend(phase_blocks(view, number, phase));
    }
    doc.blocks
        .push(Block::Heading(1, view.label("design-doc-9-grade")));
    doc.blocks.push(parts::composition(view));
    doc
}

fn student(view: &TaskView<'_>) -> Block {
    let empty = [
        "design-doc-class",
        "design-doc-name",
        "design-doc-group",
        "design-doc-date",
    ];
    let filled = [
        ("design-doc-course", view.course),
        ("design-doc-task", &view.task.name),
    ];
    let filled = filled
        .into_iter()
        .map(|(key, value)| (view.label(key), value.to_owned()));
    Block::KeyValue(
        filled
            .chain(empty.into_iter().map(|key| (view.label(key), String::new())))
            .collect(),
    )
}

fn phases(view: &TaskView<'_>) -> Block {
    let rows = view.task.phases.iter().map(|phase| {
        let cells = [
            TableCell::text(&*phase.name),
            parts::figure(&phase.hours),
            TableCell::text(&*phase.goal),
        ];
        parts::row(cells.into_iter())
    });
    parts::numbered(
        view,
        ["design-node-phase", "design-doc-hours-short", "design-field-goal"],
        &[3, 1, 8],
        rows,
    )
}

fn path(view: &TaskView<'_>) -> Block {
    let columns = [
        "design-doc-number",
        "design-node-phase",
        "design-node-step",
        "design-actor-student",
    ];
    let rows = (1_u32..).zip(&view.task.phases).flat_map(|(number, phase)| {
        let height = u32::try_from(phase.steps.len()).unwrap_or(1);
        let own = [parts::figure(&number), TableCell::text(&*phase.name)].map(|cell| cell.span(1, height));
        let mut own = Some(own);
        let rows = (1_u32..).zip(&phase.steps).map(move |(inner, step)| {
            let name = TableCell::text(format!("{number}.{inner} {}", step.name));
            let done = parts::stacked(parts::activities(step, Actor::Student));
            parts::row(own.take().into_iter().flatten().chain([name, done]))
        });
        rows.collect::<Vec<_>>()
    });
    Block::Table(Table {
        widths: vec![1, 2, 3, 7],
        header: vec![TableRow::labels(view.labels(columns))],
        rows: rows.collect(),
        size: TextSize::Five,
    })
}

fn phase_blocks(view: &TaskView<'_>, number: u32, phase: &Phase) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(2, format!("{number} {}", phase.name))];
    if let Some(gate) = &phase.gate {
        blocks.push(labelled(view, "design-doc-gate", &gate.text));
        blocks.push(Block::Signatures(
            view.labels(["design-doc-teacher-signs", "design-doc-date"]),
        ));
    }
    for (inner, step) in (1_u32..).zip(&phase.steps) {
        blocks.extend(step_blocks(view, &format!("{number}.{inner}"), step));
    }
    blocks
}

fn step_blocks(view: &TaskView<'_>, number: &str, step: &Step) -> Vec<Block> {
    let heading = Text::new("design-doc-step")
        .with("number", number)
        .with("name", &step.name);
    let mut blocks = vec![Block::Heading(3, (view.say)(&heading.with("hours", step.hours)))];
    if step.differs_by_role {
        blocks.push(Block::text(view.label("design-doc-by-role")));
    }
    let notes = [
        ("design-field-requirement", &step.work.requirement),
        ("design-field-professional", &step.knowledge.professional),
        ("design-field-civic", &step.knowledge.civic),
    ];
    let written = notes.into_iter().filter(|(_, text)| !text.trim().is_empty());
    if !step.resources.is_empty() {
        let resources = view.listed(step.resources.iter().map(|resource| resource.name.clone()));
        blocks.push(labelled(view, "design-node-resource", &resources));
    }
    blocks.push(Block::text(view.label("design-actor-student")));
    blocks.push(Block::list(
        Mark::DecimalInBrackets,
        parts::activities(step, Actor::Student),
    ));
    for (index, question) in (1..).zip(&step.questions) {
        blocks.extend(question_blocks(view, index, question));
    }
    blocks.extend(
        step.outcomes
            .iter()
            .flat_map(|outcome| outcome_blocks(view, outcome)),
    );
    blocks.extend(written.map(|(key, text)| labelled(view, key, text)));
    blocks
}

fn question_blocks(view: &TaskView<'_>, index: usize, question: &GuidingQuestion) -> [Block; 2] {
    let asked = Text::new("design-doc-question")
        .with("index", index)
        .with("prompt", &question.prompt);
    let asked = (view.say)(&asked.with("kind", view.label(question.kind.key())));
    let lines = match question.kind {
        QuestionKind::Blank | QuestionKind::Choice | QuestionKind::Judgement => 2,
        QuestionKind::Short | QuestionKind::ChoiceWithReason | QuestionKind::JudgementWithReason => 3,
        QuestionKind::Calculation | QuestionKind::Open => 4,
    };
    [Block::text(asked), Block::WriteLines(lines)]
}

fn outcome_blocks(view: &TaskView<'_>, outcome: &Outcome) -> [Block; 2] {
    let title = Text::new("design-doc-outcome").with("title", &outcome.title);
    let title = (view.say)(&title.with("by", view.label(outcome.by.key())));
    let space = match &outcome.kind {
        OutcomeKind::Text => Block::WriteLines(6),
        OutcomeKind::Table(table) => Block::Table(to_fill(table)),
        OutcomeKind::Measured(size) => Block::Table(reading(view, size)),
        OutcomeKind::Photo => frame(view.label("design-doc-photo-here"), PICTURE),
        OutcomeKind::File => frame(view.label("design-doc-file-here"), FIELD),
    };
    [Block::text(title), space]
}

fn to_fill(table: &outcome::Table) -> Table {
    let row = |head: &String| {
        let cells = (1..table.columns.len()).map(|_| TableCell::default());
        TableRow {
            height: Some(FIELD),
            ..parts::row(std::iter::once(TableCell::text(&**head)).chain(cells))
        }
    };
    Table {
        widths: vec![1; table.columns.len()],
        header: vec![TableRow::labels(table.columns.clone())],
        rows: table.rows.iter().map(row).collect(),
        size: TextSize::Five,
    }
}

fn reading(view: &TaskView<'_>, size: &Measured) -> Table {
    let columns = [
        "design-field-tolerance",
        "design-doc-reading",
        "design-doc-verdict",
    ];
    let cells = [
        parts::figure(&size.notation()),
        TableCell::default(),
        TableCell::default(),
    ];
    Table {
        widths: vec![1, 1, 1],
        header: vec![TableRow::labels(view.labels(columns))],
        rows: vec![TableRow {
            height: Some(FIELD),
            ..parts::row(cells.into_iter())
        }],
        size: TextSize::Five,
    }
}

fn frame(label: String, height: u16) -> Block {
    let row = TableRow {
        height: Some(height),
        ..TableRow::plain([label])
    };
    Block::Table(Table {
        widths: vec![1],
        rows: vec![row],
        ..Table::default()
    })
}

fn labelled(view: &TaskView<'_>, key: &'static str, text: &str) -> Block {
    Block::text(view.pair(key, text))
}
