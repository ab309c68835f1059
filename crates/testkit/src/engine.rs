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

    /// Waits for the last connections of a house that is gone, once and not with every copy. The last one folds the log into the file
    /// and takes it away; where two end in one moment, each may leave that to the other, and the log stays a part of what is copied.
    pub(crate) fn comes_to_rest(&self) {
        if let Self::File(folder) = self {
            let _ = comes(50, || !folder.path().join(FILES[1]).exists());
        }
    }

    /// A copy of a database that is at rest.
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

/// Whether the tests run over a database server.
pub fn is_over_a_server() -> bool {
    asked_for().is_some()
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

/// The file of a database, and the log that is a part of it until somebody folds it in.
const FILES: [&str; 2] = ["gongxue.db", "gongxue.db-wal"];

/// Copies the file of a database that is at rest.
pub(crate) fn copy_file(from: &Path, to: &Path) {
    for file in FILES.map(Path::new) {
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

/// Runs a statement on a server.
pub(crate) fn run(server: &str, sql: &str) -> Result<(), postgres::Error> {
    let sql = sql.to_owned();
    on(server, move |client| client.batch_execute(&sql))
}

/// Whether a server has a database of that name.
pub(crate) fn has_database(server: &str, name: &str) -> bool {
    let name = name.to_owned();
    let found = on(server, move |client| {
        client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])
    });
    found.expect("the server tells its databases").is_some()
}

/// On a thread of its own: the client brings its own runtime.
fn on<T: Send + 'static>(
    server: &str,
    ask: impl FnOnce(&mut postgres::Client) -> Result<T, postgres::Error> + Send + 'static,
) -> Result<T, postgres::Error> {
    let server = server.to_owned();
    let done = std::thread::spawn(move || ask(&mut postgres::Client::connect(&server, postgres::NoTls)?));
    done.join().expect("the thread ends")
}
