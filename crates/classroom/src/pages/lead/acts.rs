//! What the teacher does on the page of a run: doors, gates, days, the end.

use axum::extract::Path;
use design::model::PhaseId;
use kernel::{Day, Error, Instant, Problems, Result, Text};
use web::{Answer, Form, Input, Visit, redirect_saying};

use super::overview;
use super::view::{parsed, revision};
use crate::actions::{self, Timer, Turn};
use crate::change::wake;
use crate::model::GroupId;
use crate::model::RunId;
use crate::model::run::Days;
use crate::policy;

/// The longest timer: a working day.
const LONGEST: i64 = 600;

/// `POST /runs/{id}/phases/{phase}`: opens, closes, or sets the day and the timer.
pub async fn phase(Path((id, phase)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let (run, phase): (RunId, PhaseId) = (parsed(&id)?, parsed(&phase)?);
    let (turn, said) = match input.get("turn") {
        "open" => (Turn::Open, "classroom-phase-opened"),
        "close" => (Turn::Close, "classroom-phase-was-closed"),
        "keep" => (Turn::Keep, "classroom-phase-was-set"),
        _ => return Err(Error::NotFound.into()),
    };
    match turned(&visit, &input, (run, phase), turn).await {
        Ok(()) => {
            wake(&visit, run);
            redirect_saying(&visit, &format!("/runs/{id}#phases"), &Text::new(said))
        }
        Err(Error::Invalid(problems)) => overview::refused(&visit, run, input, &problems).await,
        Err(other) => Err(other.into()),
    }
}

async fn turned(visit: &Visit, input: &Input, (run, phase): (RunId, PhaseId), turn: Turn) -> Result<()> {
    // Who may not lead hears that first, not what is wrong with the form.
    visit
        .read(move |ctx, tx| policy::may_lead_run(tx, ctx, run).map(drop))
        .await?;
    let mut problems = Problems::default();
    let due = input.parsed::<Day>("due", Text::new("classroom-not-a-day"));
    let due = problems.take("due", due).flatten();
    let minutes = input.parsed::<i64>("minutes", Text::new("classroom-timer-wrong"));
    let minutes = minutes.and_then(|minutes| match minutes {
        Some(minutes) if !(0..=LONGEST).contains(&minutes) => Err(Text::new("classroom-timer-wrong")),
        minutes => Ok(minutes),
    });
    let minutes = problems.take("minutes", minutes).flatten();
    problems.check()?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            // No minutes leave the timer as it runs; none at all (0) takes it away.
            let timer = match minutes {
                None => Timer::Stays,
                Some(0) => Timer::Off,
                Some(minutes) => Timer::Ends(ctx.now.plus(minutes * Instant::MINUTE)),
            };
            actions::set_phase(tx, ctx, &grant, (phase, turn), (due, timer))
        })
        .await
}

/// `POST /runs/{id}/phases/{phase}/gates`: gives a group the teacher's word.
pub async fn gate(Path((id, phase)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let (run, phase): (RunId, PhaseId) = (parsed(&id)?, parsed(&phase)?);
    let group: GroupId = parsed(input.get("group"))?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            actions::release_gate(tx, ctx, &grant, phase, group)
        })
        .await?;
    wake(&visit, run);
    redirect_saying(
        &visit,
        &format!("/runs/{id}#phases"),
        &Text::new("classroom-gate-was-released"),
    )
}

/// `POST /runs/{id}`: other days, another place.
pub async fn amend(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let run: RunId = parsed(&id)?;
    match amended(&visit, &input, run).await {
        Ok(()) => {
            wake(&visit, run);
            redirect_saying(&visit, &format!("/runs/{id}"), &Text::new("classroom-saved"))
        }
        Err(Error::Invalid(problems)) => overview::refused(&visit, run, input, &problems).await,
        Err(other) => Err(other.into()),
    }
}

async fn amended(visit: &Visit, input: &Input, run: RunId) -> Result<()> {
    visit
        .read(move |ctx, tx| policy::may_lead_run(tx, ctx, run).map(drop))
        .await?;
    let (days, seen) = (days(input)?, revision(input));
    let (reason, place) = (input.get("reason").to_owned(), input.get("place").to_owned());
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            actions::amend_run(tx, ctx, &grant, (days, seen), (&reason, &place))
        })
        .await
}

/// The days of a form.
///
/// # Errors
/// `Invalid` at `first` or `last`.
pub fn days(input: &Input) -> Result<Days> {
    let mut problems = Problems::default();
    let mut day = |field: &str| {
        let typed = input.required(field);
        let typed =
            typed.and_then(|typed| typed.parse::<Day>().map_err(|_| Text::new("classroom-not-a-day")));
        problems.take(field, typed)
    };
    match (day("first"), day("last")) {
        (Some(first), Some(last)) => Ok(Days { first, last }),
        _ => Err(Error::Invalid(problems)),
    }
}

/// `POST /runs/{id}/end`
pub async fn end(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let run: RunId = parsed(&id)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            actions::end_run(tx, ctx, &grant)
        })
        .await?;
    wake(&visit, run);
    redirect_saying(&visit, &format!("/runs/{id}"), &Text::new("classroom-ended"))
}
