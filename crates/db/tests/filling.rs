//! A tool that fills an empty place: what its rows point at is looked for at its end, or by whoever starts after it was broken off.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/mod.rs"]
mod support;

use db::{Db, Error, Migration, Settings, params};
use kernel::RawId;
use support::{Ground, ctx};

const TABLES: &[Migration] = &[Migration {
    name: "test/1-filled",
    sql: "CREATE TABLE whole (id uuid PRIMARY KEY);
          CREATE TABLE part (id uuid PRIMARY KEY, whole_id uuid NOT NULL REFERENCES whole (id) ON DELETE CASCADE);",
}];
const PUT_WHOLE: &str = "INSERT INTO whole (id) VALUES ($1)";
const PUT_PART: &str = "INSERT INTO part (id, whole_id) VALUES ($1, $2)";

/// A part of a whole, and then the whole by a statement where it comes at all, by a tool that fills the place.
fn put(ground: &Ground, then: Option<&'static str>) -> kernel::Result<()> {
    let settings = Settings {
        filling: true,
        ..ground.settings.clone()
    };
    let db = Db::open(&settings, TABLES)?;
    db.write_now(&ctx(), move |ctx, tx| {
        let (part, whole): (RawId, RawId) = (ctx.raw_id(), ctx.raw_id());
        // In an order that only the end of it allows.
        tx.run(PUT_PART, params![part, whole])?;
        if let Some(put_whole) = then {
            tx.run(put_whole, params![whole])?;
        }
        Ok(())
    })
}

#[test]
fn keys_that_were_put_aside_are_back_at_the_end_and_hold() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    put(&ground, Some(PUT_WHOLE)).unwrap();
    db::filled(&ground.settings).unwrap();
    db::filled(&ground.settings).unwrap();
    let db = ground.open(&[TABLES]);
    let alone = db.write_now(&ctx(), |ctx, tx| {
        Ok(tx.run(PUT_PART, params![ctx.raw_id(), ctx.raw_id()])?)
    });
    assert!(alone.is_err(), "a part of no whole");
    // As it was defined, to its last word.
    let left = db.write_now(&ctx(), |_, tx| {
        tx.run("DELETE FROM whole", &[])?;
        Ok(tx
            .one::<(i64,)>("SELECT CAST(count(*) AS bigint) FROM part", &[])?
            .0)
    });
    assert_eq!(left.unwrap(), 0);
}

#[test]
fn after_a_tool_that_was_broken_off_the_next_start_puts_them_back_or_says_what_points_at_nothing() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    put(&ground, None).unwrap();
    let refused = Db::open(&ground.settings, TABLES).map(drop);
    assert!(matches!(refused, Err(Error::Constraint(_))), "{refused:?}");
    let ground = Ground::new();
    put(&ground, Some(PUT_WHOLE)).unwrap();
    let db = ground.open(&[TABLES]);
    let alone = db.write_now(&ctx(), |ctx, tx| {
        Ok(tx.run(PUT_PART, params![ctx.raw_id(), ctx.raw_id()])?)
    });
    assert!(alone.is_err(), "a part of no whole");
}

#[test]
fn where_rows_stand_already_a_tool_that_wants_to_fill_the_place_takes_no_key_away() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = ground.open(&[TABLES]);
    let stands = db.write_now(&ctx(), |ctx, tx| Ok(tx.run(PUT_WHOLE, params![ctx.raw_id()])?));
    assert_eq!(stands.unwrap(), 1);
    let refused = put(&ground, None);
    assert!(refused.is_err(), "a part of no whole");
}
