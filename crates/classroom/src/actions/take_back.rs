//! A student takes back what waits for the teacher.

use authz::Grant;
use db::Tx;
use design::model::StepId;
use kernel::{Ctx, Result};

use super::hand_in::{moved, own_place};
use super::save_field::{place, room};
use crate::keep::{self, Act};
use crate::model::work::Room;
use crate::policy::WorkInRun;
use crate::queries;

/// Takes back.
///
/// # Errors
/// As for handing in; a conflict when the work isn't waiting for the teacher.
pub fn take_back(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<WorkInRun>, step: StepId) -> Result<()> {
    let bench = grant.target();
    let task = queries::task(tx, &bench.run)?;
    let (phase, step) = place(&task, step)?;
    let state = room(tx, bench, (phase, step))?;
    let at = own_place(bench, step);
    let (mut work, _) = keep::work(tx, &bench.run, at)?;
    let before = work.clone();
    work.take_back(Room {
        phase,
        state: &state,
        group: bench.seat.group,
    })?;
    moved(tx, ctx, bench, at, (Act::TakeBack, &before, &work))
}
