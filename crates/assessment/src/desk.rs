//! What waits on a desk: ratings of students, grades of teachers, sheets of those who check and lock.

use std::collections::HashMap;

use authz::Verb as _;
use db::Tx;
use kernel::{Ctx, Error, Result, Text};
use people::model::class::ClassId;
use web::{OnDesk, Todo};

use crate::policy::{self, CheckSheet, LockSheet};
use crate::{ballots, queries};

/// What lies on a desk.
///
/// # Errors
/// The engine's.
pub fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<OnDesk> {
    Ok(OnDesk {
        todos: waiting(tx, ctx)?,
        ..OnDesk::default()
    })
}

/// What waits for the actor.
fn waiting(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Todo>> {
    if let Ok(desk) = policy::may_read_own(ctx) {
        let rounds = queries::rounds_of_student(tx, desk.school, desk.person)?;
        let mut todos = Vec::new();
        for id in rounds {
            todos.extend(round(tx, ctx, id)?);
        }
        return Ok(todos);
    }
    let Ok(grant) = policy::may_read_sheets(ctx) else {
        return Ok(Vec::new());
    };
    let desk = *grant.target();
    let mut todos = to_check(tx, ctx, desk)?;
    if policy::may_open_course(ctx).is_ok() {
        todos.extend(to_finish(tx, desk)?);
    }
    Ok(todos)
}

/// `给 4 位同学互评 · 螺纹轴的数控车床加工 · 零件质量等 3 项`
fn round(tx: &mut Tx<'_>, ctx: &Ctx, id: crate::model::SheetId) -> Result<Option<Todo>> {
    let grant = match policy::may_rate_in_round(tx, ctx, id) {
        Ok(grant) => grant,
        // A student who lost the seat has a line and nobody to rate.
        Err(Error::NotFound) => return Ok(None),
        Err(other) => return Err(other),
    };
    let bench = grant.target();
    let ballots = ballots::of_student(tx, bench)?;
    let (items, peers) = ballots::waiting(&ballots);
    let Some(first) = items.first() else {
        return Ok(None);
    };
    let text = if peers > 0 {
        Text::new("assessment-todo-peers").with("peers", peers)
    } else {
        Text::new("assessment-todo-own")
    };
    Ok(Some(Todo {
        text: text
            .with("task", &bench.run.title)
            .with("item", &first.name)
            .with("count", items.len()),
        href: format!("/results/{id}/rating"),
        due: Some(bench.run.last.plus(1).start().plus(-1)),
        icon: "star",
    }))
}

fn to_finish(tx: &mut Tx<'_>, desk: policy::Desk) -> Result<Vec<Todo>> {
    let rows = queries::unfinished(tx, desk.school, desk.person)?;
    let classes = classes(tx, desk, rows.len())?;
    let todo = |row: queries::UnfinishedRow| {
        let text = match (row.open, row.kind.as_str()) {
            (0, _) => Text::new("assessment-todo-submit"),
            (_, "course") => Text::new("assessment-todo-course"),
            _ => Text::new("assessment-todo-rate"),
        };
        Todo {
            text: text
                .with("title", titled(&classes, row.class, &row.title))
                .with("count", row.open),
            href: format!("/grades/{}", row.id),
            due: Some(row.last.plus(1).start().plus(-1)),
            icon: "checklist",
        }
    };
    Ok(rows.into_iter().map(todo).collect())
}

/// The names of the classes of a school, where there is a sheet to be named by one.
fn classes(tx: &mut Tx<'_>, desk: policy::Desk, sheets: usize) -> Result<HashMap<ClassId, String>> {
    if sheets == 0 {
        return Ok(HashMap::new());
    }
    people::queries::class_names(tx, desk.school)
}

/// A sheet as a desk names it: two classes can have one of the same title.
fn titled(classes: &HashMap<ClassId, String>, class: ClassId, title: &str) -> String {
    classes
        .get(&class)
        .map_or_else(|| title.to_owned(), |class| format!("{class} · {title}"))
}

fn to_check(tx: &mut Tx<'_>, ctx: &Ctx, desk: policy::Desk) -> Result<Vec<Todo>> {
    let (checks, locks) = (
        policy::would(ctx, CheckSheet::NAME),
        policy::would(ctx, LockSheet::NAME),
    );
    if !checks && !locks {
        return Ok(Vec::new());
    }
    let rows = queries::waiting(tx, desk.school, desk.person)?;
    let classes = classes(tx, desk, rows.len())?;
    let todo = |row: queries::WaitingRow| {
        let (key, page) = match row.state.as_str() {
            "submitted" if checks => ("assessment-todo-check", ""),
            "checked" if locks => ("assessment-todo-lock", ""),
            "correcting" if checks => ("assessment-todo-correction", "/history"),
            _ => return None,
        };
        Some(Todo {
            text: Text::new(key).with("title", titled(&classes, row.class, &row.title)),
            href: format!("/grades/{}{page}", row.id),
            due: None,
            icon: "clipboard-check",
        })
    };
    Ok(rows.into_iter().filter_map(todo).collect())
}
