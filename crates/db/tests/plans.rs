//! A server plans a statement once, by what the tables hold, and not anew for the values that are bound to it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/mod.rs"]
mod support;

use db::{Migration, params};
use support::{Ground, ctx};

const TABLE: Migration = Migration {
    name: "test/1-planned",
    sql: "CREATE TABLE planned (school_id bigint NOT NULL, name text NOT NULL, PRIMARY KEY (school_id, name));",
};

#[test]
fn no_plan_is_made_for_one_value() {
    let ground = Ground::new();
    if !ground.is_server() {
        return;
    }
    let db = ground.open(&[&[TABLE]]);
    let made = db.write_now(&ctx(), |_, tx| {
        for school in 0..8 {
            let asked: Vec<(String,)> =
                tx.all("SELECT name FROM planned WHERE school_id = $1", params![school])?;
            assert!(asked.is_empty());
        }
        Ok(tx.one::<(i64, i64)>(
            "SELECT CAST(sum(custom_plans) AS bigint), CAST(max(generic_plans) AS bigint) FROM pg_prepared_statements",
            &[],
        )?)
    });
    assert_eq!(made.unwrap(), (0, 8));
}
