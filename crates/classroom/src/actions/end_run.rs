//! A run gets other days or another place, and ends.

use authz::Grant;
use db::{Tx, params};
use design::model::VersionId;
use kernel::{Ctx, Error, Result, Text};
use serde_json::json;

use super::open_run::term_of;
use super::phase::{arrange, goes_on};
use crate::change::changed;
use crate::facts;
use crate::model::run::{Days, Run};
use crate::policy::LeadRun;
use crate::queries;
use crate::store::lead as sql;

/// Changes the days and the place, as the run was arranged at its revision `seen`.
///
/// # Errors
/// `Invalid` at `last`, `reason` or `place`; a conflict when the run has ended or was arranged anew since.
pub fn amend_run(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadRun>,
    (days, seen): (Days, i64),
    (reason, place): (&str, &str),
) -> Result<()> {
    let run = goes_on(grant)?;
    let agreed = Run {
        version: VersionId::of(run.version),
        days,
        reason: reason.to_owned(),
        place: place.to_owned(),
    };
    let terms = org::queries::calendar(tx, run.school)?;
    let old = queries::arranged(tx, run)?.terms.reason.clone();
    arrange(tx, run, seen)?;
    agreed.check(term_of(&terms, days)).check()?;
    tx.run(
        sql::SET_TERMS,
        params![
            run.school,
            run.id,
            days.first,
            days.last,
            reason.trim(),
            place.trim()
        ],
    )?;
    changed(tx, ctx, run, None)?;
    let state = |days: Days, place: &str, reason: &str| json!({ "first": days.first.to_string(), "last": days.last.to_string(), "place": place, "reason": reason });
    let before = Days {
        first: run.first,
        last: run.last,
    };
    let entry = ledger::Entry::new("classroom.amend-run", "class-run", run.id.raw())
        .before(&state(before, &run.place, &old))
        .after(&state(days, place.trim(), reason.trim()))
        .reason(reason.trim());
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}

/// Ends a run: nothing is written any more, everything stays to be read.
///
/// # Errors
/// A conflict when it has ended.
pub fn end_run(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadRun>) -> Result<()> {
    let run = goes_on(grant)?;
    if tx.run(sql::END_RUN, params![run.school, run.id, ctx.now])? == 0 {
        return Err(Error::Conflict(Text::new("classroom-run-ended")));
    }
    facts::running(tx, ctx, run, -1)?;
    changed(tx, ctx, run, None)?;
    let entry = ledger::Entry::new("classroom.end-run", "class-run", run.id.raw())
        .after(&json!({ "ended": ctx.now.day().to_string() }));
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}
