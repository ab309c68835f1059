//! One-time codes: made, looked up, used once. Only a keyed hash of a code is stored.

use authz::Grant;
use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{AccountId, Ctx, Error, Result, SchoolId, Text};
use serde_json::json;

use crate::model::sign_in::code::{Code, Issued, Purpose};
use crate::policy::IssueSlip;
use crate::store::{self, CodeRow};

fn hash_of(vault: &Vault, code: &Code) -> Vec<u8> {
    vault.search_key("one-time-code", code.reveal())
}

/// Makes a code for an account; an older one for the same purpose ends.
///
/// # Errors
/// The engine's.
pub fn issue_code(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    of: (SchoolId, AccountId),
    purpose: Purpose,
) -> Result<Issued> {
    let (school, account) = of;
    tx.run(store::RETIRE_CODES, params![account, purpose.code(), ctx.now])?;
    let code = Code::of_slip(ctx.bytes::<16>());
    let until = ctx.now.plus(purpose.lifetime());
    tx.run(
        store::ADD_CODE,
        params![
            hash_of(vault, &code),
            purpose.code(),
            school,
            account,
            ctx.now,
            until
        ],
    )?;
    Ok(Issued { code, until })
}

/// A slip for somebody of the staff: with no password yet for the first sign-in, else to set it anew.
///
/// # Errors
/// The engine's.
pub fn issue_slip(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault, grant: &Grant<IssueSlip>) -> Result<Issued> {
    let post = grant.target();
    let (password,): (Option<String>,) = tx.one(store::PASSWORD_OF, params![post.account])?;
    let purpose = if password.is_some() {
        Purpose::Reset
    } else {
        Purpose::FirstSignIn
    };
    let issued = issue_code(tx, ctx, vault, (post.school, post.account), purpose)?;
    let entry = ledger::Entry::new("people.issue-slip", "person", post.person.raw())
        .after(&json!({ "purpose": purpose.code() }));
    ledger::record(tx, ctx, post.school, entry)?;
    Ok(issued)
}

/// The code that an empty installation prints at its start; it belongs to nobody yet.
///
/// # Errors
/// The engine's.
pub fn issue_start_code(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault) -> Result<Code> {
    let code = Code::from_chance(ctx.bytes::<8>());
    let (purpose, until) = (
        Purpose::FirstStart.code(),
        ctx.now.plus(Purpose::FirstStart.lifetime()),
    );
    tx.run(
        store::ADD_CODE,
        params![
            hash_of(vault, &code),
            purpose,
            SchoolId(0),
            None::<AccountId>,
            ctx.now,
            until
        ],
    )?;
    Ok(code)
}

/// What a code that is still good is for.
///
/// # Errors
/// At the field `code`: it is unknown, was used, or is too old.
pub fn code_row(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault, code: &Code) -> Result<CodeRow> {
    let row = tx.opt(store::CODE, params![hash_of(vault, code), ctx.now])?;
    row.ok_or_else(|| Error::field("code", Text::new("people-code-unknown")))
}

/// Uses a code up; of two who try at once, one is refused.
///
/// # Errors
/// As [`code_row`].
pub fn use_code(tx: &mut Tx<'_>, ctx: &Ctx, vault: &Vault, code: &Code) -> Result<CodeRow> {
    let row = code_row(tx, ctx, vault, code)?;
    let used = tx.run(store::USE_CODE, params![hash_of(vault, code), ctx.now])?;
    if used == 1 {
        Ok(row)
    } else {
        Err(Error::field("code", Text::new("people-code-unknown")))
    }
}
