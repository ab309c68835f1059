//! What a decision about a 参考性学习任务 makes of the school's tasks: what was written is kept as far as the decision allows.

use kernel::Hours;

use super::course::{Decision, ReferenceTask, SchoolTask};
use super::ids::SchoolTaskId;

/// A task as it stands after a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The task that it was; none for a new one.
    pub id: Option<SchoolTaskId>,
    /// 任务名称
    pub name: String,
    /// 任务描述
    pub description: String,
    /// 学时
    pub hours: Hours,
}

impl Planned {
    /// The reference as it stands, in the place of a task that was there.
    fn copy(reference: &ReferenceTask, id: Option<SchoolTaskId>) -> Self {
        Self {
            id,
            name: reference.name.clone(),
            description: reference.description.clone(),
            hours: reference.hours,
        }
    }

    fn same(task: &SchoolTask) -> Self {
        Self {
            id: Some(task.id),
            name: task.name.clone(),
            description: task.description.clone(),
            hours: task.hours,
        }
    }

    /// A task of which nothing but the hours is known.
    pub const fn blank(id: Option<SchoolTaskId>, hours: Hours) -> Self {
        Self {
            id,
            name: String::new(),
            description: String::new(),
            hours,
        }
    }
}

/// The tasks after a decision, from those that were there.
pub fn decided(reference: &ReferenceTask, tasks: &[SchoolTask], decision: Decision) -> Vec<Planned> {
    let first = tasks.first();
    let id = first.map(|task| task.id);
    match decision {
        Decision::Kept => vec![Planned::copy(reference, id)],
        Decision::Changed => {
            vec![first.map_or_else(|| Planned::copy(reference, None), Planned::same)]
        }
        Decision::Split => split(reference, tasks),
        Decision::Replaced if tasks.is_empty() || is_as_it_stands(reference, tasks) => {
            vec![Planned::blank(id, reference.hours)]
        }
        Decision::Replaced => tasks.iter().map(Planned::same).collect(),
    }
}

/// Whether the tasks are the reference and nothing else.
fn is_as_it_stands(reference: &ReferenceTask, tasks: &[SchoolTask]) -> bool {
    matches!(tasks, [task] if task.name == reference.name && task.hours == reference.hours
        && task.description == reference.description)
}

fn split(reference: &ReferenceTask, tasks: &[SchoolTask]) -> Vec<Planned> {
    match tasks {
        [] => halves(reference, None),
        [task] if is_as_it_stands(reference, tasks) => halves(reference, Some(task.id)),
        [task] => {
            let rest = Hours((reference.hours.0 - task.hours.0).max(0));
            vec![Planned::same(task), Planned::blank(None, rest)]
        }
        several => several.iter().map(Planned::same).collect(),
    }
}

/// Two tasks that share the hours of the reference; whole hours where it has whole ones.
fn halves(reference: &ReferenceTask, id: Option<SchoolTaskId>) -> Vec<Planned> {
    let scale = if reference.hours.0 % Hours::SCALE == 0 {
        Hours::SCALE
    } else {
        1
    };
    let half = Hours(reference.hours.0 / scale / 2 * scale);
    let part = |number: u8, id, hours| Planned {
        name: format!("{}（{number}）", reference.name),
        hours,
        ..Planned::copy(reference, id)
    };
    vec![part(1, id, half), part(2, None, reference.hours - half)]
}

/// How many tasks of the school a decision does away with or writes over; a page asks before it does.
pub fn lost(reference: &ReferenceTask, tasks: &[SchoolTask], decision: Decision) -> usize {
    let after = decided(reference, tasks, decision);
    let is_same = |task: &SchoolTask| after.contains(&Planned::same(task));
    let changed = tasks.iter().filter(|task| !is_same(task));
    // What still says what the standard says is no loss.
    changed
        .filter(|task| !is_as_it_stands(reference, std::slice::from_ref(task)))
        .count()
}
