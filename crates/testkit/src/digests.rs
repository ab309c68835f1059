//! What stands in a database, short enough to compare.

use std::collections::BTreeMap;

use db::{Settings, portable};

/// What a table is: how many rows, and the hash of what stands in them.
pub type Digests = BTreeMap<String, (u64, files::Hash)>;

/// Every table of a database, row by row in the order of its key.
///
/// # Panics
/// When the database cannot be read.
pub fn digests(settings: &Settings) -> Digests {
    let looked = db::look(settings, |tx| {
        let mut digests = Digests::new();
        for table in portable::tables(tx)? {
            let (mut rows, mut text) = (0, String::new());
            table.each(tx, |row| {
                rows += 1;
                text.push_str(&format!("{row:?}\n"));
                Ok::<(), db::Error>(())
            })?;
            digests.insert(table.name.clone(), (rows, files::Hash::of(text.as_bytes())));
        }
        Ok::<Digests, db::Error>(digests)
    });
    looked.expect("the tables are read")
}
