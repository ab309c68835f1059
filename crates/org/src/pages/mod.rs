//! The pages of organisations, majors and calendars.

pub mod amend;
pub mod calendar;
pub mod import;
pub mod majors;
pub mod organisations;
pub mod register;
pub mod relations;
pub mod term;

use web::Page;

use crate::model::kind::OrgKind;
use crate::model::region::{Region, province_of};
use crate::queries::Org;

/// A value and its text, for a select.
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// The text of a stored code: `org-<family>-<code>`; empty for none.
fn said(p: &Page, family: &str, code: &str) -> String {
    if code.is_empty() {
        String::new()
    } else {
        p.t(&format!("org-{family}-{code}")).to_owned()
    }
}

fn choices(p: &Page, family: &str, codes: impl IntoIterator<Item = &'static str>) -> Vec<Choice> {
    codes
        .into_iter()
        .map(|code| Choice {
            value: code.to_owned(),
            label: said(p, family, code),
        })
        .collect()
}

/// The province-level units by code.
fn provinces(p: &Page) -> Vec<Choice> {
    let choice = |code: i64| Choice {
        value: code.to_string(),
        label: said(p, "region", &code.to_string()),
    };
    crate::model::region::PROVINCES
        .iter()
        .map(|province| choice(province.code))
        .collect()
}

/// A region for people: the province's name, with the code where it is no province.
fn region_text(p: &Page, code: i64) -> String {
    let province = province_of(code).map_or(Region::NATION.code(), |province| province.code);
    let name = said(p, "region", &province.to_string());
    if province == code {
        name
    } else {
        format!("{name} {code}")
    }
}

/// What an organisation is: a school's category, else its kind.
fn kind_text(p: &Page, org: &Org) -> String {
    match org.kind {
        OrgKind::School if !org.category.is_empty() => said(p, "category", &org.category),
        kind => said(p, "kind", kind.code()),
    }
}

/// `name=value&` with the value's signs escaped.
fn query_field(name: &str, value: &str) -> String {
    let escaped: String = value
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("{name}={escaped}&")
}
