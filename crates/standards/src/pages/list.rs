//! The list of standards: published ones for everybody, and the drafts of one's own organisation.

use askama::Template;
use axum::extract::Query;
use kernel::{Slice, Text};
use serde::Deserialize;
use web::{Answer, Page, Pager, Visit, html};

use super::{day, issuer_name, level_names, named, status_name};
use crate::model::Level;
use crate::policy;
use crate::queries::{self, Filter, Head};

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    p: Page,
    rows: Vec<Line>,
    drafts: Vec<DraftView>,
    pager: Pager,
    asked: Asked,
    issuers: Vec<(String, String)>,
    classes: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    may_import: bool,
    narrowed: bool,
}

struct Line {
    href: String,
    title: String,
    code: String,
    issuer: String,
    issuer_kind: String,
    levels: String,
    courses: i64,
    version: i64,
    formal: bool,
    status: String,
    published: String,
}

struct DraftView {
    href: String,
    title: String,
    note: String,
}

/// What is asked for.
#[derive(Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    class: String,
    #[serde(default)]
    level: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    fn filter(&self) -> Filter {
        Filter {
            text: self.q.clone(),
            issuer: self.issuer.clone(),
            class: self.class.parse().unwrap_or(0),
            level: Level::ALL.into_iter().find(|level| level.name() == self.level),
        }
    }

    fn address(&self) -> String {
        let encoded: String = self.q.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!(
            "/standards?q={encoded}&issuer={}&class={}&level={}&",
            self.issuer, self.class, self.level
        )
    }
}

/// `GET /standards`
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let (filter, slice) = (asked.filter(), Slice::page(asked.page.parse().unwrap_or(1)));
    let (page, drafts, may_import) = visit
        .read(move |ctx, tx| {
            policy::may_read(ctx)?;
            let page = queries::published(tx, &filter, slice)?;
            let issuer = policy::may_import(tx, ctx).ok();
            let drafts = match &issuer {
                Some(grant) => queries::drafts_of(tx, grant.target().org.number)?,
                None => Vec::new(),
            };
            Ok((page, drafts, issuer.is_some()))
        })
        .await?;
    let options = |prefix: &str, codes: &[String]| -> Vec<(String, String)> {
        codes
            .iter()
            .map(|code| (code.clone(), visit.text(&named(format!("{prefix}{code}")))))
            .collect()
    };
    let draft = |draft: queries::DraftLine| DraftView {
        href: format!("/standards/{}/draft", draft.standard),
        title: draft.title,
        note: visit.text(
            &Text::new("standards-draft-note")
                .with("number", draft.number)
                .with("at", draft.updated_at.minute_text()),
        ),
    };
    html(&ListPage {
        pager: Pager::new(&page, &asked.address()),
        rows: page.rows.iter().map(|head| line(&visit, head)).collect(),
        drafts: drafts.into_iter().map(draft).collect(),
        issuers: options(
            "standards-issuer-",
            &["ministry", "province", "school"].map(str::to_owned),
        ),
        classes: options(
            "org-major-class-",
            &(1..=15).map(|class| format!("{class:02}")).collect::<Vec<_>>(),
        ),
        levels: options(
            "standards-level-",
            &Level::ALL.map(|level| level.name().to_owned()),
        ),
        narrowed: [&asked.q, &asked.issuer, &asked.class, &asked.level]
            .iter()
            .any(|text| !text.is_empty()),
        may_import,
        asked,
        p: visit.page(),
    })
}

fn line(visit: &Visit, head: &Head) -> Line {
    Line {
        href: format!("/standards/{}", head.standard),
        title: head.title.clone(),
        code: head.major_code.clone(),
        issuer: head.issuer_name.clone(),
        issuer_kind: issuer_name(visit, &head.issuer),
        levels: level_names(visit, &head.levels),
        courses: head.courses,
        version: head.number,
        formal: head.kind == "formal",
        status: status_name(visit, &head.kind),
        published: day(head.published_at),
    }
}
