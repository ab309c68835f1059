//! What an act leaves behind: a line of the sheet's history and one of the audit chain.

use db::{Tx, params};
use kernel::{Ctx, PersonId, Result};
use serde_json::{Value, json};

use crate::store::{self, SheetRow};

/// Who acts; for the made-up nation the one on whose behalf.
pub(super) fn who(ctx: &Ctx, otherwise: PersonId) -> PersonId {
    ctx.actor.person().unwrap_or(otherwise)
}

/// An act on a sheet.
pub(super) struct Act<'a> {
    /// The verb of the audit line.
    pub verb: &'static str,
    /// What the history calls it.
    pub act: &'static str,
    /// Why, in their words.
    pub word: &'a str,
    /// How many students or grades it is about.
    pub figure: i64,
    /// The student it is about, if one.
    pub student: Option<PersonId>,
    /// Who acts.
    pub by: PersonId,
}

/// Notes an act in the sheet's history and in the audit chain. A word about one student is personal and stays out of the chain.
///
/// # Errors
/// The engine's.
pub(super) fn note(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    sheet: &SheetRow,
    act: &Act<'_>,
    change: (Value, Value),
) -> Result<()> {
    tx.run(
        store::ADD_EVENT,
        params![
            sheet.school,
            ctx.raw_id(),
            sheet.id,
            act.act,
            act.word,
            act.figure,
            act.student,
            act.by,
            ctx.now
        ],
    )?;
    let reason = if act.student.is_some() { "" } else { act.word };
    let entry = ledger::Entry::new(act.verb, "grade-sheet", sheet.id.raw())
        .before(&change.0)
        .after(&change.1)
        .reason(reason);
    ledger::record(tx, ctx, sheet.school, entry)?;
    Ok(())
}

/// The change of a sheet's state, for the audit line.
pub(super) fn state(before: &str, after: &str, figure: i64) -> (Value, Value) {
    (
        json!({ "state": before }),
        json!({ "state": after, "students": figure }),
    )
}
