//! How often what a name stands for has changed: a number that whoever changes it raises in the same transaction. Readers keep
//! what they made of many rows and ask for this number in place of them.

use std::sync::Arc;

use crate::value::Bind as _;
use crate::{Migration, Result, Tx, list};

/// The table, after that of [`crate::memory`].
pub const MIGRATION: Migration = Migration {
    name: "db/5-changes",
    sql: "CREATE TABLE change_count (name text PRIMARY KEY, changes bigint NOT NULL);",
};

const RAISE: &str = "INSERT INTO change_count (name, changes) VALUES ($1, 1) \
    ON CONFLICT (name) DO UPDATE SET changes = change_count.changes + 1";

/// How often a name's thing changed, as a column of another statement that is asked anyway; nothing for what never did. The
/// transaction is told of it by [`knows`].
#[macro_export]
macro_rules! changes_of {
    ($name:literal) => {
        concat!(
            "(SELECT g.changes FROM change_count g WHERE g.name = '",
            $name,
            "')"
        )
    };
}

/// One more change of each of these. On a server whoever else raises one of them waits for the end of this transaction, so it comes
/// last; who calls it twice does so in the order of the names.
///
/// # Errors
/// The engine's.
pub fn raise(tx: &mut Tx<'_>, names: &[&str]) -> Result<()> {
    let mut names = names.to_vec();
    names.sort_unstable();
    names.dedup();
    let rows: Vec<_> = names.iter().map(|name| [name.bind()]).collect();
    tx.run_all(RAISE, &rows).map(drop)
}

/// This reading has been told how often a name's thing changed, and need not ask.
pub fn knows(tx: &mut Tx<'_>, name: &str, changes: Option<i64>) {
    tx.changes.insert(name.to_owned(), changes.unwrap_or(0));
}

/// How often these changed, added up: what was made of all of them stands at this number, which only ever grows. What never changed
/// counts nothing.
fn of<const N: usize>(tx: &mut Tx<'_>, names: [&str; N]) -> Result<i64> {
    if names.iter().any(|name| !tx.changes.contains_key(*name)) {
        let sql = format!(
            "SELECT name, changes FROM change_count WHERE name IN ({})",
            list::places(1, N)
        );
        let rows: Vec<(String, i64)> = tx.all(&sql, &names.each_ref().map(|name| name.bind()))?;
        tx.changes.extend(names.map(|name| (name.to_owned(), 0)));
        tx.changes.extend(rows);
    }
    Ok(names.iter().filter_map(|name| tx.changes.get(*name)).sum())
}

/// A thing made of rows that change only where one of these names is raised: made where this process has not made it at the
/// same number. A write makes it anew, since what it does hangs on what stands now.
///
/// # Errors
/// Those of making it, and the engine's.
pub fn kept<T: Send + Sync + 'static, const N: usize>(
    tx: &mut Tx<'_>,
    names: [&str; N],
    thing: &str,
    make: impl FnOnce(&mut Tx<'_>) -> kernel::Result<T>,
) -> kernel::Result<Arc<T>> {
    let Some(shelf) = tx.counted() else {
        return make(tx).map(Arc::new);
    };
    let changes = of(tx, names)?;
    if let Some(there) = shelf.get(thing, changes) {
        return Ok(there);
    }
    let made = make(tx)?;
    Ok(shelf.put(thing.to_owned(), changes, made))
}
