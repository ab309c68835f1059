//! `GET /training`: how many results each school within reach has.

use askama::Template;
use axum::extract::Query;
use kernel::{Role, Slice, Tier};
use web::{Answer, Page, Pager, Visit, html, redirect};

use super::Asked;
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "training_schools.html")]
struct SchoolsPage {
    p: Page,
    range: String,
    rows: Vec<Row>,
    pager: Pager,
    may_import: bool,
}

struct Row {
    name: String,
    /// The results, or the counts of the school where the reader sees no names.
    href: String,
    trained: i64,
    heads: i64,
}

/// The reader's own school is opened at once.
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let grant = policy::may_read_counts(visit.ctx())?;
    let role = visit.ctx().actor.role();
    if let Some(seat) = visit.ctx().actor.seat().filter(|seat| seat.tier == Tier::School) {
        return redirect(&format!("/training/schools/{}?{}", seat.org, asked.query()));
    }
    let (days, region) = (asked.days()?, asked.region.unwrap_or_default());
    let slice = Slice::page(asked.page.unwrap_or(1));
    let reach = grant.into_target();
    let page = visit
        .read(move |_, tx| queries::by_school(tx, &reach, (region, &days), slice))
        .await?;
    let pager = Pager::new(&page, &format!("/training?{}&", asked.query()));
    let named = role != Some(Role::NationalOfficer);
    let row = |found: queries::SchoolCount| Row {
        href: if named {
            format!("/training/schools/{}?{}", found.school.id, asked.query())
        } else {
            format!("/counts/schools/{}", found.school.id)
        },
        name: found.school.name,
        trained: found.trained,
        heads: found.heads,
    };
    html(&SchoolsPage {
        p: visit.page().crumb("/counts", visit.page().t("faculty-counts")),
        range: asked.range_text(&visit),
        rows: page.rows.into_iter().map(row).collect(),
        pager,
        may_import: role == Some(Role::ProvincialOfficer),
    })
}
