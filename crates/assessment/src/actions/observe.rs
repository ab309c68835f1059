//! The teacher notes what was observed of general abilities, 0 to 3.

use std::collections::{HashMap, HashSet};

use authz::Grant;
use db::{Tx, params};
use design::model::{Ability, AbilityId};
use kernel::{Ctx, Error, PersonId, RawId, Result, Text};
use serde_json::json;

use super::{CellAnswer, begin, log};
use crate::grading;
use crate::model::{Cell, Observed, Settled};
use crate::policy::LeadSheet;
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
    let sheet = begin::open_for_ratings(tx, ctx, opened)?;
    let task = grading::plan(tx, &sheet)?.task;
    let seats = classroom::queries::seats(tx, run)?;
    let seated: HashSet<PersonId> = seats.into_iter().map(|seat| seat.student).collect();
    let rows: Vec<CellRow> = tx.all(store::OBSERVATIONS, params![sheet.school, sheet.id])?;
    let cells: HashMap<(PersonId, RawId), CellRow> = rows
        .into_iter()
        .map(|row| ((row.student, row.item), row))
        .collect();
    let mut answers = Vec::with_capacity(changes.len());
    let mut told = Vec::new();
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
                tx.run(
                    store::PUT_OBSERVATION,
                    params![
                        sheet.school,
                        sheet.id,
                        change.student,
                        change.ability,
                        &ability.dimension,
                        wanted,
                        log::who(ctx, run.teacher),
                        ctx.now
                    ],
                )?;
                told.push((
                    json!([change.student, change.ability, cell.value]),
                    json!([change.student, change.ability, wanted]),
                ));
                CellAnswer::Saved(version)
            }
        });
    }
    if !told.is_empty() {
        let (before, after): (Vec<_>, Vec<_>) = told.into_iter().unzip();
        let entry = ledger::Entry::new("assessment.observe", "grade-sheet", sheet.id.raw())
            .before(&json!({ "cells": before }))
            .after(&json!({ "cells": after }));
        ledger::record(tx, ctx, sheet.school, entry)?;
    }
    Ok(answers)
}
