//! Who may see how the installation stands: the system administrator of the organisation that keeps it.

use authz::{Grant, Rule, Scope, Verb};
use db::Tx;
use kernel::{Ctx, Error, Result, Role, Text};

/// Sees how the installation stands.
pub struct ReadStatus;

impl Verb for ReadStatus {
    type Target = ();
    const NAME: &'static str = "watch.read-status";
}

/// The policy. Of the system administrators it is only that of the organisation which was registered first and keeps the
/// installation: a school's own has nothing to do with its disk.
pub const RULES: &[Rule] = &[Rule {
    verb: ReadStatus::NAME,
    allowed: &[(Role::SystemAdmin, Scope::Org)],
}];

/// Whether the actor may see it.
///
/// # Errors
/// 401, 403.
pub fn may_read_status(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Grant<ReadStatus>> {
    let (Some(role), Some(seat)) = (ctx.actor.role(), ctx.actor.seat()) else {
        return Err(Error::SignIn);
    };
    let denied = || Error::Denied(Text::new("watch-denied"));
    authz::scope_of(RULES, ReadStatus::NAME, role).ok_or_else(denied)?;
    if org::queries::keeper(tx)? != Some(seat.school) {
        return Err(denied());
    }
    Ok(Grant::issue(()))
}
