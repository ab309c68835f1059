//! What may be the same as in the last version, for a person to say.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Id, Text};
use web::{Answer, Form, Page, Visit, html, redirect};

use super::draft::title_of;
use super::{named, parse};
use crate::{actions, policy};

#[derive(Template)]
#[template(path = "matches.html")]
struct MatchesPage {
    p: Page,
    base: String,
    title: String,
    open: Vec<DoubtView>,
    decided: Vec<DoubtView>,
}

struct DoubtView {
    new: String,
    label: String,
    before: String,
    after: String,
    likeness: usize,
    same: bool,
}

/// `GET /standards/{id}/draft/matches`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = parse(&id)?;
    let draft = visit
        .read(move |ctx, tx| Ok(policy::may_read_draft(tx, ctx, id)?.into_target()))
        .await?;
    let view = |doubt: &crate::queries::Doubt| DoubtView {
        new: doubt.new.to_string(),
        label: visit.text(&named(doubt.label.clone())),
        before: doubt.before.clone(),
        after: doubt.after.clone(),
        likeness: doubt.likeness,
        same: doubt.same == Some(true),
    };
    let (open, decided): (Vec<_>, Vec<_>) = draft.doubts.iter().partition(|doubt| doubt.same.is_none());
    let base = format!("/standards/{id}/draft");
    html(&MatchesPage {
        title: title_of(&visit, &draft),
        open: open.into_iter().map(view).collect(),
        decided: decided.into_iter().map(view).collect(),
        p: visit
            .page()
            .crumb("/standards", visit.text(&Text::new("standards-nav")))
            .crumb(&base, title_of(&visit, &draft))
            .crumb("", visit.text(&Text::new("standards-matches"))),
        base,
    })
}

/// `POST /standards/{id}/draft/matches/{new}`
pub async fn decide(Path((id, new)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let (id, new): (_, Id<()>) = (parse(&id)?, new.parse().map_err(|_| Error::NotFound)?);
    let same = match input.get("same") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::NotFound.into()),
    };
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit(tx, ctx, id)?;
            actions::decide(tx, ctx, grant, (new, same))
        })
        .await?;
    redirect(&format!("/standards/{id}/draft/matches"))
}
