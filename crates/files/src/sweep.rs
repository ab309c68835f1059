//! Removing bytes that no row points at: an upload whose write was refused, or whose process died in between.

use std::sync::Arc;

use db::{Db, params};
use kernel::{Ctx, Error, Instant, RawId, Result};

use crate::{Files, Hash, store};

/// How old an orphan must be: its row may still be on its way.
const AGE: i64 = Instant::DAY;

/// Removes contents at once that an erasure left behind, where no row of any school names them; answers how many. Whoever stored
/// the same content at the same moment keeps it: it is put back where a row names it now.
///
/// # Errors
/// The store's or the engine's; [`sweep`] takes what is left within a day.
pub async fn drop_unused(files: &Files, db: &Db, ctx: &Arc<Ctx>, hashes: &[Hash]) -> Result<usize> {
    let mut dropped = 0;
    for hash in hashes {
        if is_used(db, ctx, hash).await? {
            continue;
        }
        let bytes = match files.get(hash).await {
            Ok(bytes) => bytes,
            Err(Error::NotFound) => continue,
            Err(other) => return Err(other),
        };
        files.remove(hash).await?;
        if is_used(db, ctx, hash).await? {
            files.put_back(hash, bytes).await?;
        } else {
            dropped += 1;
        }
    }
    Ok(dropped)
}

async fn is_used(db: &Db, ctx: &Arc<Ctx>, hash: &Hash) -> Result<bool> {
    let name = hash.clone();
    let used = db.read(ctx, move |_, tx| {
        Ok(tx.opt::<(RawId,)>(store::IS_USED, params![name.as_str()])?)
    });
    Ok(used.await?.is_some())
}

/// Removes orphans older than a day; answers how many.
///
/// # Errors
/// The store's or the engine's; what was swept by then stays swept.
pub async fn sweep(files: &Files, db: &Db, ctx: &Arc<Ctx>) -> Result<usize> {
    let moment = ctx.now.plus(-AGE);
    let mut swept = files.remove_pieces(moment).await?;
    for hash in files.older_than(moment).await? {
        if !is_used(db, ctx, &hash).await? {
            files.remove(&hash).await?;
            tracing::info!(%hash, "a file that no row points at was removed");
            swept += 1;
        }
    }
    Ok(swept)
}
