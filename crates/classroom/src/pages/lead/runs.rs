//! The list of classes at work.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use kernel::{PersonId, Slice, Text};
use people::model::class::ClassId;
use serde::Deserialize;
use web::{Answer, Page, Pager, Visit, html};

use super::view::{day, parsed, say};
use crate::model::RunId;
use crate::queries::{self, RunHead, Which, lead};
use crate::{policy, queries::lead::Waits};

#[derive(Template)]
#[template(path = "runs.html")]
struct RunsPage {
    p: Page,
    rows: Vec<Line>,
    /// What the list is narrowed to, in words, with the way back to all.
    narrowed: String,
    whole_school: bool,
    may_open: bool,
    open: String,
    pager: Pager,
}

struct Line {
    id: String,
    title: String,
    class: String,
    teacher: String,
    days: [String; 2],
    place: String,
    state: (&'static str, String),
    waits: i64,
    help: i64,
}

#[derive(Deserialize)]
pub struct Asked {
    whose: Option<String>,
    page: Option<u32>,
    class: Option<String>,
    task: Option<String>,
}

struct Found {
    page: kernel::Page<RunHead>,
    waits: HashMap<RunId, Waits>,
    classes: HashMap<ClassId, String>,
    names: HashMap<PersonId, String>,
}

/// `GET /runs`
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let may_open = policy::may_open_run(visit.ctx()).is_ok();
    let class = asked.class.as_deref().map(parsed).transpose()?;
    let task = asked.task.as_deref().map(parsed).transpose()?;
    let narrow = class.is_some() || task.is_some();
    // Who leads none has no list of their own; a class or a task is asked for as the whole school knows it.
    let whole_school = asked.whose.as_deref() == Some("school") || !may_open || narrow;
    let slice = Slice::page(asked.page.unwrap_or(1));
    let found = visit
        .read(move |ctx, tx| {
            let desk = *policy::may_read_runs(ctx)?.target();
            let which = Which {
                teacher: (!whole_school).then_some(desk.person),
                class,
                task,
            };
            let page = queries::runs(tx, desk.school, which, slice)?;
            let teachers: Vec<PersonId> = page.rows.iter().map(|run| run.teacher).collect();
            Ok(Found {
                waits: lead::waits(tx, desk.school, &page.rows)?,
                classes: people::queries::class_names(tx, desk.school)?,
                names: people::queries::names_of(tx, desk.school, &teachers)?,
                page,
            })
        })
        .await?;
    html(&RunsPage {
        narrowed: narrowed(&visit, &found, (class, task)),
        rows: found
            .page
            .rows
            .iter()
            .map(|run| line(&visit, &found, run))
            .collect(),
        whole_school,
        may_open,
        open: opening(&asked),
        pager: Pager::new(&found.page, &address(&asked)),
        p: visit.page(),
    })
}

fn narrowed(
    visit: &Visit,
    found: &Found,
    (class, task): (Option<ClassId>, Option<design::model::TaskId>),
) -> String {
    if let Some(name) = class.and_then(|class| found.classes.get(&class)) {
        return visit.text(&Text::new("classroom-runs-of").with("name", name));
    }
    match (task, found.page.rows.first()) {
        (Some(_), Some(run)) => visit.text(&Text::new("classroom-runs-of").with("name", &run.title)),
        _ => String::new(),
    }
}

/// The address of the opening form, with what is known already.
fn opening(asked: &Asked) -> String {
    match (&asked.class, &asked.task) {
        (Some(class), _) => format!("/runs/new?class={class}"),
        (None, Some(task)) => format!("/runs/new?task={task}"),
        (None, None) => "/runs/new".to_owned(),
    }
}

/// The address of the list as it was asked for; a school's own list is asked for by name.
fn address(asked: &Asked) -> String {
    match (&asked.class, &asked.task, asked.whose.as_deref()) {
        (Some(class), ..) => format!("/runs?class={class}&"),
        (None, Some(task), _) => format!("/runs?task={task}&"),
        (None, None, Some("school")) => "/runs?whose=school&".to_owned(),
        (None, None, _) => "/runs?".to_owned(),
    }
}

fn line(visit: &Visit, found: &Found, run: &RunHead) -> Line {
    let waits = found.waits.get(&run.id).copied().unwrap_or_default();
    Line {
        id: run.id.to_string(),
        title: run.title.clone(),
        class: found.classes.get(&run.class).cloned().unwrap_or_default(),
        teacher: found.names.get(&run.teacher).cloned().unwrap_or_default(),
        days: [day(visit, run.first), day(visit, run.last)],
        place: run.place.clone(),
        state: state(visit, run),
        waits: waits.handed,
        help: waits.help,
    }
}

/// Whether a run goes on, in a word.
pub fn state(visit: &Visit, run: &RunHead) -> (&'static str, String) {
    let today = visit.ctx().now.day();
    let (kind, key) = match run.ended_at {
        Some(_) => ("lock", "classroom-run-state-ended"),
        None if today < run.first => ("mute", "classroom-run-state-coming"),
        None if today > run.last => ("late", "classroom-run-state-over"),
        None => ("working", "classroom-run-state-going"),
    };
    (kind, say(visit, key))
}
