//! The plan: its phases and targets, its versions, and the form that makes the next.

use askama::Template;
use kernel::{Day, Error, Problems, Result, Role, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, html, redirect_saying, with_status};

use super::{first_plan, present_plan};
use crate::actions::edit_plan;
use crate::model::{Measure, Mode, Phase, Plan, Target, grouped};
use crate::store::VersionRow;
use crate::{policy, queries};

/// A form has one more line than the plan has phases, and at most this many.
const MOST_PHASES: usize = 9;

/// A phase: its name, its days, and its targets as (measure, value, mode).
type PhaseView = (String, String, Vec<(&'static str, String, &'static str)>);

#[derive(Template)]
#[template(path = "plan.html")]
struct PlanPage {
    p: Page,
    phases: Vec<PhaseView>,
    versions: Vec<(i64, String, String)>,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "plan_edit.html")]
struct EditPage {
    p: Page,
    form: Filled,
    lines: Vec<Line>,
}

/// The names of a phase's fields.
struct Line {
    number: usize,
    name: String,
    from: String,
    until: String,
    targets: Vec<(&'static str, String, String)>,
}

/// `GET /counts/plan`
pub async fn show(visit: Visit) -> Answer {
    let first = first_plan(&visit);
    let ((_, plan), versions) = visit
        .read(move |ctx, tx| {
            policy::may_read(tx, ctx)?;
            Ok((present_plan(tx, &first)?, queries::versions(tx)?))
        })
        .await?;
    let target = |target: &Target| (target.measure.key(), grouped(target.value), target.mode.key());
    let phase = |phase: Phase| {
        let days = format!("{} – {}", phase.from, phase.until);
        (phase.name, days, phase.targets.iter().map(target).collect())
    };
    let row = |(version, at, reason): VersionRow| (version, at.minute_text(), reason);
    let p = visit.page();
    let label = p.t("programme-nav").to_owned();
    html(&PlanPage {
        p: p.crumb("/counts", label),
        phases: plan.phases.into_iter().map(phase).collect(),
        versions: versions.into_iter().map(row).collect(),
        may_edit: visit.ctx().actor.role() == Some(Role::NationalOfficer),
    })
}

/// `GET /counts/plan/edit`
pub async fn edit(visit: Visit) -> Answer {
    let first = first_plan(&visit);
    let (version, plan) = visit
        .read(move |ctx, tx| {
            policy::may_edit_plan(ctx)?;
            present_plan(tx, &first)
        })
        .await?;
    let lines = plan.phases.len() + 1;
    let fields = filled(version, &plan);
    let fields: Vec<(&str, &(dyn ToString + Sync))> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value as &(dyn ToString + Sync)))
        .collect();
    form(&visit, Filled::with(&fields), lines)
}

/// The fields of the form for a plan.
fn filled(version: i64, plan: &Plan) -> Vec<(String, String)> {
    let mut fields = vec![("version".to_owned(), version.to_string())];
    // What is added counts as the last phase counts it.
    if let Some(last) = plan.phases.last() {
        let next = plan.phases.len() + 1..=MOST_PHASES;
        fields.extend(next.flat_map(|number| {
            let mode = move |target: &Target| {
                (
                    format!("{}-mode-{number}", target.measure.code()),
                    target.mode.code().to_owned(),
                )
            };
            last.targets.iter().map(mode)
        }));
    }
    for (number, phase) in (1..).zip(&plan.phases) {
        fields.push((format!("name-{number}"), phase.name.clone()));
        fields.push((format!("from-{number}"), phase.from.to_string()));
        fields.push((format!("until-{number}"), phase.until.to_string()));
        for target in &phase.targets {
            let measure = target.measure.code();
            fields.push((format!("{measure}-{number}"), target.value.to_string()));
            fields.push((format!("{measure}-mode-{number}"), target.mode.code().to_owned()));
        }
    }
    fields
}

fn form(visit: &Visit, form: Filled, lines: usize) -> Answer {
    let line = |number: usize| Line {
        number,
        name: format!("name-{number}"),
        from: format!("from-{number}"),
        until: format!("until-{number}"),
        targets: Measure::ALL
            .iter()
            .map(|measure| {
                let code = measure.code();
                (
                    measure.key(),
                    format!("{code}-{number}"),
                    format!("{code}-mode-{number}"),
                )
            })
            .collect(),
    };
    let p = visit.page();
    let label = p.t("programme-plan").to_owned();
    let page = EditPage {
        p: p.crumb("/counts/plan", label),
        lines: (1..=lines.min(MOST_PHASES)).map(line).collect(),
        form,
    };
    with_status(page.form.status(), &page)
}

/// `POST /counts/plan`
pub async fn create(Form(visit, input): Form) -> Answer {
    policy::may_edit_plan(visit.ctx())?;
    match edited(&visit, &input).await {
        Ok(()) => redirect_saying(&visit, "/counts/plan", &Text::new("programme-plan-saved")),
        Err(Error::Invalid(problems)) => form(&visit, Filled::refused(&visit, input, &problems), MOST_PHASES),
        Err(other) => Err(other.into()),
    }
}

async fn edited(visit: &Visit, input: &Input) -> Result<()> {
    let plan = parse(input)?;
    let based_on = input.get("version").parse().map_err(|_| Error::NotFound)?;
    let reason = input.get("reason").to_owned();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_plan(ctx)?;
            edit_plan(tx, ctx, &grant, (based_on, &plan), &reason).map(drop)
        })
        .await
}

/// Lines without a name are no phases.
fn parse(input: &Input) -> Result<Plan> {
    let mut problems = Problems::default();
    let mut phases = Vec::new();
    for number in 1..=MOST_PHASES {
        let name = input.get(&format!("name-{number}"));
        if name.is_empty() {
            continue;
        }
        let from = read_day(input, &mut problems, &format!("from-{number}"));
        let until = read_day(input, &mut problems, &format!("until-{number}"));
        let targets = Measure::ALL
            .into_iter()
            .filter_map(|measure| read_target(input, &mut problems, (measure, number)))
            .collect();
        if let (Some(from), Some(until)) = (from, until) {
            phases.push(Phase {
                name: name.to_owned(),
                from,
                until,
                targets,
            });
        }
    }
    problems.check()?;
    Ok(Plan { phases })
}

fn read_day(input: &Input, problems: &mut Problems, field: &str) -> Option<Day> {
    let day = input
        .parsed(field, Text::new("programme-no-day"))
        .and_then(|day| day.ok_or_else(|| Text::new("web-required")));
    problems.take(field, day)
}

/// A measure without a number has no target.
fn read_target(
    input: &Input,
    problems: &mut Problems,
    (measure, number): (Measure, usize),
) -> Option<Target> {
    let field = format!("{}-{number}", measure.code());
    let value = problems.take(&field, input.parsed(&field, Text::new("programme-no-number")))??;
    let mode = match input.get(&format!("{}-mode-{number}", measure.code())) {
        "per-phase" => Mode::PerPhase,
        _ => Mode::Cumulative,
    };
    Some(Target { measure, value, mode })
}
