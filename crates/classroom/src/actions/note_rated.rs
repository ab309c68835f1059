//! Assessment tells that an item was rated.

use db::{Tx, params};
use design::model::ItemId;
use kernel::{Ctx, Result};

use crate::queries::RunHead;
use crate::store;

/// Notes that somebody has rated an item; from then on changing what it weighs needs a reason. Telling it again is harmless.
///
/// # Errors
/// The engine's.
pub fn note_rated(tx: &mut Tx<'_>, ctx: &Ctx, run: &RunHead, item: ItemId) -> Result<()> {
    tx.run(store::NOTE_RATED, params![run.school, run.id, item, ctx.now])?;
    Ok(())
}
