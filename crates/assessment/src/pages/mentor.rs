//! What an enterprise mentor sees behind the link of an invitation: plain forms without any script, so that they work in the
//! browser that opens inside WeChat. No account, no cookie is needed besides the form's own.

use askama::Template;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use kernel::{Error, Problems, Result, Text};
use serde::Deserialize;
use web::{Answer, Filled, Form, Input, Page, Visit, with_status};

use super::ballot::{self, BallotView, Shared, view};
use crate::actions::{Changed, Outcome, note_wrong_code, rate_by_invitation};
use crate::ballots::{self, Ballot};
use crate::model::InvitationId;
use crate::policy;
use crate::queries;

#[derive(Template)]
#[template(path = "mentor.html")]
struct MentorPage {
    p: Page,
    id: String,
    code: String,
    mentor: String,
    enterprise: String,
    title: String,
    class: String,
    until: String,
    open: bool,
    saved: Option<Outcome>,
    form: Filled,
    ballots: Vec<BallotView>,
}

#[derive(Template)]
#[template(path = "mentor_closed.html")]
struct ClosedPage {
    p: Page,
    text: String,
}

/// What a mentor may see.
struct Loaded {
    mentor: String,
    enterprise: String,
    title: String,
    class: String,
    until: String,
    open: bool,
    ballots: Vec<Ballot>,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    code: String,
}

/// `GET /mentor/{id}?code=`: the address in the QR code of an invitation.
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    match load(&visit, &id, &asked.code).await {
        Ok(loaded) => page(&visit, (&id, &asked.code, loaded), (Filled::empty(), None)),
        Err(error) => closed(&visit, &error).unwrap_or_else(|| Err(error.into())),
    }
}

async fn load(visit: &Visit, id: &str, code: &str) -> Result<Loaded> {
    let id: InvitationId = id.parse().map_err(|_| Error::NotFound)?;
    let (vault, typed) = (std::sync::Arc::clone(&visit.house().vault), code.to_owned());
    let loaded = visit
        .read(move |ctx, tx| {
            let grant = policy::may_rate_by_invitation(tx, ctx, &vault, (id, &typed))?;
            let invitation = grant.target();
            let sheet = queries::sheet(tx, invitation.school, invitation.sheet)?.ok_or(Error::NotFound)?;
            let run = classroom::queries::run(tx, sheet.school, queries::run_of(sheet.id))?;
            let arranged = classroom::queries::arranged(tx, &run)?;
            let mut ballots = ballots::of_mentor(tx, &sheet, &arranged.seats)?;
            let mates = people::queries::classmates(tx, run.school, run.class)?;
            let class = mates
                .first()
                .map(|mate| mate.class_name.clone())
                .unwrap_or_default();
            let names = mates.into_iter().map(|mate| (mate.person, mate.name)).collect();
            ballots::named(&mut ballots, &names);
            Ok(Loaded {
                mentor: invitation.mentor.clone(),
                enterprise: invitation.enterprise.clone(),
                title: run.title,
                class,
                until: invitation.expires_at.minute_text(),
                open: sheet.state == "draft",
                ballots,
            })
        })
        .await;
    if matches!(loaded, Err(Error::Denied(_))) {
        visit.write(move |ctx, tx| note_wrong_code(tx, ctx, id)).await?;
    }
    loaded
}

fn page(
    visit: &Visit,
    (id, code, loaded): (&str, &str, Loaded),
    (form, saved): (Filled, Option<Outcome>),
) -> Answer {
    let page = MentorPage {
        p: visit.page(),
        id: id.to_owned(),
        code: code.to_owned(),
        mentor: loaded.mentor,
        enterprise: loaded.enterprise,
        title: loaded.title,
        class: loaded.class,
        until: loaded.until,
        open: loaded.open,
        saved,
        ballots: loaded
            .ballots
            .iter()
            .map(|ballot| view(visit, ballot, (&form, Shared::WithMentors)))
            .collect(),
        form,
    };
    with_status(page.form.status(), &page)
}

/// A link that opens nothing (any more) says so in words for somebody who has never seen the house.
fn closed(visit: &Visit, error: &Error) -> Option<Answer> {
    let (status, text) = match error {
        Error::Denied(text) => (StatusCode::NOT_FOUND, text.clone()),
        Error::NotFound => (StatusCode::NOT_FOUND, Text::new("assessment-link-wrong")),
        Error::Conflict(text) => (StatusCode::CONFLICT, text.clone()),
        Error::TooMany(text) => (StatusCode::TOO_MANY_REQUESTS, text.clone()),
        _ => return None,
    };
    let page = ClosedPage {
        p: visit.page(),
        text: visit.text(&text),
    };
    Some(with_status(status, &page))
}

/// `POST /mentor/{id}`
pub async fn save(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let code = input.get("code").to_owned();
    let saved = saved(&visit, (&id, &code), &input).await;
    let (form, saved) = match saved {
        Ok(outcome) => (Filled::empty(), Some(outcome)),
        Err(Error::Invalid(problems)) => (Filled::refused(&visit, input, &problems), None),
        Err(error) => return closed(&visit, &error).unwrap_or_else(|| Err(error.into())),
    };
    let loaded = load(&visit, &id, &code).await?;
    page(&visit, (&id, &code, loaded), (form, saved))
}

async fn saved(visit: &Visit, (id, code): (&str, &str), input: &Input) -> Result<Outcome> {
    let loaded = load(visit, id, code).await?;
    let mut problems = Problems::default();
    let mut given = Vec::new();
    for ballot in &loaded.ballots {
        let typed = ballot.read(|field| input.get(field), &mut problems);
        let shown = ballot.read(|field| input.get(&ballot::was(field)), &mut Problems::default());
        let touched = typed.into_iter().zip(shown);
        let touched = touched.filter(|(typed, shown)| typed.score != shown.score);
        given.extend(touched.map(|(given, shown)| Changed {
            given,
            shown: shown.score,
        }));
    }
    problems.check()?;
    let id: InvitationId = id.parse().map_err(|_| Error::NotFound)?;
    let (vault, code) = (std::sync::Arc::clone(&visit.house().vault), code.to_owned());
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_rate_by_invitation(tx, ctx, &vault, (id, &code))?;
            rate_by_invitation(tx, ctx, &grant, &given)
        })
        .await
}
