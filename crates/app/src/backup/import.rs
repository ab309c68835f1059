//! `gongxue school import`: an exported school goes into an installation that has others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use db::portable::{self, Cell, Table, Type};
use db::{Settings, Tx, Value};
use files::{Files, Hash};
use kernel::{Actor, Ctx, Instant, OrgId, RawId};
use tokio::runtime::Runtime;

use super::format::{Head, Manifest, SchoolHead, TableHead, Tally};
use super::read::{self, Taker};
use super::school::{self, NUMBER};
use super::{Fault, Summary, lines};
use crate::keys;

/// Where a school goes.
pub struct Host {
    /// The database.
    pub settings: Settings,
    /// The data folder.
    pub data: PathBuf,
    /// Where stored files go.
    pub files: files::Settings,
    /// The fingerprint of its keys.
    pub keys: String,
    /// Now.
    pub at: Instant,
    /// What the ids of the arrival are drawn from.
    pub seed: [u8; 32],
}

/// Imports a school into an installation at rest, in one transaction. Every id stays; the school's local number becomes the next
/// free one; its chain of audit goes on with the line of its arrival. What others have already (an account that acts in several schools, a standard that several adopted) stays as it is.
///
/// # Errors
/// When the school, its code or one of its people is here already; when the keys or the versions differ; when somebody serves the
/// folder; when the archive is broken. Nothing is changed then.
pub fn import(from: &Path, host: &Host) -> Result<(Summary, Vec<String>), Fault> {
    let head = read::head(from)?;
    let Some(school) = head.school.clone() else {
        return Err(Fault::at(
            from,
            "is the backup of an installation; it goes in by gongxue restore",
        ));
    };
    if head.keys != host.keys {
        return Err(Fault::new(format!(
            "the school was sealed under other keys (their fingerprint is {}, here it is {})",
            head.keys, host.keys
        )));
    }
    let lock = keys::lock(&host.data)?;
    let (files, runtime) = (Files::open(&host.files)?, super::runtime()?);
    let id: OrgId = school
        .id
        .parse()
        .map_err(|_| Fault::at(from, "names no school"))?;
    let mut done = (Summary::default(), Vec::new());
    db::join(&host.settings, |tx| {
        done = join(tx, from, (&head, &school, id), (&files, &runtime))?;
        let ctx = Ctx::new(host.at, Actor::System, host.seed);
        let arrived = org::queries::by_id(tx, id)?;
        org::actions::note_arrival(tx, &ctx, &arrived, &head.program)?;
        ledger::arrive(tx, arrived.number, &org::scopes::areas(arrived.region))?;
        Ok::<(), Fault>(())
    })?;
    drop(lock);
    Ok(done)
}

fn join(
    tx: &mut Tx<'_>,
    from: &Path,
    (head, school, id): (&Head, &SchoolHead, OrgId),
    (files, runtime): (&Files, &Runtime),
) -> Result<(Summary, Vec<String>), Fault> {
    let tables = portable::tables(tx)?;
    fits(tx, head, &tables)?;
    let orgs = org::queries::all(tx)?;
    if let Some(there) = orgs.iter().find(|org| org.id == id) {
        return Err(Fault::new(format!("{} is here already", there.name)));
    }
    let next = orgs.iter().map(|org| org.number.0).max().unwrap_or(0) + 1;
    let mut joining = Joining {
        tx,
        tables: &tables,
        files,
        runtime,
        numbers: (school.number, next),
        orgs: orgs.iter().map(|org| (org.id.raw(), org.number.0)).collect(),
        told: Vec::new(),
    };
    joining.orgs.insert(id.raw(), next);
    let manifest = read::whole(from, &mut joining)?;
    let told = std::mem::take(&mut joining.told);
    let manifest = manifest.ok_or_else(|| Fault::at(from, "has no manifest"))?;
    read_back(tx, (id, school.number), &manifest)?;
    Ok((manifest.summary(), told))
}

/// Both installations are of one version.
fn fits(tx: &mut Tx<'_>, head: &Head, tables: &[Table]) -> Result<(), Fault> {
    let here = portable::applied(tx)?;
    let odd = here
        .iter()
        .find(|name| !head.migrations.contains(name))
        .or_else(|| head.migrations.iter().find(|name| !here.contains(name)));
    if let Some(name) = odd {
        return Err(Fault::new(format!(
            "the two installations are of different versions (one lacks {name}): start both with one version first"
        )));
    }
    let made: Vec<TableHead> = tables.iter().map(TableHead::of).collect();
    match head.tables.iter().find(|table| !made.contains(table)) {
        Some(odd) => Err(Fault::new(format!("table {} is another here", odd.name))),
        None => Ok(()),
    }
}

/// What is the school's alone stands here as it stood there, but for its number.
fn read_back(tx: &mut Tx<'_>, (id, number): (OrgId, i64), manifest: &Manifest) -> Result<(), Fault> {
    let school = org::queries::by_id(tx, id)?;
    let shares = school::shares(tx, &school)?;
    let mut line = Vec::new();
    for (share, noted) in shares.iter().zip(&manifest.tables) {
        let (true, Some(place)) = (share.is_own(), share.school) else {
            continue;
        };
        let mut tally = Tally::new();
        share.each(tx, |row| {
            let mut row = row.to_vec();
            row[place] = Value::Int(number);
            line.clear();
            lines::write(&row, &mut line);
            tally.add(&line, 1);
            Ok(())
        })?;
        if tally.table(&share.table.name) != *noted {
            let name = &share.table.name;
            return Err(Fault::new(format!(
                "table {name} does not read back as it was exported"
            )));
        }
    }
    Ok(())
}

struct Joining<'f, 'c> {
    tx: &'f mut Tx<'c>,
    tables: &'f [Table],
    files: &'f Files,
    runtime: &'f Runtime,
    /// The school's number there and here.
    numbers: (i64, i64),
    /// The numbers of the organisations here.
    orgs: BTreeMap<RawId, i64>,
    /// What the operator should know.
    told: Vec<String>,
}

impl Joining<'_, '_> {
    /// A row as it stands here; none if it has no place here.
    fn here(&mut self, table: &Table, mut row: Vec<Cell>) -> Result<Option<Vec<Cell>>, Fault> {
        let (there, here) = self.numbers;
        if let Some(place) = table.place(NUMBER)
            && row[place] == Cell::Int(there)
        {
            row[place] = Cell::Int(here);
            return Ok(Some(row));
        }
        match table.name.as_str() {
            "organisation" => set(table, &mut row, "number", here),
            "org_relation" if !self.stands(table, &row, "upper_id") => {
                self.told
                    .push("a relation to an organisation that is not here was left out".to_owned());
                return Ok(None);
            }
            "standard" => {
                let issuer = self.number(table, &row, "issuer_org").unwrap_or(0);
                set(table, &mut row, "issuer_number", issuer);
                self.is_not_behind(table, &row)?;
            }
            _ => {}
        }
        Ok((!table.has(self.tx, &row)?).then_some(row))
    }

    /// A standard that is here has to have every version that the school knows: one that was published elsewhere is not added
    /// behind its issuer's back.
    fn is_not_behind(&mut self, table: &Table, row: &[Cell]) -> Result<(), Fault> {
        let places = ["id", "latest"].map(|column| table.place(column));
        let [Some(id), Some(latest)] = places else {
            return Ok(());
        };
        let (Cell::Id(wanted), Cell::Int(newest)) = (&row[id], &row[latest]) else {
            return Ok(());
        };
        table.each(self.tx, |found| match (&found[id], &found[latest]) {
            (Value::Id(here), Value::Int(number)) if here == wanted && number < newest => Err(Fault::new(format!(
                "the school knows version {newest} of a standard of which {number} is the latest here: publish it here first"
            ))),
            _ => Ok(()),
        })
    }

    fn number(&self, table: &Table, row: &[Cell], column: &str) -> Option<i64> {
        match table.place(column).map(|place| &row[place]) {
            Some(Cell::Id(id)) => self.orgs.get(id).copied(),
            _ => None,
        }
    }

    fn stands(&self, table: &Table, row: &[Cell], column: &str) -> bool {
        self.number(table, row, column).is_some()
    }
}

fn set(table: &Table, row: &mut [Cell], column: &str, number: i64) {
    if let Some(place) = table.place(column) {
        row[place] = Cell::Int(number);
    }
}

impl Taker for Joining<'_, '_> {
    fn rows(&mut self, head: &TableHead, text: &[u8]) -> Result<(), Fault> {
        let odd = || Fault::new(format!("tables/{}: a line of it is no row", head.name));
        let tables = self.tables;
        let table = tables.iter().find(|table| table.name == head.name);
        let table = table.ok_or_else(odd)?;
        let types: Vec<Type> = table.fields.iter().map(|field| field.ty).collect();
        let mut rows = Vec::new();
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let row = lines::read(line, &types).ok_or_else(odd)?;
            rows.extend(self.here(table, row)?);
        }
        let added = table.add(self.tx, &rows);
        added.map_err(|error| match error {
            db::Error::Unique(_) => Fault::new(format!(
                "a row of {} is here already under a name that admits one: nothing was imported",
                table.name
            )),
            other => other.into(),
        })
    }

    fn file(&mut self, hash: &Hash, content: Vec<u8>) -> Result<(), Fault> {
        Ok(self.runtime.block_on(self.files.put_back(hash, content.into()))?)
    }

    fn broken(&mut self, what: String) -> Result<(), Fault> {
        Err(Fault::new(format!(
            "the export is broken, nothing was imported: {what}"
        )))
    }
}
