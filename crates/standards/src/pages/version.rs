//! A published version, to be read.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use db::FOR_EVER;
use kernel::{Error, Result, Text};
use web::{Answer, Fixed, Page, Visit, html_around};

use super::view::{Builder, Part, Piece};
use super::{day, issuer_name, level_names, parse, parts, status_name};
use crate::StandardId;
use crate::model::Standard;
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "version.html")]
struct VersionPage {
    p: Page,
    base: String,
    title: String,
    subtitle: String,
    number: i64,
    formal: bool,
    status: String,
    levels: String,
    newest: i64,
    may_continue: bool,
    draft: bool,
}

#[derive(Template)]
#[template(path = "version_parts.html")]
struct Chapters {
    p: Page,
    base: String,
    edit: bool,
    parts: Vec<Part>,
}

/// `GET /standards/{id}`: the newest version, or the draft where nothing was published yet.
pub async fn newest(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = parse(&id)?;
    let unpublished = visit
        .read(move |ctx, tx| {
            policy::may_read(ctx)?;
            let standard = queries::standard(tx, id)?;
            Ok(standard.latest == 0 && policy::may_read_draft(tx, ctx, id).is_ok())
        })
        .await?;
    if unpublished {
        return web::redirect(&format!("/standards/{id}/draft"));
    }
    version(&visit, id, None).await
}

/// `GET /standards/{id}/versions/{number}`
pub async fn show(visit: Visit, Path((id, number)): Path<(String, String)>) -> Answer {
    let number = number.parse().map_err(|_| Error::NotFound)?;
    version(&visit, parse(&id)?, Some(number)).await
}

async fn version(visit: &Visit, id: StandardId, number: Option<i64>) -> Answer {
    let asker = visit.clone();
    let (head, content, newest, may_continue, draft) = visit
        .read(move |ctx, tx| {
            let head = policy::readable(tx, ctx, id, number)?;
            let content = match asker
                .house()
                .db
                .kept()
                .get::<Fixed>(&name_of(&asker, id, head.number), FOR_EVER)
            {
                Some(_) => None,
                None => Some(queries::content(tx, id, head.number)?.0),
            };
            let newest = queries::standard(tx, id)?.latest;
            let (next, draft) = (
                policy::may_begin_next(tx, ctx, id).is_ok(),
                policy::may_read_draft(tx, ctx, id).is_ok(),
            );
            Ok((head, content, newest, next, draft))
        })
        .await?;
    let chapters = chapters(visit, id, head.number, content).await?;
    let said = Text::new("standards-version-line")
        .with("kind", issuer_name(visit, &head.issuer))
        .with("issuer", &head.issuer_name)
        .with("number", head.number)
        .with("day", day(head.published_at));
    let page = VersionPage {
        base: format!("/standards/{id}"),
        subtitle: visit.text(&said),
        number: head.number,
        formal: head.kind == "formal",
        status: status_name(visit, &head.kind),
        levels: level_names(visit, &head.levels),
        title: head.title,
        newest,
        may_continue,
        draft,
        p: visit
            .page()
            .crumb("/standards", visit.text(&Text::new("standards-nav")))
            .crumb("", head.major_name),
    };
    html_around(&page, &chapters)
}

/// The name under which the chapters of a version are kept.
fn name_of(visit: &Visit, id: StandardId, number: i64) -> String {
    format!("standard {id} {number} {}", visit.lang().tag())
}

/// The chapters as a piece of the page: made once, since a published version never changes.
async fn chapters(
    visit: &Visit,
    id: StandardId,
    number: i64,
    content: Option<Standard>,
) -> Result<Arc<Fixed>> {
    let name = name_of(visit, id, number);
    let content = match (visit.house().db.kept().get(&name, FOR_EVER), content) {
        (Some(kept), _) => return Ok(kept),
        (None, Some(content)) => content,
        // It was kept when the request began, and went since.
        (None, None) => {
            let read = visit.read(move |_, tx| queries::content(tx, id, number));
            read.await?.0
        }
    };
    let asker = visit.clone();
    let made = tokio::task::spawn_blocking(move || {
        Fixed::new(&Chapters {
            base: format!("/standards/{id}"),
            edit: false,
            parts: parts::all(&Builder::new(&asker, &content), &content),
            p: asker.page(),
        })
    });
    let made = made.await.map_err(Error::internal)??;
    Ok(visit.house().db.kept().put(name, FOR_EVER, made))
}
