//! Freezes a task as a version: the whole graph, immutable, which classes run on.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, RawId, Result};
use ring::digest::{SHA256, digest};
use serde_json::json;

use super::log;
use crate::policy::EditTask;
use crate::{queries, store};

/// Freezes the task as it stands; answers the version's id and number. A task that has not changed since its last version
/// is not frozen again: that version is answered.
///
/// # Errors
/// The engine's.
pub fn freeze_task(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditTask>) -> Result<(RawId, i64)> {
    let head = grant.target();
    log::next(tx, ctx, head)?;
    let task = queries::present(tx, head)?.task;
    let graph = serde_json::to_string(&task).map_err(Error::internal)?;
    let hash = digest(&SHA256, graph.as_bytes()).as_ref().to_vec();
    let last: Option<(RawId, i64, Vec<u8>)> = tx.opt(store::LAST_VERSION, params![head.school, head.id])?;
    let number = match last {
        Some((id, number, same)) if same == hash => return Ok((id, number)),
        Some((_, number, _)) => number + 1,
        None => 1,
    };
    let id = ctx.raw_id();
    // The made-up nation's tasks are frozen by the program, in their owner's name.
    let by = ctx.actor.person().unwrap_or(head.owner);
    tx.run(
        store::ADD_VERSION,
        params![head.school, id, head.id, number, &graph, &hash, ctx.now, by],
    )?;
    let hex = kernel::hex::written(&hash);
    let entry = ledger::Entry::new("design.freeze-task", "learning-task-version", id)
        .after(&json!({ "task": head.id, "number": number, "sha256": hex }));
    ledger::record(tx, ctx, head.school, entry)?;
    Ok((id, number))
}
