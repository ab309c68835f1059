//! New people of a roster, many at a time: a table after the other, each by few statements.

use db::{Bind as _, Tx, Value, params};
use kernel::{AccountId, Ctx, PersonId, RawId, Result, SchoolId, hex};
use serde_json::json;

use super::names::add_names;
use super::roster::taken;
use crate::intake::{Incoming, Part};
use crate::model::class::ClassId;
use crate::model::name::{Reading, sort_key};
use crate::model::roster::codes::StudentStatus;
use crate::store::roster::{self, TeacherDetail};
use crate::store::{self, names};

/// Somebody new, with what is made of the name.
struct New<'a> {
    person: PersonId,
    account: AccountId,
    reading: String,
    sort_key: String,
    row: &'a Incoming,
}

/// Writes new people: sign-in records under their numbers without a password, what is known of them, their classes or posts.
///
/// # Errors
/// [`kernel::Error::Conflict`] when a number was given to somebody else since the preview.
pub(super) fn add(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, upload): (SchoolId, Option<RawId>),
    rows: &[&Incoming],
) -> Result<()> {
    let new: Vec<New<'_>> = rows
        .iter()
        .map(|row| New {
            person: ctx.id(),
            account: ctx.id(),
            reading: Reading::of(row.name.as_str()).spaced(),
            sort_key: sort_key(row.name.as_str(), None),
            row,
        })
        .collect();
    accounts(tx, ctx, (school, upload), &new)?;
    let named: Vec<(PersonId, &str, &str)> = new
        .iter()
        .map(|one| (one.person, one.row.name.as_str(), one.row.number.as_str()))
        .collect();
    add_names(tx, school, &named)?;
    students(tx, ctx, school, &new)?;
    teachers(tx, ctx, school, &new)?;
    let ids: Vec<String> = new.iter().map(|one| one.person.to_string()).collect();
    let entry = ledger::Entry::new("people.add-people", "roster", upload.unwrap_or_default())
        .after(&json!({ "people": ids }));
    ledger::record(tx, ctx, school, entry)?;
    Ok(())
}

fn accounts(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, upload): (SchoolId, Option<RawId>),
    new: &[New<'_>],
) -> Result<()> {
    let rows: Vec<_> = new
        .iter()
        .map(|one| [one.account.bind(), ctx.now.bind()])
        .collect();
    tx.run_all(store::ADD_ACCOUNT, &rows)?;
    let rows: Vec<_> = new
        .iter()
        .map(|one| person_row(ctx, (&school, &upload), one))
        .collect();
    let added = tx.run_all(store::ADD_PERSON, &rows)?;
    let number = "number";
    let rows: Vec<_> = new
        .iter()
        .map(|one| {
            [
                number.bind(),
                school.bind(),
                one.row.number.bind(),
                one.account.bind(),
            ]
        })
        .collect();
    // Who has a number of another person has none of the handles either: the numbers are looked at one by one.
    if added < new.len() as u64 || tx.run_all(store::ADD_HANDLE, &rows)? < new.len() as u64 {
        return Err(taken(used_number(tx, school, new)?));
    }
    // Two people with one phone (siblings, or a parent's): the first signs in by it, the other by number.
    let phones: Vec<(String, AccountId)> = new
        .iter()
        .filter_map(|one| Some((hex::written(&one.row.phone.as_ref()?.1), one.account)))
        .collect();
    let (kind, nowhere) = ("phone", SchoolId(0));
    let rows: Vec<_> = phones
        .iter()
        .map(|(key, account)| [kind.bind(), nowhere.bind(), key.bind(), account.bind()])
        .collect();
    tx.run_all(store::ADD_HANDLE, &rows)?;
    Ok(())
}

/// The first number that is somebody else's.
fn used_number<'a>(tx: &mut Tx<'_>, school: SchoolId, new: &'a [New<'_>]) -> Result<&'a str> {
    for one in new {
        let holder: Option<(PersonId,)> =
            tx.opt(names::HOLDER_OF_NUMBER, params![school, &one.row.number])?;
        if holder != Some((one.person,)) {
            return Ok(&one.row.number);
        }
    }
    Ok("")
}

fn person_row<'a>(
    ctx: &'a Ctx,
    (school, upload): (&'a SchoolId, &'a Option<RawId>),
    one: &'a New<'_>,
) -> [Value<'a>; 16] {
    let row = one.row;
    let nothing = Value::Null;
    let (kind, sealed, key) = match &row.identity {
        Some((kind, sealed, key)) => (*kind, sealed.bind(), key.bind()),
        None => ("", nothing, nothing),
    };
    let (phone, phone_key) = match &row.phone {
        Some((sealed, key)) => (sealed.bind(), key.bind()),
        None => (nothing, nothing),
    };
    [
        school.bind(),
        one.person.bind(),
        one.account.bind(),
        Value::Text(row.name.as_str()),
        one.reading.bind(),
        one.sort_key.bind(),
        row.number.bind(),
        Value::Text(row.sex.unwrap_or_default()),
        row.born.bind(),
        Value::Text(kind),
        sealed,
        key,
        phone,
        phone_key,
        ctx.now.bind(),
        upload.bind(),
    ]
}

/// Puts new students on the lists of their classes; who has not left already gets a post.
fn students(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, new: &[New<'_>]) -> Result<()> {
    let today = ctx.now.day();
    let mut students: Vec<(&New<'_>, ClassId, StudentStatus, RawId, RawId)> = Vec::new();
    let mut details = Vec::new();
    for one in new {
        if let Part::Student {
            class,
            status,
            entered,
            detail,
        } = &one.row.part
        {
            details.push([school.bind(), one.person.bind(), entered.bind(), detail.bind()]);
            students.push((one, *class, *status, ctx.raw_id(), ctx.raw_id()));
        }
    }
    tx.run_all(roster::SET_STUDENT_DETAIL, &details)?;
    let rows: Vec<_> = students
        .iter()
        .map(|(one, class, status, id, _)| {
            let code = Value::Text(status.code());
            let (person, class) = (one.person.bind(), class.bind());
            [
                school.bind(),
                id.bind(),
                person,
                class,
                code,
                today.bind(),
                ctx.now.bind(),
            ]
        })
        .collect();
    tx.run_all(roster::ADD_ENROLMENT, &rows)?;
    let rows: Vec<_> = students
        .iter()
        .filter(|(_, _, status, ..)| !status.has_left())
        .map(|(one, _, _, _, post)| {
            let (account, person) = (one.account.bind(), one.person.bind());
            [
                school.bind(),
                post.bind(),
                account,
                person,
                today.bind(),
                Value::Null,
                ctx.now.bind(),
            ]
        })
        .collect();
    tx.run_all(store::ADD_STUDENT_POST, &rows)?;
    Ok(())
}

fn teachers(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, new: &[New<'_>]) -> Result<()> {
    let mut details = Vec::new();
    for one in new {
        if let Part::Teacher { detail, roles } = &one.row.part {
            details.push(teacher_row(school, one.person, detail));
            super::roster::give_posts(tx, ctx, (school, one.person, one.account), roles)?;
        }
    }
    tx.run_all(roster::SET_TEACHER_DETAIL, &details)?;
    Ok(())
}

/// The parameters of [`roster::SET_TEACHER_DETAIL`].
pub(super) fn teacher_row(school: SchoolId, person: PersonId, detail: &TeacherDetail) -> [Value<'_>; 13] {
    [
        Value::Int(school.0),
        Value::Id(person.raw()),
        detail.department.bind(),
        detail.posts.bind(),
        detail.title.bind(),
        detail.education.bind(),
        detail.skill.bind(),
        detail.level.bind(),
        detail.majors.bind(),
        detail.courses.bind(),
        detail.joined.bind(),
        detail.practice_months.bind(),
        detail.employment.bind(),
    ]
}
