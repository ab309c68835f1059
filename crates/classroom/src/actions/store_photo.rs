//! A student adds a photo or a file to an outcome, or takes one out. The bytes were put before this write; their row is
//! written here. What is taken out of a field stays stored: it was handed to the school, and the audit names it.

use authz::Grant;
use db::Tx;
use files::{FileMark, Upload};
use kernel::vault::Vault;
use kernel::{Ctx, Error, Id, Result};

use super::save_field::{Written, begin, place, room, told, write};
use crate::model::OpId;
use crate::model::fields::{self, Attached, Entry, Given, Merge, Slot, Value};
use crate::policy::WorkInRun;
use crate::queries;

/// A photo or file for an outcome.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The step.
    pub step: design::model::StepId,
    /// The outcome's field.
    pub slot: Slot,
    /// What was put.
    pub upload: Upload,
    /// As it was called on the device.
    pub name: String,
    /// Names this sending.
    pub op: OpId,
}

/// Adds a file to what stands there, whoever put the others; the same content twice is one. Answers it as it stands there.
///
/// # Errors
/// As for a save; `Invalid` at the field when it holds as many as it may.
pub fn store_photo(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<WorkInRun>,
    new: &NewFile,
) -> Result<Attached> {
    let bench = grant.target();
    let task = queries::task(tx, &bench.run)?;
    let (phase, step) = place(&task, new.step)?;
    let state = room(tx, bench, (phase, step))?;
    let added = Attached {
        file: ctx.id(),
        hash: new.upload.hash().to_string(),
        name: files::named(&new.name, new.upload.kind()),
    };
    let merge = |entry: Option<&Entry>| {
        let known = |file: &Attached| file.hash == added.hash;
        if entry.is_some_and(|entry| entry.ops.contains(&new.op) || held(entry).iter().any(known)) {
            return Ok(Merge::Same);
        }
        let mut all = entry.map(held).unwrap_or_default();
        all.push(added.clone());
        changed(entry, fields::read(step, new.slot, Given::Files(all))?, new.op)
    };
    match write(tx, ctx, bench, (step, new.slot), merge)? {
        Written::Entry(before, entry) => {
            files::note_as(tx, ctx, (bench.run.school, added.file), &new.upload, &added.name)?;
            begin(tx, ctx, bench, (phase, step), &state)?;
            told(
                tx,
                ctx,
                (vault, bench),
                (step, new.slot),
                (before.as_ref(), &entry),
            )?;
            Ok(added)
        }
        // It came through before, and only its answer was lost.
        Written::Same(entry) => {
            let mut files = held(&entry).into_iter();
            files.find(|file| file.hash == added.hash).ok_or(Error::NotFound)
        }
        Written::Older(_) => Err(Error::Busy),
    }
}

/// Takes a file out of a field.
///
/// # Errors
/// As for a save; `NotFound` for one that is not there.
pub fn drop_photo(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<WorkInRun>,
    (step, slot, file): (design::model::StepId, Slot, Id<FileMark>),
) -> Result<()> {
    let bench = grant.target();
    let task = queries::task(tx, &bench.run)?;
    let (phase, step) = place(&task, step)?;
    let state = room(tx, bench, (phase, step))?;
    let merge = |entry: Option<&Entry>| {
        let Some(entry) = entry else {
            return Ok(Merge::Same);
        };
        let mut rest = held(entry);
        let count = rest.len();
        rest.retain(|held| held.file != file);
        if rest.len() == count {
            return Err(Error::NotFound);
        }
        changed(Some(entry), Value::Files(rest), ctx.id())
    };
    if let Written::Entry(before, entry) = write(tx, ctx, bench, (step, slot), merge)? {
        begin(tx, ctx, bench, (phase, step), &state)?;
        told(tx, ctx, (vault, bench), (step, slot), (before.as_ref(), &entry))?;
    }
    Ok(())
}

fn held(entry: &Entry) -> Vec<Attached> {
    match &entry.value {
        Value::Files(files) => files.clone(),
        Value::Text(_) | Value::Measured(_) => Vec::new(),
    }
}

/// A change of what stands there now, which cannot be older than it.
fn changed(entry: Option<&Entry>, value: Value, op: OpId) -> Result<Merge> {
    let save = fields::Save {
        op,
        seen: entry.map_or(0, |entry| entry.version),
        before: Vec::new(),
        value,
    };
    fields::merge(entry, save)
}
