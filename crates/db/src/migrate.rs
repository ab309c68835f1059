//! Forward-only migrations: each runs once, in the order given, in a transaction of its own.
//!
//! On a server nodes of the version before go on serving meanwhile. A step that wants a whole table stands in the way of everybody who
//! comes after it for as long as it waits; so it waits a moment only, lets them pass, and comes again.

use std::time::{Duration, Instant};

use crate::tx::Engine;
use crate::{Error, Result, Tx, search};

/// A step of the schema. The text is the portable subset; what differs stands between `-- only: <engine>` and `-- end`.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Unique for ever, `<module>/<number>-<what>`.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

const CREATE: &str = "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY)";
const IS_THERE: &str =
    "SELECT CAST(count(to_regclass(quote_ident(current_schema()) || '.migration')) AS bigint)";
const DONE: &str = "SELECT name FROM migration";
const NOTE: &str = "INSERT INTO migration (name) VALUES ($1)";

#[allow(
    clippy::disallowed_methods,
    reason = "how long a step took is told to who waits for it, by the machine's clock"
)]
pub(crate) fn bring_up(tx: &mut Tx<'_>, migrations: &[Migration], engine: &str) -> Result<()> {
    // An account that may not make tables is refused this one even where it is there.
    if engine != "postgres" || !tx.one::<(bool,)>(IS_THERE, &[])?.0 {
        script(tx, CREATE)?;
    }
    let done: Vec<(String,)> = tx.all(DONE, &[])?;
    let open: Vec<&Migration> = migrations
        .iter()
        .filter(|migration| done.iter().all(|(name,)| name != migration.name))
        .collect();
    for (index, migration) in open.iter().enumerate() {
        // An operator who upgrades a nation waits for minutes; a new database has nothing to wait for.
        let (of, began) = (open.len(), Instant::now());
        if !done.is_empty() {
            tracing::info!(
                migration = migration.name,
                step = index + 1,
                of,
                "upgrading the schema"
            );
        }
        let applied = whole(tx, engine, "BEGIN", |tx| {
            script(tx, &of_engine(migration.sql, engine))?;
            tx.run(NOTE, crate::params![migration.name]).map(drop)
        });
        applied.map_err(|cause| Error::Engine {
            statement: format!("migration {}", migration.name),
            cause: match cause {
                Error::Retry => HELD.to_owned(),
                other => other.to_string(),
            },
        })?;
        if !done.is_empty() {
            let took = format!("{:.1} s", began.elapsed().as_secs_f64());
            tracing::info!(
                migration = migration.name,
                step = index + 1,
                of,
                took,
                "upgraded the schema"
            );
        }
    }
    if migrations
        .iter()
        .any(|migration| migration.name == search::UNDER_SCHOOLS)
    {
        index_anew(tx, engine)?;
    }
    Ok(())
}

/// Entries of the search that are indexed anew in one transaction.
const STEP: i64 = 500;

/// What an older program indexed is indexed as this one looks for it, a part at a time: cut short, it goes on at the next start. An
/// entry that an older program changes at this moment is taken again, so that nothing of the change is lost.
fn index_anew(tx: &mut Tx<'_>, engine: &str) -> Result<()> {
    let begin = match engine {
        "postgres" => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        _ => "BEGIN",
    };
    let mut entries = 0;
    loop {
        match whole(tx, engine, begin, |tx| search::renew(tx, STEP))? {
            0 => break,
            step => entries += step,
        }
    }
    if entries > 0 {
        search::merge_all(tx)?;
        tracing::info!(entries, "indexed anew for the search");
    }
    Ok(())
}

/// How long a step waits for what another transaction holds before it lets everybody else pass.
const WAITS: &str = "SET LOCAL lock_timeout = '400ms'";
/// How long it then stays away, …
const AWAY: Duration = Duration::from_secs(1);
/// … and after how long it gives up.
const PATIENCE: Duration = Duration::from_secs(600);
/// Why it gave up, in words for the operator.
const HELD: &str = "another transaction, such as a backup, has held what this step changes for ten minutes; nothing of the step is \
    done: start the program again when the other is through";

/// Runs a closure as one transaction, again while others hold what it wants or change what it has read.
#[allow(
    clippy::disallowed_methods,
    reason = "how long a step waits for others is the machine's time; no rule of the house hangs on it"
)]
fn whole<T>(
    tx: &mut Tx<'_>,
    engine: &str,
    begin: &str,
    mut closure: impl FnMut(&mut Tx<'_>) -> Result<T>,
) -> Result<T> {
    let began = Instant::now();
    let mut told = false;
    loop {
        script(tx, begin)?;
        if engine == "postgres" {
            script(tx, WAITS)?;
        }
        let done = closure(tx).and_then(|value| script(tx, "COMMIT").map(|()| value));
        let Err(cause) = done else { return done };
        // Some faults have ended the transaction already; what the fault was tells more than that.
        let ended = script(tx, "ROLLBACK").is_ok();
        if !ended || !matches!(cause, Error::Retry) || began.elapsed() > PATIENCE {
            return Err(cause);
        }
        if !told {
            tracing::info!("the schema waits for what others are doing");
            told = true;
        }
        std::thread::sleep(AWAY);
    }
}

pub(crate) fn script(tx: &mut Tx<'_>, sql: &str) -> Result<()> {
    match &mut tx.engine {
        Engine::Lite(connection) => crate::lite::script(connection, sql),
        Engine::Pg(link) => crate::pg::script(link, sql),
    }
}

/// The script without the passages of other engines.
fn of_engine(sql: &str, engine: &str) -> String {
    let mut kept = String::with_capacity(sql.len());
    let mut foreign = false;
    for line in sql.lines() {
        match line.trim().strip_prefix("-- only:") {
            Some(name) => foreign = name.trim() != engine,
            None if line.trim() == "-- end" => foreign = false,
            None if !foreign => {
                kept.push_str(line);
                kept.push('\n');
            }
            None => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::of_engine;

    #[test]
    fn a_passage_for_one_engine_is_left_out_on_the_other() {
        let sql = "a;\n-- only: sqlite\nb;\n-- end\n-- only: postgres\nc;\n-- end\nd;\n";
        assert_eq!(of_engine(sql, "sqlite"), "a;\nb;\nd;\n");
        assert_eq!(of_engine(sql, "postgres"), "a;\nc;\nd;\n");
    }
}
