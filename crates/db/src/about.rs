//! What an operator wants to know of the engine.

use crate::tx::Engine;
use crate::{Result, Tx};

/// The engine with its version, and how large the database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// `SQLite 3.50.4`, `PostgreSQL 15.13`.
    pub engine: String,
    /// Bytes of the database, its log apart.
    pub bytes: i64,
}

/// Asks the engine.
///
/// # Errors
/// The engine's.
pub fn about(tx: &mut Tx<'_>) -> Result<About> {
    let (name, sql) = match tx.engine {
        Engine::Lite(_) => (
            "SQLite",
            "SELECT sqlite_version(), c.page_count * s.page_size FROM pragma_page_count() c, pragma_page_size() s",
        ),
        Engine::Pg(_) => (
            "PostgreSQL",
            "SELECT split_part(current_setting('server_version'), ' ', 1), pg_database_size(current_database())",
        ),
    };
    let (version, bytes): (String, i64) = tx.one(sql, &[])?;
    Ok(About {
        engine: format!("{name} {version}"),
        bytes,
    })
}
