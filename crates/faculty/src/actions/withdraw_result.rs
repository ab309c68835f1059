//! Withdraws a result: its row stays, with the reason; it no longer counts.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text};
use ledger::Entry;
use serde_json::json;

use crate::model::training::Outcome;
use crate::policy::WithdrawResult;
use crate::{facts, store};

/// # Errors
/// 422 at `reason` without one; 409 when it was withdrawn before.
pub fn withdraw_result(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<WithdrawResult>,
    reason: &str,
) -> Result<()> {
    if reason.is_empty() {
        return Err(Error::field("reason", Text::new("web-required")));
    }
    let (school, row) = grant.target();
    let by = ctx.actor.account();
    let done = tx.run(
        store::ADD_WITHDRAWAL,
        params![school.number, row.id, ctx.now, by, reason],
    )?;
    if done == 0 {
        return Err(Error::Conflict(Text::new("faculty-withdrawn-before")));
    }
    tx.run(store::DROP_SPAN, params![&row.head, row.level, row.first, row.id])?;
    if row.outcome == Outcome::Passed.code() {
        let fact = facts::trained(school, row.region, &row.head, row.last, -1);
        ledger::fact(tx, ctx, school.number, &fact)?;
    }
    let entry = Entry::new("faculty.withdraw-training", "training-result", row.id)
        .before(&json!({ "level": row.level, "first": row.first, "last": row.last }))
        .reason(reason);
    ledger::record(tx, ctx, school.number, entry)?;
    Ok(())
}
