//! The teacher judges work: accepts it, returns it with a word, answers a call for help.

use std::collections::BTreeMap;

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text};
use serde_json::json;

use super::phase::{acting, goes_on};
use crate::keep::{self, Act};
use crate::model::WorkPlace;
use crate::model::board::{self, Plan};
use crate::policy::LeadRun;
use crate::queries::RunHead;
use crate::store;

/// What the teacher says to work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is done.
    Accept,
    /// It comes back with this word.
    Return(String),
    /// The help that was asked for is given.
    Helped,
}

/// Judges the work at a place.
///
/// # Errors
/// A conflict when its state does not allow it, when the work changed since its version `seen` (where that is known), or the run
/// has ended; `Invalid` at `word` for a return without one.
pub fn judge(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadRun>,
    (place, seen): (WorkPlace, Option<i64>),
    verdict: &Verdict,
) -> Result<()> {
    let run = goes_on(grant)?;
    let (mut work, version) = keep::work(tx, run, place)?;
    if seen.is_some_and(|seen| seen != version) && *verdict != Verdict::Helped {
        return Err(Error::Conflict(Text::new("classroom-work-changed")));
    }
    let before = work.stage.code();
    let by = acting(ctx, run);
    match verdict {
        Verdict::Accept => {
            work.accept()?;
            keep::note(tx, ctx, run, place, (Act::Accept, ""), by)?;
        }
        Verdict::Return(word) => {
            work.give_back(word)?;
            keep::note(tx, ctx, run, place, (Act::Return, work.stage.word()), by)?;
        }
        Verdict::Helped => work.settle_help(),
    }
    keep::save(tx, ctx, run, place, &work, by)?;
    if *verdict == Verdict::Accept {
        tx.run(
            store::work::ACCEPTED_WITH,
            params![run.school, run.id, place.0.raw(), place.1],
        )?;
    }
    told(tx, ctx, run, place, (verdict, before, work.stage.code()))
}

fn told(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    (owner, step): WorkPlace,
    (verdict, before, after): (&Verdict, &'static str, &'static str),
) -> Result<()> {
    let verb = match verdict {
        Verdict::Accept => "classroom.accept-work",
        Verdict::Return(_) => "classroom.return-work",
        Verdict::Helped => "classroom.settle-help",
    };
    // The word is about a person's work: it stands in the history of the work, which goes with the person, not in the chain.
    let entry = ledger::Entry::new(verb, "step-work", owner.raw())
        .before(&json!({ "run": run.id, "step": step, "stage": before }))
        .after(&json!({ "run": run.id, "step": step, "stage": after }));
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}

/// Accepts many works at once; answers what was accepted and what could not be, each with its reason.
///
/// # Errors
/// A conflict when the run has ended.
pub fn accept_many(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadRun>, marked: &[WorkPlace]) -> Result<Plan> {
    let run = goes_on(grant)?;
    let mut works = BTreeMap::new();
    for place in marked {
        works.insert(*place, keep::work(tx, run, *place)?.0);
    }
    let plan = board::accept_many(marked, &works);
    for place in &plan.accept {
        judge(tx, ctx, grant, (*place, None), &Verdict::Accept)?;
    }
    Ok(plan)
}
