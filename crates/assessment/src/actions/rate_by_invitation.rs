//! An enterprise mentor rates by the link of an invitation, in its sheet alone.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use authz::Grant;
use db::{Tx, params};
use design::model::{ItemId, Rater};
use kernel::{Ctx, Error, Percent, PersonId, RawId, Result};
use serde_json::json;

use super::begin;
use super::rate_in_round::Given;
use crate::model::Score;
use crate::policy::RateByInvitation;
use crate::ratings::{self, Rating};
use crate::store::{self, CellRow, SheetRow, invitations};
use crate::{grading, queries};

/// A rating as a mentor changed it on the page.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What it shall be.
    pub given: Given,
    /// What the page showed.
    pub shown: Option<Score>,
}

/// What came of a mentor's save.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Ratings that changed.
    pub saved: usize,
    /// Ratings that another mentor of the class changed since the page was made: they stay as that one left them.
    pub passed_over: usize,
}

/// Saves a mentor's ratings. What is left blank stays as it was, and so does what another mentor changed meanwhile.
///
/// # Errors
/// A conflict where the sheet takes no ratings any more; `NotFound` for a student or an item that is not to be rated.
pub fn rate_by_invitation(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<RateByInvitation>,
    given: &[Changed],
) -> Result<Outcome> {
    let invitation = grant.target();
    let sheet = queries::sheet(tx, invitation.school, invitation.sheet)?.ok_or(Error::NotFound)?;
    begin::takes_ratings(&sheet)?;
    let run = classroom::queries::run(tx, sheet.school, queries::run_of(sheet.id))?;
    let plan = grading::plan(tx, &sheet)?;
    let seats = classroom::queries::seats(tx, &run)?;
    let seated: HashSet<PersonId> = seats.into_iter().map(|seat| seat.student).collect();
    let kind = Rater::Enterprise.code();
    let before = standing(tx, &sheet)?;
    let mut touched: BTreeMap<PersonId, BTreeSet<ItemId>> = BTreeMap::new();
    let (mut put, mut first) = (Vec::new(), BTreeSet::new());
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let mut passed_over = 0;
    for Changed { given: rating, shown } in given {
        let mut items = plan.task.items.iter();
        let weighs = items.any(|item| item.id == rating.item && item.weights.enterprise != Percent::ZERO);
        if !weighs || !seated.contains(&rating.student) {
            return Err(Error::NotFound);
        }
        // Two mentors share the class: what one leaves blank is not taken back from the other.
        let Some(wanted) = rating.score.map(Score::hundredths) else {
            continue;
        };
        let present = before.get(&(rating.student, rating.item.raw()));
        let stands = present.copied().flatten();
        if stands == Some(wanted) {
            continue;
        }
        if stands != shown.map(Score::hundredths) {
            passed_over += 1;
            continue;
        }
        put.push(Rating {
            student: rating.student,
            item: rating.item,
            kind,
            slot: RawId::nil(),
            by: invitation.id.raw(),
            score: Some(wanted),
        });
        if present.is_none() {
            first.insert(rating.item);
        }
        touched.entry(rating.student).or_default().insert(rating.item);
        old.push(json!([rating.student, rating.item, stands]));
        new.push(json!([rating.student, rating.item, wanted]));
    }
    if new.is_empty() {
        return Ok(Outcome {
            saved: 0,
            passed_over,
        });
    }
    ratings::put(tx, ctx, &sheet, &put)?;
    for item in first {
        classroom::actions::note_rated(tx, ctx, &run, item)?;
    }
    grading::regrade(tx, &sheet, &plan, &touched)?;
    tx.run(
        invitations::NOTE_RATED,
        params![sheet.school, invitation.id, ctx.now],
    )?;
    tx.run(invitations::NOTE_FAILURE, params![invitation.id, 0_i64, 0_i64])?;
    let entry = ledger::Entry::new("assessment.rate-by-invitation", "grade-sheet", sheet.id.raw())
        .before(&json!({ "cells": old }))
        .after(&json!({ "invitation": invitation.id, "cells": new }));
    ledger::record(tx, ctx, sheet.school, entry)?;
    Ok(Outcome {
        saved: new.len(),
        passed_over,
    })
}

/// What the enterprise says of everybody as it stands.
fn standing(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<HashMap<(PersonId, RawId), Option<i64>>> {
    let kind = Rater::Enterprise.code();
    let rows: Vec<CellRow> = tx.all(store::CELLS, params![sheet.school, sheet.id, kind])?;
    let cell = |row: CellRow| ((row.student, row.item), row.value);
    Ok(rows.into_iter().map(cell).collect())
}
