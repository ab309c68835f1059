//! Whole tables go out and in again, the same on each engine; an empty place is filled as a whole or not at all.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/mod.rs"]
mod support;

use db::portable::{Cell, Table, Type};
use db::{Error, Migration, Tx, Value, portable};
use kernel::RawId;
use support::Ground;

const SCHEMA: Migration = Migration {
    name: "test/1-schema",
    sql: "CREATE TABLE leaf (tree bigint NOT NULL, name text NOT NULL, up text, weight double precision, seal bytea, id uuid, \
        PRIMARY KEY (tree, name), FOREIGN KEY (tree, up) REFERENCES leaf (tree, name));",
};
const LATER: Migration = Migration {
    name: "test/2-later",
    sql: "ALTER TABLE leaf ADD COLUMN more text;",
};

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// Three rows, the first of which points at the last; by the bytes of their names they stand the other way round.
fn rows() -> Vec<Vec<Cell>> {
    let row = |name: &str, up: Cell| {
        let id = Cell::Id(RawId::from_bytes([7; 16]));
        let seal = Cell::Bytes(vec![0, 255]);
        vec![Cell::Int(1), text(name), up, Cell::Real(0.1), seal, id]
    };
    vec![row("车", text("B")), row("a", Cell::Null), row("B", Cell::Null)]
}

fn leaf(tx: &mut Tx<'_>) -> Table {
    let tables = portable::tables(tx).unwrap();
    tables.into_iter().find(|table| table.name == "leaf").unwrap()
}

fn names(tx: &mut Tx<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let row = |row: &[Value<'_>]| {
        if let [
            Value::Int(1),
            Value::Text(name),
            _,
            Value::Real(_),
            Value::Bytes([0, 255]),
            Value::Id(_),
        ] = row
        {
            names.push((*name).to_owned());
        }
        Ok::<(), Error>(())
    };
    leaf(tx).each(tx, row).unwrap();
    names
}

#[test]
fn rows_come_in_the_order_of_their_keys_bytes_and_may_be_added_in_any() {
    let ground = Ground::new();
    db::fill(&ground.settings, &[SCHEMA], |tx| {
        let table = leaf(tx);
        assert_eq!(table.key, ["tree", "name"]);
        let types: Vec<Type> = table.fields.iter().map(|field| field.ty).collect();
        assert_eq!(
            types,
            [
                Type::Int,
                Type::Text,
                Type::Text,
                Type::Real,
                Type::Bytes,
                Type::Id
            ]
        );
        table.add(tx, &rows())
    })
    .unwrap();
    let found = db::look(&ground.settings, |tx| Ok::<_, Error>(names(tx))).unwrap();
    assert_eq!(found, ["B", "a", "车"]);
    // The keys are where they were.
    let db = ground.open(&[&[SCHEMA]]);
    let orphan = db.write_now(&support::ctx(), |_, tx| {
        tx.run("INSERT INTO leaf (tree, name, up) VALUES (1, 'c', 'd')", &[])?;
        Ok(())
    });
    assert!(orphan.is_err());
}

#[test]
fn a_place_that_was_not_filled_is_as_empty_as_before() {
    let ground = Ground::new();
    let orphan = |tx: &mut Tx<'_>| leaf(tx).add(tx, &rows()[..1]);
    assert!(db::fill(&ground.settings, &[SCHEMA], orphan).is_err());
    let narrow = |tx: &mut Tx<'_>| leaf(tx).add(tx, &[vec![Cell::Int(1)]]);
    assert!(db::fill(&ground.settings, &[SCHEMA], narrow).is_err());
    db::must_be_empty(&ground.settings).unwrap();
    db::fill(&ground.settings, &[SCHEMA], |tx| leaf(tx).add(tx, &rows())).unwrap();
    let occupied = |done: Result<(), Error>| matches!(done, Err(Error::Occupied(_)));
    assert!(occupied(db::must_be_empty(&ground.settings)));
    assert!(occupied(db::fill(&ground.settings, &[SCHEMA], |_| Ok(()))));
}

#[test]
fn an_empty_place_of_a_newer_schema_is_not_taken_for_an_older_one() {
    let ground = Ground::new();
    drop(ground.open(&[&[SCHEMA, LATER]]));
    let filled = db::fill(&ground.settings, &[SCHEMA], |_| Ok(()));
    assert!(matches!(filled, Err(Error::Occupied(_))), "{filled:?}");
}
