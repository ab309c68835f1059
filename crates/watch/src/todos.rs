//! What lies on the desk of the keeper's system administrator.

use db::Tx;
use kernel::{Ctx, Error, Result, Role, Text};
use web::{Figure, OnDesk, Todo};

use crate::model::{Kind, State, backup_state};
use crate::{policy, queries};

/// The way to the page, and what has to be done at once. Only what is read quickly: the page itself says the rest.
pub fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<OnDesk> {
    if ctx.actor.role() != Some(Role::SystemAdmin) {
        return Ok(OnDesk::default());
    }
    match policy::may_read_status(tx, ctx) {
        Err(Error::Denied(_)) => return Ok(OnDesk::default()),
        other => other?,
    };
    let faulty = [Kind::Audit, Kind::Facts, Kind::Totals]
        .into_iter()
        .map(|kind| {
            Ok(queries::reports(tx, kind)?
                .iter()
                .filter(|report| !report.well)
                .count())
        })
        .sum::<Result<usize>>()?;
    let last = queries::reports(tx, Kind::Backup)?.into_iter().next();
    let backup = backup_state(last.as_ref().map(|report| (report.at, report.well)), ctx.now);
    let mut todos = Vec::new();
    if faulty > 0 {
        todos.push(todo("watch-todo-faults", "alert-triangle"));
    }
    if backup != State::Well {
        todos.push(todo("watch-todo-backup", "alert-triangle"));
    }
    let figure = Figure {
        label: Text::new("watch-status"),
        value: last.map_or_else(|| "—".to_owned(), |report| report.at.day().to_string()),
        note: Some(Text::new("watch-last-backup")),
        href: "/status".to_owned(),
    };
    Ok(OnDesk {
        todos,
        figures: vec![figure],
        ..OnDesk::default()
    })
}

fn todo(text: &'static str, icon: &'static str) -> Todo {
    Todo {
        text: Text::new(text),
        href: "/status".to_owned(),
        due: None,
        icon,
    }
}
