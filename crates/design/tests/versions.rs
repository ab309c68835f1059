//! What differs between two versions of a task, and what a running class would notice.

mod common;

use common::threaded_shaft;
use design::model::difference::difference;
use design::model::impact::{Fate, Running, impact};
use design::model::nodes::{NodeKind, Value};
use design::model::{LearningTask, OutcomeKind, Placement, Position, Quantity};
use kernel::{Id, Percent, RawId};

fn versions(change: impl FnOnce(&mut LearningTask)) -> (LearningTask, LearningTask) {
    let old = threaded_shaft();
    let mut new = old.clone();
    change(&mut new);
    (old, new)
}

#[test]
fn a_version_does_not_differ_from_itself() {
    let task = threaded_shaft();
    assert!(difference(&task, &task).is_empty());
    let (old, new) = versions(|task| {
        for (index, step) in task.phases[3].steps.iter_mut().enumerate() {
            step.position = Position(index as i64);
        }
    });
    assert!(
        difference(&old, &new).is_empty(),
        "fresh positions in the same order move nothing"
    );
}

#[test]
fn a_changed_field_is_told_with_its_old_and_new_value() {
    let (old, new) = versions(|task| task.phases[0].goal = "能读图".to_owned());
    let difference = difference(&old, &new);
    assert_eq!(
        (
            difference.added.len(),
            difference.removed.len(),
            difference.moved.len()
        ),
        (0, 0, 0)
    );
    let [change] = difference.changed.as_slice() else {
        panic!("one node changed")
    };
    assert_eq!(
        (change.kind, change.id, change.fields.len()),
        (NodeKind::Phase, old.phases[0].id.raw(), 1)
    );
    assert_eq!(change.fields[0].field, "design-field-goal");
    assert_eq!(change.fields[0].after, Some(Value::Words("能读图".to_owned())));
}

#[test]
fn one_dragged_step_is_one_move_that_writes_one_position() {
    let (old, new) = versions(|task| {
        let steps = &mut task.phases[3].steps;
        let step = steps.pop().unwrap();
        let others: Vec<Position> = steps.iter().map(|step| step.position).collect();
        let Placement::One(position) = Position::place(&others, 0) else {
            panic!("there is room")
        };
        steps.insert(0, design::model::Step { position, ..step });
    });
    let difference = difference(&old, &new);
    assert!(difference.changed.is_empty() && difference.added.is_empty() && difference.removed.is_empty());
    let [moved] = difference.moved.as_slice() else {
        panic!("one node moved")
    };
    assert_eq!(
        (moved.title.as_str(), moved.from == moved.to),
        ("批量加工与过程控制", true)
    );
    assert_eq!(
        new.number_of(old.phases[3].steps[4].id).unwrap().to_string(),
        "4.1"
    );
}

#[test]
fn a_step_in_another_phase_keeps_its_identity_and_its_children() {
    let (old, new) = versions(|task| {
        let step = task.phases[0].steps.remove(2);
        task.phases[1].steps.insert(
            0,
            design::model::Step {
                position: Position(0),
                ..step
            },
        );
    });
    let difference = difference(&old, &new);
    let [moved] = difference.moved.as_slice() else {
        panic!("one node moved")
    };
    assert_eq!(
        (moved.from, moved.to),
        (old.phases[0].id.raw(), old.phases[1].id.raw())
    );
    assert!(difference.added.is_empty() && difference.removed.is_empty());
}

#[test]
fn a_removed_step_takes_its_children_along() {
    let (old, new) = versions(|task| {
        task.phases[5].steps.remove(2);
    });
    let step = &old.phases[5].steps[2];
    let children = step.activities.len() + step.questions.len() + step.outcomes.len() + step.resources.len();
    assert_eq!(difference(&old, &new).removed.len(), 1 + children);
    assert_eq!(difference(&new, &old).added.len(), 1 + children);
}

fn running(task: &LearningTask, work: usize) -> Running {
    Running {
        work: task.answerable().map(|node| (node, work)).collect(),
        ..Running::default()
    }
}

#[test]
fn nothing_handed_in_is_lost_whatever_becomes_of_its_place() {
    let (old, new) = versions(|task| {
        task.phases[0].steps[0].questions[0]
            .prompt
            .push_str("（至少四项）");
        task.phases[0].steps[0].questions[1].answer.push_str("；操作者");
        task.phases[0].steps[0].questions.remove(2);
        task.phases[3].steps[0].outcomes[0].kind = OutcomeKind::Text;
        let OutcomeKind::Measured(size) = &mut task.phases[4].steps[0].outcomes[1].kind else {
            return;
        };
        size.lower = Quantity(-160);
    });
    let impact = impact(&old, &new, &running(&old, 44));
    let fates: Vec<(RawId, Fate, usize)> = impact
        .touched
        .iter()
        .map(|touched| (touched.node, touched.fate, touched.work))
        .collect();
    let questions = &old.phases[0].steps[0].questions;
    assert_eq!(
        fates,
        [
            (questions[0].id.raw(), Fate::Kept, 44),
            (questions[2].id.raw(), Fate::Retired, 44),
            (old.phases[3].steps[0].outcomes[0].id.raw(), Fate::Reshaped, 44),
            (old.phases[4].steps[0].outcomes[1].id.raw(), Fate::Rejudged, 44),
        ]
    );
}

#[test]
fn what_nobody_has_worked_at_is_not_touched() {
    let (old, new) = versions(|task| task.phases[0].steps.clear());
    assert_eq!(impact(&old, &new, &running(&old, 0)).touched, []);
}

#[test]
fn other_weights_need_a_reason_once_somebody_has_rated() {
    let (old, new) = versions(|task| {
        task.items[1].weights.peer = Percent::whole(30);
        task.items[1].weights.teacher = Percent::whole(60);
    });
    let before = impact(&old, &new, &Running::default());
    assert_eq!((before.reweighted.len(), before.needs_reason), (1, false));
    assert_eq!(before.accept(""), Ok(()));
    let rated = Running {
        rated: [old.items[0].id].into(),
        ..Running::default()
    };
    let after = impact(&old, &new, &rated);
    assert_eq!(
        (after.reweighted[0].node, after.needs_reason),
        (old.items[1].id.raw(), true)
    );
    assert_eq!(after.accept(" ").unwrap_err().key, "design-move-needs-reason");
    assert_eq!(after.accept("教研组决定"), Ok(()));
}

#[test]
fn words_alone_reweigh_nothing_but_a_new_item_or_other_marks_do() {
    let rated = |task: &LearningTask| Running {
        rated: [task.items[0].id].into(),
        ..Running::default()
    };
    let (old, new) = versions(|task| task.items[0].standard.push('。'));
    assert_eq!(impact(&old, &new, &rated(&old)).reweighted, []);
    let (old, new) = versions(|task| {
        let mut item = task.items[0].clone();
        item.id = Id::of(RawId::from_u128(1 << 100));
        task.items.push(item);
        task.phases[0].steps[0].questions[0].marks = kernel::Points::whole(2);
    });
    let impact = impact(&old, &new, &rated(&old));
    assert_eq!(impact.reweighted.len(), 2);
    assert_eq!(impact.reweighted[0].before, None);
    assert!(impact.needs_reason);
}
