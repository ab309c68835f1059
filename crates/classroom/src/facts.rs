//! What this module tells the counts.

use db::Tx;
use kernel::{Ctx, Result};
use ledger::{Fact, FactEntry};
use org::scopes::scopes;

use crate::queries::RunHead;

/// Classes at work on a task, at all times (period 0): the second figure beside the confirmed list.
pub const RUNNING: &str = "running";

/// A class that begins a run (1) or ends one (−1). It counts once while one of its runs goes on.
pub(crate) fn running(tx: &mut Tx<'_>, ctx: &Ctx, run: &RunHead, weight: i64) -> Result<()> {
    let school = org::queries::by_number(tx, run.school)?;
    let member = |scope: String| FactEntry::Member {
        scope,
        measure: RUNNING.to_owned(),
        period: 0,
        member: run.class.to_string(),
        weight,
    };
    let kind = if weight > 0 {
        "classroom.run-opened"
    } else {
        "classroom.run-ended"
    };
    let entries = scopes(school.region, school.id).into_iter().map(member).collect();
    ledger::fact(tx, ctx, run.school, &Fact { kind, entries })?;
    Ok(())
}
