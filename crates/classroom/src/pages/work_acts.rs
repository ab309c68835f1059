//! What a student does at a step: saves a field, hands in, takes back, asks for help; and what the group's others did.

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use kernel::{Ctx, Error, Id, Instant, Problems, RawId, Result, Text};
use serde_json::json;
use web::{Answer, Form, Input, Visit, json, redirect_saying};

use super::id;
use super::work_step::{self, Loaded, is_news, load};
use super::work_view::verdict_mark;
use crate::actions::{self, NewValue, Newer, Saved};
use crate::change::wake;
use crate::model::fields::{Given, Value, slot_of};
use crate::model::work::Help;
use crate::model::{OpId, RunId};
use crate::policy;
use design::model::StepId;

/// `POST /work/{run}/steps/{step}`: saves one field (autosave).
pub async fn save(Path((run, step)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let (run, step): (RunId, StepId) = (id(&run)?, id(&step)?);
    let new = new_value(visit.ctx(), step, &input)?;
    let vault = Arc::clone(&visit.house().vault);
    let saved = visit
        .write(move |ctx, tx| {
            let grant = policy::may_work(tx, ctx, run)?;
            let saved = actions::save_field(tx, ctx, &vault, &grant, &new)?;
            let names = match &saved {
                Saved::Older(newer) => people::queries::names_of(tx, grant.target().run.school, &[newer.by])?,
                Saved::Kept { .. } => Default::default(),
            };
            Ok((saved, names))
        })
        .await?;
    match saved {
        (
            Saved::Kept {
                version,
                verdict,
                begun,
            },
            _,
        ) => {
            if begun {
                wake(&visit, run);
            }
            let state = verdict.map(|verdict| verdict_mark(&visit, verdict));
            let state = state.map(|mark| json!({ "kind": mark.css, "label": mark.label }));
            json(StatusCode::OK, &json!({ "version": version, "state": state }))
        }
        (Saved::Older(newer), mut names) => {
            let name = names.remove(&newer.by).unwrap_or_default();
            older(&visit, &newer, name)
        }
    }
}

/// The newer value with whoever saved it: what was typed stays where it is until the student has chosen.
fn older(visit: &Visit, newer: &Newer, name: String) -> Answer {
    let value = newer.value.shown();
    let text = Text::new("classroom-save-older-by")
        .with("name", name)
        .with("at", newer.at.clock_text())
        .with("value", &value);
    let body = json!({ "message": visit.text(&text), "value": value, "version": newer.version });
    json(StatusCode::CONFLICT, &body)
}

/// Reads what the device sent: one field by its name, the version it had seen, the name of this save and of those before it.
fn new_value(ctx: &Ctx, step: StepId, input: &Input) -> Result<NewValue> {
    let mut fields = input.fields().iter();
    let (slot, typed) = fields
        .find_map(|(name, typed)| Some((slot_of(name)?, typed.clone())))
        .ok_or(Error::NotFound)?;
    let seen = match input.get("version") {
        "" => 0,
        version => version.parse().map_err(|_| Error::NotFound)?,
    };
    let before = input.get("before").split(',').filter_map(op);
    Ok(NewValue {
        step,
        slot,
        given: Given::Typed(typed),
        op: op(input.get("op")).unwrap_or_else(|| ctx.id()),
        seen,
        before: before.collect(),
    })
}

/// An id as a device writes it, with hyphens, or as our addresses do.
pub fn op(text: &str) -> Option<OpId> {
    let raw = text.parse::<RawId>().ok().map(Id::of);
    raw.or_else(|| text.parse().ok())
}

/// `POST /work/{run}/steps/{step}/submission`
pub async fn hand_in(Path((run, step)): Path<(String, String)>, Form(visit, _): Form) -> Answer {
    let ids = (id(&run)?, id(&step)?);
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_work(tx, ctx, ids.0)?;
            actions::hand_in(tx, ctx, &grant, ids.1)
        })
        .await;
    answer(&visit, ids, done, "classroom-work-said-handed-in").await
}

/// `POST /work/{run}/steps/{step}/submission/removal`
pub async fn take_back(Path((run, step)): Path<(String, String)>, Form(visit, _): Form) -> Answer {
    let ids = (id(&run)?, id(&step)?);
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_work(tx, ctx, ids.0)?;
            actions::take_back(tx, ctx, &grant, ids.1)
        })
        .await;
    answer(&visit, ids, done, "classroom-work-said-taken-back").await
}

/// `POST /work/{run}/steps/{step}/help`
pub async fn ask(path: Path<(String, String)>, form: Form) -> Answer {
    help(path, form, (Help::Asked, "classroom-work-said-help")).await
}

/// `POST /work/{run}/steps/{step}/help/removal`
pub async fn settle(path: Path<(String, String)>, form: Form) -> Answer {
    help(path, form, (Help::None, "classroom-work-said-no-help")).await
}

async fn help(
    Path((run, step)): Path<(String, String)>,
    Form(visit, _): Form,
    (wanted, said): (Help, &'static str),
) -> Answer {
    let ids = (id(&run)?, id(&step)?);
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_work(tx, ctx, ids.0)?;
            actions::ask_help(tx, ctx, &grant, ids.1, wanted)
        })
        .await;
    answer(&visit, ids, done, said).await
}

/// Leads back to the step; what keeps it from being done is said there. A second tap finds done what the first did, and says so.
async fn answer(visit: &Visit, (run, step): (RunId, StepId), done: Result<()>, said: &'static str) -> Answer {
    let here = format!("/work/{run}/steps/{step}");
    let (status, problems) = match done {
        Ok(()) => {
            wake(visit, run);
            return redirect_saying(visit, &here, &Text::new(said));
        }
        Err(Error::Conflict(text)) if is_repeated(&text) => return redirect_saying(visit, &here, &text),
        Err(Error::Conflict(text)) => {
            let mut problems = Problems::default();
            problems.add("", text);
            (StatusCode::CONFLICT, problems)
        }
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(other) => return Err(other.into()),
    };
    let loaded = visit.read(move |ctx, tx| load(tx, ctx, run, step)).await?;
    work_step::page(visit, &loaded, (status, &problems))
}

fn is_repeated(text: &Text) -> bool {
    matches!(
        text.key.as_ref(),
        "classroom-work-handed-in-before" | "classroom-work-not-handed-in"
    )
}

/// `GET /work/{run}/steps/{step}/news?since=…`: what the group's other members changed since a moment.
pub async fn news(visit: Visit, Path((run, step)): Path<(String, String)>) -> Answer {
    let (run, step) = (id(&run)?, id(&step)?);
    let query = Input::parse(visit.query());
    let since = query.get("since").parse().map_err(|_| Error::NotFound)?;
    let loaded = visit.read(move |ctx, tx| load(tx, ctx, run, step)).await?;
    let stage = work_step::stage_of(&loaded)?;
    let fields = changed(&visit, &loaded, Instant(since));
    let now = visit.ctx().now.0;
    json(
        StatusCode::OK,
        &json!({ "now": now, "stage": stage, "fields": fields }),
    )
}

fn changed(visit: &Visit, loaded: &Loaded, since: Instant) -> Vec<serde_json::Value> {
    let me = loaded.bench.seat.student;
    let others = loaded
        .kept
        .iter()
        .filter(|kept| kept.by != me && is_news(kept, since));
    let told = |kept: &crate::queries::work::Kept| {
        let by = Text::new("classroom-work-by")
            .with("name", loaded.names.get(&kept.by).cloned().unwrap_or_default())
            .with("at", kept.at.clock_text());
        json!({
            "name": kept.slot.field(),
            "value": kept.entry.value.shown(),
            "version": kept.entry.version,
            "files": matches!(kept.entry.value, Value::Files(_)),
            "by": visit.text(&by),
        })
    };
    others.map(told).collect()
}
