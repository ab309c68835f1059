//! What several pages of a class at work show alike.

use std::collections::HashMap;

use db::Tx;
use design::model::{LearningTask, Phase, Step, StepId};
use kernel::{Ctx, Day, Error, Id, PersonId, Result, Text};
use web::{Input, Visit};

use crate::model::phase::Door;
use crate::model::work::Code;
use crate::model::{RunId, roles};
use crate::policy;
use crate::queries::RunHead;

/// An id in an address.
pub fn parsed<T>(text: &str) -> Result<Id<T>> {
    text.parse().map_err(|_| Error::NotFound)
}

/// A run that is read, with the name of its class.
pub struct Read {
    pub run: RunHead,
    pub class: String,
    /// Whether the reader leads the class, or led it.
    pub leads: bool,
    /// Whether the reader leads the class and it goes on.
    pub may_lead: bool,
}

/// Reads a run of the own school.
///
/// # Errors
/// 401, 403, or 404 for a run of another school.
pub fn read(tx: &mut Tx<'_>, ctx: &Ctx, id: RunId) -> Result<Read> {
    let (grant, run) = policy::may_read_run(tx, ctx, id)?;
    let leads = policy::leads(ctx, grant.target(), &run);
    Ok(Read {
        class: people::queries::class(tx, run.school, run.class)?.name,
        leads,
        may_lead: leads && run.ended_at.is_none(),
        run,
    })
}

/// Reads a run for who leads it.
///
/// # Errors
/// 401, 403, or 404 for a run of another school.
pub fn led(tx: &mut Tx<'_>, ctx: &Ctx, id: RunId) -> Result<Read> {
    let run = policy::may_lead_run(tx, ctx, id)?.into_target();
    Ok(Read {
        class: people::queries::class(tx, run.school, run.class)?.name,
        leads: true,
        may_lead: run.ended_at.is_none(),
        run,
    })
}

/// The revision of the run that a form was made on; what no form of ours sends was made on none.
pub fn revision(input: &Input) -> i64 {
    input.get("revision").parse().unwrap_or_default()
}

/// A text without arguments.
pub fn say(visit: &Visit, key: &'static str) -> String {
    visit.text(&Text::new(key))
}

/// The class of a state in a page, without its `s-`.
pub fn kind(code: Code) -> &'static str {
    code.css().strip_prefix("s-").unwrap_or_default()
}

/// A state with its word.
pub fn state(visit: &Visit, code: Code) -> (&'static str, String) {
    (kind(code), say(visit, code.key()))
}

/// The door of a phase as a state with its word.
pub fn door(visit: &Visit, door: Door) -> (&'static str, String) {
    let (kind, key) = match door {
        Door::NotOpened => ("mute", "classroom-door-not-opened"),
        Door::Open => ("ok", "classroom-door-open"),
        Door::Closed => ("lock", "classroom-door-closed"),
    };
    (kind, say(visit, key))
}

/// `2026-11-23 周一`.
pub fn day(visit: &Visit, day: Day) -> String {
    let weekday = Text {
        key: format!("web-weekday-{}", day.weekday()).into(),
        args: Vec::new(),
    };
    format!("{day} {}", visit.text(&weekday))
}

/// A step with its phase and its number.
pub struct Place<'a> {
    pub number: String,
    pub phase: &'a Phase,
    pub step: &'a Step,
}

/// The place of a step in a task.
///
/// # Errors
/// `NotFound` for a step of another task.
pub fn place(task: &LearningTask, id: StepId) -> Result<Place<'_>> {
    let found = task.steps().find(|(_, _, step)| step.id == id);
    let (number, phase, step) = found.ok_or(Error::NotFound)?;
    Ok(Place {
        number: number.to_string(),
        phase,
        step,
    })
}

/// The names of roles, parted by commas.
pub fn roles_said<'a>(visit: &Visit, held: impl IntoIterator<Item = &'a roles::Role>) -> String {
    let said: Vec<String> = held.into_iter().map(|role| say(visit, role.key())).collect();
    said.join(&say(visit, "classroom-comma"))
}

/// Every role with its word.
pub fn all_roles(visit: &Visit) -> Vec<(&'static str, String)> {
    let role = |role: roles::Role| (role.code(), say(visit, role.key()));
    roles::Role::ALL.into_iter().map(role).collect()
}

/// The name of a person, or nothing.
pub fn named(names: &HashMap<PersonId, String>, person: PersonId) -> String {
    names.get(&person).cloned().unwrap_or_default()
}
