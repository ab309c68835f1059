//! What this module tells the counts, and what it reads there of others.

use ledger::{Fact, FactEntry};
use org::queries::Org;
use org::scopes::scopes;

pub use design::facts::ADOPTED;

/// Distinct majors on the confirmed list, at all times (period 0).
pub const MAJORS: &str = "majors";
/// Distinct schools on the confirmed list, at all times (period 0).
pub const SCHOOLS: &str = "schools";
/// Classes that run a task (period 0): told by the classroom; the second figure.
pub const RUNNING: &str = "running";

/// A pair on the list, or with weight −1 its withdrawal. A school counts while one of its pairs does.
pub(crate) fn pair(school: &Org, region: i64, major: &str, weight: i64) -> Fact {
    let member = |scope: String, measure: &str, member: String| FactEntry::Member {
        scope,
        measure: measure.to_owned(),
        period: 0,
        member,
        weight,
    };
    let both = |scope: String| {
        [
            member(scope.clone(), MAJORS, major.to_owned()),
            member(scope, SCHOOLS, school.id.to_string()),
        ]
    };
    let kind = if weight > 0 {
        "programme.pair-confirmed"
    } else {
        "programme.pair-withdrawn"
    };
    Fact {
        kind,
        entries: scopes(region, school.id).into_iter().flat_map(both).collect(),
    }
}
