//! Tries that did not get in, as the audit chain of the organisation keeps them (OWASP ASVS 5.0, 16.3.1): a wrong password, a wrong
//! code, an administrator where administrators do not work. What was typed stands nowhere.
//!
//! A try that has to wait is not looked at and so not written down: the delays of [`crate::model::sign_in::failures`] bound the lines too.

use db::Tx;
use kernel::{Ctx, Error, Result};
use serde_json::json;

use super::session::{Led, NewSession, led_to, note_again, note_failure};
use crate::model::sign_in::Device;

/// Why somebody did not get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The password was wrong.
    Password,
    /// The code of the second factor was.
    Code,
    /// The password was right, and none of the posts may be used where they are.
    Elsewhere,
}

impl Refusal {
    const fn code(self) -> &'static str {
        match self {
            Self::Password => "wrong-password",
            Self::Code => "wrong-code",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// Notes a wrong password at the sign-in: the failure, and the line. Whose name is nobody's (`tried.account` stands for it then) has a
/// failure and no line, and as much is written for it, so that the time does not tell a name that is somebody's from one that is not.
///
/// # Errors
/// The engine's.
pub fn refuse_password(tx: &mut Tx<'_>, ctx: &Ctx, tried: &NewSession) -> Result<()> {
    note_failure(tx, ctx, tried.account, &tried.browser)?;
    if !refuse_sign_in(tx, ctx, tried, Refusal::Password)? {
        // The line, and what waits for its seal.
        note_again(tx, tried.account, &tried.browser)?;
        note_again(tx, tried.account, &tried.browser)?;
    }
    Ok(())
}

/// Writes the line of a sign-in that was refused, with what a successful one tells; whether there is an organisation that it belongs to.
///
/// # Errors
/// The engine's.
pub fn refuse_sign_in(tx: &mut Tx<'_>, ctx: &Ctx, tried: &NewSession, why: Refusal) -> Result<bool> {
    let post = match led_to(tx, ctx, tried)? {
        Led::To(post) | Led::KeptOut(post) => post,
        Led::Nowhere => return Ok(false),
    };
    let shared = tried.device == Device::Shared;
    let entry = ledger::Entry::new("people.refuse-sign-in", "account", tried.account.raw())
        .after(&json!({ "role": post.role, "shared": shared, "refused": why.code() }));
    ledger::record(tx, ctx, post.school, entry)?;
    Ok(true)
}

/// Writes the line of somebody signed in who did not show once more that it is them, before a change of how they sign in.
///
/// # Errors
/// [`Error::SignIn`] where nobody is signed in.
pub fn refuse_proof(tx: &mut Tx<'_>, ctx: &Ctx, why: Refusal) -> Result<()> {
    let (account, seat) = (ctx.actor.account(), ctx.actor.seat());
    let (Some(account), Some(seat)) = (account, seat) else {
        return Err(Error::SignIn);
    };
    let entry = ledger::Entry::new("people.refuse-proof", "account", account.raw())
        .after(&json!({ "refused": why.code() }));
    ledger::record(tx, ctx, seat.school, entry)?;
    Ok(())
}
