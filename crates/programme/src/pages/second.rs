//! The rows behind the second figure: schools that adopted a standard or run classes.

use askama::Template;
use axum::extract::Query;
use kernel::Text;
use org::model::region::province_of;
use web::{Answer, Page, Pager, Visit, html};

use super::narrowed::Asked;
use super::view_name;
use crate::queries::{self, SecondRow};
use crate::{model, policy};

#[derive(Template)]
#[template(path = "second.html")]
struct SecondPage {
    p: Page,
    name: String,
    summary: String,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    school: String,
    href: String,
    province: String,
    adopted: bool,
    running: String,
}

/// `GET /counts/second?region=&school=&page=`
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let (wanted, slice) = (asked.wanted()?, asked.slice());
    let (listed, view) = visit
        .read(move |ctx, tx| {
            let view = policy::may_read_narrowed(tx, ctx, wanted)?.into_target();
            Ok((queries::second(tx, &view, slice)?, view))
        })
        .await?;
    let p = visit.page();
    let label = p.t("programme-nav").to_owned();
    let p = p.crumb("/counts", label);
    let summary = Text::new("programme-second-summary")
        .with("schools", model::grouped(listed.adopted))
        .with("classes", model::grouped(listed.running));
    let row = |row: SecondRow| Row {
        href: format!("/counts/schools/{}", row.school.id),
        province: {
            let province = province_of(row.school.region).map_or(0, |province| province.code);
            p.t(&format!("org-region-{province}")).to_owned()
        },
        school: row.school.name,
        adopted: row.adopted,
        running: model::grouped(row.running),
    };
    html(&SecondPage {
        name: view_name(&visit, &view),
        summary: p.text(&summary),
        pager: Pager::new(&listed.page, &format!("/counts/second?{}", asked.query())),
        rows: listed.page.rows.into_iter().map(row).collect(),
        p,
    })
}
