//! Reading the counts. What the schools of an area add up to stands in a total of its own, which the fold keeps: nothing here
//! costs more for a nation than for a school, and nothing here follows a relation.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use db::{Bind as _, Tx, params};
use kernel::{Result, SchoolId};

use crate::store;

/// Whose amounts are summed.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// One school.
    School(SchoolId),
    /// Every school of an area, by its scope.
    Area(&'a str),
}

/// What the count of changes of a measure is called, see [`db::changes`]: where the fold is told that the measure is kept, it is raised
/// with every change of a number that this module gives of it, whosever.
pub fn changes_of(measure: &str) -> String {
    format!("total {measure}")
}

/// The sum of an additive measure over periods.
///
/// # Errors
/// The engine's.
pub fn sum(tx: &mut Tx<'_>, of: Of<'_>, measure: &str, periods: RangeInclusive<i64>) -> Result<i64> {
    let (from, until) = periods.into_inner();
    let found: (i64,) = match of {
        Of::School(school) => tx.one(store::SUM_OF_SCHOOL, params![school, measure, from, until])?,
        Of::Area(scope) => tx.one(store::SUM_OF_SCOPE, params![measure, scope, from, until])?,
    };
    Ok(found.0)
}

/// The sum of an additive measure over periods for each of these schools that has any, by school.
///
/// # Errors
/// The engine's.
pub fn sum_of_each(
    tx: &mut Tx<'_>,
    schools: Vec<SchoolId>,
    measure: &str,
    periods: RangeInclusive<i64>,
) -> Result<BTreeMap<SchoolId, i64>> {
    let (from, until) = periods.into_inner();
    let schools = db::list::filled(schools, SchoolId(-1));
    let mut values = params![measure, from, until].to_vec();
    values.extend(schools.iter().map(|school| school.bind()));
    let rows: Vec<(SchoolId, i64)> = tx.all(&store::sum_of_each(schools.len()), &values)?;
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
    let rows: Vec<(i64, i64)> = match of {
        Of::School(school) => tx.all(store::PERIODS_OF_SCHOOL, params![school, measure, from, until])?,
        Of::Area(scope) => tx.all(store::PERIODS_OF_SCOPE, params![measure, scope, from, until])?,
    };
    Ok(rows.into_iter().collect())
}

/// How many distinct members a scope has in a period.
///
/// # Errors
/// The engine's.
pub fn members(tx: &mut Tx<'_>, scope: &str, measure: &str, period: i64) -> Result<i64> {
    let found: Option<(i64,)> = tx.opt(store::MEMBERS_OF_SCOPE, params![measure, scope, period])?;
    Ok(found.map_or(0, |(members,)| members))
}

/// How many distinct members each of these scopes has in a period, by scope; those that were ever told of.
///
/// # Errors
/// The engine's.
pub fn members_of_each(
    tx: &mut Tx<'_>,
    scopes: Vec<String>,
    measure: &str,
    period: i64,
) -> Result<BTreeMap<String, i64>> {
    let scopes = db::list::filled(scopes, String::new());
    let mut values = params![measure, period].to_vec();
    values.extend(scopes.iter().map(|scope| scope.bind()));
    let rows: Vec<(String, i64)> = tx.all(&store::members_of_each(scopes.len()), &values)?;
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
