//! Transactions: what is answered is kept, what is refused changes nothing, whatever happens beside it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/mod.rs"]
mod support;

use std::sync::{Arc, Mutex, mpsc};

use db::{Db, Migration, Tx, params};
use kernel::{Ctx, Error, Instant, RawId, Text};
use support::{Ground, MORNING, ctx};

const TABLE: Migration = Migration {
    name: "test/1-tally",
    sql: "CREATE TABLE tally (name text PRIMARY KEY, amount bigint NOT NULL);
          CREATE TABLE entry (id uuid PRIMARY KEY, body text NOT NULL);",
};
const READ: &str = "SELECT amount FROM tally WHERE name = 'a'";
const STORE: &str = "UPDATE tally SET amount = $1 WHERE name = 'a'";

fn opened(ground: &Ground) -> Db {
    let db = ground.open(&[db::MIGRATIONS, &[TABLE]]);
    db.write_now(&ctx(), |_, tx| {
        Ok(tx.run("INSERT INTO tally (name, amount) VALUES ('a', 0)", &[])?)
    })
    .unwrap();
    db
}

fn amount(db: &Db) -> i64 {
    db.read_now(&ctx(), |_, tx| Ok(tx.one::<(i64,)>(READ, &[])?.0))
        .unwrap()
}

/// Reads, then writes what follows from it: lost updates show.
fn add_one(tx: &mut Tx<'_>) -> kernel::Result<()> {
    let (amount,): (i64,) = tx.one(READ, &[])?;
    tx.run(STORE, params![amount + 1])?;
    Ok(())
}

fn together<T: Send>(count: usize, body: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|number| {
                scope.spawn({
                    let body = &body;
                    move || body(number)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[test]
fn writers_that_read_first_at_the_same_time_lose_no_update() {
    let ground = Ground::new();
    let db = opened(&ground);
    let kept = together(16, |_| {
        let one = || db.write_now(&ctx(), |_, tx| add_one(tx));
        (0..20)
            .filter(|_| {
                loop {
                    match one() {
                        Ok(()) => break true,
                        Err(Error::Busy) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            })
            .count()
    });
    assert_eq!(kept.iter().sum::<usize>(), 320);
    assert_eq!(amount(&db), 320);
}

#[test]
fn a_refusal_or_a_panic_undoes_itself_and_nothing_beside_it() {
    let ground = Ground::new();
    let db = opened(&ground);
    let answers = together(60, |number| {
        db.write_now(&ctx(), move |ctx, tx| {
            tx.run(
                "INSERT INTO entry (id, body) VALUES ($1, $2)",
                params![ctx.raw_id(), number.to_string()],
            )?;
            match number % 3 {
                0 => Ok(()),
                1 => Err(Error::Denied(Text::new("test-no"))),
                _ => panic!("a fault of the closure"),
            }
        })
    });
    for (number, answer) in answers.into_iter().enumerate() {
        match number % 3 {
            0 => assert!(answer.is_ok()),
            1 => assert!(matches!(answer, Err(Error::Denied(_)))),
            _ => assert!(
                matches!(answer, Err(Error::Internal(cause)) if cause.to_string().contains("a fault"))
            ),
        }
    }
    let bodies: Vec<(String,)> = db
        .read_now(&ctx(), |_, tx| Ok(tx.all("SELECT body FROM entry", &[])?))
        .unwrap();
    let mut numbers: Vec<usize> = bodies.iter().map(|(body,)| body.parse().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..60).step_by(3).collect::<Vec<_>>());
}

/// `OR ROLLBACK` makes SQLite end the whole transaction underneath a request, as a full disk can: no member of the
/// batch may be answered as kept. A batch also closes by time, so a round in which the two were apart is played again.
#[test]
fn where_sqlite_ends_the_transaction_every_member_of_the_batch_fails_and_the_next_batch_works() {
    let ground = Ground::new();
    if ground.is_server() {
        return;
    }
    let db = opened(&ground);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let mut kept = 0;
    let failed_together = (0..50).any(|_| {
        let context = ctx();
        let mut good = Box::pin(db.write(&context, |_, tx| add_one(tx)));
        let mut ender = Box::pin(db.write(&context, |_, tx| {
            tx.run(
                "INSERT OR ROLLBACK INTO tally (name, amount) VALUES ('a', 0)",
                &[],
            )
            .unwrap_err();
            Ok(())
        }));
        let held = hold(&db);
        assert!(
            polled(good.as_mut()).is_none() && polled(ender.as_mut()).is_none(),
            "both wait"
        );
        drop(held);
        let (good, ender) = runtime.block_on(async { (good.await, ender.await) });
        assert!(
            matches!(ender, Err(Error::Busy)),
            "it answered with a success, and nothing was kept"
        );
        kept += i64::from(good.is_ok());
        assert_eq!(
            amount(&db),
            kept,
            "what was answered as kept is there, and nothing else"
        );
        matches!(good, Err(Error::Busy))
    });
    assert!(failed_together, "the good neighbour was never told");
    db.write_now(&ctx(), |_, tx| add_one(tx)).unwrap();
    assert_eq!(amount(&db), kept + 1);
}

#[test]
fn a_full_disk_fails_the_request_that_fills_it_and_not_the_next() {
    let ground = Ground::new();
    if ground.is_server() {
        return;
    }
    let db = opened(&ground);
    let limit = |pages: &'static str| db.write_now(&ctx(), move |_, tx| Ok(tx.one::<(i64,)>(pages, &[])?));
    limit("PRAGMA max_page_count = 1").unwrap();
    let filled = db.write_now(&ctx(), |ctx, tx| {
        add_one(tx)?;
        for _ in 0..100 {
            tx.run(
                "INSERT INTO entry (id, body) VALUES ($1, $2)",
                params![ctx.raw_id(), "满".repeat(4_096)],
            )?;
        }
        Ok(())
    });
    assert!(filled.is_err());
    assert_eq!(amount(&db), 0);
    limit("PRAGMA max_page_count = 1073741823").unwrap();
    db.write_now(&ctx(), |_, tx| add_one(tx)).unwrap();
    assert_eq!(amount(&db), 1);
}

/// Occupies the writer until the value is dropped.
fn hold(db: &Db) -> mpsc::Sender<()> {
    let (held, released) = mpsc::channel::<()>();
    let (begun, begin) = mpsc::channel::<()>();
    let (db, released) = (db.clone(), Mutex::new(released));
    std::thread::spawn(move || {
        db.write_now(&ctx(), move |_, _| {
            begun.send(()).ok();
            released.lock().unwrap().recv().ok();
            Ok(())
        })
    });
    begin.recv().unwrap();
    held
}

#[test]
fn a_second_run_of_a_write_sees_the_same_clock_and_makes_the_same_ids() {
    let mut ground = Ground::new();
    ground.settings.twice = true;
    let db = opened(&ground);
    let runs: Arc<Mutex<Vec<(RawId, Instant)>>> = Arc::default();
    let seen = Arc::clone(&runs);
    db.write_now(&ctx(), move |ctx, tx| {
        let id = ctx.raw_id();
        seen.lock().unwrap().push((id, ctx.now));
        tx.run("INSERT INTO entry (id, body) VALUES ($1, 'x')", params![id])?;
        add_one(tx)
    })
    .unwrap();
    let runs = runs.lock().unwrap();
    assert!(runs.len() >= 2, "it ran twice");
    assert!(runs.iter().all(|run| *run == runs[0]));
    assert_eq!(amount(&db), 1, "the first run was rolled back");
}

#[test]
fn past_a_full_queue_a_request_is_answered_as_busy_and_those_that_wait_are_done() {
    let mut ground = Ground::new();
    ground.settings.threads = 1;
    let db = opened(&ground);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let context = ctx();
    let held = hold(&db);
    let mut waiting: Vec<_> = (0..5_000)
        .map(|_| Box::pin(db.write(&context, |_, tx| add_one(tx))))
        .collect();
    let mut busy = 0;
    waiting.retain_mut(|one| match polled(one.as_mut()) {
        Some(answer) => {
            assert!(matches!(answer, Err(Error::Busy)));
            busy += 1;
            false
        }
        None => true,
    });
    assert_eq!((busy, waiting.len()), (5_000 - 4_096, 4_096));
    drop(held);
    runtime.block_on(async {
        for one in waiting {
            one.await.unwrap();
        }
    });
    assert_eq!(amount(&db), 4_096);
}

/// Polls once: `None` while there is no answer.
fn polled<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Option<T> {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.poll(&mut context) {
        std::task::Poll::Ready(answer) => Some(answer),
        std::task::Poll::Pending => None,
    }
}

#[test]
fn a_lease_is_one_holders_until_it_runs_out() {
    let ground = Ground::new();
    let db = opened(&ground);
    let (here, there) = (RawId::from_u128(1), RawId::from_u128(2));
    let claim = |holder: RawId, now: Instant| {
        db.write_now(&ctx(), move |_, tx| {
            Ok(db::claim(tx, "fold", holder, now, now.plus(10))?)
        })
        .unwrap()
    };
    assert!(claim(here, MORNING));
    assert!(!claim(there, MORNING.plus(9)));
    assert!(claim(here, MORNING.plus(5)), "its holder renews it");
    assert!(!claim(there, MORNING.plus(14)));
    assert!(claim(there, MORNING.plus(15)), "at its end it is free");
    assert!(!claim(here, MORNING.plus(16)));
    let wrong = MORNING.plus(365 * 24 * Instant::HOUR);
    assert!(claim(there, wrong), "the clock of a node is wrong");
    assert!(claim(here, MORNING.plus(30)), "nobody waits a year for it");
}

#[test]
fn of_many_that_claim_a_lease_at_once_one_has_it() {
    let ground = Ground::new();
    let db = opened(&ground);
    let won = together(8, |number| {
        let holder = RawId::from_u128(number as u128 + 1);
        db.write_now(&ctx(), move |_, tx| {
            Ok(db::claim(tx, "one", holder, MORNING, MORNING.plus(10))?)
        })
        .unwrap()
    });
    assert_eq!(won.into_iter().filter(|won| *won).count(), 1);
}

#[test]
fn a_read_sees_one_state_and_cannot_keep_a_change() {
    let ground = Ground::new();
    let db = opened(&ground);
    let changed = db.read_now(&ctx(), |_: &Ctx, tx| add_one(tx));
    assert!(changed.is_err() || amount(&db) == 0);
    assert_eq!(amount(&db), 0);
}

#[test]
fn a_write_that_finds_no_room_is_answered_as_busy_and_leaves_nothing_behind() {
    let ground = Ground::new();
    if ground.is_server() {
        // A server's disk cannot be made small from here.
        return;
    }
    let db = opened(&ground);
    let room = |pages: i64| {
        db.write_now(&ctx(), move |_, tx| {
            let sql = format!("PRAGMA max_page_count = {pages}");
            Ok(tx.one::<(i64,)>(&sql, &[])?)
        })
        .unwrap();
    };
    let much = |db: &Db| {
        db.write_now(&ctx(), |ctx, tx| {
            add_one(tx)?;
            let body = "x".repeat(4_000_000);
            let id: RawId = ctx.raw_id();
            tx.run("INSERT INTO entry (id, body) VALUES ($1, $2)", params![id, &body])?;
            Ok(())
        })
    };
    room(100);
    assert!(matches!(much(&db), Err(Error::Busy)));
    assert_eq!(amount(&db), 0);
    room(10_000);
    much(&db).unwrap();
    assert_eq!(amount(&db), 1);
}

#[test]
fn a_server_without_room_for_locks_is_asked_again_and_then_answered_as_busy() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = opened(&ground);
    let runs = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&runs);
    let refused = db.write_now(&ctx(), move |_, tx| {
        *counted.lock().unwrap() += 1;
        add_one(tx)?;
        Ok(tx.run(
            "DO $$ BEGIN RAISE EXCEPTION 'out of shared memory' USING ERRCODE = '53200'; END $$",
            &[],
        )?)
    });
    assert!(matches!(refused, Err(Error::Busy)), "{refused:?}");
    assert!(*runs.lock().unwrap() > 1);
    assert_eq!(amount(&db), 0);
}
