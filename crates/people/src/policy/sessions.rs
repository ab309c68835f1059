//! Slips for first sign-ins, and the sessions and the audit chain of a whole organisation.

use authz::{Grant, Verb as _, scope_of};
use db::{Tx, params};
use kernel::{AccountId, Ctx, Error, PersonId, RawId, Result};

use super::{
    EndAnySession, IssueClassSlips, RULES, ReadAudit, SetReading, SlipsOf, Within, class_within, within,
};
use crate::model::class::ClassId;
use crate::store::classes::{self, StudentRow};

/// # Errors
/// 401 or 403.
pub fn may_end_any_session(ctx: &Ctx) -> Result<Grant<EndAnySession>> {
    Ok(Grant::issue(
        within(ctx, EndAnySession::NAME, "people-denied-sessions")?.school,
    ))
}

/// # Errors
/// 401 or 403.
pub fn may_read_audit(ctx: &Ctx) -> Result<Grant<ReadAudit>> {
    Ok(Grant::issue(
        within(ctx, ReadAudit::NAME, "people-denied-audit")?.school,
    ))
}

/// Whose session it is, if it is of the actor's organisation.
///
/// # Errors
/// 404 for a session of another organisation, or one that has ended.
pub fn session_of(tx: &mut Tx<'_>, grant: &Grant<EndAnySession>, session: RawId) -> Result<AccountId> {
    Ok(tx
        .one::<(AccountId,)>(classes::ORG_SESSION, params![*grant.target(), session])?
        .0)
}

/// The students of a class who have chosen no password yet, or one of its students whoever it is.
///
/// # Errors
/// 401, 403 or 404.
pub fn may_issue_class_slips(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    class: ClassId,
    one: Option<PersonId>,
) -> Result<Grant<IssueClassSlips>> {
    let within = within(ctx, IssueClassSlips::NAME, "people-denied-slips")?;
    let class = class_within(tx, within, class)?;
    let mut students: Vec<StudentRow> = tx.all(classes::STUDENTS, params![class.school, class.id])?;
    students.retain(|student| match one {
        Some(person) => student.person == person,
        None => student.password_at.is_none() && student.account.is_some(),
    });
    if one.is_some() && students.is_empty() {
        Err(Error::NotFound)
    } else {
        Ok(Grant::issue(SlipsOf { class, students }))
    }
}

/// How far the actor prints slips.
///
/// # Errors
/// 401 or 403.
pub(crate) fn slips_within(ctx: &Ctx) -> Result<Within> {
    within(ctx, IssueClassSlips::NAME, "people-denied-slips")
}

/// Whether the actor prints slips of classes, for the page that offers it.
pub fn may_slip_classes(ctx: &Ctx) -> bool {
    ctx.actor
        .role()
        .is_some_and(|role| scope_of(RULES, IssueClassSlips::NAME, role).is_some())
}

/// Whether the actor looks after people so closely that contacts and masked numbers are shown to them, and readings set.
pub fn may_see_contacts(ctx: &Ctx) -> bool {
    ctx.actor
        .role()
        .is_some_and(|role| scope_of(RULES, SetReading::NAME, role).is_some())
}
