//! The log of changes of a school course.

use db::{Tx, params};
use kernel::{Ctx, Error, Instant, PersonId, RawId, Result, SchoolId, Text};

use crate::policy::CourseDesk;
use crate::store::courses::{self as store, CourseChangeRow};

/// A change about to be noted.
pub struct Noted<'a> {
    pub number: i64,
    pub row: RawId,
    pub act: &'static str,
    pub field: &'a str,
    pub before: &'a str,
    pub after: &'a str,
    pub version: i64,
    pub op: Option<RawId>,
}

/// Numbers the next change of a course; whoever changes it at the same time waits here until this one is through.
pub fn next(tx: &mut Tx<'_>, ctx: &Ctx, desk: &CourseDesk) -> Result<i64> {
    let (school, course) = (desk.head.adoption.school, desk.head.course.id);
    let (number,): (i64,) = tx.one(store::NEXT_COURSE_CHANGE, params![school, course, ctx.now])?;
    Ok(number)
}

/// Notes a change.
pub fn note(tx: &mut Tx<'_>, ctx: &Ctx, desk: &CourseDesk, noted: &Noted<'_>) -> Result<()> {
    let (school, course) = (desk.head.adoption.school, desk.head.course.id);
    tx.run(
        store::ADD_COURSE_CHANGE,
        params![
            school,
            course,
            noted.number,
            noted.row,
            noted.act,
            noted.field,
            noted.before,
            noted.after,
            noted.version,
            noted.op,
            desk.person,
            ctx.now
        ],
    )?;
    Ok(())
}

/// Refuses where rows of a course were changed since a page was read: by somebody else, or by oneself otherwise than by typing.
///
/// # Errors
/// `Conflict` with who did it and when.
pub fn unchanged(tx: &mut Tx<'_>, desk: &CourseDesk, seen: i64, rows: &[RawId]) -> Result<()> {
    let (school, course) = (desk.head.adoption.school, desk.head.course.id);
    let since: Vec<CourseChangeRow> = tx.all(store::COURSE_CHANGES_SINCE, params![school, course, seen])?;
    let counts = |(row, act, person, _): &&CourseChangeRow| {
        rows.contains(row) && (act != "edit" || *person != desk.person)
    };
    match since.iter().find(counts) {
        Some((_, _, person, at)) => Err(changed_by(tx, school, (*person, *at))?),
        None => Ok(()),
    }
}

/// The refusal that names who was quicker.
pub fn changed_by(tx: &mut Tx<'_>, school: SchoolId, (person, at): (PersonId, Instant)) -> Result<Error> {
    let name = people::queries::names_of(tx, school, &[person])?.remove(&person);
    Ok(Error::Conflict(
        Text::new("design-changed-by")
            .with("name", name.unwrap_or_default())
            .with("at", at.clock_text()),
    ))
}
