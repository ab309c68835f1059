//! The confirmed list of pairs (school, major), and the withdrawal of one.

use askama::Template;
use axum::extract::{Path, Query};
use kernel::{Day, Error, OrgId, Role, Text};
use org::model::region::province_of;
use serde::Deserialize;
use web::{Answer, Form, Page, Pager, Visit, html, redirect_saying};

use super::narrowed::Asked;
use super::view_name;
use crate::actions::withdraw_pair;
use crate::queries::{self, Narrow, View};
use crate::store::PairRow;
use crate::{model, policy};

#[derive(Template)]
#[template(path = "pairs.html")]
struct PairsPage {
    p: Page,
    name: String,
    summary: String,
    filtered: bool,
    rows: Vec<Row>,
    pager: Pager,
    may_confirm: bool,
}

struct Row {
    id: String,
    school: String,
    school_id: String,
    code: String,
    major: String,
    province: String,
    phase: String,
    day: String,
    withdrawn: Option<String>,
}

/// What the list is narrowed by, in its address, beside [`Asked`].
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Until {
    until: Option<Day>,
}

/// `GET /counts/pairs`
pub async fn index(
    visit: Visit,
    Query(asked): Query<Asked>,
    Query(Until { until: day }): Query<Until>,
) -> Answer {
    let (wanted, slice) = (asked.wanted()?, asked.slice());
    let last = Day::from_number(22_001_231).map_err(|_| Error::NotFound)?;
    let until = day.unwrap_or(last);
    let (listed, view) = visit
        .read(move |ctx, tx| {
            let reach = policy::may_read(tx, ctx)?.into_target().reach();
            let view = policy::may_read_narrowed(tx, ctx, wanted)?.into_target();
            let narrow = Narrow { view, until };
            Ok((queries::pairs(tx, &reach, &narrow, slice)?, narrow.view))
        })
        .await?;
    let p = visit.page();
    let label = p.t("programme-nav").to_owned();
    let p = p.crumb("/counts", label);
    let summary = Text::new("programme-pairs-summary")
        .with("rows", model::grouped(listed.page.total))
        .with("majors", model::grouped(listed.majors))
        .with("schools", model::grouped(listed.schools));
    let until = day.map(|day| format!("until={}&", day.number()));
    let query = asked.query() + &until.unwrap_or_default();
    let pager = Pager::new(&listed.page, &format!("/counts/pairs?{query}"));
    let orgs = listed.orgs;
    let row = |row: PairRow| row_of(&p, row, &orgs);
    html(&PairsPage {
        name: pairs_name(&visit, &view, day),
        summary: p.text(&summary),
        filtered: !query.is_empty(),
        rows: listed.page.rows.into_iter().map(row).collect(),
        pager,
        may_confirm: matches!(
            visit.ctx().actor.role(),
            Some(Role::NationalOfficer | Role::ProvincialOfficer)
        ),
        p,
    })
}

fn pairs_name(visit: &Visit, view: &View, until: Option<Day>) -> String {
    let name = view_name(visit, view);
    match until {
        Some(day) => visit
            .page()
            .t2("programme-pairs-until", ("name", &name), ("day", &day)),
        None => name,
    }
}

fn row_of(page: &Page, row: PairRow, orgs: &std::collections::HashMap<i64, org::queries::Org>) -> Row {
    let org = orgs.get(&row.school.0);
    let province = province_of(row.region).map_or(0, |province| province.code);
    Row {
        id: row.id.to_string(),
        school: org.map(|org| org.name.clone()).unwrap_or_default(),
        school_id: org.map(|org| org.id.to_string()).unwrap_or_default(),
        code: row.code,
        major: row.name,
        province: page.t(&format!("org-region-{province}")).to_owned(),
        phase: if row.phase.is_empty() {
            page.t(model::Plan::OUTSIDE).to_owned()
        } else {
            row.phase
        },
        day: row.day.to_string(),
        withdrawn: row
            .withdrawn
            .map(|day| format!("{day} {}", row.reason.unwrap_or_default())),
    }
}

/// `POST /counts/pairs/{school}/{id}/withdrawal`
pub async fn withdraw(Path((school, id)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let school: OrgId = school.parse().map_err(|_| Error::NotFound)?;
    let pair = id.parse().map_err(|_| Error::NotFound)?;
    let reason = input.get("reason").to_owned();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_withdraw(tx, ctx, school, pair)?;
            withdraw_pair(tx, ctx, &grant, &reason)
        })
        .await?;
    redirect_saying(&visit, "/counts/pairs", &Text::new("programme-withdrawn"))
}
