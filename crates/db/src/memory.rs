//! What an installation remembers of itself from its first day on, such as that its data are made up.

use kernel::Instant;

use crate::{Migration, Result, Tx, params};

/// The table, after that of [`crate::search`].
pub const MIGRATION: Migration = Migration {
    name: "db/4-memory",
    sql: "CREATE TABLE memory (name text PRIMARY KEY, at bigint NOT NULL);",
};

const ADD: &str = "INSERT INTO memory (name, at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
const FIND: &str = "SELECT at FROM memory WHERE name = $1";

/// Remembers it for good; a second time changes nothing.
///
/// # Errors
/// The engine's.
pub fn remember(tx: &mut Tx<'_>, name: &str, now: Instant) -> Result<()> {
    tx.run(ADD, params![name, now]).map(drop)
}

/// Since when it is remembered, if it is.
///
/// # Errors
/// The engine's.
pub fn recall(tx: &mut Tx<'_>, name: &str) -> Result<Option<Instant>> {
    Ok(tx.opt::<(Instant,)>(FIND, params![name])?.map(|row| row.0))
}
