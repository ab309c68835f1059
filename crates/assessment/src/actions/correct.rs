//! A locked sheet is corrected by two: one asks, another approves. What stood there before stays with the correction.

use std::collections::{BTreeMap, BTreeSet};

use authz::Grant;
use db::{Tx, params};
use design::model::{ItemId, Rater};
use kernel::{Ctx, Error, Id, Percent, PersonId, Points, RawId, Result, Text};
use serde_json::{Value, json};

use super::{log, sit};
use crate::model::sheet::{Act, Correction};
use crate::model::{CorrectionId, CourseItemId, Score, SheetId, Sitting};
use crate::policy::{LeadSheet, SettleCorrection};
use crate::ratings::{self, Rating};
use crate::store::corrections::{self, CorrectionRow};
use crate::store::{self, CellRow, SheetRow, TotalRow, courses};
use crate::{facts, grading, queries};

/// What is asked for: the teacher's or the enterprise's rating of an item, or how a student stands in an item of a course.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    /// The student.
    pub student: PersonId,
    /// The item of the task or the course.
    pub item: RawId,
    /// `teacher`, `enterprise` or `sitting`.
    pub kind: String,
    /// The new value as it was typed.
    pub value: String,
    /// Why.
    pub reason: String,
}

/// How a correction is settled.
#[derive(Clone, Debug)]
pub enum Settlement {
    /// The new value counts.
    Approved,
    /// The old value stays, with the reason.
    Refused(String),
}

/// A value before or after a correction, as it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Stored {
    state: String,
    score: Option<i64>,
}

/// Asks for a correction.
///
/// # Errors
/// `Invalid` at `new` or `reason`, a conflict where the sheet is not locked or a correction waits already, `NotFound` for a
/// cell that is not there.
pub fn request_correction(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadSheet>,
    new: &NewCorrection,
) -> Result<CorrectionId> {
    let opened = grant.target();
    let sheet = opened.sheet.as_ref().ok_or(Error::NotFound)?;
    let after = sheet.state()?.after(Act::RequestCorrection)?;
    let line = queries::total(tx, sheet, new.student)?.ok_or(Error::NotFound)?;
    let (old, wanted) = if sheet.is_course() {
        sittings(tx, sheet, new)?
    } else {
        ratings(tx, sheet, new)?
    };
    let by = log::who(ctx, opened.teacher);
    Correction::request(points_of(&old, &wanted), &new.reason, by, ctx.now)?;
    let id = CorrectionId::of(ctx.raw_id());
    tx.run(
        corrections::ADD,
        params![
            sheet.school,
            id,
            sheet.id,
            new.student,
            new.item,
            &new.kind,
            &old.state,
            old.score,
            &wanted.state,
            wanted.score,
            new.reason.trim(),
            by,
            ctx.now,
            line.total
        ],
    )?;
    tx.run(store::SET_STATE, params![sheet.school, sheet.id, after.code()])?;
    let act = log::Act {
        verb: "assessment.request-correction",
        act: "correction-requested",
        word: new.reason.trim(),
        figure: 1,
        student: Some(new.student),
        by,
    };
    log::note(tx, ctx, sheet, &act, (told(new, &old), told(new, &wanted)))?;
    Ok(id)
}

/// The rules of a correction look at points; a change of state alone has no old points to be the same as.
fn points_of(old: &Stored, new: &Stored) -> (Option<Points>, Points) {
    let same_state = old.state == new.state;
    let before = old.score.filter(|_| same_state).map(Points);
    (before, Points(new.score.unwrap_or_default()))
}

fn told(new: &NewCorrection, value: &Stored) -> Value {
    json!({
        "student": new.student, "item": Id::<()>::of(new.item), "kind": &new.kind,
        "state": &value.state, "score": value.score,
    })
}

fn ratings(tx: &mut Tx<'_>, sheet: &SheetRow, new: &NewCorrection) -> Result<(Stored, Stored)> {
    let Some(rater @ (Rater::Teacher | Rater::Enterprise)) = Rater::from_code(&new.kind) else {
        return Err(Error::NotFound);
    };
    let plan = grading::plan(tx, sheet)?;
    let mut items = plan.task.items.iter();
    let weighs = items.any(|item| item.id.raw() == new.item && item.weights.of(rater) != Percent::ZERO);
    if !weighs {
        return Err(Error::NotFound);
    }
    let score: Score = new.value.parse().map_err(|text| Error::field("new", text))?;
    let cell: Option<CellRow> = tx.opt(
        store::CELL,
        params![
            sheet.school,
            sheet.id,
            new.student,
            new.item,
            rater.code(),
            RawId::nil()
        ],
    )?;
    let stored = |score| Stored {
        state: String::new(),
        score,
    };
    Ok((
        stored(cell.and_then(|cell| cell.value)),
        stored(Some(score.hundredths())),
    ))
}

fn sittings(tx: &mut Tx<'_>, sheet: &SheetRow, new: &NewCorrection) -> Result<(Stored, Stored)> {
    let item = CourseItemId::of(new.item);
    let before = sit::sitting(tx, sheet, (new.student, item))?;
    let typed = Sitting::typed(&new.value).and_then(|typed| typed.ok_or_else(|| Text::new("web-required")));
    let after = typed.map_err(|text| Error::field("new", text))?;
    let stored = |sitting: Option<Sitting>| Stored {
        state: sitting.map_or("", Sitting::code).to_owned(),
        score: sitting.and_then(Sitting::points).map(|points| points.0),
    };
    let (before, after) = (stored(before), stored(Some(after)));
    if before == after {
        return Err(Error::field("new", Text::new("assessment-correction-same")));
    }
    Ok((before, after))
}

/// Settles a correction: approved by somebody other than the one who asked, or refused with a word.
///
/// # Errors
/// 403 to the person who asked, a conflict out of turn, `Invalid` at `reason` for a refusal without one.
pub fn settle_correction(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<SettleCorrection>,
    (id, settlement): (CorrectionId, &Settlement),
) -> Result<()> {
    let sheet = grant.target();
    let after = sheet.state()?.after(Act::SettleCorrection)?;
    let row: CorrectionRow = tx.one(corrections::ONE, params![sheet.school, sheet.id, id])?;
    if !row.outcome.is_empty() {
        return Err(Error::Conflict(Text::new("assessment-correction-settled")));
    }
    let by = log::who(ctx, sheet.teacher);
    let before = queries::total(tx, sheet, row.student)?;
    let (outcome, word) = match settlement {
        Settlement::Approved => {
            approved(&row, by, ctx)?;
            write(tx, ctx, sheet, &row)?;
            ("approved", "")
        }
        Settlement::Refused(word) if word.trim().is_empty() => {
            return Err(Error::field("reason", Text::new("assessment-refusal-reason")));
        }
        Settlement::Refused(word) => ("refused", word.trim()),
    };
    let now = queries::total(tx, sheet, row.student)?;
    counted(tx, ctx, sheet, (before.as_ref(), now.as_ref()))?;
    let total = now.and_then(|line| line.total);
    tx.run(
        corrections::SETTLE,
        params![sheet.school, sheet.id, id, outcome, by, ctx.now, word, total],
    )?;
    tx.run(store::SET_STATE, params![sheet.school, sheet.id, after.code()])?;
    let act = log::Act {
        verb: "assessment.settle-correction",
        act: if outcome == "approved" {
            "correction-approved"
        } else {
            "correction-refused"
        },
        word,
        figure: 1,
        student: Some(row.student),
        by,
    };
    let change = (
        json!({ "correction": id, "total": row.old_total }),
        json!({ "correction": id, "outcome": outcome, "total": total }),
    );
    log::note(tx, ctx, sheet, &act, change)
}

/// Tells the counts where a locked sheet has a grade more, or less, than it had.
fn counted(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    sheet: &SheetRow,
    (before, after): (Option<&TotalRow>, Option<&TotalRow>),
) -> Result<()> {
    let counts = |line: Option<&TotalRow>| {
        i64::from(line.is_some_and(|line| line.exempt.is_empty() && line.total.is_some()))
    };
    let more = counts(after) - counts(before);
    if more == 0 || !sheet.state()?.is_locked() {
        return Ok(());
    }
    ledger::fact(tx, ctx, sheet.school, &facts::graded(sheet, ctx.now.day(), more))?;
    Ok(())
}

fn approved(row: &CorrectionRow, by: PersonId, ctx: &Ctx) -> Result<()> {
    let stored = |state: &str, score| Stored {
        state: state.to_owned(),
        score,
    };
    let change = points_of(
        &stored(&row.old_state, row.old_score),
        &stored(&row.new_state, row.new_score),
    );
    let asked = Correction::request(change, &row.reason, row.requested_by, row.requested_at)?;
    asked.approve(by, ctx.now).map(drop)
}

fn write(tx: &mut Tx<'_>, ctx: &Ctx, sheet: &SheetRow, row: &CorrectionRow) -> Result<()> {
    if sheet.is_course() {
        let sitting = Sitting::from_parts(&row.new_state, row.new_score.map(Points));
        let sitting = sitting.ok_or_else(|| Error::internal("a sitting of no kind"))?;
        let place = (row.student, CourseItemId::of(row.item));
        sit::put(tx, ctx, sheet, (place, Some(sitting), row.requested_by))?;
        return sit::reckon(tx, sheet, row.student);
    }
    let given = Rating {
        student: row.student,
        item: ItemId::of(row.item),
        kind: &row.kind,
        slot: RawId::nil(),
        by: row.requested_by.raw(),
        score: row.new_score,
    };
    ratings::put(tx, ctx, sheet, &[given])?;
    let plan = grading::plan(tx, sheet)?;
    let item = BTreeSet::from([ItemId::of(row.item)]);
    grading::regrade(tx, sheet, &plan, &BTreeMap::from([(row.student, item)]))?;
    follow(tx, ctx, sheet, row)
}

/// The grades of the courses that count a corrected task follow it, each with a line of its own.
fn follow(tx: &mut Tx<'_>, ctx: &Ctx, task: &SheetRow, row: &CorrectionRow) -> Result<()> {
    let sheets: Vec<(SheetId,)> = tx.all(courses::COUNTING, params![task.school, task.id])?;
    for (id,) in sheets {
        let Some(course) = queries::sheet(tx, task.school, id)? else {
            continue;
        };
        let line = queries::total(tx, &course, row.student)?;
        sit::reckon(tx, &course, row.student)?;
        let now = queries::total(tx, &course, row.student)?;
        counted(tx, ctx, &course, (line.as_ref(), now.as_ref()))?;
        let (before, after) = (line.and_then(|line| line.total), now.and_then(|line| line.total));
        if before == after {
            continue;
        }
        let act = log::Act {
            verb: "assessment.settle-correction",
            act: "correction-approved",
            word: &row.reason,
            figure: 1,
            student: Some(row.student),
            by: log::who(ctx, task.teacher),
        };
        let change = (
            json!({ "total": before }),
            json!({ "total": after, "task": task.id }),
        );
        log::note(tx, ctx, &course, &act, change)?;
    }
    Ok(())
}
