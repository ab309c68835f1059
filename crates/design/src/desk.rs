//! A designer's desk: tasks that are not whole yet, plans that are not converted, and what was worked on last.

use db::Tx;
use kernel::{Ctx, Error, Result, Text};
use web::{Figure, OnDesk, Recent, Todo};

use crate::queries::courses::AdoptionLine;
use crate::queries::{TaskLine, Whose};
use crate::{policy, queries};

/// How many tasks a desk has room for.
const ROOM: usize = 4;

/// What lies on a designer's desk.
///
/// # Errors
/// The engine's.
pub fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<OnDesk> {
    let designer = match policy::may_create_task(ctx) {
        Ok(grant) => grant.into_target(),
        Err(Error::Denied(_)) => return Ok(OnDesk::default()),
        Err(other) => return Err(other),
    };
    let whose = Whose::Of(designer.person);
    let (lines, count) = queries::last_tasks(tx, designer.school, whose)?;
    let unfinished = lines.iter().filter(|line| line.version == 0 && !line.is_whole());
    let mut todos: Vec<Todo> = unfinished.take(ROOM).map(todo).collect();
    todos.extend(unconverted(tx, ctx)?);
    Ok(OnDesk {
        todos,
        recent: lines.iter().take(ROOM).map(recent).collect(),
        figures: vec![Figure {
            label: Text::new("design-nav-tasks"),
            value: count.to_string(),
            note: Some(Text::new("design-figure-own")),
            href: "/tasks".to_owned(),
        }],
    })
}

/// Plans whose courses are not converted yet, for who converts them.
fn unconverted(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Todo>> {
    let Ok(grant) = policy::may_adopt(ctx) else {
        return Ok(Vec::new());
    };
    let lines = queries::courses::adoptions(tx, grant.target().school)?.into_iter();
    let open = lines.filter(|line| line.withdrawn_at.is_none() && line.converted < line.references);
    let todo = |line: AdoptionLine| Todo {
        text: Text::new("design-todo-convert")
            .with("major", line.major_name)
            .with("done", line.converted)
            .with("due", line.references),
        href: format!("/courses/plans/{}", line.id),
        due: None,
        icon: "sitemap",
    };
    Ok(open.take(ROOM).map(todo).collect())
}

/// A task whose hours or marks do not sum up yet and that no version was made of.
fn todo(line: &TaskLine) -> Todo {
    Todo {
        text: Text::new("design-todo-finish")
            .with("name", &line.name)
            .with("hours", line.phase_hours)
            .with("base", line.hours.unwrap_or_default())
            .with("marks", line.marks),
        href: format!("/tasks/{}", line.id),
        due: None,
        icon: "clipboard-list",
    }
}

fn recent(line: &TaskLine) -> Recent {
    Recent {
        title: line.name.clone(),
        kind: Text::new("design-node-task"),
        href: format!("/tasks/{}", line.id),
        at: line.changed_at,
    }
}
