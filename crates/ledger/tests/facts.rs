//! Facts: each is counted exactly once, whenever its transaction commits; distinct members are counted once.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../db/tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::sync::{Mutex, mpsc};

use db::{Db, params};
use kernel::{Instant, RawId, SchoolId};
use ledger::count::{self, Of};
use ledger::{Difference, Fact, FactEntry, Place};
use support::{Ground, MORNING, at, ctx};

const A: SchoolId = SchoolId(1);
const B: SchoolId = SchoolId(2);
const C: SchoolId = SchoolId(3);
const NODE: RawId = RawId::from_u128(1);
/// The measures whose changes are counted.
const KEPT: [&str; 2] = ["hours", "majors"];

fn opened(ground: &Ground) -> Db {
    ground.open(&[db::MIGRATIONS, ledger::MIGRATIONS])
}

fn add(period: i64, amount: i64) -> FactEntry {
    FactEntry::Add {
        measure: "hours".into(),
        period,
        amount,
    }
}

fn member(scope: &str, member: &str, weight: i64) -> FactEntry {
    let (scope, measure, member) = (scope.into(), "majors".into(), member.into());
    FactEntry::Member {
        scope,
        measure,
        period: 0,
        member,
        weight,
    }
}

fn tell(db: &Db, school: SchoolId, entries: Vec<FactEntry>) {
    let fact = Fact {
        kind: "test",
        entries,
    };
    db.write_now(&ctx(), move |ctx, tx| ledger::fact(tx, ctx, school, &fact))
        .unwrap();
}

/// A and B lie in one province.
fn areas(school: SchoolId) -> [&'static str; 2] {
    [
        "nation",
        if school == C {
            "province:440000"
        } else {
            "province:330000"
        },
    ]
}

fn wrong_totals(db: &Db) -> Vec<Difference> {
    db.read_now(&ctx(), |_, tx| ledger::verify_totals(tx, &["nation", "province"]))
        .unwrap()
}

fn fold(db: &Db) -> u32 {
    let schools = db
        .read_now(&ctx(), |_, tx| ledger::schools_to_project(tx))
        .unwrap();
    let one = |school| {
        let areas = areas(school).map(str::to_owned);
        db.write_now(&ctx(), move |ctx, tx| {
            ledger::project(tx, (ctx.now, NODE), school, (&areas, &KEPT))
        })
        .unwrap()
    };
    schools.into_iter().map(one).sum()
}

fn total(db: &Db) -> i64 {
    db.read_now(&ctx(), |_, tx| {
        count::sum(tx, Of::Area("nation"), "hours", 0..=999_999)
    })
    .unwrap()
}

#[test]
fn amounts_are_summed_by_school_list_and_period() {
    let ground = Ground::new();
    let db = opened(&ground);
    tell(&db, A, vec![add(202_309, 10), add(202_310, 5)]);
    tell(&db, A, vec![add(202_309, -3)]);
    tell(&db, B, vec![add(202_309, 100)]);
    tell(&db, C, vec![add(202_309, 1_000)]);
    assert_eq!(total(&db), 0, "nothing is counted before the fold");
    assert_eq!(fold(&db), 4);
    assert_eq!(fold(&db), 0);
    db.read_now(&ctx(), |_, tx| {
        let september = 202_309..=202_309;
        let province = Of::Area("province:330000");
        assert_eq!(count::sum(tx, Of::School(A), "hours", september.clone())?, 7);
        assert_eq!(count::sum(tx, Of::School(A), "hours", 202_301..=202_312)?, 12);
        assert_eq!(count::sum(tx, province, "hours", september.clone())?, 107);
        assert_eq!(
            count::sum(tx, Of::Area("nation"), "hours", september.clone())?,
            1_107
        );
        assert_eq!(count::sum(tx, Of::Area("nation"), "other", september.clone())?, 0);
        let schools = count::sum_of_each(tx, vec![A, B, C], "hours", september)?;
        assert_eq!(
            schools.into_iter().collect::<Vec<_>>(),
            [(A, 7), (B, 100), (C, 1_000)]
        );
        let months = count::by_period(tx, province, "hours", 202_301..=202_312)?;
        assert_eq!(
            months.into_iter().collect::<Vec<_>>(),
            [(202_309, 107), (202_310, 5)]
        );
        let months = count::by_period(tx, Of::School(A), "hours", 202_301..=202_312)?;
        assert_eq!(
            months.into_iter().collect::<Vec<_>>(),
            [(202_309, 7), (202_310, 5)]
        );
        Ok(())
    })
    .unwrap();
}

#[test]
fn one_major_in_three_schools_is_one_and_is_gone_with_the_last() {
    let ground = Ground::new();
    let db = opened(&ground);
    let majors = || {
        db.read_now(&ctx(), |_, tx| count::members(tx, "nation", "majors", 0))
            .unwrap()
    };
    for school in [A, B, C] {
        tell(&db, school, vec![member("nation", "数控加工", 1)]);
    }
    tell(&db, A, vec![member("nation", "焊接加工", 1)]);
    fold(&db);
    assert_eq!(majors(), 2);
    tell(&db, A, vec![member("nation", "数控加工", -1)]);
    tell(&db, B, vec![member("nation", "数控加工", -1)]);
    fold(&db);
    assert_eq!(majors(), 2);
    tell(&db, C, vec![member("nation", "数控加工", -1)]);
    fold(&db);
    assert_eq!(majors(), 1);
    let set = count::Set {
        scope: "nation",
        measure: "majors",
        period: 0,
    };
    let list = db
        .read_now(&ctx(), move |_, tx| count::member_list(tx, set, "", 10))
        .unwrap();
    assert_eq!(list, ["焊接加工"], "the number opens to what it counts");
    assert_eq!(wrong_totals(&db), []);
}

#[test]
fn a_teacher_who_moved_province_is_one_head_of_the_nation_and_one_of_each_province() {
    let ground = Ground::new();
    let db = opened(&ground);
    tell(
        &db,
        A,
        vec![member("nation", "li", 1), member("province:330000", "li", 1)],
    );
    tell(
        &db,
        B,
        vec![member("nation", "li", 1), member("province:440000", "li", 1)],
    );
    fold(&db);
    let heads = db
        .read_now(&ctx(), |_, tx| {
            let scopes = ["nation", "province:330000", "province:440000", "city:330100"];
            count::members_of_each(tx, scopes.map(str::to_owned).to_vec(), "majors", 0)
        })
        .unwrap();
    let heads: Vec<_> = heads
        .iter()
        .map(|(scope, heads)| (scope.as_str(), *heads))
        .collect();
    assert_eq!(
        heads,
        [("nation", 1), ("province:330000", 1), ("province:440000", 1)]
    );
}

#[test]
fn a_fact_of_an_earlier_moment_that_is_told_after_a_fold_is_counted() {
    let ground = Ground::new();
    let db = opened(&ground);
    tell(&db, A, vec![add(1, 10)]);
    fold(&db);
    let fact = Fact {
        kind: "test",
        entries: vec![add(1, 5)],
    };
    db.write_now(&at(MORNING.plus(-Instant::HOUR)), move |ctx, tx| {
        ledger::fact(tx, ctx, A, &fact)
    })
    .unwrap();
    fold(&db);
    assert_eq!(total(&db), 15);
}

/// On SQLite, which has one writer, the test above is this case by its order.
#[test]
fn a_fact_whose_transaction_is_open_across_a_fold_is_counted_by_the_next() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = opened(&ground);
    let (told, hears) = mpsc::channel::<()>();
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    std::thread::scope(|scope| {
        let open = scope.spawn({
            let db = db.clone();
            move || {
                db.write_now(&ctx(), move |ctx, tx| {
                    let fact = Fact {
                        kind: "test",
                        entries: vec![add(1, 5)],
                    };
                    ledger::fact(tx, ctx, A, &fact)?;
                    told.send(()).ok();
                    released.lock().unwrap().recv().ok();
                    Ok(())
                })
            }
        });
        hears.recv().unwrap();
        tell(&db, A, vec![add(1, 10)]);
        assert_eq!(fold(&db), 1);
        assert_eq!(total(&db), 10, "what is not committed is not counted");
        drop(release);
        open.join().unwrap().unwrap();
    });
    assert_eq!(fold(&db), 1);
    assert_eq!(total(&db), 15);
}

#[test]
fn a_refused_write_tells_nothing() {
    let ground = Ground::new();
    let db = opened(&ground);
    let refused = db.write_now(&ctx(), |ctx, tx| {
        ledger::fact(
            tx,
            ctx,
            A,
            &Fact {
                kind: "test",
                entries: vec![add(1, 5)],
            },
        )?;
        Err::<(), _>(kernel::Error::NotFound)
    });
    assert!(refused.is_err());
    assert_eq!((fold(&db), total(&db)), (0, 0));
}

#[test]
fn many_facts_told_and_folded_at_once_are_counted_once_each() {
    let ground = Ground::new();
    let db = opened(&ground);
    std::thread::scope(|scope| {
        let tellers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| (0..25).for_each(|_| tell(&db, A, vec![add(1, 1), member("nation", "m", 1)])))
            })
            .collect();
        while tellers.iter().any(|teller| !teller.is_finished()) {
            fold(&db);
        }
    });
    while fold(&db) > 0 {}
    assert_eq!(total(&db), 100);
    assert_eq!(wrong_totals(&db), []);
    let report = db.read_now(&ctx(), |_, tx| ledger::verify_facts(tx, A)).unwrap();
    assert_eq!((report.differences, report.pending), (Vec::new(), 0));
}

#[test]
fn a_count_that_is_not_what_its_facts_say_is_named() {
    let ground = Ground::new();
    let db = opened(&ground);
    tell(&db, A, vec![add(1, 10), member("nation", "m", 1)]);
    fold(&db);
    tell(&db, A, vec![add(1, 1)]);
    db.write_now(&ctx(), |_, tx| {
        Ok(tx.run("UPDATE counter SET amount = $1", params![11_i64])?)
    })
    .unwrap();
    let report = db.read_now(&ctx(), |_, tx| ledger::verify_facts(tx, A)).unwrap();
    let place = Place::Counter {
        measure: "hours".into(),
        period: 1,
    };
    assert_eq!(
        report.differences,
        [Difference {
            place,
            expected: 10,
            actual: 11
        }]
    );
    assert_eq!(report.pending, 1, "what waits is in neither");
}

#[test]
fn a_total_that_is_not_what_the_schools_add_up_to_is_named() {
    let ground = Ground::new();
    let db = opened(&ground);
    tell(&db, A, vec![add(1, 10), member("nation", "m", 1)]);
    tell(
        &db,
        C,
        vec![add(1, 5), member("nation", "m", 1), member("nation", "n", 1)],
    );
    fold(&db);
    assert_eq!(wrong_totals(&db), []);
    db.write_now(&ctx(), |_, tx| {
        tx.run(
            "UPDATE counter_total SET amount = 6 WHERE scope = 'province:440000'",
            &[],
        )?;
        Ok(tx.run("UPDATE member_total SET members = 3", &[])?)
    })
    .unwrap();
    let total = |scope: &str, measure: &str, period| Place::Total {
        scope: scope.into(),
        measure: measure.into(),
        period,
    };
    let wrong = |place, expected, actual| Difference {
        place,
        expected,
        actual,
    };
    assert_eq!(
        wrong_totals(&db),
        [
            wrong(total("province", "hours", 1), 15, 16),
            wrong(total("nation", "majors", 0), 2, 3)
        ]
    );
}

#[test]
fn a_school_that_arrives_with_its_counts_is_in_the_totals_once() {
    let ground = Ground::new();
    let db = opened(&ground);
    tell(&db, A, vec![add(1, 10), member("nation", "m", 1)]);
    fold(&db);
    db.write_now(&ctx(), |_, tx| {
        tx.run(
            "INSERT INTO counter (school_id, measure, period, amount) VALUES (3, 'hours', 1, 7)",
            &[],
        )?;
        for member in ["m", "n"] {
            let text = "INSERT INTO member (school_id, scope, measure, period, member, weight) \
                VALUES (3, 'nation', 'majors', 0, $1, 1)";
            tx.run(text, params![member])?;
        }
        ledger::arrive(tx, C, (&areas(C).map(str::to_owned), &KEPT))
    })
    .unwrap();
    assert_eq!(total(&db), 17);
    assert_eq!(wrong_totals(&db), []);
    tell(&db, C, vec![member("nation", "m", -1), member("nation", "n", -1)]);
    fold(&db);
    assert_eq!(wrong_totals(&db), []);
}

#[test]
fn a_measure_counts_its_changes_where_a_number_of_it_is_another() {
    let ground = Ground::new();
    let db = opened(&ground);
    let changes = || {
        let read = db.read_now(&ctx(), |_, tx| {
            let all = "SELECT name, changes FROM change_count";
            Ok(tx.all::<(String, i64)>(all, &[])?)
        });
        let found: BTreeMap<String, i64> = read.unwrap().into_iter().collect();
        assert!(
            found
                .keys()
                .all(|name| KEPT.map(count::changes_of).contains(name)),
            "nobody keeps others: {found:?}"
        );
        KEPT.map(|measure| found.get(&count::changes_of(measure)).copied().unwrap_or(0))
    };
    assert_eq!(changes(), [0, 0]);
    tell(
        &db,
        A,
        vec![add(202_309, 10), add(202_310, 5), member("nation", "0106", 1)],
    );
    assert_eq!(changes(), [0, 0], "what is not folded is no number yet");
    fold(&db);
    assert_eq!(changes(), [1, 1], "one fold is one change");
    // Another school holds the major as well, and one of the two lets go of it: the nation still has one.
    tell(&db, B, vec![member("nation", "0106", 1)]);
    fold(&db);
    tell(&db, A, vec![member("nation", "0106", -1)]);
    fold(&db);
    assert_eq!(changes(), [1, 1]);
    tell(&db, B, vec![member("nation", "0106", -1), add(202_309, 3)]);
    fold(&db);
    assert_eq!(changes(), [2, 2]);
    // What adds up to nothing changes nothing, and what nobody keeps is not counted.
    let others = FactEntry::Add {
        measure: "others".into(),
        period: 1,
        amount: 1,
    };
    tell(&db, A, vec![others]);
    tell(&db, A, vec![add(202_309, 4)]);
    tell(&db, A, vec![add(202_309, -4)]);
    fold(&db);
    assert_eq!(changes(), [2, 2]);
    // A school that was folded elsewhere brings all that it has.
    let areas = areas(A).map(str::to_owned);
    db.write_now(&ctx(), move |_, tx| ledger::arrive(tx, A, (&areas, &KEPT)))
        .unwrap();
    assert_eq!(changes(), [3, 3]);
}
