//! Loads the policy's plan and a made-up confirmed list.

use db::Tx;
use kernel::{Ctx, Error, Result};
use org::model::kind::OrgKind;
use org::queries::Org;

use crate::actions::{confirm_listed, seed};
use crate::model::Plan;
use crate::{model, policy};

/// Stores the plan, and confirms pairs for the schools among the organisations.
///
/// # Errors
/// The engine's.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx, plan: &Plan, orgs: &[Org]) -> Result<()> {
    if let Some(first) = orgs.first() {
        seed(tx, ctx, first.number, (plan, model::policy::SOURCE))?;
    }
    let schools: Vec<Org> = orgs
        .iter()
        .filter(|org| org.kind == OrgKind::School)
        .cloned()
        .collect();
    let codes: Vec<&str> = schools.iter().map(|school| school.code.as_str()).collect();
    let table = model::demo::table(&codes);
    let workbook = paper::sheet::read(table.as_bytes(), "pairs.csv").map_err(Error::internal)?;
    let grant = policy::may_confirm_as_system(ctx, schools)?;
    confirm_listed(tx, ctx, &grant, (plan, &workbook)).map(drop)
}
