//! Withdraws a pair from the confirmed list: its row stays, with the reason; it no longer counts.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text};
use ledger::Entry;
use serde_json::json;

use crate::policy::WithdrawPair;
use crate::{facts, queries, store};

/// # Errors
/// 422 at `reason` without one; 409 when it was withdrawn before.
pub fn withdraw_pair(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<WithdrawPair>, reason: &str) -> Result<()> {
    if reason.is_empty() {
        return Err(Error::field("reason", Text::new("web-required")));
    }
    let (school, pair) = grant.target();
    let by = ctx.actor.account();
    let done = tx.run(
        store::ADD_WITHDRAWAL,
        params![school.number, pair.id, ctx.now.day(), ctx.now, by, reason],
    )?;
    if done == 0 {
        return Err(Error::Conflict(Text::new("programme-withdrawn-before")));
    }
    ledger::fact(
        tx,
        ctx,
        school.number,
        &facts::pair(school, pair.region, &pair.code, -1),
    )?;
    let entry = Entry::new("programme.withdraw-pair", "confirmed-pair", pair.id)
        .before(&json!({ "major": pair.code, "phase": pair.phase, "day": pair.day }))
        .reason(reason);
    ledger::record(tx, ctx, school.number, entry)?;
    Ok(db::changes::raise(tx, &[queries::PROGRAMME])?)
}
