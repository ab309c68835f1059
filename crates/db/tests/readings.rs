//! Readings on a connection that is used again and again: each sees one moment, the one at which it began, costs no journey more than it
//! has statements, and is open no longer than it has to be. The tests are about connections, which only a server has.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/cable.rs"]
mod cable;
#[path = "support/mod.rs"]
mod support;

use std::sync::{Arc, Mutex, mpsc};

use cable::Cable;
use db::{Db, Migration, Settings, Tx};
use support::{Ground, ctx};
use tokio::task::JoinSet;

const TABLE: Migration = Migration {
    name: "test/1-tally",
    sql: "CREATE TABLE tally (name text PRIMARY KEY, amount bigint NOT NULL);
          INSERT INTO tally (name, amount) VALUES ('a', 0);",
};
const READ: &str = "SELECT amount FROM tally WHERE name = 'a'";
const ADD: &str = "UPDATE tally SET amount = amount + 1 WHERE name = 'a'";
const WRONG: &str = "SELECT 1 / amount FROM (SELECT CAST(0 AS bigint) AS amount) AS nought";
const LEFT_OPEN: &str = "SELECT COUNT(*) FROM pg_stat_activity \
    WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
const END_OTHERS: &str = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS bigint) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// What is asked of a database.
#[derive(Clone, Copy, Debug)]
enum Ask {
    Add,
    Amount,
    Nothing,
    Wrong,
    Panic,
}

/// Everything over one connection, in the order in which it was asked for.
fn on_one_connection(url: &str) -> Db {
    let settings = Settings {
        threads: 1,
        ..Settings::new(url)
    };
    Db::open(&settings, &[db::MIGRATIONS, &[TABLE]].concat()).unwrap()
}

fn number(tx: &mut Tx<'_>, sql: &str) -> kernel::Result<i64> {
    Ok(tx.one::<(i64,)>(sql, &[])?.0)
}

/// What one asking gives: the amount, nought where nothing is asked for, nothing where it fails.
async fn asked(db: &Db, ask: Ask) -> Option<i64> {
    let ctx = ctx();
    let done = match ask {
        Ask::Add => {
            let add = db.write(&ctx, |_, tx| {
                tx.run(ADD, &[])?;
                number(tx, READ)
            });
            add.await
        }
        Ask::Amount => db.read(&ctx, |_, tx| number(tx, READ)).await,
        Ask::Nothing => db.read(&ctx, |_, _| Ok(0)).await,
        Ask::Wrong => db.read(&ctx, |_, tx| number(tx, WRONG)).await,
        Ask::Panic => {
            let panics = db.read(&ctx, |_, tx| {
                number(tx, READ)?;
                panic!("a closure that fails in the middle")
            });
            panics.await
        }
    };
    done.ok()
}

/// What each of them gives where all of them wait behind one another when the first begins.
async fn in_one_queue(db: &Arc<Db>, asks: &[Ask]) -> Vec<Option<i64>> {
    let (go, wait) = mpsc::sync_channel::<()>(0);
    let wait = Mutex::new(wait);
    let mut set = JoinSet::new();
    let first = Arc::clone(db);
    set.spawn(async move {
        let ctx = ctx();
        let held = first.read(&ctx, move |_, tx| {
            wait.lock().unwrap().recv().unwrap_err();
            number(tx, READ)
        });
        held.await.unwrap();
        (usize::MAX, None)
    });
    tokio::task::yield_now().await;
    for (place, ask) in asks.iter().copied().enumerate() {
        let db = Arc::clone(db);
        set.spawn(async move { (place, asked(&db, ask).await) });
        tokio::task::yield_now().await;
    }
    drop(go);
    let mut given = vec![None; asks.len()];
    while let Some(done) = set.join_next().await {
        let (place, done) = done.unwrap();
        if let Some(slot) = given.get_mut(place) {
            *slot = done;
        }
    }
    given
}

#[tokio::test]
async fn what_follows_at_once_begins_anew_whatever_went_before() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = Arc::new(on_one_connection(&ground.settings.url));
    let kinds = [Ask::Add, Ask::Amount, Ask::Nothing, Ask::Wrong, Ask::Panic];
    // Every kind behind every other.
    let asks: Vec<Ask> = kinds
        .iter()
        .flat_map(|one| kinds.iter().flat_map(|other| [*one, *other]))
        .collect();
    let mut adds = 0;
    let expected: Vec<Option<i64>> = asks
        .iter()
        .map(|ask| match ask {
            Ask::Add => {
                adds += 1;
                Some(adds)
            }
            Ask::Amount => Some(adds),
            Ask::Nothing => Some(0),
            Ask::Wrong | Ask::Panic => None,
        })
        .collect();
    assert_eq!(in_one_queue(&db, &asks).await, expected, "{asks:?}");
}

#[tokio::test]
async fn a_reading_behind_another_takes_one_journey_for_its_one_statement() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let cable = Cable::to(&ground.settings.url);
    let db = Arc::new(on_one_connection(&cable.url(&ground.settings.url)));
    // The statement is known from here on.
    asked(&db, Ask::Amount).await.unwrap();
    let before = cable.journeys();
    let given = in_one_queue(&db, &[Ask::Amount; 40]).await;
    assert_eq!(given, [Some(0); 40]);
    let took = cable.journeys() - before;
    // The one before may still be on its way to its end, and the last ends alone.
    assert!((41..=43).contains(&took), "{took}");
}

#[tokio::test]
async fn nothing_stays_open_behind_the_last_reading() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = Arc::new(on_one_connection(&ground.settings.url));
    let watcher = on_one_connection(&ground.settings.url);
    for last in [Ask::Amount, Ask::Nothing, Ask::Wrong, Ask::Panic, Ask::Add] {
        in_one_queue(&db, &[Ask::Amount, last]).await;
        // It is answered before it ends, which it does by itself.
        let mut open = 1;
        for _ in 0..1_000 {
            open = watcher.read(&ctx(), |_, tx| number(tx, LEFT_OPEN)).await.unwrap();
            if open == 0 {
                break;
            }
        }
        assert_eq!(open, 0, "after {last:?}");
    }
}

#[tokio::test]
async fn a_reading_whose_connection_was_ended_meanwhile_is_run_on_another() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = Arc::new(on_one_connection(&ground.settings.url));
    let watcher = on_one_connection(&ground.settings.url);
    for _ in 0..3 {
        asked(&db, Ask::Amount).await.unwrap();
        watcher
            .read(&ctx(), |_, tx| number(tx, END_OTHERS))
            .await
            .unwrap();
        let given = in_one_queue(&db, &[Ask::Nothing, Ask::Amount]).await;
        assert_eq!(given, [Some(0), Some(0)]);
    }
}

#[tokio::test]
async fn nothing_that_a_reading_changes_is_kept() {
    let ground = Ground::new();
    let db = ground.open(&[db::MIGRATIONS, &[TABLE]]);
    for _ in 0..2 {
        // One engine refuses, the other takes it back; either way it was the first that the reading asked for.
        drop(db.read(&ctx(), |_, tx| Ok(tx.run(ADD, &[])?)).await);
        assert_eq!(asked(&db, Ask::Amount).await, Some(0));
    }
}
