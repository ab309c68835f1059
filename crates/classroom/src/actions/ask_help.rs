//! A student asks the teacher to come, or says that it is no longer needed.

use authz::Grant;
use db::Tx;
use design::model::StepId;
use kernel::{Ctx, Result};
use serde_json::json;

use super::hand_in::own_place;
use super::save_field::{place, room};
use crate::keep;
use crate::model::work::{Help, Room};
use crate::policy::WorkInRun;
use crate::queries;

/// Asks for help, or takes the question back; doing either twice is harmless.
///
/// # Errors
/// As for handing in. A gate is no hindrance: one may ask at it.
pub fn ask_help(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<WorkInRun>,
    step: StepId,
    wanted: Help,
) -> Result<()> {
    let bench = grant.target();
    let task = queries::task(tx, &bench.run)?;
    let (phase, step) = place(&task, step)?;
    let state = room(tx, bench, (phase, step))?;
    let at = own_place(bench, step);
    let (mut work, _) = keep::work(tx, &bench.run, at)?;
    let before = work.help;
    match wanted {
        Help::Asked => work.ask_help(Room {
            phase,
            state: &state,
            group: bench.seat.group,
        })?,
        Help::None => work.settle_help(),
    }
    if work.help == before {
        return Ok(());
    }
    let run = &bench.run;
    keep::save(tx, ctx, run, at, &work, bench.seat.student)?;
    let state = |help: Help| json!({ "run": run.id, "step": step.id, "help": help == Help::Asked });
    let entry = ledger::Entry::new("classroom.ask-help", "step-work", at.0.raw())
        .before(&state(before))
        .after(&state(work.help));
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}
