//! What the made-up nation designs: the sample task, and what its schools adopt.

use authz::Grant;
use db::Tx;
use kernel::{Ctx, Error, Hours, PersonId, RawId, Result, SchoolId};
use org::queries::Org;

use crate::actions::{
    CourseEdit, Decided, Edit, Own, Source, Wanted, add_own_course, adopt_standard, create_task, decide,
    edit_course, edit_field, keep_rest, place_task,
};
use crate::model::course::SchoolCourse;
use crate::model::demo::Made;
use crate::model::demo_courses::Turned;
use crate::model::nation::Order;
use crate::model::{AdoptionId, StandardId, TaskId};
use crate::policy::EditCourse;
use crate::{policy, queries};

/// Puts the sample task (螺纹轴的数控车床加工) into a school, as designed by this teacher.
///
/// # Errors
/// The engine's.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, teacher: PersonId) -> Result<TaskId> {
    let grant = policy::may_create_as_system(ctx, school, teacher)?;
    create_task(
        tx,
        ctx,
        &grant,
        &Source::Sample {
            name: String::new(),
            base: None,
        },
    )
}

/// Lets a task come from an order of the school's own, as its teacher writes it, whose `ctx` is.
///
/// # Errors
/// The engine's.
pub fn ordered(tx: &mut Tx<'_>, ctx: &Ctx, task: TaskId, order: &Order) -> Result<()> {
    for (field, typed) in [
        ("origin.enterprise", order.enterprise),
        ("scenario", order.scenario.as_str()),
    ] {
        let grant = policy::may_edit_task(tx, ctx, task)?;
        let node = task.raw();
        let (_, version) = queries::node(tx, grant.target(), node)?;
        let edit = Edit {
            node,
            field: field.to_owned(),
            typed: typed.to_owned(),
            version,
            op: None,
        };
        edit_field(tx, ctx, &grant, &edit)?;
    }
    Ok(())
}

/// A task that the class did before another, as a copy under a name of its own.
///
/// # Errors
/// The engine's.
pub fn before(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    (teacher, task): (PersonId, TaskId),
    (name, scenario): (&str, &str),
) -> Result<TaskId> {
    let editing = policy::may_edit_as_system(tx, ctx, school, task)?;
    let mut copy = queries::present(tx, editing.target())?.task;
    copy.scenario = scenario.to_owned();
    let grant = policy::may_create_as_system(ctx, school, teacher)?;
    let source = Source::Copy {
        task: Box::new(copy),
        name: name.to_owned(),
        base: None,
    };
    create_task(tx, ctx, &grant, &source)
}

/// Adopts the newest version of a standard for a school, as its 专业带头人 would, with the courses of its own.
///
/// # Errors
/// The engine's; `NotFound` where the standard has no such level.
pub fn adopt(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, leader): (&Org, PersonId),
    (standard, made): (StandardId, &Made),
) -> Result<AdoptionId> {
    let number = standards::queries::standard(tx, standard)?.latest;
    let plans = standards::queries::plans(tx, standard, number)?;
    let is_meant = |plan: &&standards::queries::PlanRow| {
        plan.level.as_deref() == Some(made.level.name()) && plan.entry.as_deref() == Some(made.entry.name())
    };
    let plan = plans.iter().find(is_meant).ok_or(Error::NotFound)?.position;
    let bases = queries::courses::bases(tx, (standard, number, plan))?;
    let wanted = Wanted {
        standard,
        number,
        plan,
        courses: bases.iter().map(|base| base.course).collect(),
        plan_hours: (made.plan_hours > 0).then(|| Hours::whole(made.plan_hours)),
    };
    let grant = policy::may_adopt_as_system(ctx, school, leader)?;
    let id = adopt_standard(tx, ctx, &grant, &wanted)?;
    let grant = policy::may_edit_adoption_as_system(tx, ctx, (school, leader), id)?;
    for (class, name, hours) in made.own {
        let own = Own {
            class: *class,
            name: (*name).to_owned(),
            semesters: hours.iter().copied().map(Hours::whole).collect(),
        };
        add_own_course(tx, ctx, &grant, &own)?;
    }
    let courses = queries::courses::plan(tx, &grant.target().row)?.rows;
    let based = courses.iter().filter(|course| course.base.is_some());
    for course in based.take(made.converted) {
        convert(tx, ctx, (school.number, leader), (course, made.turned))?;
    }
    Ok(id)
}

/// Converts a course: what the school turns into something else, and the rest kept.
fn convert(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, leader): (SchoolId, PersonId),
    (course, turned): (&SchoolCourse, &[Turned]),
) -> Result<()> {
    let grant = policy::may_edit_course_as_system(tx, ctx, (school, leader), course.id)?;
    let references = course.base.iter().flat_map(|base| &base.tasks);
    for reference in references {
        let Some(turned) = turned.iter().find(|turned| turned.reference == reference.name) else {
            continue;
        };
        let wanted = Decided {
            reference: reference.id,
            decision: turned.decision,
            seen: 0,
        };
        decide(tx, ctx, &grant, wanted)?;
        let (now, _) = queries::courses::rows_of_course(tx, &grant.target().head)?;
        let made = now.conversion(reference.id).ok_or(Error::NotFound)?;
        for (task, (name, description, hours)) in made.tasks.iter().zip(turned.tasks) {
            let row = task.id.raw();
            write(tx, ctx, &grant, (row, "name", name))?;
            write(tx, ctx, &grant, (row, "description", description))?;
            write(tx, ctx, &grant, (row, "hours", &hours.to_string()))?;
        }
        write(tx, ctx, &grant, (made.id.raw(), "reason", turned.reason))?;
    }
    keep_rest(tx, ctx, &grant)?;
    Ok(())
}

fn write(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditCourse>,
    (row, field, typed): (RawId, &str, &str),
) -> Result<()> {
    let (_, versions) = queries::courses::rows_of_course(tx, &grant.target().head)?;
    let edit = CourseEdit {
        row,
        field: field.to_owned(),
        typed: typed.to_owned(),
        version: versions.get(&row).copied().unwrap_or_default(),
        op: None,
    };
    edit_course(tx, ctx, grant, &edit)?;
    Ok(())
}

/// Puts a learning task to the task of a school course that is called the same, where there is one.
///
/// # Errors
/// The engine's.
pub fn place(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, task: TaskId) -> Result<()> {
    let grant = policy::may_edit_as_system(tx, ctx, school, task)?;
    let origins = queries::courses::origins(tx, school)?;
    let mut named = origins.iter().filter(|origin| origin.name == grant.target().name);
    match named.next() {
        Some(origin) => place_task(tx, ctx, &grant, Some(origin.id)),
        None => Ok(()),
    }
}
