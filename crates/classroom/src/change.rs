//! What changed in a run, for the boards that watch it on every node.

use db::{Tx, params};
use kernel::{Ctx, Id, Result};
use web::Visit;

use crate::model::{RunId, WorkPlace};
use crate::queries::RunHead;
use crate::store;

/// Notes in the transaction of the change that a cell changed, or (without one) the whole board. Whoever calls this rings
/// [`wake`] after the commit.
pub(crate) fn changed(tx: &mut Tx<'_>, ctx: &Ctx, run: &RunHead, cell: Option<WorkPlace>) -> Result<()> {
    let item = cell.map(|(owner, step)| format!("{}.{step}", Id::<()>::of(owner.raw())));
    tx.run(
        store::ADD_CHANGE,
        params![
            run.school,
            ctx.raw_id(),
            run.id,
            item.unwrap_or_default(),
            ctx.now
        ],
    )?;
    Ok(())
}

/// Wakes the boards of this node that watch a run; other nodes look by themselves.
pub fn wake(visit: &Visit, run: RunId) {
    visit.house().live.wake(&topic(run));
}

/// The bell's topic of a run.
pub fn topic(run: RunId) -> String {
    format!("run:{run}")
}
