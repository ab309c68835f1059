//! The catalogue of majors in its versions.

use std::collections::BTreeSet;

use db::{Tx, params};
use kernel::{Error, Result};

use crate::model::major::{Level, Major, MajorCode};
use crate::store::{self, Catalogue, MajorRow};

/// Every version, the newest first.
///
/// # Errors
/// The engine's.
pub fn catalogues(tx: &mut Tx<'_>) -> Result<Vec<Catalogue>> {
    Ok(tx.all(store::CATALOGUES, &[])?)
}

/// The newest version, if any was imported.
///
/// # Errors
/// The engine's.
pub fn latest_catalogue(tx: &mut Tx<'_>) -> Result<Option<Catalogue>> {
    Ok(catalogues(tx)?.into_iter().next())
}

/// The majors of a version by code; none for a version that is not there.
///
/// # Errors
/// The engine's.
pub fn majors(tx: &mut Tx<'_>, version: i64) -> Result<Vec<Major>> {
    gathered(tx.all(store::MAJORS, params![version])?)
}

/// A major of a version.
///
/// # Errors
/// The engine's.
pub fn major_by_code(tx: &mut Tx<'_>, version: i64, code: MajorCode) -> Result<Option<Major>> {
    Ok(gathered(tx.all(store::MAJOR, params![version, code.to_string()])?)?.pop())
}

/// Rows of one code are one major at several levels.
fn gathered(rows: Vec<MajorRow>) -> Result<Vec<Major>> {
    let mut majors: Vec<Major> = Vec::new();
    for row in rows {
        let unknown = || Error::internal(format!("stored major {}-{}", row.code, row.level));
        let (code, _) = MajorCode::parse(&row.code).map_err(|_| unknown())?;
        let level = Level::from_digit(row.level).ok_or_else(unknown)?;
        match majors.last_mut().filter(|last| last.code == code) {
            Some(last) => {
                last.levels.insert(level);
            }
            None => {
                let occupations = row.occupations.lines().map(str::to_owned).collect();
                majors.push(Major {
                    code,
                    name: row.name,
                    levels: BTreeSet::from([level]),
                    occupations,
                });
            }
        }
    }
    Ok(majors)
}
