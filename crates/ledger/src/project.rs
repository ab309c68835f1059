//! The projector: folds committed facts into counters and members.

use db::{Tx, params};
use kernel::{Instant, RawId, Result, SchoolId};

use crate::seal::LEASE;
use crate::tally::{Place, Tally};
use crate::{FULL_RUN, fact, store};

/// The schools that have facts to fold.
///
/// # Errors
/// The engine's.
pub fn schools_to_project(tx: &mut Tx<'_>) -> Result<Vec<SchoolId>> {
    let rows: Vec<(SchoolId,)> = tx.all(store::SCHOOLS_TO_PROJECT, &[])?;
    Ok(rows.into_iter().map(|(school,)| school).collect())
}

/// Folds waiting facts of a school, each exactly once; answers how many. None while another node holds the lease.
/// Where it answers with [`FULL_RUN`], more may wait.
///
/// # Errors
/// The engine's.
pub fn project(tx: &mut Tx<'_>, now: Instant, node: RawId, school: SchoolId) -> Result<u32> {
    if !db::claim(tx, &format!("project:{}", school.0), node, now, now.plus(LEASE))? {
        return Ok(0);
    }
    let waiting: Vec<(RawId, String)> = tx.all(store::PENDING_FACTS, params![school, FULL_RUN])?;
    let mut tally = Tally::default();
    for (id, entries) in &waiting {
        fact::entries(entries)?
            .into_iter()
            .for_each(|entry| tally.add_entry(entry));
        tx.run(store::PENDING_FACT_DONE, params![school, id])?;
    }
    for (place, amount) in tally.iter() {
        store_sum(tx, school, place, amount)?;
    }
    Ok(u32::try_from(waiting.len()).unwrap_or(FULL_RUN))
}

fn store_sum(tx: &mut Tx<'_>, school: SchoolId, place: &Place, amount: i64) -> Result<()> {
    match place {
        Place::Counter { measure, period } => {
            tx.run(store::ADD_TO_COUNTER, params![school, measure, period, amount])?;
        }
        Place::Member {
            scope,
            measure,
            period,
            member,
        } => {
            tx.run(
                store::ADD_TO_MEMBER,
                params![school, scope, measure, period, member, amount],
            )?;
        }
    }
    Ok(())
}
