//! Who makes a copy of what is held of a person, who proposes and who confirms their erasure.

use authz::{Grant, Reach, Scope, Verb, scope_of};
use db::{Tx, params};
use kernel::{Actor, Ctx, Error, OrgId, PersonId, Result, SchoolId, Text, Tier};

use super::{RULES, seated, within};
use crate::store::personal::{self as sql, SubjectRow};

/// Sees what erasures wait and what was erased.
pub struct ReadErasures;
/// Makes a copy of what is held of a person who asked for it in writing.
pub struct CopyPerson;
/// Proposes that a person's data are erased.
pub struct ProposeErasure;
/// Confirms or declines what another proposed.
pub struct ConfirmErasure;

impl Verb for ReadErasures {
    type Target = SchoolId;
    const NAME: &'static str = "people.read-erasures";
}
impl Verb for CopyPerson {
    type Target = SubjectRow;
    const NAME: &'static str = "people.copy-person";
}
impl Verb for ProposeErasure {
    type Target = SubjectRow;
    const NAME: &'static str = "people.propose-erasure";
}
impl Verb for ConfirmErasure {
    type Target = SubjectRow;
    const NAME: &'static str = "people.confirm-erasure";
}

const DENIED: &str = "people-denied-personal";

/// The organisation that an act is for: the actor's own, or for the offices that register organisations one within their reach that has nobody who
/// answers for it among its posts: an enterprise, an institute, an association. 404 for any other.
fn answered_for(tx: &mut Tx<'_>, ctx: &Ctx, verb: &'static str, named: Option<OrgId>) -> Result<SchoolId> {
    let (role, seat) = seated(&ctx.actor)?;
    let Some(scope) = scope_of(RULES, verb, role) else {
        return Err(Error::Denied(Text::new(DENIED)));
    };
    let Some(named) = named.filter(|named| *named != seat.org) else {
        return Ok(seat.school);
    };
    let org = org::queries::by_id(tx, named)?;
    if org.tier == Tier::Other && Reach::of(&seat, scope).covers(org.region, org.number.0) {
        Ok(org.number)
    } else {
        Err(Error::NotFound)
    }
}

/// # Errors
/// 401, 403 or 404.
pub fn may_read_erasures(tx: &mut Tx<'_>, ctx: &Ctx, named: Option<OrgId>) -> Result<Grant<ReadErasures>> {
    Ok(Grant::issue(answered_for(tx, ctx, ReadErasures::NAME, named)?))
}

/// The reach within which the actor settles what organisations without a head propose; none for who settles only for the own one.
pub fn settles_for(ctx: &Ctx) -> Option<Reach> {
    let (role, seat) = seated(&ctx.actor).ok()?;
    let scope = scope_of(RULES, ConfirmErasure::NAME, role)?;
    (scope > Scope::Org).then(|| Reach::of(&seat, scope))
}

/// A person of the organisation that the actor may look at here.
///
/// # Errors
/// 401, 403 or 404.
pub fn subject(tx: &mut Tx<'_>, ctx: &Ctx, (named, person): (Option<OrgId>, PersonId)) -> Result<SubjectRow> {
    let school = may_read_erasures(tx, ctx, named)?.into_target();
    Ok(tx.one(sql::SUBJECT, params![school, person])?)
}

fn named(tx: &mut Tx<'_>, ctx: &Ctx, verb: &'static str, person: PersonId) -> Result<SubjectRow> {
    let school = within(ctx, verb, DENIED)?.school;
    present(tx, school, person)
}

/// A person of an organisation who was not erased.
fn present(tx: &mut Tx<'_>, school: SchoolId, person: PersonId) -> Result<SubjectRow> {
    let subject: SubjectRow = tx.one(sql::SUBJECT, params![school, person])?;
    if subject.is_erased() {
        Err(Error::Conflict(Text::new("people-erasure-done")))
    } else {
        Ok(subject)
    }
}

/// # Errors
/// 401, 403, 404, or a conflict for who was erased.
pub fn may_copy_person(tx: &mut Tx<'_>, ctx: &Ctx, person: PersonId) -> Result<Grant<CopyPerson>> {
    Ok(Grant::issue(named(tx, ctx, CopyPerson::NAME, person)?))
}

/// What is held of oneself, whatever post one has.
///
/// # Errors
/// 401.
pub fn may_copy_own(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Grant<CopyPerson>> {
    let (Some(person), Some(seat)) = (ctx.actor.person(), ctx.actor.seat()) else {
        return Err(Error::SignIn);
    };
    Ok(Grant::issue(tx.one(sql::SUBJECT, params![seat.school, person])?))
}

/// # Errors
/// 401, 403, 404, or a conflict for who was erased.
pub fn may_propose_erasure(tx: &mut Tx<'_>, ctx: &Ctx, person: PersonId) -> Result<Grant<ProposeErasure>> {
    Ok(Grant::issue(named(tx, ctx, ProposeErasure::NAME, person)?))
}

/// Another than who proposed it; where nobody of the organisation answers for it, the office that registers it.
///
/// # Errors
/// 401, 403, 404; a conflict where nothing waits, or for one's own proposal.
pub fn may_confirm_erasure(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (named, person): (Option<OrgId>, PersonId),
) -> Result<Grant<ConfirmErasure>> {
    let school = answered_for(tx, ctx, ConfirmErasure::NAME, named)?;
    let subject = present(tx, school, person)?;
    if !subject.waits() {
        return Err(Error::Conflict(Text::new("people-erasure-none")));
    }
    if subject.proposed_by == ctx.actor.person() {
        return Err(Error::Denied(Text::new("people-erasure-own")));
    }
    Ok(Grant::issue(subject))
}

/// What was erased once is erased again in a restored backup, by the program itself.
///
/// # Errors
/// 404 for every person, and for who is not there.
pub fn may_erase_again(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, person): (SchoolId, PersonId),
) -> Result<Grant<ConfirmErasure>> {
    if ctx.actor != Actor::System {
        return Err(Error::NotFound);
    }
    Ok(Grant::issue(tx.one(sql::SUBJECT, params![school, person])?))
}

/// Which of the acts of the page the actor has: a copy and a proposal, or the settling.
pub fn may_settle(ctx: &Ctx) -> (bool, bool) {
    let may = |verb: &str| {
        ctx.actor
            .role()
            .is_some_and(|role| scope_of(RULES, verb, role).is_some())
    };
    (may(ProposeErasure::NAME), may(ConfirmErasure::NAME))
}
