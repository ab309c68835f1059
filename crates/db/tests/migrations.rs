//! Migrations run once each, in order, whole or not at all.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/mod.rs"]
mod support;

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use db::search::{self, Entry, Query, Within};
use db::{Db, Migration, params};
use kernel::RawId;
use support::{Ground, ctx};

const FIRST: Migration = Migration {
    name: "test/1-first",
    sql: "CREATE TABLE first (id bigint PRIMARY KEY); INSERT INTO first (id) VALUES (1);",
};
const BROKEN: Migration = Migration {
    name: "test/2-second",
    sql: "CREATE TABLE second (id bigint PRIMARY KEY); INSERT INTO nowhere (id) VALUES (1);",
};
const MENDED: Migration = Migration {
    name: "test/2-second",
    sql: "CREATE TABLE second (id bigint PRIMARY KEY);",
};

fn rows(db: &Db, sql: &'static str) -> i64 {
    db.read_now(&ctx(), move |_, tx| Ok(tx.one::<(i64,)>(sql, &[])?.0))
        .unwrap()
}

#[test]
fn each_runs_once_however_often_the_database_is_opened() {
    let ground = Ground::new();
    drop(ground.open(&[&[FIRST]]));
    let db = ground.open(&[&[FIRST, MENDED]]);
    assert_eq!(rows(&db, "SELECT count(*) FROM first"), 1);
    assert_eq!(rows(&db, "SELECT count(*) FROM second"), 0);
    assert_eq!(rows(&db, "SELECT count(*) FROM migration"), 2);
}

#[test]
fn one_that_fails_leaves_nothing_of_itself_and_names_itself() {
    let ground = Ground::new();
    let failed = Db::open(&ground.settings, &[FIRST, BROKEN]);
    assert!(failed.is_err_and(|error| error.to_string().contains("migration test/2-second")));
    let db = ground.open(&[&[FIRST, MENDED]]);
    assert_eq!(rows(&db, "SELECT count(*) FROM first"), 1);
    assert_eq!(rows(&db, "SELECT count(*) FROM second"), 0);
}

/// A step wants the whole table while a long reading, such as a backup's, has it: it waits without a queue behind it.
#[allow(
    clippy::disallowed_methods,
    reason = "how long somebody is held up is the machine's time"
)]
#[test]
fn whoever_reads_and_writes_is_not_held_up_by_a_step_that_waits_for_another() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let wide = Migration {
        name: "test/2-wide",
        sql: "ALTER TABLE first ADD COLUMN more bigint NOT NULL DEFAULT 0;",
    };
    let old = ground.open(&[&[FIRST]]);
    let (settings, (end, ended), (begun, has_begun)) = (&ground.settings, channel::<()>(), channel());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            db::look(settings, move |tx| {
                let rows: Vec<(i64,)> = tx.all("SELECT id FROM first", &[])?;
                begun.send(rows.len()).unwrap();
                ended.recv_timeout(Duration::from_secs(20)).ok();
                Ok::<(), db::Error>(())
            })
            .unwrap();
        });
        assert_eq!(has_begun.recv(), Ok(1));
        let new = scope.spawn(|| Db::open(settings, &[FIRST, wide]).unwrap());
        let mut longest = Duration::ZERO;
        for _ in 0..12 {
            let began = Instant::now();
            assert_eq!(rows(&old, "SELECT count(*) FROM first"), 1);
            longest = longest.max(began.elapsed());
            std::thread::sleep(Duration::from_millis(100));
        }
        assert!(longest < Duration::from_secs(2), "{longest:?}");
        assert!(!new.is_finished());
        end.send(()).unwrap();
        let new = new.join().unwrap();
        assert_eq!(rows(&new, "SELECT count(*) FROM first WHERE more = 0"), 1);
    });
}

const AN_ENTRY: Entry<'_> = Entry {
    kind: "task",
    id: RawId::from_u128(1),
    school: None,
    title: "old",
    text: "",
    place: "",
    at: support::MORNING,
};

/// What an older program indexed is indexed anew; here that program changes the entry at this very moment.
#[allow(
    clippy::disallowed_methods,
    reason = "nothing tells that another connection waits for a row"
)]
#[test]
fn an_entry_that_changes_while_it_is_indexed_anew_is_found_as_it_was_changed() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let old = ground.open(&[db::MIGRATIONS]);
    old.write_now(&ctx(), |_, tx| {
        search::put(tx, &AN_ENTRY)?;
        Ok(tx.run("UPDATE search_entry SET words = CAST('old' AS tsvector)", &[])?)
    })
    .unwrap();
    let (settings, (end, ended), (begun, has_begun)) = (&ground.settings, channel::<()>(), channel());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            db::jot(settings, move |tx| {
                tx.run(
                    "UPDATE search_entry SET title = $1, words = CAST('new' AS tsvector)",
                    params!["new"],
                )?;
                begun.send(()).unwrap();
                ended.recv_timeout(Duration::from_secs(20)).ok();
                Ok::<(), db::Error>(())
            })
            .unwrap();
        });
        has_begun.recv().unwrap();
        let new = scope.spawn(|| Db::open(settings, db::MIGRATIONS).unwrap());
        std::thread::sleep(Duration::from_millis(700));
        end.send(()).unwrap();
        let new = new.join().unwrap();
        let query = Query {
            text: "new",
            kind: None,
            within: Within::Shared,
            limit: 5,
            offset: 0,
        };
        let found = new.read_now(&ctx(), move |_, tx| Ok(search::find(tx, &query)?));
        let titles: Vec<String> = found.unwrap().into_iter().map(|hit| hit.title).collect();
        assert_eq!(titles, ["new"]);
    });
}

#[test]
fn every_column_of_this_crate_is_classified() {
    let ground = Ground::new();
    let db = ground.open(&[db::MIGRATIONS]);
    let schema = db.read_now(&ctx(), |_, tx| Ok(db::schema_of(tx)?)).unwrap();
    let mut list = db::columns::Classification::default();
    list.add(db::COLUMNS).unwrap();
    assert_eq!(list.faults(&schema), Vec::<String>::new());
}
