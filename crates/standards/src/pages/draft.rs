//! The draft: mended in the page, one part at a time, beside what the import could not place and what is inconsistent.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kernel::{Error, Result, Text};
use serde::Deserialize;
use serde_json::json;
use web::{Answer, Form, Page, Visit, html, redirect, redirect_saying};

use super::leftovers::{Leftovers, leftovers};
use super::view::{Builder, Part, Piece, anchor};
use super::{parse, parts};
use crate::actions::{self, Edit};
use crate::model::{Severity, findings};
use crate::queries::Draft;
use crate::{editing, policy};

#[derive(Template)]
#[template(path = "draft.html")]
struct DraftPage {
    p: Page,
    base: String,
    edit: bool,
    title: String,
    subtitle: String,
    parts: Vec<Part>,
    current: String,
    findings: Vec<FindingView>,
    left: Leftovers,
    doubts: usize,
}

/// A finding with the way to its place.
pub struct FindingView {
    fault: bool,
    text: String,
    href: String,
}

/// What is asked for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    part: String,
}

/// `GET /standards/{id}/draft`
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id = parse(&id)?;
    let draft = visit
        .read(move |ctx, tx| Ok(policy::may_read_draft(tx, ctx, id)?.into_target()))
        .await?;
    let parts = parts::all(&Builder::new(&visit, &draft.content), &draft.content);
    let base = format!("/standards/{id}/draft");
    let said = Text::new("standards-draft-line")
        .with("issuer", &draft.issuer_name)
        .with("number", draft.number)
        .with("at", draft.updated_at.minute_text());
    html(&DraftPage {
        current: parts
            .iter()
            .find(|part| part.slug == asked.part)
            .or(parts.first())
            .map(|part| part.slug.clone())
            .unwrap_or_default(),
        edit: true,
        subtitle: visit.text(&said),
        findings: found(&visit, &draft, &parts, &base),
        left: leftovers(&visit, &draft, &parts, &asked.part),
        doubts: draft.doubts.iter().filter(|doubt| doubt.same.is_none()).count(),
        title: title_of(&visit, &draft),
        p: visit
            .page()
            .crumb("/standards", visit.text(&Text::new("standards-nav")))
            .crumb("", title_of(&visit, &draft)),
        parts,
        base,
    })
}

/// The title, or a word for a draft that has none.
pub(super) fn title_of(visit: &Visit, draft: &Draft) -> String {
    match draft.content.title.as_str() {
        "" => visit.text(&Text::new("standards-unnamed")),
        title => title.to_owned(),
    }
}

fn found(visit: &Visit, draft: &Draft, parts: &[Part], base: &str) -> Vec<FindingView> {
    let view = |finding: crate::model::Finding| {
        let (slug, place) = anchor(parts, &finding.place.to_string());
        FindingView {
            fault: finding.severity == Severity::Fault,
            text: visit.text(&finding.message),
            href: format!("{base}?part={slug}#{place}"),
        }
    };
    findings(&draft.content).into_iter().map(view).collect()
}

/// `POST /standards/{id}/draft/fields/{place}`: one field saves itself.
pub async fn set(Path((id, place)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let id = parse(&id)?;
    let value = input
        .fields()
        .iter()
        .find(|(name, _)| name == "value")
        .map(|(_, value)| value.clone())
        .unwrap_or_default();
    let edit = Edit::Set {
        place: editing::place_of(&place),
        value,
        seen: input.get("version").to_owned(),
    };
    match edited(&visit, id, edit).await {
        Ok(version) => web::json(StatusCode::OK, &json!({ "version": version })),
        Err(Error::Invalid(problems)) => {
            let message = problems
                .0
                .first()
                .map(|problem| visit.text(&problem.text))
                .unwrap_or_default();
            web::json(StatusCode::UNPROCESSABLE_ENTITY, &json!({ "message": message }))
        }
        Err(Error::Conflict(text)) => {
            web::json(StatusCode::CONFLICT, &json!({ "message": visit.text(&text) }))
        }
        Err(other) => Err(other.into()),
    }
}

async fn edited(visit: &Visit, id: crate::StandardId, edit: Edit) -> Result<String> {
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit(tx, ctx, id)?;
            actions::edit(tx, ctx, grant, &edit)
        })
        .await
}

/// `POST /standards/{id}/draft/items/{place}`: a list gets one more item.
pub async fn add(Path((id, place)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let id = parse(&id)?;
    edited(&visit, id, Edit::Add(editing::place_of(&place))).await?;
    redirect(&back(id, &input, &place))
}

/// `POST /standards/{id}/draft/items/{place}/removal`: an item leaves its list.
pub async fn remove(Path((id, place)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let id = parse(&id)?;
    let edit = Edit::Remove {
        place: editing::place_of(&place),
        seen: input.get("version").to_owned(),
    };
    edited(&visit, id, edit).await?;
    let list = place.rsplit_once('.').map_or(place.as_str(), |(list, _)| list);
    redirect(&back(id, &input, list))
}

/// The part that the act was done in, at its place.
fn back(id: crate::StandardId, input: &web::Input, place: &str) -> String {
    let word = |text: &str| {
        text.chars()
            .filter(|letter| letter.is_ascii_alphanumeric() || "-._".contains(*letter))
            .collect::<String>()
    };
    format!(
        "/standards/{id}/draft?part={}#{}",
        word(input.get("part")),
        word(place)
    )
}

/// `POST /standards/{id}/draft/removal`: the draft is given up.
pub async fn discard(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let id = parse(&id)?;
    let reason = input.get("reason").to_owned();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit(tx, ctx, id)?;
            actions::discard(tx, ctx, &grant, &reason)
        })
        .await?;
    redirect_saying(&visit, "/standards", &Text::new("standards-discarded"))
}
