//! The live board: students × steps, one state a cell, and what changes while somebody looks.

use askama::Template;
use axum::extract::{Path, Query};
use design::model::Phase;
use kernel::{Ctx, Id, Instant, PersonId, RawId};
use people::queries::Expected;
use serde::Deserialize;
use web::{Answer, News, Page, Visit, html};

use super::view::{self, Read, door, parsed, say, state};
use crate::change::topic;
use crate::model::RunId;
use crate::model::board::{Board, Cell};
use crate::model::work::Code;
use crate::queries::lead::{self, Seen};
use crate::watch::{self, OVERLAP};

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage {
    p: Page,
    id: String,
    class: String,
    title: String,
    /// Where its changes are told, or empty where nothing changes any more.
    events: String,
    /// An older version of the task, in words.
    older: String,
    may_lead: bool,
    legend: Vec<(&'static str, String)>,
    timers: Vec<(String, String)>,
    phases: Vec<PhaseHead>,
    heads: String,
    rows: String,
    sum: String,
}

struct PhaseHead {
    steps: usize,
    name: String,
    door: (&'static str, String),
}

#[derive(Deserialize)]
pub struct Asked {
    version: Option<String>,
}

/// `GET /runs/{id}/board`; with `?version=` as the class worked by an older version of the task.
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let id: RunId = parsed(&id)?;
    let version: Option<RawId> = match &asked.version {
        Some(version) => Some(parsed::<()>(version)?.raw()),
        None => None,
    };
    let (read, seen, expected) = visit
        .read(move |ctx, tx| {
            let read = view::read(tx, ctx, id)?;
            let task = design::queries::frozen(tx, read.run.school, version.unwrap_or(read.run.version))?;
            // A version of another task is none of this run.
            if task.id != read.run.task {
                return Err(kernel::Error::NotFound);
            }
            let seen = lead::seen_as(tx, &read.run, task, &[])?;
            // The board of a run that has ended shows who worked in it, wherever they are now.
            let expected = match read.run.ended_at {
                None => people::queries::expected(tx, read.run.school, read.run.class)?,
                Some(_) => Expected::default(),
            };
            Ok((read, seen, expected))
        })
        .await?;
    let older = version.filter(|version| *version != read.run.version);
    html(&page(&visit, &read, (&seen, &expected), older))
}

fn page(visit: &Visit, read: &Read, (seen, expected): (&Seen, &Expected), older: Option<RawId>) -> BoardPage {
    let run = &read.run;
    let board = seen.board(visit.ctx().now.day());
    let paint = Paint::new(visit, seen, older);
    let is_live = run.ended_at.is_none() && older.is_none();
    BoardPage {
        p: visit
            .page()
            .crumb("/runs", say(visit, "classroom-nav-runs"))
            .crumb(
                format!("/runs/{}", run.id),
                format!("{} · {}", read.class, run.title),
            )
            .crumb("", say(visit, "classroom-board")),
        id: run.id.to_string(),
        class: read.class.clone(),
        title: run.title.clone(),
        events: if is_live {
            format!("/runs/{}/events?since={}", run.id, visit.ctx().now.0)
        } else {
            String::new()
        },
        older: older.map_or_else(String::new, |_| say(visit, "classroom-board-older")),
        may_lead: read.may_lead,
        legend: Code::ALL.into_iter().map(|code| state(visit, code)).collect(),
        timers: timers(visit, seen),
        phases: seen
            .state
            .task
            .phases
            .iter()
            .enumerate()
            .filter(|(_, phase)| !phase.steps.is_empty())
            .map(|(number, phase)| head(visit, seen, (number, phase)))
            .collect(),
        heads: paint.heads(&board),
        rows: paint.rows(&board, |student| match expected.away(student) {
            "" => String::new(),
            key => say(visit, key),
        }),
        sum: paint.sum(&board, &run.id.to_string()),
    }
}

fn head(visit: &Visit, seen: &Seen, (number, phase): (usize, &Phase)) -> PhaseHead {
    let state = seen.state.phases.get(&phase.id);
    PhaseHead {
        steps: phase.steps.len(),
        name: format!("{} {}", number + 1, phase.name),
        door: door(visit, state.map(|state| state.door).unwrap_or_default()),
    }
}

/// The phases whose timer runs.
fn timers(visit: &Visit, seen: &Seen) -> Vec<(String, String)> {
    let long_over = visit.ctx().now.plus(-Instant::HOUR);
    let phases = seen.state.task.phases.iter();
    phases
        .filter_map(|phase| {
            let until = seen
                .state
                .dates
                .get(&phase.id)?
                .1
                .filter(|until| *until > long_over)?;
            Some((phase.name.clone(), until.iso_text()))
        })
        .collect()
}

/// Writes cells and heads. They are the bulk of the page and of every change, so that each letter counts.
struct Paint<'a> {
    seen: &'a Seen,
    words: [String; 7],
    waiting: [String; 2],
    link: String,
}

impl<'a> Paint<'a> {
    fn new(visit: &Visit, seen: &'a Seen, older: Option<RawId>) -> Self {
        Self {
            seen,
            words: Code::ALL.map(|code| say(visit, code.key())),
            waiting: ["classroom-board-waiting", "classroom-board-help"].map(|key| say(visit, key)),
            link: older.map_or_else(String::new, |version| {
                format!("?version={}", Id::<()>::of(version))
            }),
        }
    }

    fn word(&self, code: Code) -> &str {
        let place = Code::ALL.iter().position(|other| *other == code);
        place.map_or("", |place| &self.words[place])
    }

    fn cell(&self, out: &mut String, cell: Option<Cell>, (student, step): (&str, &str)) {
        let Some(cell) = cell else {
            // Another role does this step.
            out.push_str("<td class=n id=");
            return [student, step, ">"].iter().for_each(|part| out.push_str(part));
        };
        let parts = [
            "<td class=",
            letter(cell.code),
            " id=",
            student,
            step,
            "><a href=c/",
            student,
            step,
            &self.link,
            ">",
            self.word(cell.code),
            "</a>",
        ];
        parts.iter().for_each(|part| out.push_str(part));
    }

    /// The rows, each with the word beside the name of who is not expected in class.
    fn rows(&self, board: &Board, away: impl Fn(PersonId) -> String) -> String {
        let mut out = String::with_capacity(64 * board.steps.len() * board.rows.len());
        let steps: Vec<&str> = board
            .steps
            .iter()
            .map(|step| self.seen.keys.step(*step))
            .collect();
        let mut group = None;
        for row in &board.rows {
            if group != Some(row.member.group) {
                group = Some(row.member.group);
                let size = board
                    .rows
                    .iter()
                    .filter(|other| Some(other.member.group) == group)
                    .count();
                out.push_str("<tr class=first><th scope=rowgroup class=board-group rowspan=");
                out.push_str(&size.to_string());
                out.push_str("><span>");
                escaped(&mut out, self.seen.group_name(row.member.group));
                out.push_str("</span>");
            } else {
                out.push_str("<tr>");
            }
            let student = row.member.student;
            name(&mut out, self.seen.name(student), &away(student));
            let student = self.seen.keys.student(row.member.student);
            for (cell, step) in row.cells.iter().zip(&steps) {
                self.cell(&mut out, *cell, (student, step));
            }
            out.push('\n');
        }
        out
    }

    fn heads(&self, board: &Board) -> String {
        let mut out = String::new();
        (0..board.steps.len()).for_each(|column| self.head(&mut out, board, column));
        out
    }

    fn head(&self, out: &mut String, board: &Board, column: usize) {
        let Some((number, _, step)) = self.seen.state.task.steps().nth(column) else {
            return;
        };
        let totals = &board.totals[column];
        let accepted = totals.get(&Code::Accepted).copied().unwrap_or_default();
        let all: usize = totals.values().sum();
        out.push_str("<th scope=col id=h");
        out.push_str(self.seen.keys.step(step.id));
        if number.step == 1 {
            out.push_str(" class=gap-left");
        }
        out.push_str(&format!("><b>{number}</b><span>"));
        escaped(out, &step.name);
        out.push_str(&format!("</span><i>{accepted}/{all}</i></th>"));
    }

    /// How much waits for the teacher.
    fn sum(&self, board: &Board, id: &str) -> String {
        let count = |code: Code| -> usize {
            let of = |total: &std::collections::BTreeMap<Code, usize>| total.get(&code).copied();
            board.totals.iter().filter_map(of).sum()
        };
        let [waiting, help] = &self.waiting;
        format!(
            "<a id=sum class=board-sum href=/runs/{id}/waiting>{waiting} <b>{}</b> {help} <b>{}</b></a>",
            count(Code::Handed),
            count(Code::Help)
        )
    }

    /// The pieces of these names; a name of nothing has none.
    fn pieces(&self, board: &Board, names: &str, id: &str) -> String {
        // Cells are cells only within a table.
        let (mut out, mut sum) = ("<table><tr>".to_owned(), String::new());
        for name in names.split(',') {
            let step = name
                .strip_prefix('h')
                .and_then(|name| self.seen.keys.step_of(name));
            if name == "sum" {
                sum = self.sum(board, id);
            } else if let Some(column) = step.and_then(|step| column(board, step)) {
                self.head(&mut out, board, column);
            } else if let Some((student, step)) = self.seen.keys.cell(name) {
                let row = board.rows.iter().find(|row| row.member.student == student);
                let cell = row.and_then(|row| row.cells.get(column(board, step)?).copied().flatten());
                self.cell(
                    &mut out,
                    cell,
                    (self.seen.keys.student(student), self.seen.keys.step(step)),
                );
            }
        }
        out.push_str("</table>");
        out.push_str(&sum);
        out
    }
}

fn column(board: &Board, step: design::model::StepId) -> Option<usize> {
    board.steps.iter().position(|other| *other == step)
}

/// The class of a cell, a letter.
const fn letter(code: Code) -> &'static str {
    match code {
        Code::Idle => "i",
        Code::Working => "w",
        Code::Handed => "h",
        Code::Returned => "r",
        Code::Accepted => "a",
        Code::Late => "l",
        Code::Help => "p",
    }
}

/// A name of more letters than fit the column in the largest type is set smaller, and may go on below after its dot.
const LONG_NAME: usize = 6;

fn name(out: &mut String, name: &str, away: &str) {
    let long = name.chars().count() + away.chars().count() > LONG_NAME;
    out.push_str("<th scope=row class=");
    out.push_str(if long {
        "\"board-name long\">"
    } else {
        "board-name>"
    });
    for (place, part) in name.split_inclusive('·').enumerate() {
        if place > 0 {
            out.push_str("<wbr>");
        }
        escaped(out, part);
    }
    if !away.is_empty() {
        out.push_str(" <small>");
        escaped(out, away);
        out.push_str("</small>");
    }
}

fn escaped(out: &mut String, text: &str) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            other => out.push(other),
        }
    }
}

#[derive(Template)]
#[template(source = "{{ pieces|safe }}", ext = "html")]
struct Pieces {
    pieces: String,
}

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    ids: String,
}

/// `GET /runs/{id}/board/cells`: the cells of these names as they are now.
pub async fn cells(visit: Visit, Path(id): Path<String>, Query(wanted): Query<Wanted>) -> Answer {
    let run: RunId = parsed(&id)?;
    let seen = visit
        .read(move |ctx, tx| {
            let (_, run) = crate::policy::may_read_run(tx, ctx, run)?;
            lead::seen(tx, &run)
        })
        .await?;
    let board = seen.board(visit.ctx().now.day());
    let pieces = Paint::new(&visit, &seen, None).pieces(&board, &wanted.ids, &id);
    html(&Pieces { pieces })
}

#[derive(Deserialize)]
pub struct Since {
    since: Option<i64>,
}

/// What happened longer ago than this is fetched as a whole.
const LONG: i64 = Instant::MINUTE;

/// `GET /runs/{id}/events`: the stream of what changes, from the moment when the page was made.
pub async fn events(visit: Visit, Path(id): Path<String>, Query(asked): Query<Since>) -> Answer {
    let id: RunId = parsed(&id)?;
    let since = since(visit.ctx(), asked.since);
    let run = visit
        .read(move |ctx, tx| Ok(crate::policy::may_read_run(tx, ctx, id)?.1))
        .await?;
    // The seat comes before the look at what was missed: whatever happens between the two is told twice, never not at all.
    let place = (run.school, run.id);
    let seat = visit.house().live.watch(&topic(run.id), run.school.0);
    if seat.is_first {
        watch::start(visit.shared());
    }
    let missed = visit.read(move |_, tx| match since {
        Some(since) => lead::changes(tx, &[place], since),
        None => Ok(Vec::new()),
    });
    let mut first = watch::news(visit.house(), place, missed.await?).await?;
    if since.is_none() {
        first.push(News::Event("reload", "".into()));
    }
    if run.ended_at.is_some() {
        first.push(News::End);
    }
    Ok(web::stream(&visit, first, seat))
}

/// From when on changes are told; none for a page that is too old to be mended cell by cell.
fn since(ctx: &Ctx, asked: Option<i64>) -> Option<Instant> {
    let asked = Instant(asked?);
    // A page of a moment to come was drawn while the clock was wrong.
    let young = asked.plus(LONG) > ctx.now && asked.0 <= ctx.now.0 + OVERLAP;
    young.then(|| asked.plus(-OVERLAP))
}
