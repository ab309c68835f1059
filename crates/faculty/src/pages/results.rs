//! The results of one school, by name, and their withdrawal.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query};
use kernel::{Error, OrgId, PersonId, Slice, Text};
use web::{Answer, Form, Page, Pager, Visit, html, redirect_saying};

use super::Asked;
use crate::actions::withdraw_result;
use crate::store::ResultRow;
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "training_results.html")]
struct ResultsPage {
    p: Page,
    school: String,
    school_id: String,
    range: String,
    rows: Vec<Row>,
    pager: Pager,
    may_import: bool,
}

struct Row {
    id: String,
    name: String,
    level: String,
    class: String,
    organiser: String,
    tier: &'static str,
    days: [String; 2],
    passed: bool,
    certificate: String,
    withdrawn: Option<String>,
}

/// `GET /training/schools/{id}`
pub async fn index(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let school: OrgId = id.parse().map_err(|_| Error::NotFound)?;
    let (days, slice) = (asked.days()?, Slice::page(asked.page.unwrap_or(1)));
    let (org, page, names) = visit
        .read(move |ctx, tx| {
            let org = policy::may_read_results(tx, ctx, school)?.into_target();
            let page = queries::results(tx, org.number, &days, slice)?;
            let people: Vec<_> = page.rows.iter().map(|row| row.person).collect();
            let names = people::queries::names_of(tx, org.number, &people)?;
            Ok((org, page, names))
        })
        .await?;
    let shell = visit.page().crumb("/counts", visit.page().t("faculty-counts"));
    let pager = Pager::new(&page, &format!("/training/schools/{id}?{}&", asked.query()));
    html(&ResultsPage {
        rows: page
            .rows
            .into_iter()
            .map(|row| view(&shell, row, &names))
            .collect(),
        p: shell,
        school: org.name,
        school_id: id,
        range: asked.range_text(&visit),
        pager,
        may_import: policy::would_import(visit.ctx()),
    })
}

fn view(page: &Page, row: ResultRow, names: &HashMap<PersonId, String>) -> Row {
    Row {
        id: row.id.to_string(),
        name: names.get(&row.person).cloned().unwrap_or_default(),
        level: page.t(&format!("people-teacher-level-{}", row.level)).to_owned(),
        class: row.class.unwrap_or_default(),
        organiser: row.organiser,
        tier: tier_key(&row.tier),
        days: [row.first, row.last].map(|day| day.to_string()),
        passed: row.outcome == "passed",
        certificate: row.certificate.unwrap_or_default(),
        withdrawn: row.withdrawn_because,
    }
}

fn tier_key(tier: &str) -> &'static str {
    match tier {
        "nation" => "faculty-tier-nation",
        "province" => "faculty-tier-province",
        "city" => "faculty-tier-city",
        _ => "faculty-tier-school",
    }
}

/// `POST /training/schools/{school}/results/{id}/withdrawal`
pub async fn withdraw(Path((school, id)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let org: OrgId = school.parse().map_err(|_| Error::NotFound)?;
    let result = id.parse().map_err(|_| Error::NotFound)?;
    let reason = input.get("reason").to_owned();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_withdraw(tx, ctx, org, result)?;
            withdraw_result(tx, ctx, &grant, &reason)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/training/schools/{school}"),
        &Text::new("faculty-withdrawn"),
    )
}
