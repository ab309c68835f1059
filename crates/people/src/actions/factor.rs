//! Second factors: set up and confirmed, proved at a sign-in, switched off by their owner or reset for who lost the device.

use authz::Grant;
use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{AccountId, Ctx, Error, Instant, RawId, Result, SchoolId, Text};
use serde_json::json;

use super::session::{end_others, failures_of, note_failure, note_success};
use crate::model::sign_in::code::Code;
use crate::model::sign_in::factor::RECOVERY_CODES;
use crate::model::sign_in::totp::{Secret, Typed};
use crate::policy::ResetFactor;
use crate::store::factor::{self as sql, FactorRow};

/// What secrets are sealed for.
pub(crate) const FACTOR: &str = "account.second-factor";

/// How somebody's second factor stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// When it was switched on, if it is on.
    pub on_since: Option<Instant>,
    /// How many codes for a lost device are left.
    pub left: i64,
}

/// How it stands.
///
/// # Errors
/// The engine's.
pub fn factor_of(tx: &mut Tx<'_>, account: AccountId) -> Result<Standing> {
    let on: Option<(Option<Instant>,)> = tx.opt(sql::IS_ON, params![account])?;
    let on_since = on.and_then(|(since,)| since);
    let left = match on_since {
        Some(_) => tx.one::<(i64,)>(sql::RECOVERIES_LEFT, params![account])?.0,
        None => 0,
    };
    Ok(Standing { on_since, left })
}

/// Makes a secret, which waits to be confirmed by a code; one that waited is forgotten.
///
/// # Errors
/// [`Error::Conflict`] where a second factor is on.
pub fn begin_factor(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault, account: AccountId) -> Result<Secret> {
    let secret = Secret::of(ctx.bytes::<20>());
    let sealed = vault.seal(FACTOR, secret.bytes(), ctx.bytes::<12>());
    match tx.run(sql::BEGIN, params![account, sealed, ctx.now])? {
        0 => Err(Error::Conflict(Text::new("people-factor-is-on"))),
        _ => Ok(secret),
    }
}

/// The secret that waits to be confirmed.
///
/// # Errors
/// [`Error::Conflict`] where none waits.
pub fn begun_secret(tx: &mut Tx<'_>, vault: &Vault, account: AccountId) -> Result<Secret> {
    let row: Option<FactorRow> = tx.opt(sql::FACTOR, params![account])?;
    let begun = row.filter(|row| row.confirmed_at.is_none());
    let begun = begun.ok_or_else(|| Error::Conflict(Text::new("people-factor-none-begun")))?;
    opened(vault, &begun)
}

fn opened(vault: &Vault, row: &FactorRow) -> Result<Secret> {
    let bytes = vault.open(FACTOR, &row.sealed).map_err(Error::internal)?;
    let bytes = bytes
        .try_into()
        .map_err(|_| Error::internal("a secret of another length"))?;
    Ok(Secret::of(bytes))
}

/// Switches a second factor on by a code of the app that knows the secret, and answers the codes for a lost device, which nobody sees
/// again. Other sessions of the account end.
///
/// # Errors
/// At the field `code` where it is not the app's; [`Error::Conflict`] where none was begun.
pub fn confirm_factor(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (school, account): (SchoolId, AccountId),
    typed: &str,
) -> Result<Vec<Code>> {
    let secret = begun_secret(tx, vault, account)?;
    let wrong = || Error::field("code", Text::new("people-factor-wrong"));
    let Some(Typed::Digits(digits)) = Typed::parse(typed) else {
        return Err(wrong());
    };
    let step = secret.step_of(digits, ctx.now, 0).ok_or_else(wrong)?;
    tx.run(sql::CONFIRM, params![account, ctx.now, step])?;
    tx.run(sql::DROP_RECOVERIES, params![account])?;
    let codes: Vec<Code> = (0..RECOVERY_CODES)
        .map(|_| Code::from_chance(ctx.bytes::<8>()))
        .collect();
    for code in &codes {
        tx.run(sql::ADD_RECOVERY, params![account, hash_of(vault, account, code)])?;
    }
    let entry = ledger::Entry::new("people.set-up-factor", "account", account.raw());
    ledger::record(tx, ctx, school, entry)?;
    Ok(codes)
}

fn hash_of(vault: &Vault, account: AccountId, code: &Code) -> Vec<u8> {
    vault.search_key("recovery-code", &format!("{account} {}", code.reveal()))
}

/// What came of a code that somebody typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is right, and used up.
    Right,
    /// It is not; the failure is noted as a wrong password's is.
    Wrong,
    /// It was not looked at: so many seconds have to pass after the failures before.
    Wait(i64),
}

/// Looks at a code of the second factor. Delays are those of passwords, counted together with them, so that a strange device never
/// locks a known one out.
///
/// # Errors
/// [`Error::SignIn`] where no second factor is on.
pub fn prove(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (school, account, browser): (SchoolId, AccountId, &[u8]),
    typed: &str,
) -> Result<Proof> {
    let (_, failures) = failures_of(tx, account, browser)?;
    let wait = failures.map_or(0, |failures| failures.wait(ctx.now));
    if wait > 0 {
        return Ok(Proof::Wait((wait + Instant::SECOND - 1) / Instant::SECOND));
    }
    let row: Option<FactorRow> = tx.opt(sql::FACTOR, params![account])?;
    let on = row
        .filter(|row| row.confirmed_at.is_some())
        .ok_or(Error::SignIn)?;
    let right = match Typed::parse(typed) {
        Some(Typed::Digits(digits)) => match opened(vault, &on)?.step_of(digits, ctx.now, on.last_step) {
            Some(step) => tx.run(sql::USE_STEP, params![account, step])? == 1,
            None => false,
        },
        Some(Typed::Recovery(code)) => recovered(tx, ctx, vault, (school, account), &code)?,
        None => false,
    };
    if right {
        note_success(tx, account, browser)?;
        Ok(Proof::Right)
    } else {
        note_failure(tx, ctx, account, browser)?;
        Ok(Proof::Wrong)
    }
}

/// Uses a code for a lost device up; of two who try at once, one is refused.
fn recovered(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (school, account): (SchoolId, AccountId),
    code: &Code,
) -> Result<bool> {
    let hash = hash_of(vault, account, code);
    if tx.run(sql::USE_RECOVERY, params![account, hash, ctx.now])? == 0 {
        return Ok(false);
    }
    let (left,): (i64,) = tx.one(sql::RECOVERIES_LEFT, params![account])?;
    let entry = ledger::Entry::new("people.use-recovery-code", "account", account.raw())
        .after(&json!({ "left": left }));
    ledger::record(tx, ctx, school, entry)?;
    Ok(true)
}

/// Switches one's own second factor off; other sessions end.
///
/// # Errors
/// The engine's.
pub fn end_factor(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, account): (SchoolId, AccountId),
    kept: RawId,
) -> Result<()> {
    forget(tx, account)?;
    end_others(tx, ctx, account, kept)?;
    let entry = ledger::Entry::new("people.end-factor", "account", account.raw());
    ledger::record(tx, ctx, school, entry)?;
    Ok(())
}

/// Takes the second factor of somebody who lost the device away, and ends every session of theirs: one may be on it.
///
/// # Errors
/// [`Error::Conflict`] where they have none.
pub fn reset_factor(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<ResetFactor>) -> Result<()> {
    let of = grant.target();
    if factor_of(tx, of.account)?.on_since.is_none() {
        return Err(Error::Conflict(Text::new("people-factor-is-off")));
    }
    forget(tx, of.account)?;
    tx.run(sql::END_ALL_SESSIONS, params![of.account, ctx.now])?;
    let entry = ledger::Entry::new("people.reset-factor", "person", of.person.raw());
    ledger::record(tx, ctx, of.school, entry)?;
    Ok(())
}

fn forget(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.run(sql::END, params![account])?;
    tx.run(sql::DROP_RECOVERIES, params![account])?;
    Ok(())
}
