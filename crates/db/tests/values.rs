//! Every type goes into a row and comes out of it as it was, on either engine.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/mod.rs"]
mod support;

use db::{Error, Migration, params};
use kernel::{Day, Hours, Instant, OrgId, Percent, Points, RawId, SchoolId};
use support::{Ground, ctx};

const TABLE: Migration = Migration {
    name: "test/1-value",
    sql: "CREATE TABLE value (id uuid PRIMARY KEY, whole bigint, real double precision, text text, bytes bytea, other uuid);
          CREATE TABLE part (id uuid PRIMARY KEY, value_id uuid NOT NULL REFERENCES value (id), size bigint CHECK (size > 0));",
};

/// A row of every type, empty.
type Nothing = (
    Option<i64>,
    Option<f64>,
    Option<String>,
    Option<Vec<u8>>,
    Option<OrgId>,
);

const PUT: &str = "INSERT INTO value (id, whole, real, text, bytes, other) VALUES ($1, $2, $3, $4, $5, $6)";

#[test]
fn whole_numbers_and_what_is_made_of_them_come_back() {
    let db = Ground::new().opened();
    db.0.write_now(&ctx(), |ctx, tx| {
        let day = Day::new(2026, 2, 28).unwrap();
        macro_rules! returns {
            ($($type:ty: $value:expr;)*) => {$({
                let id = ctx.raw_id();
                tx.run("INSERT INTO value (id, whole) VALUES ($1, $2)", params![id, $value])?;
                let (found, some): ($type, Option<$type>) =
                    tx.one("SELECT whole, whole FROM value WHERE id = $1", params![id])?;
                assert_eq!(found, $value);
                assert_eq!(some, Some($value));
            })*};
        }
        returns! {
            i64: i64::MIN;
            i32: -7_i32;
            u32: u32::MAX;
            u8: 255_u8;
            bool: true;
            SchoolId: SchoolId(3);
            Instant: Instant(1_788_220_800_000_000);
            Day: day;
            Hours: Hours::whole(96);
            Points: Points(829_100);
            Percent: Percent(-1);
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn texts_bytes_reals_and_ids_come_back_and_null_is_none() {
    let db = Ground::new().opened();
    db.0.write_now(&ctx(), |ctx, tx| {
        let (id, empty, other): (RawId, RawId, OrgId) = (ctx.raw_id(), ctx.raw_id(), ctx.id());
        tx.run(
            PUT,
            params![id, 1_i64, -0.125, "螺纹轴 𬀩·é\n", &[0_u8, 255][..], other],
        )?;
        let none = (
            None::<i64>,
            None::<f64>,
            None::<String>,
            None::<Vec<u8>>,
            None::<OrgId>,
        );
        tx.run(PUT, params![empty, none.0, none.1, none.2, none.3, none.4])?;
        let sql = "SELECT whole, real, text, bytes, other FROM value WHERE id = $1";
        let found: (i64, f64, String, Vec<u8>, OrgId) = tx.one(sql, params![id])?;
        assert_eq!(
            found,
            (1, -0.125, "螺纹轴 𬀩·é\n".to_owned(), vec![0, 255], other)
        );
        let found: Nothing = tx.one(sql, params![empty])?;
        assert_eq!(found, none);
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_value_that_its_type_does_not_take_is_refused_by_column() {
    let db = Ground::new().opened();
    db.0.write_now(&ctx(), |ctx, tx| {
        let id = ctx.raw_id();
        tx.run(
            "INSERT INTO value (id, whole) VALUES ($1, $2)",
            params![id, 300_i64],
        )?;
        let small = tx.one::<(RawId, u8)>("SELECT id, whole FROM value", &[]);
        assert!(matches!(small, Err(Error::Column { column: 1, .. })), "{small:?}");
        let day = tx.one::<(Day,)>("SELECT whole FROM value", &[]);
        assert!(matches!(day, Err(Error::Column { column: 0, .. })), "{day:?}");
        let null = tx.one::<(RawId, String)>("SELECT id, text FROM value", &[]);
        assert!(matches!(null, Err(Error::Column { column: 1, .. })), "{null:?}");
        Ok(())
    })
    .unwrap();
}

/// PostgreSQL lets nothing follow a failed statement in its transaction: each is in one of its own.
#[test]
fn a_broken_constraint_says_of_which_sort_it_is() {
    let db = Ground::new().opened();
    let id = RawId::from_u128(1);
    let put = |sql: &'static str, sort: fn(&Error) -> bool| {
        db.0.write_now(&ctx(), move |_, tx| {
            let refused = tx.run(sql, params![id]).unwrap_err();
            assert!(sort(&refused), "{sql}: {refused:?}");
            Err::<(), _>(refused.into())
        })
    };
    db.0.write_now(&ctx(), move |_, tx| {
        Ok(tx.run("INSERT INTO value (id) VALUES ($1)", params![id])?)
    })
    .unwrap();
    let constraint: fn(&Error) -> bool = |error| matches!(error, Error::Constraint(_));
    put("INSERT INTO value (id) VALUES ($1)", Error::is_unique).unwrap_err();
    put("INSERT INTO part (id, value_id) VALUES ($1, NULL)", constraint).unwrap_err();
    put(
        "INSERT INTO part (id, value_id, size) VALUES ($1, $1, 0)",
        constraint,
    )
    .unwrap_err();
    put("DELETE FROM value WHERE id = $1 AND 1 / 0 = 1", |error| {
        matches!(error, Error::Engine { .. })
    })
    .ok();
}

#[test]
fn a_parameter_is_known_by_its_number_wherever_it_stands() {
    let db = Ground::new().opened();
    db.0.write_now(&ctx(), |ctx, tx| {
        let id = ctx.raw_id();
        tx.run(
            "INSERT INTO value (text, whole, id) VALUES ($3, $2, $1)",
            params![id, 2_i64, "三"],
        )?;
        tx.run(
            "UPDATE value SET whole = $2, other = $1 WHERE id = $1",
            params![id, 4_i64],
        )?;
        let found: (i64, String, RawId) =
            tx.one("SELECT whole, text, other FROM value WHERE id = $1", params![id])?;
        assert_eq!(found, (4, "三".to_owned(), id));
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_statement_with_too_many_or_too_few_values_is_refused() {
    let db = Ground::new().opened();
    for values in [&[][..], &[1_i64, 2][..]] {
        let done = db.0.write_now(&ctx(), move |_, tx| {
            let values: Vec<_> = values.iter().map(db::Bind::bind).collect();
            Ok(tx.run("UPDATE value SET whole = $1", &values)?)
        });
        assert!(matches!(done, Err(kernel::Error::Internal(_))), "{done:?}");
    }
}

#[test]
fn a_row_of_which_there_is_none_is_not_found() {
    let db = Ground::new().opened();
    let found = db.0.read_now(&ctx(), |_, tx| {
        Ok(tx.one::<(RawId,)>("SELECT id FROM value", &[])?)
    });
    assert!(matches!(found, Err(kernel::Error::NotFound)));
}

trait Opened {
    fn opened(self) -> (db::Db, Ground);
}

impl Opened for Ground {
    /// The database before its ground, so that it is closed first.
    fn opened(self) -> (db::Db, Ground) {
        (self.open(&[&[TABLE]]), self)
    }
}

/// What a row of [`many_rows_go_in_by_few_statements_and_come_back`] holds.
type Held = (i64, Option<f64>, Option<String>, Option<Vec<u8>>, Option<RawId>);

#[test]
fn many_rows_go_in_by_few_statements_and_come_back() {
    // A constant stands among the values, and whole numbers among those with a point; what is there already is left as it is.
    const MANY: &str = "INSERT INTO value (id, whole, real, text, bytes, other) VALUES ($1, $2, $3, $4, $5, NULL) \
        ON CONFLICT (id) DO NOTHING";
    let db = Ground::new().opened();
    let few = if db.1.is_server() { 3 } else { 34 };
    let found = db.0.write_now(&ctx(), move |ctx, tx| {
        let ids: Vec<RawId> = (0..2_001).map(|_| ctx.raw_id()).collect();
        let texts: Vec<String> = (0..2_001)
            .map(|number| format!("第 {number} 行, {{\"a\",\\}}"))
            .collect();
        let row = |(place, (id, text)): (usize, (&RawId, &'_ String))| {
            let even = place % 2 == 0;
            let real = match place % 4 {
                0 => db::Value::Int(place as i64 / 4),
                2 => db::Value::Real(place as f64 / 4.0),
                _ => db::Value::Null,
            };
            let whole = db::Value::Int(place as i64);
            (*id, whole, real, text.clone(), even)
        };
        let made: Vec<_> = ids.iter().zip(&texts).enumerate().map(row).collect();
        let rows: Vec<[db::Value<'_>; 5]> = made
            .iter()
            .map(|(id, whole, real, text, even)| {
                let bytes = if *even {
                    db::Value::Null
                } else {
                    db::Value::Bytes(text.as_bytes())
                };
                [db::Value::Id(*id), *whole, *real, db::Value::Text(text), bytes]
            })
            .collect();
        let before = tx.statements();
        assert_eq!(tx.run_all(MANY, &rows)?, 2_001);
        // A file takes thirty-one times sixty-four, twice eight and one; a server takes twice a thousand and one.
        assert_eq!(tx.statements() - before, few);
        assert_eq!(tx.run_all(MANY, &rows[..70])?, 0);
        assert_eq!(tx.run_all(MANY, &rows[..1])?, 0);
        assert_eq!(tx.run_all(MANY, &rows[..0])?, 0);
        Ok(tx.all::<Held>(
            "SELECT whole, real, text, bytes, other FROM value ORDER BY whole",
            &[],
        )?)
    });
    let found = found.unwrap();
    assert_eq!(found.len(), 2_001);
    let text = |number: usize| format!("第 {number} 行, {{\"a\",\\}}");
    let bytes = text(149).into_bytes();
    assert_eq!(found[149], (149, None, Some(text(149)), Some(bytes), None));
    assert_eq!(found[2], (2, Some(0.5), Some(text(2)), None, None));
    assert_eq!(found[8], (8, Some(2.0), Some(text(8)), None, None));
}

#[test]
fn one_bad_row_of_many_is_named_by_what_it_breaks_and_none_of_them_stays() {
    let db = Ground::new().opened();
    let put = "INSERT INTO part (id, value_id, size) VALUES ($1, $2, $3)";
    let refused = db.0.write_now(&ctx(), |ctx, tx| {
        let value = ctx.raw_id();
        tx.run("INSERT INTO value (id) VALUES ($1)", params![value])?;
        let ids: Vec<RawId> = (0..200).map(|_| ctx.raw_id()).collect();
        let rows: Vec<[db::Value<'_>; 3]> = ids
            .iter()
            .enumerate()
            .map(|(place, id)| {
                [
                    db::Value::Id(*id),
                    db::Value::Id(value),
                    db::Value::Int(if place == 120 { 0 } else { 1 }),
                ]
            })
            .collect();
        Ok(tx.run_all(put, &rows)?)
    });
    assert!(refused.is_err(), "{refused:?}");
    let twice = db.0.write_now(&ctx(), |ctx, tx| {
        let id = ctx.raw_id();
        let rows = vec![
            [
                db::Value::Id(id),
                db::Value::Null,
                db::Value::Null,
                db::Value::Null,
                db::Value::Null,
                db::Value::Null
            ];
            2
        ];
        let done = tx.run_all(PUT, &rows);
        assert!(matches!(done, Err(Error::Unique(_))), "{done:?}");
        Ok(done?)
    });
    assert!(twice.is_err());
    let left = db.0.read_now(&ctx(), |_, tx| {
        Ok(tx
            .one::<(i64,)>("SELECT CAST(count(*) AS bigint) FROM value", &[])?
            .0)
    });
    assert_eq!(left.unwrap(), 0);
}
