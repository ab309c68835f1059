//! Files: bytes named by their SHA-256 in a folder (or any object store), and a row of each in the database.
//!
//! It owns the table `stored_file` and promises: what is stored is of a known kind, which its content shows, and carries
//! no hidden data about a person's camera or place; bytes are put first and their row is written second, so that a row
//! never points at nothing; bytes that no row points at are swept after a day.

mod kind;
mod picture;
mod place;
mod row;
mod scanner;
mod store;
mod sweep;
mod upload;

pub use kind::Kind;
pub use picture::Size;
pub use place::{Files, Hash, Place, Room, Settings};
pub use row::{
    FileMark, Own, StoredFile, find, forget, hashes, named, note, note_as, of_account, plain, stored,
};
pub use scanner::{Address as ScannerAddress, Scanner, Standing, Unheard, Verdict};
pub use sweep::{drop_unused, sweep};
pub use upload::{Limits, Upload};

/// The schema of this module.
pub const MIGRATIONS: &[db::Migration] = &[db::Migration {
    name: "files/1-stored-file",
    sql: include_str!("../migrations/1.sql"),
}];

/// The classification of its columns, in the format of [`db::columns`].
pub const COLUMNS: &str = include_str!("../migrations/columns.txt");
