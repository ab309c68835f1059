//! What stands in the archive, as it is written.

use db::portable::Table;
use kernel::hex;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};

use super::Summary;

/// The first entry.
pub(super) const HEAD: &str = "head.json";
/// The last entry but one.
pub(super) const MANIFEST: &str = "manifest.json";
/// The last entry: the hash of the manifest, as `sha256sum` writes it.
pub(super) const SEAL: &str = "manifest.sha256";
/// What the head says that it is.
pub(super) const FORMAT: &str = "gongxue-backup";
/// The version of the format that this program writes and reads.
pub(super) const VERSION: u32 = 1;

/// What one has to know before the rows come.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) format: String,
    pub(super) version: u32,
    /// The program that wrote it.
    pub(super) program: String,
    /// The engine that it was read from.
    pub(super) engine: String,
    /// The moment of the one look at the database, in UTC microseconds.
    pub(super) created_at: i64,
    /// The fingerprint of the keys that open what is sealed in it.
    pub(super) keys: String,
    /// The one school that it holds; the whole installation if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) school: Option<SchoolHead>,
    /// The steps of the schema, by name.
    pub(super) migrations: Vec<String>,
    pub(super) tables: Vec<TableHead>,
}

/// The school of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SchoolHead {
    pub(super) id: String,
    /// Its number where it came from, which stands in its rows.
    pub(super) number: i64,
    pub(super) name: String,
    /// For whom it was sealed; none where its values are sealed as they were where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sealed: Option<Envelope>,
}

/// The keys of one export, for the one installation that made the key pair: all three in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Envelope {
    /// The public half of the receiver's one-time key.
    pub(super) receiver: String,
    /// The public half that the export made for itself.
    pub(super) sender: String,
    /// The keys, sealed under what only both together compute.
    pub(super) keys: String,
}

/// A table and what its rows' values are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableHead {
    pub(super) name: String,
    /// Name and type of each value of a row.
    pub(super) columns: Vec<(String, String)>,
    /// The columns that the rows are ordered by.
    pub(super) key: Vec<String>,
}

impl TableHead {
    pub(super) fn of(table: &Table) -> Self {
        let column = |field: &db::portable::Field| (field.name.clone(), field.ty.name().to_owned());
        Self {
            name: table.name.clone(),
            columns: table.fields.iter().map(column).collect(),
            key: table.key.clone(),
        }
    }
}

/// What everything before it has to be.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Every entry but the files, whose names are their hashes.
    pub(super) entries: Vec<EntryNote>,
    pub(super) tables: Vec<TableNote>,
    pub(super) files: FilesNote,
}

/// An entry as it lies in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryNote {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// All rows of a table: the lines of all its parts, one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableNote {
    pub(super) name: String,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// All stored files: the hash is that of their names, a line each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FilesNote {
    pub(super) count: u64,
    pub(super) bytes: u64,
    pub(super) sha256: String,
    /// Files that were not to be had.
    pub(super) missing: Vec<String>,
}

impl Manifest {
    pub(super) fn summary(&self) -> Summary {
        Summary {
            tables: self.tables.len(),
            rows: self.tables.iter().map(|table| table.rows).sum(),
            files: self.files.count,
            bytes: self.tables.iter().map(|table| table.bytes).sum::<u64>() + self.files.bytes,
            missing: self.files.missing.clone(),
        }
    }
}

/// The path of a part of a table.
pub(super) fn part_path(table: &str, part: usize) -> String {
    format!("tables/{table}/{part:06}.jsonl.gz")
}

/// The path of a stored file.
pub(super) fn file_path(hash: &str) -> String {
    format!("files/{}/{hash}", &hash[..2])
}

/// The SHA-256 of some bytes, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut tally = Tally::new();
    tally.add(bytes, 0);
    tally.sha256()
}

/// Adds up lines whatever their order: what was read of a table is what was written to it, though another key orders it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    rows: u64,
    lanes: [u64; 4],
}

impl Sum {
    /// Takes a line in.
    pub(super) fn add(&mut self, line: &[u8]) {
        self.rows += 1;
        let hash = ring::digest::digest(&SHA256, line);
        for (lane, bytes) in self.lanes.iter_mut().zip(hash.as_ref().chunks_exact(8)) {
            let bytes = bytes.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
            *lane = lane.wrapping_add(bytes);
        }
    }
}

/// Adds up lines: how many, how long, their hash.
#[derive(Clone)]
pub(super) struct Tally {
    context: Context,
    pub(super) count: u64,
    pub(super) bytes: u64,
}

impl Tally {
    pub(super) fn new() -> Self {
        Self {
            context: Context::new(&SHA256),
            count: 0,
            bytes: 0,
        }
    }

    /// Takes in so many lines.
    pub(super) fn add(&mut self, lines: &[u8], count: u64) {
        self.context.update(lines);
        self.count += count;
        self.bytes += lines.len() as u64;
    }

    pub(super) fn sha256(self) -> String {
        hex::written(self.context.finish().as_ref())
    }

    pub(super) fn table(self, name: &str) -> TableNote {
        TableNote {
            name: name.to_owned(),
            rows: self.count,
            bytes: self.bytes,
            sha256: self.sha256(),
        }
    }
}
