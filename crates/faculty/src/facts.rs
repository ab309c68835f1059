//! What this module tells the counts.

use kernel::Day;
use ledger::{Fact, FactEntry};
use org::queries::Org;

/// Person-times (人次) of passed results. Their period is the last day as `yyyymmdd`: a month and a phase of any plan
/// are ranges of days, so that editing a plan moves no fact.
pub const TRAINED: &str = "trained";
/// The same person-times; their period is the city (GB/T 2260) where the school lay, so that a province is a range.
pub const TRAINED_IN: &str = "trained-in";
/// Distinct heads (人数) of passed results, at all times (period 0).
pub const HEADS: &str = "heads";

pub use org::scopes::{NATION, city_scope, province_scope, school_scope, scopes};

/// A passed result, or with weight −1 its withdrawal. The region is the school's when the result was entered: a school
/// or teacher that moves leaves what was counted where it was counted.
pub(crate) fn trained(school: &Org, region: i64, head: &[u8], last: Day, weight: i64) -> Fact {
    let add = |measure: &str, period| FactEntry::Add {
        measure: measure.to_owned(),
        period,
        amount: weight,
    };
    let head = kernel::hex::written(head);
    let member = |scope| FactEntry::Member {
        scope,
        measure: HEADS.to_owned(),
        period: 0,
        member: head.clone(),
        weight,
    };
    let mut entries = vec![add(TRAINED, last.number()), add(TRAINED_IN, region / 100 * 100)];
    entries.extend(scopes(region, school.id).map(member));
    let kind = if weight > 0 {
        "faculty.trained"
    } else {
        "faculty.training-withdrawn"
    };
    Fact { kind, entries }
}
