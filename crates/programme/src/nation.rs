//! The plan and the confirmed pairs of a made-up nation.

use db::Tx;
use kernel::{Ctx, Dice, Error, Result};
use org::queries::Org;

use crate::actions::{confirm_listed, seed};
use crate::model::{self, Plan};
use crate::{policy, queries};

/// Stores the plan.
///
/// # Errors
/// The engine's.
pub fn plan(tx: &mut Tx<'_>, ctx: &Ctx, plan: &Plan, ministry: &Org) -> Result<()> {
    seed(tx, ctx, ministry.number, (plan, model::policy::SOURCE))
}

/// Confirms some of the majors that a school teaches, by what was drawn for it; nine schools of ten have any.
///
/// # Errors
/// The engine's; `NotFound` without a plan.
pub fn pairs(tx: &mut Tx<'_>, ctx: &Ctx, school: &Org, (majors, drawn): (&[&str], u64)) -> Result<()> {
    let mut dice = Dice::new(drawn);
    let count = dice.below(10).min(majors.len() / 2);
    if count == 0 {
        return Ok(());
    }
    let (_, plan) = queries::stored_plan(tx)?.ok_or(Error::NotFound)?;
    let table = model::nation::table(&mut dice, &school.code, &majors[..count]);
    let workbook = paper::sheet::read(table.as_bytes(), "pairs.csv").map_err(Error::internal)?;
    let grant = policy::may_confirm_as_system(ctx, vec![school.clone()])?;
    confirm_listed(tx, ctx, &grant, (&plan, &workbook)).map(drop)
}
