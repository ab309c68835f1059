//! The round in which students rate themselves and each other, and showing them what came of it.
//!
//! Grades are shown before the lock when the teacher says so: the talk about differences belongs into the phase 评价反馈, and
//! the office may lock weeks later. Nothing half-done is shown: no grade may be open. And showing ends the round for good:
//! with a mean before and a mean after, the one rating that came between could be worked out.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text};
use serde_json::json;

use super::way::counted;
use super::{begin, log, sit};
use crate::policy::LeadSheet;
use crate::store;

/// Opens the round.
///
/// # Errors
/// A conflict where the sheet takes no ratings any more, or its grades were shown.
pub fn open_round(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadSheet>) -> Result<()> {
    let opened = grant.target();
    let sheet = begin::open_for_ratings(tx, ctx, opened)?;
    if sheet.is_course() {
        return Err(Error::NotFound);
    }
    if sheet.shown_at.is_some() {
        return Err(Error::Conflict(Text::new("assessment-round-over")));
    }
    set(tx, ctx, grant, (&sheet, 1))
}

/// Ends the round; until the grades are shown it can be opened again.
///
/// # Errors
/// A conflict where the sheet takes no ratings any more.
pub fn end_round(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadSheet>) -> Result<()> {
    let sheet = begin::open_for_ratings(tx, ctx, grant.target())?;
    set(tx, ctx, grant, (&sheet, 0))
}

fn set(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadSheet>,
    (sheet, open): (&store::SheetRow, i64),
) -> Result<()> {
    if i64::from(sheet.round_open) == open {
        return Ok(());
    }
    tx.run(store::SET_ROUND, params![sheet.school, sheet.id, open])?;
    let act = log::Act {
        verb: "assessment.lead-round",
        act: if open == 1 { "round-opened" } else { "round-ended" },
        word: "",
        figure: 0,
        student: None,
        by: log::who(ctx, grant.target().teacher),
    };
    let change = (json!({ "round": 1 - open }), json!({ "round": open }));
    log::note(tx, ctx, sheet, &act, change)
}

/// Shows the grades to their students before the lock; answers how many.
///
/// # Errors
/// A conflict while a grade is open, or where they are shown already.
pub fn show_grades(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadSheet>) -> Result<i64> {
    let opened = grant.target();
    let sheet = begin::begun(tx, ctx, opened)?;
    if sheet.is_course() {
        sit::all_locked(tx, &sheet)?;
    }
    let (count, open) = counted(tx, opened, &sheet)?;
    if open > 0 {
        return Err(Error::Conflict(
            Text::new("assessment-show-open").with("count", open),
        ));
    }
    let by = log::who(ctx, opened.teacher);
    if tx.run(store::SHOW, params![sheet.school, sheet.id, by, ctx.now])? == 0 {
        return Err(Error::Conflict(Text::new("assessment-shown-already")));
    }
    let act = log::Act {
        verb: "assessment.show-grades",
        act: "shown",
        word: "",
        figure: count,
        student: None,
        by,
    };
    log::note(tx, ctx, &sheet, &act, (json!({}), json!({ "students": count })))?;
    Ok(count)
}
