//! The checks behind `gongxue audit verify` and `gongxue facts verify`.

use db::{Tx, params};
use kernel::{OrgId, RawId, Result, SchoolId};

use crate::audit::Line;
use crate::chain::{self, Hash};
use crate::seal::Head;
use crate::tally::{Difference, Place, Tally};
use crate::{fact, store};

/// How many rows are read at once.
const PAGE: u32 = 500;

/// What the check of a chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditReport {
    /// The last link that was proved: to compare with one that was noted elsewhere.
    pub head: Option<Head>,
    /// Where the chain breaks first; what follows was not looked at.
    pub broken: Option<Broken>,
    /// Lines that the sealer has still to come to.
    pub unsealed: Vec<RawId>,
    /// Lines that neither stand in the chain nor wait for it: their seals were removed.
    pub lost: Vec<RawId>,
}

impl AuditReport {
    /// Nothing was changed, removed or inserted.
    pub const fn is_sound(&self) -> bool {
        self.broken.is_none() && self.lost.is_empty()
    }
}

/// The first fault of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The number in the chain at which it is.
    pub number: i64,
    /// The line found there, or after the gap.
    pub line: RawId,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The line of this number, or its seal, is not there.
    Missing,
    /// The line is not what was sealed.
    Changed,
}

/// Proves the chain of an organisation, from the first line to the last.
///
/// # Errors
/// The engine's.
pub fn verify_audit(tx: &mut Tx<'_>, school: SchoolId, org: OrgId) -> Result<AuditReport> {
    let mut walk = Walk {
        org,
        head: None,
        hash: chain::START,
    };
    let broken = loop {
        let number = walk.number();
        let page: Vec<Sealed> = tx.all(store::SEALED_AFTER, params![school, number, PAGE])?;
        let broken = page.iter().find_map(|sealed| walk.step(sealed));
        if broken.is_some() || page.len() < PAGE as usize {
            break broken;
        }
    };
    let open: Vec<(RawId, Option<RawId>)> = tx.all(store::UNSEALED, params![school])?;
    let (unsealed, lost): (Vec<_>, Vec<_>) = open.into_iter().partition(|(_, pending)| pending.is_some());
    let ids = |lines: Vec<(RawId, Option<RawId>)>| lines.into_iter().map(|(line, _)| line).collect();
    Ok(AuditReport {
        head: walk.head,
        broken,
        unsealed: ids(unsealed),
        lost: ids(lost),
    })
}

/// A link with its line.
struct Sealed {
    number: i64,
    hash: Vec<u8>,
    line: Line,
}

impl db::FromRow for Sealed {
    fn from_row(columns: &mut db::Columns<'_>) -> db::Result<Self> {
        Ok(Self {
            number: columns.take()?,
            hash: columns.take()?,
            line: Line::from_row(columns)?,
        })
    }
}

/// How far the chain was proved.
struct Walk {
    org: OrgId,
    head: Option<Head>,
    hash: Hash,
}

impl Walk {
    fn number(&self) -> i64 {
        self.head.as_ref().map_or(0, |head| head.number)
    }

    fn step(&mut self, sealed: &Sealed) -> Option<Broken> {
        let (number, line) = (self.number() + 1, sealed.line.id);
        if sealed.number != number {
            return Some(Broken {
                number,
                line,
                fault: Fault::Missing,
            });
        }
        self.hash = chain::link(&self.hash, self.org, &sealed.line);
        if sealed.hash != self.hash {
            return Some(Broken {
                number,
                line,
                fault: Fault::Changed,
            });
        }
        self.head = Some(Head {
            number,
            line,
            hash: sealed.hash.clone(),
        });
        None
    }
}

/// What the check of a school's counts found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactsReport {
    /// What all folded facts of the school add up to, for its owners to compare with their rows.
    pub told: Tally,
    /// Where the stored counts are not that.
    pub differences: Vec<Difference>,
    /// Facts that the projector has still to come to; they are in neither.
    pub pending: i64,
}

/// Recomputes a school's counts from its facts and compares them with the stored ones.
///
/// # Errors
/// The engine's.
pub fn verify_facts(tx: &mut Tx<'_>, school: SchoolId) -> Result<FactsReport> {
    let told = told(tx, school)?;
    let differences = told.differences(&stored(tx, school)?);
    let (pending,): (i64,) = tx.one(store::PENDING_FACT_COUNT, params![school])?;
    Ok(FactsReport {
        told,
        differences,
        pending,
    })
}

fn told(tx: &mut Tx<'_>, school: SchoolId) -> Result<Tally> {
    let (mut tally, mut last) = (Tally::default(), RawId::nil());
    loop {
        // One transaction reads one state: here, unlike between two folds, paging by key misses nothing.
        let page: Vec<(RawId, String)> = tx.all(store::FOLDED_FACTS_AFTER, params![school, last, PAGE])?;
        for (id, entries) in &page {
            fact::entries(entries)?
                .into_iter()
                .for_each(|entry| tally.add_entry(entry));
            last = *id;
        }
        if page.len() < PAGE as usize {
            return Ok(tally);
        }
    }
}

fn stored(tx: &mut Tx<'_>, school: SchoolId) -> Result<Tally> {
    let mut tally = Tally::default();
    let counters: Vec<(String, i64, i64)> = tx.all(store::COUNTERS, params![school])?;
    for (measure, period, amount) in counters {
        tally.add(Place::Counter { measure, period }, amount);
    }
    let members: Vec<(String, String, i64, String, i64)> = tx.all(store::MEMBERS, params![school])?;
    for (scope, measure, period, member, weight) in members {
        tally.add(
            Place::Member {
                scope,
                measure,
                period,
                member,
            },
            weight,
        );
    }
    Ok(tally)
}

/// Where the totals are not what they should be: those of members for each scope, against the members; those of amounts for each
/// kind of area, whose areas together have to hold what all schools have. (Which school lay where when a fact was folded is not
/// kept, so that one area alone cannot be proved.)
///
/// # Errors
/// The engine's.
pub fn verify_totals(tx: &mut Tx<'_>, kinds: &[&str]) -> Result<Vec<Difference>> {
    let (mut expected, mut actual) = (Tally::default(), Tally::default());
    let total = |scope: &str, measure: &str, period| Place::Total {
        scope: scope.to_owned(),
        measure: measure.to_owned(),
        period,
    };
    let counters: Vec<(String, i64, i64)> = tx.all(store::COUNTERS_OF_ALL, &[])?;
    for (measure, period, amount) in &counters {
        for kind in kinds {
            expected.add(total(kind, measure, *period), *amount);
        }
    }
    let totals: Vec<(String, String, i64, i64)> = tx.all(store::COUNTER_TOTALS, &[])?;
    for (measure, scope, period, amount) in &totals {
        let kind = scope.split_once(':').map_or(scope.as_str(), |(kind, _)| kind);
        actual.add(total(kind, measure, *period), *amount);
    }
    let mut differences = expected.differences(&actual);
    let members: Vec<(String, String, i64, i64, i64)> = tx.all(store::WRONG_MEMBER_TOTALS, &[])?;
    differences.extend(
        members
            .into_iter()
            .map(|(measure, scope, period, expected, actual)| Difference {
                place: total(&scope, &measure, period),
                expected,
                actual,
            }),
    );
    Ok(differences)
}
