//! Edits the plan: a new version, those before it stay.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Problems, Result, SchoolId, Text};
use ledger::Entry;

use crate::model::Plan;
use crate::policy::{self, EditPlan};
use crate::{queries, store};

/// Stores the plan as the version after `based_on`; answers its number.
///
/// # Errors
/// 422 with every fault of the plan (overlapping phases among them) and for a missing reason; 409 when somebody made a
/// version meanwhile.
pub fn edit_plan(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditPlan>,
    (based_on, plan): (i64, &Plan),
    reason: &str,
) -> Result<i64> {
    let mut problems = Problems::default();
    if reason.is_empty() {
        problems.add("reason", Text::new("web-required"));
    }
    if plan.phases.is_empty() {
        problems.add("phases", Text::new("programme-plan-empty"));
    }
    plan.check()
        .into_iter()
        .for_each(|text| problems.add("phases", text));
    problems.check()?;
    let before = queries::stored_plan(tx)?;
    let (newest,): (i64,) = tx.one(store::VERSION, &[])?;
    if newest != based_on {
        return Err(Error::Conflict(Text::new("programme-plan-changed")));
    }
    let version = newest + 1;
    tx.run(
        store::ADD_PLAN,
        params![version, ctx.now, ctx.actor.account(), reason],
    )?;
    for (number, phase) in (1_i64..).zip(&plan.phases) {
        let (from, until) = (phase.from, phase.until);
        tx.run(
            store::ADD_PHASE,
            params![version, number, &phase.name, from, until],
        )?;
        for target in &phase.targets {
            let (measure, mode) = (target.measure.code(), target.mode.code());
            tx.run(
                store::ADD_TARGET,
                params![version, number, measure, target.value, mode],
            )?;
        }
    }
    let mut entry = Entry::new("programme.edit-plan", "plan", ctx.raw_id())
        .after(plan)
        .reason(reason);
    if let Some((_, before)) = &before {
        entry = entry.before(before);
    }
    ledger::record(tx, ctx, *grant.target(), entry)?;
    db::changes::raise(tx, &[queries::PROGRAMME])?;
    Ok(version)
}

/// Stores the policy's own plan where there is none yet, in the chain of the installation's first organisation.
///
/// # Errors
/// The engine's, and 404 for every person.
pub fn seed(tx: &mut Tx<'_>, ctx: &Ctx, chain: SchoolId, (plan, reason): (&Plan, &str)) -> Result<()> {
    if queries::stored_plan(tx)?.is_some() {
        return Ok(());
    }
    let grant = policy::may_edit_plan_as_system(ctx, chain)?;
    edit_plan(tx, ctx, &grant, (0, plan), reason).map(drop)
}
