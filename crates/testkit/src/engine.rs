//! A database of one's own for each test, on the engine that `GONGXUE_TEST_DATABASE` names.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database that goes with the test.
pub enum Engine {
    /// A file in a temporary folder.
    File(TempDir),
    /// A database of the server, dropped at the end.
    Server {
        /// Where databases are made.
        server: String,
        /// Its name.
        name: String,
    },
}

impl Engine {
    /// A new empty database.
    #[allow(
        clippy::new_without_default,
        reason = "a database is made, which no default does"
    )]
    pub fn new() -> Self {
        let new = Self::new_place();
        if let Self::Server { server, name } = &new {
            run(server, &format!("CREATE DATABASE {name}")).expect("a database is made");
        }
        new
    }

    /// Where a database may be made.
    pub(crate) fn new_place() -> Self {
        match asked_for() {
            Some(server) => Self::Server {
                server,
                name: new_name(),
            },
            None => Self::File(tempfile::tempdir().expect("a temporary folder")),
        }
    }

    /// A copy of a database that nobody is writing to.
    pub fn copy(&self) -> Self {
        let copy = Self::new_place();
        match (self, &copy) {
            (Self::Server { server, name }, Self::Server { name: new, .. }) => {
                copy_database(server, name, new);
            }
            (Self::File(folder), Self::File(new)) => copy_file(folder.path(), new.path()),
            _ => unreachable!("all databases of a run are on one engine"),
        }
        copy
    }

    /// Its URL.
    pub fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite:{}", folder.path().join("gongxue.db").display()),
            Self::Server { server, name } => {
                let (base, query) = server
                    .split_once('?')
                    .map_or((server.as_str(), None), |(base, query)| (base, Some(query)));
                let cut = base.rfind('/').expect("a URL with a database");
                let query = query.map(|query| format!("?{query}")).unwrap_or_default();
                format!("{}/{name}{query}", &base[..cut])
            }
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if let Self::Server { server, name } = self {
            run(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).expect("a database goes");
        }
    }
}

/// The server that tests are to run over, if it is one.
#[allow(
    clippy::disallowed_methods,
    reason = "the test's engine is chosen by the environment"
)]
pub(crate) fn asked_for() -> Option<String> {
    let wanted = std::env::var("GONGXUE_TEST_DATABASE").unwrap_or_default();
    wanted.starts_with("postgres").then_some(wanted)
}

/// Copies the file of a database from a folder to another.
pub(crate) fn copy_file(from: &Path, to: &Path) {
    let name = "gongxue.db";
    // The last connection to end folds the log into the file and takes it away; where two end in one moment, each
    // may leave that to the other, and the log is copied with the file.
    let log = format!("{name}-wal");
    let _ = comes(50, || !from.join(&log).exists());
    for file in [name, &log] {
        if from.join(file).exists() {
            std::fs::copy(from.join(file), to.join(file)).expect("a copy");
        }
    }
}

/// Copies a database of a server.
pub(crate) fn copy_database(server: &str, from: &str, to: &str) {
    let sql = format!("CREATE DATABASE {to} TEMPLATE {from}");
    // Its last connections may just be ending.
    assert!(
        comes(500, || run(server, &sql).is_ok()),
        "somebody still uses the database"
    );
}

#[allow(
    clippy::disallowed_methods,
    reason = "the threads of a house that is gone end by themselves and tell nobody"
)]
fn comes(tries: u32, done: impl Fn() -> bool) -> bool {
    (0..tries).any(|_| {
        let is_done = done();
        if !is_done {
            std::thread::sleep(Duration::from_millis(20));
        }
        is_done
    })
}

fn new_name() -> String {
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    format!("gx_{}_{number}", std::process::id())
}

/// On a thread of its own: the client brings its own runtime.
pub(crate) fn run(server: &str, sql: &str) -> Result<(), postgres::Error> {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    let done =
        std::thread::spawn(move || postgres::Client::connect(&server, postgres::NoTls)?.batch_execute(&sql));
    done.join().expect("the thread ends")
}
