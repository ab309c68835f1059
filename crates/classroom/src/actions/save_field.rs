//! A student saves one field of a step. It reads and writes by full keys and changes no row that another student's save
//! changes; a repeated save is harmless, one made on an older version is answered with the newer value.

use authz::Grant;
use db::{Tx, params};
use design::model::{Outcome, Phase, Step, StepId, Verdict};
use kernel::vault::Vault;
use kernel::{Ctx, Error, Instant, PersonId, Result, Text};
use serde_json::json;

use crate::change::changed;
use crate::field::{self, FieldKey};
use crate::keep;
use crate::model::fields::{self, Entry, Given, Merge, Save, Slot, Value};
use crate::model::phase::PhaseState;
use crate::model::roles::Part;
use crate::model::work::{Room, StepWork};
use crate::model::{OpId, Owner};
use crate::policy::{Bench, WorkInRun};
use crate::queries::{self, work::Kept};
use crate::store::work as store;

/// What a student's device sends.
#[derive(Clone, Debug)]
pub struct NewValue {
    /// The step.
    pub step: StepId,
    /// The field.
    pub slot: Slot,
    /// What was given.
    pub given: Given,
    /// Names this save.
    pub op: OpId,
    /// The version that the device had seen; 0 when the field was empty.
    pub seen: u32,
    /// Earlier saves of this field of which the device heard nothing.
    pub before: Vec<OpId>,
}

/// What a save came to.
#[derive(Clone, Debug)]
pub enum Saved {
    /// The field holds what was given.
    Kept {
        /// Its version now.
        version: u32,
        /// What a reading says about its size.
        verdict: Option<Verdict>,
        /// The work began (again) with it.
        begun: bool,
    },
    /// Somebody saved it since that version: nothing was changed.
    Older(Newer),
}

/// What stands in a field instead.
#[derive(Clone, Debug)]
pub struct Newer {
    /// The value.
    pub value: Value,
    /// Its version.
    pub version: u32,
    /// Who saved it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// Saves a field.
///
/// # Errors
/// `NotFound` for a step or field that the task has not; `Invalid` at the field for a value that doesn't fit; 403 where the step is
/// another role's; a conflict when the run has ended, the phase is not open to the group, or the work is handed in.
pub fn save_field(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<WorkInRun>,
    new: &NewValue,
) -> Result<Saved> {
    let bench = grant.target();
    let task = queries::task(tx, &bench.run)?;
    let (phase, step) = place(&task, new.step)?;
    let value = fields::read(step, new.slot, new.given.clone())?;
    let state = room(tx, bench, (phase, step))?;
    let save = Save {
        op: new.op,
        seen: new.seen,
        before: new.before.clone(),
        value,
    };
    let (before, entry) = match write(tx, ctx, bench, (step, new.slot), |entry| {
        fields::merge(entry, save.clone())
    })? {
        Written::Entry(before, entry) => (before, entry),
        Written::Same(entry) => return Ok(kept(step, new.slot, (&entry, false))),
        Written::Older(newer) => return Ok(Saved::Older(newer)),
    };
    let begun = begin(tx, ctx, bench, (phase, step), &state)?;
    told(
        tx,
        ctx,
        (vault, bench),
        (step, new.slot),
        (before.as_ref(), &entry),
    )?;
    Ok(kept(step, new.slot, (&entry, begun)))
}

fn kept(step: &Step, slot: Slot, (entry, begun): (&Entry, bool)) -> Saved {
    let is_it = |outcome: &&Outcome| outcome.id.raw() == slot.node;
    let outcome = step.outcomes.iter().find(is_it);
    Saved::Kept {
        version: entry.version,
        verdict: outcome.and_then(|outcome| fields::verdict(outcome, &entry.value)),
        begun,
    }
}

/// The phase and the step of an id.
pub(super) fn place(task: &design::model::LearningTask, id: StepId) -> Result<(&Phase, &Step)> {
    let found = task.steps().find(|(_, _, step)| step.id == id);
    found.map(|(_, phase, step)| (phase, step)).ok_or(Error::NotFound)
}

/// The phase as it stands for somebody who does the step.
pub(super) fn room(tx: &mut Tx<'_>, bench: &Bench, at: (&Phase, &Step)) -> Result<PhaseState> {
    if bench.run.ended_at.is_some() {
        return Err(Error::Conflict(Text::new("classroom-work-run-ended")));
    }
    match queries::work::room(tx, bench, at)? {
        (state, Part::Does) => Ok(state),
        (_, Part::Sees) => Err(Error::Denied(Text::new("classroom-work-other-role"))),
    }
}

/// What came of writing a field.
pub(super) enum Written {
    /// It holds this now; what stood there before.
    Entry(Option<Entry>, Entry),
    /// It held this already.
    Same(Entry),
    /// It holds something newer.
    Older(Newer),
}

/// Writes a field as `merge` makes it of what stands there. The first write of a field is tried before anything is read:
/// see [`store::ADD_FIELD`].
pub(super) fn write(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    bench: &Bench,
    (step, slot): (&Step, Slot),
    merge: impl Fn(Option<&Entry>) -> Result<Merge>,
) -> Result<Written> {
    let (run, student) = (&bench.run, bench.seat.student);
    let key = FieldKey {
        owner: Owner::of_field(step, slot.node, student, bench.seat.group),
        step: step.id,
        slot,
    };
    if let Merge::Changed(first) = merge(None)?
        && field::add(tx, ctx, run, &key, (&first, student))?
    {
        not_accepted(tx, bench, step, key.owner)?;
        return Ok(Written::Entry(None, first));
    }
    let Kept { entry, by, at, .. } = field::get(tx, run, &key)?.ok_or(Error::NotFound)?;
    match merge(Some(&entry)) {
        Ok(Merge::Changed(next)) if next.value != entry.value => {
            not_accepted(tx, bench, step, key.owner)?;
            field::change(tx, ctx, run, &key, (&next, student))?;
            Ok(Written::Entry(Some(entry), next))
        }
        Ok(Merge::Changed(_) | Merge::Same) => Ok(Written::Same(entry)),
        Err(Error::Conflict(_)) => Ok(Written::Older(Newer {
            value: entry.value,
            version: entry.version,
            by,
            at,
        })),
        Err(other) => Err(other),
    }
}

/// What is the group's at a step that each member hands in stays as it is once the teacher has accepted it with one of them.
fn not_accepted(tx: &mut Tx<'_>, bench: &Bench, step: &Step, owner: Owner) -> Result<()> {
    let (run, seat) = (&bench.run, &bench.seat);
    if owner == Owner::of(step, seat.student, seat.group) {
        return Ok(());
    }
    let at = params![run.school, run.id, step.id, seat.group];
    match tx.opt::<(i64,)>(store::ACCEPTED_IN_GROUP, at)? {
        Some(_) => Err(Error::Conflict(Text::new("classroom-work-group-accepted"))),
        None => Ok(()),
    }
}

/// Begins the work of a step with its first save, and answers whether it did; from then on the row is only read.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    bench: &Bench,
    (phase, step): (&Phase, &Step),
    state: &PhaseState,
) -> Result<bool> {
    let (run, seat) = (&bench.run, &bench.seat);
    let place = (Owner::of(step, seat.student, seat.group), step.id);
    let room = Room {
        phase,
        state,
        group: seat.group,
    };
    let mut work = StepWork::default();
    work.save(room)?;
    let begun = tx.run(
        store::BEGIN_WORK,
        params![
            run.school,
            run.id,
            place.0.raw(),
            step.id,
            place.0.code(),
            work.stage.code(),
            seat.student,
            ctx.now
        ],
    )?;
    if begun == 1 {
        changed(tx, ctx, run, Some(place))?;
        return Ok(true);
    }
    let (mut work, _) = keep::work(tx, run, place)?;
    let before = work.clone();
    work.save(room)?;
    if work == before {
        return Ok(false);
    }
    keep::save(tx, ctx, run, place, &work, seat.student)?;
    Ok(true)
}

/// Tells the audit what was saved; the words themselves are sealed under the student's key.
pub(super) fn told(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (vault, bench): (&Vault, &Bench),
    (step, slot): (&Step, Slot),
    (before, after): (Option<&Entry>, &Entry),
) -> Result<()> {
    let (run, student) = (&bench.run, bench.seat.student);
    let state =
        |version: u32| json!({ "run": run.id, "step": step.id, "field": slot.field(), "version": version });
    let entry =
        ledger::Entry::new("classroom.save-field", "work-field", slot.node).after(&state(after.version));
    let entry = match before {
        Some(old) => {
            entry
                .before(&state(old.version))
                .personal(vault, student, "value.before", &old.value.stored()?)
        }
        None => entry,
    };
    let entry = entry.personal(vault, student, "value.after", &after.value.stored()?);
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}
