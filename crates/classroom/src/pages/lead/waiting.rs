//! What waits for the teacher in a run, step by step, and marking many at once.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use design::model::StepId;
use kernel::{Instant, PersonId, RawId, Text};
use serde::Deserialize;
use web::{Answer, Form, Page, Visit, html, redirect_saying};

use super::judge::found;
use super::view::{self, parsed, place, say, state};
use crate::change::wake;
use crate::model::board::Board;
use crate::model::work::Code;
use crate::model::{Owner, RunId, WorkPlace};
use crate::queries::lead::{self, Seen};
use crate::{actions, policy};

#[derive(Template)]
#[template(path = "waiting.html")]
struct WaitingPage {
    p: Page,
    id: String,
    class: String,
    title: String,
    may_lead: bool,
    help: Vec<Work>,
    steps: Vec<StepView>,
    refused: Vec<String>,
}

struct StepView {
    key: String,
    name: String,
    works: Vec<Work>,
    chosen: bool,
}

struct Work {
    key: String,
    who: String,
    note: String,
    state: (&'static str, String),
}

#[derive(Deserialize)]
pub struct Asked {
    /// The step whose works are all ticked.
    all: Option<String>,
    step: Option<String>,
}

struct Loaded {
    read: view::Read,
    seen: Seen,
    handed: BTreeMap<(RawId, StepId), (Instant, PersonId)>,
}

async fn load(visit: &Visit, id: RunId) -> kernel::Result<Loaded> {
    visit
        .read(move |ctx, tx| {
            let read = view::read(tx, ctx, id)?;
            Ok(Loaded {
                seen: lead::seen(tx, &read.run)?,
                handed: lead::handed_at(tx, &read.run)?,
                read,
            })
        })
        .await
}

/// `GET /runs/{id}/waiting`
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let loaded = load(&visit, parsed(&id)?).await?;
    html(&made(&visit, &loaded, &asked, Vec::new()))
}

/// The works of a board in a state, by step and in the order of the rows; a group's once.
pub fn works(board: &Board, code: Code) -> Vec<WorkPlace> {
    let mut found = Vec::new();
    for (column, step) in board.steps.iter().enumerate() {
        for cell in board.rows.iter().filter_map(|row| row.cells[column]) {
            if cell.code == code && !found.contains(&(cell.owner, *step)) {
                found.push((cell.owner, *step));
            }
        }
    }
    found
}

fn made(visit: &Visit, loaded: &Loaded, asked: &Asked, refused: Vec<String>) -> WaitingPage {
    let (run, seen) = (&loaded.read.run, &loaded.seen);
    let board = seen.board(visit.ctx().now.day());
    let only = asked.step.as_deref().and_then(|step| seen.keys.step_of(step));
    let mut steps: Vec<StepView> = Vec::new();
    for (owner, step) in works(&board, Code::Handed) {
        if only.is_some_and(|only| only != step) {
            continue;
        }
        let key = seen.keys.step(step).to_owned();
        let work = work(visit, loaded, (owner, step), Code::Handed);
        match steps.last_mut().filter(|last| last.key == key) {
            Some(last) => last.works.push(work),
            None => steps.push(StepView {
                name: titled(seen, step),
                chosen: asked.all.as_deref() == Some(key.as_str()),
                works: vec![work],
                key,
            }),
        }
    }
    WaitingPage {
        p: visit
            .page()
            .crumb("/runs", say(visit, "classroom-nav-runs"))
            .crumb(
                format!("/runs/{}", run.id),
                format!("{} · {}", loaded.read.class, run.title),
            )
            .crumb("", say(visit, "classroom-judge")),
        id: run.id.to_string(),
        class: loaded.read.class.clone(),
        title: run.title.clone(),
        may_lead: loaded.read.may_lead,
        help: works(&board, Code::Help)
            .into_iter()
            .map(|place| work(visit, loaded, place, Code::Help))
            .collect(),
        steps,
        refused,
    }
}

fn titled(seen: &Seen, step: StepId) -> String {
    match place(&seen.state.task, step) {
        Ok(place) => format!("{} {}", place.number, place.step.name),
        Err(_) => String::new(),
    }
}

fn work(visit: &Visit, loaded: &Loaded, (owner, step): WorkPlace, code: Code) -> Work {
    let seen = &loaded.seen;
    let handed = loaded.handed.get(&(owner.raw(), step));
    let note = match (code, handed) {
        (Code::Handed, Some((at, by))) => {
            let by = match owner {
                Owner::Student(_) => String::new(),
                Owner::Group(_) => seen.name(*by).to_owned(),
            };
            let text = Text::new("classroom-handed-at")
                .with("at", at.minute_text())
                .with("name", by);
            visit.text(&text)
        }
        _ => titled(seen, step),
    };
    Work {
        key: seen.key((owner, step)),
        who: seen.owner_name(owner).to_owned(),
        note,
        state: state(visit, code),
    }
}

/// `POST /runs/{id}/acceptances`: accepts the ticked works.
pub async fn accept(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let run: RunId = parsed(&id)?;
    let names: Vec<String> = input.list("cell").map(str::to_owned).collect();
    let found = found(&visit, run, names).await?;
    let marked: Vec<WorkPlace> = found.iter().map(|(place, _)| *place).collect();
    let plan = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            actions::accept_many(tx, ctx, &grant, &marked)
        })
        .await?;
    wake(&visit, run);
    if plan.refused.is_empty() {
        let text = match plan.accept.len() {
            0 => Text::new("classroom-accepted-none"),
            count => Text::new("classroom-accepted-many").with("count", count),
        };
        return redirect_saying(&visit, &format!("/runs/{id}/waiting"), &text);
    }
    let loaded = load(&visit, run).await?;
    let line = |(refused, why): &(WorkPlace, Text)| {
        let what = found.iter().find(|(place, _)| place == refused);
        let what = what.map_or("", |(_, name)| name.as_str());
        format!("{what}: {}", visit.text(why))
    };
    let asked = Asked {
        all: None,
        step: None,
    };
    html(&made(
        &visit,
        &loaded,
        &asked,
        plan.refused.iter().map(line).collect(),
    ))
}
