//! The teacher notes what was observed of general abilities, 0 to 3.

use std::collections::{HashMap, HashSet};

use authz::Grant;
use classroom::queries::RunHead;
use db::{Tx, params};
use design::model::{Ability, AbilityId};
use kernel::{Ctx, Error, PersonId, RawId, Result, Text};
use serde_json::json;

use super::{CellAnswer, begin, log};
use crate::model::{Cell, Observed, Settled};
use crate::policy::{LeadSheet, Opened};
use crate::queries;
use crate::store::{self, CellRow};

/// A cell of the observation and what is wanted in it; no level empties it.
#[derive(Clone, Debug)]
pub struct LevelChange {
    /// The student.
    pub student: PersonId,
    /// The row of the plan.
    pub ability: AbilityId,
    /// The level.
    pub level: Option<Observed>,
    /// The version that the page showed.
    pub version: i64,
}

/// Saves observations; answers for each cell what became of it.
///
/// # Errors
/// A conflict where the sheet is not open any more; `NotFound` for the sheet of a course.
pub fn observe(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadSheet>,
    changes: &[LevelChange],
) -> Result<Vec<CellAnswer>> {
    let opened = grant.target();
    let run = opened.run.as_ref().ok_or(Error::NotFound)?;
    if let Some(sheet) = &opened.sheet {
        begin::takes_ratings(sheet)?;
    }
    let task = queries::plan_of(tx, opened)?.task;
    let seats = classroom::queries::seats(tx, run)?;
    let seated: HashSet<PersonId> = seats.into_iter().map(|seat| seat.student).collect();
    let rows: Vec<CellRow> = match &opened.sheet {
        Some(sheet) => tx.all(store::OBSERVATIONS, params![sheet.school, sheet.id])?,
        None => Vec::new(),
    };
    let cells: HashMap<(PersonId, RawId), CellRow> = rows
        .into_iter()
        .map(|row| ((row.student, row.item), row))
        .collect();
    let mut answers = Vec::with_capacity(changes.len());
    let mut written: Vec<Written<'_>> = Vec::new();
    for change in changes {
        let ability: Option<&Ability> = task.abilities.iter().find(|row| row.id == change.ability);
        let Some(ability) = ability.filter(|_| seated.contains(&change.student)) else {
            answers.push(CellAnswer::Refused(Text::new("assessment-cell-gone")));
            continue;
        };
        let row = cells.get(&(change.student, change.ability.raw()));
        let cell = row.map_or_else(Cell::default, |row| Cell {
            value: row.value,
            version: row.version,
        });
        let wanted = change.level.map(|level| i64::from(u8::from(level)));
        answers.push(match cell.settle(wanted, change.version) {
            Settled::Same => CellAnswer::Saved(cell.version),
            Settled::Stale => CellAnswer::Stale(cell.value, cell.version),
            Settled::Write(version) => {
                written.push((change.student, ability, cell.value, wanted));
                CellAnswer::Saved(version)
            }
        });
    }
    save(tx, ctx, (opened, run), &written)?;
    Ok(answers)
}

/// A student, the row of the plan, the level before and the one that is wanted.
type Written<'a> = (PersonId, &'a Ability, Option<i64>, Option<i64>);

fn save(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (opened, run): (&Opened, &RunHead),
    written: &[Written<'_>],
) -> Result<()> {
    if written.is_empty() {
        return Ok(());
    }
    let sheet = begin::open_for_ratings(tx, ctx, opened)?;
    for (student, ability, _, wanted) in written {
        tx.run(
            store::PUT_OBSERVATION,
            params![
                sheet.school,
                sheet.id,
                *student,
                ability.id,
                &ability.dimension,
                *wanted,
                log::who(ctx, run.teacher),
                ctx.now
            ],
        )?;
    }
    let told = |value: fn(&Written<'_>) -> Option<i64>| {
        let cells = written.iter().map(|cell| json!([cell.0, cell.1.id, value(cell)]));
        json!({ "cells": cells.collect::<Vec<_>>() })
    };
    let entry = ledger::Entry::new("assessment.observe", "grade-sheet", sheet.id.raw())
        .before(&told(|cell| cell.2))
        .after(&told(|cell| cell.3));
    ledger::record(tx, ctx, sheet.school, entry)?;
    Ok(())
}
