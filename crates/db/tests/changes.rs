//! How often a thing changed: raised with the change or not at all, and read in place of what changed by every node.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Db, Migration, Tx, changes};
use kernel::Error;
use support::{Ground, ctx};

const TABLE: Migration = Migration {
    name: "test/1-name",
    sql: "CREATE TABLE thing (name text NOT NULL);
          INSERT INTO thing (name) VALUES ('old');",
};

fn rename(db: &Db, name: &'static str) {
    db.write_now(&ctx(), move |_, tx| {
        tx.run("UPDATE thing SET name = $1", db::params![name])?;
        Ok(changes::raise(tx, &["thing"])?)
    })
    .unwrap();
}

/// Every count.
fn counts(db: &Db) -> BTreeMap<String, i64> {
    let all = "SELECT name, changes FROM change_count";
    let read = db.read_now(&ctx(), |_, tx| Ok(tx.all::<(String, i64)>(all, &[])?));
    read.unwrap().into_iter().collect()
}

fn read_name(tx: &mut Tx<'_>) -> kernel::Result<String> {
    Ok(tx.one::<(String,)>("SELECT name FROM thing", &[])?.0)
}

/// The name as a node keeps it; `made` counts how often it was read anew.
fn kept(db: &Db, made: &'static AtomicU32) -> String {
    let read = db.read_now(&ctx(), |_, tx| {
        changes::kept(tx, ["thing", "another"], "the thing", |tx| {
            made.fetch_add(1, Ordering::Relaxed);
            read_name(tx)
        })
    });
    read.unwrap().to_string()
}

#[test]
fn every_node_reads_anew_what_one_of_them_changed_and_nothing_else() {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let ground = Ground::new();
    let [one, other] = [(); 2].map(|()| ground.open(&[db::MIGRATIONS, &[TABLE]]));
    for db in [&one, &other, &one, &other] {
        assert_eq!(kept(db, &MADE), "old");
    }
    assert_eq!(MADE.load(Ordering::Relaxed), 2, "once on each node");
    rename(&one, "new");
    for db in [&other, &one, &other, &one] {
        assert_eq!(kept(db, &MADE), "new");
    }
    assert_eq!(MADE.load(Ordering::Relaxed), 4);
    // Of several names each counts, and what nobody asked for does not.
    for (name, times) in [("a third", 4), ("another", 5)] {
        one.write_now(&ctx(), move |_, tx| Ok(changes::raise(tx, &[name])?))
            .unwrap();
        assert_eq!(kept(&one, &MADE), "new");
        assert_eq!(MADE.load(Ordering::Relaxed), times, "{name}");
    }
}

#[test]
fn a_write_reads_what_stands_and_keeps_nothing() {
    let ground = Ground::new();
    let db = ground.open(&[db::MIGRATIONS, &[TABLE]]);
    let named = |tx: &mut Tx<'_>| changes::kept(tx, ["thing"], "the thing", read_name);
    let read = || db.read_now(&ctx(), move |_, tx| named(tx)).unwrap().to_string();
    assert_eq!(read(), "old");
    // Somebody changes it who knows no counts, as a node of an older version.
    let silently = db.write_now(&ctx(), |_, tx| Ok(tx.run("UPDATE thing SET name = 'new'", &[])?));
    silently.unwrap();
    assert_eq!(read(), "old", "nobody said that it changed");
    let written = db.write_now(&ctx(), move |_, tx| Ok(named(tx)?.to_string()));
    assert_eq!(written.unwrap(), "new");
    assert_eq!(read(), "old");
}

#[test]
fn a_reading_that_was_told_a_count_does_not_ask_for_it() {
    const TOLD: &str = concat!("SELECT ", db::changes_of!("thing"));
    let ground = Ground::new();
    let db = ground.open(&[db::MIGRATIONS, &[TABLE]]);
    let statements = |told: bool| {
        let read = db.read_now(&ctx(), move |_, tx| {
            if told {
                let (number,): (Option<i64>,) = tx.one(TOLD, &[])?;
                changes::knows(tx, "thing", number);
            }
            let name = changes::kept(tx, ["thing"], "the thing", read_name)?;
            Ok((tx.statements(), name.to_string()))
        });
        read.unwrap()
    };
    assert_eq!(statements(true), (2, "old".to_owned()), "it never changed");
    assert_eq!(statements(true), (1, "old".to_owned()));
    rename(&db, "new");
    assert_eq!(statements(true), (2, "new".to_owned()));
    assert_eq!(statements(false), (1, "new".to_owned()));
}

#[test]
fn a_change_that_did_not_happen_raises_nothing() {
    let ground = Ground::new();
    let db = ground.open(&[db::MIGRATIONS, &[TABLE]]);
    rename(&db, "new");
    assert_eq!(counts(&db)["thing"], 1);
    let refused = db.write_now(&ctx(), |_, tx| {
        changes::raise(tx, &["thing"])?;
        Err::<(), _>(Error::NotFound)
    });
    assert!(refused.is_err());
    assert_eq!(counts(&db)["thing"], 1);
}

#[test]
fn several_are_raised_each_once() {
    let ground = Ground::new();
    let db = ground.open(&[db::MIGRATIONS]);
    db.write_now(&ctx(), |_, tx| {
        changes::raise(tx, &["b", "a", "b"])?;
        changes::raise(tx, &["b"])?;
        Ok(changes::raise(tx, &[])?)
    })
    .unwrap();
    let expected = [("a", 1), ("b", 2)].map(|(name, times)| (name.to_owned(), times));
    assert_eq!(counts(&db), BTreeMap::from(expected));
}
