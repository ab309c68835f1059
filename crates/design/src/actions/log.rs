//! The log of changes of a task.

use db::{Tx, params};
use kernel::{Ctx, Error, PersonId, RawId, Result};

use crate::store::{self, Head};

/// A change about to be noted.
pub struct Noted<'a> {
    pub number: i64,
    pub node: RawId,
    pub act: &'static str,
    pub field: &'a str,
    pub before: &'a str,
    pub after: &'a str,
    pub version: i64,
    pub op: Option<RawId>,
}

/// Numbers the next change of a task; whoever changes it at the same time waits here until this one is through.
pub fn next(tx: &mut Tx<'_>, ctx: &Ctx, head: &Head) -> Result<i64> {
    let (number,): (i64,) = tx.one(store::NEXT_CHANGE, params![head.school, head.id, ctx.now])?;
    Ok(number)
}

/// Notes a change.
pub fn note(tx: &mut Tx<'_>, ctx: &Ctx, head: &Head, noted: &Noted<'_>) -> Result<()> {
    let person = person(ctx)?;
    tx.run(
        store::ADD_CHANGE,
        params![
            head.school,
            head.id,
            noted.number,
            noted.node,
            noted.act,
            noted.field,
            noted.before,
            noted.after,
            noted.version,
            noted.op,
            person,
            ctx.now
        ],
    )?;
    Ok(())
}

/// Who acts.
pub fn person(ctx: &Ctx) -> Result<PersonId> {
    ctx.actor.person().ok_or(Error::SignIn)
}
