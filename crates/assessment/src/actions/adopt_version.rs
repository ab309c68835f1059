//! The class was moved to another version of its task: the teacher lets the grades follow, knowing what that changes.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Id, Result, Text};
use serde_json::json;

use super::log;
use crate::grading;
use crate::policy::LeadSheet;
use crate::queries;
use crate::store;

/// Reckons all grades of a sheet by the version that the class works on now. Ratings stay as they were given; those of items
/// that are gone stay too, and count no more.
///
/// # Errors
/// A conflict where the sheet is not open any more, or follows that version already.
pub fn adopt_version(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadSheet>) -> Result<()> {
    let opened = grant.target();
    let (Some(run), Some(sheet)) = (&opened.run, &opened.sheet) else {
        return Err(Error::NotFound);
    };
    super::begin::takes_ratings(sheet)?;
    if sheet.task_version == Some(run.version) {
        return Err(Error::Conflict(Text::new("assessment-version-same")));
    }
    tx.run(store::SET_VERSION, params![sheet.school, sheet.id, run.version])?;
    let moved = queries::sheet(tx, sheet.school, sheet.id)?.ok_or(Error::NotFound)?;
    let plan = grading::plan(tx, &moved)?;
    grading::regrade_all(tx, &moved, &plan)?;
    let count = queries::totals(tx, &moved)?.len();
    let act = log::Act {
        verb: "assessment.adopt-version",
        act: "version-adopted",
        word: "",
        figure: i64::try_from(count).unwrap_or(i64::MAX),
        student: None,
        by: log::who(ctx, opened.teacher),
    };
    let named = |version: Option<kernel::RawId>| json!({ "version": version.map(Id::<()>::of) });
    let change = (named(sheet.task_version), named(Some(run.version)));
    log::note(tx, ctx, sheet, &act, change)
}
