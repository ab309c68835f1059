//! The teacher opens and closes phases, gives a group the word at a gate, sets the day and the timer of a phase.

use authz::Grant;
use db::{Tx, params};
use design::model::{Phase, PhaseId};
use kernel::{Ctx, Day, Error, Instant, PersonId, Result, Text};
use serde_json::json;

use crate::change::changed;
use crate::model::GroupId;
use crate::model::phase::{Door, PhaseState};
use crate::policy::LeadRun;
use crate::queries::{self, RunHead};
use crate::store::{self, PhaseRow, lead as sql};

/// By when the steps of a phase are to be handed in, and when its timer on the board ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Until {
    /// The last day.
    pub due: Option<Day>,
    /// The end of the timer.
    pub timer: Option<Instant>,
}

/// What becomes of the timer on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// It runs on.
    Stays,
    /// It is taken away.
    Off,
    /// It ends then.
    Ends(Instant),
}

/// What the teacher does with the door of a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It opens, or opens again.
    Open,
    /// It closes.
    Close,
    /// It stays as it is; its day or timer changes.
    Keep,
}

/// Counts a change of how a run is arranged, made on its revision `seen`.
///
/// # Errors
/// A conflict when it was arranged anew since, or ended.
pub(super) fn arrange(tx: &mut Tx<'_>, run: &RunHead, seen: i64) -> Result<()> {
    match tx.run(sql::ARRANGE, params![run.school, run.id, seen])? {
        0 => Err(Error::Conflict(Text::new("classroom-arranged-meanwhile"))),
        _ => Ok(()),
    }
}

/// Opens or closes a phase, or sets its day and timer.
///
/// # Errors
/// `NotFound` for a phase of another task; a conflict when the door already stands so, or the run has ended; `Invalid` at `due` for a
/// day before the run begins.
pub fn set_phase(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadRun>,
    (id, turn): (PhaseId, Turn),
    (due, timer): (Option<Day>, Timer),
) -> Result<()> {
    let run = goes_on(grant)?;
    let task = queries::task(tx, run)?;
    let phase = task.phase(id).ok_or(Error::NotFound)?;
    if due.is_some_and(|due| due < run.first) {
        let text = Text::new("classroom-phase-due-early").with("first", run.first);
        return Err(Error::field("due", text));
    }
    let (mut state, before) = state(tx, run, id)?;
    match turn {
        Turn::Open => state.open()?,
        Turn::Close => state.close()?,
        Turn::Keep => {}
    }
    let timer = match timer {
        Timer::Stays => before.timer,
        Timer::Off => None,
        Timer::Ends(at) => Some(at),
    };
    let until = Until { due, timer };
    let opened = (turn == Turn::Open).then_some(ctx.now);
    let closed = (state.door == Door::Closed).then_some(ctx.now);
    // A closed phase has nothing to wait for.
    let timer = until.timer.filter(|_| state.door == Door::Open);
    tx.run(
        store::SET_PHASE,
        params![
            run.school,
            run.id,
            id,
            state.door.code(),
            due,
            timer,
            opened,
            closed
        ],
    )?;
    changed(tx, ctx, run, None)?;
    told(tx, ctx, run, (phase, turn), (before, until))
}

fn told(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    (phase, turn): (&Phase, Turn),
    (before, until): (Until, Until),
) -> Result<()> {
    let verb = match turn {
        Turn::Open => "classroom.open-phase",
        Turn::Close => "classroom.close-phase",
        Turn::Keep => "classroom.set-phase",
    };
    let state = |until: Until| json!({ "phase": phase.name, "due": until.due.map(|due| due.to_string()), "timer": until.timer });
    let entry = ledger::Entry::new(verb, "class-run", run.id.raw())
        .before(&state(before))
        .after(&state(until));
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}

/// A phase of a run as it stands, with its day and timer.
fn state(tx: &mut Tx<'_>, run: &RunHead, id: PhaseId) -> Result<(PhaseState, Until)> {
    let rows: Vec<PhaseRow> = tx.all(store::PHASES, params![run.school, run.id])?;
    let (mut phases, dates) = queries::phases_of(&rows)?;
    let (due, timer) = dates.get(&id).copied().unwrap_or_default();
    Ok((phases.remove(&id).unwrap_or_default(), Until { due, timer }))
}

/// Gives a group the teacher's word at the gate of a phase.
///
/// # Errors
/// `NotFound` for a phase or group of another run; a conflict when there is no gate, or the group has the word.
pub fn release_gate(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadRun>,
    id: PhaseId,
    group: GroupId,
) -> Result<()> {
    let run = goes_on(grant)?;
    let task = queries::task(tx, run)?;
    let phase = task.phase(id).ok_or(Error::NotFound)?;
    let seats = queries::seats(tx, run)?;
    let name = seats.iter().find(|seat| seat.group == group);
    let name = &name.ok_or(Error::NotFound)?.group_name;
    let (mut state, _) = state(tx, run, id)?;
    state.release(phase, group)?;
    tx.run(
        store::ADD_GATE,
        params![run.school, run.id, id, group, acting(ctx, run), ctx.now],
    )?;
    changed(tx, ctx, run, None)?;
    let entry = ledger::Entry::new("classroom.release-gate", "class-run", run.id.raw())
        .after(&json!({ "phase": phase.name, "group": name }));
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}

/// Who acts: the person, or for the made-up nation the run's teacher.
pub(super) fn acting(ctx: &Ctx, run: &RunHead) -> PersonId {
    ctx.actor.person().unwrap_or(run.teacher)
}

/// The run, while it goes on.
pub(super) fn goes_on(grant: &Grant<LeadRun>) -> Result<&RunHead> {
    let run = grant.target();
    if run.ended_at.is_some() {
        return Err(Error::Conflict(Text::new("classroom-run-ended")));
    }
    Ok(run)
}
