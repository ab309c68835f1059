//! The desk of who watches the programme: a plan that has run out, and the counts in one row.

use db::Tx;
use kernel::{Ctx, Result, Text};
use web::{Figure, OnDesk, Todo};

use crate::model::{Measure, Phase, grouped};
use crate::queries::View;
use crate::{model, policy, queries};

/// What lies on such a desk.
///
/// # Errors
/// The engine's.
pub fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<OnDesk> {
    Ok(OnDesk {
        todos: waiting(tx, ctx)?,
        figures: figures(tx, ctx)?,
        ..OnDesk::default()
    })
}

/// The next plan, where the last phase of the present one is over; the policy's own holds until one is stored.
fn waiting(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Todo>> {
    if policy::may_edit_plan(ctx).is_err() {
        return Ok(Vec::new());
    }
    let today = ctx.now.day();
    let stored = queries::stored_plan(tx)?.map(|(_, plan)| plan);
    let is_stored = stored.is_some();
    let plan = stored.unwrap_or_else(|| model::policy(str::to_owned));
    let text = match plan.phases.iter().max_by_key(|phase| phase.until) {
        Some(last) if last.until >= today => return Ok(Vec::new()),
        Some(last) if is_stored => Text::new("programme-todo-next-plan")
            .with("phase", &last.name)
            .with("day", last.until),
        Some(last) => Text::new("programme-todo-after-policy").with("day", last.until),
        None => Text::new("programme-todo-plan"),
    };
    Ok(vec![Todo {
        text,
        href: "/counts/plan/edit".to_owned(),
        due: None,
        icon: "target",
    }])
}

/// Majors, schools and person-times, with the target of the phase that runs or ended last.
fn figures(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Figure>> {
    let Ok(grant) = policy::may_read(tx, ctx) else {
        return Ok(Vec::new());
    };
    let today = ctx.now.day();
    let plan = queries::stored_plan(tx)?.map(|(_, plan)| plan.phases);
    let begun = plan
        .into_iter()
        .flatten()
        .filter(|phase| phase.from <= today)
        .max_by_key(|phase| phase.from);
    let view = grant.target();
    let headline = queries::headline(tx, view)?;
    let figure = |(measure, label, value): (Measure, &'static str, i64)| Figure {
        label: Text::new(label),
        value: grouped(value),
        // The targets are the nation's: beside the counts of a school or a province they say nothing.
        note: begun
            .as_ref()
            .filter(|_| matches!(view, View::Nation))
            .and_then(|phase| note(phase, measure)),
        href: "/counts".to_owned(),
    };
    let mut rows = vec![
        (Measure::Majors, "programme-measure-majors", headline.majors),
        (Measure::Schools, "programme-measure-schools", headline.schools),
    ];
    // A school's desk has its classes and students beside them, and no room for more.
    if !matches!(view, View::School(_)) {
        let trained = queries::trained(tx, view)?.values().sum();
        rows.push((Measure::Trained, "programme-measure-trained", trained));
    }
    Ok(rows.into_iter().map(figure).collect())
}

fn note(phase: &Phase, measure: Measure) -> Option<Text> {
    let target = phase.targets.iter().find(|target| target.measure == measure)?;
    Some(
        Text::new("programme-figure-target")
            .with("phase", &phase.name)
            .with("target", grouped(target.value)),
    )
}
