//! The first start: an empty installation asks, behind the code it printed, for its first organisation and administrators.

use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use db::Tx;
use kernel::vault::Vault;
use kernel::{Ctx, Error, Problems, Result, Role, Tier};
use org::model::kind::{Affiliation, Category, OrgKind};
use org::model::region::PROVINCES;
use org::model::registration::{Form as Registering, Registration};
use serde::Deserialize;
use web::{Answer, Filled, Form, Input, Page, Visit, html, with_status};

use super::slip::{Bearer, Slip};
use crate::actions::{NewPost, appoint, use_code};
use crate::model::name::PersonName;
use crate::model::sign_in::code::{Code, Issued};
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    p: Page,
    form: Filled,
    regions: Vec<(i64, String)>,
    categories: Vec<(&'static str, String)>,
    affiliations: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "started.html")]
struct StartedPage {
    p: Page,
    org_name: String,
    slips: Vec<Slip>,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    code: String,
}

/// `GET /start`
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    if !visit.read(|_, tx| queries::is_empty(tx)).await? {
        return Err(Error::NotFound.into());
    }
    page(
        &visit,
        Filled::with(&[("code", &asked.code), ("kind", &"school")]),
    )
}

fn page(visit: &Visit, form: Filled) -> Answer {
    let p = visit.page();
    let said = |kind: &str, code: &str| p.t(&format!("org-{kind}-{code}")).to_owned();
    let regions = PROVINCES
        .iter()
        .map(|province| (province.code, said("region", &province.code.to_string())))
        .collect();
    let categories = Category::ALL
        .iter()
        .map(|one| (one.code(), said("category", one.code())))
        .collect();
    let affiliations = Affiliation::ALL
        .iter()
        .map(|one| (one.code(), said("affiliation", one.code())))
        .collect();
    with_status(
        form.status(),
        &StartPage {
            p: visit.page(),
            form,
            regions,
            categories,
            affiliations,
        },
    )
}

/// What was typed at the first start, checked.
struct Founding {
    code: Code,
    org: Registration,
    people: Vec<NewPost>,
}

/// The posts that the first start fills: one officer or leader, and the three separated administrators.
const ASKED: [&str; 4] = ["lead", "system", "security", "audit"];

fn parse(input: &Input) -> Result<Founding> {
    let mut problems = Problems::default();
    let code = problems.take("code", Code::parse(input.get("code")));
    let org = match registering(input).parse() {
        Ok(org) => Some(org),
        Err(found) => {
            problems.0.extend(found.0);
            None
        }
    };
    let lead = match OrgKind::parse(input.get("kind")).map(OrgKind::tier) {
        Ok(Tier::Nation) => Role::NationalOfficer,
        Ok(Tier::Province) => Role::ProvincialOfficer,
        _ => Role::SchoolLeader,
    };
    let mut people = Vec::new();
    for (who, role) in ASKED
        .into_iter()
        .zip([lead, Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin])
    {
        let name = problems.take(
            &format!("{who}-name"),
            PersonName::parse(input.get(&format!("{who}-name"))),
        );
        let number = problems.take(&format!("{who}-number"), input.required(&format!("{who}-number")));
        if let (Some(name), Some(number)) = (name, number) {
            people.push(NewPost { name, number, role });
        }
    }
    match (code, org) {
        (Some(code), Some(org)) if problems.is_empty() => Ok(Founding { code, org, people }),
        _ => Err(Error::Invalid(problems)),
    }
}

fn registering(input: &Input) -> Registering {
    let field = |name: &str| input.get(name).to_owned();
    Registering {
        code: field("org-code"),
        name: field("name"),
        kind: field("kind"),
        region: field("region"),
        category: field("category"),
        affiliation: field("affiliation"),
        credit: field("credit"),
    }
}

/// `POST /start`
pub async fn create(Form(visit, input): Form) -> Answer {
    match found(&visit, &input).await {
        Ok((org_name, codes)) => {
            let slips = codes
                .iter()
                .map(|(new, code)| slip(&visit, &org_name, new, code))
                .collect::<Result<_>>()?;
            html(&StartedPage {
                p: visit.page(),
                org_name,
                slips,
            })
        }
        Err(Error::Invalid(problems)) => page(&visit, Filled::refused(&visit, input, &problems)),
        Err(other) => Err(other.into()),
    }
}

async fn found(visit: &Visit, input: &Input) -> Result<(String, Vec<(NewPost, Issued)>)> {
    let founding = parse(input)?;
    let vault = Arc::clone(&visit.house().vault);
    visit
        .write(move |ctx, tx| founded(tx, ctx, &vault, &founding))
        .await
}

fn founded(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    founding: &Founding,
) -> Result<(String, Vec<(NewPost, Issued)>)> {
    if !queries::is_empty(tx)? {
        return Err(Error::NotFound);
    }
    use_code(tx, ctx, vault, &founding.code)?;
    let system = ctx.acted_by(kernel::Actor::System);
    let registering = org::policy::may_register_as_system(&system, founding.org.clone())?;
    let org = org::actions::register(tx, &system, &registering)?;
    let grant = policy::may_appoint_first(tx, org.clone())?;
    let mut codes = Vec::new();
    for new in &founding.people {
        let appointed = appoint(tx, &system, vault, &grant, new)?;
        codes.extend(appointed.code.map(|code| (new.clone(), code)));
    }
    Ok((org.name, codes))
}

/// The slip of somebody who was appointed.
pub(super) fn slip(visit: &Visit, org: &str, new: &NewPost, issued: &Issued) -> Result<Slip> {
    let bearer = Bearer {
        org: org.to_owned(),
        name: new.name.as_str().to_owned(),
        number: new.number.clone(),
        role: visit.text(&crate::role_text(new.role)),
    };
    Slip::new(visit, bearer, issued)
}
