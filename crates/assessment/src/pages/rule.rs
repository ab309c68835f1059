//! The school's rule for missing ratings, with its history.

use askama::Template;
use kernel::{Error, Result, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, redirect_saying, with_status};

use super::say;
use crate::actions::choose_rule;
use crate::model::MissingRule;
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "rule.html")]
struct RulePage {
    p: Page,
    form: Filled,
    present: String,
    others: i64,
    rules: Vec<(&'static str, String)>,
    history: Vec<(String, String, String, String)>,
}

/// `GET /grades/rule`
pub async fn show(visit: Visit) -> Answer {
    page(&visit, Filled::empty()).await
}

async fn page(visit: &Visit, form: Filled) -> Answer {
    let (present, others, choices, names) = visit
        .read(|ctx, tx| {
            let school = policy::may_choose_rule(ctx)?.target().school;
            let present = queries::present_rule(tx, school)?;
            let others = queries::open_under_other_rule(tx, school, present)?;
            let choices = queries::choices(tx, school)?;
            Ok((present, others, choices, people::queries::staff(tx, ctx, school)?))
        })
        .await?;
    let name = |person| {
        names
            .iter()
            .find(|row| row.person == person)
            .map(|row| row.name.clone())
    };
    let choice = |choice: queries::ChoiceRow| {
        let rule = MissingRule::from_code(&choice.rule).map_or("", MissingRule::key);
        let rule = if rule.is_empty() {
            String::new()
        } else {
            say(visit, rule)
        };
        (
            choice.at.minute_text(),
            name(choice.by).unwrap_or_default(),
            rule,
            choice.reason,
        )
    };
    let page = RulePage {
        p: visit
            .page()
            .crumb("/grades", say(visit, "assessment-nav-grades"))
            .crumb("", say(visit, "assessment-rule-title")),
        present: present.code().to_owned(),
        others,
        rules: MissingRule::ALL
            .map(|rule| (rule.code(), say(visit, rule.key())))
            .to_vec(),
        history: choices.into_iter().map(choice).collect(),
        form,
    };
    with_status(page.form.status(), &page)
}

/// `POST /grades/rule`
pub async fn choose(Form(visit, input): Form) -> Answer {
    match chosen(&visit, &input).await {
        Ok(()) => redirect_saying(&visit, "/grades/rule", &Text::new("assessment-rule-chosen")),
        Err(Error::Invalid(problems)) => page(&visit, Filled::refused(&visit, input, &problems)).await,
        Err(other) => Err(other.into()),
    }
}

async fn chosen(visit: &Visit, input: &Input) -> Result<()> {
    policy::may_choose_rule(visit.ctx())?;
    let rule = MissingRule::from_code(input.get("rule"))
        .ok_or_else(|| Error::field("rule", Text::new("web-required")))?;
    let reason = input.get("reason").to_owned();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_choose_rule(ctx)?;
            choose_rule(tx, ctx, &grant, (rule, &reason))
        })
        .await
}
