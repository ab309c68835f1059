//! A tally: what some facts add up to. Pure; the projector stores it, the check compares two of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::FactEntry;

/// Where an amount or a weight stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An additive measure in a period.
    Counter {
        /// What is measured.
        measure: String,
        /// When.
        period: i64,
    },
    /// A member of a scope in a period.
    Member {
        /// Whose set.
        scope: String,
        /// What is measured.
        measure: String,
        /// When.
        period: i64,
        /// Who or what.
        member: String,
    },
    /// What all schools of a scope, or of every scope of a kind (`province`), add up to.
    Total {
        /// Whose.
        scope: String,
        /// What is measured.
        measure: String,
        /// When.
        period: i64,
    },
}

/// Sums by place; a place that sums to nothing is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Place, i64>);

/// A place where two tallies differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub place: Place,
    /// What it should be.
    pub expected: i64,
    /// What it is.
    pub actual: i64,
}

impl Tally {
    /// Adds to a place.
    pub fn add(&mut self, place: Place, amount: i64) {
        let sum = self.0.get(&place).copied().unwrap_or(0) + amount;
        if sum == 0 {
            self.0.remove(&place);
        } else {
            self.0.insert(place, sum);
        }
    }

    /// Adds what a fact says.
    pub fn add_entry(&mut self, entry: FactEntry) {
        match entry {
            FactEntry::Add {
                measure,
                period,
                amount,
            } => self.add(Place::Counter { measure, period }, amount),
            FactEntry::Member {
                scope,
                measure,
                period,
                member,
                weight,
            } => {
                self.add(
                    Place::Member {
                        scope,
                        measure,
                        period,
                        member,
                    },
                    weight,
                );
            }
        }
    }

    /// Every place with its sum, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Place, i64)> {
        self.0.iter().map(|(place, sum)| (place, *sum))
    }

    /// Where `actual` differs from this one, in order.
    pub fn differences(&self, actual: &Self) -> Vec<Difference> {
        let places: BTreeSet<&Place> = self.0.keys().chain(actual.0.keys()).collect();
        let at = |tally: &Self, place: &Place| tally.0.get(place).copied().unwrap_or(0);
        places
            .into_iter()
            .map(|place| Difference {
                place: place.clone(),
                expected: at(self, place),
                actual: at(actual, place),
            })
            .filter(|difference| difference.expected != difference.actual)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(measure: &str) -> Place {
        Place::Counter {
            measure: measure.into(),
            period: 202_309,
        }
    }

    #[test]
    fn tallies_differ_where_one_has_more_less_or_nothing() {
        let (mut expected, mut actual) = (Tally::default(), Tally::default());
        expected.add(place("same"), 2);
        actual.add(place("same"), 2);
        expected.add(place("less"), 3);
        actual.add(place("less"), 1);
        actual.add(place("ghost"), 1);
        expected.add(place("gone"), 5);
        expected.add(place("gone"), -5);
        let found = expected.differences(&actual);
        let found: Vec<_> = found
            .iter()
            .map(|one| (&one.place, one.expected, one.actual))
            .collect();
        assert_eq!(found, [(&place("ghost"), 0, 1), (&place("less"), 3, 1)]);
    }
}
