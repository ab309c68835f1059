//! The teacher changes the groups of a running class, who holds which roles in a phase, and which steps are whose by role.

use std::collections::{BTreeMap, BTreeSet};

use authz::Grant;
use db::{Tx, params};
use design::model::{LearningTask, PhaseId};
use kernel::{Ctx, Error, PersonId, Problems, Result, Text};
use serde_json::json;

use super::open_run::{NewGroup, expected, write_duties, write_roles};
use super::phase::{arrange, goes_on};
use crate::change::changed;
use crate::model::GroupId;
use crate::model::groups::{self, Group};
use crate::model::roles::{self, Duties, Role, RolePlan, Rotation};
use crate::policy::LeadRun;
use crate::queries::{self, Arrangement, RunHead, SeatRow, lead};
use crate::store::{self, lead as sql};

/// The groups as they shall be.
#[derive(Clone, Debug)]
pub struct Regroup {
    /// Each with the group that it goes on from, if any.
    pub groups: Vec<(Option<GroupId>, NewGroup)>,
    /// Why a group is smaller or larger than usual, where one is.
    pub reason: String,
    /// Whether roles change hands.
    pub rotation: Rotation,
    /// The revision of the run that this was made on.
    pub seen: i64,
}

/// Seats the class anew, and deals the roles of all phases from those of the first in each group that is not as it was. Work stays
/// with its owners.
///
/// # Errors
/// `Invalid` at `group-N`, `class` or `group-reason`, and at `group-N` when a group that has work would be gone; `NotFound` for
/// another run's group; a conflict when the run has ended or was arranged anew since.
pub fn regroup(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<LeadRun>, wanted: &Regroup) -> Result<()> {
    let run = goes_on(grant)?;
    let task = queries::task(tx, run)?;
    let before = queries::arranged(tx, run)?;
    arrange(tx, run, wanted.seen)?;
    let groups = groups_of(ctx, &before.seats, wanted)?;
    check(tx, run, &before.seats, (&groups, &wanted.reason))?;
    let at = params![run.school, run.id];
    tx.run(sql::DROP_SEATS, at)?;
    tx.run(sql::DROP_ROLES, at)?;
    seat(tx, run, &before.seats, &groups)?;
    let phases: Vec<PhaseId> = task.phases.iter().map(|phase| phase.id).collect();
    let mut plan = RolePlan::new();
    for (known, group) in &wanted.groups {
        let stays =
            stays(&before, (*known, group), phases.first()) && before.terms.rotation == wanted.rotation;
        plan.extend(if stays {
            held(&before.plan, group)
        } else {
            roles::deal(&group.members, &phases, wanted.rotation)
        });
    }
    write_roles(tx, run, &plan)?;
    let reason = wanted.reason.trim();
    tx.run(
        sql::SET_GROUPING,
        params![run.school, run.id, reason, wanted.rotation.code()],
    )?;
    changed(tx, ctx, run, None)?;
    let wanted_groups = groups
        .iter()
        .map(|group| (group.name.as_str(), group.members.clone()));
    let entry = ledger::Entry::new("classroom.regroup", "class-run", run.id.raw())
        .before(&json!({ "groups": members(&before.seats), "rotation": before.terms.rotation.code() }))
        .after(&json!({ "groups": wanted_groups.collect::<Vec<_>>(), "rotation": wanted.rotation.code() }))
        .reason(reason);
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}

/// Whether a group has the members that it had, who hold in the first phase what they held.
fn stays(
    before: &Arrangement,
    (known, group): (Option<GroupId>, &NewGroup),
    first: Option<&PhaseId>,
) -> bool {
    let (Some(known), Some(first)) = (known, first) else {
        return false;
    };
    let had: BTreeSet<PersonId> = queries::group_of(&before.seats, known)
        .map(|seat| seat.student)
        .collect();
    let holds = |(member, roles): &(PersonId, BTreeSet<Role>)| {
        let held = before.plan.get(&(*first, *member));
        had.contains(member) && held.is_some_and(|held| roles.iter().all(|role| held.contains(role)))
    };
    group.members.len() == had.len() && group.members.iter().all(holds)
}

/// What the members of a group hold in every phase.
fn held(plan: &RolePlan, group: &NewGroup) -> RolePlan {
    let members: BTreeSet<PersonId> = group.members.iter().map(|(member, _)| *member).collect();
    let own = plan.iter().filter(|((_, student), _)| members.contains(student));
    own.map(|(turn, roles)| (*turn, roles.clone())).collect()
}

/// The groups in order, each with its name and who sits in it.
fn members(seats: &[SeatRow]) -> Vec<(&str, Vec<PersonId>)> {
    let groups = lead::groups(seats).into_iter();
    groups
        .map(|(id, name)| {
            (
                name,
                queries::group_of(seats, id).map(|seat| seat.student).collect(),
            )
        })
        .collect()
}

fn groups_of(ctx: &Ctx, before: &[SeatRow], wanted: &Regroup) -> Result<Vec<Group>> {
    let group = |(known, group): &(Option<GroupId>, NewGroup)| {
        if known.is_some_and(|known| before.iter().all(|seat| seat.group != known)) {
            return Err(Error::NotFound);
        }
        Ok(Group {
            id: known.unwrap_or_else(|| ctx.id()),
            name: group.name.trim().to_owned(),
            members: group.members.iter().map(|(member, _)| *member).collect(),
        })
    };
    wanted.groups.iter().map(group).collect()
}

fn check(
    tx: &mut Tx<'_>,
    run: &RunHead,
    before: &[SeatRow],
    (groups, reason): (&[Group], &str),
) -> Result<()> {
    let members = people::queries::members(tx, run.school, run.class)?;
    let placed: BTreeSet<PersonId> = groups.iter().flat_map(|group| &group.members).copied().collect();
    let mut class: BTreeSet<PersonId> = expected(&members, &placed).collect();
    // Who has left the class may keep the seat, and need not.
    let seated = before.iter().map(|seat| seat.student);
    class.extend(seated.filter(|student| placed.contains(student)));
    let class: Vec<PersonId> = class.into_iter().collect();
    let mut problems = groups::check(&class, groups, reason);
    for problem in &mut problems.0 {
        if problem.field == "reason" {
            "group-reason".clone_into(&mut problem.field);
        }
    }
    for gone in gone(before, groups) {
        let work: Option<(design::model::StepId,)> =
            tx.opt(sql::WORK_OF_OWNER, params![run.school, run.id, gone])?;
        if work.is_some() {
            let name = lead::groups(before)
                .into_iter()
                .find_map(|(group, name)| (group == gone).then_some(name));
            let text = Text::new("classroom-group-has-work").with("group", name.unwrap_or_default());
            problems.add("class", text);
        }
    }
    problems.check()
}

fn gone(before: &[SeatRow], groups: &[Group]) -> BTreeSet<GroupId> {
    let before = before.iter().map(|seat| seat.group);
    before
        .filter(|known| groups.iter().all(|group| group.id != *known))
        .collect()
}

/// Writes the seats; a group keeps its identity, and with it its work and the teacher's word at gates.
fn seat(tx: &mut Tx<'_>, run: &RunHead, before: &[SeatRow], groups: &[Group]) -> Result<()> {
    for group in gone(before, groups) {
        let at = params![run.school, run.id, group];
        tx.run(sql::DROP_GATES, at)?;
        tx.run(sql::DROP_GROUP, at)?;
    }
    for (number, group) in (0_i64..).zip(groups) {
        if before.iter().any(|seat| seat.group == group.id) {
            tx.run(
                sql::SET_GROUP,
                params![run.school, run.id, group.id, &group.name, number],
            )?;
        } else {
            tx.run(
                store::ADD_GROUP,
                params![run.school, group.id, run.id, &group.name, number],
            )?;
        }
        for (position, member) in (0_i64..).zip(&group.members) {
            tx.run(
                store::ADD_SEAT,
                params![run.school, run.id, *member, group.id, position],
            )?;
        }
    }
    Ok(())
}

/// Sets who holds which roles in one phase, as the run was arranged at its revision `seen`.
///
/// # Errors
/// `Invalid` at `roles` when a role of a group is nobody's or a member has none; `NotFound` for a phase of another task or somebody
/// without a seat; a conflict when the run has ended or was arranged anew since.
pub fn set_roles(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadRun>,
    (phase, seen): (PhaseId, i64),
    held: &BTreeMap<PersonId, BTreeSet<Role>>,
) -> Result<()> {
    let run = goes_on(grant)?;
    let task = queries::task(tx, run)?;
    let name = &task.phase(phase).ok_or(Error::NotFound)?.name;
    let before = queries::arranged(tx, run)?;
    arrange(tx, run, seen)?;
    let seats = &before.seats;
    if held
        .keys()
        .any(|person| seats.iter().all(|seat| seat.student != *person))
    {
        return Err(Error::NotFound);
    }
    let plan: RolePlan = held
        .iter()
        .map(|(person, roles)| ((phase, *person), roles.clone()))
        .collect();
    let mut problems = Problems::default();
    for (id, name) in lead::groups(seats) {
        let members = queries::group_of(seats, id).map(|seat| seat.student).collect();
        let name = name.to_owned();
        for problem in roles::check(&plan, &Group { id, name, members }, &[phase]).0 {
            problems.add("roles", problem.text);
        }
    }
    problems.check()?;
    tx.run(sql::DROP_ROLES_OF_PHASE, params![run.school, run.id, phase])?;
    write_roles(tx, run, &plan)?;
    changed(tx, ctx, run, None)?;
    let entry = ledger::Entry::new("classroom.set-roles", "class-run", run.id.raw())
        .before(&json!({ "phase": name, "roles": codes(&before.plan, phase) }))
        .after(&json!({ "phase": name, "roles": codes(&plan, phase) }));
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}

fn codes(plan: &RolePlan, phase: PhaseId) -> BTreeMap<String, Vec<&'static str>> {
    let codes = |roles: &BTreeSet<Role>| roles.iter().map(|role| role.code()).collect();
    plan.iter()
        .filter(|((at, _), _)| *at == phase)
        .map(|((_, person), roles)| (person.to_string(), codes(roles)))
        .collect()
}

/// Sets which steps are whose by role, as the run was arranged at its revision `seen`.
///
/// # Errors
/// `Invalid` at `d-STEP`; a conflict when the run has ended or was arranged anew since.
pub fn set_duties(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<LeadRun>,
    (duties, seen): (&Duties, i64),
) -> Result<()> {
    let run = goes_on(grant)?;
    let task = queries::task(tx, run)?;
    let before = queries::arranged(tx, run)?;
    arrange(tx, run, seen)?;
    at_steps(duties.check(&task)).check()?;
    tx.run(sql::DROP_DUTIES, params![run.school, run.id])?;
    write_duties(tx, run, duties)?;
    changed(tx, ctx, run, None)?;
    let entry = ledger::Entry::new("classroom.set-duties", "class-run", run.id.raw())
        .before(&json!({ "duties": said(&before.duties, &task) }))
        .after(&json!({ "duties": said(duties, &task) }));
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(())
}

/// The faults of duties at the fields of their form.
pub(super) fn at_steps(mut problems: Problems) -> Problems {
    for problem in &mut problems.0 {
        problem.field = format!("d-{}", problem.field);
    }
    problems
}

fn said(duties: &Duties, task: &LearningTask) -> BTreeMap<String, Vec<&'static str>> {
    let number = |step| task.number_of(step).map(|number| number.to_string());
    let roles = |roles: &BTreeSet<Role>| roles.iter().map(|role| role.code()).collect();
    let steps = duties.0.iter();
    steps
        .filter_map(|(step, held)| Some((number(*step)?, roles(held))))
        .collect()
}
