//! Doing due jobs: claim, run, and say what became of each.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use db::{Db, params};
use kernel::{Ctx, Error, Instant, RawId, Result, SchoolId};
use serde::de::DeserializeOwned;

use crate::store;

/// How many jobs are claimed at once.
const CLAIMED: u32 = 8;
/// How long a claimed job stays its node's; a handler that takes longer may be run a second time.
const HOLD: i64 = 10 * Instant::MINUTE;
/// How often a job is tried.
const ATTEMPTS: u32 = 8;

/// Makes a context of the system at the present moment.
pub type MakeCtx = dyn Fn() -> Arc<Ctx> + Send + Sync;

/// What a handler is given.
pub struct Run<'a> {
    /// The database.
    pub db: &'a Db,
    /// Makes a context of the system; each transaction wants one of its own.
    pub ctx: &'a MakeCtx,
    /// For whom the job is.
    pub school: Option<SchoolId>,
    payload: &'a str,
}

impl Run<'_> {
    /// What was enqueued with the job.
    ///
    /// # Errors
    /// An internal one if it is no JSON of this type.
    pub fn payload<P: DeserializeOwned>(&self) -> Result<P> {
        serde_json::from_str(self.payload).map_err(Error::internal)
    }
}

type Body = Box<dyn Fn(&Run<'_>) -> Result<()> + Send + Sync>;

/// Who does the jobs of a kind.
pub struct Handler {
    pub(crate) kind: &'static str,
    body: Body,
}

impl Handler {
    /// A handler of a kind. It has to bear a second run after a first that was cut off.
    pub fn new(kind: &'static str, body: impl Fn(&Run<'_>) -> Result<()> + Send + Sync + 'static) -> Self {
        Self {
            kind,
            body: Box::new(body),
        }
    }
}

db::record! {
    struct Claimed {
        id: RawId,
        kind: String,
        school: Option<SchoolId>,
        payload: String,
        attempts: u32,
    }
}

/// Does the due jobs of an installation, as one node among several.
pub struct Runner {
    /// The database.
    pub db: Db,
    /// Makes contexts.
    pub ctx: Arc<MakeCtx>,
    /// This node.
    pub node: RawId,
    /// Who does what.
    pub handlers: Vec<Handler>,
}

impl Runner {
    /// Claims some due jobs and does them; answers how many. Where there were any, more may be due.
    ///
    /// # Errors
    /// The engine's; a fault of a job is noted with the job.
    pub fn run_due(&self) -> Result<usize> {
        let claimed = self.claim()?;
        for job in &claimed {
            self.finish(job, self.run(job))?;
        }
        Ok(claimed.len())
    }

    fn claim(&self) -> Result<Vec<Claimed>> {
        let ctx = (self.ctx)();
        // Looking first costs no write while nothing is due.
        let due = self.db.read_now(&ctx, |ctx, tx| {
            Ok(tx.opt::<(RawId,)>(store::ANY_DUE, params![ctx.now])?)
        })?;
        if due.is_none() {
            return Ok(Vec::new());
        }
        let node = self.node;
        self.db.write_now(&ctx, move |ctx, tx| {
            let until = ctx.now.plus(HOLD);
            Ok(tx.all(store::CLAIM, params![node, until, ctx.now, CLAIMED])?)
        })
    }

    fn run(&self, job: &Claimed) -> Result<()> {
        let Some(handler) = self.handlers.iter().find(|handler| handler.kind == job.kind) else {
            return Err(Error::internal(format!("nobody does jobs of kind {}", job.kind)));
        };
        let run = Run {
            db: &self.db,
            ctx: &*self.ctx,
            school: job.school,
            payload: &job.payload,
        };
        let done = catch_unwind(AssertUnwindSafe(|| (handler.body)(&run)));
        done.unwrap_or_else(|_| Err(Error::internal("the handler panicked")))
    }

    fn finish(&self, job: &Claimed, done: Result<()>) -> Result<()> {
        let (id, attempts, node) = (job.id, job.attempts, self.node);
        let fault = match done {
            Ok(()) => None,
            Err(error) => {
                tracing::warn!(job = %id, kind = job.kind, attempts, %error, "a job failed");
                metrics::counter!("gongxue_job_faults_total").increment(1);
                Some(error.to_string())
            }
        };
        self.db.write_now(&(self.ctx)(), move |ctx, tx| {
            match &fault {
                None => tx.run(store::DONE, params![id, node])?,
                Some(fault) => match next_attempt(attempts, ctx.now) {
                    Some(at) => tx.run(store::AGAIN, params![id, node, at, fault])?,
                    None => tx.run(store::GIVE_UP, params![id, node, ctx.now, fault])?,
                },
            };
            Ok(())
        })
    }
}

/// When a job that failed so often is tried again: after 5 s, 20 s, 80 s … and at most an hour; after the eighth
/// time never.
fn next_attempt(attempts: u32, now: Instant) -> Option<Instant> {
    if attempts >= ATTEMPTS {
        return None;
    }
    let seconds = 5 * 4_i64.pow(attempts.saturating_sub(1));
    Some(now.plus((seconds * Instant::SECOND).min(Instant::HOUR)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_grow_apart_up_to_an_hour_and_end_after_the_eighth() {
        let after = |attempts| next_attempt(attempts, Instant(0)).map(|at| at.0 / Instant::SECOND);
        assert_eq!(
            (1..=8).map(after).collect::<Vec<_>>(),
            [
                Some(5),
                Some(20),
                Some(80),
                Some(320),
                Some(1_280),
                Some(3_600),
                Some(3_600),
                None
            ]
        );
    }
}
