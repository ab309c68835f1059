//! Which engine, and how large.

use std::path::PathBuf;
use std::time::Duration;

/// A page asks some ten statements and is to be there in a twentieth of a second: one that takes that long alone is slow.
const SLOW: Duration = Duration::from_millis(50);

/// Where the data lives. The URL is all it takes to change the engine.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `sqlite:/path/to/file` or `postgres://user@host/database`.
    pub url: String,
    /// Threads that read (SQLite), or connections in all (PostgreSQL).
    pub threads: usize,
    /// Runs every write twice, the first run rolled back: the tests' proof that closures can be run again.
    pub twice: bool,
    /// From when on a statement is written to the log as slow.
    pub slow: Duration,
    /// One tool fills an empty place, and throws it away whole where that fails: commits need not outlive a lost machine, what is
    /// written waits in more memory (some 600 MB of a file's) before it goes to its place, and a server looks for what each row points
    /// at only when the tool says [`crate::filled`].
    pub filling: bool,
}

impl Settings {
    /// The settings for a database URL, sized for two to sixteen cores.
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let threads = if url.starts_with("sqlite:") {
            cores.clamp(2, 16)
        } else {
            (cores * 4).clamp(8, 32)
        };
        Self {
            url,
            threads,
            twice: false,
            slow: SLOW,
            filling: false,
        }
    }

    /// Whether the URL names a database server.
    pub(crate) fn is_server(&self) -> bool {
        self.url.starts_with("postgres:") || self.url.starts_with("postgresql:")
    }

    /// The file of the embedded engine.
    pub(crate) fn file(&self) -> PathBuf {
        PathBuf::from(self.url.strip_prefix("sqlite:").unwrap_or(&self.url))
    }
}
