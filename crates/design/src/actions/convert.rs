//! Decides what becomes of a 参考性学习任务: kept, changed, split or replaced; and adds or drops a task of the school that comes of it.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Hours, RawId, Result, SchoolId, Text};
use serde_json::json;

use super::course_log::{self as log, Noted};
use crate::finders;
use crate::model::convert::{Planned, decided};
use crate::model::course::{Conversion, Decision, ReferenceTask, SchoolCourse, SchoolTask};
use crate::model::{ConversionId, CourseId, Position, ReferenceId, SchoolTaskId};
use crate::policy::{CourseDesk, EditCourse};
use crate::queries::courses as queries;
use crate::store::{courses as store, designed};

/// The most tasks that one 参考性学习任务 is split into.
const MOST: usize = 20;

/// What is decided.
#[derive(Clone, Copy, Debug)]
pub struct Decided {
    /// The 参考性学习任务.
    pub reference: ReferenceId,
    /// What becomes of it.
    pub decision: Decision,
    /// How many changes the course counted when the page was read.
    pub seen: i64,
}

/// Decides; what was written in the school's tasks is kept as far as the decision allows. What is decided so already stays.
///
/// # Errors
/// `NotFound` for a task that the followed version lacks, `Conflict` where somebody changed this conversion meanwhile or a
/// task that would go has learning tasks.
pub fn decide(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditCourse>, wanted: Decided) -> Result<()> {
    let desk = grant.target();
    let course = queries::one_course(tx, &desk.head)?.course;
    let (place, reference) = found(&course, wanted.reference)?;
    let before = course.conversion(reference.id);
    if before.is_some_and(|conversion| conversion.decision == wanted.decision) {
        return Ok(());
    }
    let number = log::next(tx, ctx, desk)?;
    if let Some(conversion) = before {
        log::unchanged(tx, desk, wanted.seen, &rows_of(conversion))?;
    }
    let choice = Choice {
        reference,
        before,
        decision: wanted.decision,
        place,
        number,
    };
    choose(tx, ctx, desk, &choice)?;
    reindexed(tx, ctx, desk)
}

/// Keeps every 参考性学习任务 that nothing was decided about yet; answers how many.
///
/// # Errors
/// The engine's.
pub fn keep_rest(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditCourse>) -> Result<usize> {
    let desk = grant.target();
    let course = queries::one_course(tx, &desk.head)?.course;
    let open: Vec<ReferenceId> = course.open_references().map(|task| task.id).collect();
    for id in &open {
        let (place, reference) = found(&course, *id)?;
        let choice = Choice {
            reference,
            before: None,
            decision: Decision::Kept,
            place,
            number: log::next(tx, ctx, desk)?,
        };
        choose(tx, ctx, desk, &choice)?;
    }
    if !open.is_empty() {
        reindexed(tx, ctx, desk)?;
    }
    Ok(open.len())
}

/// A 参考性学习任务 and its place among those of the course.
fn found(course: &SchoolCourse, reference: ReferenceId) -> Result<(Position, &ReferenceTask)> {
    let base = course.base.as_ref().ok_or(Error::NotFound)?;
    let mut tasks = base.tasks.iter().enumerate();
    let (index, task) = tasks
        .find(|(_, task)| task.id == reference)
        .ok_or(Error::NotFound)?;
    Ok((Position::nth(index), task))
}

/// The rows whose change by somebody else makes a decision stale.
fn rows_of(conversion: &Conversion) -> Vec<RawId> {
    let tasks = conversion.tasks.iter().map(|task| task.id.raw());
    std::iter::once(conversion.id.raw()).chain(tasks).collect()
}

struct Choice<'a> {
    reference: &'a ReferenceTask,
    before: Option<&'a Conversion>,
    decision: Decision,
    place: Position,
    number: i64,
}

fn choose(tx: &mut Tx<'_>, ctx: &Ctx, desk: &CourseDesk, choice: &Choice<'_>) -> Result<()> {
    let tasks: &[SchoolTask] = choice.before.map_or(&[], |conversion| &conversion.tasks);
    let after = decided(choice.reference, tasks, choice.decision);
    let id = settled(tx, ctx, desk, choice)?;
    let gone = tasks
        .iter()
        .filter(|task| !after.iter().any(|planned| planned.id == Some(task.id)));
    for task in gone {
        drop_task(tx, desk, task)?;
    }
    for (planned, place) in after.iter().zip(Position::fresh(after.len())) {
        put(tx, ctx, desk, (id, planned, place))?;
    }
    let said = choice.before.map_or("", |conversion| conversion.decision.code());
    let noted = Noted {
        number: choice.number,
        row: id.raw(),
        act: "decide",
        field: "decision",
        before: said,
        after: choice.decision.code(),
        version: 0,
        op: None,
    };
    log::note(tx, ctx, desk, &noted)?;
    let entry = ledger::Entry::new("design.convert-task", "course-conversion", id.raw())
        .before(&json!({ "decision": said, "tasks": names(tasks.iter().map(|task| &task.name)) }))
        .after(&json!({
            "reference": choice.reference.name, "decision": choice.decision,
            "tasks": names(after.iter().map(|planned| &planned.name)),
        }));
    ledger::record(tx, ctx, desk.head.adoption.school, entry)?;
    Ok(())
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    names.map(String::as_str).collect()
}

/// Writes the decision's own row.
fn settled(tx: &mut Tx<'_>, ctx: &Ctx, desk: &CourseDesk, choice: &Choice<'_>) -> Result<ConversionId> {
    let (school, course) = keys(desk);
    let code = choice.decision.code();
    if let Some(conversion) = choice.before {
        tx.run(store::DECIDE, params![school, conversion.id, code])?;
        return Ok(conversion.id);
    }
    let id = ctx.id();
    tx.run(
        store::ADD_CONVERSION,
        params![school, id, course, choice.reference.id, choice.place.0, code],
    )?;
    Ok(id)
}

const fn keys(desk: &CourseDesk) -> (SchoolId, CourseId) {
    let head = &desk.head;
    (head.adoption.school, head.course.id)
}

fn put(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &CourseDesk,
    (conversion, planned, place): (ConversionId, &Planned, Position),
) -> Result<SchoolTaskId> {
    let (school, course) = keys(desk);
    let Planned {
        name,
        description,
        hours,
        ..
    } = planned;
    if let Some(id) = planned.id {
        tx.run(
            store::PUT_SCHOOL_TASK,
            params![school, id, place.0, name, description, *hours],
        )?;
        return Ok(id);
    }
    let id = ctx.id();
    tx.run(
        store::ADD_SCHOOL_TASK,
        params![school, id, course, conversion, place.0, name, description, *hours],
    )?;
    Ok(id)
}

/// Drops a task unless learning tasks are designed for it.
fn drop_task(tx: &mut Tx<'_>, desk: &CourseDesk, task: &SchoolTask) -> Result<()> {
    let (school, course) = keys(desk);
    let (used,): (i64,) = tx.one(designed::COUNT_DESIGNED, params![school, course, task.id])?;
    if used > 0 {
        return Err(Error::Conflict(
            Text::new("design-school-task-used")
                .with("task", &task.name)
                .with("count", used),
        ));
    }
    tx.run(store::DROP_SCHOOL_TASK, params![school, task.id])?;
    Ok(())
}

/// Puts a course as it stands now into the search index.
fn reindexed(tx: &mut Tx<'_>, ctx: &Ctx, desk: &CourseDesk) -> Result<()> {
    let (course, _) = queries::rows_of_course(tx, &desk.head)?;
    finders::index_course(tx, ctx, desk, &course)
}

/// Adds a blank task behind the others of a conversion; answers its id.
///
/// # Errors
/// `NotFound` for a conversion of another course, `Conflict` for one that is kept or changed, is full, or was changed by
/// somebody else meanwhile.
pub fn add_school_task(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditCourse>,
    (conversion, seen): (ConversionId, i64),
) -> Result<SchoolTaskId> {
    let desk = grant.target();
    let number = log::next(tx, ctx, desk)?;
    let (course, _) = queries::rows_of_course(tx, &desk.head)?;
    let mut conversions = course.conversions.iter();
    let conversion = conversions
        .find(|found| found.id == conversion)
        .ok_or(Error::NotFound)?;
    log::unchanged(tx, desk, seen, &[conversion.id.raw()])?;
    if !matches!(conversion.decision, Decision::Split | Decision::Replaced) {
        return Err(Error::Conflict(Text::new("design-task-one-only")));
    }
    if conversion.tasks.len() >= MOST {
        return Err(Error::Conflict(
            Text::new("design-school-tasks-full").with("most", MOST),
        ));
    }
    let places: Vec<Position> = conversion.tasks.iter().map(|task| task.position).collect();
    let blank = Planned::blank(None, Hours::ZERO);
    let place = Position::after_all(&places);
    let id = put(tx, ctx, desk, (conversion.id, &blank, place))?;
    changed(tx, ctx, desk, (number, conversion.id, "add", ""))?;
    Ok(id)
}

/// Drops a task of a split or replaced one; answers the 参考性学习任务 it came of.
///
/// # Errors
/// `NotFound` for a task of another course, `Conflict` where it is the only one, has learning tasks, or was changed by
/// somebody else meanwhile.
pub fn drop_school_task(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditCourse>,
    (task, seen): (SchoolTaskId, i64),
) -> Result<ReferenceId> {
    let desk = grant.target();
    let number = log::next(tx, ctx, desk)?;
    let (course, _) = queries::rows_of_course(tx, &desk.head)?;
    let mut all = course
        .conversions
        .iter()
        .flat_map(|conversion| conversion.tasks.iter().map(move |task| (conversion, task)));
    let (conversion, found) = all.find(|(_, found)| found.id == task).ok_or(Error::NotFound)?;
    log::unchanged(tx, desk, seen, &[conversion.id.raw(), task.raw()])?;
    if conversion.tasks.len() < 2 {
        return Err(Error::Conflict(Text::new("design-school-task-last")));
    }
    drop_task(tx, desk, found)?;
    changed(tx, ctx, desk, (number, conversion.id, "drop", &found.name))?;
    reindexed(tx, ctx, desk)?;
    Ok(conversion.reference)
}

fn changed(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    desk: &CourseDesk,
    (number, conversion, act, name): (i64, ConversionId, &'static str, &str),
) -> Result<()> {
    let noted = Noted {
        number,
        row: conversion.raw(),
        act,
        field: "",
        before: name,
        after: "",
        version: 0,
        op: None,
    };
    log::note(tx, ctx, desk, &noted)?;
    let entry = ledger::Entry::new("design.convert-task", "course-conversion", conversion.raw())
        .before(&json!({ "task": name }))
        .after(&json!({ "act": act }));
    ledger::record(tx, ctx, desk.head.adoption.school, entry)?;
    Ok(())
}
