//! An installation on the engine of the run, with its log at hand and its database to be meddled with.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use db::{Db, Settings};
use kernel::{Actor, Ctx};
use serde_json::Value;
use tempfile::TempDir;
use testkit::Engine;

use crate::bench::Served;

/// Where one lives.
pub struct Place {
    engine: Engine,
    data: TempDir,
}

impl Place {
    /// An empty one.
    pub fn new() -> Self {
        Self {
            engine: Engine::new(),
            data: tempfile::tempdir().unwrap(),
        }
    }

    /// Serves it with its made-up nation and these flags. Its log goes to a file: whoever writes much to a pipe that nobody reads waits.
    pub fn serve(&self, flags: &[&str]) -> Served {
        let log = File::options().create(true).append(true).open(self.log());
        let url = self.engine.url();
        let mut all = vec!["--demo"];
        let data = match &self.engine {
            Engine::File(folder) => folder.path(),
            Engine::Server { .. } => {
                all.extend(["--database", &url]);
                self.data.path()
            }
        };
        all.extend(flags);
        Served::start_logging(data, &all, "A made-up nation", log.unwrap().into())
    }

    /// The file of its log.
    pub fn log(&self) -> PathBuf {
        self.data.path().join("log")
    }

    /// The whole lines of its log, which is of JSON.
    pub fn lines(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.log()).unwrap();
        let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        whole
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no line of JSON: {line}")))
            .collect()
    }

    /// Changes its database beneath the server.
    pub fn meddle(&self, sql: String) {
        let migrations = app::house::migrations(&app::house::modules());
        let db = Db::open(&Settings::new(self.engine.url()), &migrations).unwrap();
        let ctx = Arc::new(Ctx::new(kernel::Instant(1), Actor::System, [1; 32]));
        db.write_now(&ctx, move |_, tx| Ok(tx.run(&sql, &[])?)).unwrap();
    }

    /// The URL of its database, where that is a server's.
    pub fn server(&self) -> Option<String> {
        matches!(self.engine, Engine::Server { .. }).then(|| self.engine.url())
    }
}
