//! SQLite: one writer that commits waiting requests together, and a few readers.

use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};

use crate::migrate::{self, Migration};
use crate::work::{Fate, Inbox, Job, Queue};
use crate::{Error, Result, Settings, Tx, Value, figures};
use crate::{plans, sound};

/// A batch closes at so many requests …
const BATCH: usize = 64;
/// … or after this long, whichever is first.
const BATCH_TIME: Duration = Duration::from_millis(5);

/// How an empty place is filled: pages that are written again and again stay in memory, and go to their place after some 400 MB of log.
const FILLING: &str =
    "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA wal_autocheckpoint = 100000;";

pub(crate) fn start(settings: &Settings, migrations: &[Migration]) -> Result<(Queue, Queue)> {
    sound::forget(settings);
    let writer = open(settings)?;
    if settings.filling {
        writer
            .execute_batch(FILLING)
            .map_err(|cause| failed("pragma", &cause))?;
    }
    migrate::bring_up(&mut Tx::lite(&writer), migrations, "sqlite")?;
    plans::settle(&writer).map_err(|cause| failed("plans", &cause))?;
    let (writers, inbox) = Queue::new("write");
    let twice = settings.twice;
    spawn("db-writer", move || {
        Writer {
            connection: writer,
            twice,
        }
        .serve(&inbox);
    })?;
    let (readers, inbox) = Queue::new("read");
    for number in 0..settings.threads {
        let connection = open(settings)?;
        let inbox = Inbox::clone(&inbox);
        spawn(&format!("db-reader-{number}"), move || {
            read_all(&connection, &inbox);
        })?;
    }
    Ok((readers, writers))
}

pub(crate) fn open(settings: &Settings) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection =
        Connection::open_with_flags(settings.file(), flags).map_err(|cause| failed("open", &cause))?;
    connection.set_prepared_statement_cache_capacity(512);
    // Otherwise a plan looks at the values bound to it, and every new binding throws it away and parses the statement again.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(|cause| failed("plans", &cause))?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
             PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4000; \
             PRAGMA wal_autocheckpoint = 2000;",
        )
        .map_err(|cause| failed("pragma", &cause))?;
    Ok(connection)
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(body);
    started.map(drop).map_err(|cause| Error::Engine {
        statement: "thread".to_owned(),
        cause: cause.to_string(),
    })
}

fn read_all(connection: &Connection, inbox: &Inbox) {
    while let Some((_, mut job)) = inbox.next() {
        let begun = connection.execute_batch("BEGIN");
        if begun.is_ok() {
            job.run(&mut Tx::lite(connection));
            note(connection.execute_batch("ROLLBACK"));
        }
        job.finish(Fate::Kept);
    }
}

/// The thread that owns the one writing connection.
struct Writer {
    connection: Connection,
    twice: bool,
}

impl Writer {
    fn serve(&self, inbox: &Inbox) {
        while let Some((_, first)) = inbox.next() {
            let mut batch = Vec::with_capacity(BATCH);
            let fate = self.batch(inbox, first, &mut batch);
            for job in batch {
                job.finish(fate);
            }
        }
    }

    /// Runs the waiting requests and commits them together, each in its savepoint. One that comes while nobody else waits needs
    /// none: SQLite copies every page that changes under a savepoint, and walks through the copies at the end of each statement,
    /// so that a transaction of a thousand people cost twice as much.
    #[allow(
        clippy::disallowed_methods,
        reason = "a batch is closed by real time; no rule of the house hangs on it"
    )]
    fn batch(&self, inbox: &Inbox, first: Box<dyn Job>, batch: &mut Vec<Box<dyn Job>>) -> Fate {
        let begun = self.connection.execute_batch("BEGIN IMMEDIATE");
        let opened = Instant::now();
        let mut second = inbox.waiting().map(|(_, job)| job);
        let mut alone = second.is_none() && !self.twice;
        let mut next = Some(first);
        while let Some(mut job) = next.take() {
            let ran = match begun {
                Ok(()) if alone => self.alone(job.as_mut()),
                Ok(()) => self.member(job.as_mut()),
                Err(_) => Ran::Dead,
            };
            batch.push(job);
            match ran {
                Ran::Stands => alone = false,
                Ran::Undone => return Fate::Kept,
                Ran::Dead => return self.lost(),
            }
            next = second.take();
            if next.is_none() && batch.len() < BATCH && opened.elapsed() < BATCH_TIME {
                next = inbox.waiting().map(|(_, job)| job);
            }
        }
        match self.connection.execute_batch("COMMIT") {
            Ok(()) => {
                figures::committed(batch.len(), opened.elapsed());
                Fate::Kept
            }
            Err(error) => {
                tracing::error!(%error, "a batch of writes was not committed");
                self.lost()
            }
        }
    }

    /// The first request of a transaction that holds no other yet.
    fn alone(&self, job: &mut dyn Job) -> Ran {
        let kept = job.run(&mut Tx::lite(&self.connection));
        if self.connection.is_autocommit() {
            return Ran::Dead;
        }
        if kept {
            return Ran::Stands;
        }
        note(self.connection.execute_batch("ROLLBACK"));
        Ran::Undone
    }

    /// One request in its savepoint.
    fn member(&self, job: &mut dyn Job) -> Ran {
        if self.connection.execute_batch("SAVEPOINT request").is_err() {
            return Ran::Dead;
        }
        let mut tx = Tx::lite(&self.connection);
        if self.twice {
            job.run(&mut tx);
            note(self.connection.execute_batch("ROLLBACK TO request"));
        }
        let kept = job.run(&mut tx);
        if self.connection.is_autocommit() {
            return Ran::Dead;
        }
        let ended = if kept {
            "RELEASE request"
        } else {
            "ROLLBACK TO request; RELEASE request"
        };
        match self.connection.execute_batch(ended) {
            Ok(()) => Ran::Stands,
            Err(_) => Ran::Dead,
        }
    }

    fn lost(&self) -> Fate {
        figures::lost();
        if !self.connection.is_autocommit() {
            note(self.connection.execute_batch("ROLLBACK"));
        }
        Fate::Lost
    }
}

/// What became of a request's part of the transaction.
enum Ran {
    /// It stands, or is undone alone: the next may come.
    Stands,
    /// The transaction is undone with it; it held nothing else.
    Undone,
    /// SQLite ended the whole transaction underneath.
    Dead,
}

fn note(done: rusqlite::Result<()>) {
    if let Err(error) = done {
        tracing::error!(%error, "a transaction could not be ended");
    }
}

pub(crate) fn run(connection: &Connection, sql: &str, params: &[Value<'_>]) -> Result<u64> {
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(|cause| failed(sql, &cause))?;
    bind(&mut statement, sql, params)?;
    let changed = statement.raw_execute().map_err(|cause| failed(sql, &cause))?;
    Ok(changed as u64)
}

pub(crate) fn each(
    connection: &Connection,
    sql: &str,
    params: &[Value<'_>],
    mut row: impl FnMut(&rusqlite::Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = connection
        .prepare_cached(sql)
        .map_err(|cause| failed(sql, &cause))?;
    bind(&mut statement, sql, params)?;
    let mut rows = statement.raw_query();
    while let Some(found) = rows.next().map_err(|cause| failed(sql, &cause))? {
        row(found)?;
    }
    Ok(())
}

/// Binds `$1` to the first value wherever it stands: SQLite takes it for a name, and would number names by their first
/// place in the text. As on PostgreSQL, there are as many values as the highest number says.
fn bind(statement: &mut rusqlite::Statement<'_>, sql: &str, params: &[Value<'_>]) -> Result<()> {
    let numbers = numbered(sql, params.len())
        .filter(|numbers| numbers.len() == params.len() && numbers.len() == statement.parameter_count())
        .ok_or_else(|| misfit(sql, params))?;
    for (place, number) in (1..).zip(numbers) {
        let value = params.get(number - 1).ok_or_else(|| misfit(sql, params))?;
        statement
            .raw_bind_parameter(place, value)
            .map_err(|cause| failed(sql, &cause))?;
    }
    Ok(())
}

/// The numbers of a text's parameters, each where it comes first; nothing where one is not from 1 to `most`. The engine can be asked
/// for the name at a place, but walks through all of them to find it: for an insert of sixty-four rows that was a seventh of its time.
fn numbered(sql: &str, most: usize) -> Option<Vec<usize>> {
    let mut is_seen = vec![false; most];
    let mut numbers = Vec::with_capacity(most);
    let mut rest = sql;
    while let Some(place) = rest.find(['$', '\'', '"']) {
        let (mark, after) = rest[place..].split_at(1);
        rest = after;
        if mark != "$" {
            // A text or a name holds no parameter; a doubled quote in it ends one and begins the next.
            rest = after.split_once(mark)?.1;
            continue;
        }
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let number: usize = after[..digits].parse().ok()?;
        let seen = is_seen.get_mut(number.checked_sub(1)?)?;
        if !std::mem::replace(seen, true) {
            numbers.push(number);
        }
    }
    Some(numbers)
}

fn misfit(sql: &str, params: &[Value<'_>]) -> Error {
    let cause = format!("its parameters are not $1 to ${}", params.len());
    Error::Engine {
        statement: sql.trim().chars().take(120).collect(),
        cause,
    }
}

/// Runs a script of several statements, for migrations.
pub(crate) fn script(connection: &Connection, sql: &str) -> Result<()> {
    connection.execute_batch(sql).map_err(|cause| failed(sql, &cause))
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Real(value) => ValueRef::Real(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
            Self::Id(value) => ValueRef::Blob(value.as_bytes()),
        }))
    }
}

fn failed(sql: &str, cause: &rusqlite::Error) -> Error {
    let statement: String = sql.trim().chars().take(120).collect();
    if let rusqlite::Error::SqliteFailure(code, _) = cause {
        // 1555 and 2067 are the extended codes of primary keys and unique indexes.
        match (code.code, code.extended_code) {
            (ErrorCode::ConstraintViolation, 1555 | 2067) => return Error::Unique(statement),
            (ErrorCode::ConstraintViolation, _) => return Error::Constraint(statement),
            (ErrorCode::DiskFull, _) => return Error::Full(statement),
            _ => {}
        }
    }
    Error::Engine {
        statement,
        cause: cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn parameters_are_told_in_the_order_of_their_first_places() {
        let sql = "SELECT '$7\"', \"a'$8\", 'it''s $9' FROM t WHERE a = $2 AND b = $1 AND c = $2";
        assert_eq!(numbered(sql, 2), Some(vec![2, 1]));
        assert_eq!(numbered(sql, 3), Some(vec![2, 1]), "the third is not told");
        assert_eq!(numbered(sql, 1), None);
        assert_eq!(numbered("SELECT $0", 1), None);
        assert_eq!(numbered("SELECT $name", 1), None);
        assert_eq!(numbered("SELECT 1", 0), Some(vec![]));
    }
}
