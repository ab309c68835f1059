//! Moves a running class to another version of its task: shown first, then agreed to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use authz::Grant;
use db::{Tx, params};
use design::model::difference::{Difference, difference};
use design::model::{LearningTask, PhaseId};
use kernel::{Ctx, Error, Id, PersonId, RawId, Result, Text};
use serde_json::json;

use super::open_run::{write_duties, write_roles};
use super::phase::{acting, goes_on};
use crate::change::changed;
use crate::model::fields::{Entry, Fields, Slot, Value};
use crate::model::moving::{self, Move, Work, agree};
use crate::model::roles::{self, Role, RolePlan};
use crate::model::{Owner, WorkPlace};
use crate::policy::LeadRun;
use crate::queries::{self, RunHead, SeatRow, lead};
use crate::store::lead::{self as sql, FullRow};

/// A move as it is shown before it is agreed to.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The version that the class works on.
    pub old: Arc<LearningTask>,
    /// The version that it would work on.
    pub new: Arc<LearningTask>,
    /// What differs between them.
    pub difference: Difference,
    /// What the class would notice.
    pub moved: Move,
}

/// Shows what a move to another version would do.
///
/// # Errors
/// `NotFound` for a version of another school; a conflict for a version of another task.
pub fn preview_move(tx: &mut Tx<'_>, run: &RunHead, to: RawId) -> Result<Shown> {
    let old = queries::task(tx, run)?;
    let new = design::queries::frozen(tx, run.school, to)?;
    let state = queries::state(tx, run)?;
    let seats = queries::seats(tx, run)?;
    let fields = full_fields(tx, run, &seats)?;
    let rated = queries::rated(tx, run)?;
    let work = Work {
        states: &state.works,
        fields: &fields,
        rated: &rated,
    };
    Ok(Shown {
        moved: moving::preview(&old, &new, work)?,
        difference: difference(&old, &new),
        old,
        new,
    })
}

/// The fields of all work that hold something: what it is, a move does not ask.
fn full_fields(tx: &mut Tx<'_>, run: &RunHead, seats: &[SeatRow]) -> Result<BTreeMap<WorkPlace, Fields>> {
    let rows: Vec<FullRow> = tx.all(sql::FULL_FIELDS, params![run.school, run.id])?;
    let mut fields: BTreeMap<WorkPlace, Fields> = BTreeMap::new();
    for row in rows {
        let is_group = seats.iter().any(|seat| seat.group.raw() == row.owner);
        let owner = if is_group {
            Owner::Group(Id::of(row.owner))
        } else {
            Owner::Student(Id::of(row.owner))
        };
        let place = |number: i64| usize::try_from(number).ok();
        let slot = Slot {
            node: row.node,
            cell: place(row.row).zip(place(row.column)),
        };
        let entry = Entry {
            version: 1,
            value: Value::Text("1".to_owned()),
            ops: Vec::new(),
        };
        fields.entry((owner, row.step)).or_default().insert(slot, entry);
    }
    Ok(fields)
}

/// Moves the class from the version that was shown to another. No work is written: it points at steps, questions and outcomes,
/// which keep their identity.
///
/// # Errors
/// As [`preview_move`]; a conflict when the class was moved meanwhile, is there already or has ended; `Invalid` at `reason` where marks
/// or weights change after the first rating.
pub fn move_run(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadRun>,
    (from, to): (RawId, RawId),
    reason: &str,
) -> Result<()> {
    let run = goes_on(grant)?;
    if run.version != from {
        return Err(Error::Conflict(Text::new("classroom-move-meanwhile")));
    }
    if from == to {
        return Err(Error::Conflict(Text::new("classroom-move-same")));
    }
    let shown = preview_move(tx, run, to)?;
    agree(&shown.moved, reason)?;
    let moved = tx.run(
        sql::SET_VERSION,
        params![run.school, run.id, from, to, &shown.new.name],
    )?;
    if moved == 0 {
        return Err(Error::Conflict(Text::new("classroom-move-meanwhile")));
    }
    let by = acting(ctx, run);
    tx.run(
        sql::ADD_RUN_MOVE,
        params![
            run.school,
            ctx.raw_id(),
            run.id,
            from,
            to,
            reason.trim(),
            by,
            ctx.now
        ],
    )?;
    fill_roles(tx, run, &shown.new)?;
    drop_duties(tx, run, &shown.new)?;
    changed(tx, ctx, run, None)?;
    let version = |id: RawId| json!({ "version": Id::<()>::of(id) });
    let entry = ledger::Entry::new("classroom.move-run", "class-run", run.id.raw())
        .before(&version(from))
        .after(&version(to))
        .reason(reason.trim());
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}

/// Phases that begin with the new version get their roles, as they follow from the first phase that has any.
fn fill_roles(tx: &mut Tx<'_>, run: &RunHead, new: &LearningTask) -> Result<()> {
    let known = lead::plan(tx, run)?;
    let with_roles: BTreeSet<PhaseId> = known.keys().map(|(phase, _)| *phase).collect();
    let phases: Vec<PhaseId> = new.phases.iter().map(|phase| phase.id).collect();
    let Some(first) = phases.iter().find(|phase| with_roles.contains(phase)) else {
        return Ok(());
    };
    let rotation = lead::terms(tx, run)?.rotation;
    let seats = queries::seats(tx, run)?;
    let mut plan = RolePlan::new();
    for (group, _) in lead::groups(&seats) {
        let held = |seat: &SeatRow| -> (PersonId, BTreeSet<Role>) {
            let roles = known.get(&(*first, seat.student)).cloned();
            (seat.student, roles.unwrap_or_default())
        };
        let members: Vec<_> = queries::group_of(&seats, group).map(held).collect();
        plan.extend(roles::deal(&members, &phases, rotation));
    }
    plan.retain(|(phase, _), _| !with_roles.contains(phase));
    write_roles(tx, run, &plan)
}

/// Duties of steps that are gone, or that differ by role no more, end.
fn drop_duties(tx: &mut Tx<'_>, run: &RunHead, new: &LearningTask) -> Result<()> {
    let mut duties = lead::duties(tx, run)?;
    let before = duties.0.len();
    let differ: BTreeSet<_> = new
        .steps()
        .filter(|(_, _, step)| step.differs_by_role)
        .map(|(_, _, step)| step.id)
        .collect();
    duties.0.retain(|step, _| differ.contains(step));
    if duties.0.len() < before {
        tx.run(sql::DROP_DUTIES, params![run.school, run.id])?;
        write_duties(tx, run, &duties)?;
    }
    Ok(())
}
