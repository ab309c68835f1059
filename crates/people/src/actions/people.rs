//! People: a reading set by hand, an exact search that is audited, the slips of a class, sessions ended by the security
//! administrator.

use authz::{Grant, Verb as _};
use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{Ctx, Error, PersonId, RawId, Result, Text};
use serde_json::json;

use super::codes::issue_code;
use super::names::name_again;
use crate::intake::IDENTITY;
use crate::model::name::{Reading, sort_key};
use crate::model::sign_in::code::{Issued, Purpose};
use crate::policy::{self, EndAnySession, FindByIdentity, IssueClassSlips, SetReading};
use crate::store;
use crate::store::classes::{self, StudentRow};

/// Sets how a name is read, or with `None` lets the tables read it again.
///
/// # Errors
/// [`Error::Conflict`] when somebody changed the person meanwhile.
pub fn set_reading(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<SetReading>,
    by_hand: Option<&Reading>,
) -> Result<()> {
    let person = grant.target();
    let assumed = Reading::of(&person.name);
    let reading = by_hand.unwrap_or(&assumed);
    let key = sort_key(&person.name, by_hand);
    let changed = tx.run(
        classes::SET_READING,
        params![
            person.school,
            person.person,
            reading.spaced(),
            key,
            by_hand.is_some(),
            person.version
        ],
    )?;
    if changed == 0 {
        return Err(Error::Conflict(Text::new("people-person-stale")));
    }
    name_again(tx, person.school, person.person)?;
    let entry = ledger::Entry::new(SetReading::NAME, "person", person.person.raw());
    ledger::record(
        tx,
        ctx,
        person.school,
        entry.after(&json!({ "by_hand": by_hand.is_some() })),
    )?;
    Ok(())
}

/// Who holds exactly this certificate number. That somebody asked is kept, the number is not.
///
/// # Errors
/// The engine's.
pub fn find_by_identity(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<FindByIdentity>,
    number: &str,
) -> Result<Option<PersonId>> {
    let school = *grant.target();
    let key = vault.search_key(IDENTITY, &number.trim().to_uppercase());
    let found: Option<(PersonId,)> = tx.opt(classes::BY_IDENTITY, params![school, key])?;
    let found = found.map(|(person,)| person);
    let object = found.map_or(RawId::nil(), PersonId::raw);
    let entry = ledger::Entry::new(FindByIdentity::NAME, "person", object)
        .after(&json!({ "found": found.is_some() }));
    ledger::record(tx, ctx, school, entry)?;
    Ok(found)
}

/// A code for each student of the grant: for the first sign-in, or to set a forgotten password anew.
///
/// # Errors
/// The engine's.
pub fn issue_class_slips(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<IssueClassSlips>,
) -> Result<Vec<(StudentRow, Issued)>> {
    let of = grant.target();
    let mut slips = Vec::new();
    for student in &of.students {
        let Some(account) = student.account else {
            continue;
        };
        let purpose = if student.password_at.is_some() {
            Purpose::Reset
        } else {
            Purpose::FirstSignIn
        };
        slips.push((
            student.clone(),
            issue_code(tx, ctx, vault, (of.class.school, account), purpose)?,
        ));
    }
    let people: Vec<String> = slips
        .iter()
        .map(|(student, _)| student.person.to_string())
        .collect();
    let entry = ledger::Entry::new(IssueClassSlips::NAME, "class", of.class.id.raw())
        .after(&json!({ "people": people }));
    ledger::record(tx, ctx, of.class.school, entry)?;
    Ok(slips)
}

/// Ends a session of anybody in the organisation.
///
/// # Errors
/// `NotFound` for a session of another organisation, or one that has ended.
pub fn end_any_session(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EndAnySession>,
    session: RawId,
) -> Result<()> {
    let account = policy::session_of(tx, grant, session)?;
    tx.run(store::END_SESSION, params![session, account, ctx.now])?;
    let entry = ledger::Entry::new(EndAnySession::NAME, "session", session)
        .after(&json!({ "account": account.to_string() }));
    ledger::record(tx, ctx, *grant.target(), entry)?;
    Ok(())
}
