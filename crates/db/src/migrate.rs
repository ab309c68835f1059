//! Forward-only migrations: each runs once, in the order given, in a transaction of its own.

use std::time::Instant;

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
const DONE: &str = "SELECT name FROM migration";
const NOTE: &str = "INSERT INTO migration (name) VALUES ($1)";

#[allow(
    clippy::disallowed_methods,
    reason = "how long a step took is told to who waits for it, by the machine's clock"
)]
pub(crate) fn bring_up(tx: &mut Tx<'_>, migrations: &[Migration], engine: &str) -> Result<()> {
    script(tx, CREATE)?;
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
        script(tx, "BEGIN")?;
        let applied = script(tx, &of_engine(migration.sql, engine))
            .and_then(|()| tx.run(NOTE, crate::params![migration.name]).map(drop))
            .and_then(|()| script(tx, "COMMIT"));
        if let Err(cause) = applied {
            script(tx, "ROLLBACK")?;
            let statement = format!("migration {}", migration.name);
            return Err(Error::Engine {
                statement,
                cause: cause.to_string(),
            });
        }
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
        index_anew(tx)?;
    }
    Ok(())
}

/// Entries of the search that are indexed anew in one transaction.
const STEP: i64 = 500;

/// What an older program indexed is indexed as this one looks for it, a part at a time: cut short, it goes on at the next start.
fn index_anew(tx: &mut Tx<'_>) -> Result<()> {
    let mut entries = 0;
    loop {
        script(tx, "BEGIN")?;
        let step = search::renew(tx, STEP).and_then(|step| script(tx, "COMMIT").map(|()| step));
        match step {
            Ok(0) => break,
            Ok(step) => entries += step,
            Err(cause) => {
                script(tx, "ROLLBACK")?;
                return Err(cause);
            }
        }
    }
    if entries > 0 {
        search::merge_all(tx)?;
        tracing::info!(entries, "indexed anew for the search");
    }
    Ok(())
}

pub(crate) fn script(tx: &mut Tx<'_>, sql: &str) -> Result<()> {
    match &mut tx.engine {
        Engine::Lite(connection) => crate::lite::script(connection, sql),
        Engine::Pg { client, .. } => crate::pg::script(client, sql),
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
