//! What a school's rows hold under the keys of one vault, turned to those of another.
//!
//! Three things hang on keys: sealed values, the search keys beside them, and copies of search keys elsewhere (a telephone to sign in by, a head
//! among those who were trained, the facts and the members of sets that tell of it). A search key is 32 bytes of an HMAC, so that a value that
//! equals one is a copy of it, wherever it stands: no list of columns has to be kept.
//!
//! The copy of a key of which no person holds the value any more (somebody was erased, or their number was corrected) stays as it is: it still
//! is one head, and nobody can compute it anew. A telephone to sign in by that no person has is left out.

use std::collections::HashMap;

use db::portable::{Cell, Table};
use kernel::vault::{Sealed, Vault};
use kernel::{Ctx, hex};

use super::Fault;
use crate::house;

/// Bytes of a search key.
const KEY: usize = 32;

/// A way from one vault to another.
pub(super) struct Turn<'t> {
    from: &'t Vault,
    to: &'t Vault,
    chance: &'t Ctx,
    sealed: Vec<Sealed>,
    /// What each search key becomes.
    keys: HashMap<Vec<u8>, Vec<u8>>,
}

impl<'t> Turn<'t> {
    pub(super) fn new((from, to): (&'t Vault, &'t Vault), chance: &'t Ctx) -> Self {
        Self {
            from,
            to,
            chance,
            sealed: house::sealed(&house::modules()),
            keys: HashMap::new(),
        }
    }

    /// Whether rows of a table are found by keys, and have to be learned before any row is turned.
    pub(super) fn searches(&self, table: &Table) -> bool {
        self.of(table).any(|column| column.search.is_some())
    }

    /// Takes in what the search keys of a row become.
    ///
    /// # Errors
    /// A value that does not open.
    pub(super) fn learn(&mut self, table: &Table, row: &[Cell]) -> Result<(), Fault> {
        let columns: Vec<Sealed> = self.of(table).collect();
        for column in columns {
            let Some((name, purpose)) = column.search else {
                continue;
            };
            let (Some(sealed), Some(found)) = (table.place(column.column), table.place(name)) else {
                continue;
            };
            if let (Cell::Bytes(sealed), Cell::Bytes(found)) = (&row[sealed], &row[found]) {
                let value = self.opened(&column, sealed)?;
                let value = String::from_utf8(value).map_err(|_| unreadable(&column))?;
                self.keys
                    .insert(found.clone(), self.to.search_key(purpose, &value));
            }
        }
        Ok(())
    }

    /// A row under the other keys; none where it would lead nobody anywhere.
    ///
    /// # Errors
    /// A value that does not open.
    pub(super) fn row(&self, table: &Table, mut row: Vec<Cell>) -> Result<Option<Vec<Cell>>, Fault> {
        if self.is_lost(table, &row) {
            return Ok(None);
        }
        for column in self.of(table) {
            if let Some(place) = table.place(column.column)
                && let Cell::Bytes(sealed) = &row[place]
            {
                let value = self.opened(&column, sealed)?;
                row[place] = Cell::Bytes(self.to.seal(column.purpose, &value, self.chance.bytes()));
            }
        }
        for cell in &mut row {
            match cell {
                Cell::Bytes(bytes) if bytes.len() == KEY => {
                    if let Some(new) = self.keys.get(bytes) {
                        bytes.clone_from(new);
                    }
                }
                Cell::Text(text) if text.len() == 2 * KEY => {
                    if let Some(new) = self.written(text) {
                        *text = new;
                    }
                }
                _ => {}
            }
        }
        if table.name == "fact"
            && let Some(place) = table.place("entries")
            && let Cell::Text(text) = &mut row[place]
            && let Some(new) = ledger::renamed(text, &|member| self.written(member))?
        {
            *text = new;
        }
        Ok(Some(row))
    }

    /// A telephone to sign in by that is no telephone of the school's people.
    fn is_lost(&self, table: &Table, row: &[Cell]) -> bool {
        let text = |column| match table.place(column).map(|place| &row[place]) {
            Some(Cell::Text(text)) => text.as_str(),
            _ => "",
        };
        table.name == "handle" && text("kind") == "phone" && self.written(text("value")).is_none()
    }

    /// What a search key in hexadecimal becomes.
    fn written(&self, text: &str) -> Option<String> {
        self.keys.get(&hex::read(text)?).map(|new| hex::written(new))
    }

    fn of(&self, table: &Table) -> impl Iterator<Item = Sealed> {
        self.sealed
            .iter()
            .filter(|column| column.table == table.name)
            .copied()
    }

    fn opened(&self, column: &Sealed, sealed: &[u8]) -> Result<Vec<u8>, Fault> {
        self.from
            .open(column.purpose, sealed)
            .map_err(|_| unreadable(column))
    }
}

fn unreadable(column: &Sealed) -> Fault {
    let Sealed { table, column, .. } = column;
    Fault::new(format!(
        "a value of {table}.{column} does not open with the keys that sealed it"
    ))
}
