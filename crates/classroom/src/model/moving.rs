//! Moving a running class to a newer version of its task: steps keep their identity, nothing handed in is lost, and
//! what counts changes after the first rating only with a reason.

use std::collections::{BTreeMap, BTreeSet};

use design::model::impact::{Impact, Running, impact};
use design::model::{ItemId, LearningTask, StepId};
use kernel::{Error, RawId, Result, Text};

use super::fields::{Fields, Slot};
use super::work::{Stage, StepWork};
use super::{WorkPlace, refused};

/// A run's work, as far as a move concerns it.
#[derive(Clone, Copy, Debug)]
pub struct Work<'a> {
    /// Every state.
    pub states: &'a BTreeMap<WorkPlace, StepWork>,
    /// Every owner's fields at a step.
    pub fields: &'a BTreeMap<WorkPlace, Fields>,
    /// The items that somebody has rated.
    pub rated: &'a BTreeSet<ItemId>,
}

/// What a move does. No state and no field is written by it: they point at identities, and stand after it as before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What the class would notice.
    pub impact: Impact,
    /// Steps of both versions; their work goes on.
    pub carried: Vec<StepId>,
    /// Steps that are gone but have work: it stays readable with the old version.
    pub retired: Vec<StepId>,
    /// Steps that begin with the new version.
    pub fresh: Vec<StepId>,
}

/// Shows what a move would do.
///
/// # Errors
/// A conflict when the versions are not of one task.
pub fn preview(old: &LearningTask, new: &LearningTask, work: Work) -> Result<Move> {
    if old.id != new.id {
        return Err(refused("classroom-move-other-task"));
    }
    let steps = |task: &LearningTask| task.steps().map(|(_, _, step)| step.id).collect::<Vec<_>>();
    let (before, after) = (steps(old), steps(new));
    let begun = begun(work);
    let (carried, fresh) = after.into_iter().partition(|step| before.contains(step));
    let gone = before.into_iter().filter(|step| new.number_of(*step).is_none());
    Ok(Move {
        impact: impact(old, new, &running(work)),
        carried,
        retired: gone.filter(|step| begun.contains(step)).collect(),
        fresh,
    })
}

/// Agrees to a move that was shown.
///
/// # Errors
/// [`Error::Invalid`] at `reason` when marks or weights change after the first rating and none is given.
pub fn agree(shown: &Move, reason: &str) -> Result<()> {
    let count = shown.impact.reweighted.len();
    let needed = |_| {
        Error::field(
            "reason",
            Text::new("classroom-move-needs-reason").with("count", count),
        )
    };
    shown.impact.accept(reason).map_err(needed)
}

fn begun(work: Work) -> BTreeSet<StepId> {
    let states = work.states.iter().filter(|(_, state)| state.stage != Stage::Idle);
    states.map(|((_, step), _)| *step).collect()
}

/// Counts owners, not cells: a table of ten cells is one work.
fn running(work: Work) -> Running {
    let mut count: BTreeMap<RawId, usize> = BTreeMap::new();
    for fields in work.fields.values() {
        let full =
            |(slot, entry): (&Slot, &super::fields::Entry)| (!entry.value.is_blank()).then_some(slot.node);
        for node in fields.iter().filter_map(full).collect::<BTreeSet<_>>() {
            *count.entry(node).or_default() += 1;
        }
    }
    Running {
        work: count,
        rated: work.rated.clone(),
    }
}
