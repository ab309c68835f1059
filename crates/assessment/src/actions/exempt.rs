//! A sheet does not count for a student (suspended, moved away): the line stays, with the reason, and holds nobody up.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, PersonId, Result, Text};
use serde_json::json;

use super::{begin, log};
use crate::policy::LeadSheet;
use crate::store::{SheetRow, TotalRow};
use crate::{courses, grading, queries, store};

/// Takes a student out of the count, with the reason.
///
/// # Errors
/// `Invalid` at `reason` without one; `NotFound` for somebody without a line; a conflict where the sheet is not open any more.
pub fn exempt(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadSheet>,
    (student, reason): (PersonId, &str),
) -> Result<()> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", Text::new("assessment-exempt-reason")));
    }
    set(tx, ctx, grant, (student, reason))
}

/// Counts a student again.
///
/// # Errors
/// As [`exempt`].
pub fn count_again(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadSheet>, student: PersonId) -> Result<()> {
    set(tx, ctx, grant, (student, ""))
}

/// The line of who came to the class after the sheet was begun, and has nothing in it yet.
fn joined(tx: &mut Tx<'_>, sheet: &SheetRow, student: PersonId) -> Result<TotalRow> {
    if !queries::students(tx, sheet)?.contains(&student) {
        return Err(Error::NotFound);
    }
    let open = if sheet.is_course() {
        courses::course(tx, sheet)?.open(student)
    } else {
        grading::plan(tx, sheet)?.width()
    };
    tx.run(store::ADD_TOTAL, params![sheet.school, sheet.id, student, open])?;
    queries::total(tx, sheet, student)?.ok_or(Error::NotFound)
}

fn set(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadSheet>,
    (student, reason): (PersonId, &str),
) -> Result<()> {
    let opened = grant.target();
    let sheet = begin::open_for_ratings(tx, ctx, opened)?;
    let line = match queries::total(tx, &sheet, student)? {
        Some(line) => line,
        None => joined(tx, &sheet, student)?,
    };
    if line.exempt == reason {
        return Ok(());
    }
    tx.run(
        store::SET_EXEMPT,
        params![sheet.school, sheet.id, student, reason],
    )?;
    let out = !reason.is_empty();
    let act = log::Act {
        verb: "assessment.exempt",
        act: if out { "exempted" } else { "counted-again" },
        word: reason,
        figure: 1,
        student: Some(student),
        by: log::who(ctx, opened.teacher),
    };
    let change = (
        json!({ "student": student, "counts": out }),
        json!({ "student": student, "counts": !out }),
    );
    log::note(tx, ctx, &sheet, &act, change)
}
