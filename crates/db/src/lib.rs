//! The one crate that knows which engine it runs on: SQLite embedded, or PostgreSQL.
//!
//! It owns transactions, rows, migrations and leases, and promises that the same SQL text means the same on both:
//! a closure given to [`Db::write`] either commits as a whole before its answer goes out, or has changed nothing.
//! A closure can be run again; it is `Fn` and its [`Ctx`] gives it the same clock and ids each time.

mod about;
pub mod changes;
pub mod columns;
mod direct;
mod error;
mod figures;
mod kept;
mod keys;
pub mod lease;
mod link;
pub mod list;
mod lite;
mod locks;
pub mod memory;
mod migrate;
mod pg;
mod plans;
pub mod portable;
mod row;
pub mod search;
mod settings;
pub mod sound;
mod tx;
mod value;
mod watched;
mod way;
mod words;
mod work;

use std::sync::Arc;
use std::time::Duration;

use kernel::Ctx;

pub use about::{About, about};
pub use columns::{parts_of, schema_of};
pub use direct::{fill, filled, join, jot, look, must_be_empty, upgrade};
pub use error::{Error, Result};
pub use kept::{FOR_EVER, Kept};
pub use lease::claim;
pub use locks::watch_locks;
pub use migrate::Migration;
pub use plans::{WideReading, wide_readings};
pub use row::{Columns, FromColumn, FromRow};
pub use settings::Settings;
pub use tx::Tx;
pub use value::{Bind, Value};
pub use watched::forget_statements;

use watched::Watch;
use work::{Mode, Queue, Work};

/// The tables of this crate, before those of any module.
pub const MIGRATIONS: &[Migration] = &[
    lease::MIGRATION,
    search::MIGRATIONS[0],
    search::MIGRATIONS[1],
    search::MIGRATIONS[2],
    memory::MIGRATION,
    changes::MIGRATION,
    search::PLAIN_TEXTS[0],
    search::PLAIN_TEXTS[1],
];

/// The classification of their columns, in the format of [`columns`].
pub const COLUMNS: &str = include_str!("../migrations/columns.txt");

/// A handle on the database; cheap to clone, shared by every request.
#[derive(Clone)]
pub struct Db {
    readers: Queue,
    writers: Queue,
    kept: Kept,
    slow: Duration,
}

impl Db {
    /// Opens the database (making the file where there is none), brings its schema up to date and starts the threads.
    ///
    /// # Errors
    /// When the engine cannot be reached or a migration fails; nothing is half-migrated.
    pub fn open(settings: &Settings, migrations: &[Migration]) -> Result<Self> {
        figures::begin();
        let (readers, writers) = if settings.is_server() {
            pg::start(settings, migrations)?
        } else {
            lite::start(settings, migrations)?
        };
        Ok(Self {
            readers,
            writers,
            kept: Kept::new(),
            slow: settings.slow,
        })
    }

    /// What never changes and was dear to make.
    pub const fn kept(&self) -> &Kept {
        &self.kept
    }

    /// The closure with what is kept at hand.
    fn with_kept<T, F>(
        &self,
        mode: Mode,
        closure: F,
    ) -> impl Fn(&Ctx, &mut Tx) -> kernel::Result<T> + Send + 'static
    where
        F: Fn(&Ctx, &mut Tx) -> kernel::Result<T> + Send + 'static,
    {
        let (kept, slow) = (self.kept.clone(), self.slow);
        move |ctx, tx| {
            let request = ctx.request;
            tx.begin(kept.clone(), mode, Watch { slow, request });
            closure(ctx, tx)
        }
    }

    /// Runs a closure over one consistent state of the database.
    ///
    /// # Errors
    /// What the closure answers; [`kernel::Error::Busy`] when the engine is overloaded.
    pub async fn read<T, F>(&self, ctx: &Arc<Ctx>, closure: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: Fn(&Ctx, &mut Tx) -> kernel::Result<T> + Send + 'static,
    {
        let (work, answer) = Work::boxed(ctx, self.with_kept(Mode::Read, closure));
        self.readers.send(Mode::Read, work)?;
        answer.await.unwrap_or(Err(kernel::Error::Busy))
    }

    /// Runs a closure in a transaction of its own; the answer goes out after its commit is durable.
    ///
    /// # Errors
    /// What the closure answers (and nothing is changed then); [`kernel::Error::Busy`] when the engine lost the transaction;
    /// [`kernel::Error::Unsure`] when the connection broke while it committed.
    pub async fn write<T, F>(&self, ctx: &Arc<Ctx>, closure: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: Fn(&Ctx, &mut Tx) -> kernel::Result<T> + Send + 'static,
    {
        let (work, answer) = Work::boxed(ctx, self.with_kept(Mode::Write, closure));
        self.writers.send(Mode::Write, work)?;
        answer.await.unwrap_or(Err(kernel::Error::Busy))
    }

    /// [`Db::read`] for callers that are no async task: the command line, job threads.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T, F>(&self, ctx: &Arc<Ctx>, closure: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: Fn(&Ctx, &mut Tx) -> kernel::Result<T> + Send + 'static,
    {
        let (work, answer) = Work::boxed(ctx, self.with_kept(Mode::Read, closure));
        self.readers.send(Mode::Read, work)?;
        answer.blocking_recv().unwrap_or(Err(kernel::Error::Busy))
    }

    /// [`Db::write`] for callers that are no async task.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T, F>(&self, ctx: &Arc<Ctx>, closure: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: Fn(&Ctx, &mut Tx) -> kernel::Result<T> + Send + 'static,
    {
        let (work, answer) = Work::boxed(ctx, self.with_kept(Mode::Write, closure));
        self.writers.send(Mode::Write, work)?;
        answer.blocking_recv().unwrap_or(Err(kernel::Error::Busy))
    }
}
