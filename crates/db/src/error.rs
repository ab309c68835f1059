//! What can go wrong with a statement, in terms that do not depend on the engine.

/// A result of the database layer.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failed statement. Which constraint it was is not told (SQLite names none): callers know from the statement.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A primary key or unique index has this value already.
    #[error("a row with this key exists: {0}")]
    Unique(String),
    /// A foreign key, check or not-null constraint was violated.
    #[error("a constraint forbids this row: {0}")]
    Constraint(String),
    /// The engine chose this transaction as the victim: run it again.
    #[error("serialization failure")]
    Retry,
    /// The disk has no room for it: nothing of the transaction is kept.
    #[error("the disk is full: {0}")]
    Full(String),
    /// The connection or the server went away under it: nothing of the transaction is kept.
    #[error("the database went away: {0}")]
    Gone(String),
    /// The row was expected and is not there.
    #[error("no row")]
    NoRow,
    /// A column holds a value that its type does not take.
    #[error("column {column}: {cause}")]
    Column {
        /// Its index in the row, from 0.
        column: usize,
        /// What was wrong.
        cause: String,
    },
    /// A place that should be empty is not.
    #[error("the database is not empty: it holds {0}")]
    Occupied(String),
    /// The file of the database is not what was left there.
    #[error("{0}")]
    Unsound(String),
    /// Anything else the engine says.
    #[error("{statement}: {cause}")]
    Engine {
        /// The statement's beginning.
        statement: String,
        /// The engine's own words, for the log.
        cause: String,
    },
}

impl Error {
    /// A primary key or unique index has this value already.
    pub const fn is_unique(&self) -> bool {
        matches!(self, Self::Unique(_))
    }
}

impl From<Error> for kernel::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::NoRow => Self::NotFound,
            Error::Retry => Self::Busy,
            Error::Gone(_) => {
                // It may be done on another connection yet, and nobody need ever know.
                tracing::warn!(%error, "a statement found no database");
                Self::Busy
            }
            Error::Full(_) => {
                // Whoever asked cannot help it and is told to try again; the operator can.
                tracing::error!(%error, "a transaction was not kept");
                Self::Busy
            }
            other => Self::internal(other),
        }
    }
}
