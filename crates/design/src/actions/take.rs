//! Chooses the courses of a plan: takes one of the standard, adds one of the school's own, leaves one out.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Hours, Problems, Result, SchoolId, Text};
use serde_json::json;

use crate::model::course::{Base, CourseClass};
use crate::model::field::LONGEST_LINE;
use crate::model::{AdoptionId, BaseId, CourseId, Position};
use crate::policy::{EditAdoption, EditCourse};
use crate::store::courses::{self as store, CourseRow};
use crate::{finders, queries};

/// A course of the school's own.
#[derive(Clone, Debug)]
pub struct Own {
    /// 课程属性
    pub class: CourseClass,
    /// 课程名称
    pub name: String,
    /// Hours of semester 1, 2 …; the course has as many as they sum to.
    pub semesters: Vec<Hours>,
}

/// Takes a course of the adopted table that the plan lacks; answers its id.
///
/// # Errors
/// `NotFound` for a course of another table, `Conflict` for one that the plan has.
pub fn take_course(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditAdoption>,
    base: BaseId,
) -> Result<CourseId> {
    let row = &grant.target().row;
    let bases = queries::courses::bases(tx, (row.standard, row.number, row.plan))?;
    let base = bases
        .iter()
        .find(|found| found.course == base)
        .ok_or(Error::NotFound)?;
    let courses: Vec<CourseRow> = tx.all(store::COURSES, params![row.school, row.id])?;
    if courses.iter().any(|course| course.base == Some(base.course)) {
        return Err(Error::Conflict(Text::new("design-course-taken")));
    }
    let id = take(
        tx,
        ctx,
        (row.school, row.id),
        (base, behind(&courses), row.semesters),
    )?;
    let entry = ledger::Entry::new("design.take-course", "school-course", id.raw())
        .after(&json!({ "adoption": row.id, "name": base.name, "hours": base.hours }));
    ledger::record(tx, ctx, row.school, entry)?;
    Ok(id)
}

/// Adds a course of the school's own to the plan; answers its id.
///
/// # Errors
/// `Invalid` at `name`, `class` or `hours`.
pub fn add_own_course(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditAdoption>,
    own: &Own,
) -> Result<CourseId> {
    let row = &grant.target().row;
    let hours: Hours = own.semesters.iter().copied().sum();
    let mut problems = Problems::default();
    if own.class.needs_base() {
        problems.add("class", Text::new("design-course-no-base"));
    }
    if own.name.trim().is_empty() {
        problems.add("name", Text::new("web-required"));
    }
    if own.name.chars().count() > LONGEST_LINE {
        problems.add("name", Text::new("design-too-long").with("most", LONGEST_LINE));
    }
    if hours == Hours::ZERO {
        problems.add("s1", Text::new("design-own-no-hours"));
    }
    problems.check()?;
    let courses: Vec<CourseRow> = tx.all(store::COURSES, params![row.school, row.id])?;
    let new = New {
        class: own.class,
        base: None,
        name: own.name.trim(),
        hours,
        references: 0,
        place: behind(&courses),
        semesters: &own.semesters,
    };
    let id = add(tx, ctx, (row.school, row.id), &new)?;
    let entry = ledger::Entry::new("design.add-course", "school-course", id.raw())
        .after(&json!({ "adoption": row.id, "name": new.name, "class": own.class, "hours": hours }));
    ledger::record(tx, ctx, row.school, entry)?;
    Ok(id)
}

/// Leaves a course out of the plan.
///
/// # Errors
/// `Conflict` when it was left out before, or while learning tasks belong to it.
pub fn leave_out(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditCourse>) -> Result<()> {
    let head = &grant.target().head;
    let (school, course) = (head.adoption.school, &head.course);
    let (tasks,): (i64,) = tx.one(store::COUNT_LEARNING_TASKS, params![school, course.id])?;
    if tasks > 0 {
        return Err(Error::Conflict(
            Text::new("design-course-has-tasks").with("count", tasks),
        ));
    }
    if tx.run(store::REMOVE_COURSE, params![school, course.id, ctx.now])? == 0 {
        return Err(Error::Conflict(Text::new("design-changed")));
    }
    finders::forget_course(tx, course.id)?;
    let entry = ledger::Entry::new("design.leave-out-course", "school-course", course.id.raw())
        .before(&json!({ "name": course.name, "hours": course.hours }));
    ledger::record(tx, ctx, school, entry)?;
    Ok(())
}

fn behind(courses: &[CourseRow]) -> Position {
    let places: Vec<Position> = courses.iter().map(|course| Position(course.position)).collect();
    Position::after_all(&places)
}

/// Takes a course as it stands in the standard.
pub(super) fn take(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    plan: (SchoolId, AdoptionId),
    (base, place, semesters): (&Base, Position, i64),
) -> Result<CourseId> {
    let within = base
        .semesters
        .iter()
        .take(usize::try_from(semesters).unwrap_or(0))
        .copied();
    let semesters: Vec<Hours> = within.collect();
    let new = New {
        class: CourseClass::Integrated,
        base: Some(base.course),
        name: &base.name,
        hours: base.hours,
        references: base.tasks.len(),
        place,
        semesters: &semesters,
    };
    add(tx, ctx, plan, &new)
}

struct New<'a> {
    class: CourseClass,
    base: Option<BaseId>,
    name: &'a str,
    hours: Hours,
    references: usize,
    place: Position,
    semesters: &'a [Hours],
}

fn add(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, adoption): (SchoolId, AdoptionId),
    new: &New<'_>,
) -> Result<CourseId> {
    let id: CourseId = ctx.id();
    tx.run(
        store::ADD_COURSE,
        params![
            school,
            id,
            adoption,
            new.class.code(),
            new.base,
            new.name,
            new.hours,
            i64::try_from(new.references).map_err(Error::internal)?,
            new.place.0,
            ctx.now
        ],
    )?;
    for (semester, hours) in (1_i64..).zip(new.semesters) {
        if *hours != Hours::ZERO {
            tx.run(store::SET_SEMESTER, params![school, id, semester, *hours])?;
        }
    }
    finders::index_new_course(tx, ctx, (school, id), new.name)?;
    Ok(id)
}
