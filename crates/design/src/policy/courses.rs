//! Adoptions and school courses: the school reads them, its 专业带头人 adopt and convert.

use authz::{Grant, Verb};
use db::{Tx, params};
use kernel::{Actor, Ctx, Error, OrgId, PersonId, Result, SchoolId, Text};
use org::queries::Org;

use super::{Desk, within};
use crate::model::course::CourseClass;
use crate::model::{AdoptionId, CourseId};
use crate::queries::courses::adoption;
use crate::store::courses::{self as store, Adoption};

pub use crate::store::courses::CourseHead;

/// Sees the adopted standards and the courses of the school.
pub struct ReadCourses;
/// Adopts a standard.
pub struct AdoptStandard;
/// Chooses the courses of a plan, follows a newer version, withdraws the adoption.
pub struct EditAdoption;
/// Converts a course.
pub struct EditCourse;

/// Who adopts, and for which school.
#[derive(Clone, Copy, Debug)]
pub struct Adopter {
    /// The school.
    pub school: SchoolId,
    /// Its id, by which it is counted.
    pub org: OrgId,
    /// Where it lies, GB/T 2260.
    pub region: i64,
    /// The person.
    pub person: PersonId,
}

/// An adoption that stands, and who changes it.
#[derive(Clone, Debug)]
pub struct PlanDesk {
    /// The adoption.
    pub row: Adoption,
    /// Its school's id, by which it is counted.
    pub org: OrgId,
    /// The person.
    pub person: PersonId,
}

/// A course of a plan that stands, and who changes it.
#[derive(Clone, Debug)]
pub struct CourseDesk {
    /// The course with its adoption.
    pub head: CourseHead,
    /// The person.
    pub person: PersonId,
}

impl Verb for ReadCourses {
    type Target = Desk;
    const NAME: &'static str = "design.read-courses";
}
impl Verb for AdoptStandard {
    type Target = Adopter;
    const NAME: &'static str = "design.adopt-standard";
}
impl Verb for EditAdoption {
    type Target = PlanDesk;
    const NAME: &'static str = "design.edit-adoption";
}
impl Verb for EditCourse {
    type Target = CourseDesk;
    const NAME: &'static str = "design.edit-course";
}

/// # Errors
/// 401 or 403.
pub fn may_read_courses(ctx: &Ctx) -> Result<Grant<ReadCourses>> {
    let (_, seat, person) = within(ctx, ReadCourses::NAME, "design-denied-courses")?;
    Ok(Grant::issue(Desk {
        school: seat.school,
        person,
    }))
}

/// An adoption of the own school.
///
/// # Errors
/// 401, 403, or 404 for one of another school.
pub fn may_read_adoption(tx: &mut Tx<'_>, ctx: &Ctx, id: AdoptionId) -> Result<Adoption> {
    let school = may_read_courses(ctx)?.target().school;
    adoption(tx, school, id)
}

/// A course of the own school.
///
/// # Errors
/// 401, 403, or 404 for one of another school.
pub fn may_read_course(tx: &mut Tx<'_>, ctx: &Ctx, id: CourseId) -> Result<CourseHead> {
    let school = may_read_courses(ctx)?.target().school;
    head(tx, school, id)
}

/// # Errors
/// 401 or 403.
pub fn may_adopt(ctx: &Ctx) -> Result<Grant<AdoptStandard>> {
    let (_, seat, person) = within(ctx, AdoptStandard::NAME, "design-denied-adopt")?;
    Ok(Grant::issue(Adopter {
        school: seat.school,
        org: seat.org,
        region: seat.region,
        person,
    }))
}

/// For the made-up nation: an adoption by this person.
///
/// # Errors
/// 404 for every person.
pub fn may_adopt_as_system(ctx: &Ctx, school: &Org, person: PersonId) -> Result<Grant<AdoptStandard>> {
    as_system(ctx)?;
    Ok(Grant::issue(Adopter {
        school: school.number,
        org: school.id,
        region: school.region,
        person,
    }))
}

/// An adoption of the own school that stands.
///
/// # Errors
/// 401, 403, 404 for one of another school, 409 for one that was withdrawn.
pub fn may_edit_adoption(tx: &mut Tx<'_>, ctx: &Ctx, id: AdoptionId) -> Result<Grant<EditAdoption>> {
    let (_, seat, person) = within(ctx, EditAdoption::NAME, "design-denied-adopt").or_else(|denied| {
        // Who may not adopt hears of another school's adoption as little as of nothing.
        may_read_adoption(tx, ctx, id)?;
        Err(denied)
    })?;
    let row = standing(adoption(tx, seat.school, id)?)?;
    Ok(Grant::issue(PlanDesk {
        row,
        org: seat.org,
        person,
    }))
}

/// For the made-up nation.
///
/// # Errors
/// 404 for every person.
pub fn may_edit_adoption_as_system(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, person): (&Org, PersonId),
    id: AdoptionId,
) -> Result<Grant<EditAdoption>> {
    as_system(ctx)?;
    let row = adoption(tx, school.number, id)?;
    Ok(Grant::issue(PlanDesk {
        row,
        org: school.id,
        person,
    }))
}

/// A course of a plan of the own school that stands.
///
/// # Errors
/// 401, 403, 404 for one of another school, 409 where the adoption was withdrawn.
pub fn may_edit_course(tx: &mut Tx<'_>, ctx: &Ctx, id: CourseId) -> Result<Grant<EditCourse>> {
    let (_, seat, person) = within(ctx, EditCourse::NAME, "design-denied-adopt").or_else(|denied| {
        may_read_course(tx, ctx, id)?;
        Err(denied)
    })?;
    let mut head = head(tx, seat.school, id)?;
    head.adoption = standing(head.adoption)?;
    Ok(Grant::issue(CourseDesk { head, person }))
}

/// For the made-up nation.
///
/// # Errors
/// 404 for every person.
pub fn may_edit_course_as_system(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, person): (SchoolId, PersonId),
    id: CourseId,
) -> Result<Grant<EditCourse>> {
    as_system(ctx)?;
    let head = head(tx, school, id)?;
    Ok(Grant::issue(CourseDesk { head, person }))
}

fn head(tx: &mut Tx<'_>, school: SchoolId, id: CourseId) -> Result<CourseHead> {
    Ok(tx.one(store::COURSE, params![school, id, CourseClass::Integrated.code()])?)
}

fn standing(row: Adoption) -> Result<Adoption> {
    match row.withdrawn_at {
        None => Ok(row),
        Some(_) => Err(Error::Conflict(Text::new("design-adoption-withdrawn"))),
    }
}

fn as_system(ctx: &Ctx) -> Result<()> {
    if ctx.actor == Actor::System {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}
