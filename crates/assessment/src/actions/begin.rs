//! A sheet begins with its first rating (or when its round opens): the version of the task and the school's rule are fixed then.

use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text};
use serde_json::json;

use crate::grading::Plan;
use crate::policy::Opened;
use crate::queries;
use crate::store::{self, SheetRow};

/// The sheet of a run, begun where it has not.
///
/// # Errors
/// `NotFound` for the sheet of a course that is not there.
pub(super) fn begun(tx: &mut Tx<'_>, ctx: &Ctx, opened: &Opened) -> Result<SheetRow> {
    if let Some(sheet) = &opened.sheet {
        return Ok(sheet.clone());
    }
    let run = opened.run.as_ref().ok_or(Error::NotFound)?;
    let plan: Plan = queries::plan_of(tx, opened)?;
    let added = tx.run(
        store::ADD_SHEET,
        params![
            run.school,
            opened.id,
            "task",
            run.class,
            run.teacher,
            &run.title,
            run.last,
            run.version,
            plan.rule.code(),
            ctx.now
        ],
    )?;
    if added == 1 {
        for seat in classroom::queries::seats(tx, run)? {
            tx.run(
                store::ADD_TOTAL,
                params![run.school, opened.id, seat.student, plan.width()],
            )?;
        }
        let entry = ledger::Entry::new("assessment.begin-sheet", "grade-sheet", opened.id.raw())
            .after(&json!({ "rule": plan.rule.code(), "version": kernel::Id::<()>::of(run.version) }));
        ledger::record(tx, ctx, run.school, entry)?;
    }
    queries::sheet(tx, opened.school, opened.id)?.ok_or(Error::NotFound)
}

/// The sheet, where it still takes ratings.
///
/// # Errors
/// A conflict that names its state.
pub(super) fn open_for_ratings(tx: &mut Tx<'_>, ctx: &Ctx, opened: &Opened) -> Result<SheetRow> {
    let sheet = begun(tx, ctx, opened)?;
    takes_ratings(&sheet)?;
    Ok(sheet)
}

/// # Errors
/// A conflict that names the state of a sheet that takes no ratings any more.
pub(super) fn takes_ratings(sheet: &SheetRow) -> Result<()> {
    let state = sheet.state()?;
    if state.is_open() {
        Ok(())
    } else {
        Err(Error::Conflict(Text::new(state.refusal())))
    }
}
