//! `gongxue backup verify`: is the archive what it was when it was made?

use std::path::Path;

use files::Hash;

use super::format::TableHead;
use super::read::{self, Taker};
use super::{Fault, Summary, lines};

/// Reads a whole archive and compares every part of it with its hash; answers what it holds, or everything that is broken.
///
/// # Errors
/// When it cannot be opened, or is no backup.
pub fn check(path: &Path) -> Result<Result<Summary, Vec<String>>, Fault> {
    let mut looked = Looked { broken: Vec::new() };
    let manifest = read::whole(path, &mut looked)?;
    Ok(match manifest {
        Some(manifest) if looked.broken.is_empty() => Ok(manifest.summary()),
        _ => Err(looked.broken),
    })
}

struct Looked {
    broken: Vec<String>,
}

impl Taker for Looked {
    fn rows(&mut self, table: &TableHead, text: &[u8]) -> Result<(), Fault> {
        let Some(types) = read::types(table) else {
            return self.broken(format!("tables/{}: has a column of no known type", table.name));
        };
        let rows = text.split_inclusive(|byte| *byte == b'\n');
        match rows
            .map(|line| lines::read(line, &types))
            .position(|row| row.is_none())
        {
            Some(_) => self.broken(format!("tables/{}: a line of it is no row", table.name)),
            None => Ok(()),
        }
    }

    fn file(&mut self, _: &Hash, _: Vec<u8>) -> Result<(), Fault> {
        Ok(())
    }

    fn broken(&mut self, what: String) -> Result<(), Fault> {
        self.broken.push(what);
        Ok(())
    }
}
