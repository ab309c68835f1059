//! A designer's desk: tasks that are not whole yet, and those worked on last.

use db::Tx;
use kernel::{Ctx, Error, Result, Text};
use web::{Figure, Recent, Todo};

use crate::queries::{TaskLine, Whose};
use crate::{policy, queries};

/// How many tasks a desk has room for.
const ROOM: usize = 4;

fn own(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<TaskLine>> {
    match policy::may_create_task(ctx) {
        Ok(grant) => queries::last_tasks(tx, grant.target().school, Whose::Of(grant.target().person)),
        Err(Error::Denied(_)) => Ok(Vec::new()),
        Err(other) => Err(other),
    }
}

/// Tasks whose hours or marks do not sum up yet and that no version was made of.
///
/// # Errors
/// The engine's.
pub fn waiting(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Todo>> {
    let unfinished = |line: &TaskLine| line.version == 0 && !line.is_whole();
    let todo = |line: TaskLine| Todo {
        text: Text::new("design-todo-finish")
            .with("name", &line.name)
            .with("hours", line.phase_hours)
            .with("base", line.hours.unwrap_or_default())
            .with("marks", line.marks),
        href: format!("/tasks/{}", line.id),
        due: None,
        icon: "clipboard-list",
    };
    let lines = own(tx, ctx)?.into_iter();
    Ok(lines.filter(unfinished).take(ROOM).map(todo).collect())
}

/// The tasks changed last.
///
/// # Errors
/// The engine's.
pub fn recent(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Recent>> {
    let recent = |line: TaskLine| Recent {
        title: line.name,
        kind: Text::new("design-node-task"),
        href: format!("/tasks/{}", line.id),
        at: line.changed_at,
    };
    Ok(own(tx, ctx)?.into_iter().take(ROOM).map(recent).collect())
}

/// How many tasks somebody designs.
///
/// # Errors
/// The engine's.
pub fn figures(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Figure>> {
    let Ok(grant) = policy::may_create_task(ctx) else {
        return Ok(Vec::new());
    };
    let desk = grant.target();
    let count = queries::count_tasks(tx, desk.school, Whose::Of(desk.person))?;
    Ok(vec![Figure {
        label: Text::new("design-nav-tasks"),
        value: count.to_string(),
        note: Some(Text::new("design-figure-own")),
        href: "/tasks".to_owned(),
    }])
}
