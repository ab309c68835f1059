//! Publishing a draft: the form names what it does before it is done.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Text};
use web::{Answer, Filled, Form, Page, Visit, redirect_saying, with_status};

use super::draft::title_of;
use super::parse;
use crate::StandardId;
use crate::model::{Status, findings};
use crate::{actions, policy};

#[derive(Template)]
#[template(path = "publish.html")]
struct PublishPage {
    p: Page,
    form: Filled,
    base: String,
    title: String,
    effect: String,
    findings: usize,
    left: usize,
    doubts: usize,
}

/// `GET /standards/{id}/draft/publication`
pub async fn new(visit: Visit, Path(id): Path<String>) -> Answer {
    form(&visit, parse(&id)?, Filled::with(&[("kind", &"trial")])).await
}

async fn form(visit: &Visit, id: StandardId, form: Filled) -> Answer {
    let draft = visit
        .read(move |ctx, tx| Ok(policy::may_publish(tx, ctx, id)?.into_target()))
        .await?;
    let base = format!("/standards/{id}/draft");
    let content = &draft.content;
    let effect = Text::new("standards-publish-effect")
        .with("number", draft.number)
        .with("courses", content.courses.len())
        .with(
            "tasks",
            content
                .courses
                .iter()
                .map(|course| course.tasks.len())
                .sum::<usize>(),
        );
    let page = PublishPage {
        form,
        title: title_of(visit, &draft),
        effect: visit.text(&effect),
        findings: findings(content).len(),
        left: draft
            .leftovers
            .iter()
            .filter(|left| left.settled.is_none())
            .count(),
        doubts: draft.doubts.iter().filter(|doubt| doubt.same.is_none()).count(),
        p: visit
            .page()
            .crumb("/standards", visit.text(&Text::new("standards-nav")))
            .crumb(&base, title_of(visit, &draft))
            .crumb("", visit.text(&Text::new("standards-publish"))),
        base,
    };
    with_status(page.form.status(), &page)
}

/// `POST /standards/{id}/draft/publication`
pub async fn create(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let id = parse(&id)?;
    let kind = match input.get("kind") {
        "trial" => Status::Trial,
        "formal" => Status::Formal,
        _ => return Err(Error::NotFound.into()),
    };
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_publish(tx, ctx, id)?;
            actions::publish(tx, ctx, grant, kind)
        })
        .await;
    match done {
        Ok(number) => {
            let said = Text::new("standards-published").with("number", number);
            redirect_saying(&visit, &format!("/standards/{id}"), &said)
        }
        Err(Error::Invalid(problems)) => form(&visit, id, Filled::refused(&visit, input, &problems)).await,
        Err(other) => Err(other.into()),
    }
}
