//! Adopts a standard: first which one, then for which level and entry, with the courses that the school takes.

use askama::Template;
use axum::extract::Query;
use db::Tx;
use kernel::{Error, Hours, Problems, Result, SchoolId, Slice, Text};
use serde::Deserialize;
use standards::queries::{Filter, Head, PlanRow};
use web::{Answer, Filled, Form, Input, Page, Visit, html, redirect_saying, with_status};

use super::{level_name, say, semesters_line};
use crate::actions::{Wanted, adopt_standard};
use crate::model::course::Base;
use crate::model::{BaseId, StandardId};
use crate::policy;
use crate::queries::courses::{self as queries, AdoptionLine};

#[derive(Template)]
#[template(path = "adopt_choose.html")]
struct ChoosePage {
    p: Page,
    q: String,
    rows: Vec<StandardView>,
    more: bool,
}

struct StandardView {
    id: String,
    title: String,
    code: String,
    issuer: String,
    levels: String,
    courses: i64,
    number: i64,
}

#[derive(Template)]
#[template(path = "adopt.html")]
struct AdoptPage {
    p: Page,
    form: Filled,
    standard: String,
    title: String,
    number: i64,
    trial: bool,
    tables: Vec<TableView>,
    chosen: i64,
    courses: Vec<BaseView>,
    printed: String,
}

struct TableView {
    place: i64,
    name: String,
    adopted: String,
}

struct BaseView {
    id: String,
    name: String,
    hours: String,
    semesters: String,
    tasks: usize,
}

/// What is chosen so far.
#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    standard: Option<String>,
    plan: Option<i64>,
}

/// `GET /courses/plans/new`
pub async fn new(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let Some(standard) = &asked.standard else {
        return choose(&visit, asked.q).await;
    };
    let standard = standard.parse().map_err(|_| Error::NotFound)?;
    form(&visit, (standard, asked.plan), Filled::empty()).await
}

async fn choose(visit: &Visit, q: String) -> Answer {
    let filter = Filter {
        text: q.clone(),
        ..Filter::default()
    };
    let found = visit
        .read(move |ctx, tx| {
            policy::may_adopt(ctx)?;
            standards::queries::published(tx, &filter, Slice::page(1))
        })
        .await?;
    let view = |head: &Head| StandardView {
        id: head.standard.to_string(),
        title: head.title.clone(),
        code: head.major_code.clone(),
        issuer: head.issuer_name.clone(),
        levels: levels(visit, &head.levels),
        courses: head.courses,
        number: head.number,
    };
    html(&ChoosePage {
        p: crumbs(visit),
        q,
        rows: found.rows.iter().map(view).collect(),
        more: found.pages() > 1,
    })
}

fn crumbs(visit: &Visit) -> Page {
    let page = visit.page().crumb("/courses", say(visit, "design-nav-courses"));
    page.crumb("", say(visit, "design-adopt"))
}

fn levels(visit: &Visit, codes: &str) -> String {
    let page = visit.page();
    let names: Vec<String> = codes
        .split(',')
        .filter(|code| !code.is_empty())
        .map(|code| page.t(&format!("standards-level-{code}")).to_owned())
        .collect();
    names.join(" · ")
}

/// What the form shows.
struct Read {
    head: Head,
    plans: Vec<PlanRow>,
    bases: Vec<Base>,
    plan: i64,
    adopted: Vec<AdoptionLine>,
}

fn read(tx: &mut Tx<'_>, school: SchoolId, (standard, plan): (StandardId, Option<i64>)) -> Result<Read> {
    let head = standards::queries::head(tx, standard, None)?;
    let plans = standards::queries::plans(tx, standard, head.number)?;
    let adopted = queries::adoptions(tx, school)?;
    // What the school has is no first offer.
    let free = plans.iter().find(|plan| twin(&adopted, &head, plan).is_none());
    let first = free.or(plans.first()).map_or(0, |plan| plan.position);
    let plan = plan.unwrap_or(first);
    let bases = queries::bases(tx, (standard, head.number, plan))?;
    Ok(Read {
        head,
        plans,
        bases,
        plan,
        adopted,
    })
}

/// The adoption of the same level and entry that stands.
fn twin<'a>(adopted: &'a [AdoptionLine], head: &Head, plan: &PlanRow) -> Option<&'a AdoptionLine> {
    let same_major = |line: &AdoptionLine| {
        line.standard == head.standard || (line.major_code == head.major_code && !line.major_code.is_empty())
    };
    adopted.iter().find(|line| {
        line.withdrawn_at.is_none()
            && same_major(line)
            && line.level == plan.level.as_deref().unwrap_or_default()
            && line.entry == plan.entry.as_deref().unwrap_or_default()
    })
}

async fn form(visit: &Visit, asked: (StandardId, Option<i64>), form: Filled) -> Answer {
    let found = visit
        .read(move |ctx, tx| {
            let school = policy::may_adopt(ctx)?.target().school;
            read(tx, school, asked)
        })
        .await?;
    let table = |plan: &PlanRow| TableView {
        place: plan.position,
        name: level_name(
            visit,
            (
                plan.level.as_deref().unwrap_or_default(),
                plan.entry.as_deref().unwrap_or_default(),
                plan.years.unwrap_or_default(),
            ),
        ),
        adopted: twin(&found.adopted, &found.head, plan)
            .map(|line| line.id.to_string())
            .unwrap_or_default(),
    };
    let base = |base: &Base| BaseView {
        id: base.course.to_string(),
        name: base.name.clone(),
        hours: base.hours.to_string(),
        semesters: semesters_line(visit, &base.semesters),
        tasks: base.tasks.len(),
    };
    let printed: Hours = found.bases.iter().map(|base| base.hours).sum();
    with_status(
        form.status(),
        &AdoptPage {
            p: crumbs(visit),
            form,
            standard: found.head.standard.to_string(),
            title: found.head.title.clone(),
            number: found.head.number,
            trial: found.head.kind == "trial",
            tables: found.plans.iter().map(table).collect(),
            chosen: found.plan,
            courses: found.bases.iter().map(base).collect(),
            printed: printed.to_string(),
        },
    )
}

/// `POST /courses/plans`
pub async fn create(Form(visit, input): Form) -> Answer {
    policy::may_adopt(visit.ctx())?;
    let standard = input.get("standard").parse().map_err(|_| Error::NotFound)?;
    let plan = input.get("plan").parse().map_err(|_| Error::NotFound)?;
    let done = match wanted(standard, plan, &input) {
        Ok(wanted) => {
            visit
                .write(move |ctx, tx| adopt_standard(tx, ctx, &policy::may_adopt(ctx)?, &wanted))
                .await
        }
        Err(refused) => Err(refused),
    };
    match done {
        Ok(id) => redirect_saying(
            &visit,
            &format!("/courses/plans/{id}"),
            &Text::new("design-adopted"),
        ),
        Err(Error::Invalid(problems)) => {
            let filled = Filled::refused(&visit, input, &problems);
            form(&visit, (standard, Some(plan)), filled).await
        }
        Err(other) => Err(other.into()),
    }
}

fn wanted(standard: StandardId, plan: i64, input: &Input) -> Result<Wanted> {
    let number = input.get("number").parse().map_err(|_| Error::NotFound)?;
    let courses = input
        .list("course")
        .map(|id| id.parse::<BaseId>().map_err(|_| Error::NotFound));
    let mut problems = Problems::default();
    let hours = input.parsed::<Hours>("hours", Text::new("design-no-hours"));
    let plan_hours = problems.take("hours", hours).flatten();
    problems.check()?;
    Ok(Wanted {
        standard,
        number,
        plan,
        courses: courses.collect::<Result<_>>()?,
        plan_hours,
    })
}
