//! What goes on beside the requests: sealing the audit chains and adding up the facts, every second.

use std::sync::Arc;
use std::time::Duration;

use kernel::{Actor, Result, SchoolId};
use tokio::sync::watch;
use web::House;

/// Runs until told to stop; a failed round is logged and tried again with the next.
pub async fn run(house: Arc<House>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
        if let Err(error) = round(&house).await {
            tracing::warn!(%error, "a round of upkeep was not finished");
        }
    }
}

/// One round: every organisation with something pending, each in a transaction of its own.
///
/// # Errors
/// The engine's; what was done before stays done.
pub async fn round(house: &Arc<House>) -> Result<()> {
    let ctx = house.ctx(Actor::System);
    let (seals, facts) = house
        .db
        .read(&ctx, |_, tx| {
            Ok((ledger::schools_to_seal(tx)?, ledger::schools_to_project(tx)?))
        })
        .await?;
    let node = house.node;
    for school in seals {
        seal(house, school).await?;
    }
    for school in facts {
        let ctx = house.ctx(Actor::System);
        house
            .db
            .write(&ctx, move |ctx, tx| ledger::project(tx, ctx.now, node, school))
            .await?;
    }
    Ok(())
}

async fn seal(house: &Arc<House>, school: SchoolId) -> Result<()> {
    let (ctx, node) = (house.ctx(Actor::System), house.node);
    let sealed = move |ctx: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        let org = org::queries::by_number(tx, school)?.id;
        ledger::seal(tx, ctx.now, node, school, org)
    };
    house.db.write(&ctx, sealed).await?;
    Ok(())
}
