//! `gongxue restore`: an archive becomes an installation in an empty place, or nothing.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use db::portable::{self, Table, Type};
use db::{Migration, Settings, Tx};
use files::{Files, Hash};
use tokio::runtime::Runtime;

use super::format::{Head, Manifest, TableHead, Tally};
use super::read::{self, Taker};
use super::{Fault, Summary, lines};
use crate::{house, keys};

/// Lies in the data folder while a restore is under way. Whoever finds it does not serve what lies there.
pub const UNFINISHED: &str = "unfinished-restore";

/// What a restore that was broken off leaves beside its mark and the keys.
const LEFT: [&str; 2] = ["files", "gongxue.db.filling"];

/// The empty place.
pub struct Target {
    /// The database.
    pub settings: Settings,
    /// The data folder.
    pub data: PathBuf,
    /// Where stored files go.
    pub files: files::Settings,
    /// The key file, unless it lies in the data folder already.
    pub keys: Option<PathBuf>,
}

/// Restores an archive: its rows in one transaction, which ends only after every part was compared with its hash and every
/// table was read back and is the same to the last byte. The schema is that of the archive; the first start brings it up to
/// date, as it does with any installation of an older version.
///
/// # Errors
/// When the place is not empty, the keys are not those of the archive, or the archive is broken or of a newer version: the
/// database is then as empty as it was.
pub fn restore(from: &Path, target: &Target) -> Result<Summary, Fault> {
    let head = read::head(from)?;
    if let Some(school) = &head.school {
        let name = &school.name;
        return Err(Fault::at(
            from,
            format!("is the export of {name}; it goes in by gongxue school import"),
        ));
    }
    let migrations = steps(&head)?;
    must_be_empty(&target.data)?;
    db::must_be_empty(&target.settings)?;
    keys::fit(&target.data, target.keys.as_deref(), &head.keys)?;
    let lock = keys::lock(&target.data)?;
    let mark = target.data.join(UNFINISHED);
    File::create(&mark)
        .and_then(|file| file.sync_all())
        .map_err(|error| Fault::at(&mark, error))?;
    keys::put(&target.data, target.keys.as_deref())?;
    let (files, runtime) = (Files::open(&target.files)?, super::runtime()?);
    let mut summary = Summary::default();
    db::fill(&target.settings, &migrations, |tx| {
        summary = fill(tx, from, &head, (&files, &runtime))?.summary();
        Ok::<(), Fault>(())
    })?;
    fs::remove_file(&mark).map_err(|error| Fault::at(&mark, error))?;
    drop(lock);
    Ok(summary)
}

/// The steps of the schema that the archive was made at, in our order: those of an older version are among ours.
fn steps(head: &Head) -> Result<Vec<Migration>, Fault> {
    let all = house::migrations(&house::modules());
    let unknown = head
        .migrations
        .iter()
        .find(|name| all.iter().all(|step| step.name != name.as_str()));
    if let Some(name) = unknown {
        let program = &head.program;
        return Err(Fault::new(format!(
            "the backup was made by a newer version ({program}): this one does not know {name}"
        )));
    }
    let known = |step: &Migration| head.migrations.iter().any(|name| name == step.name);
    Ok(all.into_iter().filter(known).collect())
}

/// Nothing lies in the folder but keys, or what another restore left there.
fn must_be_empty(data: &Path) -> Result<(), Fault> {
    if !data.exists() {
        return Ok(());
    }
    let told = |error: std::io::Error| Fault::at(data, error);
    let names: Result<Vec<_>, _> = fs::read_dir(data)
        .map_err(told)?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect();
    let names = names.map_err(told)?;
    let again = names.iter().any(|name| name == UNFINISHED);
    let fits =
        |name: &str| [keys::KEYS, keys::LOCK, UNFINISHED].contains(&name) || again && LEFT.contains(&name);
    match names.iter().find(|name| !name.to_str().is_some_and(fits)) {
        Some(name) => {
            let name = name.to_string_lossy();
            Err(Fault::at(
                data,
                format!("is not empty (it holds {name}); a restore wants an empty folder"),
            ))
        }
        None => Ok(()),
    }
}

fn fill(
    tx: &mut Tx<'_>,
    from: &Path,
    head: &Head,
    (files, runtime): (&Files, &Runtime),
) -> Result<Manifest, Fault> {
    let tables = portable::tables(tx)?;
    let made: Vec<TableHead> = tables.iter().map(TableHead::of).collect();
    if let Some(odd) = head.tables.iter().find(|table| !made.contains(table)) {
        return Err(Fault::new(format!(
            "table {} of the backup is not as this program makes it",
            odd.name
        )));
    }
    if made.len() != head.tables.len() {
        return Err(Fault::new("this program makes more tables than the backup has"));
    }
    let mut filling = Filling {
        tx,
        tables: &tables,
        files,
        runtime,
    };
    let manifest = read::whole(from, &mut filling)?;
    let manifest = manifest.ok_or_else(|| Fault::at(from, "has no manifest"))?;
    read_back(tx, &tables, &manifest)?;
    Ok(manifest)
}

/// What was written is what the manifest says.
fn read_back(tx: &mut Tx<'_>, tables: &[Table], manifest: &Manifest) -> Result<(), Fault> {
    let mut line = Vec::new();
    for (table, noted) in tables.iter().zip(&manifest.tables) {
        let mut tally = Tally::new();
        table.each(tx, |row| {
            line.clear();
            lines::write(row, &mut line);
            tally.add(&line, 1);
            Ok::<(), Fault>(())
        })?;
        if tally.table(&table.name) != *noted {
            let name = &table.name;
            return Err(Fault::new(format!(
                "table {name} does not read back as it was backed up"
            )));
        }
    }
    Ok(())
}

struct Filling<'f, 'c> {
    tx: &'f mut Tx<'c>,
    tables: &'f [Table],
    files: &'f Files,
    runtime: &'f Runtime,
}

impl Taker for Filling<'_, '_> {
    fn rows(&mut self, head: &TableHead, text: &[u8]) -> Result<(), Fault> {
        let odd = || Fault::new(format!("tables/{}: a line of it is no row", head.name));
        let table = self.tables.iter().find(|table| table.name == head.name);
        let table = table.ok_or_else(odd)?;
        let types: Vec<Type> = table.fields.iter().map(|field| field.ty).collect();
        let rows = text.split_inclusive(|byte| *byte == b'\n');
        let rows: Option<Vec<_>> = rows.map(|line| lines::read(line, &types)).collect();
        Ok(table.add(self.tx, &rows.ok_or_else(odd)?)?)
    }

    fn file(&mut self, hash: &Hash, content: Vec<u8>) -> Result<(), Fault> {
        Ok(self.runtime.block_on(self.files.put_back(hash, content.into()))?)
    }

    fn broken(&mut self, what: String) -> Result<(), Fault> {
        Err(Fault::new(format!(
            "the backup is broken, nothing was restored: {what}"
        )))
    }
}
