//! A teacher's desk: work to judge, calls for help, the classes led last.

use std::collections::{BTreeMap, HashMap};

use db::Tx;
use kernel::{Ctx, Error, Result, SchoolId, Text};
use people::model::class::ClassId;
use web::{Figure, OnDesk, Recent, Todo};

use crate::model::RunId;
use crate::policy;
use crate::queries::lead;
use crate::store::lead::{Led, WaitingRow};

/// How many lines a desk has room for.
const ROOM: usize = 6;

/// What lies on a teacher's desk.
///
/// # Errors
/// The engine's.
pub fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<OnDesk> {
    let desk = match policy::may_open_run(ctx) {
        Ok(grant) => grant.into_target(),
        // Others lead no classes.
        Err(Error::Denied(_)) => return Ok(OnDesk::default()),
        Err(other) => return Err(other),
    };
    let rows = lead::waiting(tx, desk.school, desk.person)?;
    let led = lead::last_led(tx, desk.school, desk.person)?;
    let classes = if led.is_empty() {
        HashMap::new()
    } else {
        people::queries::class_names(tx, desk.school)?
    };
    let running = led.first().map_or(0, |led| led.running);
    let recent = |led: &Led| Recent {
        title: format!(
            "{} · {}",
            classes.get(&led.class).cloned().unwrap_or_default(),
            led.title
        ),
        kind: Text::new("classroom-recent"),
        href: format!("/runs/{}", led.run),
        at: led.at,
    };
    Ok(OnDesk {
        todos: waiting(tx, ctx, desk.school, (rows, &classes))?,
        recent: led.iter().map(recent).collect(),
        figures: vec![Figure {
            label: Text::new("classroom-figure-running"),
            value: running.to_string(),
            note: None,
            href: "/runs".to_owned(),
        }],
    })
}

/// Work that waits: of each run what was handed in, by phase, and the calls for help.
fn waiting(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: SchoolId,
    (rows, classes): (Vec<WaitingRow>, &HashMap<ClassId, String>),
) -> Result<Vec<Todo>> {
    let mut gathered: BTreeMap<(bool, RunId, usize), (WaitingRow, i64)> = BTreeMap::new();
    for row in rows {
        let is_work = row.kind == "handed";
        let task = design::queries::frozen(tx, school, row.version)?;
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
