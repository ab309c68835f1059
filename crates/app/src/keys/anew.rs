//! Seals anew, under the key that seals now, what older keys sealed: in steps, each a transaction of its own, beside the requests.

use std::sync::Arc;

use db::{Db, Tx, params};
use kernel::vault::{Sealed, Vault};
use kernel::{Ctx, Error, RawId, Result};

/// Values of a step, where people work beside it.
pub const STEP: i64 = 200;

/// A value of an older key: its school, its id, and itself.
type Older = (i64, RawId, Vec<u8>);

/// How many values a version sealed, in all columns.
///
/// # Errors
/// The engine's.
pub fn count(tx: &mut Tx<'_>, sealed: &[Sealed], version: u8) -> Result<i64> {
    let mut sum = 0;
    for column in sealed {
        let (found,): (i64,) = tx.one(column.count, params![[version].as_slice()])?;
        sum += found;
    }
    Ok(sum)
}

/// Seals every value of an older key anew, so many in a step; answers how many. What others write meanwhile stays as they wrote it.
///
/// # Errors
/// The engine's; a value that no key opens. What was sealed anew before stays so.
pub async fn all(
    db: &Db,
    ctx: &(dyn Fn() -> Arc<Ctx> + Send + Sync),
    vault: &Arc<Vault>,
    (sealed, values): (&[Sealed], i64),
) -> Result<u64> {
    let mut done = 0;
    for column in sealed {
        let mut place = Place {
            column: *column,
            after: (i64::MIN, RawId::nil()),
            values,
        };
        while let Some((last, changed)) = step(db, &ctx(), vault, place).await? {
            place.after = last;
            done += changed;
        }
    }
    Ok(done)
}

/// Where a step begins, and how long it is.
#[derive(Clone, Copy)]
struct Place {
    column: Sealed,
    after: (i64, RawId),
    values: i64,
}

/// One step from a place; answers the next place and how many values it changed, none where no more follow.
async fn step(
    db: &Db,
    ctx: &Arc<Ctx>,
    vault: &Arc<Vault>,
    Place {
        column,
        after,
        values,
    }: Place,
) -> Result<Option<((i64, RawId), u64)>> {
    let vault = Arc::clone(vault);
    let write = move |ctx: &Ctx, tx: &mut Tx<'_>| {
        let using = [vault.using()];
        let older: Vec<Older> = tx.all(column.others, params![after.0, after.1, using.as_slice(), values])?;
        let mut changed = 0;
        for (school, id, old) in &older {
            let value = vault.open(column.purpose, old).map_err(Error::internal)?;
            let new = vault.seal(column.purpose, &value, ctx.bytes());
            changed += tx.run(column.put, params![*school, *id, new, old])?;
        }
        Ok(older.last().map(|(school, id, _)| ((*school, *id), changed)))
    };
    db.write(ctx, write).await
}
