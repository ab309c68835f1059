//! A server that goes away: what nobody was told of is done again or not at all, and a commit whose answer was lost is never
//! reported as kept. The tests are about connections, which only a server has.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/cable.rs"]
mod cable;
#[path = "support/mod.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use cable::{Cable, Cut};
use db::{Db, Migration, Tx, params};
use kernel::{Error, RawId};
use support::{Ground, ctx};

const TABLE: Migration = Migration {
    name: "test/1-entry",
    sql: "CREATE TABLE entry (id uuid PRIMARY KEY, body text NOT NULL);",
};
/// Ends the connection that asks for it, as a server does that is stopped.
const END_OWN: &str = "SELECT CAST(pg_terminate_backend(pg_backend_pid()) AS text)";
const END_OTHERS: &str = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS bigint) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

fn add(db: &Db, body: &'static str) -> kernel::Result<()> {
    db.write_now(&ctx(), move |ctx, tx| put(tx, ctx.raw_id(), body))
}

fn put(tx: &mut Tx<'_>, id: RawId, body: &str) -> kernel::Result<()> {
    tx.run("INSERT INTO entry (id, body) VALUES ($1, $2)", params![id, body])?;
    Ok(())
}

fn bodies(db: &Db) -> Vec<String> {
    let all = db.read_now(&ctx(), |_, tx| {
        Ok(tx.all::<(String,)>("SELECT body FROM entry", &[])?)
    });
    let mut bodies: Vec<String> = all.unwrap().into_iter().map(|(body,)| body).collect();
    bodies.sort();
    bodies
}

#[test]
fn connections_that_were_ended_while_nobody_used_them_are_made_anew_and_nobody_is_told() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = ground.open(&[db::MIGRATIONS, &[TABLE]]);
    for _ in 0..3 {
        db.read_now(&ctx(), |_, tx| Ok(tx.one::<(i64,)>(END_OTHERS, &[])?))
            .unwrap();
        for _ in 0..2 * ground.settings.threads {
            add(&db, "x").unwrap();
        }
    }
    assert_eq!(bodies(&db).len(), 6 * ground.settings.threads);
}

#[test]
fn a_transaction_whose_server_goes_away_before_the_commit_is_run_once_more() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = ground.open(&[db::MIGRATIONS, &[TABLE]]);
    let runs = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&runs);
    let done = db.write_now(&ctx(), move |ctx, tx| {
        put(tx, ctx.raw_id(), "once")?;
        if seen.fetch_add(1, Ordering::SeqCst) == 0 {
            tx.all::<(String,)>(END_OWN, &[])?;
        }
        Ok(())
    });
    assert!(done.is_ok(), "{done:?}");
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(bodies(&db), ["once"]);
}

#[test]
fn where_the_server_goes_away_again_and_again_the_asker_is_told_to_try_later() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = ground.open(&[db::MIGRATIONS, &[TABLE]]);
    let written = db.write_now(&ctx(), |ctx, tx| {
        put(tx, ctx.raw_id(), "never")?;
        // A closure that makes something else of the fault hides nothing.
        drop(tx.all::<(String,)>(END_OWN, &[]));
        Ok(())
    });
    assert!(matches!(written, Err(Error::Busy)), "{written:?}");
    let read = db.read_now(&ctx(), |_, tx| Ok(tx.all::<(String,)>(END_OWN, &[])?));
    assert!(matches!(read, Err(Error::Busy)), "{read:?}");
    assert_eq!(bodies(&db), Vec::<String>::new());
}

#[test]
fn a_commit_whose_answer_was_lost_is_not_reported_as_kept_whichever_it_was() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let cable = Cable::to(&ground.settings.url);
    let mut through = ground.settings.clone();
    through.url = cable.url(&ground.settings.url);
    let direct = ground.open(&[db::MIGRATIONS, &[TABLE]]);
    let db = Db::open(&through, &[db::MIGRATIONS, &[TABLE]].concat()).unwrap();
    cable.cut(Cut::AfterCommit);
    let lost = add(&db, "there");
    assert!(matches!(lost, Err(Error::Unsure)), "{lost:?}");
    assert_eq!(bodies(&direct), ["there"]);
    cable.cut(Cut::BeforeCommit);
    let lost = add(&db, "nowhere");
    assert!(matches!(lost, Err(Error::Unsure)), "{lost:?}");
    assert_eq!(bodies(&direct), ["there"]);
    cable.cut(Cut::Nowhere);
    add(&db, "whole").unwrap();
    assert_eq!(bodies(&direct), ["there", "whole"]);
}
