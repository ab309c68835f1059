//! Who may do what to classes at work: the school's staff reads, the teacher of a run leads it, 专业带头人 all of them, and a
//! student works in their own seat.

use authz::{Grant, Rule, Scope, Verb, scope_of};
use db::Tx;
use kernel::{Ctx, Error, PersonId, RawId, Result, Role, SchoolId, Seat, Text};

use crate::model::RunId;
use crate::queries::{self, RunHead, SeatRow};

/// Sees a class at work.
pub struct ReadRun;
/// Opens a learning task for a class.
pub struct OpenRun;
/// Leads a class at work: groups, phases, acceptance.
pub struct LeadRun;
/// Works at the steps of a run.
pub struct WorkInRun;

/// Where somebody stands.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The school.
    pub school: SchoolId,
    /// The person.
    pub person: PersonId,
    /// Whether only what is the person's own is reached.
    pub own: bool,
}

/// A student in a run.
#[derive(Clone, Debug)]
pub struct Bench {
    /// The run.
    pub run: RunHead,
    /// The student's seat.
    pub seat: SeatRow,
}

impl Verb for ReadRun {
    type Target = Desk;
    const NAME: &'static str = "classroom.read-run";
}
impl Verb for OpenRun {
    type Target = Desk;
    const NAME: &'static str = "classroom.open-run";
}
impl Verb for LeadRun {
    type Target = RunHead;
    const NAME: &'static str = "classroom.lead-run";
}
impl Verb for WorkInRun {
    type Target = Bench;
    const NAME: &'static str = "classroom.work-in-run";
}

const LEADERS: &[(Role, Scope)] = &[
    (Role::MajorLeader, Scope::Org),
    (Role::Teacher, Scope::Own),
    (Role::ClassTeacher, Scope::Own),
];

/// The policy of classes at work.
pub const RULES: &[Rule] = &[
    Rule {
        verb: ReadRun::NAME,
        allowed: &[
            (Role::SchoolLeader, Scope::Org),
            (Role::PartyOrganisation, Scope::Org),
            (Role::AcademicAffairs, Scope::Org),
            (Role::MajorLeader, Scope::Org),
            (Role::Teacher, Scope::Org),
            (Role::ClassTeacher, Scope::Org),
        ],
    },
    Rule {
        verb: OpenRun::NAME,
        allowed: LEADERS,
    },
    Rule {
        verb: LeadRun::NAME,
        allowed: LEADERS,
    },
    Rule {
        verb: WorkInRun::NAME,
        allowed: &[(Role::Student, Scope::Own)],
    },
];

fn allowed(ctx: &Ctx, verb: &'static str) -> Result<(Scope, Seat, PersonId)> {
    let (Some(role), Some(seat), Some(person)) = (ctx.actor.role(), ctx.actor.seat(), ctx.actor.person())
    else {
        return Err(Error::SignIn);
    };
    match scope_of(RULES, verb, role) {
        Some(scope) => Ok((scope, *seat, person)),
        None => Err(Error::Denied(Text::new("classroom-denied"))),
    }
}

/// # Errors
/// 401 or 403.
pub fn may_read_runs(ctx: &Ctx) -> Result<Grant<ReadRun>> {
    let (scope, seat, person) = allowed(ctx, ReadRun::NAME)?;
    Ok(Grant::issue(Desk {
        school: seat.school,
        person,
        own: scope == Scope::Own,
    }))
}

/// A run of the own school, with the grant to read there.
///
/// # Errors
/// 401, 403, or 404 for a run of another school.
pub fn may_read_run(tx: &mut Tx<'_>, ctx: &Ctx, id: RunId) -> Result<(Grant<ReadRun>, RunHead)> {
    let grant = may_read_runs(ctx)?;
    let run = queries::run(tx, grant.target().school, id)?;
    Ok((grant, run))
}

/// # Errors
/// 401 or 403.
pub fn may_open_run(ctx: &Ctx) -> Result<Grant<OpenRun>> {
    let (scope, seat, person) = allowed(ctx, OpenRun::NAME)?;
    Ok(Grant::issue(Desk {
        school: seat.school,
        person,
        own: scope == Scope::Own,
    }))
}

/// For the made-up nation: a run that this person opens.
///
/// # Errors
/// 403 for anybody but the system.
pub fn may_open_as_system(ctx: &Ctx, school: SchoolId, person: PersonId) -> Result<Grant<OpenRun>> {
    match ctx.actor {
        kernel::Actor::System => Ok(Grant::issue(Desk {
            school,
            person,
            own: true,
        })),
        _ => Err(Error::Denied(Text::new("classroom-denied"))),
    }
}

/// The teacher of the run, or the 专业带头人; for the made-up nation the program itself.
///
/// # Errors
/// 401, 403, or 404 for a run of another school.
pub fn may_lead_run(tx: &mut Tx<'_>, ctx: &Ctx, id: RunId) -> Result<Grant<LeadRun>> {
    let (scope, seat, person) = allowed(ctx, LeadRun::NAME)?;
    let run = queries::run(tx, seat.school, id)?;
    if run.teacher == person || scope == Scope::Org {
        Ok(Grant::issue(run))
    } else {
        Err(Error::Denied(Text::new("classroom-denied-teacher")))
    }
}

/// A student in their own seat. A run without one is none that they may know of.
///
/// # Errors
/// 401, 403, or 404.
pub fn may_work(tx: &mut Tx<'_>, ctx: &Ctx, id: RunId) -> Result<Grant<WorkInRun>> {
    let (_, seat, person) = allowed(ctx, WorkInRun::NAME)?;
    Ok(Grant::issue(queries::work::bench(tx, seat.school, id, person)?))
}

/// Whose seat a student looks for: their own, in every run.
///
/// # Errors
/// 401 or 403.
pub fn may_work_somewhere(ctx: &Ctx) -> Result<(SchoolId, PersonId)> {
    let (_, seat, person) = allowed(ctx, WorkInRun::NAME)?;
    Ok((seat.school, person))
}

/// The run whose owner's photos and files may be looked at: by the owner's group, and by whoever reads the school's classes.
/// For all others there are none.
///
/// # Errors
/// 401 or 404.
pub fn may_see_files(tx: &mut Tx<'_>, ctx: &Ctx, id: RunId, owner: RawId) -> Result<RunHead> {
    let unknown = |error| match error {
        Error::Denied(_) => Error::NotFound,
        other => other,
    };
    if allowed(ctx, WorkInRun::NAME).is_err() {
        let (_, run) = may_read_run(tx, ctx, id).map_err(unknown)?;
        return Ok(run);
    }
    let Bench { run, seat } = may_work(tx, ctx, id)?.into_target();
    let group = if owner == seat.student.raw() || owner == seat.group.raw() {
        seat.group
    } else {
        queries::seat(tx, &run, PersonId::of(owner))?.group
    };
    if group == seat.group {
        Ok(run)
    } else {
        Err(Error::NotFound)
    }
}

/// Whether somebody who reads a run leads it too, for what their pages offer.
pub fn leads(ctx: &Ctx, desk: &Desk, run: &RunHead) -> bool {
    let scope = ctx
        .actor
        .role()
        .and_then(|role| scope_of(RULES, LeadRun::NAME, role));
    scope == Some(Scope::Org) || (scope == Some(Scope::Own) && desk.person == run.teacher)
}

/// For the made-up nation: a student at work, or a teacher leading.
///
/// # Errors
/// 403 for anybody but the system, 404 for somebody without a seat.
pub fn may_work_as_system(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: RunHead,
    student: PersonId,
) -> Result<Grant<WorkInRun>> {
    match ctx.actor {
        kernel::Actor::System => {
            let seat = queries::seat(tx, &run, student)?;
            Ok(Grant::issue(Bench { run, seat }))
        }
        _ => Err(Error::Denied(Text::new("classroom-denied"))),
    }
}

/// For the made-up nation: whoever leads a run.
///
/// # Errors
/// 403 for anybody but the system.
pub fn may_lead_as_system(ctx: &Ctx, run: RunHead) -> Result<Grant<LeadRun>> {
    match ctx.actor {
        kernel::Actor::System => Ok(Grant::issue(run)),
        _ => Err(Error::Denied(Text::new("classroom-denied"))),
    }
}
