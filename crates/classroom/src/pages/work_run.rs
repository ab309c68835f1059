//! One class at work as a student sees it: scenario, phases and steps, the group and who does what.

use askama::Template;
use axum::extract::Path;
use design::model::task::{Audience, Material, Requirement, StepNumber};
use design::model::{LearningTask, Phase};
use kernel::{Problems, Text};
use web::{Answer, Page, Visit, html};

use super::id;
use super::work_view::{Dot, Maker, Mark, titled};
use crate::model::mine::{Member, Mine, mine};
use crate::model::phase::PhaseState;
use crate::model::roles::Part;
use crate::model::work::Code;
use crate::queries::SeatRow;
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "work_run.html")]
struct RunPage {
    p: Page,
    title: String,
    lead: String,
    facts: Vec<(&'static str, String)>,
    strip: Vec<Dot>,
    now: String,
    now_href: String,
    waiting: Vec<String>,
    phases: Vec<PhaseView>,
    group: String,
    mates: Vec<MateView>,
    scenario: String,
    materials: Vec<(String, String)>,
    requirements: Vec<(String, String)>,
    sheets: Vec<SheetView>,
}

struct PhaseView {
    name: String,
    goal: String,
    door: Mark,
    note: String,
    due: String,
    steps: Vec<StepLine>,
}

struct StepLine {
    href: String,
    title: String,
    mark: Mark,
    /// Who does it, where the student only reads it.
    doers: String,
}

struct MateView {
    name: String,
    is_me: bool,
    roles: String,
    step: String,
    mark: Mark,
    done: String,
}

struct SheetView {
    title: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// `GET /work/{run}`
pub async fn show(visit: Visit, Path(run): Path<String>) -> Answer {
    let run = id(&run)?;
    let (bench, state, names) = visit
        .read(move |ctx, tx| {
            let bench = policy::may_work(tx, ctx, run)?.into_target();
            let state = queries::work::group_state(tx, &bench)?;
            let mut people: Vec<_> = state.mates(&bench).map(|mate| mate.student).collect();
            people.push(bench.run.teacher);
            let names = people::queries::names_of(tx, bench.run.school, &people)?;
            Ok((bench, state, names))
        })
        .await?;
    let maker = Maker {
        visit: &visit,
        bench: &bench,
        state: &state,
        kept: &[],
        names: &names,
        problems: &Problems::default(),
    };
    html(&page(&maker))
}

fn page(maker: &Maker<'_>) -> RunPage {
    let (bench, task, visit) = (maker.bench, &maker.state.task, maker.visit);
    let mine = mine(&maker.state.standing(), maker.member());
    let now = mine
        .now
        .and_then(|now| task.steps().find(|(_, _, step)| step.id == now));
    let here = now.map(|(_, phase, _)| phase).or_else(|| last_open(maker));
    let lead = Text::new("classroom-work-lead")
        .with("teacher", maker.name(bench.run.teacher))
        .with("group", &bench.seat.group_name)
        .with("first", bench.run.first)
        .with("last", bench.run.last);
    RunPage {
        p: visit
            .page()
            .crumb("/work", visit.text(&Text::new("classroom-nav-work")))
            .crumb("", &bench.run.title),
        title: bench.run.title.clone(),
        lead: visit.text(&lead),
        facts: facts(maker, here),
        strip: maker.strip(&mine, here),
        now: now
            .map(|(number, _, step)| titled(number, step))
            .unwrap_or_default(),
        now_href: now.map(|(_, _, step)| maker.href(step)).unwrap_or_default(),
        waiting: mine.waiting.iter().map(|text| visit.text(text)).collect(),
        phases: phases(maker, &mine),
        group: bench.seat.group_name.clone(),
        mates: maker
            .state
            .mates(bench)
            .map(|mate| self::mate(maker, mate, here))
            .collect(),
        scenario: task.scenario.clone(),
        materials: materials(task),
        requirements: requirements(task),
        sheets: sheets(task),
    }
}

/// Where nothing is to do now: the last phase that was opened.
fn last_open<'a>(maker: &Maker<'a>) -> Option<&'a Phase> {
    let phases = maker.state.task.phases.iter().rev();
    phases
        .into_iter()
        .find(|phase| maker.state.phases.contains_key(&phase.id))
}

fn facts(maker: &Maker<'_>, here: Option<&Phase>) -> Vec<(&'static str, String)> {
    let mut facts = vec![("classroom-work-place", maker.bench.run.place.clone())];
    if let Some(phase) = here {
        let roles = maker.roles(phase, maker.member().student);
        facts.push(("classroom-work-my-role", roles));
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

fn phases(maker: &Maker<'_>, mine: &Mine) -> Vec<PhaseView> {
    let task = &maker.state.task;
    let unopened = PhaseState::default();
    let view = |(index, phase): (usize, &Phase)| {
        let state = maker.state.phases.get(&phase.id).unwrap_or(&unopened);
        let note = match state.may_work(phase, maker.member().group) {
            Err(kernel::Error::Conflict(text)) => maker.visit.text(&text),
            _ => String::new(),
        };
        let due = maker.state.due.get(&phase.id);
        PhaseView {
            name: format!("{} {}", index + 1, phase.name),
            goal: phase.goal.clone(),
            door: maker.door(mine.phases[index].door),
            note,
            due: due
                .map(|due| {
                    maker
                        .visit
                        .text(&Text::new("classroom-work-due").with("day", due))
                })
                .unwrap_or_default(),
            steps: lines(maker, task, index),
        }
    };
    task.phases.iter().enumerate().map(view).collect()
}

fn lines(maker: &Maker<'_>, task: &LearningTask, index: usize) -> Vec<StepLine> {
    let phase = &task.phases[index];
    let line = |(inner, step): (usize, &design::model::Step)| {
        let number = StepNumber {
            phase: index + 1,
            step: inner + 1,
        };
        let sees = maker.state.standing().part(phase, step, maker.member()) == Part::Sees;
        let roles = maker.doers(step).into_iter().filter(|_| sees);
        StepLine {
            href: maker.href(step),
            title: titled(number, step),
            mark: maker.mark(maker.code(step)),
            doers: maker.listed(roles.map(|role| maker.visit.text(&Text::new(role.key())))),
        }
    };
    phase.steps.iter().enumerate().map(line).collect()
}

/// A member of the group: their role now, the step they are at and how much they have done.
fn mate(maker: &Maker<'_>, seat: &SeatRow, here: Option<&Phase>) -> MateView {
    let member = Member {
        student: seat.student,
        group: seat.group,
    };
    let standing = maker.state.standing();
    let mine = mine(&standing, member);
    let done: usize = mine
        .phases
        .iter()
        .map(|phase| phase.handed + phase.accepted)
        .sum();
    let all: usize = mine.phases.iter().map(|phase| phase.steps).sum();
    let now = mine
        .now
        .and_then(|now| maker.state.task.steps().find(|(_, _, step)| step.id == now));
    let of = Text::new("classroom-work-of").with("done", done).with("all", all);
    MateView {
        name: maker.name(seat.student),
        is_me: seat.student == maker.member().student,
        roles: here
            .map(|phase| maker.roles(phase, seat.student))
            .unwrap_or_default(),
        step: now
            .map(|(number, _, step)| titled(number, step))
            .unwrap_or_default(),
        mark: match now {
            Some((_, _, step)) => maker.mark(maker.code_of(step, member)),
            None if all > 0 && done == all => maker.mark(Code::Handed),
            None => Mark {
                css: "lock",
                label: maker.visit.text(&Text::new("classroom-work-waits")),
            },
        },
        done: maker.visit.text(&of),
    }
}

fn materials(task: &LearningTask) -> Vec<(String, String)> {
    let pair = |material: &Material| (material.name.clone(), material.edition.clone());
    task.materials.iter().map(pair).collect()
}

fn requirements(task: &LearningTask) -> Vec<(String, String)> {
    let pair = |requirement: &Requirement| (requirement.text.clone(), requirement.evidence.clone());
    task.requirements.iter().map(pair).collect()
}

fn sheets(task: &LearningTask) -> Vec<SheetView> {
    let given = task
        .sheets
        .iter()
        .filter(|sheet| sheet.audience == Audience::Students);
    given
        .map(|sheet| SheetView {
            title: sheet.title.clone(),
            columns: sheet.columns.clone(),
            rows: sheet.rows.clone(),
        })
        .collect()
}
