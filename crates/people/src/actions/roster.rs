//! A roster comes in: staged as a sealed file, decided by one row, then written in short transactions.
//!
//! Until it is decided nothing of it is a person. After that it comes in as a whole: each transaction writes at most
//! [`CHUNK`] people, so that no writer is held long; reading the file again finds what is still to be written, so that a
//! stopped import goes on where it stood; and the last row makes all new people seen at once.

use authz::Grant;
use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{AccountId, Ctx, Error, PersonId, RawId, Result, Role, SchoolId, Text, hex};
use serde_json::json;

use super::names::{mark_staff, name_again};
use super::newcomers;
use crate::intake::{Incoming, Kind, Part};
use crate::model::class::ClassId;
use crate::model::name::{Reading, sort_key};
use crate::model::roster::Waits;
use crate::model::roster::codes::StudentStatus;
use crate::policy::ImportRoster;
use crate::store;
use crate::store::roster::{self, Present, Signing};

/// People in one transaction: some twenty milliseconds of SQLite's writer.
pub const CHUNK: usize = 200;
/// How long a file waits for the decision.
const WAITS: i64 = kernel::Instant::DAY;

/// Keeps a file until somebody decides; those that nobody decided on in time go.
///
/// # Errors
/// The engine's.
pub fn stage_roster(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ImportRoster>,
    (kind, waits): (Kind, &Waits),
    (name, sealed): (&str, &[u8]),
) -> Result<RawId> {
    let (school, id) = (*grant.target(), ctx.raw_id());
    tx.run(roster::DROP_EXPIRED, params![school, ctx.now])?;
    let until = ctx.now.plus(WAITS);
    tx.run(
        roster::ADD_UPLOAD,
        params![
            school,
            id,
            kind.code(),
            name,
            sealed,
            ctx.actor.account(),
            ctx.now,
            until,
            u32::try_from(waits.faults).unwrap_or(u32::MAX),
            waits.lines()
        ],
    )?;
    Ok(id)
}

/// Throws a file away that was not decided on.
///
/// # Errors
/// `NotFound` when there is none.
pub fn discard_roster(tx: &mut Tx<'_>, grant: &Grant<ImportRoster>, upload: RawId) -> Result<()> {
    if tx.run(roster::DISCARD, params![*grant.target(), upload])? == 0 {
        Err(Error::NotFound)
    } else {
        Ok(())
    }
}

/// Decides that a roster comes in: new, changed and moved people as the preview counted them.
///
/// # Errors
/// [`Error::Conflict`] when it was decided before, or another import of the school is under way.
pub fn confirm_roster(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ImportRoster>,
    (upload, kind): (RawId, Kind),
    [added, changed, moved]: [u32; 3],
) -> Result<()> {
    let school = *grant.target();
    if tx.run(
        roster::CONFIRM,
        params![school, upload, ctx.now, added, changed, moved],
    )? == 0
    {
        return Err(Error::Conflict(Text::new("people-roster-under-way")));
    }
    let after = json!({ "of": kind.code(), "new": added, "changed": changed, "moved": moved });
    ledger::record(
        tx,
        ctx,
        school,
        ledger::Entry::new(<ImportRoster as authz::Verb>::NAME, "roster", upload).after(&after),
    )?;
    Ok(())
}

/// Writes some people of a decided roster.
///
/// # Errors
/// [`Error::Conflict`] when a number was given to somebody else since the preview.
pub fn write_people(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (grant, upload): (&Grant<ImportRoster>, Option<RawId>),
    rows: &[Incoming],
) -> Result<()> {
    let school = *grant.target();
    let (known, new): (Vec<&Incoming>, Vec<&Incoming>) = rows.iter().partition(|row| row.person.is_some());
    if !new.is_empty() {
        newcomers::add(tx, ctx, (school, upload), &new)?;
    }
    for row in known {
        let Some(person) = row.person else { continue };
        let account = amend(tx, ctx, school, person, row)?;
        match &row.part {
            Part::Student {
                class,
                status,
                entered,
                detail,
            } => {
                tx.run(
                    roster::SET_STUDENT_DETAIL,
                    params![school, person, *entered, detail],
                )?;
                enrol(tx, ctx, vault, (school, person, account), (*class, *status))?;
            }
            Part::Teacher { detail, roles } => {
                tx.run(
                    roster::SET_TEACHER_DETAIL,
                    &newcomers::teacher_row(school, person, detail),
                )?;
                give_posts(tx, ctx, (school, person, account), roles)?;
            }
        }
    }
    Ok(())
}

/// The last row: the file goes, and the new people are seen.
///
/// # Errors
/// The engine's.
pub fn finish_roster(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<ImportRoster>, upload: RawId) -> Result<()> {
    tx.run(roster::DONE, params![*grant.target(), upload, ctx.now])?;
    Ok(())
}

pub(super) fn taken(number: &str) -> Error {
    Error::Conflict(Text::new("people-roster-number-used").with("value", number))
}

/// Two people with one phone (siblings, or a parent's): the first signs in by it, the other by number.
fn set_phone_handle(tx: &mut Tx<'_>, account: AccountId, row: &Incoming) -> Result<()> {
    let Some((_, key)) = &row.phone else {
        return Ok(());
    };
    tx.run(
        store::ADD_HANDLE,
        params!["phone", SchoolId(0), hex::written(key), account],
    )?;
    Ok(())
}

/// What the roster changes of a known person; answers their sign-in record.
fn amend(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    person: PersonId,
    row: &Incoming,
) -> Result<AccountId> {
    let (account, number): Signing = tx.one(roster::ACCOUNT_OF_PERSON, params![school, person])?;
    let (kind, sealed, key) = match &row.identity {
        Some((kind, sealed, key)) => (Some(*kind), Some(sealed), Some(key)),
        None => (None, None, None),
    };
    let (phone, phone_key) = row.phone.as_ref().map(|(sealed, key)| (sealed, key)).unzip();
    tx.run(
        roster::UPDATE_PERSON,
        params![
            school,
            person,
            &row.number,
            row.sex,
            row.born,
            kind,
            sealed,
            key,
            phone,
            phone_key
        ],
    )?;
    let changes = |field: &str| row.changes.iter().any(|change| change.field == field);
    if changes("name") {
        let name = row.name.as_str();
        let reading = Reading::of(name).spaced();
        tx.run(
            roster::RENAME_PERSON,
            params![school, person, name, reading, sort_key(name, None)],
        )?;
    }
    if changes("name") || number != row.number {
        name_again(tx, school, person)?;
    }
    let account = match account {
        Some(account) => account,
        None => super::appoint::add_account(tx, ctx, school, person, &row.number)?,
    };
    if number != row.number {
        tx.run(roster::DROP_HANDLE, params![account, "number", school])?;
        if tx.run(store::ADD_HANDLE, params!["number", school, &row.number, account])? == 0 {
            return Err(taken(&row.number));
        }
    }
    if changes("phone") {
        tx.run(roster::DROP_HANDLE, params![account, "phone", SchoolId(0)])?;
        set_phone_handle(tx, account, row)?;
    }
    let fields: Vec<&str> = row.changes.iter().map(|change| change.field).collect();
    let entry =
        ledger::Entry::new("people.amend-person", "person", person.raw()).after(&json!({ "fields": fields }));
    ledger::record(tx, ctx, school, entry)?;
    Ok(account)
}

/// Puts a student on the list of a class; the earlier list keeps them until yesterday's state.
fn enrol(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    (school, person, account): (SchoolId, PersonId, AccountId),
    (class, status): (ClassId, StudentStatus),
) -> Result<()> {
    let today = ctx.now.day();
    let present: Option<Present> = tx.opt(roster::PRESENT_ENROLMENT, params![school, person])?;
    if let Some((old_class, old_status)) = &present {
        if *old_class == class && old_status == status.code() {
            return Ok(());
        }
        tx.run(roster::CLOSE_ENROLMENT, params![school, person, today])?;
        let entry = ledger::Entry::new("people.move-student", "person", person.raw())
            .before(&json!({ "class": old_class.to_string() }))
            .after(&json!({ "class": class.to_string() }))
            .personal(vault, person, "status.before", old_status)
            .personal(vault, person, "status.after", status.code());
        ledger::record(tx, ctx, school, entry)?;
    }
    tx.run(
        roster::ADD_ENROLMENT,
        params![school, ctx.raw_id(), person, class, status.code(), today, ctx.now],
    )?;
    if status.has_left() {
        tx.run(roster::END_STUDENT_POST, params![school, person, today.plus(-1)])?;
        tx.run(roster::END_STUDENT_SESSIONS, params![school, account, ctx.now])?;
        return Ok(());
    }
    let held: Option<(RawId,)> = tx.opt(roster::PRESENT_STUDENT_POST, params![school, person, today])?;
    if held.is_none() {
        tx.run(
            store::ADD_STUDENT_POST,
            params![school, ctx.raw_id(), account, person, today, None::<i64>, ctx.now],
        )?;
    }
    Ok(())
}

pub(super) fn give_posts(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, person, account): (SchoolId, PersonId, AccountId),
    roles: &[Role],
) -> Result<()> {
    let held: Vec<(String,)> = tx.all(store::ROLES_OF_PERSON, params![school, person, ctx.now.day()])?;
    for role in roles
        .iter()
        .map(|role| role.code())
        .filter(|role| held.iter().all(|(code,)| code != role))
    {
        let post = ctx.raw_id();
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
        let after = json!({ "role": role, "person": person.to_string() });
        ledger::record(
            tx,
            ctx,
            school,
            ledger::Entry::new("people.appoint", "post", post).after(&after),
        )?;
    }
    mark_staff(tx, school, person)
}
