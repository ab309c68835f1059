//! The rules of a learning task. Each is one function; [`check`] runs all of them in reading order.

use kernel::{Hours, Percent, Points, Text};

use super::finding::{Finding, Place};
use super::outcome::OutcomeKind;
use super::phase::Tag;
use super::task::LearningTask;

/// A rule looks at the whole task and names every fault.
pub type Rule = fn(&LearningTask) -> Vec<Finding>;

/// Every rule of a learning task.
pub const RULES: [Rule; 14] = [
    phases_fill_the_task,
    steps_fill_their_phase,
    action_is_complete,
    phase_has_a_goal,
    phase_has_steps,
    phase_has_an_outcome,
    phase_is_assessed,
    step_names_knowledge,
    tolerance_is_in_order,
    table_has_columns,
    marks_total_100,
    weights_total_100,
    peers_are_named,
    item_draws_on_phases,
];

/// The findings of every rule.
pub fn check(task: &LearningTask) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule(task)).collect()
}

/// Rule: the hours of the phases sum to those of the task.
pub fn phases_fill_the_task(task: &LearningTask) -> Vec<Finding> {
    let sum: Hours = task.phases.iter().map(|phase| phase.hours).sum();
    if sum == task.base {
        return Vec::new();
    }
    let text = Text::new("design-phase-hours-sum")
        .with("sum", sum)
        .with("base", task.base);
    vec![Finding::at(Place::Task(task.id), text)]
}

/// Rule: the hours of a phase's steps sum to those of the phase.
pub fn steps_fill_their_phase(task: &LearningTask) -> Vec<Finding> {
    let filled = task.phases.iter().filter(|phase| !phase.steps.is_empty());
    filled
        .filter_map(|phase| {
            let sum: Hours = phase.steps.iter().map(|step| step.hours).sum();
            let text = Text::new("design-step-hours-sum");
            let text = text
                .with("phase", &phase.name)
                .with("sum", sum)
                .with("hours", phase.hours);
            (sum != phase.hours).then(|| Finding::at(Place::Phase(phase.id), text))
        })
        .collect()
}

/// Rule: the tags of the phases contain plan, execute, check and evaluate, in this order (完整的工作过程).
pub fn action_is_complete(task: &LearningTask) -> Vec<Finding> {
    let mut rest = task.phases.iter().map(|phase| phase.tag);
    let needed = [Tag::Plan, Tag::Execute, Tag::Check, Tag::Evaluate];
    let Some(missing) = needed.into_iter().find(|needed| !rest.any(|tag| tag == *needed)) else {
        return Vec::new();
    };
    let present = task.phases.iter().any(|phase| phase.tag == missing);
    let text = Text::new(match (missing, present) {
        (_, true) => "design-action-order",
        (Tag::Plan, _) => "design-action-no-plan",
        (Tag::Execute, _) => "design-action-no-execute",
        (Tag::Check, _) => "design-action-no-check",
        _ => "design-action-no-evaluate",
    });
    vec![Finding::at(Place::Task(task.id), text)]
}

/// Rule: every phase has a goal (学习目标).
pub fn phase_has_a_goal(task: &LearningTask) -> Vec<Finding> {
    phases_where(task, "design-phase-no-goal", |phase| phase.goal.trim().is_empty())
}

/// Rule: every phase has at least one step.
pub fn phase_has_steps(task: &LearningTask) -> Vec<Finding> {
    phases_where(task, "design-phase-no-step", |phase| phase.steps.is_empty())
}

/// Rule: every phase that has steps yields at least one outcome.
pub fn phase_has_an_outcome(task: &LearningTask) -> Vec<Finding> {
    phases_where(task, "design-phase-no-outcome", |phase| {
        !phase.steps.is_empty() && phase.steps.iter().all(|step| step.outcomes.is_empty())
    })
}

/// Rule: every goal is covered by an assessment item, so every phase is drawn on by at least one.
pub fn phase_is_assessed(task: &LearningTask) -> Vec<Finding> {
    if task.items.is_empty() {
        return Vec::new();
    }
    phases_where(task, "design-phase-not-assessed", |phase| {
        !task.items.iter().any(|item| item.phases.contains(&phase.id))
    })
}

/// Rule: every step names some knowledge (实践知识, 理论知识, 职业素养 or 思政素养).
pub fn step_names_knowledge(task: &LearningTask) -> Vec<Finding> {
    let silent = task.steps().filter(|(_, _, step)| step.knowledge.is_empty());
    silent
        .map(|(number, _, step)| {
            let text = Text::new("design-step-no-knowledge")
                .with("number", number)
                .with("step", &step.name);
            Finding::at(Place::Step(step.id), text)
        })
        .collect()
}

/// Rule: the lower deviation of a measured value is not above the upper one.
pub fn tolerance_is_in_order(task: &LearningTask) -> Vec<Finding> {
    let outcomes = task.steps().flat_map(|(_, _, step)| &step.outcomes);
    outcomes
        .filter_map(|outcome| {
            let OutcomeKind::Measured(size) = &outcome.kind else {
                return None;
            };
            let text = Text::new("design-tolerance-order").with("outcome", &outcome.title);
            let text = text.with("lower", size.lower).with("upper", size.upper);
            (size.lower > size.upper).then(|| Finding::at(Place::Outcome(outcome.id), text))
        })
        .collect()
}

/// Rule: a table to fill has at least one column and one row.
pub fn table_has_columns(task: &LearningTask) -> Vec<Finding> {
    let outcomes = task.steps().flat_map(|(_, _, step)| &step.outcomes);
    outcomes
        .filter_map(|outcome| {
            let OutcomeKind::Table(table) = &outcome.kind else {
                return None;
            };
            let text = Text::new("design-table-empty").with("outcome", &outcome.title);
            let empty = table.columns.is_empty() || table.rows.is_empty();
            empty.then(|| Finding::at(Place::Outcome(outcome.id), text))
        })
        .collect()
}

/// Rule: the marks (配分) of the items sum to 100.
pub fn marks_total_100(task: &LearningTask) -> Vec<Finding> {
    let sum: Points = task.items.iter().map(|item| item.marks).sum();
    if sum == Points::whole(100) {
        return Vec::new();
    }
    vec![Finding::at(
        Place::Task(task.id),
        Text::new("design-marks-sum").with("sum", sum),
    )]
}

/// Rule: the weights of every item sum to 100 %.
pub fn weights_total_100(task: &LearningTask) -> Vec<Finding> {
    let off = task
        .items
        .iter()
        .filter(|item| item.weights.total() != Percent::whole(100));
    off.map(|item| {
        let text = Text::new("design-weights-sum")
            .with("item", &item.name)
            .with("sum", item.weights.total());
        Finding::at(Place::Item(item.id), text)
    })
    .collect()
}

/// Rule: an item that peers rate says which peers.
pub fn peers_are_named(task: &LearningTask) -> Vec<Finding> {
    let open = task
        .items
        .iter()
        .filter(|item| item.weights.peer != Percent::ZERO && item.peers.is_none());
    open.map(|item| {
        Finding::at(
            Place::Item(item.id),
            Text::new("design-peers-open").with("item", &item.name),
        )
    })
    .collect()
}

/// Rule: an item draws on at least one phase of the task, and only on phases of the task.
pub fn item_draws_on_phases(task: &LearningTask) -> Vec<Finding> {
    let loose = task.items.iter().filter(|item| {
        item.phases.is_empty() || item.phases.iter().any(|phase| task.phase(*phase).is_none())
    });
    loose
        .map(|item| {
            Finding::at(
                Place::Item(item.id),
                Text::new("design-item-no-phase").with("item", &item.name),
            )
        })
        .collect()
}

fn phases_where(
    task: &LearningTask,
    key: &'static str,
    faulty: impl Fn(&super::phase::Phase) -> bool,
) -> Vec<Finding> {
    let found = task.phases.iter().filter(|phase| faulty(phase));
    found
        .map(|phase| Finding::at(Place::Phase(phase.id), Text::new(key).with("phase", &phase.name)))
        .collect()
}
