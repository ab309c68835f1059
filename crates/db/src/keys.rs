//! Foreign keys that are put aside while one tool fills an empty server over many transactions: each row would look for every row that it
//! points at. They stand in a table of their own until they are back, so that whoever starts after a tool that was broken off puts them
//! back first, and finds out there if a row points at none.

use crate::direct::{FOREIGN_KEYS, with_key, without_key};
use crate::migrate::script;
use crate::{Result, Tx, params};

const IS_THERE: &str =
    "SELECT CAST(count(to_regclass(quote_ident(current_schema()) || '.key_aside')) AS bigint)";
const MAKE: &str = "CREATE TABLE key_aside (of_table text NOT NULL, name text NOT NULL, definition text NOT NULL, \
    PRIMARY KEY (of_table, name))";
const NOTE: &str = "INSERT INTO key_aside (of_table, name, definition) VALUES ($1, $2, $3)";
const ALL: &str = "SELECT of_table, name, definition FROM key_aside ORDER BY of_table, name";

/// Puts all of them aside, as one transaction.
pub(crate) fn put_aside(tx: &mut Tx<'_>) -> Result<()> {
    script(tx, "BEGIN")?;
    script(tx, MAKE)?;
    let keys: Vec<(String, String, String)> = tx.all(FOREIGN_KEYS, &[])?;
    for (table, name, definition) in &keys {
        tx.run(NOTE, params![table, name, definition])?;
        script(tx, &without_key(table, name))?;
    }
    script(tx, "COMMIT")
}

/// Puts them back where they are aside, each checked over all rows, as one transaction: none is back unless all are.
pub(crate) fn put_back(tx: &mut Tx<'_>) -> Result<()> {
    if !tx.one::<(bool,)>(IS_THERE, &[])?.0 {
        return Ok(());
    }
    script(tx, "BEGIN; SET LOCAL maintenance_work_mem = '256MB'")?;
    let keys: Vec<(String, String, String)> = tx.all(ALL, &[])?;
    for (table, name, definition) in &keys {
        script(tx, &with_key(table, name, definition))?;
    }
    script(tx, "DROP TABLE key_aside; COMMIT; ANALYZE")
}
