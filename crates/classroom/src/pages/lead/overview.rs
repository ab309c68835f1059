//! A class at work at one look: what waits, its phases with their doors, its groups, on what it was agreed.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use design::model::{Phase, PhaseId};
use kernel::{Id, PersonId, Text};
use web::{Answer, FieldError, Filled, Input, Page, Visit, with_status};

use super::runs;
use super::view::{self, Read, day, door, named, parsed, roles_said, say};
use crate::model::RunId;
use crate::model::board::Board;
use crate::model::phase::Door;
use crate::model::roles::Rotation;
use crate::model::work::Code;
use crate::queries::lead::{self, Seen};
use crate::store::lead::RunMoveRow;

#[derive(Template)]
#[template(path = "run.html")]
struct RunPage {
    p: Page,
    id: String,
    class: String,
    title: String,
    state: (&'static str, String),
    task: String,
    leads: bool,
    may_lead: bool,
    waiting: usize,
    help: usize,
    stats: Vec<(String, String)>,
    facts: Vec<(&'static str, String, bool)>,
    phases: Vec<PhaseView>,
    groups: Vec<GroupView>,
    moves: Vec<MoveView>,
    newer: Option<NewerView>,
    amend: Filled,
    /// What was wrong with the form of a phase.
    phase_errors: Vec<FieldError>,
    end_confirm: String,
}

struct PhaseView {
    id: String,
    number: usize,
    name: String,
    tag: String,
    door: (&'static str, String),
    is_open: bool,
    is_closed: bool,
    due: String,
    due_said: String,
    timer: String,
    done: usize,
    all: usize,
    gate: String,
    waiting: Vec<(String, String)>,
    released: Vec<String>,
}

struct GroupView {
    name: String,
    members: Vec<(String, String)>,
}

struct MoveView {
    text: String,
    reason: String,
    from: String,
}

struct NewerView {
    text: String,
    href: String,
}

/// What the page reads.
pub struct Loaded {
    read: Read,
    seen: Seen,
    moves: Vec<RunMoveRow>,
    versions: Vec<design::queries::Version>,
}

/// `GET /runs/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    page(&visit, parsed(&id)?, Filled::empty()).await
}

/// The page of a run, with a form on it that was refused, if one was.
pub async fn page(visit: &Visit, id: RunId, refused: Filled) -> Answer {
    let loaded = visit
        .read(move |ctx, tx| {
            let read = view::read(tx, ctx, id)?;
            let moves = lead::run_moves(tx, &read.run)?;
            let mut staff: Vec<PersonId> = moves.iter().map(|moved| moved.by).collect();
            staff.push(read.run.teacher);
            let task = crate::queries::task(tx, &read.run)?;
            Ok(Loaded {
                seen: lead::seen_as(tx, &read.run, task, &staff)?,
                versions: design::queries::versions(tx, read.run.school, read.run.task)?,
                read,
                moves,
            })
        })
        .await?;
    with_status(refused.status(), &made(visit, &loaded, refused))
}

fn made(visit: &Visit, loaded: &Loaded, refused: Filled) -> RunPage {
    let (run, seen) = (&loaded.read.run, &loaded.seen);
    let board = seen.board(visit.ctx().now.day());
    // In a run that has ended nothing waits any more: what was never judged stays as it is.
    let (waiting, help) = match run.ended_at {
        None => (count(&board, Code::Handed), count(&board, Code::Help)),
        Some(_) => (0, 0),
    };
    // A refused form of a phase has the phase in it; one of the days has not.
    let of_phase = !refused.value("phase").is_empty();
    let phase_errors = if of_phase {
        refused.errors().to_vec()
    } else {
        Vec::new()
    };
    RunPage {
        p: visit
            .page()
            .crumb("/runs", say(visit, "classroom-nav-runs"))
            .crumb("", format!("{} · {}", loaded.read.class, run.title)),
        id: run.id.to_string(),
        class: loaded.read.class.clone(),
        title: run.title.clone(),
        state: runs::state(visit, run),
        task: run.task.to_string(),
        leads: loaded.read.leads,
        may_lead: loaded.read.may_lead,
        waiting,
        help,
        stats: stats(visit, loaded, &board),
        facts: facts(visit, loaded),
        phases: phases(visit, loaded, &board),
        groups: groups(visit, loaded),
        moves: loaded
            .moves
            .iter()
            .map(|moved| moved_view(visit, loaded, moved))
            .collect(),
        newer: newer(visit, loaded),
        amend: if refused.errors().is_empty() || of_phase {
            amending(loaded)
        } else {
            refused
        },
        phase_errors,
        end_confirm: visit.text(&Text::new("classroom-end-confirm").with("count", waiting)),
    }
}

fn amending(loaded: &Loaded) -> Filled {
    let run = &loaded.read.run;
    Filled::with(&[
        ("first", &run.first),
        ("last", &run.last),
        ("revision", &run.revision),
        ("reason", &loaded.seen.state.arranged.terms.reason),
        ("place", &run.place),
    ])
}

/// How many works are in a state.
pub fn count(board: &Board, code: Code) -> usize {
    board
        .totals
        .iter()
        .filter_map(|total| total.get(&code).copied())
        .sum()
}

fn stats(visit: &Visit, loaded: &Loaded, board: &Board) -> Vec<(String, String)> {
    let all: usize = board.totals.iter().flat_map(|total| total.values()).sum();
    let accepted = count(board, Code::Accepted);
    [
        ("classroom-students", loaded.seen.seats().len().to_string()),
        ("classroom-stat-accepted", format!("{accepted} / {all}")),
        (
            "classroom-state-returned",
            count(board, Code::Returned).to_string(),
        ),
        ("classroom-state-late", count(board, Code::Late).to_string()),
    ]
    .map(|(key, value)| (say(visit, key), value))
    .to_vec()
}

fn facts(visit: &Visit, loaded: &Loaded) -> Vec<(&'static str, String, bool)> {
    let (run, terms) = (&loaded.read.run, &loaded.seen.state.arranged.terms);
    let number = loaded.versions.iter().find(|version| version.id == run.version);
    let version =
        Text::new("classroom-version-number").with("number", number.map_or(0, |version| version.number));
    let rotation = match terms.rotation {
        Rotation::Fixed => "classroom-rotation-fixed",
        Rotation::ByPhase => "classroom-rotation-by-phase",
    };
    let facts = [
        ("classroom-teacher", named(&loaded.seen.names, run.teacher), true),
        (
            "classroom-days",
            format!("{} – {}", day(visit, run.first), day(visit, run.last)),
            false,
        ),
        ("classroom-days-reason", terms.reason.clone(), true),
        ("classroom-place", run.place.clone(), true),
        ("classroom-version", visit.text(&version), false),
        ("classroom-rotation", say(visit, rotation), false),
        ("classroom-group-reason", terms.group_reason.clone(), true),
    ];
    facts
        .into_iter()
        .filter(|(_, value, _)| !value.is_empty())
        .collect()
}

fn phases(visit: &Visit, loaded: &Loaded, board: &Board) -> Vec<PhaseView> {
    let mut first = 0;
    let view = |(number, phase): (usize, &Phase)| {
        let columns = first..first + phase.steps.len();
        first = columns.end;
        let totals = &board.totals[columns];
        let done = totals
            .iter()
            .filter_map(|total| total.get(&Code::Accepted).copied())
            .sum();
        let all = totals.iter().flat_map(|total| total.values()).sum();
        phase_view(visit, loaded, (number, phase), (done, all))
    };
    loaded
        .seen
        .state
        .task
        .phases
        .iter()
        .enumerate()
        .map(view)
        .collect()
}

fn phase_view(
    visit: &Visit,
    loaded: &Loaded,
    (number, phase): (usize, &Phase),
    (done, all): (usize, usize),
) -> PhaseView {
    let state = loaded
        .seen
        .state
        .phases
        .get(&phase.id)
        .cloned()
        .unwrap_or_default();
    let (due, until) = loaded
        .seen
        .state
        .dates
        .get(&phase.id)
        .copied()
        .unwrap_or_default();
    let groups = lead::groups(loaded.seen.seats());
    let (released, waiting): (Vec<_>, Vec<_>) = groups
        .into_iter()
        .filter(|_| phase.gate.is_some())
        .partition(|(group, _)| state.released.contains(group));
    PhaseView {
        id: phase.id.to_string(),
        number: number + 1,
        name: phase.name.clone(),
        tag: say(visit, phase.tag.key()),
        door: door(visit, state.door),
        is_open: state.door == Door::Open,
        is_closed: state.door == Door::Closed,
        due: due.map(|due| due.to_string()).unwrap_or_default(),
        due_said: due.map(|due| day(visit, due)).unwrap_or_default(),
        timer: until.map(|until| until.iso_text()).unwrap_or_default(),
        done,
        all,
        gate: phase
            .gate
            .as_ref()
            .map(|gate| gate.text.clone())
            .unwrap_or_default(),
        waiting: waiting
            .into_iter()
            .map(|(group, name)| (group.to_string(), name.to_owned()))
            .collect(),
        released: released.into_iter().map(|(_, name)| name.to_owned()).collect(),
    }
}

/// The phase whose roles are shown: the last that is open, else the first.
fn present(loaded: &Loaded) -> Option<PhaseId> {
    let phases = &loaded.seen.state.task.phases;
    let is_open = |phase: &&Phase| {
        let state = loaded.seen.state.phases.get(&phase.id);
        state.is_some_and(|state| state.door == Door::Open)
    };
    let phase = phases.iter().rev().find(is_open).or(phases.first());
    phase.map(|phase| phase.id)
}

fn groups(visit: &Visit, loaded: &Loaded) -> Vec<GroupView> {
    let (seats, phase) = (loaded.seen.seats(), present(loaded));
    let none = BTreeSet::new();
    let member = |seat: &crate::queries::SeatRow| {
        let held = phase.and_then(|phase| loaded.seen.state.arranged.plan.get(&(phase, seat.student)));
        let held = roles_said(visit, held.unwrap_or(&none));
        (loaded.seen.name(seat.student).to_owned(), held)
    };
    let group = |(id, name): (crate::model::GroupId, &str)| GroupView {
        name: name.to_owned(),
        members: crate::queries::group_of(seats, id).map(member).collect(),
    };
    lead::groups(seats).into_iter().map(group).collect()
}

fn moved_view(visit: &Visit, loaded: &Loaded, moved: &RunMoveRow) -> MoveView {
    let number = |id| loaded.versions.iter().find(|version| version.id == id);
    let text = Text::new("classroom-moved-line")
        .with("from", number(moved.from).map_or(0, |version| version.number))
        .with("to", number(moved.to).map_or(0, |version| version.number))
        .with("name", named(&loaded.seen.names, moved.by))
        .with("at", moved.at.minute_text());
    MoveView {
        text: visit.text(&text),
        reason: moved.reason.clone(),
        from: Id::<()>::of(moved.from).to_string(),
    }
}

/// The newest version, where the class works on an older one.
fn newer(visit: &Visit, loaded: &Loaded) -> Option<NewerView> {
    let newest = loaded.versions.first()?;
    if newest.id == loaded.read.run.version || !loaded.read.may_lead {
        return None;
    }
    let text = Text::new("classroom-newer").with("number", newest.number);
    Some(NewerView {
        text: visit.text(&text),
        href: format!(
            "/runs/{}/version?to={}",
            loaded.read.run.id,
            Id::<()>::of(newest.id)
        ),
    })
}

/// Shows the run's page again with a form that was refused.
pub async fn refused(visit: &Visit, id: RunId, input: Input, problems: &kernel::Problems) -> Answer {
    let filled = Filled::refused(visit, input, problems);
    page(visit, id, filled).await
}
