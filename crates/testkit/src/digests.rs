//! What stands in a database, short enough to compare.

use std::collections::BTreeMap;

use db::{Settings, Value, portable};

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
            let (mut rows, mut bytes) = (0, Vec::new());
            table.each(tx, |row| {
                rows += 1;
                row.iter().for_each(|value| write(value, &mut bytes));
                Ok::<(), db::Error>(())
            })?;
            digests.insert(table.name.clone(), (rows, files::Hash::of(&bytes)));
        }
        Ok::<Digests, db::Error>(digests)
    });
    looked.expect("the tables are read")
}

/// A value with what it is and how long it is, so that no two rows read alike.
fn write(value: &Value<'_>, bytes: &mut Vec<u8>) {
    let id;
    let number;
    let (kind, content): (u8, &[u8]) = match value {
        Value::Null => (b'0', &[]),
        Value::Int(int) => {
            number = int.to_be_bytes();
            (b'i', &number)
        }
        Value::Real(real) => {
            number = real.to_bits().to_be_bytes();
            (b'r', &number)
        }
        Value::Text(text) => (b't', text.as_bytes()),
        Value::Bytes(content) => (b'b', content),
        Value::Id(raw) => {
            id = raw.to_string();
            (b'u', id.as_bytes())
        }
    };
    bytes.push(kind);
    bytes.extend(content.len().to_be_bytes());
    bytes.extend(content);
}
