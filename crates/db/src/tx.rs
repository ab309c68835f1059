//! A transaction: what a closure sees of the database.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::kept::{FOR_EVER, Kept, Shelf};
use crate::link::Link;
use crate::row::{Columns, Source};
use crate::watched::{self, Watch};
use crate::work::Mode;
use crate::{Error, FromRow, Result, Value, list};

/// An open transaction. It commits or rolls back by the thread that made it, never by the closure that uses it.
pub struct Tx<'c> {
    pub(crate) engine: Engine<'c>,
    pub(crate) statements: u32,
    /// Rows that were written.
    written: u64,
    /// The engine asked for another run; whatever the closure made of it, the transaction is run again.
    pub(crate) retry: bool,
    /// Why the connection went away under it, if it did; whatever the closure made of that, the transaction is nowhere.
    pub(crate) gone: Option<String>,
    /// What is kept beside the database, and what the closure may do.
    pub(crate) kept: Option<(Kept, Mode)>,
    /// For which request its statements run, and when they are slow.
    watch: Option<Watch>,
    /// What this reading has asked for already, by its names.
    seen: BTreeMap<String, Box<dyn Any>>,
    /// How often what changed, as this reading sees it: see [`crate::changes`].
    pub(crate) changes: BTreeMap<String, i64>,
}

pub(crate) enum Engine<'c> {
    Lite(&'c rusqlite::Connection),
    Pg(&'c mut Link),
}

/// Rows of one journey to a server.
const AT_ONCE: usize = 1_000;

impl<'c> Tx<'c> {
    pub(crate) const fn lite(connection: &'c rusqlite::Connection) -> Self {
        Self::over(Engine::Lite(connection))
    }

    pub(crate) const fn over(engine: Engine<'c>) -> Self {
        Self {
            engine,
            statements: 0,
            written: 0,
            retry: false,
            gone: None,
            kept: None,
            watch: None,
            seen: BTreeMap::new(),
            changes: BTreeMap::new(),
        }
    }

    /// Begins what a closure does: with what is kept at hand, and nothing asked for yet.
    pub(crate) fn begin(&mut self, kept: Kept, mode: Mode, watch: Watch) {
        self.kept = Some((kept, mode));
        self.watch = Some(watch);
        self.seen.clear();
        self.changes.clear();
    }

    /// How many statements ran so far.
    pub const fn statements(&self) -> u32 {
        self.statements
    }

    /// How many rows were written so far.
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// Whether this is a reading of the house, which may be answered from what is kept; a write asks the engine.
    pub const fn is_reading(&self) -> bool {
        matches!(self.kept, Some((_, Mode::Read)))
    }

    /// A thing whose rows never change, by a name that stands for it for ever; made where this process has not made it yet.
    ///
    /// Only a read keeps what it made: what a write sees may be its own and never be committed.
    ///
    /// # Errors
    /// Those of making it.
    pub fn kept<T: Send + Sync + 'static>(
        &mut self,
        name: String,
        make: impl FnOnce(&mut Self) -> kernel::Result<T>,
    ) -> kernel::Result<Arc<T>> {
        self.kept_at((name, FOR_EVER), make)
    }

    /// A thing at a version, a number that every change of its rows raises in the same transaction; made where this process has
    /// another version or none.
    ///
    /// # Errors
    /// Those of making it.
    pub fn kept_at<T: Send + Sync + 'static>(
        &mut self,
        (name, version): (String, i64),
        make: impl FnOnce(&mut Self) -> kernel::Result<T>,
    ) -> kernel::Result<Arc<T>> {
        let kept = self.kept.clone();
        if let Some(thing) = kept.as_ref().and_then(|(kept, _)| kept.get(&name, version)) {
            return Ok(thing);
        }
        let thing = make(self)?;
        Ok(match kept {
            Some((kept, Mode::Read)) => kept.put(name, version, thing),
            _ => Arc::new(thing),
        })
    }

    /// What [`crate::changes::kept`] keeps; nothing where this is no reading.
    pub(crate) fn counted(&self) -> Option<Shelf> {
        let (kept, _) = self.kept.as_ref().filter(|_| self.is_reading())?;
        Some(kept.counted.clone())
    }

    /// What several parts of one reading ask for alike, such as an organisation or a class, asked for once. A write asks anew,
    /// since it may have changed it.
    ///
    /// # Errors
    /// Those of making it.
    pub fn once<T: Clone + 'static>(
        &mut self,
        name: String,
        make: impl FnOnce(&mut Self) -> kernel::Result<T>,
    ) -> kernel::Result<T> {
        if let Some(thing) = self.seen.get(&name).and_then(|thing| thing.downcast_ref::<T>()) {
            return Ok(thing.clone());
        }
        let thing = make(self)?;
        if self.is_reading() {
            self.seen.insert(name, Box::new(thing.clone()));
        }
        Ok(thing)
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
        let began = watched::begin();
        let done = match &mut self.engine {
            Engine::Lite(connection) => crate::lite::run(connection, sql, params),
            Engine::Pg(link) => crate::pg::run(link, sql, params),
        };
        watched::end(began, sql, self.watch);
        self.written += done.as_ref().map_or(0, |rows| *rows);
        self.noted(done)
    }

    /// Runs an `INSERT … VALUES (…) …` for many rows by few statements; answers how many rows it changed. The text is that of one row.
    ///
    /// # Errors
    /// As [`Tx::run`].
    pub fn run_all<const N: usize>(&mut self, sql: &str, rows: &[[Value<'_>; N]]) -> Result<u64> {
        self.run_rows(sql, rows)
    }

    /// [`Tx::run_all`] for rows whose width nobody knows before.
    pub(crate) fn run_rows<'v, R: AsRef<[Value<'v>]>>(&mut self, sql: &str, rows: &[R]) -> Result<u64> {
        let mut changed = 0;
        let mut rest = rows;
        if matches!(self.engine, Engine::Pg(_)) {
            while rest.len() > 1 {
                let (now, later) = rest.split_at(rest.len().min(AT_ONCE));
                changed += self.run_columns(sql, now)?;
                rest = later;
            }
        }
        for size in [64, 8, 1] {
            if rest.len() < size {
                continue;
            }
            let text = for_rows(sql, size);
            while rest.len() >= size {
                let (now, later) = rest.split_at(size);
                let values: Vec<Value<'v>> =
                    now.iter().flat_map(|row| row.as_ref().iter().copied()).collect();
                changed += self.run(&text, &values)?;
                rest = later;
            }
        }
        Ok(changed)
    }

    /// Rows that go to a server as a list for each column: one text for any number of them, and one journey.
    fn run_columns<'v, R: AsRef<[Value<'v>]>>(&mut self, sql: &str, rows: &[R]) -> Result<u64> {
        let width = rows.first().map_or(0, |row| row.as_ref().len());
        let column = |place: usize| {
            rows.iter()
                .filter_map(|row| row.as_ref().get(place).copied())
                .collect()
        };
        let columns: Vec<Vec<Value<'v>>> = (0..width).map(column).collect();
        self.statements += 1;
        let began = watched::begin();
        let done = match &mut self.engine {
            Engine::Pg(link) => crate::pg::run_columns(link, sql, &columns),
            Engine::Lite(_) => Err(Error::Engine {
                statement: sql.to_owned(),
                cause: "a file takes no lists of values".to_owned(),
            }),
        };
        watched::end(began, sql, self.watch);
        self.written += done.as_ref().map_or(0, |rows| *rows);
        self.noted(done)
    }

    fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut row: impl FnMut(&mut Columns<'_>) -> Result<()>,
    ) -> Result<()> {
        self.statements += 1;
        let began = watched::begin();
        let done = match &mut self.engine {
            Engine::Lite(connection) => crate::lite::each(connection, sql, params, |source| {
                row(&mut Columns {
                    source: Source::Lite(source),
                    next: 0,
                })
            }),
            Engine::Pg(link) => crate::pg::each(link, sql, params, |source| {
                row(&mut Columns {
                    source: Source::Pg(source),
                    next: 0,
                })
            }),
        };
        watched::end(began, sql, self.watch);
        self.noted(done)
    }

    fn noted<T>(&mut self, done: Result<T>) -> Result<T> {
        self.retry |= matches!(done, Err(Error::Retry));
        if let Err(Error::Gone(why)) = &done {
            self.gone = Some(why.clone());
        }
        done
    }
}

/// An insert of one row as an insert of so many: the row of its `VALUES` again and again, its parameters counted on.
fn for_rows(sql: &str, rows: usize) -> String {
    let Some((head, values)) = sql.split_once("VALUES (") else {
        return sql.to_owned();
    };
    let Some((row, tail)) = values.split_once(')') else {
        return sql.to_owned();
    };
    let width = highest(row);
    let rows: Vec<String> = (0..rows)
        .map(|index| format!("({})", list::moved(row, index * width)))
        .collect();
    format!("{head}VALUES {}{tail}", rows.join(", "))
}

/// The highest parameter of a piece of SQL.
fn highest(sql: &str) -> usize {
    let places = sql.split('$').skip(1).map(|piece| {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        piece[..digits].parse().unwrap_or(0)
    });
    places.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::for_rows;

    #[test]
    fn an_insert_of_one_row_becomes_one_of_several() {
        let one = "INSERT INTO part (a, b, c, d) VALUES ($1, 0, $2, $1) ON CONFLICT (a) DO NOTHING";
        assert_eq!(
            for_rows(one, 2),
            "INSERT INTO part (a, b, c, d) VALUES ($1, 0, $2, $1), ($3, 0, $4, $3) ON CONFLICT (a) DO NOTHING"
        );
        assert_eq!(for_rows(one, 1), one);
    }
}
