//! A database of a test's own on the engine that `GONGXUE_TEST_DATABASE` names: a temporary file, or a new database
//! on a server. Shared by the crates that speak to a database themselves.
#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Db, Migration, Settings};
use kernel::{Actor, Ctx, Instant};

/// 2026-09-01 08:00 in Asia/Shanghai.
pub const MORNING: Instant = Instant(1_788_220_800 * Instant::SECOND);

/// Where a test's database stands; it is gone with the value.
pub struct Ground {
    pub settings: Settings,
    server: Option<Server>,
    folder: tempfile::TempDir,
}

struct Server {
    url: String,
    database: String,
}

impl Ground {
    #[allow(
        clippy::disallowed_methods,
        reason = "the engine of a test run is named by its environment"
    )]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = std::env::var("GONGXUE_TEST_DATABASE").unwrap_or_else(|_| "sqlite".to_owned());
        if url == "sqlite" {
            let file = folder.path().join("test.db");
            let settings = Settings::new(format!("sqlite:{}", file.display()));
            return Self {
                settings,
                server: None,
                folder,
            };
        }
        let server = Server::create(url);
        let settings = Settings {
            threads: 8,
            ..Settings::new(server.own_url())
        };
        Self {
            settings,
            server: Some(server),
            folder,
        }
    }

    pub fn is_server(&self) -> bool {
        self.server.is_some()
    }

    pub fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("test.db")
    }

    pub fn open(&self, modules: &[&[Migration]]) -> Db {
        Db::open(&self.settings, &modules.concat()).unwrap()
    }
}

impl Server {
    fn create(url: String) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let database = format!("test_{}_{number}", std::process::id());
        let server = Self { url, database };
        server.run(&format!(
            "DROP DATABASE IF EXISTS {} WITH (FORCE)",
            server.database
        ));
        server.run(&format!("CREATE DATABASE {}", server.database));
        server
    }

    /// On a thread of its own: a blocking connection may not be made on one of an async test.
    fn run(&self, sql: &str) {
        let run = || {
            let mut client = postgres::Client::connect(&self.url, postgres::NoTls).unwrap();
            client.batch_execute(sql).unwrap();
        };
        std::thread::scope(|scope| scope.spawn(run).join()).unwrap();
    }

    /// The server's URL with the path of the test's own database.
    fn own_url(&self) -> String {
        let (url, query) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let (scheme, rest) = url.split_once("://").unwrap();
        let host = rest.split('/').next().unwrap();
        format!("{scheme}://{host}/{}?{query}", self.database)
            .trim_end_matches('?')
            .to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.database));
    }
}

/// A context of the system, with ids of its own.
pub fn ctx() -> Arc<Ctx> {
    at(MORNING)
}

/// A context of the system at a moment, with ids of its own.
pub fn at(now: Instant) -> Arc<Ctx> {
    static SEED: AtomicU32 = AtomicU32::new(1);
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&SEED.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    Arc::new(Ctx::new(now, Actor::System, seed))
}
