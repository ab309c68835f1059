//! Which steps are whose by role, and who holds which roles in a phase.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Path;
use design::model::{LearningTask, PhaseId};
use kernel::{Error, PersonId, Result, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, redirect_saying, with_status};

use super::view::{self, Read, all_roles, parsed, revision, say};
use crate::actions;
use crate::change::wake;
use crate::model::RunId;
use crate::model::roles::{Duties, Role};
use crate::policy;
use crate::queries::RunHead;
use crate::queries::lead::{self, Seen};

/// A step that differs by role, in a form.
pub struct DutyForm {
    pub id: String,
    pub name: String,
    pub note: String,
    pub held: Vec<String>,
    pub error: String,
}

/// The steps of a task that differ by role, with the roles of what was typed; untyped, `present` says who does them and
/// a step that it does not name is everybody's.
pub fn duty_forms(task: &LearningTask, form: &Filled, present: Option<&Duties>) -> Vec<DutyForm> {
    let steps = task.steps().filter(|(_, _, step)| step.differs_by_role);
    steps
        .map(|(number, _, step)| {
            let field = format!("d-{}", step.id);
            let typed = Role::ALL.into_iter().filter(|role| form.has(&field, role.code()));
            let held: Vec<String> = match present {
                None => typed.map(|role| role.code().to_owned()).collect(),
                Some(duties) => {
                    let held = duties.0.get(&step.id);
                    let is_held = |role: &Role| held.is_none_or(|held| held.contains(role));
                    let held = Role::ALL.into_iter().filter(is_held);
                    held.map(|role| role.code().to_owned()).collect()
                }
            };
            DutyForm {
                id: step.id.to_string(),
                name: format!("{number} {}", step.name),
                note: step.work.organisation.clone(),
                held,
                error: form.error(&field).to_owned(),
            }
        })
        .collect()
}

/// The duties of a posted form. A step that all roles do is everybody's.
///
/// # Errors
/// `NotFound` for a step or role that no form of ours sends.
pub fn read_duties(input: &Input) -> Result<Duties> {
    let mut duties = Duties::default();
    for step in input.list("step") {
        let mut held = BTreeSet::new();
        for role in input.list(&format!("d-{step}")) {
            held.insert(Role::from_code(role).ok_or(Error::NotFound)?);
        }
        if held.len() < Role::ALL.len() {
            duties.0.insert(parsed(step)?, held);
        }
    }
    Ok(duties)
}

#[derive(Template)]
#[template(path = "duties.html")]
struct DutiesPage {
    p: Page,
    id: String,
    revision: String,
    form: Filled,
    duties: Vec<DutyForm>,
    roles: Vec<(&'static str, String)>,
}

/// `GET /runs/{id}/duties`
pub async fn duties(visit: Visit, Path(id): Path<String>) -> Answer {
    duties_page(&visit, parsed(&id)?, Filled::empty()).await
}

async fn duties_page(visit: &Visit, id: RunId, form: Filled) -> Answer {
    let (run, class, task, arranged) = visit
        .read(move |ctx, tx| {
            let Read { run, class, .. } = view::led(tx, ctx, id)?;
            let arranged = crate::queries::arranged(tx, &run)?;
            let task = crate::queries::task(tx, &run)?;
            Ok((run, class, task, arranged))
        })
        .await?;
    let typed = form.errors().is_empty().then_some(&arranged.duties);
    let page = DutiesPage {
        p: crumbs(visit, id, &format!("{class} · {}", run.title))
            .crumb("", say(visit, "classroom-duties-edit")),
        id: id.to_string(),
        revision: made_on(&form, &run),
        duties: duty_forms(&task, &form, typed),
        roles: all_roles(visit),
        form,
    };
    with_status(page.form.status(), &page)
}

/// The revision that a form is made on: what was refused keeps its own.
fn made_on(form: &Filled, run: &RunHead) -> String {
    match form.value("revision") {
        "" => run.revision.to_string(),
        typed => typed.to_owned(),
    }
}

/// The way back to a run.
pub fn crumbs(visit: &Visit, id: RunId, name: &str) -> Page {
    visit
        .page()
        .crumb("/runs", say(visit, "classroom-nav-runs"))
        .crumb(format!("/runs/{id}"), name)
}

/// `POST /runs/{id}/duties`
pub async fn save_duties(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let run: RunId = parsed(&id)?;
    let (duties, seen) = (read_duties(&input)?, revision(&input));
    let saved = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            actions::set_duties(tx, ctx, &grant, (&duties, seen))
        })
        .await;
    match saved {
        Ok(()) => {
            wake(&visit, run);
            redirect_saying(&visit, &format!("/runs/{id}"), &Text::new("classroom-saved"))
        }
        Err(Error::Invalid(problems)) => {
            duties_page(&visit, run, Filled::refused(&visit, input, &problems)).await
        }
        Err(other) => Err(other.into()),
    }
}

#[derive(Template)]
#[template(path = "roles.html")]
struct RolesPage {
    p: Page,
    id: String,
    revision: String,
    phase: String,
    name: String,
    form: Filled,
    groups: Vec<RolesOf>,
    roles: Vec<(&'static str, String)>,
}

struct RolesOf {
    name: String,
    rows: Vec<(String, String, Vec<String>)>,
}

/// `GET /runs/{id}/phases/{phase}/roles`
pub async fn roles(visit: Visit, Path((id, phase)): Path<(String, String)>) -> Answer {
    roles_page(&visit, (parsed(&id)?, parsed(&phase)?), Filled::empty()).await
}

struct Loaded {
    read: Read,
    seen: Seen,
}

async fn roles_page(visit: &Visit, (id, phase): (RunId, PhaseId), form: Filled) -> Answer {
    let loaded = visit
        .read(move |ctx, tx| {
            let read = view::led(tx, ctx, id)?;
            Ok(Loaded {
                seen: lead::seen(tx, &read.run)?,
                read,
            })
        })
        .await?;
    let name = &loaded.seen.state.task.phase(phase).ok_or(Error::NotFound)?.name;
    let page = RolesPage {
        p: crumbs(
            visit,
            id,
            &format!("{} · {}", loaded.read.class, loaded.read.run.title),
        )
        .crumb("", name),
        id: id.to_string(),
        revision: made_on(&form, &loaded.read.run),
        phase: phase.to_string(),
        name: name.clone(),
        groups: roles_of(&loaded, phase, &form),
        roles: all_roles(visit),
        form,
    };
    with_status(page.form.status(), &page)
}

fn roles_of(loaded: &Loaded, phase: PhaseId, form: &Filled) -> Vec<RolesOf> {
    let seen = &loaded.seen;
    let held = |student: PersonId| -> Vec<String> {
        let field = format!("h-{student}");
        let planned = seen.state.arranged.plan.get(&(phase, student));
        let is_held = |role: &Role| match form.errors() {
            [] => planned.is_some_and(|planned| planned.contains(role)),
            _ => form.has(&field, role.code()),
        };
        let held = Role::ALL.into_iter().filter(is_held);
        held.map(|role| role.code().to_owned()).collect()
    };
    let group = |(id, name): (crate::model::GroupId, &str)| RolesOf {
        name: name.to_owned(),
        rows: crate::queries::group_of(seen.seats(), id)
            .map(|seat| {
                let name = seen.name(seat.student).to_owned();
                (seat.student.to_string(), name, held(seat.student))
            })
            .collect(),
    };
    lead::groups(seen.seats()).into_iter().map(group).collect()
}

/// `POST /runs/{id}/phases/{phase}/roles`
pub async fn save_roles(Path((id, phase)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let (run, phase): (RunId, PhaseId) = (parsed(&id)?, parsed(&phase)?);
    let (held, seen) = (held(&input)?, revision(&input));
    let saved = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            actions::set_roles(tx, ctx, &grant, (phase, seen), &held)
        })
        .await;
    match saved {
        Ok(()) => {
            wake(&visit, run);
            redirect_saying(&visit, &format!("/runs/{id}"), &Text::new("classroom-saved"))
        }
        Err(Error::Invalid(problems)) => {
            let form = Filled::refused(&visit, input, &problems);
            roles_page(&visit, (run, phase), form).await
        }
        Err(other) => Err(other.into()),
    }
}

fn held(input: &Input) -> Result<BTreeMap<PersonId, BTreeSet<Role>>> {
    let mut held: BTreeMap<PersonId, BTreeSet<Role>> = BTreeMap::new();
    for (field, value) in input.fields() {
        if let Some(student) = field.strip_prefix("h-") {
            let role = Role::from_code(value).ok_or(Error::NotFound)?;
            held.entry(parsed(student)?).or_default().insert(role);
        }
    }
    Ok(held)
}
