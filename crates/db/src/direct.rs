//! The whole database on a connection of one's own, beside the threads of [`crate::Db`]: to look at all of it at one moment
//! while others write, and to fill an empty one.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::link::Link;
use crate::migrate::{self, Migration};
use crate::portable::{self, quoted};
use crate::tx::Engine;
use crate::way::Way;
use crate::{Error, Result, Settings, Tx, lite, pg, sound};

/// Runs a closure over one moment of the database, on this thread or one that it waits for. Nothing is migrated and nobody is
/// held up: the state may be that of another version of the program at work.
///
/// # Errors
/// The engine's, or what the closure answers.
pub fn look<T, E>(
    settings: &Settings,
    closure: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
) -> Result<T, E>
where
    T: Send,
    E: From<Error> + Send,
{
    if settings.is_server() {
        return aside(|| {
            let mut link = Way::of(settings)?.connect()?;
            pg::script(&mut link, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
            let done = closure(&mut over(&mut link));
            // For the server's log alone, where a connection that ends with an open transaction would stand.
            drop(pg::script(&mut link, "ROLLBACK"));
            done
        });
    }
    let connection = lite::open(settings)?;
    lite::script(&connection, "BEGIN")?;
    closure(&mut Tx::lite(&connection))
}

/// Brings the schema up to date, or makes it in an empty place, and ends: for the account that owns it, where the one that serves
/// may not change it. Others may be at work on a server; a file is at rest.
///
/// # Errors
/// The engine's, or a migration's; the steps before it stay done.
pub fn upgrade(settings: &Settings, migrations: &[Migration]) -> Result<()> {
    if settings.is_server() {
        return aside(|| pg::upgrade(settings, migrations));
    }
    sound::forget(settings);
    let connection = lite::open(settings)?;
    migrate::bring_up(&mut Tx::lite(&connection), migrations, "sqlite")
}

/// Makes the schema of these migrations in an empty place and fills it by a closure, as one transaction: afterwards the place is
/// full or as empty as before. Foreign keys are checked at its end, so that rows may come in any order.
///
/// # Errors
/// [`Error::Occupied`] where a row, a table of others or another schema stands already; the engine's; what the closure answers.
pub fn fill<E>(
    settings: &Settings,
    migrations: &[Migration],
    closure: impl FnOnce(&mut Tx<'_>) -> Result<(), E> + Send,
) -> Result<(), E>
where
    E: From<Error> + Send,
{
    if settings.is_server() {
        aside(|| fill_server(settings, migrations, closure))
    } else {
        fill_file(&settings.file(), migrations, closure)
    }
}

/// Ends what [`Settings::filling`] began: what every row points at is looked for now, where it was not with each row.
///
/// # Errors
/// The engine's, or [`Error::Constraint`] where a row points at none.
pub fn filled(settings: &Settings) -> Result<()> {
    if !settings.is_server() {
        return Ok(());
    }
    let settings = Settings {
        filling: false,
        ..settings.clone()
    };
    aside(|| pg::filled(&settings))
}

/// Adds rows in bulk to what stands already, as one transaction in which foreign keys are checked at its end. Whoever else works
/// here waits for that, so it is for an installation at rest.
///
/// # Errors
/// The engine's, [`Error::Constraint`] where a row points at none, or what the closure answers; nothing is changed then.
pub fn join<E>(
    settings: &Settings,
    closure: impl FnOnce(&mut Tx<'_>) -> Result<(), E> + Send,
) -> Result<(), E>
where
    E: From<Error> + Send,
{
    if settings.is_server() {
        return aside(|| {
            let mut link = Way::of(settings)?.connect()?;
            without_keys(&mut over(&mut link), closure)
        });
    }
    sound::forget(settings);
    let connection = lite::open(settings)?;
    lite::script(&connection, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")?;
    closure(&mut Tx::lite(&connection))?;
    whole(&connection)?;
    Ok(lite::script(&connection, "COMMIT")?)
}

/// Writes a few rows beside whoever works here, as one transaction: what a tool of the command line has to note.
///
/// # Errors
/// The engine's, or what the closure answers; nothing is changed then.
pub fn jot<E>(settings: &Settings, closure: impl FnOnce(&mut Tx<'_>) -> Result<(), E> + Send) -> Result<(), E>
where
    E: From<Error> + Send,
{
    if settings.is_server() {
        return aside(|| {
            let mut link = Way::of(settings)?.connect()?;
            pg::script(&mut link, "BEGIN")?;
            closure(&mut over(&mut link))?;
            Ok(pg::script(&mut link, "COMMIT")?)
        });
    }
    sound::forget(settings);
    let connection = lite::open(settings)?;
    lite::script(&connection, "BEGIN IMMEDIATE")?;
    closure(&mut Tx::lite(&connection))?;
    Ok(lite::script(&connection, "COMMIT")?)
}

/// Whether [`fill`] would find its place empty; nothing is made.
///
/// # Errors
/// [`Error::Occupied`] if not; the engine's.
pub fn must_be_empty(settings: &Settings) -> Result<()> {
    if settings.is_server() {
        return aside(|| {
            let mut link = Way::of(settings)?.connect()?;
            empty(&mut over(&mut link))
        });
    }
    no_file(&settings.file())
}

/// A blocking connection may not be made on a thread of an async runtime, and whoever asks may be on one.
fn aside<T: Send, E: From<Error> + Send>(work: impl FnOnce() -> Result<T, E> + Send) -> Result<T, E> {
    let done = std::thread::scope(|scope| scope.spawn(work).join());
    done.unwrap_or_else(|_| {
        Err(E::from(Error::Engine {
            statement: "connect".to_owned(),
            cause: "the thread that connects panicked".to_owned(),
        }))
    })
}

fn over(link: &mut Link) -> Tx<'_> {
    Tx::over(Engine::Pg(link))
}

/// No row stands anywhere, and no table of others.
pub(crate) fn empty(tx: &mut Tx<'_>) -> Result<()> {
    let tables = portable::tables(tx)?;
    let schema = crate::schema_of(tx)?;
    if !tables.is_empty() && schema.columns.iter().all(|(table, _)| table != "migration") {
        return Err(Error::Occupied("tables that are not ours".to_owned()));
    }
    for table in &tables {
        if !table.is_empty(tx)? {
            return Err(Error::Occupied(format!("rows of {}", table.name)));
        }
    }
    Ok(())
}

/// The schema is that of these migrations and no others: an empty place of a newer version has more columns.
fn must_be_at(tx: &mut Tx<'_>, migrations: &[Migration]) -> Result<()> {
    let more = portable::applied(tx)?
        .into_iter()
        .find(|name| migrations.iter().all(|migration| migration.name != name.as_str()));
    match more {
        Some(name) => Err(Error::Occupied(format!("the schema of a newer version ({name})"))),
        None => Ok(()),
    }
}

/// Table, name and definition of each.
pub(crate) const FOREIGN_KEYS: &str = "SELECT CAST(CAST(conrelid AS regclass) AS text), CAST(conname AS text), \
    CAST(pg_get_constraintdef(oid) AS text) FROM pg_constraint \
    WHERE contype = 'f' AND connamespace IN (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) ORDER BY 1, 2";

/// Takes a foreign key away.
pub(crate) fn without_key(table: &str, name: &str) -> String {
    format!("ALTER TABLE {table} DROP CONSTRAINT {}", quoted(name))
}

/// Puts it back, checked over all rows.
pub(crate) fn with_key(table: &str, name: &str, definition: &str) -> String {
    format!("ALTER TABLE {table} ADD CONSTRAINT {} {definition}", quoted(name))
}

/// Foreign keys are taken away and put back in the same transaction: that is quicker than to check each row, asks for no right
/// beyond an owner's, and knows nothing of an order of tables or rows.
fn fill_server<E: From<Error>>(
    settings: &Settings,
    migrations: &[Migration],
    closure: impl FnOnce(&mut Tx<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut link = Way::of(settings)?.connect()?;
    let mut tx = over(&mut link);
    empty(&mut tx)?;
    migrate::bring_up(&mut tx, migrations, "postgres")?;
    must_be_at(&mut tx, migrations)?;
    without_keys(&mut tx, closure)?;
    migrate::script(&mut tx, "ANALYZE")?;
    Ok(())
}

/// A transaction in which foreign keys are checked at its end.
fn without_keys<E: From<Error>>(
    tx: &mut Tx<'_>,
    closure: impl FnOnce(&mut Tx<'_>) -> Result<(), E>,
) -> Result<(), E> {
    migrate::script(tx, "BEGIN")?;
    let keys: Vec<(String, String, String)> = tx.all(FOREIGN_KEYS, &[])?;
    for (table, name, _) in &keys {
        migrate::script(tx, &without_key(table, name))?;
    }
    closure(tx)?;
    for (table, name, definition) in &keys {
        migrate::script(tx, &with_key(table, name, definition))?;
    }
    // Where anything failed before this, the connection ends with the transaction open, and the engine takes it back.
    migrate::script(tx, "COMMIT")?;
    Ok(())
}

/// A file beside the place, which becomes the place when all is in it.
fn fill_file<E: From<Error>>(
    file: &Path,
    migrations: &[Migration],
    closure: impl FnOnce(&mut Tx<'_>) -> Result<(), E>,
) -> Result<(), E> {
    no_file(file)?;
    let beside = with_ending(file, ".filling");
    let told = |cause: std::io::Error| Error::Engine {
        statement: beside.display().to_string(),
        cause: cause.to_string(),
    };
    if beside.exists() {
        fs::remove_file(&beside).map_err(told)?;
    }
    let filled = fill_beside(&beside, migrations, closure);
    if filled.is_ok() {
        let synced = File::open(&beside).and_then(|file| file.sync_all());
        synced
            .and_then(|()| fs::rename(&beside, file))
            .and_then(|()| sync_folder(file))
            .map_err(told)?;
    } else {
        // What keeps it from going away is not what keeps it from being filled; the next try begins with removing it.
        drop(fs::remove_file(&beside));
    }
    filled
}

/// How the file is written: no log, since a file that was not finished is thrown away whole.
const QUICK: &str = "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -65536;";

fn fill_beside<E: From<Error>>(
    file: &Path,
    migrations: &[Migration],
    closure: impl FnOnce(&mut Tx<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let settings = Settings::new(format!("sqlite:{}", file.display()));
    let connection = lite::open(&settings)?;
    lite::script(&connection, QUICK)?;
    let mut tx = Tx::lite(&connection);
    migrate::bring_up(&mut tx, migrations, "sqlite")?;
    lite::script(&connection, "BEGIN IMMEDIATE")?;
    closure(&mut tx)?;
    whole(&connection)?;
    lite::script(&connection, "COMMIT")?;
    connection.close().map_err(|(_, cause)| {
        E::from(Error::Engine {
            statement: "close".to_owned(),
            cause: cause.to_string(),
        })
    })
}

/// Every foreign key points at a row.
fn whole(connection: &Connection) -> Result<()> {
    let mut broken = None;
    lite::each(connection, "PRAGMA foreign_key_check", &[], |row| {
        if broken.is_none() {
            broken = row.get::<_, String>(0).ok();
        }
        Ok(())
    })?;
    match broken {
        Some(table) => Err(Error::Constraint(format!(
            "a row of {table} points at one that is not there"
        ))),
        None => Ok(()),
    }
}

fn no_file(file: &Path) -> Result<()> {
    let log = with_ending(file, "-wal");
    match [file, &log].into_iter().find(|file| file.exists()) {
        Some(there) => Err(Error::Occupied(there.display().to_string())),
        None => Ok(()),
    }
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(unix)]
fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all())
}

#[cfg(not(unix))]
const fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}
