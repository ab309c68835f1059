//! What this module tells the counts.

use kernel::{Day, OrgId};
use ledger::{Fact, FactEntry};
use org::queries::Org;

/// Person-times (人次) of passed results. Their period is the last day as `yyyymmdd`: a month and a phase of any plan
/// are ranges of days, so that editing a plan moves no fact.
pub const TRAINED: &str = "trained";
/// The same person-times; their period is the city (GB/T 2260) where the school lay, so that a province is a range.
pub const TRAINED_IN: &str = "trained-in";
/// Distinct heads (人数) of passed results, at all times (period 0).
pub const HEADS: &str = "heads";

/// The scopes in which something of a school is counted once: nation, province, city and the school itself.
pub fn scopes(region: i64, school: OrgId) -> [String; 4] {
    [
        NATION.to_owned(),
        province_scope(region),
        city_scope(region),
        school_scope(school),
    ]
}

/// The scope of the nation.
pub const NATION: &str = "nation";

/// The scope of the province that a region lies in.
pub fn province_scope(region: i64) -> String {
    format!("province:{}", region / 10_000 * 10_000)
}

/// The scope of the city that a region lies in.
pub fn city_scope(region: i64) -> String {
    format!("city:{}", region / 100 * 100)
}

/// The scope of a school.
pub fn school_scope(school: OrgId) -> String {
    format!("school:{school}")
}

/// A passed result, or with weight −1 its withdrawal. The region is the school's when the result was entered: a school
/// or teacher that moves leaves what was counted where it was counted.
pub(crate) fn trained(school: &Org, region: i64, head: &[u8], last: Day, weight: i64) -> Fact {
    let add = |measure: &str, period| FactEntry::Add {
        measure: measure.to_owned(),
        period,
        amount: weight,
    };
    let head: String = head.iter().map(|byte| format!("{byte:02x}")).collect();
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
