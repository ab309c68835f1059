//! The graph as rows: nothing is lost on the way there and back, and every field that a page edits is one of the model.

#![allow(clippy::unwrap_used, reason = "tests may")]

mod common;

use common::{ids, threaded_shaft};
use design::model::field::{Form, OUTCOMES, get, put};
use design::model::graph::{Kept, Row, copied, graph, rows};
use design::model::nodes::NodeKind;
use design::model::shape::SHAPES;
use design::model::{LearningTask, Position};

#[test]
fn a_task_reads_back_from_its_rows() {
    let task = threaded_shaft();
    let rows: Vec<Row> = rows(&task)
        .unwrap()
        .into_iter()
        .map(|row| {
            let kept: Kept = row.kept();
            Row {
                node: kept.node(row.kind).unwrap(),
                ..row
            }
        })
        .collect();
    assert_eq!(rows.len(), task.nodes().len());
    assert_eq!(graph(&rows, task.course).unwrap(), task);
}

#[test]
fn a_copy_says_the_same_under_other_ids() {
    let task = threaded_shaft();
    let mut next = ids();
    // The sample drew from the same source first; these ids have to differ from its own.
    for _ in 0..1_000 {
        next();
    }
    let copy = graph(&copied(&rows(&task).unwrap(), &mut next), task.course).unwrap();
    assert_ne!(copy.id, task.id);
    let answers = |task: &LearningTask| task.answerable().collect::<Vec<_>>();
    assert!(answers(&copy).iter().all(|id| !answers(&task).contains(id)));
    assert_eq!(design::model::check::check(&copy), Vec::new());
    assert_eq!(copy.items[0].phases.len(), task.items[0].phases.len());
    assert!(
        copy.items
            .iter()
            .flat_map(|item| &item.phases)
            .all(|phase| copy.phase(*phase).is_some())
    );
}

#[test]
fn every_field_of_every_kind_reads_back_as_the_model_has_it() {
    let task = threaded_shaft();
    let mut all = rows(&task).unwrap();
    for shape in &SHAPES {
        let parent = shape
            .parent
            .and_then(|parent| all.iter().find(|row| row.kind == parent))
            .map(|row| row.id);
        let Some(parent) = parent else { continue };
        let id =
            kernel::RawId::from_u128(shape.code.len() as u128 * 1_000 + u128::from(shape.code.as_bytes()[0]));
        all.push(Row::blank(id, Some(parent), shape.kind, Position(1)));
    }
    graph(&all, task.course).unwrap();
    for form in OUTCOMES {
        let outcome = all.iter_mut().rfind(|row| row.kind == NodeKind::Outcome).unwrap();
        put(
            &mut outcome.node,
            "kind",
            Form::Outcome.read(form.0, &task).unwrap(),
        );
        graph(&all, task.course).unwrap();
    }
}

#[test]
fn what_is_shown_reads_back_to_the_same_value() {
    let task = threaded_shaft();
    for row in rows(&task).unwrap() {
        for field in row.kind.shape().fields_of(&row.node) {
            let value = get(&row.node, field.path).unwrap_or_else(|| panic!("{:?} {}", row.kind, field.path));
            if field.form == Form::Outcome {
                continue;
            }
            let shown = field.form.show(value, &task);
            assert_eq!(
                field.form.read(&shown, &task).as_ref(),
                Ok(value),
                "{:?} {}",
                row.kind,
                field.path
            );
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let task = threaded_shaft();
    let refused = |form: Form, typed: &str| form.read(typed, &task).unwrap_err().key.into_owned();
    assert_eq!(refused(Form::Hours, "-1"), "design-no-hours");
    assert_eq!(refused(Form::Hours, "12345"), "design-no-hours");
    assert_eq!(refused(Form::Marks, "101"), "design-no-marks");
    assert_eq!(refused(Form::Percent, "二十"), "design-no-percent");
    assert_eq!(refused(Form::Reach, "9.9"), "design-no-step");
    assert_eq!(refused(Form::Phases, "7"), "design-no-phase");
    assert_eq!(refused(Form::Outcome, "song"), "design-no-choice");
    assert_eq!(refused(Form::Digit, "5"), "design-no-digit");
    assert_eq!(refused(Form::Line, &"长".repeat(501)), "design-too-long");
}
