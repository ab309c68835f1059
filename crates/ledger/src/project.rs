//! The projector: folds committed facts into counters and members.

use std::collections::BTreeSet;

use db::{Tx, params};
use kernel::{Error, Instant, RawId, Result, SchoolId};

use crate::count::changes_of;
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

/// Folds waiting facts of a school, each exactly once, into its own counts and into the totals; answers how many. Amounts also
/// add to the totals of the areas in which the school lies, by their scopes. Of the measures that are `kept` by who reads them the change
/// is counted, see [`changes_of`]. None while another node holds the lease. Where it answers with [`FULL_RUN`], more may wait.
///
/// # Errors
/// The engine's.
pub fn project(
    tx: &mut Tx<'_>,
    (now, node): (Instant, RawId),
    school: SchoolId,
    (areas, kept): (&[String], &[&str]),
) -> Result<u32> {
    // Nodes of a version that knows no totals claim another name, which the migration took from them.
    if !db::claim(tx, &format!("fold:{}", school.0), node, now, now.plus(LEASE))? {
        return Ok(0);
    }
    let waiting: Vec<(RawId, String)> = tx.all(store::PENDING_FACTS, params![school, FULL_RUN])?;
    let mut tally = Tally::default();
    for (_, entries) in &waiting {
        fact::entries(entries)?
            .into_iter()
            .for_each(|entry| tally.add_entry(entry));
    }
    // They are the first that this transaction sees waiting; one with a smaller id that is committed meanwhile it neither sees nor deletes.
    if let Some((last, _)) = waiting.last() {
        let done = tx.run(store::PENDING_FACTS_DONE, params![school, last])?;
        if usize::try_from(done) != Ok(waiting.len()) {
            return Err(Error::internal("other facts stopped waiting than were folded"));
        }
    }
    let mut changed = BTreeSet::new();
    for (place, amount) in tally.iter() {
        match place {
            Place::Counter { measure, period } => {
                changed.insert(measure.as_str());
                tx.run(store::ADD_TO_COUNTER, params![school, measure, period, amount])?;
                for area in areas {
                    tx.run(
                        store::ADD_TO_COUNTER_TOTAL,
                        params![measure, area, period, amount],
                    )?;
                }
            }
            Place::Member { measure, .. } => {
                if weigh(tx, school, place, amount)? {
                    changed.insert(measure);
                }
            }
            Place::Total { .. } => {}
        }
    }
    raise(tx, changed, kept)?;
    Ok(u32::try_from(waiting.len()).unwrap_or(FULL_RUN))
}

/// Numbers of these measures are others than before, of which some are kept.
fn raise<'m>(tx: &mut Tx<'_>, measures: impl IntoIterator<Item = &'m str>, kept: &[&str]) -> Result<()> {
    let kept = measures.into_iter().filter(|measure| kept.contains(measure));
    let names: Vec<String> = kept.map(changes_of).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Ok(db::changes::raise(tx, &names)?)
}

/// Adds to the weight of a school's member. Where the school begins or ceases to hold it, and no other school does, the set has one
/// more or one less; answers whether it has.
fn weigh(tx: &mut Tx<'_>, school: SchoolId, place: &Place, amount: i64) -> Result<bool> {
    let Place::Member {
        scope,
        measure,
        period,
        member,
    } = place
    else {
        return Ok(false);
    };
    let (weight,): (i64,) = tx.one(
        store::ADD_TO_MEMBER,
        params![school, scope, measure, period, member, amount],
    )?;
    let change = match (weight - amount > 0, weight > 0) {
        (false, true) => 1,
        (true, false) => -1,
        _ => return Ok(false),
    };
    let elsewhere: Option<(SchoolId,)> = tx.opt(
        store::HELD_ELSEWHERE,
        params![scope, measure, period, member, school],
    )?;
    if elsewhere.is_none() {
        tx.run(
            store::ADD_TO_MEMBER_TOTAL,
            params![measure, scope, period, change],
        )?;
    }
    Ok(elsewhere.is_none())
}

/// Adds what a school that was folded elsewhere brings along to the totals here, once its rows stand.
///
/// # Errors
/// The engine's.
pub fn arrive(tx: &mut Tx<'_>, school: SchoolId, (areas, kept): (&[String], &[&str])) -> Result<()> {
    for area in areas {
        tx.run(store::ADD_SCHOOL_TO_AREA, params![school, area])?;
    }
    tx.run(store::TELL_SETS_OF_SCHOOL, params![school])?;
    let measures: Vec<(String,)> = tx.all(store::MEASURES_OF_SCHOOL, params![school])?;
    raise(tx, measures.iter().map(|(measure,)| measure.as_str()), kept)
}
