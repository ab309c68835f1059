//! Who may do what to learning tasks and school courses: the school reads, the owner and the named colleagues design, 专业带头人
//! all of them; 专业带头人 adopt standards and convert courses.

mod courses;

use authz::{Grant, Rule, Scope, Verb, scope_of};
use db::{Tx, params};
use kernel::{Ctx, Error, PersonId, Result, Role, SchoolId, Seat, Text};

pub use courses::{
    AdoptStandard, Adopter, CourseDesk, CourseHead, EditAdoption, EditCourse, PlanDesk, ReadCourses,
    may_adopt, may_adopt_as_system, may_edit_adoption, may_edit_adoption_as_system, may_edit_course,
    may_edit_course_as_system, may_read_adoption, may_read_course, may_read_courses,
};

use crate::model::TaskId;
use crate::store::{self, Head};

/// Sees the learning tasks of the school.
pub struct ReadTask;
/// Makes a learning task.
pub struct CreateTask;
/// Changes a learning task, freezes a version of it.
pub struct EditTask;
/// Removes a learning task, names who else designs it.
pub struct ManageTask;

/// Where somebody stands.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The school.
    pub school: SchoolId,
    /// The person.
    pub person: PersonId,
}

impl Verb for ReadTask {
    type Target = Desk;
    const NAME: &'static str = "design.read-task";
}
impl Verb for CreateTask {
    type Target = Desk;
    const NAME: &'static str = "design.create-task";
}
impl Verb for EditTask {
    type Target = Head;
    const NAME: &'static str = "design.edit-task";
}
impl Verb for ManageTask {
    type Target = Head;
    const NAME: &'static str = "design.manage-task";
}

const DESIGNERS: &[(Role, Scope)] = &[
    (Role::MajorLeader, Scope::Org),
    (Role::Teacher, Scope::Own),
    (Role::ClassTeacher, Scope::Own),
];

/// The policy of design.
pub const RULES: &[Rule] = &[
    Rule {
        verb: ReadTask::NAME,
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
        verb: CreateTask::NAME,
        allowed: DESIGNERS,
    },
    Rule {
        verb: EditTask::NAME,
        allowed: DESIGNERS,
    },
    Rule {
        verb: ManageTask::NAME,
        allowed: DESIGNERS,
    },
    Rule {
        verb: ReadCourses::NAME,
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
        verb: AdoptStandard::NAME,
        allowed: &[(Role::MajorLeader, Scope::Org)],
    },
    Rule {
        verb: EditAdoption::NAME,
        allowed: &[(Role::MajorLeader, Scope::Org)],
    },
    Rule {
        verb: EditCourse::NAME,
        allowed: &[(Role::MajorLeader, Scope::Org)],
    },
];

fn allowed(ctx: &Ctx, verb: &'static str) -> Result<(Scope, Seat, PersonId)> {
    within(ctx, verb, "design-denied-teachers")
}

fn within(ctx: &Ctx, verb: &'static str, denied: &'static str) -> Result<(Scope, Seat, PersonId)> {
    let (Some(role), Some(seat), Some(person)) = (ctx.actor.role(), ctx.actor.seat(), ctx.actor.person())
    else {
        return Err(Error::SignIn);
    };
    match scope_of(RULES, verb, role) {
        Some(scope) => Ok((scope, *seat, person)),
        None => Err(Error::Denied(Text::new(denied))),
    }
}

/// # Errors
/// 401 or 403.
pub fn may_read_tasks(ctx: &Ctx) -> Result<Grant<ReadTask>> {
    let (_, seat, person) = allowed(ctx, ReadTask::NAME)?;
    Ok(Grant::issue(Desk {
        school: seat.school,
        person,
    }))
}

/// A task of the own school, with the grant to read there.
///
/// # Errors
/// 401, 403, or 404 for a task of another school.
pub fn may_read_task(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId) -> Result<(Grant<ReadTask>, Head)> {
    let grant = may_read_tasks(ctx)?;
    let desk = grant.target();
    let head: Head = tx.one(store::HEAD, params![desk.school, id, desk.person])?;
    Ok((grant, head))
}

/// # Errors
/// 401 or 403.
pub fn may_create_task(ctx: &Ctx) -> Result<Grant<CreateTask>> {
    let (_, seat, person) = allowed(ctx, CreateTask::NAME)?;
    Ok(Grant::issue(Desk {
        school: seat.school,
        person,
    }))
}

/// For the made-up nation: a task of this person.
///
/// # Errors
/// 403 for anybody but the system.
pub fn may_create_as_system(ctx: &Ctx, school: SchoolId, person: PersonId) -> Result<Grant<CreateTask>> {
    match ctx.actor {
        kernel::Actor::System => Ok(Grant::issue(Desk { school, person })),
        _ => Err(Error::Denied(Text::new("design-denied-teachers"))),
    }
}

/// The owner, a named colleague, or the 专业带头人.
///
/// # Errors
/// 401, 403, or 404 for a task of another school.
pub fn may_edit_task(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId) -> Result<Grant<EditTask>> {
    let (scope, head, person) = reached(tx, ctx, EditTask::NAME, id)?;
    if edits(scope, &head, person) {
        Ok(Grant::issue(head))
    } else {
        Err(Error::Denied(Text::new("design-denied-editors")))
    }
}

fn edits(scope: Scope, head: &Head, person: PersonId) -> bool {
    head.owner == person || head.editor.is_some() || scope == Scope::Org
}

/// Whether the actor edits and whether they manage a task that they read, for the page that offers it.
pub fn offers(ctx: &Ctx, head: &Head) -> (bool, bool) {
    let asked = |verb, answer: fn(Scope, &Head, PersonId) -> bool| {
        allowed(ctx, verb).is_ok_and(|(scope, _, person)| answer(scope, head, person))
    };
    (asked(EditTask::NAME, edits), asked(ManageTask::NAME, manages))
}

/// For the made-up nation: a task as its owner changes it.
///
/// # Errors
/// 403 for anybody but the system, or 404 for a task of another school.
pub fn may_edit_as_system(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    id: TaskId,
) -> Result<Grant<EditTask>> {
    match ctx.actor {
        kernel::Actor::System => Ok(Grant::issue(
            tx.one(store::HEAD, params![school, id, None::<PersonId>])?,
        )),
        _ => Err(Error::Denied(Text::new("design-denied-teachers"))),
    }
}

/// The owner or the 专业带头人.
///
/// # Errors
/// 401, 403, or 404 for a task of another school.
pub fn may_manage_task(tx: &mut Tx<'_>, ctx: &Ctx, id: TaskId) -> Result<Grant<ManageTask>> {
    let (scope, head, person) = reached(tx, ctx, ManageTask::NAME, id)?;
    if manages(scope, &head, person) {
        Ok(Grant::issue(head))
    } else {
        Err(Error::Denied(Text::new("design-denied-owner")))
    }
}

fn manages(scope: Scope, head: &Head, person: PersonId) -> bool {
    head.owner == person || scope == Scope::Org
}

fn reached(tx: &mut Tx<'_>, ctx: &Ctx, verb: &'static str, id: TaskId) -> Result<(Scope, Head, PersonId)> {
    let (scope, seat, person) = allowed(ctx, verb)?;
    let head: Head = tx.one(store::HEAD, params![seat.school, id, person])?;
    Ok((scope, head, person))
}
