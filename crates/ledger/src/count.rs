//! Reading the counts. Which schools a region has is the caller's to know; nothing here follows a relation.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use db::{Tx, params};
use kernel::{Result, SchoolId};

use crate::store;

/// Whose amounts are summed.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Every school of the installation.
    All,
    /// One school.
    School(SchoolId),
    /// The schools of a region or another list.
    Schools(&'a BTreeSet<SchoolId>),
}

/// The sum of an additive measure over periods.
///
/// # Errors
/// The engine's.
pub fn sum(tx: &mut Tx<'_>, of: Of<'_>, measure: &str, periods: RangeInclusive<i64>) -> Result<i64> {
    let (from, until) = periods.clone().into_inner();
    let found: (i64,) = match of {
        Of::All => tx.one(store::SUM_OF_ALL, params![measure, from, until])?,
        Of::School(school) => tx.one(store::SUM_OF_SCHOOL, params![school, measure, from, until])?,
        Of::Schools(schools) => {
            let all = by_school(tx, measure, periods)?;
            (all.iter()
                .filter(|(school, _)| schools.contains(school))
                .map(|(_, amount)| amount)
                .sum(),)
        }
    };
    Ok(found.0)
}

/// The sum of an additive measure over periods for each school that has any, by school.
///
/// # Errors
/// The engine's.
pub fn by_school(
    tx: &mut Tx<'_>,
    measure: &str,
    periods: RangeInclusive<i64>,
) -> Result<BTreeMap<SchoolId, i64>> {
    let (from, until) = periods.into_inner();
    let rows: Vec<(SchoolId, i64)> = tx.all(store::SUM_BY_SCHOOL, params![measure, from, until])?;
    Ok(rows.into_iter().collect())
}

/// The sum of an additive measure in each period that has any, by period.
///
/// # Errors
/// The engine's.
pub fn by_period(
    tx: &mut Tx<'_>,
    of: Of<'_>,
    measure: &str,
    periods: RangeInclusive<i64>,
) -> Result<BTreeMap<i64, i64>> {
    let (from, until) = periods.into_inner();
    let rows: Vec<(SchoolId, i64, i64)> =
        tx.all(store::BY_PERIOD_AND_SCHOOL, params![measure, from, until])?;
    let mut sums = BTreeMap::new();
    for (_, period, amount) in rows.into_iter().filter(|(school, ..)| of.has(*school)) {
        *sums.entry(period).or_insert(0) += amount;
    }
    Ok(sums)
}

/// How many distinct members a scope has in a period.
///
/// # Errors
/// The engine's.
pub fn members(tx: &mut Tx<'_>, scope: &str, measure: &str, period: i64) -> Result<i64> {
    let (count,): (i64,) = tx.one(store::DISTINCT_MEMBERS, params![scope, measure, period])?;
    Ok(count)
}

/// How many distinct members each scope has in a period, by scope: all provinces at once.
///
/// # Errors
/// The engine's.
pub fn members_by_scope(tx: &mut Tx<'_>, measure: &str, period: i64) -> Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> = tx.all(store::SCOPES_OF_MEASURE, params![measure, period])?;
    Ok(rows.into_iter().collect())
}

/// A set of distinct members.
#[derive(Clone, Copy, Debug)]
pub struct Set<'a> {
    /// Whose.
    pub scope: &'a str,
    /// What is measured.
    pub measure: &'a str,
    /// When.
    pub period: i64,
}

/// The members that the number of a set counts, in their order, at most `limit` after one that was already shown
/// (or after the empty text).
///
/// # Errors
/// The engine's.
pub fn member_list(tx: &mut Tx<'_>, set: Set<'_>, after: &str, limit: u32) -> Result<Vec<String>> {
    let params = params![set.scope, set.measure, set.period, after, limit];
    let rows: Vec<(String,)> = tx.all(store::MEMBER_LIST, params)?;
    Ok(rows.into_iter().map(|(member,)| member).collect())
}

impl Of<'_> {
    fn has(&self, school: SchoolId) -> bool {
        match self {
            Of::All => true,
            Of::School(one) => *one == school,
            Of::Schools(schools) => schools.contains(&school),
        }
    }
}
