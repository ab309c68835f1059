//! The pages of the programme.

pub mod confirm;
pub mod dashboard;
pub mod import;
mod narrowed;
pub mod pairs;
pub mod plan;
pub mod second;

use db::Tx;
use kernel::{Lang, Result};
use org::model::region::province_of;
use web::Visit;

use crate::model::{self, Plan};
use crate::queries::{self, View};

/// The policy's own plan with its names in Chinese, as its texts are data: what holds until one is stored.
fn first_plan(visit: &Visit) -> Plan {
    let texts = &visit.house().texts;
    model::policy(|key| texts.plain(Lang::Zh, key).to_owned())
}

/// The present plan with its version; version 0 is the policy's own.
fn present_plan(tx: &mut Tx<'_>, first: &Plan) -> Result<(i64, Plan)> {
    Ok(queries::stored_plan(tx)?.unwrap_or_else(|| (0, first.clone())))
}

/// The name of a view.
fn view_name(visit: &Visit, view: &View) -> String {
    let page = visit.page();
    match view {
        View::Nation => page.t("programme-nation").to_owned(),
        View::School(school) => school.name.clone(),
        View::Region(code) => {
            let province = province_of(*code).map_or(0, |province| province.code);
            let name = page.t(&format!("org-region-{province}")).to_owned();
            if province == *code {
                name
            } else {
                format!("{name} {code}")
            }
        }
    }
}
