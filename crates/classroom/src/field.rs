//! How one field of work is read and written: one row by its full key, so that two students never wait for each other.

use db::{Bind as _, Tx, params};
use design::model::StepId;
use kernel::{Ctx, Error, PersonId, RawId, Result};

use crate::model::Owner;
use crate::model::fields::{Entry, Slot, Value};
use crate::queries::RunHead;
use crate::queries::work::Kept;
use crate::store::work::{self as store, FieldRow};

/// The key of a field within a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldKey {
    pub(crate) owner: Owner,
    pub(crate) step: StepId,
    pub(crate) slot: Slot,
}

/// Row and column as they are stored.
fn cell(slot: Slot) -> Result<(i64, i64)> {
    let number = |place: usize| i64::try_from(place).map_err(Error::internal);
    match slot.cell {
        None => Ok((-1, -1)),
        Some((row, column)) => Ok((number(row)?, number(column)?)),
    }
}

/// Reads a field; `None` while nobody wrote it.
///
/// # Errors
/// The engine's.
pub(crate) fn get(tx: &mut Tx<'_>, run: &RunHead, key: &FieldKey) -> Result<Option<Kept>> {
    of_owner(tx, run, (key.owner.raw(), key.step), key.slot)
}

/// Reads a field of whoever owns it.
///
/// # Errors
/// The engine's.
pub(crate) fn of_owner(
    tx: &mut Tx<'_>,
    run: &RunHead,
    (owner, step): (RawId, StepId),
    slot: Slot,
) -> Result<Option<Kept>> {
    let (row, column) = cell(slot)?;
    let at = params![run.school, run.id, owner, step, slot.node, row, column];
    tx.opt::<FieldRow>(store::FIELD, at)?.map(Kept::of).transpose()
}

/// Writes a field for the first time; answers whether nobody was first.
///
/// # Errors
/// The engine's.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    key: &FieldKey,
    new: (&Entry, PersonId),
) -> Result<bool> {
    Ok(write(tx, ctx, run, (store::ADD_FIELD, key), new)? == 1)
}

/// Writes many fields for the first time, without keys of forms; who was first somewhere stays.
///
/// # Errors
/// The engine's.
pub(crate) fn add_all(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    new: &[(FieldKey, Value)],
    by: PersonId,
) -> Result<()> {
    let places = new
        .iter()
        .map(|(key, value)| Ok((key, key.owner.raw(), cell(key.slot)?, value, value.stored()?)));
    let places = places.collect::<Result<Vec<_>>>()?;
    let rows: Vec<_> = places
        .iter()
        .map(|(key, owner, (row, column), value, stored)| {
            [
                run.school.bind(),
                run.id.bind(),
                owner.bind(),
                key.step.bind(),
                key.slot.node.bind(),
                row.bind(),
                column.bind(),
                db::Value::Text(value.code()),
                stored.bind(),
                db::Value::Int(1),
                db::Value::Text(""),
                by.bind(),
                ctx.now.bind(),
            ]
        })
        .collect();
    tx.run_all(store::ADD_FIELD, &rows)?;
    Ok(())
}

/// Writes what a field now holds.
///
/// # Errors
/// The engine's.
pub(crate) fn change(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    key: &FieldKey,
    new: (&Entry, PersonId),
) -> Result<()> {
    write(tx, ctx, run, (store::CHANGE_FIELD, key), new).map(drop)
}

fn write(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    (sql, key): (&str, &FieldKey),
    (entry, by): (&Entry, PersonId),
) -> Result<u64> {
    let (row, column) = cell(key.slot)?;
    let ops: Vec<String> = entry.ops.iter().map(ToString::to_string).collect();
    Ok(tx.run(
        sql,
        params![
            run.school,
            run.id,
            key.owner.raw(),
            key.step,
            key.slot.node,
            row,
            column,
            entry.value.code(),
            entry.value.stored()?,
            entry.version,
            ops.join(" "),
            by,
            ctx.now
        ],
    )?)
}
