//! Opens a learning task for a class: a frozen version, days, a place, groups and who does what.

use std::collections::BTreeSet;

use authz::Grant;
use db::{Bind as _, Tx, Value, params};
use design::model::{LearningTask, PhaseId, TaskId, VersionId};
use design::policy::EditTask;
use kernel::{Ctx, Error, PersonId, Problems, RawId, Result, SchoolId, Text};
use org::model::calendar::{Term, term_on};
use people::model::class::ClassId;
use people::queries::MemberRow;
use serde_json::json;

use super::group::at_steps;
use crate::change::changed;
use crate::facts;
use crate::model::groups::{self, Group};
use crate::model::roles::{self, Duties, Role, RolePlan, Rotation};
use crate::model::run::{Days, Run};
use crate::model::{GroupMark, RunId};
use crate::policy::OpenRun;
use crate::queries::{self, RunHead};
use crate::store;

/// What a class agrees on before it begins.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The class.
    pub class: ClassId,
    /// When it works.
    pub days: Days,
    /// Why the days leave the term, where they do.
    pub reason: String,
    /// Where.
    pub place: String,
    /// The groups, their members in the order in which roles go round, each with the roles of the first phase.
    pub groups: Vec<NewGroup>,
    /// Why a group is smaller or larger than usual, where one is.
    pub group_reason: String,
    /// Whether roles change hands.
    pub rotation: Rotation,
    /// Which steps are whose by role.
    pub duties: Duties,
}

/// A group to be made.
#[derive(Clone, Debug)]
pub struct NewGroup {
    /// What it is called.
    pub name: String,
    /// Its members with the roles that they begin with; without any they are dealt.
    pub members: Vec<(PersonId, BTreeSet<Role>)>,
}

/// Which version of the task the class works on.
#[derive(Clone, Copy)]
pub enum Design<'a> {
    /// The task as it stands now, frozen by somebody who may edit it.
    Present(&'a Grant<EditTask>),
    /// Its last frozen version, for whoever only teaches it.
    LastVersion(TaskId),
}

/// Opens a run.
///
/// # Errors
/// `Invalid` at `task` for one without steps, at `class`, `first`, `last`, `reason`, `place`, `group-N`, `group-reason`, or at a step of the duties; `NotFound` for
/// another school's class; a conflict for a task that was never frozen.
pub fn open_run(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<OpenRun>,
    design: Design<'_>,
    opening: &Opening,
) -> Result<RunId> {
    let desk = grant.target();
    let (task, version) = frozen(tx, ctx, desk.school, design)?;
    let graph = design::queries::frozen(tx, desk.school, version)?;
    if graph.steps().next().is_none() {
        return Err(Error::field("task", Text::new("classroom-open-no-steps")));
    }
    let groups = groups_of(ctx, opening);
    check(tx, desk.school, opening, (&graph, version), &groups)?;
    let run = RunHead {
        school: desk.school,
        id: ctx.id(),
        class: opening.class,
        task,
        version,
        title: graph.name.clone(),
        teacher: desk.person,
        first: opening.days.first,
        last: opening.days.last,
        place: opening.place.trim().to_owned(),
        ended_at: None,
        revision: 1,
    };
    add(tx, ctx, &run, opening)?;
    let phases: Vec<PhaseId> = graph.phases.iter().map(|phase| phase.id).collect();
    seat(tx, &run, &groups)?;
    let plan = planned(&groups, opening, &phases);
    write_roles(tx, &run, &plan)?;
    write_duties(tx, &run, &opening.duties)?;
    facts::running(tx, ctx, &run, 1)?;
    changed(tx, ctx, &run, None)?;
    let after = json!({
        "class": run.class, "version": VersionId::of(run.version), "first": run.first.to_string(),
        "last": run.last.to_string(), "place": run.place, "groups": groups.len(), "rotation": opening.rotation.code(),
    });
    let entry = ledger::Entry::new("classroom.open-run", "class-run", run.id.raw())
        .after(&after)
        .reason(opening.reason.trim());
    ledger::record(tx, ctx, run.school, entry)?;
    Ok(run.id)
}

/// The task and the version that is taught.
fn frozen(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, design: Design<'_>) -> Result<(TaskId, RawId)> {
    match design {
        Design::Present(grant) => {
            let (version, _) = design::actions::freeze_task(tx, ctx, grant)?;
            Ok((grant.target().id, version))
        }
        Design::LastVersion(task) => {
            let versions = design::queries::versions(tx, school, task)?;
            let last = versions.first().map(|version| version.id);
            let version = last.ok_or_else(|| Error::Conflict(Text::new("classroom-open-no-version")))?;
            Ok((task, version))
        }
    }
}

fn groups_of(ctx: &Ctx, opening: &Opening) -> Vec<Group> {
    let group = |group: &NewGroup| Group {
        id: ctx.id::<GroupMark>(),
        name: group.name.clone(),
        members: group.members.iter().map(|(member, _)| *member).collect(),
    };
    opening.groups.iter().map(group).collect()
}

fn check(
    tx: &mut Tx<'_>,
    school: SchoolId,
    opening: &Opening,
    (task, version): (&LearningTask, RawId),
    groups: &[Group],
) -> Result<()> {
    let class = people::queries::class(tx, school, opening.class)?;
    let mut problems = Problems::default();
    if class.ended_at.is_some() {
        problems.add("class", Text::new("classroom-open-class-ended"));
    }
    if queries::under_way(tx, school, (opening.class, task.id))?.is_some() {
        let text = Text::new("classroom-open-under-way").with("class", &class.name);
        problems.add("class", text);
    }
    let run = Run {
        version: VersionId::of(version),
        days: opening.days,
        reason: opening.reason.clone(),
        place: opening.place.clone(),
    };
    let terms = org::queries::calendar(tx, school)?;
    problems.0.extend(run.check(term_of(&terms, opening.days)).0);
    let members = people::queries::members(tx, school, opening.class)?;
    let placed = groups.iter().flat_map(|group| &group.members).copied().collect();
    let members: Vec<PersonId> = expected(&members, &placed).collect();
    for mut problem in groups::check(&members, groups, &opening.group_reason).0 {
        if problem.field == "reason" {
            "group-reason".clone_into(&mut problem.field);
        }
        problems.0.push(problem);
    }
    problems.0.extend(at_steps(opening.duties.check(task)).0);
    problems.check()
}

/// Who has to have a seat: everybody in class, and of those on leave whoever was given one.
pub(super) fn expected(members: &[MemberRow], placed: &BTreeSet<PersonId>) -> impl Iterator<Item = PersonId> {
    members
        .iter()
        .filter(|member| member.is_present() || placed.contains(&member.person))
        .map(|member| member.person)
}

/// The term that the days are measured by: the one they begin in, else the one they end in, else the nearest. Without a
/// calendar no day leaves it.
pub(crate) fn term_of(terms: &[Term], days: Days) -> Days {
    let nearest = || {
        let away = |term: &&Term| (days.first.since(term.first)).abs();
        terms.iter().min_by_key(away)
    };
    let term = term_on(terms, days.first)
        .or_else(|| term_on(terms, days.last))
        .or_else(nearest);
    term.map_or(days, |term| Days {
        first: term.first,
        last: term.last(),
    })
}

fn add(tx: &mut Tx<'_>, ctx: &Ctx, run: &RunHead, opening: &Opening) -> Result<()> {
    tx.run(
        store::ADD_RUN,
        params![
            run.school,
            run.id,
            run.class,
            run.task,
            run.version,
            &run.title,
            run.teacher,
            run.first,
            run.last,
            opening.reason.trim(),
            &run.place,
            opening.group_reason.trim(),
            opening.rotation.code(),
            ctx.now
        ],
    )?;
    Ok(())
}

/// Puts every student on their seat.
fn seat(tx: &mut Tx<'_>, run: &RunHead, groups: &[Group]) -> Result<()> {
    for (number, group) in (0_i64..).zip(groups) {
        tx.run(
            store::ADD_GROUP,
            params![run.school, group.id, run.id, group.name.trim(), number],
        )?;
        for (position, member) in (0_i64..).zip(&group.members) {
            tx.run(
                store::ADD_SEAT,
                params![run.school, run.id, *member, group.id, position],
            )?;
        }
    }
    Ok(())
}

/// The roles of every phase, as they follow from those of the first.
fn planned(groups: &[Group], opening: &Opening, phases: &[PhaseId]) -> RolePlan {
    let mut plan = RolePlan::new();
    for (group, new) in groups.iter().zip(&opening.groups) {
        let chosen = new.members.iter().any(|(_, roles)| !roles.is_empty());
        plan.extend(if chosen {
            roles::deal(&new.members, phases, opening.rotation)
        } else {
            roles::propose(group, phases, opening.rotation)
        });
    }
    plan
}

/// Writes who holds which roles.
pub(super) fn write_roles(tx: &mut Tx<'_>, run: &RunHead, plan: &RolePlan) -> Result<()> {
    let rows: Vec<_> = plan
        .iter()
        .flat_map(|(place, roles)| roles.iter().map(move |role| (place, role)))
        .map(|((phase, student), role)| {
            let role = Value::Text(role.code());
            [
                run.school.bind(),
                run.id.bind(),
                phase.bind(),
                student.bind(),
                role,
            ]
        })
        .collect();
    tx.run_all(store::ADD_ROLE, &rows)?;
    Ok(())
}

/// Writes which steps are whose by role.
pub(super) fn write_duties(tx: &mut Tx<'_>, run: &RunHead, duties: &Duties) -> Result<()> {
    for (step, roles) in &duties.0 {
        for role in roles {
            tx.run(store::ADD_DUTY, params![run.school, run.id, *step, role.code()])?;
        }
    }
    Ok(())
}

/// Groups as they are proposed for a class, in the order of its list.
pub fn propose_groups(members: &[PersonId]) -> Vec<Vec<PersonId>> {
    let mut rest = members;
    let mut groups = Vec::new();
    for size in groups::sizes(members.len()) {
        let (group, left) = rest.split_at(size);
        groups.push(group.to_vec());
        rest = left;
    }
    groups
}
