//! Migrations run once each, in order, whole or not at all.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/mod.rs"]
mod support;

use db::{Db, Migration};
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

#[test]
fn every_column_of_this_crate_is_classified() {
    let ground = Ground::new();
    let db = ground.open(&[db::MIGRATIONS]);
    let schema = db.read_now(&ctx(), |_, tx| Ok(db::schema_of(tx)?)).unwrap();
    let mut list = db::columns::Classification::default();
    list.add(db::COLUMNS).unwrap();
    assert_eq!(list.faults(&schema), Vec::<String>::new());
}
