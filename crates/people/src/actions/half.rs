//! A sign-in whose password was right and whose second factor is still asked for. It is no session: it lives in a sealed cookie, is good
//! for five minutes, in the browser that began it, as long as the password stays the one that was typed.

use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{AccountId, Ctx, Error, Instant, Result, SchoolId, hex};

use super::factor::{Proof, factor_of, prove};
use super::refused::{Refusal, refuse_sign_in};
use super::session::{Led, NewSession, led_to, note_success, open_session};
use crate::model::sign_in::Device;
use crate::model::sign_in::factor::HALF_LIFETIME;
use crate::store::factor as sql;

const PURPOSE: &str = "half-sign-in";

/// What a right password opens.
pub enum Entered {
    /// A session, by its token.
    Session(String),
    /// The page that asks for the code, by what its cookie holds.
    Half(String),
    /// Nothing: none of their posts may be used where they are.
    KeptOut,
}

/// What a code opens.
pub enum Finished {
    /// A session, by its token.
    Session(String),
    /// Nothing.
    Not(Proof),
}

/// Who has shown the password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Half {
    /// Whose password it was.
    pub account: AccountId,
    /// The organisation that they named.
    pub school: SchoolId,
    /// Whose device they say it is.
    pub device: Device,
    browser: Vec<u8>,
    until: Instant,
    password_at: Option<Instant>,
}

impl Half {
    fn written(&self) -> String {
        let Self { account, school, .. } = self;
        let shared = u8::from(self.device == Device::Shared);
        let password = self.password_at.map_or(0, |at| at.0);
        let browser = hex::written(&self.browser);
        format!(
            "{account} {} {shared} {browser} {} {password}",
            school.0, self.until.0
        )
    }

    fn parsed(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut next = || parts.next();
        Some(Self {
            account: next()?.parse().ok()?,
            school: SchoolId(next()?.parse().ok()?),
            device: match next()? {
                "1" => Device::Shared,
                _ => Device::Own,
            },
            browser: hex::read(next()?)?,
            until: Instant(next()?.parse().ok()?),
            password_at: match next()?.parse().ok()? {
                0 => None,
                at => Some(Instant(at)),
            },
        })
    }

    /// Reads the cookie of a browser, if it was sealed here for this browser and its time is not over.
    pub fn read(vault: &Vault, cookie: &str, (browser, now): (&[u8], Instant)) -> Option<Self> {
        let text = vault.open(PURPOSE, &hex::read(cookie)?).ok()?;
        let half = Self::parsed(std::str::from_utf8(&text).ok()?)?;
        // A clock that was put back does not make it longer.
        let left = half.until.0 - now.0;
        (half.browser == browser && (0..=HALF_LIFETIME).contains(&left)).then_some(half)
    }
}

/// Lets somebody in whose password, or whose one-time code, was right: to the page that asks for the second factor where one is on.
///
/// # Errors
/// [`Error::NotFound`] when they hold no post any more.
pub fn enter(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault, new: &NewSession) -> Result<Entered> {
    if let Led::KeptOut(_) = led_to(tx, ctx, new)? {
        refuse_sign_in(tx, ctx, new, Refusal::Elsewhere)?;
        return Ok(Entered::KeptOut);
    }
    if factor_of(tx, new.account)?.on_since.is_none() {
        note_success(tx, new.account, &new.browser)?;
        return Ok(Entered::Session(open_session(tx, ctx, new)?));
    }
    // The failures before stay: they are forgotten when the code is right too.
    let half = Half {
        account: new.account,
        school: new.school,
        device: new.device,
        browser: new.browser.clone(),
        until: ctx.now.plus(HALF_LIFETIME),
        password_at: password_at(tx, new.account)?,
    };
    let sealed = vault.seal(PURPOSE, half.written().as_bytes(), ctx.bytes::<12>());
    Ok(Entered::Half(hex::written(&sealed)))
}

fn password_at(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Instant>> {
    Ok(tx
        .one::<(Option<Instant>,)>(sql::PASSWORD_AT, params![account])?
        .0)
}

/// Looks at the code, and opens the session where it is right.
///
/// # Errors
/// [`Error::SignIn`] where the password is another meanwhile, or the second factor was reset: they begin anew.
pub fn finish(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (half, new): (&Half, &NewSession),
    typed: &str,
) -> Result<Finished> {
    if password_at(tx, half.account)? != half.password_at {
        return Err(Error::SignIn);
    }
    // Who signs in with a telephone names no organisation.
    let school = match led_to(tx, ctx, new)? {
        Led::To(post) | Led::KeptOut(post) => post.school,
        Led::Nowhere => half.school,
    };
    let proof = prove(tx, ctx, vault, (school, half.account, &new.browser), typed)?;
    match proof {
        Proof::Right => return Ok(Finished::Session(open_session(tx, ctx, new)?)),
        Proof::Wrong => {
            refuse_sign_in(tx, ctx, new, Refusal::Code)?;
        }
        Proof::Wait(_) => {}
    }
    Ok(Finished::Not(proof))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_sign_in_is_of_one_browser_and_five_minutes() {
        let vault = Vault::new(1, &[3; 64]);
        let now = Instant(1_795_482_000 * Instant::SECOND);
        let half = Half {
            account: AccountId::of(kernel::RawId::from_bytes([7; 16])),
            school: SchoolId(3),
            device: Device::Shared,
            browser: vec![1, 2],
            until: now.plus(HALF_LIFETIME),
            password_at: Some(Instant(5)),
        };
        let cookie = hex::written(&vault.seal(PURPOSE, half.written().as_bytes(), [9; 12]));
        let read = |browser: &[u8], at: Instant| Half::read(&vault, &cookie, (browser, at));
        assert_eq!(read(&[1, 2], now), Some(half.clone()));
        assert_eq!(read(&[1, 2], now.plus(HALF_LIFETIME)), Some(half));
        assert_eq!(read(&[1, 2], now.plus(HALF_LIFETIME + 1)), None, "too late");
        assert_eq!(read(&[1, 2], now.plus(-1)), None, "the clock went back");
        assert_eq!(read(&[1, 3], now), None, "another browser");
        assert_eq!(Half::read(&vault, "00", (&[1, 2], now)), None);
        assert_eq!(
            Half::read(&Vault::new(1, &[4; 64]), &cookie, (&[1, 2], now)),
            None
        );
    }
}
