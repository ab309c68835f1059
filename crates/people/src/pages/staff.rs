//! The staff of an organisation: who holds which post, a new post, a slip.

use std::collections::HashSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query};
use kernel::{Error, OrgId, PersonId, PostId, Problems, Result, Role, Text, Tier};
use serde::Deserialize;
use web::{Answer, Filled, Form, Input, Page, Visit, html, redirect_saying, with_status};

use super::slip::{Bearer, Slip};
use super::start::slip as slip_of;
use crate::actions::{NewPost, appoint, end_post, issue_slip};
use crate::model::name::PersonName;
use crate::store::StaffRow;
use crate::{policy, queries, role_text};

#[derive(Template)]
#[template(path = "staff.html")]
struct StaffPage {
    p: Page,
    org_name: String,
    org_query: String,
    may_appoint: bool,
    may_end: bool,
    /// The way to the classes' slips, for who has it nowhere else.
    to_classes: bool,
    rows: Vec<StaffView>,
    /// How many people have chosen no password yet.
    waiting: usize,
    /// Whether second factors are shown, with the way to where they are reset.
    factors: bool,
}

struct StaffView {
    id: String,
    /// The person, where this is the first of their rows.
    anchor: String,
    name: String,
    number: String,
    role: String,
    since: String,
    signed_in_before: bool,
    factor: bool,
    person: String,
}

#[derive(Template)]
#[template(path = "staff_new.html")]
struct NewPage {
    p: Page,
    form: Filled,
    org_name: String,
    org_query: String,
    roles: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "slip.html")]
struct SlipPage {
    p: Page,
    org_name: String,
    slips: Vec<Slip>,
    back: String,
}

#[derive(Deserialize)]
pub struct Asked {
    org: Option<String>,
}

impl Asked {
    fn org(&self) -> Result<Option<OrgId>> {
        self.org
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(|_| Error::NotFound)
    }

    fn query(&self) -> String {
        self.org
            .as_ref()
            .map(|org| format!("?org={org}"))
            .unwrap_or_default()
    }
}

/// `GET /staff`
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let named = asked.org()?;
    let (org, rows, may_appoint) = visit
        .read(move |ctx, tx| {
            let grant = policy::may_read_staff(tx, ctx, named)?;
            let rows = queries::staff(tx, ctx, grant.target().number)?;
            let may_appoint = policy::may_appoint(tx, ctx, named, None).is_ok();
            Ok((grant.into_target(), rows, may_appoint))
        })
        .await?;
    let may_end = policy::may_end_posts(visit.ctx(), &org);
    let own = visit
        .ctx()
        .actor
        .seat()
        .is_some_and(|seat| seat.school == org.number);
    let people: Vec<_> = rows.iter().map(|row| row.person).collect();
    let first = |place: usize| place == 0 || people[place - 1] != people[place];
    let waiting = rows.iter().filter(|row| row.password_at.is_none());
    let waiting = waiting.map(|row| row.person).collect::<HashSet<_>>().len();
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(place, row)| StaffView {
            // Who holds several posts is jumped to at the first of them.
            anchor: if first(place) {
                row.person.to_string()
            } else {
                String::new()
            },
            ..view(&visit, row)
        })
        .collect();
    let p = visit.page();
    let listed = p.nav().iter().any(|entry| entry.href == "/classes");
    let reads = policy::may_read_classes(visit.ctx()).is_ok();
    html(&StaffPage {
        to_classes: own && org.tier == Tier::School && reads && !listed,
        p,
        org_name: org.name,
        org_query: asked.query(),
        may_appoint,
        may_end,
        rows,
        waiting,
        factors: own && policy::may_see_factors(visit.ctx()),
    })
}

fn view(visit: &Visit, row: StaffRow) -> StaffView {
    StaffView {
        id: row.post.to_string(),
        anchor: String::new(),
        name: row.name,
        number: row.number,
        role: Role::from_code(&row.role)
            .map(|role| visit.text(&role_text(role)))
            .unwrap_or_default(),
        since: row.from_day.to_string(),
        signed_in_before: row.password_at.is_some(),
        factor: row.factor_at.is_some(),
        person: row.person.to_string(),
    }
}

/// `GET /staff/new`
pub async fn new(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    form(&visit, &asked, Filled::empty()).await
}

async fn form(visit: &Visit, asked: &Asked, form: Filled) -> Answer {
    let named = asked.org()?;
    let org = visit
        .read(move |ctx, tx| Ok(policy::may_appoint(tx, ctx, named, None)?.into_target()))
        .await?;
    let roles = policy::roles_to_name(visit.ctx(), &org)
        .iter()
        .map(|role| (role.code().to_owned(), visit.text(&role_text(*role))))
        .collect();
    with_status(
        form.status(),
        &NewPage {
            p: visit.page(),
            form,
            org_name: org.name,
            org_query: asked.query(),
            roles,
        },
    )
}

fn parse(input: &Input) -> Result<NewPost> {
    let mut problems = Problems::default();
    let name = problems.take("name", PersonName::parse(input.get("name")));
    let number = problems.take("number", input.required("number"));
    let role = problems.take(
        "role",
        Role::from_code(input.get("role")).ok_or_else(|| Text::new("web-required")),
    );
    match (name, number, role) {
        (Some(name), Some(number), Some(role)) => Ok(NewPost { name, number, role }),
        _ => Err(Error::Invalid(problems)),
    }
}

/// `POST /staff`
pub async fn create(Query(asked): Query<Asked>, Form(visit, input): Form) -> Answer {
    match appointed(&visit, &asked, &input).await {
        Ok((org_name, Some(slip))) => html(&SlipPage {
            p: visit.page(),
            org_name,
            slips: vec![slip],
            back: format!("/staff{}", asked.query()),
        }),
        Ok(_) => redirect_saying(
            &visit,
            &format!("/staff{}", asked.query()),
            &Text::new("people-appointed"),
        ),
        Err(Error::Invalid(problems)) => {
            form(&visit, &asked, Filled::refused(&visit, input, &problems)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn appointed(visit: &Visit, asked: &Asked, input: &Input) -> Result<(String, Option<Slip>)> {
    let (named, new) = (asked.org()?, parse(input)?);
    let vault = Arc::clone(&visit.house().vault);
    let given = new.clone();
    let (org, code) = visit
        .write(move |ctx, tx| {
            let grant = policy::may_appoint(tx, ctx, named, Some(given.role))?;
            let appointed = appoint(tx, ctx, &vault, &grant, &given)?;
            Ok((grant.into_target(), appointed.code))
        })
        .await?;
    let slip = code
        .map(|code| slip_of(visit, &org.name, &new, &code))
        .transpose()?;
    Ok((org.name, slip))
}

/// `POST /staff/{id}/end`
pub async fn end(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let post: PostId = id.parse().map_err(|_| Error::NotFound)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_end_post(tx, ctx, post)?;
            end_post(tx, ctx, &grant)
        })
        .await?;
    redirect_saying(&visit, "/staff", &Text::new("people-post-was-ended"))
}

/// `POST /staff/{id}/slip`: a code for the first sign-in, or for a forgotten password; shown once.
pub async fn slip(Path(id): Path<String>, Query(asked): Query<Asked>, Form(visit, _): Form) -> Answer {
    let post: PostId = id.parse().map_err(|_| Error::NotFound)?;
    let named = asked.org()?;
    let vault = Arc::clone(&visit.house().vault);
    let (org, holder, role, code) = visit
        .write(move |ctx, tx| {
            let grant = policy::may_issue_slip(tx, ctx, named, post)?;
            let code = issue_slip(tx, ctx, &vault, &grant)?;
            let held = grant.into_target();
            let org = org::queries::by_number(tx, held.school)?;
            let holder = queries::holder(tx, ctx, held.school, held.account)?;
            Ok((org, holder, held.role, code))
        })
        .await?;
    let name = PersonName::parse(&holder.name).map_err(|text| Error::field("name", text))?;
    let role = Role::from_code(&role).ok_or(Error::NotFound)?;
    let slips = vec![slip_of(
        &visit,
        &org.name,
        &NewPost {
            name,
            number: holder.number,
            role,
        },
        &code,
    )?];
    html(&SlipPage {
        p: visit.page(),
        org_name: org.name,
        slips,
        back: format!("/staff{}", asked.query()),
    })
}

/// People whose slips one write makes: some ten milliseconds of SQLite's writer.
const AT_ONCE: usize = 50;

/// `POST /staff/slips`: a code for each of those who are named and have chosen no password yet, or with `which=all` for all who have
/// not; shown once.
pub async fn slips(Query(asked): Query<Asked>, Form(visit, input): Form) -> Answer {
    let named = asked.org()?;
    let only = match input.get("which") {
        "all" => None,
        _ => Some(people_of(&input)?),
    };
    let (org, people) = visit
        .read(move |ctx, tx| {
            let (org, slips) = policy::may_issue_first_slips(tx, ctx, named, only.as_ref())?;
            let people: Vec<PersonId> = slips.iter().map(|(row, _)| row.person).collect();
            Ok((org, people))
        })
        .await?;
    let back = format!("/staff{}", asked.query());
    if people.is_empty() {
        return redirect_saying(&visit, &back, &Text::new("people-staff-slips-none"));
    }
    let mut slips = Vec::new();
    for some in people.chunks(AT_ONCE) {
        let some: HashSet<PersonId> = some.iter().copied().collect();
        let vault = Arc::clone(&visit.house().vault);
        let codes = visit
            .write(move |ctx, tx| {
                let (_, of) = policy::may_issue_first_slips(tx, ctx, named, Some(&some))?;
                of.into_iter()
                    .map(|(row, grant)| Ok((row, issue_slip(tx, ctx, &vault, &grant)?)))
                    .collect::<Result<Vec<_>>>()
            })
            .await?;
        for (row, code) in codes {
            slips.push(Slip::new(&visit, bearer(&visit, &org.name, row), &code)?);
        }
    }
    html(&SlipPage {
        p: visit
            .page()
            .crumb(back.as_str(), visit.text(&Text::new("people-nav-staff"))),
        org_name: org.name,
        slips,
        back,
    })
}

fn people_of(input: &Input) -> Result<HashSet<PersonId>> {
    let people = input.list("person");
    people.map(|id| id.parse().map_err(|_| Error::NotFound)).collect()
}

fn bearer(visit: &Visit, org: &str, row: StaffRow) -> Bearer {
    let role = Role::from_code(&row.role).map(|role| visit.text(&role_text(role)));
    Bearer {
        org: org.to_owned(),
        name: row.name,
        number: row.number,
        role: role.unwrap_or_default(),
    }
}
