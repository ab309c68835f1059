//! `gongxue school export`: one school as an archive.

use std::collections::BTreeSet;
use std::path::Path;

use db::{Tx, Value};
use files::Hash;
use kernel::OrgId;
use org::queries::Org;

use super::archive::Writer;
use super::create::{self, Lines, Source};
use super::format::{SchoolHead, TableNote};
use super::school::shares;
use super::{Fault, Summary};

/// Writes a school, named by its id, code or full name, with all its rows and files at one moment; the school stays where it is.
///
/// # Errors
/// When there is no such school, or as [`create::create`].
pub fn export(source: &Source, named: &str, to: &Path) -> Result<Summary, Fault> {
    create::written(source, to, |mut writer| {
        let (tables, hashes) = db::look(&source.settings, |tx| rows(tx, source, named, &mut writer))?;
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
    source: &Source,
    named: &str,
    writer: &mut Writer,
) -> Result<(Vec<TableNote>, BTreeSet<Hash>), Fault> {
    let school = found(tx, named)?;
    let shares = shares(tx, &school)?;
    let tables: Vec<_> = shares.iter().map(|share| share.table.clone()).collect();
    let head = SchoolHead {
        id: school.id.to_string(),
        number: school.number.0,
        name: school.name,
    };
    create::begin(tx, source, writer, (&tables, Some(head)))?;
    let (mut notes, mut hashes) = (Vec::new(), BTreeSet::new());
    for share in &shares {
        let hash = (share.table.name == "stored_file")
            .then(|| share.table.place("hash"))
            .flatten();
        let mut lines = Lines::of(&share.table, writer);
        share.each(tx, |row| {
            if let Some(Value::Text(text)) = hash.and_then(|place| row.get(place)) {
                hashes.extend(text.parse::<Hash>().ok());
            }
            lines.add(row)
        })?;
        notes.push(lines.end()?);
    }
    Ok((notes, hashes))
}
