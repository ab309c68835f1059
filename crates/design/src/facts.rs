//! What this module tells the counts.

use ledger::{Fact, FactEntry};
use org::scopes::scopes;

use crate::policy::Adopter;

/// Schools that adopted a standard, at all times (period 0). A school counts while one of its adoptions stands.
pub const ADOPTED: &str = "adopted";

/// An adoption, or with weight −1 its withdrawal, counted where the school lay when it adopted.
pub(crate) fn adopted(adopter: &Adopter, weight: i64) -> Fact {
    let member = |scope: String| FactEntry::Member {
        scope,
        measure: ADOPTED.to_owned(),
        period: 0,
        member: adopter.org.to_string(),
        weight,
    };
    let kind = if weight > 0 {
        "design.standard-adopted"
    } else {
        "design.adoption-withdrawn"
    };
    Fact {
        kind,
        entries: scopes(adopter.region, adopter.org)
            .into_iter()
            .map(member)
            .collect(),
    }
}
