//! Removing bytes that no row points at: an upload whose write was refused, or whose process died in between.

use std::sync::Arc;

use db::{Db, params};
use kernel::{Ctx, Instant, RawId, Result};

use crate::{Files, store};

/// How old an orphan must be: its row may still be on its way.
const AGE: i64 = Instant::DAY;

/// Removes orphans older than a day; answers how many.
///
/// # Errors
/// The store's or the engine's; what was swept by then stays swept.
pub async fn sweep(files: &Files, db: &Db, ctx: &Arc<Ctx>) -> Result<usize> {
    let moment = ctx.now.plus(-AGE);
    let mut swept = files.remove_pieces(moment).await?;
    for hash in files.older_than(moment).await? {
        let name = hash.clone();
        let used = db.read(ctx, move |_, tx| {
            Ok(tx.opt::<(RawId,)>(store::IS_USED, params![name.as_str()])?)
        });
        if used.await?.is_none() {
            files.remove(&hash).await?;
            tracing::info!(%hash, "a file that no row points at was removed");
            swept += 1;
        }
    }
    Ok(swept)
}
