//! Gives somebody a post, making the person and the sign-in record where they are new.

use authz::Grant;
use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{AccountId, Ctx, Error, PersonId, PostId, RawId, Result, Role, SchoolId, Text};
use serde_json::json;

use super::codes::issue_code;
use super::names::{add_names, mark_staff};
use crate::model::name::{PersonName, Reading, sort_key};
use crate::model::sign_in::code::{Issued, Purpose};
use crate::model::sign_in::may_hold;
use crate::policy::Appoint;
use crate::store;

/// Who gets which post.
#[derive(Clone, Debug)]
pub struct NewPost {
    /// The person's name.
    pub name: PersonName,
    /// 工号, or the name an officer signs in with; unique within the organisation.
    pub number: String,
    /// The post.
    pub role: Role,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Appointed {
    /// The new post.
    pub post: PostId,
    /// The person, new or known by the number.
    pub person: PersonId,
    /// Their sign-in record.
    pub account: AccountId,
    /// For a first sign-in, where they have no password yet.
    pub code: Option<Issued>,
}

/// Appoints; a person known by the number gets a further post.
///
/// # Errors
/// [`Error::Invalid`] when the number belongs to somebody of another name, or the post excludes one they hold.
pub fn appoint(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<Appoint>,
    new: &NewPost,
) -> Result<Appointed> {
    let school = grant.target().number;
    let known: Option<(PersonId, String, Option<AccountId>)> =
        tx.opt(store::PERSON_BY_NUMBER, params![school, &new.number])?;
    let (person, account) = match known {
        Some((_, name, _)) if name != new.name.as_str() => {
            return Err(Error::field(
                "number",
                Text::new("people-number-taken").with("name", name),
            ));
        }
        Some((person, _, account)) => (person, account),
        None => (add_person(tx, ctx, school, new)?, None),
    };
    let account = match account {
        Some(account) => account,
        None => add_account(tx, ctx, school, person, &new.number)?,
    };
    let held: Vec<(String,)> = tx.all(store::ROLES_OF_PERSON, params![school, person, ctx.now.day()])?;
    let held: Vec<Role> = held.iter().filter_map(|(code,)| Role::from_code(code)).collect();
    if held.contains(&new.role) {
        return Err(Error::field("role", Text::new("people-post-held")));
    }
    may_hold(&held, new.role).map_err(|text| Error::field("role", text))?;
    let post = ctx.id();
    let role = new.role.code();
    tx.run(
        store::ADD_POST,
        params![
            post,
            account,
            school,
            person,
            role,
            ctx.now.day(),
            None::<i64>,
            ctx.now
        ],
    )?;
    mark_staff(tx, school, person)?;
    let entry = ledger::Entry::new("people.appoint", "post", post.raw())
        .after(&json!({ "role": role, "number": new.number, "person": person.to_string() }));
    ledger::record(tx, ctx, school, entry)?;
    let (password,): (Option<String>,) = tx.one(store::PASSWORD_OF, params![account])?;
    let code = match password {
        Some(_) => None,
        None => Some(issue_code(
            tx,
            ctx,
            vault,
            (school, account),
            Purpose::FirstSignIn,
        )?),
    };
    Ok(Appointed {
        post,
        person,
        account,
        code,
    })
}

fn add_person(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, new: &NewPost) -> Result<PersonId> {
    let person: PersonId = ctx.id();
    let name = new.name.as_str();
    let reading = Reading::of(name);
    let nothing = None::<Vec<u8>>;
    let added = tx.run(
        store::ADD_PERSON,
        params![
            school,
            person,
            None::<AccountId>,
            name,
            reading.spaced(),
            sort_key(name, None),
            &new.number,
            "",
            None::<i64>,
            "",
            &nothing,
            &nothing,
            &nothing,
            &nothing,
            ctx.now,
            None::<RawId>
        ],
    )?;
    if added == 0 {
        return Err(Error::Busy);
    }
    add_names(tx, school, &[(person, name, &new.number)])?;
    Ok(person)
}

/// A sign-in record for a person, under (organisation, number).
pub(crate) fn add_account(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    person: PersonId,
    number: &str,
) -> Result<AccountId> {
    let account: AccountId = ctx.id();
    tx.run(store::ADD_ACCOUNT, params![account, ctx.now])?;
    let added = tx.run(store::ADD_HANDLE, params!["number", school, number, account])?;
    if added == 0 {
        return Err(Error::field("number", Text::new("people-number-used")));
    }
    tx.run(store::SET_PERSON_ACCOUNT, params![school, person, account])?;
    Ok(account)
}
