//! PostgreSQL: a pool of threads, each with a connection of its own.

use std::error::Error as _;
use std::time::{Duration, Instant};

use kernel::RawId;
use tokio_postgres::error::{Severity, SqlState};
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type};

use crate::link::Link;
use crate::migrate::{self, Migration};
use crate::tx::Engine;
use crate::way::Way;
use crate::work::{Fate, Inbox, Job, Mode, Queue};
use crate::{Error, Result, Settings, Tx, Value, direct, figures, keys, watched};

/// How often a write is run again before the user is asked to try later.
const RETRIES: u32 = 8;
/// After a failed try to connect, requests are answered at once for so long: each would wait for the same hosts.
const TURNED_AWAY: Duration = Duration::from_millis(250);

/// The lock is of this schema alone: several installations may share a database.
const TAKE_MIGRATIONS: &str =
    "SELECT pg_advisory_lock(hashtextextended(current_schema() || '.migration', 0))";
const LEAVE_MIGRATIONS: &str =
    "SELECT pg_advisory_unlock(hashtextextended(current_schema() || '.migration', 0))";

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const THEN_READ: &str = "ROLLBACK; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";
const THEN_WRITE: &str = "ROLLBACK; BEGIN ISOLATION LEVEL SERIALIZABLE";

pub(crate) fn start(settings: &Settings, migrations: &[Migration]) -> Result<(Queue, Queue)> {
    // A blocking connection may not be made on a thread of an async runtime, and whoever opens the database may be on one.
    let started = std::thread::scope(|scope| scope.spawn(|| start_here(settings, migrations)).join());
    started.unwrap_or_else(|_| {
        let cause = "the thread that connects panicked".to_owned();
        Err(Error::Engine {
            statement: "connect".to_owned(),
            cause,
        })
    })
}

fn start_here(settings: &Settings, migrations: &[Migration]) -> Result<(Queue, Queue)> {
    let way = Way::of(settings)?;
    let mut first = Session::connect(way.clone(), settings, 0)?;
    first.migrate(migrations)?;
    // Where anybody's rows stand already, the tool that wants to fill the place will be refused: nothing of theirs is touched.
    if settings.filling && direct::empty(&mut first.tx()).is_ok() {
        first.alone(|session| keys::put_aside(&mut session.tx()))?;
    }
    let (queue, inbox) = Queue::new("all");
    let mut first = Some(first);
    for number in 0..settings.threads.max(1) {
        let session = match first.take() {
            Some(session) => session,
            None => Session::connect(way.clone(), settings, number)?,
        };
        let inbox = Inbox::clone(&inbox);
        let started = std::thread::Builder::new()
            .name(format!("db-{number}"))
            .spawn(move || session.serve(&inbox));
        started.map_err(|cause| Error::Engine {
            statement: "thread".to_owned(),
            cause: cause.to_string(),
        })?;
    }
    Ok((queue.clone(), queue))
}

/// Brings the schema up to date on a connection that ends with it.
pub(crate) fn upgrade(settings: &Settings, migrations: &[Migration]) -> Result<()> {
    Session::connect(Way::of(settings)?, settings, 0)?.migrate(migrations)
}

/// Puts back what was put aside for a tool that filled the place.
pub(crate) fn filled(settings: &Settings) -> Result<()> {
    Session::connect(Way::of(settings)?, settings, 0)?.alone(|session| keys::put_back(&mut session.tx()))
}

/// A thread's connection with its prepared statements.
struct Session {
    way: Way,
    link: Link,
    twice: bool,
    number: usize,
    /// A reading has been answered, and its transaction not ended.
    open: bool,
    /// Nothing more may be asked of the connection.
    broken: bool,
    /// When the database could not be reached.
    away: Option<Instant>,
}

impl Session {
    fn connect(way: Way, settings: &Settings, number: usize) -> Result<Self> {
        let twice = settings.twice;
        let link = way.connect()?;
        Ok(Self {
            way,
            link,
            twice,
            number,
            open: false,
            broken: false,
            away: None,
        })
    }

    fn tx(&mut self) -> Tx<'_> {
        Tx::over(Engine::Pg(&mut self.link))
    }

    fn migrate(&mut self, migrations: &[Migration]) -> Result<()> {
        self.alone(|session| {
            keys::put_back(&mut session.tx())?;
            migrate::bring_up(&mut session.tx(), migrations, "postgres")
        })
    }

    /// Changes the schema, one node at a time; those that start meanwhile wait, and find the work done. A session that ends lets the lock
    /// go.
    fn alone(&mut self, change: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        script(&mut self.link, TAKE_MIGRATIONS)?;
        let done = change(self);
        let let_go = script(&mut self.link, LEAVE_MIGRATIONS);
        done.and(let_go)
    }

    fn serve(mut self, inbox: &Inbox) {
        while let Some((mode, mut job)) = self.next(inbox) {
            let fate = self.run(mode, job.as_mut());
            match fate {
                Fate::Kept => {}
                Fate::Lost | Fate::Gone => figures::lost(),
                Fate::Unsure => figures::unsure(),
            }
            job.finish(fate);
        }
    }

    /// The next closure. Where one waits already, its first journey ends the reading before it; otherwise that ends now: a server cannot
    /// tidy up behind a transaction that stays open.
    fn next(&mut self, inbox: &Inbox) -> Option<(Mode, Box<dyn Job>)> {
        if self.open && !self.broken {
            if let Some(waiting) = inbox.waiting() {
                return Some(waiting);
            }
            self.end("ROLLBACK");
            self.open = false;
        }
        inbox.next()
    }

    /// Runs a closure to its end; where the server changed or ended before it was asked to commit, once more on the next
    /// connection.
    fn run(&mut self, mode: Mode, job: &mut dyn Job) -> Fate {
        let mut attempt = 0;
        let mut moved = false;
        loop {
            match self.attempt(mode, job) {
                Attempt::Done(fate) => return fate,
                Attempt::Gone if moved => return Fate::Gone,
                Attempt::Gone => moved = true,
                Attempt::Again if attempt == RETRIES => return Fate::Lost,
                Attempt::Again => {
                    figures::retried();
                    pause(attempt, self.number);
                    attempt += 1;
                }
            }
        }
    }

    fn attempt(&mut self, mode: Mode, job: &mut dyn Job) -> Attempt {
        match mode {
            Mode::Read => self.read(job),
            Mode::Write => self.write(job),
        }
    }

    /// Opens a transaction that writes. A connection may have died while nobody used it, which only shows now: nothing has been done on
    /// it, so that another is taken.
    fn begin(&mut self) -> bool {
        for _ in 0..2 {
            if !self.reach() {
                return false;
            }
            let sql = if self.open { THEN_WRITE } else { WRITE };
            match self.link.script(sql) {
                Ok(()) => {
                    self.open = false;
                    return true;
                }
                Err(error) => self.give_up(&failed(sql, &error).to_string()),
            }
        }
        false
    }

    fn give_up(&mut self, why: &str) {
        tracing::warn!(error = why, "a connection to the database is given up");
        self.broken = true;
    }

    /// A connection that can be used; whether there is one.
    #[allow(
        clippy::disallowed_methods,
        reason = "how long a database stays away is the machine's time; no rule of the house hangs on it"
    )]
    fn reach(&mut self) -> bool {
        if !self.broken && !self.link.is_closed() {
            return true;
        }
        if self.away.is_some_and(|since| since.elapsed() < TURNED_AWAY) {
            return false;
        }
        match self.way.connect() {
            Ok(link) => {
                self.link = link;
                self.open = false;
                self.broken = false;
                self.away = None;
                tracing::info!("the database is reached again");
                true
            }
            Err(error) => {
                tracing::error!(%error, "the database cannot be reached");
                self.away = Some(Instant::now());
                false
            }
        }
    }

    /// A reading opens its transaction in the journey of its first statement, and is answered before it ends: whoever asks waits for
    /// neither. Where it could not be opened, the connection may have died while nobody used it.
    fn read(&mut self, job: &mut dyn Job) -> Attempt {
        if !self.reach() {
            return Attempt::Done(Fate::Gone);
        }
        self.link.say_before(if self.open { THEN_READ } else { READ });
        let mut tx = self.tx();
        job.run(&mut tx);
        let gone = tx.gone.take();
        if let Some(why) = self.link.unheard().or(gone) {
            self.give_up(&why);
            return Attempt::Gone;
        }
        // What asked for nothing has opened nothing.
        self.open |= !self.link.unsay();
        Attempt::Done(Fate::Kept)
    }

    fn write(&mut self, job: &mut dyn Job) -> Attempt {
        if !self.begin() {
            return Attempt::Done(Fate::Gone);
        }
        let opened = watched::begin();
        if self.twice {
            let marked = self.link.script("SAVEPOINT twice").is_ok();
            job.run(&mut self.tx());
            if !marked || self.link.script("ROLLBACK TO SAVEPOINT twice").is_err() {
                self.end("ROLLBACK");
                return Attempt::Again;
            }
        }
        let mut tx = self.tx();
        let kept = job.run(&mut tx);
        let (again, gone) = (tx.retry, tx.gone.take());
        if let Some(why) = gone {
            // Nobody asked for a commit: the server takes back what it still knows of it.
            self.give_up(&why);
            return Attempt::Gone;
        }
        if again || !kept {
            self.end("ROLLBACK");
            return if again {
                Attempt::Again
            } else {
                Attempt::Done(Fate::Kept)
            };
        }
        self.commit(opened)
    }

    /// Commits what was opened then: here a write is a batch of its own.
    fn commit(&mut self, opened: Instant) -> Attempt {
        let Err(cause) = self.link.script("COMMIT") else {
            figures::committed(1, opened.elapsed());
            return Attempt::Done(Fate::Kept);
        };
        let refused = is_refusal(&cause);
        match failed("COMMIT", &cause) {
            Error::Retry => Attempt::Again,
            error if refused => {
                tracing::error!(%error, "a write was not committed");
                self.end("ROLLBACK");
                Attempt::Done(Fate::Lost)
            }
            error => {
                tracing::error!(%error, "it is not known whether a write was committed");
                self.broken = true;
                Attempt::Done(Fate::Unsure)
            }
        }
    }

    fn end(&mut self, sql: &str) {
        if let Err(error) = self.link.script(sql) {
            tracing::warn!(%error, "a transaction could not be ended");
            self.broken = true;
        }
    }
}

enum Attempt {
    Done(Fate),
    Again,
    Gone,
}

/// The server itself answered that it does not do it. An `ERROR` leaves nothing behind; one of a higher rank ends the connection,
/// and can come after the commit, while the server waits for the word of another that keeps a copy.
fn is_refusal(cause: &tokio_postgres::Error) -> bool {
    let said = cause.as_db_error();
    said.is_some_and(|said| said.parsed_severity() == Some(Severity::Error))
}

/// The connection broke, or its server ends, starts or follows another now: it was none of the statement's doing.
fn is_gone(cause: &tokio_postgres::Error) -> bool {
    let Some(said) = cause.as_db_error() else {
        let broke = cause.source().is_some_and(|source| source.is::<std::io::Error>());
        return broke || cause.is_closed();
    };
    let code = said.code();
    let class = code.code().get(..2);
    class == Some("08")
        || class == Some("57") && *code != SqlState::QUERY_CANCELED
        || *code == SqlState::READ_ONLY_SQL_TRANSACTION
        || *code == SqlState::TOO_MANY_CONNECTIONS
}

/// Waits a little, each time longer and each connection differently, so that two writers do not meet again.
#[allow(
    clippy::disallowed_methods,
    reason = "a pause of a database thread between two runs of one transaction"
)]
fn pause(attempt: u32, number: usize) {
    let jitter = (number as u64 * 37 + u64::from(attempt) * 11) % 64 * 40;
    std::thread::sleep(Duration::from_micros((500 << attempt.min(6)) + jitter));
}

pub(crate) fn run(link: &mut Link, sql: &str, params: &[Value<'_>]) -> Result<u64> {
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
    let done = link
        .statement(sql)
        .and_then(|statement| link.run(&statement, &params));
    done.map_err(|cause| failed(sql, &cause))
}

/// Runs an `INSERT … VALUES (…) …` of one row for many: a list of values for each of its parameters.
pub(crate) fn run_columns(link: &mut Link, sql: &str, columns: &[Vec<Value<'_>>]) -> Result<u64> {
    let params: Vec<&(dyn ToSql + Sync)> = columns.iter().map(|list| list as &(dyn ToSql + Sync)).collect();
    let mut ask = || {
        let one = link.statement(sql)?;
        let statement = link.statement(&for_columns(sql, one.params()))?;
        link.run(&statement, &params)
    };
    ask().map_err(|cause| failed(sql, &cause))
}

/// An insert of one row as one of all rows whose values stand in lists.
fn for_columns(sql: &str, types: &[Type]) -> String {
    let Some((head, (row, tail))) = sql
        .split_once("VALUES (")
        .and_then(|(head, values)| Some((head, values.split_once(')')?)))
    else {
        return sql.to_owned();
    };
    let lists: Vec<String> = (1..)
        .zip(types)
        .map(|(place, of)| format!("${place}::{}[]", of.name()))
        .collect();
    let names: Vec<String> = (1..=types.len()).map(|place| format!("c{place}")).collect();
    format!(
        "{head}SELECT {} FROM unnest({}) AS given({}){tail}",
        row.replace('$', "given.c"),
        lists.join(", "),
        names.join(", ")
    )
}

pub(crate) fn each(
    link: &mut Link,
    sql: &str,
    params: &[Value<'_>],
    mut row: impl FnMut(&tokio_postgres::Row) -> Result<()>,
) -> Result<()> {
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
    let rows = link
        .statement(sql)
        .and_then(|statement| link.rows(&statement, &params));
    let rows = rows.map_err(|cause| failed(sql, &cause))?;
    rows.iter().try_for_each(&mut row)
}

/// Runs a script of several statements, for migrations.
pub(crate) fn script(link: &mut Link, sql: &str) -> Result<()> {
    link.script(sql).map_err(|cause| failed(sql, &cause))
}

/// A `uuid` column.
pub(crate) struct PgUuid(pub(crate) RawId);

impl<'a> FromSql<'a> for PgUuid {
    fn from_sql(
        _: &Type,
        raw: &'a [u8],
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(RawId::from_slice(raw)?))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::UUID
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) if *ty == Type::FLOAT8 => (*value as f64).to_sql(ty, out),
            Self::Int(value) if *ty == Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
            Self::Int(value) => value.to_sql(ty, out),
            Self::Real(value) => value.to_sql(ty, out),
            Self::Text(value) => value.to_sql(ty, out),
            Self::Bytes(value) => value.to_sql(ty, out),
            Self::Id(value) => {
                out.extend_from_slice(value.as_bytes());
                Ok(IsNull::No)
            }
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}

/// What an operator does whose server lets an account do less than is asked of it.
const LIMITED: &str = "the schema is changed by gongxue upgrade under the account that owns it, and whoever serves is granted SELECT, INSERT, \
    UPDATE and DELETE (docs/operations.md)";

pub(crate) fn failed(sql: &str, cause: &tokio_postgres::Error) -> Error {
    let statement: String = sql.trim().chars().take(120).collect();
    match cause.code() {
        Some(code) if *code == SqlState::UNIQUE_VIOLATION => Error::Unique(statement),
        Some(code)
            if *code == SqlState::T_R_SERIALIZATION_FAILURE
                || *code == SqlState::T_R_DEADLOCK_DETECTED
                || *code == SqlState::LOCK_NOT_AVAILABLE
                // Too many rows were read at once for the predicate locks that the server keeps: it passes with who reads them.
                || *code == SqlState::OUT_OF_MEMORY =>
        {
            Error::Retry
        }
        Some(code) if *code == SqlState::INSUFFICIENT_PRIVILEGE => Error::Engine {
            statement,
            cause: format!(
                "{}; {LIMITED}",
                cause.as_db_error().map_or("", |said| said.message())
            ),
        },
        Some(code) if *code == SqlState::DISK_FULL => Error::Full(statement),
        Some(code) if code.code().starts_with("23") => Error::Constraint(statement),
        _ if is_gone(cause) => Error::Gone(format!("{statement}: {}", told(cause))),
        // What follows a failed statement in the same transaction says nothing new.
        _ => Error::Engine {
            statement,
            cause: told(cause),
        },
    }
}

/// A fault with what it came from: that a certificate is not believed stands below that no connection came about.
fn told(cause: &tokio_postgres::Error) -> String {
    match cause.source() {
        Some(source) => format!("{cause}: {source}"),
        None => cause.to_string(),
    }
}
