//! The two tasks that every installation has: sealing audit lines and folding facts.

use std::sync::Arc;

use db::{Db, Tx};
use kernel::{Ctx, OrgId, RawId, Result, SchoolId};

use crate::run::MakeCtx;
use crate::{Share, Task};

/// Names the organisation of a local number; `org` knows.
pub type OrgOf = dyn Fn(&mut Tx<'_>, SchoolId) -> Result<OrgId> + Send + Sync;

/// Names the scopes of the areas in which an organisation lies; `org` knows.
pub type AreasOf = dyn Fn(&mut Tx<'_>, SchoolId) -> Result<Vec<String>> + Send + Sync;

/// Seals audit lines every two seconds.
pub fn seal(node: RawId, org_of: Arc<OrgOf>) -> Task {
    let seal = move |tx: &mut Tx<'_>, ctx: &Ctx, school| {
        let org = org_of(tx, school)?;
        ledger::seal(tx, ctx.now, node, school, org)
    };
    let seal = Arc::new(seal);
    Task::new("seal", 2, Share::EachNode, move |db, ctx| {
        let seal = Arc::clone(&seal);
        each_school(db, ctx, ledger::schools_to_seal, move |tx, ctx, school| {
            seal(tx, ctx, school)
        })
    })
}

/// Folds facts every second: a count is never older than that. Of the measures that are kept by who reads them the changes are counted.
pub fn project(node: RawId, areas_of: Arc<AreasOf>, kept: &'static [&'static str]) -> Task {
    Task::new("project", 1, Share::EachNode, move |db, ctx| {
        let areas_of = Arc::clone(&areas_of);
        each_school(db, ctx, ledger::schools_to_project, move |tx, ctx, school| {
            let areas = areas_of(tx, school)?;
            ledger::project(tx, (ctx.now, node), school, (&areas, kept))
        })
    })
}

/// Runs one step after the other for each school that waits, each in a transaction of its own, until none waits.
fn each_school(
    db: &Db,
    ctx: &MakeCtx,
    waiting: fn(&mut Tx<'_>) -> Result<Vec<SchoolId>>,
    step: impl Fn(&mut Tx<'_>, &Ctx, SchoolId) -> Result<u32> + Clone + Send + 'static,
) -> Result<()> {
    for school in db.read_now(&ctx(), move |_, tx| waiting(tx))? {
        loop {
            let step = step.clone();
            if db.write_now(&ctx(), move |ctx, tx| step(tx, ctx, school))? < ledger::FULL_RUN {
                break;
            }
        }
    }
    Ok(())
}
