//! One step on a phone: what is asked, the fields that save themselves, handing in.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use db::Tx;
use design::model::task::StepNumber;
use design::model::{Actor, Phase, Step, StepId};
use kernel::{Ctx, Error, Instant, PersonId, Problems, Result, Text};
use web::{Answer, FieldError, Page, Visit, with_status};

use super::id;
use super::work_view::{Dot, Maker, Mark, OutcomeView, QuestionView, titled};
use crate::model::RunId;
use crate::model::mine::mine;
use crate::model::phase::{Door, PhaseState};
use crate::model::roles::Part;
use crate::model::work::{Help, Stage};
use crate::policy::{self, Bench};
use crate::queries::SeatRow;
use crate::queries::work::{self as queries, GroupState, Kept};

/// What the page of a step reads.
pub struct Loaded {
    pub bench: Bench,
    pub state: GroupState,
    pub kept: Vec<Kept>,
    pub names: HashMap<PersonId, String>,
    pub step: StepId,
}

/// Reads a step for its student.
///
/// # Errors
/// 401, 403, 404.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx, run: RunId, step: StepId) -> Result<Loaded> {
    let bench = policy::may_work(tx, ctx, run)?.into_target();
    let state = queries::group_state(tx, &bench)?;
    let kept = queries::fields(tx, &bench, step)?;
    let mut people: Vec<PersonId> = state.mates(&bench).map(|mate| mate.student).collect();
    let strangers = kept.iter().map(|kept| kept.by).filter(|by| !people.contains(by));
    let strangers: Vec<PersonId> = strangers.collect();
    people.extend(strangers);
    let names = people::queries::names_of(tx, bench.run.school, &people)?;
    Ok(Loaded {
        bench,
        state,
        kept,
        names,
        step,
    })
}

/// A word about where the student stands.
struct Notice {
    css: &'static str,
    icon: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "work_step.html")]
struct StepPage {
    p: Page,
    base: String,
    here: String,
    run_title: String,
    title: String,
    strip: Vec<Dot>,
    stage: &'static str,
    now: i64,
    /// The address that tells what the group's other members changed; empty where nothing is the group's.
    news: String,
    mark: Mark,
    hints: Vec<String>,
    notices: Vec<Notice>,
    errors: Vec<FieldError>,
    can_edit: bool,
    content: String,
    work: Vec<(&'static str, String)>,
    scenario: String,
    activities: Vec<String>,
    resources: Vec<String>,
    questions: Vec<QuestionView>,
    outcomes: Vec<OutcomeView>,
    acts: Acts,
    previous: String,
    next: String,
    name: String,
    group: String,
    org: String,
}

/// What can be done with the step now.
#[derive(Clone, Copy, Default)]
struct Acts {
    hand_in: bool,
    take_back: bool,
    ask: bool,
    settle: bool,
}

/// `GET /work/{run}/steps/{step}`
pub async fn show(visit: Visit, Path((run, step)): Path<(String, String)>) -> Answer {
    let (run, step) = (id(&run)?, id(&step)?);
    let loaded = visit.read(move |ctx, tx| load(tx, ctx, run, step)).await?;
    page(&visit, &loaded, (StatusCode::OK, &Problems::default()))
}

/// The page of a step, with what keeps it from being handed in.
pub fn page(visit: &Visit, loaded: &Loaded, (status, problems): (StatusCode, &Problems)) -> Answer {
    let maker = Maker {
        visit,
        bench: &loaded.bench,
        state: &loaded.state,
        kept: &loaded.kept,
        names: &loaded.names,
        problems,
    };
    let mut steps = loaded.state.task.steps();
    let here = steps
        .find(|(_, _, step)| step.id == loaded.step)
        .ok_or(Error::NotFound)?;
    with_status(status, &made(&maker, here))
}

fn made(maker: &Maker<'_>, (number, phase, step): (StepNumber, &Phase, &Step)) -> StepPage {
    let (visit, bench) = (maker.visit, maker.bench);
    let standing = maker.state.standing();
    let (work, code) = (maker.state.work(step, maker.member()), maker.code(step));
    let acts = acts(maker, phase, step);
    let (previous, next) = neighbours(maker, step);
    let shared = step
        .outcomes
        .iter()
        .any(|outcome| outcome.by == design::model::By::Group);
    let here = maker.href(step);
    StepPage {
        p: visit.page(),
        base: maker.base(),
        run_title: bench.run.title.clone(),
        title: titled(number, step),
        strip: maker.strip(&mine(&standing, maker.member()), Some(phase)),
        stage: work.stage.code(),
        now: visit.ctx().now.0,
        news: if shared {
            format!("{here}/news")
        } else {
            String::new()
        },
        mark: maker.mark(code),
        hints: hints(maker, phase, step),
        notices: notices(maker, (phase, step), &work.stage),
        errors: errors(maker),
        can_edit: acts.hand_in,
        content: step.work.content.clone(),
        work: work_facts(step),
        scenario: maker.state.task.scenario.clone(),
        activities: activities(step),
        resources: step
            .resources
            .iter()
            .map(|resource| resource.name.clone())
            .collect(),
        questions: maker.questions(step),
        outcomes: maker.outcomes(step),
        acts,
        previous,
        next,
        name: maker.name(maker.member().student),
        group: bench.seat.group_name.clone(),
        org: visit
            .admitted()
            .map(|admitted| admitted.org_name.clone())
            .unwrap_or_default(),
        here,
    }
}

fn errors(maker: &Maker<'_>) -> Vec<FieldError> {
    let error = |problem: &kernel::Problem| FieldError {
        field: problem.field.clone(),
        text: maker.visit.text(&problem.text),
    };
    maker.problems.0.iter().map(error).collect()
}

/// Role, day, who does it.
fn hints(maker: &Maker<'_>, phase: &Phase, step: &Step) -> Vec<String> {
    let mut hints = Vec::new();
    let roles = maker.roles(phase, maker.member().student);
    if !roles.is_empty() {
        hints.push(
            maker
                .visit
                .text(&Text::new("classroom-work-role").with("roles", roles)),
        );
    }
    if let Some(due) = maker.state.due.get(&phase.id) {
        hints.push(
            maker
                .visit
                .text(&Text::new("classroom-work-due").with("day", due)),
        );
    }
    if matches!(
        crate::model::Owner::of(step, maker.member().student, maker.member().group),
        crate::model::Owner::Group(_)
    ) {
        hints.push(maker.visit.text(&Text::new("classroom-work-of-group")));
    }
    hints
}

fn part(maker: &Maker<'_>, phase: &Phase, step: &Step) -> Part {
    maker.state.standing().part(phase, step, maker.member())
}

fn acts(maker: &Maker<'_>, phase: &Phase, step: &Step) -> Acts {
    if maker.bench.run.ended_at.is_some() || part(maker, phase, step) == Part::Sees {
        return Acts::default();
    }
    let unopened = PhaseState::default();
    let state = maker.state.phases.get(&phase.id).unwrap_or(&unopened);
    let open = state.may_work(phase, maker.member().group).is_ok();
    let work = maker.state.work(step, maker.member());
    let asked = work.help == Help::Asked;
    Acts {
        hand_in: open && matches!(work.stage, Stage::Idle | Stage::Working | Stage::Returned(_)),
        take_back: open && work.stage == Stage::Handed,
        ask: state.door == Door::Open && work.stage != Stage::Accepted && !asked,
        settle: asked && work.stage != Stage::Accepted,
    }
}

fn notices(maker: &Maker<'_>, (phase, step): (&Phase, &Step), stage: &Stage) -> Vec<Notice> {
    let notice = |css, icon, text: &Text| Notice {
        css,
        icon,
        text: maker.visit.text(text),
    };
    let mut notices = Vec::new();
    if part(maker, phase, step) == Part::Sees {
        let doers = maker.doers(step);
        let who: Vec<String> = who_does(maker, phase, &doers);
        let roles = doers.iter().map(|role| maker.visit.text(&Text::new(role.key())));
        let text = Text::new("classroom-work-sees")
            .with("roles", maker.listed(roles))
            .with("names", maker.listed(who));
        notices.push(notice("", "eye", &text));
    }
    match stage {
        Stage::Returned(word) => {
            let text = Text::new("classroom-work-returned").with("word", word);
            notices.push(notice("notice-bad", "arrow-back-up", &text));
        }
        Stage::Handed => notices.push(notice(
            "notice-ok",
            "send",
            &Text::new("classroom-work-waits-teacher"),
        )),
        Stage::Accepted => {
            notices.push(notice(
                "notice-ok",
                "circle-check",
                &Text::new("classroom-work-done"),
            ));
        }
        Stage::Idle | Stage::Working => {}
    }
    if maker.bench.run.ended_at.is_some() {
        notices.push(notice("", "lock", &Text::new("classroom-work-run-ended")));
        return notices;
    }
    let unopened = PhaseState::default();
    let state = maker.state.phases.get(&phase.id).unwrap_or(&unopened);
    if let Err(Error::Conflict(text)) = state.may_work(phase, maker.member().group) {
        notices.push(notice("notice-wait", "lock", &text));
    }
    notices
}

/// The group's members who hold one of these roles in the phase.
fn who_does(maker: &Maker<'_>, phase: &Phase, doers: &[crate::model::roles::Role]) -> Vec<String> {
    let state = maker.state;
    let does = |mate: &&SeatRow| {
        let held = state.arranged.plan.get(&(phase.id, mate.student));
        held.is_some_and(|held| doers.iter().any(|role| held.contains(role)))
    };
    let held = state.mates(maker.bench).filter(does);
    held.map(|mate| maker.name(mate.student)).collect()
}

/// What the task says of the work, without what is empty.
fn work_facts(step: &Step) -> Vec<(&'static str, String)> {
    let (work, knowledge) = (&step.work, &step.knowledge);
    let facts = [
        ("design-field-tools", &work.tools),
        ("design-field-organisation", &work.organisation),
        ("design-field-method", &work.method),
        ("design-field-requirement", &work.requirement),
        ("design-field-professional", &knowledge.professional),
        ("design-field-civic", &knowledge.civic),
    ];
    let written = facts.into_iter().filter(|(_, text)| !text.trim().is_empty());
    written.map(|(key, text)| (key, text.clone())).collect()
}

fn activities(step: &Step) -> Vec<String> {
    let own = step
        .activities
        .iter()
        .filter(|activity| activity.actor == Actor::Student);
    own.map(|activity| activity.text.clone()).collect()
}

/// The addresses of the steps before and behind, across phases.
fn neighbours(maker: &Maker<'_>, here: &Step) -> (String, String) {
    let steps: Vec<&Step> = maker.state.task.steps().map(|(_, _, step)| step).collect();
    let index = steps.iter().position(|step| step.id == here.id);
    let address = |step: Option<&&Step>| step.map(|step| maker.href(step)).unwrap_or_default();
    let before = index
        .and_then(|index| index.checked_sub(1))
        .and_then(|index| steps.get(index));
    let behind = index.and_then(|index| steps.get(index + 1));
    (address(before), address(behind))
}

/// Whether a change of the group's was saved at or after a moment: a little before is looked at again.
pub fn is_news(kept: &Kept, since: Instant) -> bool {
    kept.at >= since.plus(-10 * Instant::SECOND)
}

/// How far the student's work is, for the page that asks again.
///
/// # Errors
/// `NotFound` for a step that the task has not.
pub fn stage_of(loaded: &Loaded) -> Result<&'static str> {
    let mut steps = loaded.state.task.steps();
    let found = steps.find(|(_, _, step)| step.id == loaded.step);
    let (_, _, step) = found.ok_or(Error::NotFound)?;
    let member = crate::queries::member(&loaded.bench.seat);
    Ok(loaded.state.work(step, member).stage.code())
}
