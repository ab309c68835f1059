//! Putting one pair on the confirmed list.

use askama::Template;
use kernel::{Error, Result, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, redirect_saying, with_status};

use super::{first_plan, present_plan};
use crate::actions::confirm_typed;
use crate::model::pairs::Typed;
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "pair_new.html")]
struct NewPage {
    p: Page,
    form: Filled,
    schools: Vec<(String, String)>,
    majors: Vec<(String, String)>,
    phases: Vec<String>,
}

/// `GET /counts/pairs/new`
pub async fn new(visit: Visit) -> Answer {
    form(&visit, Filled::empty()).await
}

async fn form(visit: &Visit, form: Filled) -> Answer {
    let first = first_plan(visit);
    let (schools, majors, phases) = visit
        .read(move |ctx, tx| {
            let target = policy::may_confirm(tx, ctx)?.into_target();
            let plan = present_plan(tx, &first)?.1;
            let list = queries::list(tx, ctx, &target, &plan)?;
            let mut majors: Vec<_> = list
                .majors()
                .iter()
                .map(|(code, name)| (code.clone(), name.clone()))
                .collect();
            majors.sort();
            let schools = target.1.into_iter().map(|org| (org.code, org.name)).collect();
            let phases = plan.phases.into_iter().map(|phase| phase.name).collect();
            Ok((schools, majors, phases))
        })
        .await?;
    let p = visit.page();
    let label = p.t("programme-pairs").to_owned();
    let p = p.crumb("/counts/pairs", label);
    let page = NewPage {
        p,
        schools,
        majors,
        phases,
        form,
    };
    with_status(page.form.status(), &page)
}

/// `POST /counts/pairs`
pub async fn create(Form(visit, input): Form) -> Answer {
    match confirmed(&visit, &input).await {
        Ok(()) => redirect_saying(&visit, "/counts/pairs", &Text::new("programme-confirmed")),
        Err(Error::Invalid(problems)) => form(&visit, Filled::refused(&visit, input, &problems)).await,
        Err(other) => Err(other.into()),
    }
}

async fn confirmed(visit: &Visit, input: &Input) -> Result<()> {
    let typed = Typed {
        school: input.get("school").to_owned(),
        major: input.get("major").to_owned(),
        phase: input.get("phase").to_owned(),
        day: input
            .parsed("day", Text::new("programme-no-day"))
            .unwrap_or_default(),
    };
    let first = first_plan(visit);
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_confirm(tx, ctx)?;
            let plan = present_plan(tx, &first)?.1;
            confirm_typed(tx, ctx, &grant, (&plan, &typed))
        })
        .await
}
