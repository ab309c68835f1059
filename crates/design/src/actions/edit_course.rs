//! Changes one field of a school course, a conversion or a task of it. Two people in the same row do not disturb each other; in
//! the same field the second is told.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Instant, PersonId, RawId, Result, Text};
use serde_json::json;

use super::course_log::{self as log, Noted};
use crate::finders;
use crate::model::course::SchoolCourse;
use crate::model::course_edit::{Part, Refused, Written, write};
use crate::policy::{CourseDesk, EditCourse};
use crate::queries::courses as queries;
use crate::store::courses as store;

/// What somebody typed.
#[derive(Clone, Debug)]
pub struct CourseEdit {
    /// The course itself, a conversion or a task of it.
    pub row: RawId,
    /// The field.
    pub field: String,
    /// What was typed.
    pub typed: String,
    /// The row's version that the page showed.
    pub version: i64,
    /// Names this sending, so that a repeated one is recognised.
    pub op: Option<RawId>,
}

/// Saves a field; answers the row's version afterwards.
///
/// # Errors
/// `Invalid` for a value of the wrong form, `Conflict` when somebody changed this field since that version or the task is kept
/// as it stands, `NotFound` for a row or field that is not there (any more).
pub fn edit_course(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditCourse>, edit: &CourseEdit) -> Result<i64> {
    let desk = grant.target();
    let school = desk.head.adoption.school;
    if let Some(op) = edit.op {
        let sent: Option<(i64,)> = tx.opt(store::COURSE_CHANGE_OF_OP, params![school, op, edit.row])?;
        if let Some((version,)) = sent {
            return Ok(version);
        }
    }
    let number = log::next(tx, ctx, desk)?;
    let (mut course, versions) = queries::rows_of_course(tx, &desk.head)?;
    let version = versions.get(&edit.row).copied().ok_or(Error::NotFound)?;
    let written =
        write(&mut course, edit.row, (&edit.field, &edit.typed)).map_err(|refused| match refused {
            Refused::NotThere => Error::NotFound,
            Refused::Kept => Error::Conflict(Text::new("design-task-kept")),
            Refused::Wrong(text) => Error::field(edit.field.clone(), text),
        })?;
    if written.before == written.after {
        return Ok(version);
    }
    not_stale(tx, desk, edit, version)?;
    save(tx, desk, (&course, &written), version)?;
    if edit.field == "name" {
        finders::index_course(tx, ctx, desk, &course)?;
    }
    let noted = Noted {
        number,
        row: edit.row,
        act: "edit",
        field: &edit.field,
        before: &written.before,
        after: &written.after,
        version: version + 1,
        op: edit.op,
    };
    log::note(tx, ctx, desk, &noted)?;
    let kind = match written.part {
        Part::Course | Part::Semester(_) => "school-course",
        Part::Conversion(_) => "course-conversion",
        Part::Task(..) => "course-task",
    };
    let entry = ledger::Entry::new("design.edit-course", kind, edit.row)
        .before(&json!({ edit.field.as_str(): written.before }))
        .after(&json!({ edit.field.as_str(): written.after }));
    ledger::record(tx, ctx, school, entry)?;
    Ok(version + 1)
}

fn save(
    tx: &mut Tx<'_>,
    desk: &CourseDesk,
    (course, written): (&SchoolCourse, &Written),
    version: i64,
) -> Result<()> {
    let school = desk.head.adoption.school;
    if let Part::Semester(semester) = written.part {
        let hours = course.semesters.get(semester - 1).copied().unwrap_or_default();
        let semester = i64::try_from(semester).map_err(Error::internal)?;
        tx.run(store::SET_SEMESTER, params![school, course.id, semester, hours])?;
    }
    let saved = match written.part {
        Part::Course | Part::Semester(_) => tx.run(
            store::EDIT_COURSE,
            params![
                school,
                course.id,
                version,
                &course.name,
                course.hours,
                &course.note
            ],
        )?,
        Part::Conversion(at) => {
            let conversion = &course.conversions[at];
            tx.run(
                store::EDIT_REASON,
                params![school, conversion.id, version, &conversion.reason],
            )?
        }
        Part::Task(at, place) => {
            let task = &course.conversions[at].tasks[place];
            tx.run(
                store::EDIT_SCHOOL_TASK,
                params![
                    school,
                    task.id,
                    version,
                    &task.name,
                    &task.description,
                    task.hours
                ],
            )?
        }
    };
    if saved == 0 {
        return Err(Error::Conflict(Text::new("design-changed")));
    }
    Ok(())
}

fn not_stale(tx: &mut Tx<'_>, desk: &CourseDesk, edit: &CourseEdit, version: i64) -> Result<()> {
    if edit.version == version {
        return Ok(());
    }
    let school = desk.head.adoption.school;
    let last: Option<(i64, PersonId, Instant)> = tx.opt(
        store::LAST_OF_COURSE_FIELD,
        params![school, edit.row, &edit.field],
    )?;
    match last {
        Some((changed, person, at)) if changed > edit.version => {
            Err(log::changed_by(tx, school, (person, at))?)
        }
        _ if edit.version < version => Ok(()),
        _ => Err(Error::Conflict(Text::new("design-changed"))),
    }
}
