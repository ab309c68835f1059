//! A database of one's own for each test, on the engine that `GONGXUE_TEST_DATABASE` names.

use std::sync::atomic::{AtomicU32, Ordering};

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
        let name = format!(
            "gx_{}_{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::SeqCst)
        );
        run(&wanted, &format!("CREATE DATABASE {name}"));
        Self::Server { server: wanted, name }
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
            run(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// On a thread of its own: the client brings its own runtime.
fn run(server: &str, sql: &str) {
    let (server, sql) = (server.to_owned(), sql.to_owned());
    let done = std::thread::spawn(move || {
        let mut client =
            postgres::Client::connect(&server, postgres::NoTls).expect("the test server answers");
        client.batch_execute(&sql).expect("the statement runs");
    });
    done.join().expect("the statement runs");
}
