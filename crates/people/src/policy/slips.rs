//! Who hands out a slip, with which somebody signs in for the first time or sets a new password.

use std::collections::HashSet;

use authz::{Grant, Verb as _};
use db::{Tx, params};
use kernel::{Actor, Ctx, Error, OrgId, PersonId, PostId, Result, SchoolId, Text};
use org::queries::Org;

use super::{HeldPost, IssueSlip, held, reached};
use crate::queries;
use crate::store::StaffRow;
use crate::store::factor as sql;

/// A post within reach. Whoever hands out a slip can use it: a new password of a security or audit administrator is nobody's alone to
/// set, or one of the three administrators would be two of them (GB/T 22239-2019, 安全管理中心). It needs the holder's second factor
/// behind it, which is another's to reset, or the operator at the terminal.
///
/// # Errors
/// 401, 403 or 404.
pub fn may_issue_slip(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    named: Option<OrgId>,
    post: PostId,
) -> Result<Grant<IssueSlip>> {
    let org = reached(tx, ctx, IssueSlip::NAME, named)?;
    let post = held(tx, &org, post)?;
    let (guarded,): (i64,) = tx.one(sql::GUARDED, params![post.account, ctx.now.day()])?;
    if guarded > 0 && ctx.actor.account() != Some(post.account) {
        return Err(Error::Denied(Text::new("people-denied-slip-administrator")));
    }
    Ok(Grant::issue(post))
}

/// Those of the staff who have chosen no password yet, each once and by the first of their posts: all of them, or those named. One
/// who has a password is nobody's to be slipped among many.
///
/// # Errors
/// 401, 403 or 404.
pub fn may_issue_first_slips(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    named: Option<OrgId>,
    only: Option<&HashSet<PersonId>>,
) -> Result<(Org, Vec<FirstSlip>)> {
    let org = reached(tx, ctx, IssueSlip::NAME, named)?;
    let mut rows = queries::staff(tx, ctx, org.number)?;
    let mut seen = HashSet::new();
    rows.retain(|row| {
        let wanted = row.password_at.is_none() && only.is_none_or(|only| only.contains(&row.person));
        wanted && seen.insert(row.person)
    });
    let slip = |row: StaffRow| {
        let held = HeldPost {
            id: row.post,
            person: row.person,
            account: row.account,
            role: row.role.clone(),
            school: org.number,
        };
        (row, Grant::issue(held))
    };
    let slips = rows.into_iter().map(slip).collect();
    Ok((org, slips))
}

/// Somebody of the staff, and what lets the actor hand them a slip for their first sign-in.
pub type FirstSlip = (StaffRow, Grant<IssueSlip>);

/// What the operator hands out at the terminal, by the program itself.
///
/// # Errors
/// 404 for every person, and for who holds no post there today.
pub fn may_issue_slip_as_system(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, person): (SchoolId, PersonId),
) -> Result<Grant<IssueSlip>> {
    if ctx.actor != Actor::System {
        return Err(Error::NotFound);
    }
    let held: HeldPost = tx.one(sql::A_POST_OF, params![school, person, ctx.now.day()])?;
    Ok(Grant::issue(held))
}
