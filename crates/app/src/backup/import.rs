//! `gongxue school import`: an exported school goes into an installation that has others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use db::portable::{self, Cell, Table, Type};
use db::{Settings, Tx, Value};
use files::{Files, Hash};
use kernel::vault::Vault;
use kernel::{Actor, Ctx, Instant, OrgId, RawId};
use tokio::runtime::Runtime;

use super::envelope::Opened;
use super::format::{Head, Manifest, SchoolHead, Sum, TableHead, Tally};
use super::read::{self, Taker};
use super::school::{self, NUMBER};
use super::turn::Turn;
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
    /// Its keys.
    pub vault: Vault,
    /// Now.
    pub at: Instant,
    /// What the ids of the arrival are drawn from.
    pub seed: [u8; 32],
}

/// Imports a school into an installation at rest, in one transaction. Every id stays; the school's local number becomes the next
/// free one; what is sealed in it is sealed under the keys here; its chain of audit goes on with the line of its arrival. What others have already (an account that acts in several schools, a standard that several adopted) stays as it is.
///
/// # Errors
/// When the school, its code or one of its people is here already; when it was sealed for another installation, or under other keys and for none;
/// when the versions differ; when somebody serves the folder; when the archive is broken. Nothing is changed then.
pub fn import(from: &Path, host: &Host) -> Result<(Summary, Vec<String>), Fault> {
    let head = read::head(from)?;
    let Some(school) = head.school.clone() else {
        return Err(Fault::at(
            from,
            "is the backup of an installation; it goes in by gongxue restore",
        ));
    };
    let here = host.vault.fingerprint();
    if school.sealed.is_none() && head.keys != here {
        return Err(Fault::new(format!(
            "the school was sealed under other keys (their fingerprint is {}, here it is {here}): make a one-time key here by gongxue school \
            receive, and let the school be exported for it with --to-key",
            head.keys
        )));
    }
    let lock = keys::lock(&host.data)?;
    let envelope = school.sealed.as_ref();
    let opened = envelope.map(|sealed| Opened::of(&host.data, sealed, (&school.id, &head.keys)));
    let opened = opened.transpose()?;
    let (files, runtime) = (Files::open(&host.files)?, super::runtime()?);
    let id: OrgId = school
        .id
        .parse()
        .map_err(|_| Fault::at(from, "names no school"))?;
    let mut done = (Summary::default(), Vec::new());
    let ctx = Ctx::new(host.at, Actor::System, host.seed);
    let turn = opened
        .as_ref()
        .map(|opened| Turn::new((&opened.vault, &host.vault), &ctx));
    db::join(&host.settings, |tx| {
        done = join(tx, from, (&head, &school, id), (&files, &runtime), turn)?;
        let arrived = org::queries::by_id(tx, id)?;
        org::actions::note_arrival(tx, &ctx, &arrived, &head.program)?;
        programme::actions::note_arrival(tx)?;
        let areas = org::scopes::areas(arrived.region);
        ledger::arrive(tx, arrived.number, (&areas, &programme::queries::MEASURES))?;
        Ok::<(), Fault>(())
    })?;
    if let Some(Err(fault)) = opened.map(|opened| opened.used()) {
        // The school is here; whatever is sealed for this key is still that school, which is not taken in twice.
        done.1.push(format!(
            "the private half of the one-time key could not be removed: {fault}"
        ));
    }
    drop(lock);
    Ok(done)
}

fn join(
    tx: &mut Tx<'_>,
    from: &Path,
    (head, school, id): (&Head, &SchoolHead, OrgId),
    (files, runtime): (&Files, &Runtime),
    turn: Option<Turn<'_>>,
) -> Result<(Summary, Vec<String>), Fault> {
    let tables = portable::tables(tx)?;
    fits(tx, head, &tables)?;
    let orgs = org::queries::all(tx)?;
    if let Some(there) = orgs.iter().find(|org| org.id == id) {
        return Err(Fault::new(format!("{} is here already", there.name)));
    }
    let next = orgs.iter().map(|org| org.number.0).max().unwrap_or(0) + 1;
    let turn = turn.map(|turn| learned(from, &tables, turn)).transpose()?;
    let mut joining = Joining {
        tx,
        turn,
        sums: BTreeMap::new(),
        tables: &tables,
        files,
        runtime,
        numbers: (school.number, next),
        orgs: orgs.iter().map(|org| (org.id.raw(), org.number.0)).collect(),
        told: Vec::new(),
    };
    joining.orgs.insert(id.raw(), next);
    let manifest = read::whole(from, &mut joining)?;
    let Joining { told, sums, turn, .. } = joining;
    let manifest = manifest.ok_or_else(|| Fault::at(from, "has no manifest"))?;
    match turn {
        Some(_) => read_back_turned(tx, id, &sums)?,
        None => read_back(tx, (id, school.number), &manifest)?,
    }
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

/// What was turned to other keys stands here as it was written; in what order, its new values decide.
fn read_back_turned(tx: &mut Tx<'_>, id: OrgId, sums: &BTreeMap<String, Sum>) -> Result<(), Fault> {
    let school = org::queries::by_id(tx, id)?;
    let mut line = Vec::new();
    for share in school::shares(tx, &school)?.iter().filter(|share| share.is_own()) {
        let (name, mut sum) = (&share.table.name, Sum::default());
        share.each(tx, |row| {
            line.clear();
            lines::write(row, &mut line);
            sum.add(&line);
            Ok(())
        })?;
        if sums.get(name).cloned().unwrap_or_default() != sum {
            return Err(Fault::new(format!(
                "table {name} does not read back as it was written"
            )));
        }
    }
    Ok(())
}

/// Reads the whole export once for what the search keys of its people become: rows that name them come before those people.
fn learned<'t>(from: &Path, tables: &[Table], turn: Turn<'t>) -> Result<Turn<'t>, Fault> {
    let mut learning = Learning { turn, tables };
    read::whole(from, &mut learning)?;
    Ok(learning.turn)
}

struct Learning<'f, 't> {
    turn: Turn<'t>,
    tables: &'f [Table],
}

impl Taker for Learning<'_, '_> {
    fn rows(&mut self, head: &TableHead, text: &[u8]) -> Result<(), Fault> {
        let table = table_of(self.tables, head)?;
        if self.turn.searches(table) {
            for row in rows_of(table, text) {
                self.turn.learn(table, &row?)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, _: &Hash, _: Vec<u8>) -> Result<(), Fault> {
        Ok(())
    }

    fn broken(&mut self, what: String) -> Result<(), Fault> {
        Err(broken(&what))
    }
}

struct Joining<'f, 'c> {
    tx: &'f mut Tx<'c>,
    /// How values come under the keys here, where they were sealed for this installation.
    turn: Option<Turn<'f>>,
    /// What was written to each table, where it was turned.
    sums: BTreeMap<String, Sum>,
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

    /// Adds rows to what was written to a table.
    fn note(&mut self, table: &Table, rows: &[Vec<Cell>]) {
        let (sum, mut line) = (self.sums.entry(table.name.clone()).or_default(), Vec::new());
        for row in rows {
            line.clear();
            lines::write(&row.iter().map(Cell::value).collect::<Vec<_>>(), &mut line);
            sum.add(&line);
        }
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
        let table = table_of(self.tables, head)?;
        let mut rows = Vec::new();
        for row in rows_of(table, text) {
            let row = match &self.turn {
                Some(turn) => turn.row(table, row?)?,
                None => Some(row?),
            };
            if let Some(row) = row {
                rows.extend(self.here(table, row)?);
            }
        }
        if self.turn.is_some() {
            self.note(table, &rows);
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
        Err(broken(&what))
    }
}

fn broken(what: &str) -> Fault {
    Fault::new(format!("the export is broken, nothing was imported: {what}"))
}

fn table_of<'t>(tables: &'t [Table], head: &TableHead) -> Result<&'t Table, Fault> {
    let table = tables.iter().find(|table| table.name == head.name);
    table.ok_or_else(|| odd(&head.name))
}

/// The rows of a text of lines.
fn rows_of<'r>(table: &'r Table, text: &'r [u8]) -> impl Iterator<Item = Result<Vec<Cell>, Fault>> + 'r {
    let types: Vec<Type> = table.fields.iter().map(|field| field.ty).collect();
    text.split_inclusive(|byte| *byte == b'\n')
        .map(move |line| lines::read(line, &types).ok_or_else(|| odd(&table.name)))
}

fn odd(table: &str) -> Fault {
    Fault::new(format!("tables/{table}: a line of it is no row"))
}
