//! The work of one cell: what its owner wrote with the answer keys beside, and what the teacher says to it.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query};
use design::model::StepId;
use kernel::{Error, PersonId, RawId, Result, Text};
use serde::Deserialize;
use web::{Answer, Filled, Form, Page, Visit, redirect_saying, with_status};

use super::answers::{self, OutcomeView, QuestionView};
use super::view::{self, Read, named, parsed, place, roles_said, say, state};
use super::waiting::works;
use crate::actions::{Verdict, judge};
use crate::change::wake;
use crate::model::board::Board;
use crate::model::keys::Keys;
use crate::model::work::{Code, Help, Stage, StepWork};
use crate::model::{Owner, RunId, WorkPlace};
use crate::policy::{self, Bench};
use crate::queries::lead::{self, Seen};
use crate::queries::work::{self, Kept};
use crate::queries::{self, SeatRow};
use crate::store::lead::MoveRow;

#[derive(Template)]
#[template(path = "cell.html")]
struct CellPage {
    p: Page,
    id: String,
    key: String,
    step: String,
    phase: String,
    who: String,
    group: String,
    roles: String,
    state: (&'static str, String),
    /// An older version of the task, for work of steps that are gone.
    older: bool,
    /// Of the work, so that nobody judges what they have not seen.
    version: i64,
    acts: Acts,
    form: Filled,
    word: String,
    requirement: String,
    questions: Vec<QuestionView>,
    outcomes: Vec<OutcomeView>,
    moves: Vec<MoveView>,
    next: String,
    next_name: String,
    waiting: usize,
}

/// What the teacher can say now.
#[derive(Default)]
struct Acts {
    accept: bool,
    give_back: bool,
    help: bool,
}

struct MoveView {
    text: String,
    word: String,
}

#[derive(Deserialize)]
pub struct Asked {
    version: Option<String>,
}

struct Loaded {
    read: Read,
    seen: Seen,
    seat: SeatRow,
    step: StepId,
    kept: Vec<Kept>,
    moves: Vec<MoveRow>,
    held: Vec<crate::model::roles::Role>,
    older: bool,
    work_version: i64,
}

/// `GET /runs/{id}/c/{cell}`; with `?version=` as the class worked by an older version of the task.
pub async fn show(
    visit: Visit,
    Path((id, cell)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let version = match &asked.version {
        Some(version) => Some(parsed::<()>(version)?.raw()),
        None => None,
    };
    page(&visit, (parsed(&id)?, cell), version, Filled::empty()).await
}

async fn page(visit: &Visit, (id, cell): (RunId, String), version: Option<RawId>, form: Filled) -> Answer {
    let name = cell.clone();
    let loaded = visit
        .read(move |ctx, tx| {
            let read = view::read(tx, ctx, id)?;
            load(tx, read, &name, version)
        })
        .await?;
    with_status(form.status(), &made(visit, &loaded, cell, form)?)
}

fn load(tx: &mut db::Tx<'_>, read: Read, cell: &str, version: Option<RawId>) -> Result<Loaded> {
    let version = version.unwrap_or(read.run.version);
    let task = design::queries::frozen(tx, read.run.school, version)?;
    if task.id != read.run.task {
        return Err(Error::NotFound);
    }
    let arranged = queries::arranged(tx, &read.run)?;
    let keys = Keys::of(arranged.seats.iter().map(|seat| seat.student), &task);
    let (student, step) = keys.cell(cell).ok_or(Error::NotFound)?;
    let seat = arranged.seats.iter().find(|seat| seat.student == student);
    let (seat, found) = (seat.ok_or(Error::NotFound)?.clone(), place(&task, step)?);
    let owner = Owner::of(found.step, seat.student, seat.group);
    let bench = Bench {
        run: read.run.clone(),
        seat: seat.clone(),
    };
    let kept = work::fields(tx, &bench, step)?;
    let (_, work_version) = crate::keep::work(tx, &read.run, (owner, step))?;
    let moves = lead::moves(tx, &read.run, (owner, step))?;
    let held = arranged.plan.get(&(found.phase.id, seat.student));
    let held = held.into_iter().flatten().copied().collect();
    let others = moves.iter().map(|moved| moved.by);
    let others = others.chain(kept.iter().map(|kept| kept.by));
    let is_other = |by: &PersonId| arranged.seats.iter().all(|seat| seat.student != *by);
    let others: BTreeSet<PersonId> = others.filter(is_other).collect();
    let others: Vec<PersonId> = others.into_iter().collect();
    let seen = lead::seen_as(tx, &read.run, task, &others)?;
    Ok(Loaded {
        older: version != read.run.version,
        work_version,
        read,
        seat,
        step,
        kept,
        moves,
        held,
        seen,
    })
}

fn made(visit: &Visit, loaded: &Loaded, key: String, form: Filled) -> Result<CellPage> {
    let (run, seen, seat) = (&loaded.read.run, &loaded.seen, &loaded.seat);
    let found = place(&seen.state.task, loaded.step)?;
    let owner = Owner::of(found.step, seat.student, seat.group);
    let work = seen
        .state
        .works
        .get(&(owner, loaded.step))
        .cloned()
        .unwrap_or_default();
    let due = seen.state.dates.get(&found.phase.id).and_then(|(due, _)| *due);
    let board = seen.board(visit.ctx().now.day());
    let (next, waiting) = next(&board, (owner, loaded.step));
    let answers = answers::Answers {
        visit,
        seat,
        run: &run.id.to_string(),
        kept: &loaded.kept,
        names: &loaded.seen.names,
    };
    Ok(CellPage {
        p: super::duties::crumbs(visit, run.id, &format!("{} · {}", loaded.read.class, run.title))
            .crumb(format!("/runs/{}/board", run.id), say(visit, "classroom-board"))
            .crumb("", format!("{} {}", seen.owner_name(owner), found.number)),
        id: run.id.to_string(),
        key,
        step: format!("{} {}", found.number, found.step.name),
        phase: found.phase.name.clone(),
        who: seen.owner_name(owner).to_owned(),
        group: match owner {
            Owner::Student(_) => seat.group_name.clone(),
            Owner::Group(_) => String::new(),
        },
        roles: match owner {
            Owner::Student(_) => roles_said(visit, &loaded.held),
            Owner::Group(_) => String::new(),
        },
        state: state(visit, work.code(due, visit.ctx().now.day())),
        older: loaded.older,
        version: loaded.work_version,
        acts: acts(loaded, &work),
        form,
        word: work.stage.word().to_owned(),
        requirement: found.step.work.requirement.clone(),
        questions: answers.questions(found.step),
        outcomes: answers.outcomes(found.step),
        moves: loaded
            .moves
            .iter()
            .map(|moved| move_view(visit, loaded, moved))
            .collect(),
        next_name: next.map(|place| said(seen, place)).unwrap_or_default(),
        next: next.map(|place| seen.key(place)).unwrap_or_default(),
        waiting,
    })
}

fn acts(loaded: &Loaded, work: &StepWork) -> Acts {
    if !loaded.read.may_lead || loaded.older {
        return Acts::default();
    }
    Acts {
        accept: work.stage == Stage::Handed,
        give_back: matches!(work.stage, Stage::Handed | Stage::Accepted),
        help: work.help == Help::Asked,
    }
}

/// The work that waits after this one, in the order of steps and rows and round again, and how many wait beside it.
fn next(board: &Board, here: WorkPlace) -> (Option<WorkPlace>, usize) {
    let column = |step: StepId| board.steps.iter().position(|other| *other == step);
    let row = |owner: Owner| {
        let is_of =
            |row: &crate::model::board::Row| row.cells.iter().flatten().any(|cell| cell.owner == owner);
        board.rows.iter().position(is_of)
    };
    let rank = |(owner, step): WorkPlace| (column(step), row(owner));
    let mut all = works(board, Code::Help);
    all.extend(works(board, Code::Handed));
    all.retain(|place| *place != here);
    all.sort_by_key(|place| rank(*place));
    let after = all.iter().find(|place| rank(**place) > rank(here));
    (after.or(all.first()).copied(), all.len())
}

/// Whose work at which step, in short.
fn said(seen: &Seen, (owner, step): WorkPlace) -> String {
    let number = seen.state.task.number_of(step);
    let number = number.map(|number| number.to_string()).unwrap_or_default();
    format!("{} {number}", seen.owner_name(owner))
}

fn move_view(visit: &Visit, loaded: &Loaded, moved: &MoveRow) -> MoveView {
    let key = match moved.act.as_str() {
        "hand-in" => "classroom-move-hand-in",
        "take-back" => "classroom-move-take-back",
        "accept" => "classroom-move-accept",
        _ => "classroom-move-return",
    };
    let text = Text::new(key)
        .with("name", named(&loaded.seen.names, moved.by))
        .with("at", moved.at.minute_text());
    MoveView {
        text: visit.text(&text),
        word: moved.word.clone(),
    }
}

/// `POST /runs/{id}/c/{cell}`: accepts, returns with a word, or settles a call for help; then on to what waits next.
pub async fn say_verdict(Path((id, cell)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let run: RunId = parsed(&id)?;
    let (verdict, text) = match input.get("verdict") {
        "accept" => (Verdict::Accept, "classroom-said-accepted"),
        "return" => (
            Verdict::Return(input.get("word").to_owned()),
            "classroom-said-returned",
        ),
        "helped" => (Verdict::Helped, "classroom-said-helped"),
        _ => return Err(Error::NotFound.into()),
    };
    let seen = input.get("version").parse().ok();
    let here = found(&visit, run, vec![cell.clone()]).await?;
    let Some((here, name)) = here.into_iter().next() else {
        return Err(Error::NotFound.into());
    };
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_lead_run(tx, ctx, run)?;
            judge(tx, ctx, &grant, (here, seen), &verdict)
        })
        .await;
    match done {
        Ok(()) => {
            wake(&visit, run);
            let to = after(&visit, run, here).await?;
            redirect_saying(&visit, &to, &Text::new(text).with("name", name))
        }
        Err(Error::Invalid(problems)) => {
            let form = Filled::refused(&visit, input, &problems);
            page(&visit, (run, cell), None, form).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The works of some cells, each with what it is called. They are looked up apart from the write: a write that read the work
/// of a whole class would meet every student's save.
pub async fn found(visit: &Visit, run: RunId, cells: Vec<String>) -> Result<Vec<(WorkPlace, String)>> {
    visit
        .read(move |ctx, tx| {
            let run = policy::may_lead_run(tx, ctx, run)?.into_target();
            let seen = lead::seen(tx, &run)?;
            let mut found = Vec::new();
            for name in &cells {
                let (seat, step) = seen.cell(name).ok_or(Error::NotFound)?;
                let at = place(&seen.state.task, step)?;
                let here = (Owner::of(at.step, seat.student, seat.group), step);
                found.push((here, said(&seen, here)));
            }
            Ok(found)
        })
        .await
}

/// Where the teacher goes on after a verdict.
async fn after(visit: &Visit, run: RunId, here: WorkPlace) -> Result<String> {
    let next = visit
        .read(move |ctx, tx| {
            let (_, run) = policy::may_read_run(tx, ctx, run)?;
            let seen = lead::seen(tx, &run)?;
            let (next, _) = next(&seen.board(ctx.now.day()), here);
            Ok(next.map(|next| seen.key(next)))
        })
        .await?;
    Ok(match next {
        Some(next) => format!("/runs/{run}/c/{next}"),
        None => format!("/runs/{run}/waiting"),
    })
}
