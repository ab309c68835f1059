//! PostgreSQL: a pool of threads, each with a connection of its own.

use std::collections::HashMap;
use std::error::Error as _;
use std::time::Duration;

use kernel::RawId;
use postgres::error::SqlState;
use postgres::types::{FromSql, IsNull, ToSql, Type};
use postgres::{Client, Config, NoTls, Statement};

use crate::migrate::{self, Migration};
use crate::tx::Engine;
use crate::work::{Fate, Inbox, Job, Mode, Queue};
use crate::{Error, Result, Settings, Tx, Value, figures};

/// How often a write is run again before the user is asked to try later.
const RETRIES: u32 = 8;

/// The lock is of this schema alone: several installations may share a database.
const TAKE_MIGRATIONS: &str =
    "SELECT pg_advisory_lock(hashtextextended(current_schema() || '.migration', 0))";
const LEAVE_MIGRATIONS: &str =
    "SELECT pg_advisory_unlock(hashtextextended(current_schema() || '.migration', 0))";

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
    let config = config(settings)?;
    let mut first = Session::connect(config.clone(), settings, 0)?;
    first.migrate(migrations)?;
    let (queue, inbox) = Queue::new("all");
    let mut first = Some(first);
    for number in 0..settings.threads.max(1) {
        let session = match first.take() {
            Some(session) => session,
            None => Session::connect(config.clone(), settings, number)?,
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

/// What a URL says of the way to a server.
pub(crate) fn config(settings: &Settings) -> Result<Config> {
    settings.url.parse().map_err(|cause| failed("connect", &cause))
}

pub(crate) fn connect(config: &Config) -> Result<Client> {
    // A server that asks for encryption gets it, checked against the public roots; a socket or loopback does without.
    let done = if config.get_ssl_mode() == postgres::config::SslMode::Require {
        let roots = rustls::RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|cause| Error::Engine {
                statement: "tls".to_owned(),
                cause: cause.to_string(),
            })?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.connect(tokio_postgres_rustls::MakeRustlsConnect::new(tls))
    } else {
        config.connect(NoTls)
    };
    done.map_err(|cause| failed("connect", &cause))
}

/// A thread's connection with its prepared statements.
struct Session {
    config: Config,
    client: Client,
    prepared: HashMap<String, Statement>,
    twice: bool,
    number: usize,
}

impl Session {
    fn connect(config: Config, settings: &Settings, number: usize) -> Result<Self> {
        let twice = settings.twice;
        let client = connect(&config)?;
        Ok(Self {
            config,
            client,
            prepared: HashMap::new(),
            twice,
            number,
        })
    }

    fn tx(&mut self) -> Tx<'_> {
        Tx::over(Engine::Pg {
            client: &mut self.client,
            prepared: &mut self.prepared,
        })
    }

    /// One node at a time; those that start meanwhile wait, and find the work done. A session that ends lets the lock go.
    fn migrate(&mut self, migrations: &[Migration]) -> Result<()> {
        script(&mut self.client, TAKE_MIGRATIONS)?;
        let done = migrate::bring_up(&mut self.tx(), migrations, "postgres");
        let let_go = script(&mut self.client, LEAVE_MIGRATIONS);
        done.and(let_go)
    }

    fn serve(mut self, inbox: &Inbox) {
        while let Some((mode, mut job)) = inbox.next() {
            let fate = match mode {
                Mode::Read => self.read(job.as_mut()),
                Mode::Write => self.write(job.as_mut()),
            };
            if fate == Fate::Lost {
                figures::lost();
            }
            job.finish(fate);
            if self.client.is_closed() {
                self.reconnect();
            }
        }
    }

    fn reconnect(&mut self) {
        match connect(&self.config) {
            Ok(client) => {
                self.client = client;
                self.prepared.clear();
            }
            Err(error) => tracing::error!(%error, "the database cannot be reached"),
        }
    }

    fn begin(&mut self, sql: &str) -> bool {
        if self.client.is_closed() {
            self.reconnect();
        }
        self.client.batch_execute(sql).is_ok()
    }

    fn read(&mut self, job: &mut dyn Job) -> Fate {
        if !self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") {
            return Fate::Lost;
        }
        job.run(&mut self.tx());
        self.end("ROLLBACK");
        Fate::Kept
    }

    fn write(&mut self, job: &mut dyn Job) -> Fate {
        for attempt in 0..=RETRIES {
            match self.attempt(job) {
                Attempt::Done(fate) => return fate,
                Attempt::Again => {
                    figures::retried();
                    pause(attempt, self.number);
                }
            }
        }
        Fate::Lost
    }

    fn attempt(&mut self, job: &mut dyn Job) -> Attempt {
        if !self.begin("BEGIN ISOLATION LEVEL SERIALIZABLE") {
            return Attempt::Done(Fate::Lost);
        }
        if self.twice {
            let marked = self.client.batch_execute("SAVEPOINT twice").is_ok();
            job.run(&mut self.tx());
            if !marked || self.client.batch_execute("ROLLBACK TO SAVEPOINT twice").is_err() {
                self.end("ROLLBACK");
                return Attempt::Again;
            }
        }
        let mut tx = self.tx();
        let kept = job.run(&mut tx);
        let again = tx.retry;
        if again || !kept {
            self.end("ROLLBACK");
            return if again {
                Attempt::Again
            } else {
                Attempt::Done(Fate::Kept)
            };
        }
        match self
            .client
            .batch_execute("COMMIT")
            .map_err(|cause| failed("COMMIT", &cause))
        {
            Ok(()) => Attempt::Done(Fate::Kept),
            Err(Error::Retry) => Attempt::Again,
            Err(error) => {
                tracing::error!(%error, "a write was not committed");
                self.end("ROLLBACK");
                Attempt::Done(Fate::Lost)
            }
        }
    }

    fn end(&mut self, sql: &str) {
        if let Err(error) = self.client.batch_execute(sql) {
            tracing::warn!(%error, "a transaction could not be ended");
        }
    }
}

enum Attempt {
    Done(Fate),
    Again,
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

fn statement(client: &mut Client, prepared: &mut HashMap<String, Statement>, sql: &str) -> Result<Statement> {
    if let Some(known) = prepared.get(sql) {
        return Ok(known.clone());
    }
    let made = client.prepare(sql).map_err(|cause| failed(sql, &cause))?;
    prepared.insert(sql.to_owned(), made.clone());
    Ok(made)
}

pub(crate) fn run(
    client: &mut Client,
    prepared: &mut HashMap<String, Statement>,
    sql: &str,
    params: &[Value<'_>],
) -> Result<u64> {
    let statement = statement(client, prepared, sql)?;
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
    client
        .execute(&statement, &params)
        .map_err(|cause| failed(sql, &cause))
}

pub(crate) fn each(
    client: &mut Client,
    prepared: &mut HashMap<String, Statement>,
    sql: &str,
    params: &[Value<'_>],
    mut row: impl FnMut(&postgres::Row) -> Result<()>,
) -> Result<()> {
    let statement = statement(client, prepared, sql)?;
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
    let rows = client
        .query(&statement, &params)
        .map_err(|cause| failed(sql, &cause))?;
    rows.iter().try_for_each(&mut row)
}

/// Runs a script of several statements, for migrations.
pub(crate) fn script(client: &mut Client, sql: &str) -> Result<()> {
    client.batch_execute(sql).map_err(|cause| failed(sql, &cause))
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
        out: &mut postgres::types::private::BytesMut,
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

    postgres::types::to_sql_checked!();
}

pub(crate) fn failed(sql: &str, cause: &postgres::Error) -> Error {
    let statement: String = sql.trim().chars().take(120).collect();
    match cause.code() {
        Some(code) if *code == SqlState::UNIQUE_VIOLATION => Error::Unique(statement),
        Some(code)
            if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED =>
        {
            Error::Retry
        }
        Some(code) if *code == SqlState::DISK_FULL => Error::Full(statement),
        Some(code) if code.code().starts_with("23") => Error::Constraint(statement),
        // What follows a failed statement in the same transaction says nothing new.
        _ => {
            let source = cause
                .source()
                .map(|source| format!(": {source}"))
                .unwrap_or_default();
            Error::Engine {
                statement,
                cause: format!("{cause}{source}"),
            }
        }
    }
}
