//! Making a backup while the installation is at work.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use db::portable::{self, Table};
use db::{Settings, Tx, Value};
use files::{Files, Hash};
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::Instant;

use super::archive::Writer;
use super::format::{
    FORMAT, FilesNote, HEAD, Head, Manifest, SchoolHead, TableHead, TableNote, Tally, VERSION, file_path,
    part_path,
};
use super::{Fault, Summary, lines};

/// Lines of a table that become one entry, in bytes before they are compressed.
const PART: usize = 8 << 20;

/// What is backed up.
pub struct Source {
    /// The database.
    pub settings: Settings,
    /// Where stored files lie.
    pub files: files::Settings,
    /// The fingerprint of the installation's keys.
    pub keys: String,
    /// Now.
    pub at: Instant,
}

/// Writes a backup: every row of one moment, then every file that a row of that moment names. Others may write meanwhile.
///
/// A file that is not to be had does not keep the rest from being saved; the summary names it.
///
/// # Errors
/// When the database cannot be read or the archive not be written; no archive is left then.
pub fn create(source: &Source, to: &Path) -> Result<Summary, Fault> {
    written(source, to, |writer| write(source, writer))
}

/// Writes an archive by a closure, and leaves none where that fails.
pub(super) fn written(
    source: &Source,
    to: &Path,
    write: impl FnOnce(Writer) -> Result<Summary, Fault>,
) -> Result<Summary, Fault> {
    let writer = Writer::begin(to, source.at)?;
    let part = writer.part();
    let written = write(writer);
    if written.is_err() {
        // What kept it from being written may keep it from being removed, and the next backup removes it.
        drop(fs::remove_file(part));
    }
    written
}

fn write(source: &Source, mut writer: Writer) -> Result<Summary, Fault> {
    let (tables, hashes) = db::look(&source.settings, |tx| rows(tx, source, &mut writer))?;
    finish(source, writer, tables, &hashes)
}

/// Adds the files and the manifest to the rows.
pub(super) fn finish(
    source: &Source,
    mut writer: Writer,
    tables: Vec<TableNote>,
    hashes: &[Hash],
) -> Result<Summary, Fault> {
    let entries = writer.noted();
    let files = stored(source, &mut writer, hashes)?;
    let manifest = Manifest {
        entries,
        tables,
        files,
    };
    writer.finish(&manifest)?;
    Ok(manifest.summary())
}

fn rows(tx: &mut Tx<'_>, source: &Source, writer: &mut Writer) -> Result<(Vec<TableNote>, Vec<Hash>), Fault> {
    let tables = portable::tables(tx)?;
    begin(tx, (source, source.keys.clone()), writer, (&tables, None))?;
    let noted: Result<Vec<TableNote>, Fault> = tables
        .iter()
        .map(|table| {
            let mut lines = Lines::of(table, writer);
            table.each(tx, |row| lines.add(row))?;
            lines.end()
        })
        .collect();
    Ok((noted?, files::hashes(tx)?))
}

/// Writes the head, with the fingerprint of the keys that open what is sealed behind it.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    (source, keys): (&Source, String),
    writer: &mut Writer,
    (tables, school): (&[Table], Option<SchoolHead>),
) -> Result<(), Fault> {
    let head = Head {
        format: FORMAT.to_owned(),
        version: VERSION,
        program: format!("gongxue {}", env!("CARGO_PKG_VERSION")),
        engine: db::schema_of(tx)?.engine.to_owned(),
        created_at: source.at.0,
        keys,
        school,
        migrations: portable::applied(tx)?,
        tables: tables.iter().map(TableHead::of).collect(),
    };
    let text = serde_json::to_vec_pretty(&head).map_err(|error| Fault::new(error.to_string()))?;
    writer.note(HEAD, &text)
}

/// The rows of a table on their way into the archive.
pub(super) struct Lines<'w> {
    table: String,
    writer: &'w mut Writer,
    tally: Tally,
    /// Lines that are not yet written.
    waiting: Vec<u8>,
    rows: u64,
    part: usize,
}

impl<'w> Lines<'w> {
    pub(super) fn of(table: &Table, writer: &'w mut Writer) -> Self {
        Self {
            table: table.name.clone(),
            writer,
            tally: Tally::new(),
            waiting: Vec::new(),
            rows: 0,
            part: 0,
        }
    }

    pub(super) fn add(&mut self, row: &[Value<'_>]) -> Result<(), Fault> {
        lines::write(row, &mut self.waiting);
        self.rows += 1;
        if self.waiting.len() >= PART {
            self.end_part()?;
        }
        Ok(())
    }

    fn end_part(&mut self) -> Result<(), Fault> {
        self.tally.add(&self.waiting, self.rows);
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        let packed = packed.write_all(&self.waiting).and_then(|()| packed.finish());
        let packed = packed.map_err(|error| Fault::new(error.to_string()))?;
        self.part += 1;
        self.writer.note(&part_path(&self.table, self.part), &packed)?;
        self.waiting.clear();
        self.rows = 0;
        Ok(())
    }

    pub(super) fn end(mut self) -> Result<TableNote, Fault> {
        if self.rows > 0 {
            self.end_part()?;
        }
        Ok(self.tally.table(&self.table))
    }
}

/// The files, outside the look at the rows: what a row names is never changed, and removed only when no row names it for a day.
fn stored(source: &Source, writer: &mut Writer, hashes: &[Hash]) -> Result<FilesNote, Fault> {
    let files = Files::open(&source.files)?;
    let runtime = super::runtime()?;
    let (mut names, mut bytes, mut missing) = (Tally::new(), 0, Vec::new());
    for hash in hashes {
        match runtime.block_on(files.get(hash)) {
            Ok(content) => {
                writer.put(&file_path(hash.as_str()), &content)?;
                names.add(format!("{hash}\n").as_bytes(), 1);
                bytes += content.len() as u64;
            }
            Err(error) => missing.push(format!("{hash} ({error})")),
        }
    }
    Ok(FilesNote {
        count: names.count,
        bytes,
        sha256: names.sha256(),
        missing,
    })
}
