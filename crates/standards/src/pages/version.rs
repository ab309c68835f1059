//! A published version, to be read.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Text};
use web::{Answer, Page, Visit, html};

use super::view::{Builder, Part, Piece};
use super::{day, issuer_name, level_names, parse, parts, status_name};
use crate::StandardId;
use crate::model::Status;
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "version.html")]
struct VersionPage {
    p: Page,
    base: String,
    edit: bool,
    title: String,
    subtitle: String,
    number: i64,
    formal: bool,
    status: String,
    levels: String,
    newest: i64,
    may_continue: bool,
    draft: bool,
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
    let (head, (content, _), newest, may_continue, draft) = visit
        .read(move |ctx, tx| {
            let head = policy::readable(tx, ctx, id, number)?;
            let content = queries::content(tx, id, head.number)?;
            let newest = queries::standard(tx, id)?.latest;
            let (next, draft) = (
                policy::may_begin_next(tx, ctx, id).is_ok(),
                policy::may_read_draft(tx, ctx, id).is_ok(),
            );
            Ok((head, content, newest, next, draft))
        })
        .await?;
    let formal = content.status == Status::Formal;
    let parts = parts::all(&Builder::new(visit, &content), &content);
    let said = Text::new("standards-version-line")
        .with("kind", issuer_name(visit, &head.issuer))
        .with("issuer", &head.issuer_name)
        .with("number", head.number)
        .with("day", day(head.published_at));
    html(&VersionPage {
        base: format!("/standards/{id}"),
        edit: false,
        subtitle: visit.text(&said),
        number: head.number,
        status: status_name(visit, &head.kind),
        levels: level_names(visit, &head.levels),
        title: head.title,
        formal,
        newest,
        may_continue,
        draft,
        parts,
        p: visit
            .page()
            .crumb("/standards", visit.text(&Text::new("standards-nav")))
            .crumb("", head.major_name),
    })
}
