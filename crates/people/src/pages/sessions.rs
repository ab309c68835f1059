//! The sessions of an organisation, for its security administrator.

use askama::Template;
use axum::extract::{Path, Query};
use db::params;
use kernel::{Error, Id, Page as List, Role, Slice, Text};
use serde::Deserialize;
use web::{Answer, Form, Page, Pager, Visit, html, redirect_saying};

use super::agent_words;
use crate::actions::end_any_session;
use crate::store::classes::{self as sql, OrgSessionRow};
use crate::{policy, role_text};

#[derive(Template)]
#[template(path = "sessions.html")]
struct SessionsPage {
    p: Page,
    rows: Vec<SessionView>,
    pager: Pager,
}

struct SessionView {
    id: String,
    name: String,
    role: String,
    used: String,
    agent: String,
    address: String,
    shared: bool,
    own: bool,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    page: u32,
}

/// `GET /sessions`
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let slice = Slice::page(asked.page);
    let found = visit
        .read(move |ctx, tx| {
            let school = policy::may_end_any_session(ctx)?.into_target();
            let (total,): (i64,) = tx.one(sql::COUNT_ORG_SESSIONS, params![school, ctx.now])?;
            let rows: Vec<OrgSessionRow> = tx.all(
                sql::ORG_SESSIONS,
                params![school, ctx.now, slice.limit(), slice.offset()],
            )?;
            Ok(List { rows, total, slice })
        })
        .await?;
    let pager = Pager::new(&found, "/sessions?");
    let own = visit.admitted().map(|admitted| admitted.session);
    let view = |row: OrgSessionRow| SessionView {
        id: Id::<()>::of(row.id).to_string(),
        name: row.name,
        role: Role::from_code(&row.role)
            .map(|role| visit.text(&role_text(role)))
            .unwrap_or_default(),
        used: row.used_at.minute_text(),
        agent: agent_words(&visit, &row.agent),
        address: row.address,
        shared: row.shared,
        own: own == Some(row.id),
    };
    html(&SessionsPage {
        p: visit.page(),
        rows: found.rows.into_iter().map(view).collect(),
        pager,
    })
}

/// `POST /sessions/{id}/end`
pub async fn end(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let id: Id<()> = id.parse().map_err(|_| Error::NotFound)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_end_any_session(ctx)?;
            end_any_session(tx, ctx, &grant, id.raw())
        })
        .await?;
    redirect_saying(&visit, "/sessions", &Text::new("people-session-was-ended"))
}
