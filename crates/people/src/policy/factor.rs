//! Who takes away the second factor of somebody who lost the device.

use authz::{Grant, Verb, scope_of};
use db::{Tx, params};
use kernel::{AccountId, Actor, Ctx, Error, PersonId, Result, SchoolId, Text};

use super::{RULES, within};
use crate::store::personal::{self as sql, SubjectRow};

/// Takes away the second factor of another.
pub struct ResetFactor;

impl Verb for ResetFactor {
    type Target = FactorOf;
    const NAME: &'static str = "people.reset-factor";
}

/// Whose second factor it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactorOf {
    /// Where they are known.
    pub school: SchoolId,
    /// Who.
    pub person: PersonId,
    /// Their sign-in record.
    pub account: AccountId,
}

/// Somebody of the own organisation, and never oneself: who lost the own device asks another security administrator, or the operator.
///
/// # Errors
/// 401, 403, 404.
pub fn may_reset_factor(tx: &mut Tx<'_>, ctx: &Ctx, person: PersonId) -> Result<Grant<ResetFactor>> {
    let school = within(ctx, ResetFactor::NAME, "people-denied-factor")?.school;
    let of = factor_of(tx, school, person)?;
    if ctx.actor.account() == Some(of.account) {
        return Err(Error::Denied(Text::new("people-denied-factor-own")));
    }
    Ok(Grant::issue(of))
}

/// What the operator resets at the terminal, by the program itself.
///
/// # Errors
/// 404 for every person, and for who is not there.
pub fn may_reset_factor_as_system(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, person): (SchoolId, PersonId),
) -> Result<Grant<ResetFactor>> {
    if ctx.actor != Actor::System {
        return Err(Error::NotFound);
    }
    Ok(Grant::issue(factor_of(tx, school, person)?))
}

fn factor_of(tx: &mut Tx<'_>, school: SchoolId, person: PersonId) -> Result<FactorOf> {
    let subject: SubjectRow = tx.one(sql::SUBJECT, params![school, person])?;
    let account = subject.account.ok_or(Error::NotFound)?;
    Ok(FactorOf {
        school,
        person,
        account,
    })
}

/// Whether the actor resets second factors, for the pages that show them.
pub fn may_see_factors(ctx: &Ctx) -> bool {
    ctx.actor
        .role()
        .is_some_and(|role| scope_of(RULES, ResetFactor::NAME, role).is_some())
}
