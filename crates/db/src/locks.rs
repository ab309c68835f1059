//! Who waits for a lock of the server, told to the figures every few seconds. It is asked over a connection of its own: where every
//! connection of the pool waits for a lock, whoever asks over one of them waits behind them.

use std::time::Duration;

use crate::link::Link;
use crate::tx::Engine;
use crate::way::Way;
use crate::{Error, Result, Settings, Tx, figures};

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(5);

/// The statements of this database that wait for a lock, and for how many seconds the oldest of them has run: it has waited no longer.
const WAITING: &str = "SELECT count(*), COALESCE(MAX(EXTRACT(EPOCH FROM clock_timestamp() - query_start)), 0)::double precision \
    FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

/// Watches the locks of a server for as long as the process lives. The embedded engine has one writer, which waits for nobody but in its
/// queue: there is nothing to watch.
///
/// # Errors
/// A URL that is none, or a system that gives no thread.
pub fn watch_locks(settings: &Settings) -> Result<()> {
    if !settings.is_server() {
        return Ok(());
    }
    let way = Way::of(settings)?;
    let started = std::thread::Builder::new()
        .name("db-locks".to_owned())
        .spawn(move || watch(&way));
    started.map(drop).map_err(|cause| Error::Engine {
        statement: "thread".to_owned(),
        cause: cause.to_string(),
    })
}

#[allow(
    clippy::disallowed_methods,
    reason = "a pause of a thread that looks at the server again and again"
)]
fn watch(way: &Way) {
    let mut link = None;
    let mut is_seen = true;
    loop {
        match look(&mut link, way) {
            Ok((statements, seconds)) => {
                figures::waiting_for_locks(statements, seconds);
                is_seen = true;
            }
            Err(error) => {
                // What was seen last holds no longer; that the database is away is told by whoever wants something of it.
                figures::waiting_for_locks(0, 0.0);
                if is_seen {
                    tracing::warn!(%error, "who waits for locks of the database is not seen");
                }
                link = None;
                is_seen = false;
            }
        }
        std::thread::sleep(EVERY);
    }
}

/// Asks over the connection that is there, or a new one.
fn look(link: &mut Option<Link>, way: &Way) -> Result<(i64, f64)> {
    let link = match link {
        Some(link) => link,
        none => none.insert(way.connect()?),
    };
    Tx::over(Engine::Pg(link)).one(WAITING, &[])
}
