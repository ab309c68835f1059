//! The versions of a standard, and what differs between two of them.

use askama::Template;
use axum::extract::{Path, Query};
use kernel::{Error, Result, Text};
use serde::Deserialize;
use web::{Answer, Marked, Page, Visit, html};

use super::view::{Builder, anchor};
use super::{day, named, parse, parts, status_name};
use crate::model::{Change, Content, Difference, Place, Standard};
use crate::queries::Head;
use crate::{StandardId, policy, queries};

#[derive(Template)]
#[template(path = "history.html")]
struct HistoryPage {
    p: Page,
    base: String,
    title: String,
    rows: Vec<VersionView>,
    draft: String,
}

struct VersionView {
    number: i64,
    status: String,
    formal: bool,
    published: String,
    courses: i64,
    difference: String,
}

#[derive(Template)]
#[template(path = "difference.html")]
struct DifferencePage {
    p: Page,
    title: String,
    subtitle: String,
    rows: Vec<ChangeView>,
    back: String,
}

struct ChangeView {
    what: String,
    href: String,
    state: &'static str,
    kind: String,
    before: Vec<Marked>,
    after: Vec<Marked>,
}

/// `GET /standards/{id}/versions`
pub async fn index(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = parse(&id)?;
    let (heads, draft) = visit
        .read(move |ctx, tx| {
            policy::readable(tx, ctx, id, None)?;
            Ok((
                queries::history(tx, id)?,
                policy::may_read_draft(tx, ctx, id)
                    .ok()
                    .map(|grant| grant.target().number),
            ))
        })
        .await?;
    let title = heads.first().map(|head| head.title.clone()).unwrap_or_default();
    let base = format!("/standards/{id}");
    let between = |from: i64, to: &str| format!("{base}/difference?from={from}&to={to}");
    let view = |head: &Head| VersionView {
        number: head.number,
        status: status_name(&visit, &head.kind),
        formal: head.kind == "formal",
        published: day(head.published_at),
        courses: head.courses,
        difference: if head.number > 1 {
            between(head.number - 1, &head.number.to_string())
        } else {
            String::new()
        },
    };
    html(&HistoryPage {
        rows: heads.iter().map(view).collect(),
        draft: draft
            .filter(|number| *number > 1)
            .map(|number| between(number - 1, "draft"))
            .unwrap_or_default(),
        p: visit
            .page()
            .crumb("/standards", visit.text(&Text::new("standards-nav")))
            .crumb(&base, &title)
            .crumb("", visit.text(&Text::new("standards-versions"))),
        title,
        base,
    })
}

/// Which versions are compared.
#[derive(Deserialize)]
pub struct Between {
    from: i64,
    to: String,
}

/// The two versions; the draft is for its issuer only.
async fn both(visit: &Visit, id: StandardId, between: &Between) -> Result<(Standard, Standard)> {
    let (from, to) = (between.from, between.to.clone());
    visit
        .read(move |ctx, tx| {
            policy::readable(tx, ctx, id, Some(from))?;
            let (before, _) = queries::content(tx, id, from)?;
            let after = if to == "draft" {
                policy::may_read_draft(tx, ctx, id)?.into_target().content
            } else {
                let number = to.parse().map_err(|_| Error::NotFound)?;
                queries::content(tx, id, number)?.0
            };
            Ok((before, after))
        })
        .await
}

/// `GET /standards/{id}/difference`
pub async fn difference(visit: Visit, Path(id): Path<String>, Query(between): Query<Between>) -> Answer {
    let id = parse(&id)?;
    let (before, after) = both(&visit, id, &between).await?;
    let parts = parts::all(&Builder::new(&visit, &after), &after);
    let draft = between.to == "draft";
    let view = |change: &Change| {
        let (slug, place) = anchor(&parts, &change.place.to_string());
        let href = if draft {
            format!("/standards/{id}/draft?part={slug}#{place}")
        } else {
            format!("/standards/{id}/versions/{}#{place}", between.to)
        };
        changed(&visit, &after, change, href)
    };
    let rows: Vec<ChangeView> = crate::model::difference(&before, &after)
        .iter()
        .map(view)
        .collect();
    let to = if draft {
        visit.text(&Text::new("standards-draft"))
    } else {
        between.to.clone()
    };
    let said = Text::new("standards-difference-line")
        .with("from", between.from)
        .with("to", to)
        .with("count", rows.len());
    html(&DifferencePage {
        subtitle: visit.text(&said),
        rows,
        back: format!("/standards/{id}/versions"),
        p: visit
            .page()
            .crumb("/standards", visit.text(&Text::new("standards-nav")))
            .crumb(format!("/standards/{id}"), &after.title)
            .crumb("", visit.text(&Text::new("standards-difference"))),
        title: visit.text(&Text::new("standards-difference")),
    })
}

fn changed(visit: &Visit, after: &Standard, change: &Change, href: String) -> ChangeView {
    let plain = |content: &Content| Marked::at(&shown(visit, content), &[]);
    let (state, kind, (before, after_text)) = match &change.difference {
        Difference::Added(content) => ("ok", "standards-added", (Marked::default(), plain(content))),
        Difference::Removed(content) => ("bad", "standards-removed", (plain(content), Marked::default())),
        Difference::Changed { before, after } => (
            "wait",
            "standards-changed",
            web::changed(&shown(visit, before), &shown(visit, after)),
        ),
        Difference::Moved { from, to } => {
            let at = |place: &usize| {
                let text = visit.text(&Text::new("standards-moved-place").with("n", place + 1));
                Marked::at(&text, &[])
            };
            ("info", "standards-moved", (at(from), at(to)))
        }
    };
    let what = name_of(visit, after, &change.place);
    ChangeView {
        what,
        href,
        state,
        kind: visit.text(&Text::new(kind)),
        before: before.lines(),
        after: after_text.lines(),
    }
}

fn name_of(visit: &Visit, standard: &Standard, place: &Place) -> String {
    let course = place
        .course()
        .and_then(|index| standard.courses.get(index))
        .map(|course| course.name.clone());
    let label = place.label().map(|key| visit.text(&named(key)));
    course.into_iter().chain(label).collect::<Vec<_>>().join(" · ")
}

fn shown(visit: &Visit, content: &Content) -> String {
    match content {
        Content::Blank => String::new(),
        Content::Text(text) => text.clone(),
        Content::Hours(hours) => hours.to_string(),
        Content::Percent(weight) => format!("{weight}%"),
        Content::Number(number) => number.to_string(),
        Content::Term(key) => visit.text(&named(key.clone())),
    }
}
