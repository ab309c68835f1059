//! What holds for all facts: counting each as it comes is the same as counting all of them anew.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../db/tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;

use db::Db;
use kernel::{RawId, SchoolId};
use ledger::count::{self, Of};
use ledger::{Fact, FactEntry};
use proptest::prelude::*;
use support::{Ground, ctx};

const NODE: RawId = RawId::from_u128(1);
const SCHOOLS: i64 = 3;
const PERIODS: i64 = 3;
const MEMBERS: i64 = 4;

/// What a school tells, what it takes back of what it told, and when the projector comes by.
#[derive(Clone, Debug)]
enum Step {
    Tell(i64, Vec<FactEntry>),
    TakeBack(usize),
    Fold(i64),
}

fn entry() -> impl Strategy<Value = FactEntry> {
    let add = (0..PERIODS, -5_i64..=9).prop_map(|(period, amount)| FactEntry::Add {
        measure: "hours".into(),
        period,
        amount,
    });
    let member = (0..PERIODS, 0..MEMBERS).prop_map(|(period, member)| FactEntry::Member {
        scope: "nation".into(),
        measure: "majors".into(),
        period,
        member: member.to_string(),
        weight: 1,
    });
    prop_oneof![add, member]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..=SCHOOLS, prop::collection::vec(entry(), 0..5)).prop_map(|(school, entries)| Step::Tell(school, entries)),
        2 => any::<prop::sample::Index>().prop_map(|at| Step::TakeBack(at.index(1_000))),
        1 => (1..=SCHOOLS).prop_map(Step::Fold),
    ]
}

fn negative(entry: &FactEntry) -> FactEntry {
    let mut entry = entry.clone();
    match &mut entry {
        FactEntry::Add { amount, .. } => *amount = -*amount,
        FactEntry::Member { weight, .. } => *weight = -*weight,
    }
    entry
}

/// The plain sums, kept beside the database in the simplest way there is.
#[derive(Default)]
struct Plain {
    amounts: BTreeMap<(i64, i64), i64>,
    weights: BTreeMap<(i64, i64, String), i64>,
}

impl Plain {
    fn add(&mut self, school: i64, entries: &[FactEntry]) {
        for entry in entries {
            match entry {
                FactEntry::Add { period, amount, .. } => {
                    *self.amounts.entry((school, *period)).or_default() += amount;
                }
                FactEntry::Member {
                    period,
                    member,
                    weight,
                    ..
                } => {
                    *self.weights.entry((school, *period, member.clone())).or_default() += weight;
                }
            }
        }
    }

    fn sum(&self, period: i64) -> i64 {
        let of = self.amounts.iter().filter(|((_, other), _)| *other == period);
        of.map(|(_, amount)| amount).sum()
    }

    /// Members that some school has more often than it took them back.
    fn members(&self, period: i64) -> i64 {
        let has = |member: i64| {
            let member = member.to_string();
            (1..=SCHOOLS).any(|school| {
                self.weights
                    .get(&(school, period, member.clone()))
                    .is_some_and(|weight| *weight > 0)
            })
        };
        (0..MEMBERS).filter(|member| has(*member)).count() as i64
    }
}

fn tell(db: &Db, school: i64, entries: Vec<FactEntry>) {
    let fact = Fact {
        kind: "test",
        entries,
    };
    db.write_now(&ctx(), move |ctx, tx| {
        ledger::fact(tx, ctx, SchoolId(school), &fact)
    })
    .unwrap();
}

fn fold(db: &Db, school: i64) {
    let areas = ["nation".to_owned(), format!("province:{}", school % 2)];
    let project = move |ctx: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        ledger::project(tx, (ctx.now, NODE), SchoolId(school), (&areas, &[]))
    };
    while db.write_now(&ctx(), project.clone()).unwrap() > 0 {}
}

/// Walks the steps and says where the counts are not the plain sums.
fn walked(db: &Db, steps: &[Step]) -> Plain {
    let mut plain = Plain::default();
    let mut told: Vec<(i64, Vec<FactEntry>)> = Vec::new();
    for step in steps {
        let (school, entries) = match step {
            Step::Tell(school, entries) => {
                told.push((*school, entries.clone()));
                (*school, entries.clone())
            }
            Step::TakeBack(at) if !told.is_empty() => {
                let (school, entries) = told.swap_remove(at % told.len());
                (school, entries.iter().map(negative).collect())
            }
            Step::TakeBack(_) => continue,
            Step::Fold(school) => {
                fold(db, *school);
                continue;
            }
        };
        plain.add(school, &entries);
        tell(db, school, entries);
    }
    (1..=SCHOOLS).for_each(|school| fold(db, school));
    plain
}

/// A case is a database of its own, so a few by default; `PROPTEST_CASES` sets sixteen times as many.
fn config() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig {
        cases: usual.cases.div_ceil(16),
        ..usual
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn counts_that_were_folded_in_any_pieces_are_those_of_all_facts(steps in prop::collection::vec(step(), 0..40)) {
        let ground = Ground::new();
        let db = ground.open(&[db::MIGRATIONS, ledger::MIGRATIONS]);
        let plain = walked(&db, &steps);
        for school in 1..=SCHOOLS {
            let report = db.read_now(&ctx(), move |_, tx| ledger::verify_facts(tx, SchoolId(school))).unwrap();
            prop_assert_eq!(report.pending, 0);
            prop_assert_eq!(&report.differences, &vec![]);
        }
        let totals = db.read_now(&ctx(), |_, tx| ledger::verify_totals(tx, &["nation", "province"])).unwrap();
        prop_assert_eq!(totals, vec![]);
        for period in 0..PERIODS {
            let read = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
                let sum = count::sum(tx, Of::Area("nation"), "hours", period..=period)?;
                Ok((sum, count::members(tx, "nation", "majors", period)?))
            };
            let counted = db.read_now(&ctx(), read).unwrap();
            prop_assert_eq!(counted, (plain.sum(period), plain.members(period)));
        }
    }
}
