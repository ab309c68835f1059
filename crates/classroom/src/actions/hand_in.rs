//! A student hands in a step for themselves, or a group's member for all of it.

use authz::Grant;
use db::Tx;
use design::model::StepId;
use kernel::{Ctx, Result};
use serde_json::json;

use super::save_field::{place, room};
use crate::keep::{self, Act};
use crate::model::mine::Member;
use crate::model::work::{Room, StepWork};
use crate::model::{Owner, WorkPlace};
use crate::policy::{Bench, WorkInRun};
use crate::queries;

/// Hands in.
///
/// # Errors
/// `NotFound` for a step that the task has not; `Invalid` at the fields that are missing; 403 where the step is another role's; a
/// conflict when the run has ended, the phase is not open to the group, nothing was saved, or it was handed in before.
pub fn hand_in(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<WorkInRun>, step: StepId) -> Result<()> {
    let bench = grant.target();
    let task = queries::task(tx, &bench.run)?;
    let (phase, step) = place(&task, step)?;
    let state = room(tx, bench, (phase, step))?;
    let at = own_place(bench, step);
    let (mut work, _) = keep::work(tx, &bench.run, at)?;
    let kept = queries::work::fields(tx, bench, step.id)?;
    let member = Member {
        student: bench.seat.student,
        group: bench.seat.group,
    };
    let fields = queries::work::own(step, member, &kept);
    let before = work.clone();
    let room = Room {
        phase,
        state: &state,
        group: bench.seat.group,
    };
    work.hand_in(room, step, &fields)?;
    moved(tx, ctx, bench, at, (Act::HandIn, &before, &work))
}

/// Where the work of a student at a step stands.
pub(super) fn own_place(bench: &Bench, step: &design::model::Step) -> WorkPlace {
    (Owner::of(step, bench.seat.student, bench.seat.group), step.id)
}

/// Writes what the work came to, with its move and its audit line.
pub(super) fn moved(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    bench: &Bench,
    place: WorkPlace,
    (act, before, after): (Act, &StepWork, &StepWork),
) -> Result<()> {
    let (run, student) = (&bench.run, bench.seat.student);
    keep::note(tx, ctx, run, place, (act, ""), student)?;
    keep::save(tx, ctx, run, place, after, student)?;
    let verb = match act {
        Act::HandIn => "classroom.hand-in",
        _ => "classroom.take-back",
    };
    let state = |work: &StepWork| json!({ "run": run.id, "step": place.1, "stage": work.stage.code() });
    let entry = ledger::Entry::new(verb, "step-work", place.0.raw())
        .before(&state(before))
        .after(&state(after));
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}
