//! The audit chain of an organisation, newest first.

use askama::Template;
use axum::extract::Query;
use kernel::{Error, Id, RawId, Role, Text};
use serde::Deserialize;
use web::{Answer, Page, Visit, html};

use crate::{policy, queries, role_text};

/// Lines on a page.
const LINES: u32 = 50;

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    p: Page,
    lines: Vec<LineView>,
    older: String,
}

struct LineView {
    at: String,
    who: String,
    role: String,
    act: String,
    verb: String,
    after: String,
    reason: String,
}

#[derive(Deserialize)]
pub struct Asked {
    before: Option<String>,
}

/// `GET /audit`
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let before = asked
        .before
        .as_deref()
        .map(str::parse::<Id<()>>)
        .transpose()
        .map_err(|_| Error::NotFound)?;
    let (lines, names) = visit
        .read(move |ctx, tx| {
            let grant = policy::may_read_audit(ctx)?;
            let lines = ledger::audit::latest(tx, *grant.target(), before.map(Id::raw), LINES)?;
            Ok((lines, queries::account_names(tx, *grant.target())?))
        })
        .await?;
    let last: Option<RawId> = lines
        .last()
        .filter(|_| lines.len() == LINES as usize)
        .map(|line| line.id);
    let older = last
        .map(|id| format!("/audit?before={}", Id::<()>::of(id)))
        .unwrap_or_default();
    let view = |line: ledger::audit::Line| LineView {
        at: line.at.minute_text(),
        who: line
            .account
            .and_then(|account| names.get(&account).cloned())
            .unwrap_or_default(),
        role: Role::from_code(&line.role)
            .map(|role| visit.text(&role_text(role)))
            .unwrap_or_else(|| actor(&visit, &line.role)),
        act: act(&visit, &line.verb),
        verb: line.verb,
        after: line.after,
        reason: line.reason,
    };
    html(&AuditPage {
        p: visit.page(),
        lines: lines.into_iter().map(view).collect(),
        older,
    })
}

/// What somebody did, in words: each module has the text `MODULE-did-VERB` for what it records. Empty where it has none.
fn act(visit: &Visit, verb: &str) -> String {
    let Some((module, name)) = verb.split_once('.') else {
        return String::new();
    };
    let key = format!("{module}-did-{name}");
    let text = visit.house().texts.plain(visit.lang(), &key);
    if text == key {
        String::new()
    } else {
        text.to_owned()
    }
}

/// Who acts without a post: the program itself, or somebody who has not come in yet.
fn actor(visit: &Visit, code: &str) -> String {
    match code {
        "system" => visit.text(&Text::new("people-actor-system")),
        "anonymous" => visit.text(&Text::new("people-actor-anonymous")),
        other => other.to_owned(),
    }
}
