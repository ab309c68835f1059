//! The school chooses what stands in for a missing rating. Sheets that have begun keep theirs.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text};
use serde_json::json;

use crate::model::MissingRule;
use crate::policy::ChooseRule;
use crate::{queries, store};

/// Chooses a rule, with the reason.
///
/// # Errors
/// `Invalid` at `rule` for the present one, at `reason` without a reason.
pub fn choose_rule(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ChooseRule>,
    (rule, reason): (MissingRule, &str),
) -> Result<()> {
    let desk = grant.target();
    let reason = reason.trim();
    let before = queries::choices(tx, desk.school)?.into_iter().next();
    if before.as_ref().is_some_and(|before| before.rule == rule.code()) {
        return Err(Error::field("rule", Text::new("assessment-rule-same")));
    }
    if reason.is_empty() {
        return Err(Error::field("reason", Text::new("assessment-rule-reason")));
    }
    let id = ctx.raw_id();
    tx.run(
        store::ADD_CHOICE,
        params![desk.school, id, rule.code(), reason, desk.person, ctx.now],
    )?;
    let entry = ledger::Entry::new("assessment.choose-rule", "missing-rule", id)
        .before(&json!({ "rule": before.map(|before| before.rule) }))
        .after(&json!({ "rule": rule.code() }))
        .reason(reason);
    ledger::record(tx, ctx, desk.school, entry)?;
    Ok(())
}
