//! How the work of an owner at a step is read and written: one row by its full key, and a line for every move.

use db::{Tx, params};
use kernel::{Ctx, PersonId, Result};

use crate::change::changed;
use crate::model::WorkPlace;
use crate::model::work::StepWork;
use crate::queries::{self, RunHead};
use crate::store::{self, WorkRow};

/// What was done to work, as its history tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Handed in.
    HandIn,
    /// Taken back before it was judged.
    TakeBack,
    /// Accepted by the teacher.
    Accept,
    /// Returned by the teacher.
    Return,
}

impl Act {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::HandIn => "hand-in",
            Self::TakeBack => "take-back",
            Self::Accept => "accept",
            Self::Return => "return",
        }
    }
}

/// The work at a place with its version; nothing begun is version 0.
pub(crate) fn work(tx: &mut Tx<'_>, run: &RunHead, (owner, step): WorkPlace) -> Result<(StepWork, i64)> {
    let row: Option<WorkRow> = tx.opt(store::WORK, params![run.school, run.id, owner.raw(), step])?;
    match row {
        Some(row) => Ok((queries::work_of(&row)?.1, row.version)),
        None => Ok((StepWork::default(), 0)),
    }
}

/// Writes the work at a place, and tells the boards.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    place: WorkPlace,
    work: &StepWork,
    by: PersonId,
) -> Result<()> {
    let (owner, step) = place;
    let help = work.help == crate::model::work::Help::Asked;
    tx.run(
        store::SAVE_WORK,
        params![
            run.school,
            run.id,
            owner.raw(),
            step,
            owner.code(),
            work.stage.code(),
            work.stage.word(),
            help,
            by,
            ctx.now
        ],
    )?;
    changed(tx, ctx, run, Some(place))
}

/// Adds a move to the history of the work at a place.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    (owner, step): WorkPlace,
    (act, word): (Act, &str),
    by: PersonId,
) -> Result<()> {
    tx.run(
        store::ADD_MOVE,
        params![
            run.school,
            ctx.raw_id(),
            run.id,
            owner.raw(),
            step,
            act.code(),
            word,
            by,
            ctx.now
        ],
    )?;
    Ok(())
}
