//! Makes a learning task: a blank one, the sample, or a copy; and removes one.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Hours, Id, Problems, RawId, Result, SchoolId, Text};
use serde_json::{Value, json};

use super::place::standing_origin;
use crate::model::field::{LONGEST_LINE, put};
use crate::model::graph::{Row, copied, rows};
use crate::model::spread::spread;
use crate::model::{CourseId, LearningTask, SchoolTaskId, TaskId, sample};
use crate::policy::{CreateTask, ManageTask};
use crate::{finders, store};

/// What a new task begins with.
#[derive(Clone, Debug)]
pub enum Source {
    /// A name and hours, nothing else.
    Blank {
        /// 学习任务名称
        name: String,
        /// 基准学时
        base: Hours,
    },
    /// 样例, under a name of its own where one is given.
    Sample {
        /// Its name; empty keeps that of the sample.
        name: String,
        /// Its hours; none keeps those of the sample.
        base: Option<Hours>,
    },
    /// A copy of this one, under a name of its own where one is given.
    Copy {
        /// What is copied.
        task: Box<LearningTask>,
        /// The copy's name; empty keeps the old one.
        name: String,
        /// Its hours, dealt out to phases and steps by their shares; none keeps those of what is copied.
        base: Option<Hours>,
    },
}

/// Makes a task that belongs to the grant's person and to no course.
///
/// # Errors
/// `Invalid` at `name`.
pub fn create_task(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<CreateTask>, source: &Source) -> Result<TaskId> {
    create_task_for(tx, ctx, grant, (source, None))
}

/// Makes a task that belongs to the grant's person, for a task of a course where one is given.
///
/// # Errors
/// `Invalid` at `name`; `NotFound` for a course's task of another school, `Conflict` where its plan was withdrawn.
pub fn create_task_for(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<CreateTask>,
    (source, course_task): (&Source, Option<SchoolTaskId>),
) -> Result<TaskId> {
    let desk = grant.target();
    let course = match course_task {
        Some(id) => Some(standing_origin(tx, desk.school, id)?.course),
        None => None,
    };
    let nodes = begun(ctx, source)?;
    let root = nodes
        .first()
        .ok_or_else(|| Error::internal("a task without a root"))?;
    let (id, name) = (TaskId::of(root.id), root.kept().title);
    tx.run(
        store::ADD_TASK,
        params![desk.school, id, desk.person, course, course_task, ctx.now],
    )?;
    nodes.iter().try_for_each(|row| add(tx, desk.school, id, row))?;
    finders::index(tx, ctx, (desk.school, id), nodes.iter())?;
    let entry = ledger::Entry::new("design.create-task", "learning-task", id.raw())
        .after(&json!({ "name": name, "nodes": nodes.len(), "course-task": course_task }));
    ledger::record(tx, ctx, desk.school, entry)?;
    Ok(id)
}

/// Writes a new node.
pub(super) fn add(tx: &mut Tx<'_>, school: SchoolId, task: TaskId, row: &Row) -> Result<()> {
    let kept = row.kept();
    tx.run(
        store::ADD_NODE,
        params![
            school,
            row.id,
            task,
            row.parent,
            row.kind.shape().code,
            row.position.0,
            &kept.title,
            kept.hours,
            kept.marks,
            &kept.body
        ],
    )?;
    Ok(())
}

fn begun(ctx: &Ctx, source: &Source) -> Result<Vec<Row>> {
    let no_course = CourseId::of(RawId::nil());
    match source {
        Source::Blank { name, base } => {
            let name = named(name)?;
            rows(&LearningTask::empty(ctx.id(), no_course, name, *base)).map_err(Error::internal)
        }
        Source::Sample { name, base } => {
            let mut task = sample::threaded_shaft(&mut || ctx.raw_id()).map_err(Error::internal)?;
            if let Some(base) = base {
                spread(&mut task, *base);
            }
            renamed(rows(&task).map_err(Error::internal)?, name)
        }
        Source::Copy { task, name, base } => {
            let mut task = task.clone();
            if let Some(base) = base {
                spread(&mut task, *base);
            }
            let nodes = copied(&rows(&task).map_err(Error::internal)?, || ctx.raw_id());
            renamed(nodes, name)
        }
    }
}

fn renamed(mut nodes: Vec<Row>, name: &str) -> Result<Vec<Row>> {
    if let (false, Some(root)) = (name.is_empty(), nodes.first_mut()) {
        put(&mut root.node, "name", Value::from(named(name)?));
    }
    Ok(nodes)
}

fn named(name: &str) -> Result<&str> {
    let mut problems = Problems::default();
    if name.trim().is_empty() {
        problems.add("name", Text::new("web-required"));
    }
    if name.chars().count() > LONGEST_LINE {
        problems.add("name", Text::new("design-too-long").with("most", LONGEST_LINE));
    }
    problems.check()?;
    Ok(name.trim())
}

/// Removes a task from the lists; its frozen versions stay for the classes that run on them.
///
/// # Errors
/// `Conflict` when it was removed before.
pub fn remove_task(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<ManageTask>) -> Result<()> {
    let head = grant.target();
    if tx.run(store::REMOVE_TASK, params![head.school, head.id, ctx.now])? == 0 {
        return Err(Error::Conflict(Text::new("design-task-removed-before")));
    }
    finders::forget(tx, head.id)?;
    let entry = ledger::Entry::new("design.remove-task", "learning-task", Id::raw(head.id))
        .before(&json!({ "name": head.name }));
    ledger::record(tx, ctx, head.school, entry)?;
    Ok(())
}
