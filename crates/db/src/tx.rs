//! A transaction: what a closure sees of the database.

use std::collections::HashMap;

use crate::row::{Columns, Source};
use crate::{Error, FromRow, Result, Value};

/// An open transaction. It commits or rolls back by the thread that made it, never by the closure that uses it.
pub struct Tx<'c> {
    pub(crate) engine: Engine<'c>,
    pub(crate) statements: u32,
    /// The engine asked for another run; whatever the closure made of it, the transaction is run again.
    pub(crate) retry: bool,
}

pub(crate) enum Engine<'c> {
    Lite(&'c rusqlite::Connection),
    Pg {
        client: &'c mut postgres::Client,
        prepared: &'c mut HashMap<String, postgres::Statement>,
    },
}

impl<'c> Tx<'c> {
    pub(crate) const fn lite(connection: &'c rusqlite::Connection) -> Self {
        Self {
            engine: Engine::Lite(connection),
            statements: 0,
            retry: false,
        }
    }

    /// How many statements ran so far.
    pub const fn statements(&self) -> u32 {
        self.statements
    }

    /// Every row of a query.
    ///
    /// # Errors
    /// The engine's, or the first column that does not fit the row type.
    pub fn all<R: FromRow>(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<R>> {
        let mut rows = Vec::new();
        self.each(sql, params, |columns| {
            rows.push(R::from_row(columns)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// As [`Tx::all`].
    pub fn opt<R: FromRow>(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Option<R>> {
        Ok(self.all(sql, params)?.into_iter().next())
    }

    /// The one row of a query.
    ///
    /// # Errors
    /// [`Error::NoRow`] (a 404 at the border) if there is none.
    pub fn one<R: FromRow>(&mut self, sql: &str, params: &[Value<'_>]) -> Result<R> {
        self.opt(sql, params)?.ok_or(Error::NoRow)
    }

    /// Runs a statement; answers how many rows it changed.
    ///
    /// # Errors
    /// [`Error::Unique`] and [`Error::Constraint`] where a constraint forbids it, else the engine's.
    pub fn run(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64> {
        self.statements += 1;
        let done = match &mut self.engine {
            Engine::Lite(connection) => crate::lite::run(connection, sql, params),
            Engine::Pg { client, prepared } => crate::pg::run(client, prepared, sql, params),
        };
        self.noted(done)
    }

    fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut row: impl FnMut(&mut Columns<'_>) -> Result<()>,
    ) -> Result<()> {
        self.statements += 1;
        let done = match &mut self.engine {
            Engine::Lite(connection) => crate::lite::each(connection, sql, params, |source| {
                row(&mut Columns {
                    source: Source::Lite(source),
                    next: 0,
                })
            }),
            Engine::Pg { client, prepared } => crate::pg::each(client, prepared, sql, params, |source| {
                row(&mut Columns {
                    source: Source::Pg(source),
                    next: 0,
                })
            }),
        };
        self.noted(done)
    }

    fn noted<T>(&mut self, done: Result<T>) -> Result<T> {
        self.retry |= matches!(done, Err(Error::Retry));
        done
    }
}
