//! A database of one's own for each test, on the engine that `GONGXUE_TEST_DATABASE` names.

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
        clippy::disallowed_methods,
        clippy::new_without_default,
        reason = "the test's engine is chosen by the environment"
    )]
    pub fn new() -> Self {
        let wanted = std::env::var("GONGXUE_TEST_DATABASE").unwrap_or_default();
        if !wanted.starts_with("postgres") {
            return Self::File(tempfile::tempdir().expect("a temporary folder"));
        }
        let name = new_name();
        run(&wanted, &format!("CREATE DATABASE {name}")).expect("a database is made");
        Self::Server { server: wanted, name }
    }

    /// A copy of a database that nobody is writing to.
    pub fn copy(&self) -> Self {
        match self {
            Self::File(folder) => {
                let (name, new) = ("gongxue.db", tempfile::tempdir().expect("a temporary folder"));
                // The last connection to end folds the log into the file and takes it away; where two end in one moment, each
                // may leave that to the other, and the log is copied with the file.
                let log = format!("{name}-wal");
                let _ = comes(50, || !folder.path().join(&log).exists());
                for file in [name, &log] {
                    if folder.path().join(file).exists() {
                        std::fs::copy(folder.path().join(file), new.path().join(file)).expect("a copy");
                    }
                }
                Self::File(new)
            }
            Self::Server { server, name } => {
                let new = new_name();
                let sql = format!("CREATE DATABASE {new} TEMPLATE {name}");
                // Its last connections may just be ending.
                assert!(
                    comes(500, || run(server, &sql).is_ok()),
                    "somebody still uses the database"
                );
                Self::Server {
                    server: server.clone(),
                    name: new,
                }
            }
        }
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
fn run(server: &str, sql: &str) -> Result<(), postgres::Error> {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    let done =
        std::thread::spawn(move || postgres::Client::connect(&server, postgres::NoTls)?.batch_execute(&sql));
    done.join().expect("the thread ends")
}
