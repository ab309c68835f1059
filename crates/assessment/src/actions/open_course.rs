//! The grade sheet of a course for a class: its items and their weights.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Day, Error, Percent, Problems, Result, Text};
use people::model::class::ClassId;
use serde_json::json;

use super::log;
use crate::model::{CourseItemId, CourseItemKind, SheetId};
use crate::policy::OpenCourse;
use crate::store::courses;
use crate::{queries, store};

/// An item of a course's grade.
#[derive(Clone, Debug)]
pub struct NewCourseItem {
    /// Its type.
    pub kind: CourseItemKind,
    /// Its name.
    pub name: String,
    /// Its weight.
    pub weight: Percent,
    /// The sheet of the task that it takes its points from.
    pub task_sheet: Option<SheetId>,
}

/// A course's grade sheet to be made.
#[derive(Clone, Debug)]
pub struct NewCourse {
    /// The class.
    pub class: ClassId,
    /// The course.
    pub name: String,
    /// Its last day.
    pub last: Day,
    /// Its items.
    pub items: Vec<NewCourseItem>,
}

/// Makes the sheet; answers its id.
///
/// # Errors
/// `Invalid` at `name` or `weights`, `NotFound` for a class of another school or the sheet of another class.
pub fn open_course(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<OpenCourse>,
    new: &NewCourse,
) -> Result<SheetId> {
    let desk = grant.target();
    check(new)?;
    let class = people::queries::class(tx, desk.school, new.class)?;
    for task in new.items.iter().filter_map(|item| item.task_sheet) {
        let sheet = queries::sheet(tx, desk.school, task)?;
        sheet
            .filter(|sheet| sheet.class == class.id && !sheet.is_course())
            .ok_or(Error::NotFound)?;
    }
    let id = SheetId::of(ctx.raw_id());
    let by = log::who(ctx, desk.person);
    let rule = queries::present_rule(tx, desk.school)?;
    tx.run(
        store::ADD_SHEET,
        params![
            desk.school,
            id,
            "course",
            class.id,
            by,
            new.name.trim(),
            new.last,
            None::<kernel::RawId>,
            rule.code(),
            ctx.now
        ],
    )?;
    for (item, position) in new.items.iter().zip(0_i64..) {
        let item_id = CourseItemId::of(ctx.raw_id());
        tx.run(
            courses::ADD_ITEM,
            params![
                desk.school,
                id,
                item_id,
                item.kind.code(),
                &item.name,
                item.weight,
                item.task_sheet,
                position
            ],
        )?;
    }
    let sheet = queries::sheet(tx, desk.school, id)?.ok_or(Error::NotFound)?;
    super::sit::reckon_all(tx, &sheet)?;
    let weights = new
        .items
        .iter()
        .map(|item| json!([item.kind.code(), &item.name, item.weight]));
    let entry = ledger::Entry::new("assessment.open-course", "grade-sheet", id.raw()).after(
        &json!({ "class": class.id, "course": new.name.trim(), "items": weights.collect::<Vec<_>>() }),
    );
    ledger::record(tx, ctx, desk.school, entry)?;
    Ok(id)
}

fn check(new: &NewCourse) -> Result<()> {
    let mut problems = Problems::default();
    if new.name.trim().is_empty() {
        problems.add("name", Text::new("web-required"));
    }
    let sum: Percent = new.items.iter().map(|item| item.weight).sum();
    if sum != Percent::whole(100) {
        problems.add("weights", Text::new("assessment-course-weights").with("sum", sum));
    }
    problems.check()
}
