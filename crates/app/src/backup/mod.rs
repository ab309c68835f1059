//! `gongxue backup` and `gongxue restore`: the whole installation as one archive that every engine takes (docs/adr/0008).
//!
//! The archive is a tar: `head.json` says what it is, `tables/…` hold the rows as compressed lines of JSON, `files/…` the stored
//! files under their hashes, `manifest.json` the hash of everything before it, and `manifest.sha256` that of the manifest.
//! Whatever is read of it is compared with its hash, and a restore that is not whole is none. The keys are never in it.

mod archive;
mod check;
mod create;
mod envelope;
mod export;
mod format;
mod import;
mod lines;
mod read;
mod restore;
mod school;
mod turn;

use std::fmt;

pub use check::check;
pub use create::{Source, create};
pub use envelope::{Receiver, receive};
pub use export::{Sealing, export};
pub use import::{Host, import};
pub use restore::{Target, UNFINISHED, restore};

/// Why there is no backup, or no restored place; a sentence for the operator.
#[derive(Debug)]
pub struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Fault {
    fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// What went wrong at a file.
    fn at(path: &std::path::Path, cause: impl fmt::Display) -> Self {
        Self(format!("{}: {cause}", path.display()))
    }
}

impl From<db::Error> for Fault {
    fn from(error: db::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<kernel::Error> for Fault {
    fn from(error: kernel::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<String> for Fault {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// What an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Tables, empty ones too.
    pub tables: usize,
    /// Rows of all tables.
    pub rows: u64,
    /// Stored files.
    pub files: u64,
    /// Bytes of rows and files, before any compression.
    pub bytes: u64,
    /// Stored files that a row names and that were not there, or not what they were, when the backup was made.
    pub missing: Vec<String>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            tables,
            rows,
            files,
            bytes,
            missing,
        } = self;
        write!(
            f,
            "{rows} rows of {tables} tables and {files} files, {bytes} bytes in all"
        )?;
        for hash in missing {
            write!(f, "\n     missing: file {hash}")?;
        }
        Ok(())
    }
}

/// The stored files are reached asynchronously; a command line has no runtime of its own.
fn runtime() -> Result<tokio::runtime::Runtime, Fault> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::new(error.to_string()))
}
