//! `gongxue school export`: one school as an archive.

use std::collections::BTreeSet;
use std::path::Path;

use db::portable::Cell;
use db::{Tx, Value};
use files::Hash;
use kernel::vault::Vault;
use kernel::{Ctx, OrgId};
use org::queries::Org;

use super::archive::Writer;
use super::create::{self, Lines, Source};
use super::envelope::{self, Receiver};
use super::format::{Envelope, SchoolHead, TableNote};
use super::school::{Share, shares};
use super::turn::Turn;
use super::{Fault, Summary};

/// For whom an export is sealed.
pub struct Sealing {
    /// The keys of the installation that the school leaves.
    pub vault: Vault,
    /// The public half of the one-time key of the installation that it goes to.
    pub receiver: Receiver,
    /// What the export's own keys are drawn from.
    pub chance: Ctx,
}

/// Writes a school, named by its id, code or full name, with all its rows and files at one moment; the school stays where it is.
///
/// With a receiver, every sealed value goes out under keys of this export alone, which stand in its head sealed for that receiver, and
/// whatever is compared in searches is keyed anew: nothing in the archive can be opened or tried out by the keys of either installation.
///
/// # Errors
/// When there is no such school, a value does not open, or as [`create::create`].
pub fn export(source: &Source, named: &str, to: &Path, sealing: Option<&Sealing>) -> Result<Summary, Fault> {
    create::written(source, to, |mut writer| {
        let (tables, hashes) = db::look(&source.settings, |tx| {
            rows(tx, (source, sealing), named, &mut writer)
        })?;
        let hashes: Vec<Hash> = hashes.into_iter().collect();
        create::finish(source, writer, tables, &hashes)
    })
}

/// The one school of this id, code or name.
fn found(tx: &mut Tx<'_>, named: &str) -> Result<Org, Fault> {
    let id: Option<OrgId> = named.parse().ok();
    let mut orgs = org::queries::all(tx)?;
    orgs.retain(|org| Some(org.id) == id || org.code == named || org.name == named);
    match (orgs.pop(), orgs.len()) {
        (None, _) => Err(Fault::new(format!(
            "there is no organisation of the id, code or name {named}"
        ))),
        (Some(org), 0) if org.tier == kernel::Tier::School => Ok(org),
        (Some(org), 0) => Err(Fault::new(format!("{} is no school", org.name))),
        (Some(_), _) => Err(Fault::new(format!(
            "several organisations are called {named}; name one by its code"
        ))),
    }
}

fn rows(
    tx: &mut Tx<'_>,
    (source, sealing): (&Source, Option<&Sealing>),
    named: &str,
    writer: &mut Writer,
) -> Result<(Vec<TableNote>, BTreeSet<Hash>), Fault> {
    let school = found(tx, named)?;
    let shares = shares(tx, &school)?;
    let sealed = sealing.map(|sealing| own_keys(sealing, &school));
    let (sealed, vault) = sealed.transpose()?.unzip();
    let head = SchoolHead {
        id: school.id.to_string(),
        number: school.number.0,
        name: school.name,
        sealed,
    };
    let tables: Vec<_> = shares.iter().map(|share| share.table.clone()).collect();
    let keys = vault
        .as_ref()
        .map_or_else(|| source.keys.clone(), Vault::fingerprint);
    create::begin(tx, (source, keys), writer, (&tables, Some(head)))?;
    let mut turn = sealing
        .zip(vault.as_ref())
        .map(|(sealing, own)| Turn::new((&sealing.vault, own), &sealing.chance));
    if let Some(turn) = &mut turn {
        learn(tx, &shares, turn)?;
    }
    written(tx, &shares, turn.as_ref(), writer)
}

/// Keys of this export alone, and how they stand in its head.
fn own_keys(sealing: &Sealing, school: &Org) -> Result<(Envelope, Vault), Fault> {
    let mut keys = [0; 64];
    for half in keys.chunks_mut(32) {
        half.copy_from_slice(&sealing.chance.bytes::<32>());
    }
    let envelope = envelope::seal(&sealing.receiver, &school.id.to_string(), &keys, &sealing.chance)?;
    Ok((envelope, Vault::new(1, &keys)))
}

/// What the search keys of the school's people become.
fn learn(tx: &mut Tx<'_>, shares: &[Share], turn: &mut Turn<'_>) -> Result<(), Fault> {
    for share in shares {
        if !turn.searches(&share.table) {
            continue;
        }
        share.each(tx, |row| {
            let row: Vec<Cell> = row.iter().map(Cell::of).collect();
            turn.learn(&share.table, &row)
        })?;
    }
    Ok(())
}

fn written(
    tx: &mut Tx<'_>,
    shares: &[Share],
    turn: Option<&Turn<'_>>,
    writer: &mut Writer,
) -> Result<(Vec<TableNote>, BTreeSet<Hash>), Fault> {
    let (mut notes, mut hashes) = (Vec::new(), BTreeSet::new());
    for share in shares {
        let hash = (share.table.name == "stored_file")
            .then(|| share.table.place("hash"))
            .flatten();
        let mut lines = Lines::of(&share.table, writer);
        share.each(tx, |row| {
            if let Some(Value::Text(text)) = hash.and_then(|place| row.get(place)) {
                hashes.extend(text.parse::<Hash>().ok());
            }
            let Some(turn) = turn else {
                return lines.add(row);
            };
            match turn.row(&share.table, row.iter().map(Cell::of).collect())? {
                Some(row) => lines.add(&row.iter().map(Cell::value).collect::<Vec<_>>()),
                None => Ok(()),
            }
        })?;
        notes.push(lines.end()?);
    }
    Ok((notes, hashes))
}
