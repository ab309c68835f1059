//! Putting jobs into the queue, and looking after those that were given up.

use db::{Tx, params};
use kernel::{Ctx, Error, Instant, RawId, Result, SchoolId};
use serde::Serialize;

use crate::store;

/// Something to be done after the transaction that wants it.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a, P> {
    /// Which handler does it, such as `standards.render`.
    pub kind: &'static str,
    /// For whom; `None` for the installation.
    pub school: Option<SchoolId>,
    /// What the handler has to know, kept as JSON: ids rather than values, since the rows may have changed by then.
    pub payload: &'a P,
    /// Not before.
    pub run_at: Instant,
}

/// Enqueues a job in the caller's transaction; answers its id.
///
/// # Errors
/// The engine's, and an internal one for a payload that is no JSON.
pub fn enqueue<P: Serialize>(tx: &mut Tx<'_>, ctx: &Ctx, job: Job<'_, P>) -> Result<RawId> {
    let payload = serde_json::to_string(job.payload).map_err(Error::internal)?;
    let id = ctx.raw_id();
    tx.run(
        store::ADD,
        params![
            id,
            job.kind,
            job.school,
            payload,
            ctx.request,
            ctx.now,
            job.run_at
        ],
    )?;
    Ok(id)
}

db::record! {
    /// A job that failed too often.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct GivenUp {
        /// Its id.
        pub id: RawId,
        /// Which handler failed.
        pub kind: String,
        /// For whom it was.
        pub school: Option<SchoolId>,
        /// When it was enqueued.
        pub created_at: Instant,
        /// When it failed last.
        pub given_up_at: Instant,
        /// How often it was tried.
        pub attempts: u32,
        /// What the last attempt said, for an administrator.
        pub fault: String,
    }
}

/// The jobs that were given up, the latest first.
///
/// # Errors
/// The engine's.
pub fn given_up(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<GivenUp>> {
    Ok(tx.all(store::GIVEN_UP, params![limit])?)
}

/// Tries a job that was given up anew, from now on.
///
/// # Errors
/// [`Error::NotFound`] if there is none of this id.
pub fn revive(tx: &mut Tx<'_>, ctx: &Ctx, id: RawId) -> Result<()> {
    found(tx.run(store::REVIVE, params![id, ctx.now])?)
}

/// Removes a job that was given up.
///
/// # Errors
/// [`Error::NotFound`] if there is none of this id.
pub fn discard(tx: &mut Tx<'_>, id: RawId) -> Result<()> {
    found(tx.run(store::DISCARD, params![id])?)
}

const fn found(changed: u64) -> Result<()> {
    if changed == 0 {
        Err(Error::NotFound)
    } else {
        Ok(())
    }
}
