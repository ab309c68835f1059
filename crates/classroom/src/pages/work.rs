//! A student's desk: what is theirs to do now, in every class at work that they have a seat in.

use askama::Template;
use db::Tx;
use design::model::{LearningTask, StepId};
use kernel::{Ctx, Problems, Result, Text};
use web::{Answer, OnDesk, Page, Recent, Todo, Visit, html};

use super::work_view::{Dot, Maker, titled};
use crate::model::mine::{Member, Mine, mine};
use crate::model::phase::Door;
use crate::model::work::Stage;
use crate::policy::{self, Bench};
use crate::queries::work::{self as queries, GroupState};

#[derive(Template)]
#[template(path = "work.html")]
struct WorkPage {
    p: Page,
    runs: Vec<RunCard>,
    ended: Vec<(String, String)>,
}

struct RunCard {
    href: String,
    title: String,
    lead: String,
    strip: Vec<Dot>,
    now: String,
    now_href: String,
    returned: Vec<(String, String)>,
    waiting: Vec<String>,
    all_done: bool,
}

/// `GET /work`
pub async fn index(visit: Visit) -> Answer {
    let (benches, states, names) = visit
        .read(|ctx, tx| {
            let (benches, states) = going_on(tx, ctx)?;
            let teachers: Vec<_> = benches.iter().map(|bench| bench.run.teacher).collect();
            let school = benches.first().map(|bench| bench.run.school);
            let names = school.map(|school| people::queries::names_of(tx, school, &teachers));
            Ok((benches, states, names.transpose()?.unwrap_or_default()))
        })
        .await?;
    let (now, ended) = benches.split_at(states.len());
    let card = |(bench, state): (&Bench, &GroupState)| {
        let maker = Maker {
            visit: &visit,
            bench,
            state,
            kept: &[],
            names: &names,
            problems: &Problems::default(),
        };
        card(&maker)
    };
    let past = |bench: &Bench| (format!("/work/{}", bench.run.id), bench.run.title.clone());
    html(&WorkPage {
        p: visit.page(),
        runs: now.iter().zip(&states).map(card).collect(),
        ended: ended.iter().map(past).collect(),
    })
}

/// A student's seats, those of runs that go on first, with how these stand.
fn going_on(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<(Vec<Bench>, Vec<GroupState>)> {
    let (school, student) = policy::may_work_somewhere(ctx)?;
    let benches = queries::benches(tx, school, student)?;
    let going_on = benches
        .iter()
        .take_while(|bench| bench.run.ended_at.is_none())
        .count();
    let states = queries::states_going_on(tx, &benches[..going_on])?;
    Ok((benches, states))
}

fn card(maker: &Maker<'_>) -> RunCard {
    let (bench, state, visit) = (maker.bench, maker.state, maker.visit);
    let mine = mine(&state.standing(), maker.member());
    let here = mine.now.and_then(|now| phase_of(&state.task, now));
    let named = |step: StepId| named(&state.task, step);
    let lead = Text::new("classroom-work-lead")
        .with("teacher", maker.name(bench.run.teacher))
        .with("group", &bench.seat.group_name)
        .with("first", bench.run.first)
        .with("last", bench.run.last);
    RunCard {
        href: maker.base(),
        title: bench.run.title.clone(),
        lead: visit.text(&lead),
        strip: maker.strip(&mine, here),
        now: mine.now.map(named).unwrap_or_default(),
        now_href: mine.now.map(|step| step_href(bench, step)).unwrap_or_default(),
        returned: returned(state, maker.member())
            .map(|(step, word)| (step_href(bench, step), format!("{} · {word}", named(step))))
            .collect(),
        waiting: mine.waiting.iter().map(|text| visit.text(text)).collect(),
        all_done: all_done(&mine),
    }
}

fn all_done(mine: &Mine) -> bool {
    let mut phases = mine.phases.iter();
    let any = mine.phases.iter().any(|phase| phase.steps > 0);
    any && phases.all(|phase| phase.handed + phase.accepted == phase.steps)
}

fn step_href(bench: &Bench, step: StepId) -> String {
    format!("/work/{}/steps/{step}", bench.run.id)
}

fn named(task: &LearningTask, id: StepId) -> String {
    let found = task.steps().find(|(_, _, step)| step.id == id);
    found
        .map(|(number, _, step)| titled(number, step))
        .unwrap_or_default()
}

fn phase_of(task: &LearningTask, id: StepId) -> Option<&design::model::Phase> {
    task.steps()
        .find(|(_, _, step)| step.id == id)
        .map(|(_, phase, _)| phase)
}

/// The steps that came back to a member (or their group), with the teacher's word.
fn returned(state: &GroupState, member: Member) -> impl Iterator<Item = (StepId, &str)> {
    let steps = state.task.steps();
    steps.filter_map(move |(_, _, step)| {
        let place = (
            crate::model::Owner::of(step, member.student, member.group),
            step.id,
        );
        match &state.works.get(&place)?.stage {
            Stage::Returned(word) => Some((step.id, word.as_str())),
            _ => None,
        }
    })
}

/// What lies on a student's desk.
pub fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<OnDesk> {
    Ok(OnDesk {
        todos: todos(tx, ctx)?,
        recent: recent(tx, ctx)?,
        ..OnDesk::default()
    })
}

/// What waits for a student: each step that came back, with the reason, and the step to go on with.
fn todos(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Todo>> {
    let (benches, states) = going_on(tx, ctx)?;
    let mut todos = Vec::new();
    for (bench, state) in benches.iter().zip(&states) {
        let member = Member {
            student: bench.seat.student,
            group: bench.seat.group,
        };
        // What came back in a phase that is closed by now waits for its teacher, not for the student.
        let open = |step: &StepId| {
            let phase = phase_of(&state.task, *step).and_then(|phase| state.phases.get(&phase.id));
            phase.is_some_and(|phase| phase.door == Door::Open)
        };
        let back = returned(state, member).filter(|(step, _)| open(step));
        let back: Vec<Todo> = back
            .map(|(step, word)| Todo {
                text: Text::new("classroom-todo-returned")
                    .with("step", named(&state.task, step))
                    .with("title", &bench.run.title)
                    .with("word", word),
                href: step_href(bench, step),
                due: due(state, step),
                icon: "arrow-back-up",
            })
            .collect();
        let mine = mine(&state.standing(), member);
        let fresh = mine.now.filter(|_| back.is_empty());
        todos.extend(back);
        todos.extend(fresh.map(|step| {
            Todo {
                text: Text::new("classroom-todo-step")
                    .with("step", named(&state.task, step))
                    .with("title", &bench.run.title),
                href: step_href(bench, step),
                due: due(state, step),
                icon: "player-play",
            }
        }));
    }
    Ok(todos)
}

/// The end of the day by which a step is to be handed in.
fn due(state: &GroupState, step: StepId) -> Option<kernel::Instant> {
    let phase = phase_of(&state.task, step)?;
    let due = state.due.get(&phase.id)?;
    Some(due.plus(1).start().plus(-1))
}

/// What a student last worked on.
fn recent(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Vec<Recent>> {
    let (school, student) = policy::may_work_somewhere(ctx)?;
    let rows = queries::last_worked(tx, school, student)?;
    let recent = |row: crate::store::work::WorkedRow| Recent {
        title: row.title,
        kind: Text::new("classroom-work-kind"),
        href: format!("/work/{}", row.run),
        at: row.at,
    };
    Ok(rows.into_iter().map(recent).collect())
}
