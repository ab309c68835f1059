//! How students stand in the items of a course: points of classroom work and homework, the final exam with its states.

use std::collections::{BTreeSet, HashMap};

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, PersonId, Points, Result, Text};
use serde_json::{Value, json};

use super::{CellAnswer, begin, log};
use crate::courses::{self as reading, Course};
use crate::model::{CourseItemId, Sitting};
use crate::policy::LeadSheet;
use crate::store::courses::{self, SittingRow};
use crate::store::{self, SheetRow};

/// A cell of a course's sheet and what is wanted in it; nothing empties it.
#[derive(Clone, Debug)]
pub struct SittingChange {
    /// The student.
    pub student: PersonId,
    /// The item.
    pub item: CourseItemId,
    /// How the student stands.
    pub sitting: Option<Sitting>,
    /// The version that the page showed.
    pub version: i64,
}

/// Saves how students stand; answers for each cell what became of it.
///
/// # Errors
/// A conflict where the sheet is not open any more, `NotFound` for the sheet of a task.
pub fn sit(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadSheet>,
    changes: &[SittingChange],
) -> Result<Vec<CellAnswer>> {
    let opened = grant.target();
    let sheet = opened.sheet.as_ref().filter(|sheet| sheet.is_course());
    let sheet = sheet.ok_or(Error::NotFound)?;
    begin::takes_ratings(sheet)?;
    let course = reading::course(tx, sheet)?;
    let (_, lines) = crate::queries::lines(tx, opened)?;
    let mut answers = Vec::with_capacity(changes.len());
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let mut touched = BTreeSet::new();
    for change in changes {
        let written = course
            .items
            .iter()
            .any(|item| item.id == change.item && item.task_sheet.is_none());
        if !written || !lines.iter().any(|line| line.student == change.student) {
            answers.push(CellAnswer::Refused(Text::new("assessment-cell-gone")));
            continue;
        }
        let row = course.sitting(change.student, change.item);
        let before = row.and_then(SittingRow::sitting);
        let version = row.map_or(0, |row| row.version);
        if before == change.sitting {
            answers.push(CellAnswer::Saved(version));
        } else if version != change.version {
            answers.push(CellAnswer::Stale(None, version));
        } else {
            answers.push(
                match change.sitting.map(|sitting| sitting.over(before)).transpose() {
                    Err(Error::Conflict(text)) => CellAnswer::Refused(text),
                    Err(other) => return Err(other),
                    Ok(sitting) => {
                        let by = log::who(ctx, opened.teacher);
                        put(tx, ctx, sheet, ((change.student, change.item), sitting, by))?;
                        touched.insert(change.student);
                        old.push(told(change, before));
                        new.push(told(change, sitting));
                        CellAnswer::Saved(version + 1)
                    }
                },
            );
        }
    }
    if !new.is_empty() {
        let course = reading::course(tx, sheet)?;
        for student in touched {
            keep(tx, sheet, &course, student)?;
        }
        let entry = ledger::Entry::new("assessment.sit", "grade-sheet", sheet.id.raw())
            .before(&json!({ "cells": old }))
            .after(&json!({ "cells": new }));
        ledger::record(tx, ctx, sheet.school, entry)?;
    }
    Ok(answers)
}

fn told(change: &SittingChange, sitting: Option<Sitting>) -> Value {
    json!([change.student, change.item, sitting])
}

/// How a student stands in an item that is written into the sheet.
///
/// # Errors
/// `NotFound` for an item of another sheet, or one that takes its points from a task.
pub(super) fn sitting(
    tx: &mut Tx<'_>,
    sheet: &SheetRow,
    (student, item): (PersonId, CourseItemId),
) -> Result<Option<Sitting>> {
    let course = reading::course(tx, sheet)?;
    let mut items = course.items.iter();
    if !items.any(|other| other.id == item && other.task_sheet.is_none()) {
        return Err(Error::NotFound);
    }
    Ok(course.sitting(student, item).and_then(SittingRow::sitting))
}

/// Writes how a student stands; the grade is to be reckoned after it.
///
/// # Errors
/// The engine's.
pub(super) fn put(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    sheet: &SheetRow,
    ((student, item), sitting, by): ((PersonId, CourseItemId), Option<Sitting>, PersonId),
) -> Result<()> {
    let (state, points): (&str, Option<Points>) =
        sitting.map_or(("", None), |sitting| (sitting.code(), sitting.points()));
    tx.run(
        courses::PUT_SITTING,
        params![sheet.school, sheet.id, student, item, state, points, by, ctx.now],
    )?;
    Ok(())
}

/// Reckons the grades of the whole class.
///
/// # Errors
/// The engine's.
pub(super) fn reckon_all(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<()> {
    let course = reading::course(tx, sheet)?;
    for student in people::queries::students(tx, sheet.school, sheet.class)? {
        keep(tx, sheet, &course, student.person)?;
    }
    Ok(())
}

/// Reckons the grade of one student.
///
/// # Errors
/// The engine's.
pub(super) fn reckon(tx: &mut Tx<'_>, sheet: &SheetRow, student: PersonId) -> Result<()> {
    let course = reading::course(tx, sheet)?;
    keep(tx, sheet, &course, student)
}

fn keep(tx: &mut Tx<'_>, sheet: &SheetRow, course: &Course, student: PersonId) -> Result<()> {
    let grade = course.grade(student)?;
    tx.run(
        store::PUT_TOTAL,
        params![
            sheet.school,
            sheet.id,
            student,
            grade.total,
            course.open(student),
            0_i64,
            false
        ],
    )?;
    Ok(())
}

/// Takes the locked grades of the tasks over, and refuses while one of them is not locked.
///
/// # Errors
/// A conflict that names the task.
pub(super) fn all_locked(tx: &mut Tx<'_>, sheet: &SheetRow) -> Result<()> {
    let course = reading::course(tx, sheet)?;
    let mut tasks: HashMap<_, &str> = HashMap::new();
    for item in &course.items {
        if let Some(task) = item.task_sheet {
            tasks.insert(task, item.name.as_str());
        }
    }
    for (task, name) in tasks {
        let locked =
            crate::queries::sheet(tx, sheet.school, task)?.is_some_and(|task| task.state == "locked");
        if !locked {
            return Err(Error::Conflict(
                Text::new("assessment-course-unlocked").with("task", name),
            ));
        }
    }
    reckon_all(tx, sheet)
}
