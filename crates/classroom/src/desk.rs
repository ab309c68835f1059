//! A teacher's desk: work to judge, calls for help, the classes led last.

use std::collections::BTreeMap;

use db::Tx;
use kernel::{Ctx, Error, Result, Text};
use web::{Figure, Recent, Todo};

use crate::model::RunId;
use crate::policy::{self, Desk};
use crate::queries::lead;
use crate::store::lead::WaitingRow;

/// How many lines a desk has room for.
const ROOM: usize = 6;

/// Who leads classes; others have no such desk.
fn desk(ctx: &Ctx) -> Result<Option<Desk>> {
    match policy::may_open_run(ctx) {
        Ok(grant) => Ok(Some(grant.into_target())),
        Err(Error::Denied(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Work that waits: of each run what was handed in, by phase, and the calls for help.
///
/// # Errors
/// The engine's.
pub fn waiting(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Todo>> {
    let Some(desk) = desk(ctx)? else {
        return Ok(Vec::new());
    };
    let rows = lead::waiting(tx, desk.school, desk.person)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let classes = people::queries::class_names(tx, desk.school)?;
    let mut gathered: BTreeMap<(bool, RunId, usize), (WaitingRow, i64)> = BTreeMap::new();
    for row in rows {
        let is_work = row.kind == "handed";
        let task = design::queries::frozen(tx, desk.school, row.version)?;
        // A call for help concerns the whole run, work is judged phase by phase.
        let phase = task.number_of(row.step).map_or(0, |number| number.phase);
        let place = (is_work, row.run, if is_work { phase } else { 0 });
        gathered.entry(place).or_insert((row.clone(), 0)).1 += row.count;
    }
    let mut todos = Vec::new();
    for ((is_work, run, phase), (row, count)) in gathered.into_iter().take(ROOM) {
        let class = classes.get(&row.class).cloned().unwrap_or_default();
        let key = match (is_work, phase) {
            (false, _) => "classroom-todo-help",
            (true, 0) => "classroom-todo-judge",
            (true, _) => "classroom-todo-judge-phase",
        };
        todos.push(Todo {
            text: Text::new(key)
                .with("count", count)
                .with("class", class)
                .with("task", &row.title)
                .with("phase", phase),
            href: format!("/runs/{run}/waiting"),
            // What a student handed in today is looked at today.
            due: Some(ctx.now.day().plus(1).start().plus(-1)),
            icon: if is_work { "list-check" } else { "hand-stop" },
        });
    }
    Ok(todos)
}

/// The classes led last.
///
/// # Errors
/// The engine's.
pub fn recent(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Recent>> {
    let Some(desk) = desk(ctx)? else {
        return Ok(Vec::new());
    };
    let runs = lead::last_led(tx, desk.school, desk.person)?;
    if runs.is_empty() {
        return Ok(Vec::new());
    }
    let classes = people::queries::class_names(tx, desk.school)?;
    let recent = |(run, class, title, at): (RunId, _, String, _)| Recent {
        title: format!("{} · {title}", classes.get(&class).cloned().unwrap_or_default()),
        kind: Text::new("classroom-recent"),
        href: format!("/runs/{run}"),
        at,
    };
    Ok(runs.into_iter().map(recent).collect())
}

/// How many classes a teacher leads now.
///
/// # Errors
/// The engine's.
pub fn figures(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Figure>> {
    let Some(desk) = desk(ctx)? else {
        return Ok(Vec::new());
    };
    let count = lead::running(tx, desk.school, desk.person)?;
    Ok(vec![Figure {
        label: Text::new("classroom-figure-running"),
        value: count.to_string(),
        note: None,
        href: "/runs".to_owned(),
    }])
}
