//! Each rule of a learning task names its fault, at its place, and nothing else.

mod common;

use common::threaded_shaft;
use design::model::check::check;
use design::model::{Knowledge, LearningTask, OutcomeKind, Place, Quantity, Tag};
use kernel::{Hours, Percent, Points};

/// Breaks the sample in one way and gives the findings as `(place, key)`.
fn broken(change: impl FnOnce(&mut LearningTask)) -> Vec<(Place, String)> {
    let mut task = threaded_shaft();
    change(&mut task);
    check(&task)
        .into_iter()
        .map(|finding| (finding.place, finding.text.key.into_owned()))
        .collect()
}

fn at(place: Place, key: &str) -> Vec<(Place, String)> {
    vec![(place, key.to_owned())]
}

#[test]
fn hours_of_phases_sum_to_the_task_and_hours_of_steps_to_their_phase() {
    let task = threaded_shaft();
    assert_eq!(
        broken(|task| task.base = Hours::whole(100)),
        at(Place::Task(task.id), "design-phase-hours-sum")
    );
    let found = broken(|task| task.phases[1].steps[0].hours = Hours(550));
    assert_eq!(
        found,
        at(Place::Phase(task.phases[1].id), "design-step-hours-sum")
    );
    let text = check(&{
        let mut task = threaded_shaft();
        task.phases[1].steps[0].hours = Hours(550);
        task
    })[0]
        .text
        .clone();
    let args: Vec<&str> = text.args.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(args, ["制定计划", "11.5", "12"]);
}

#[test]
fn the_action_is_planned_executed_checked_and_evaluated_in_this_order() {
    let place = Place::Task(threaded_shaft().id);
    let tagged = |index: usize, tag: Tag| broken(move |task| task.phases[index].tag = tag);
    assert_eq!(tagged(1, Tag::Inform), at(place, "design-action-no-plan"));
    assert_eq!(tagged(3, Tag::Plan), at(place, "design-action-no-execute"));
    assert_eq!(tagged(4, Tag::Execute), at(place, "design-action-no-check"));
    assert_eq!(tagged(5, Tag::Check), at(place, "design-action-no-evaluate"));
    assert_eq!(tagged(2, Tag::Plan), []);
    assert_eq!(
        broken(|task| task.phases.swap(3, 4)),
        at(place, "design-action-order")
    );
}

#[test]
fn a_phase_has_a_goal_steps_an_outcome_and_an_item() {
    let task = threaded_shaft();
    let place = Place::Phase(task.phases[0].id);
    assert_eq!(
        broken(|task| task.phases[0].goal = " ".to_owned()),
        at(place, "design-phase-no-goal")
    );
    assert_eq!(
        broken(|task| task.phases[0].steps.clear()),
        at(place, "design-phase-no-step")
    );
    let found = broken(|task| {
        task.phases[0]
            .steps
            .iter_mut()
            .for_each(|step| step.outcomes.clear());
    });
    assert_eq!(found, at(place, "design-phase-no-outcome"));
    let found = broken(|task| {
        let phase = task.phases[2].id;
        task.items
            .iter_mut()
            .for_each(|item| item.phases.retain(|other| *other != phase));
    });
    assert_eq!(
        found,
        at(Place::Phase(task.phases[2].id), "design-phase-not-assessed")
    );
}

#[test]
fn a_step_names_some_knowledge() {
    let task = threaded_shaft();
    let place = Place::Step(task.phases[3].steps[2].id);
    let found = broken(|task| task.phases[3].steps[2].knowledge = Knowledge::default());
    assert_eq!(found, at(place, "design-step-no-knowledge"));
    let only_civic = Knowledge {
        civic: "劳模精神".to_owned(),
        ..Knowledge::default()
    };
    assert_eq!(broken(|task| task.phases[3].steps[2].knowledge = only_civic), []);
}

#[test]
fn a_tolerance_is_in_order_and_a_table_has_cells() {
    let task = threaded_shaft();
    let outcomes = &task.phases[4].steps[0].outcomes;
    let found = broken(|task| {
        if let OutcomeKind::Measured(size) = &mut task.phases[4].steps[0].outcomes[1].kind {
            size.upper = Quantity(-251);
        }
    });
    assert_eq!(
        found,
        at(Place::Outcome(outcomes[1].id), "design-tolerance-order")
    );
    let found = broken(|task| {
        if let OutcomeKind::Table(table) = &mut task.phases[4].steps[0].outcomes[0].kind {
            table.rows.clear();
        }
    });
    assert_eq!(found, at(Place::Outcome(outcomes[0].id), "design-table-empty"));
}

#[test]
fn marks_sum_to_100_and_weights_to_100_per_cent() {
    let task = threaded_shaft();
    let found = broken(|task| task.items[0].marks = Points(95_000));
    assert_eq!(found, at(Place::Task(task.id), "design-marks-sum"));
    let place = Place::Item(task.items[1].id);
    let found = broken(|task| task.items[1].weights.enterprise = Percent::whole(10));
    assert_eq!(found, at(place, "design-weights-sum"));
    assert_eq!(
        broken(|task| task.items[1].peers = None),
        at(place, "design-peers-open")
    );
    assert_eq!(
        broken(|task| task.items[0].peers = None),
        [],
        "nobody's peers rate the first item"
    );
    let found = broken(|task| task.items[2].phases.clear());
    assert_eq!(
        found.last(),
        Some(&(Place::Item(task.items[2].id), "design-item-no-phase".to_owned()))
    );
}

#[test]
fn the_enterprise_column_is_shown_only_where_it_weighs() {
    let mut task = threaded_shaft();
    assert_eq!(task.raters().len(), 3);
    task.items[3].weights.teacher = Percent::whole(50);
    task.items[3].weights.enterprise = Percent::whole(20);
    assert_eq!(task.raters().len(), 4);
    assert_eq!(check(&task), []);
}
