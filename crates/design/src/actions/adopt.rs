//! Adopts a published standard for one major, level and entry, with the courses that the school takes of it; and withdraws that.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Hours, Problems, Result, SchoolId, Text};
use serde_json::json;
use standards::queries::PlanRow;

use super::take::take;
use crate::model::course::Base;
use crate::model::{AdoptionId, BaseId, Position, StandardId};
use crate::policy::{AdoptStandard, Adopter, EditAdoption};
use crate::store::courses as store;
use crate::{facts, queries};

/// What is adopted.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The standard.
    pub standard: StandardId,
    /// The published version.
    pub number: i64,
    /// Its table of 课程安排, by place from 0.
    pub plan: i64,
    /// The courses of that table which the school takes.
    pub courses: Vec<BaseId>,
    /// 教学计划总学时, if given.
    pub plan_hours: Option<Hours>,
}

/// Adopts; answers the adoption's id.
///
/// # Errors
/// `NotFound` for a version or table of nothing; `Invalid` at `plan` where the school has adopted the same before, at `courses`
/// where it takes none.
pub fn adopt_standard(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<AdoptStandard>,
    wanted: &Wanted,
) -> Result<AdoptionId> {
    let adopter = grant.target();
    let plans = standards::queries::plans(tx, wanted.standard, wanted.number)?;
    let plan = plans
        .iter()
        .find(|plan| plan.position == wanted.plan)
        .ok_or(Error::NotFound)?;
    let bases = queries::courses::bases(tx, (wanted.standard, wanted.number, wanted.plan))?;
    let taken: Vec<&Base> = bases
        .iter()
        .filter(|base| wanted.courses.contains(&base.course))
        .collect();
    let mut problems = Problems::default();
    if taken.is_empty() {
        problems.add("courses", Text::new("design-adopt-no-course"));
    }
    let major = standards::queries::head(tx, wanted.standard, Some(wanted.number))?;
    let key = (adopter.school, wanted.standard, major.major_code.as_str());
    if twins(tx, key, plan)? > 0 {
        problems.add("plan", Text::new("design-adopt-twice"));
    }
    problems.check()?;
    let id = ctx.id();
    add(tx, ctx, adopter, (id, wanted, plan, &major))?;
    for (base, place) in taken.iter().zip(Position::fresh(taken.len())) {
        take(tx, ctx, (adopter.school, id), (base, place, plan.semesters))?;
    }
    ledger::fact(tx, ctx, adopter.school, &facts::adopted(adopter, 1))?;
    let entry = ledger::Entry::new("design.adopt-standard", "adoption", id.raw()).after(&json!({
        "standard": wanted.standard, "number": wanted.number, "major": major.major_name,
        "level": plan.level, "entry": plan.entry, "courses": taken.len(), "plan-hours": wanted.plan_hours,
    }));
    ledger::record(tx, ctx, adopter.school, entry)?;
    Ok(id)
}

fn twins(tx: &mut Tx<'_>, key: (SchoolId, StandardId, &str), plan: &PlanRow) -> Result<i64> {
    let (school, standard, major) = key;
    let (count,): (i64,) = tx.one(
        store::STANDING_TWIN,
        params![
            school,
            standard,
            major,
            plan.level.as_deref().unwrap_or_default(),
            plan.entry.as_deref().unwrap_or_default()
        ],
    )?;
    Ok(count)
}

fn add(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    adopter: &Adopter,
    (id, wanted, plan, major): (AdoptionId, &Wanted, &PlanRow, &standards::queries::Head),
) -> Result<()> {
    tx.run(
        store::ADD_ADOPTION,
        params![
            adopter.school,
            id,
            wanted.standard,
            wanted.number,
            wanted.plan,
            &major.major_code,
            &major.major_name,
            plan.level.as_deref().unwrap_or_default(),
            plan.entry.as_deref().unwrap_or_default(),
            plan.years.unwrap_or_default(),
            plan.semesters,
            wanted.plan_hours,
            adopter.region,
            ctx.now,
            adopter.person
        ],
    )?;
    Ok(())
}

/// Withdraws an adoption: its plan and courses stay readable, nothing of it is changed any more.
///
/// # Errors
/// `Invalid` at `reason` without one; `Conflict` when it was withdrawn before.
pub fn withdraw_adoption(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditAdoption>,
    reason: &str,
) -> Result<()> {
    let desk = grant.target();
    let row = &desk.row;
    if reason.trim().is_empty() {
        return Err(Error::field("reason", Text::new("web-required")));
    }
    let done = tx.run(
        store::ADD_ADOPTION_WITHDRAWAL,
        params![row.school, row.id, ctx.now, desk.person, reason.trim()],
    )?;
    if done == 0 {
        return Err(Error::Conflict(Text::new("design-adoption-withdrawn")));
    }
    let where_it_was = Adopter {
        school: row.school,
        org: desk.org,
        region: row.region,
        person: desk.person,
    };
    ledger::fact(tx, ctx, row.school, &facts::adopted(&where_it_was, -1))?;
    let entry = ledger::Entry::new("design.withdraw-adoption", "adoption", row.id.raw())
        .before(&json!({ "standard": row.standard, "number": row.number, "major": row.major_name }))
        .reason(reason.trim());
    ledger::record(tx, ctx, row.school, entry)?;
    Ok(())
}

/// Sets the hours of the whole teaching plan; answers the adoption's version afterwards.
///
/// # Errors
/// `Conflict` when somebody changed them meanwhile.
pub fn set_plan_hours(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditAdoption>,
    (hours, version): (Option<Hours>, i64),
) -> Result<i64> {
    let row = &grant.target().row;
    if row.plan_hours == hours {
        return Ok(row.version);
    }
    let saved = tx.run(
        store::SET_PLAN_HOURS,
        params![row.school, row.id, version, hours, ctx.now],
    )?;
    if saved == 0 {
        return Err(Error::Conflict(Text::new("design-changed")));
    }
    let entry = ledger::Entry::new("design.edit-adoption", "adoption", row.id.raw())
        .before(&json!({ "plan-hours": row.plan_hours }))
        .after(&json!({ "plan-hours": hours }));
    ledger::record(tx, ctx, row.school, entry)?;
    Ok(version + 1)
}
