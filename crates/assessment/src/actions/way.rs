//! The way of a sheet: submitted by its teacher, checked by somebody else, locked by the office.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text};

use super::{begin, log};
use crate::model::sheet::Act;
use crate::policy::{CheckSheet, LeadSheet, LockSheet, Opened};
use crate::store::{self, SheetRow};
use crate::{facts, queries};

/// How many students a sheet counts for, and how many of their grades are open.
///
/// # Errors
/// The engine's.
pub fn counted(tx: &mut Tx<'_>, opened: &Opened, sheet: &SheetRow) -> Result<(i64, i64)> {
    let width = if sheet.is_course() {
        1
    } else {
        crate::grading::plan(tx, sheet)?.width()
    };
    let totals = queries::totals(tx, sheet)?;
    let (_, lines) = queries::lines(tx, opened)?;
    let rows = lines.iter().map(|line| totals.get(&line.student));
    let (mut students, mut open) = (0, 0);
    for row in rows.filter(|row| row.is_none_or(|row| row.exempt.is_empty())) {
        students += 1;
        // Whoever joined the class after the sheet began has no line yet, and every grade open.
        open += row.map_or(width, |row| row.open);
    }
    Ok((students, open))
}

/// Submits a sheet; answers for how many students.
///
/// # Errors
/// A conflict while a grade is open, out of turn, or while the class works on a version that the grades do not follow yet.
pub fn submit_sheet(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadSheet>) -> Result<i64> {
    let opened = grant.target();
    let sheet = begin::begun(tx, ctx, opened)?;
    if let Some(run) = opened
        .run
        .as_ref()
        .filter(|run| sheet.task_version != Some(run.version))
    {
        return Err(Error::Conflict(
            Text::new("assessment-version-first").with("task", &run.title),
        ));
    }
    if sheet.is_course() {
        super::sit::all_locked(tx, &sheet)?;
    }
    let (_, open) = counted(tx, opened, &sheet)?;
    let open = usize::try_from(open).unwrap_or(usize::MAX);
    let after = sheet.state()?.after(Act::Submit { open })?;
    // As the check and the lock count: who sits later has no grade yet.
    let count = graded(tx, &sheet)?;
    let by = log::who(ctx, opened.teacher);
    tx.run(store::SUBMIT, params![sheet.school, sheet.id, by, ctx.now])?;
    let act = log::Act {
        verb: "assessment.submit-sheet",
        act: "submitted",
        word: "",
        figure: count,
        student: None,
        by,
    };
    log::note(
        tx,
        ctx,
        &sheet,
        &act,
        log::state(&sheet.state, after.code(), count),
    )?;
    Ok(count)
}

/// Sends a submitted or checked sheet back to its teacher, with the reason.
///
/// # Errors
/// `Invalid` at `reason` without one; a conflict out of turn.
pub fn return_sheet(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<CheckSheet>, reason: &str) -> Result<()> {
    let sheet = grant.target();
    if reason.trim().is_empty() {
        return Err(Error::field("reason", Text::new("assessment-return-reason")));
    }
    let after = sheet.state()?.after(Act::Return)?;
    tx.run(store::RETURN, params![sheet.school, sheet.id])?;
    let act = log::Act {
        verb: "assessment.return-sheet",
        act: "returned",
        word: reason.trim(),
        figure: 0,
        student: None,
        by: log::who(ctx, sheet.teacher),
    };
    log::note(tx, ctx, sheet, &act, log::state(&sheet.state, after.code(), 0))
}

/// Finds a submitted sheet right.
///
/// # Errors
/// A conflict out of turn.
pub fn check_sheet(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<CheckSheet>) -> Result<i64> {
    let sheet = grant.target();
    let after = sheet.state()?.after(Act::Check)?;
    let by = log::who(ctx, sheet.teacher);
    let count = graded(tx, sheet)?;
    tx.run(store::CHECK, params![sheet.school, sheet.id, by, ctx.now])?;
    let act = log::Act {
        verb: "assessment.check-sheet",
        act: "checked",
        word: "",
        figure: count,
        student: None,
        by,
    };
    log::note(
        tx,
        ctx,
        sheet,
        &act,
        log::state(&sheet.state, after.code(), count),
    )?;
    Ok(count)
}

/// Locks a checked sheet; answers for how many students.
///
/// # Errors
/// A conflict out of turn.
pub fn lock_sheet(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LockSheet>) -> Result<i64> {
    let sheet = grant.target();
    let after = sheet.state()?.after(Act::Lock)?;
    let by = log::who(ctx, sheet.teacher);
    let count = graded(tx, sheet)?;
    tx.run(store::LOCK, params![sheet.school, sheet.id, by, ctx.now])?;
    let act = log::Act {
        verb: "assessment.lock-sheet",
        act: "locked",
        word: "",
        figure: count,
        student: None,
        by,
    };
    log::note(
        tx,
        ctx,
        sheet,
        &act,
        log::state(&sheet.state, after.code(), count),
    )?;
    ledger::fact(tx, ctx, sheet.school, &facts::locked(sheet, ctx.now.day(), count))?;
    Ok(count)
}

/// How many students a sheet has a grade for.
fn graded(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<i64> {
    let totals = queries::totals(tx, sheet)?;
    let students = queries::students(tx, sheet)?;
    let rows = students.iter().filter_map(|student| totals.get(student));
    let counts = rows.filter(|row| row.exempt.is_empty() && row.total.is_some());
    Ok(i64::try_from(counts.count()).unwrap_or(i64::MAX))
}
