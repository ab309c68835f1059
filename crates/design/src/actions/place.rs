//! Says for which task of a school course a learning task is designed.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result, SchoolId, Text};
use serde_json::json;

use crate::model::SchoolTaskId;
use crate::policy::EditTask;
use crate::queries::courses::{Origin, origin};
use crate::store::designed as store;

/// A task of a course in a plan that stands.
///
/// # Errors
/// `NotFound` for one of another school, `Conflict` where the plan was withdrawn.
pub fn standing_origin(tx: &mut Tx<'_>, school: SchoolId, id: SchoolTaskId) -> Result<Origin> {
    let found = origin(tx, school, id)?;
    match found.withdrawn_at {
        None => Ok(found),
        Some(_) => Err(Error::Conflict(Text::new("design-adoption-withdrawn"))),
    }
}

/// Puts a learning task to a task of a course, or to none.
///
/// # Errors
/// `NotFound` for a course's task of another school, `Conflict` where its plan was withdrawn.
pub fn place_task(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditTask>,
    course_task: Option<SchoolTaskId>,
) -> Result<()> {
    let head = grant.target();
    if head.course_task == course_task {
        return Ok(());
    }
    let found = match course_task {
        Some(id) => Some(standing_origin(tx, head.school, id)?),
        None => None,
    };
    let (course, name) = found.map(|found| (found.course, found.name)).unzip();
    tx.run(
        store::PLACE_TASK,
        params![head.school, head.id, course, course_task, ctx.now],
    )?;
    let entry = ledger::Entry::new("design.place-task", "learning-task", head.id.raw())
        .before(&json!({ "course-task": head.course_task }))
        .after(&json!({ "course-task": course_task, "name": name }));
    ledger::record(tx, ctx, head.school, entry)?;
    Ok(())
}
