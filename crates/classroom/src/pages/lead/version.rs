//! Moves a running class to a newer version of its task: what differs and what it means for the class, then the agreement.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use design::model::difference::{Change, Difference, FieldChange};
use design::model::impact::{Counts, Reweighted};
use design::model::nodes::{NodeKind, Value};
use design::model::{LearningTask, Rater};
use kernel::{Error, Id, RawId, Result, Text};
use serde::Deserialize;
use web::{Answer, Filled, Form, Marked, Page, Visit, redirect_saying, with_status};

use super::duties::crumbs;
use super::view::{parsed, say};
use crate::actions::{Shown, move_run, preview_move};
use crate::change::wake;
use crate::model::RunId;
use crate::policy;
use crate::queries::RunHead;

#[derive(Template)]
#[template(path = "version.html")]
struct VersionPage {
    p: Page,
    id: String,
    from: String,
    to: String,
    lead: String,
    form: Filled,
    added: Vec<(String, String)>,
    removed: Vec<(String, String)>,
    changed: Vec<ChangeView>,
    moved: usize,
    touched: Vec<(String, String, usize)>,
    reweighted: Vec<(String, String, String)>,
    needs_reason: bool,
    steps: [(&'static str, usize); 3],
}

struct ChangeView {
    kind: String,
    title: String,
    fields: Vec<(String, Marked, Marked)>,
}

#[derive(Deserialize)]
pub struct Asked {
    to: Option<String>,
}

/// `GET /runs/{id}/version`: what a move to the version `?to=` would do; without it to the newest.
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let to: Option<RawId> = match &asked.to {
        Some(to) => Some(parsed::<()>(to)?.raw()),
        None => None,
    };
    page(&visit, parsed(&id)?, to, Filled::empty()).await
}

struct Loaded {
    run: RunHead,
    class: String,
    shown: Shown,
    to: RawId,
    numbers: HashMap<RawId, i64>,
}

async fn page(visit: &Visit, id: RunId, to: Option<RawId>, form: Filled) -> Answer {
    let loaded = visit
        .read(move |ctx, tx| {
            let run = policy::may_lead_run(tx, ctx, id)?.into_target();
            let versions = design::queries::versions(tx, run.school, run.task)?;
            let to = to.or_else(|| versions.first().map(|version| version.id));
            let to = to.ok_or(Error::NotFound)?;
            Ok(Loaded {
                class: people::queries::class(tx, run.school, run.class)?.name,
                shown: preview_move(tx, &run, to)?,
                numbers: versions
                    .iter()
                    .map(|version| (version.id, version.number))
                    .collect(),
                run,
                to,
            })
        })
        .await?;
    with_status(form.status(), &made(visit, &loaded, form))
}

fn made(visit: &Visit, loaded: &Loaded, form: Filled) -> VersionPage {
    let (run, shown) = (&loaded.run, &loaded.shown);
    let impact = &shown.moved.impact;
    let number = |id: RawId| loaded.numbers.get(&id).copied().unwrap_or_default();
    let node = |(kind, title): (NodeKind, &str)| (say(visit, kind.key()), title.to_owned());
    let Difference {
        added,
        removed,
        changed,
        moved,
    } = &shown.difference;
    VersionPage {
        p: crumbs(visit, run.id, &format!("{} · {}", loaded.class, run.title))
            .crumb("", say(visit, "classroom-move")),
        id: run.id.to_string(),
        from: Id::<()>::of(run.version).to_string(),
        to: Id::<()>::of(loaded.to).to_string(),
        lead: visit.text(
            &Text::new("classroom-move-lead")
                .with("old", number(run.version))
                .with("new", number(loaded.to)),
        ),
        form,
        added: added
            .iter()
            .map(|other| node((other.kind, &other.title)))
            .collect(),
        removed: removed
            .iter()
            .map(|other| node((other.kind, &other.title)))
            .collect(),
        changed: changed
            .iter()
            .map(|change| change_view(visit, shown, change))
            .collect(),
        moved: moved.len(),
        touched: impact
            .touched
            .iter()
            .map(|node| (node.title.clone(), say(visit, node.fate.key()), node.work))
            .collect(),
        reweighted: impact.reweighted.iter().map(|node| counts(visit, node)).collect(),
        needs_reason: impact.needs_reason,
        steps: [
            ("classroom-move-carried", shown.moved.carried.len()),
            ("classroom-move-fresh", shown.moved.fresh.len()),
            ("classroom-move-retired", shown.moved.retired.len()),
        ],
    }
}

fn change_view(visit: &Visit, shown: &Shown, change: &Change) -> ChangeView {
    let field = |field: &FieldChange| {
        let before = value(visit, &shown.old, field.before.as_ref());
        let after = value(visit, &shown.new, field.after.as_ref());
        let (before, after) = web::changed(&before, &after);
        (say(visit, field.field), before, after)
    };
    ChangeView {
        kind: say(visit, change.kind.key()),
        title: change.title.clone(),
        fields: change.fields.iter().map(field).collect(),
    }
}

fn value(visit: &Visit, task: &LearningTask, value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Words(words)) => words.clone(),
        Some(Value::Term(key)) => say(visit, key),
        Some(Value::Nodes(nodes)) => {
            let number = |id: &RawId| {
                let step = task.number_of(Id::of(*id)).map(|number| number.to_string());
                step.or_else(|| task.phase(Id::of(*id)).map(|phase| phase.name.clone()))
            };
            let said: Vec<String> = nodes.iter().filter_map(number).collect();
            said.join(&say(visit, "classroom-comma"))
        }
    }
}

fn counts(visit: &Visit, node: &Reweighted) -> (String, String, String) {
    let said = |counts: Option<Counts>| {
        let Some(counts) = counts else {
            return say(visit, "classroom-move-absent");
        };
        let marks = visit.text(&Text::new("classroom-marks").with("marks", counts.marks));
        let Some(weights) = counts.weights else {
            return marks;
        };
        let shares: Vec<String> = Rater::ALL
            .into_iter()
            .filter(|rater| weights.of(*rater).0 > 0)
            .map(|rater| format!("{} {}%", say(visit, rater.key()), weights.of(rater)))
            .collect();
        format!("{marks} · {}", shares.join(" "))
    };
    (node.title.clone(), said(node.before), said(node.after))
}

/// `POST /runs/{id}/version`: agrees to the move that was shown.
pub async fn agree(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let run: RunId = parsed(&id)?;
    let raw = |field: &str| -> Result<RawId> { Ok(parsed::<()>(input.get(field))?.raw()) };
    let (from, to) = (raw("from")?, raw("to")?);
    let reason = input.get("reason").to_owned();
    let moved = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            move_run(tx, ctx, &grant, (from, to), &reason)
        })
        .await;
    match moved {
        Ok(()) => {
            wake(&visit, run);
            redirect_saying(&visit, &format!("/runs/{id}"), &Text::new("classroom-moved"))
        }
        Err(Error::Invalid(problems)) => {
            page(&visit, run, Some(to), Filled::refused(&visit, input, &problems)).await
        }
        Err(other) => Err(other.into()),
    }
}
