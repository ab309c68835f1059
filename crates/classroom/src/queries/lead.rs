//! What those ask who lead or watch a class at work.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock};

use db::{Bind as _, Tx, params};
use design::model::{LearningTask, StepId};
use kernel::{Day, Instant, PersonId, RawId, Result, SchoolId};

use super::{RunHead, SeatRow, State, duties_of, member, phases_of, plan_of, work_of};
use crate::model::board::{Board, board};
use crate::model::keys::Keys;
use crate::model::mine::Member;
use crate::model::roles::{Duties, RolePlan, Rotation};
use crate::model::{GroupId, Owner, RunId, WorkPlace};
use crate::store::lead::{self as sql, ChangeRow, MoveRow, RunMoveRow, TermsRow, WaitingRow};
use crate::store::{self, PhaseRow, WorkRow};

/// A class at work as its board shows it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// How it stands.
    pub state: State,
    /// What they are called.
    pub names: HashMap<PersonId, String>,
    /// What its cells are called.
    pub keys: Keys,
}

impl Seen {
    /// Its students, group by group.
    pub fn seats(&self) -> &[SeatRow] {
        &self.state.arranged.seats
    }

    /// The students as the rules look at them, in their order.
    pub fn members(&self) -> Vec<Member> {
        self.seats().iter().map(member).collect()
    }

    /// The board of a day.
    pub fn board(&self, today: Day) -> Board {
        board(&self.state.standing(), &self.members(), &self.state.due(), today)
    }

    /// A student's name.
    pub fn name(&self, person: PersonId) -> &str {
        self.names.get(&person).map_or("", String::as_str)
    }

    /// The name of whoever owns work: the student's or the group's.
    pub fn owner_name(&self, owner: Owner) -> &str {
        match owner {
            Owner::Student(student) => self.name(student),
            Owner::Group(group) => self.group_name(group),
        }
    }

    /// A group's name.
    pub fn group_name(&self, group: GroupId) -> &str {
        let seat = self.seats().iter().find(|seat| seat.group == group);
        seat.map_or("", |seat| &seat.group_name)
    }

    /// The cell in which an owner's work stands: for a group its first member's.
    pub fn key(&self, (owner, step): WorkPlace) -> String {
        let is_of = |seat: &&SeatRow| match owner {
            Owner::Student(student) => seat.student == student,
            Owner::Group(group) => seat.group == group,
        };
        let student = self.seats().iter().find(is_of).map(|seat| seat.student);
        let student = student.map_or("", |student| self.keys.student(student));
        format!("{student}{}", self.keys.step(step))
    }

    /// Who sits where, for a name of a cell; `None` for a name of nothing.
    pub fn cell(&self, name: &str) -> Option<(&SeatRow, StepId)> {
        let (student, step) = self.keys.cell(name)?;
        let seat = self.seats().iter().find(|seat| seat.student == student)?;
        Some((seat, step))
    }
}

/// A class at work, by the version that it works on.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub fn seen(tx: &mut Tx<'_>, run: &RunHead) -> Result<Seen> {
    let task = super::task(tx, run)?;
    seen_as(tx, run, task, &[])
}

/// A class at work by a version that it works on or once worked on, and what some others are called.
///
/// # Errors
/// As [`seen`].
pub fn seen_as(tx: &mut Tx<'_>, run: &RunHead, task: Arc<LearningTask>, others: &[PersonId]) -> Result<Seen> {
    let at = params![run.school, run.id];
    let arranged = super::arranged(tx, run)?;
    let phases: Vec<PhaseRow> = tx.all(store::PHASES, at)?;
    let works: Vec<WorkRow> = tx.all(store::WORKS, at)?;
    let students = arranged.seats.iter().map(|seat| seat.student);
    let keys = Keys::of(students.clone(), &task);
    let named: Vec<PersonId> = students.chain(others.iter().copied()).collect();
    let names = people::queries::names_of(tx, run.school, &named)?;
    let (phases, dates) = phases_of(&phases)?;
    let works = works.iter().map(work_of).collect::<Result<_>>()?;
    let state = State {
        task,
        phases,
        dates,
        arranged,
        works,
    };
    Ok(Seen { state, names, keys })
}

/// Who holds which roles in every phase.
///
/// # Errors
/// The engine's.
pub fn plan(tx: &mut Tx<'_>, run: &RunHead) -> Result<RolePlan> {
    plan_of(tx.all(store::ROLES, params![run.school, run.id])?)
}

/// Which steps are whose by role.
///
/// # Errors
/// The engine's.
pub fn duties(tx: &mut Tx<'_>, run: &RunHead) -> Result<Duties> {
    duties_of(tx.all(store::DUTIES, params![run.school, run.id])?)
}

/// On what a run was agreed.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Why its days leave the term, or empty.
    pub reason: String,
    /// Why a group is smaller or larger than usual, or empty.
    pub group_reason: String,
    /// Whether roles change hands.
    pub rotation: Rotation,
    /// When it was opened.
    pub opened_at: Instant,
}

/// On what a run was agreed.
///
/// # Errors
/// The engine's.
pub fn terms(tx: &mut Tx<'_>, run: &RunHead) -> Result<Terms> {
    let row: TermsRow = tx.one(sql::TERMS, params![run.school, run.id])?;
    Ok(Terms {
        reason: row.reason,
        group_reason: row.group_reason,
        rotation: Rotation::from_code(&row.rotation).unwrap_or(Rotation::Fixed),
        opened_at: row.opened_at,
    })
}

/// A change that a board is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The run.
    pub run: RunId,
    /// Its own id, so that it is told once.
    pub id: RawId,
    /// Owner and step of the cell, or the whole board.
    pub item: Option<(RawId, StepId)>,
    /// When.
    pub at: Instant,
}

/// What changed in some runs since a moment.
///
/// # Errors
/// The engine's.
pub fn changes(tx: &mut Tx<'_>, runs: &[(SchoolId, RunId)], since: Instant) -> Result<Vec<Change>> {
    static TEXTS: LazyLock<Vec<(usize, String)>> = LazyLock::new(|| {
        sql::CHANGES_SIZES
            .map(|size| (size, sql::changes_of(size)))
            .to_vec()
    });
    let mut found = Vec::new();
    let mut rest = runs;
    while let Some(last) = rest.last() {
        let fits = TEXTS.iter().find(|(size, _)| *size >= rest.len());
        let Some((size, text)) = fits.or_else(|| TEXTS.last()) else {
            break;
        };
        let (now, later) = rest.split_at(rest.len().min(*size));
        let mut values = vec![since.bind()];
        // What is left of the size is filled with one that is asked for anyway.
        for (school, run) in now.iter().chain(std::iter::repeat(last)).take(*size) {
            values.extend([school.bind(), run.bind()]);
        }
        let rows: Vec<ChangeRow> = tx.all(text, &values)?;
        found.extend(rows.into_iter().map(change));
        rest = later;
    }
    Ok(found)
}

fn change(row: ChangeRow) -> Change {
    let item = row.item.split_once('.').and_then(|(owner, step)| {
        let owner: kernel::Id<()> = owner.parse().ok()?;
        Some((owner.raw(), step.parse().ok()?))
    });
    Change {
        run: row.run,
        id: row.id,
        item,
        at: row.at,
    }
}

/// Removes what no board can still miss; answers how many rows.
///
/// # Errors
/// The engine's.
pub fn sweep_changes(tx: &mut Tx<'_>, before: Instant) -> Result<u64> {
    let mut swept = 0;
    for (school,) in tx.all::<(SchoolId,)>(sql::SCHOOLS_WITH_CHANGES, params![before])? {
        swept += tx.run(sql::SWEEP_CHANGES, params![school, before])?;
    }
    Ok(swept)
}

/// The work that waits for a teacher, by run and step.
///
/// # Errors
/// The engine's.
pub fn waiting(tx: &mut Tx<'_>, school: SchoolId, teacher: PersonId) -> Result<Vec<WaitingRow>> {
    Ok(tx.all(sql::WAITING, params![school, teacher])?)
}

/// How much waits in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    /// Works handed in.
    pub handed: i64,
    /// Works with a call for help.
    pub help: i64,
}

/// How much waits in the runs of a page.
///
/// # Errors
/// The engine's.
pub fn waits(tx: &mut Tx<'_>, school: SchoolId, runs: &[RunHead]) -> Result<HashMap<RunId, Waits>> {
    static TEXT: LazyLock<String> = LazyLock::new(sql::waits_of);
    let mut found: HashMap<RunId, Waits> = HashMap::new();
    // Nothing waits in a run that has ended: nobody can answer it any more.
    let runs: Vec<&RunHead> = runs.iter().filter(|run| run.ended_at.is_none()).collect();
    for some in runs.chunks(sql::RUNS_AT_ONCE) {
        let mut values = vec![school.bind()];
        values.extend(some.iter().map(|run| run.id.bind()));
        // What is left of the page is filled with one that is asked for anyway.
        values.extend(
            some.iter()
                .cycle()
                .map(|run| run.id.bind())
                .take(sql::RUNS_AT_ONCE - some.len()),
        );
        for (kind, run, count) in tx.all::<(String, RunId, i64)>(&TEXT, &values)? {
            let waits = found.entry(run).or_default();
            match kind.as_str() {
                "handed" => waits.handed = count,
                _ => waits.help = count,
            }
        }
    }
    Ok(found)
}

/// The runs that a teacher leads and worked in last.
///
/// # Errors
/// The engine's.
pub fn last_led(tx: &mut Tx<'_>, school: SchoolId, teacher: PersonId) -> Result<Vec<sql::Led>> {
    Ok(tx.all(sql::LAST_LED, params![school, teacher])?)
}

/// The history of the work at a place, the latest first.
///
/// # Errors
/// The engine's.
pub fn moves(tx: &mut Tx<'_>, run: &RunHead, (owner, step): WorkPlace) -> Result<Vec<MoveRow>> {
    Ok(tx.all(sql::MOVES, params![run.school, run.id, owner.raw(), step])?)
}

/// When the work that waits in a run was handed in, and by whom.
///
/// # Errors
/// The engine's.
pub fn handed_at(tx: &mut Tx<'_>, run: &RunHead) -> Result<BTreeMap<(RawId, StepId), (Instant, PersonId)>> {
    let rows: Vec<(RawId, StepId, Instant, PersonId)> =
        tx.all(sql::HANDED_AT, params![run.school, run.id])?;
    let row = |(owner, step, at, by)| ((owner, step), (at, by));
    Ok(rows.into_iter().map(row).collect())
}

/// The moves of a run to other versions, the latest first.
///
/// # Errors
/// The engine's.
pub fn run_moves(tx: &mut Tx<'_>, run: &RunHead) -> Result<Vec<RunMoveRow>> {
    Ok(tx.all(sql::RUN_MOVES, params![run.school, run.id])?)
}

/// The groups of a run, each once, in their order.
pub fn groups(seats: &[SeatRow]) -> Vec<(GroupId, &str)> {
    let mut known = BTreeSet::new();
    let first = seats.iter().filter(|seat| known.insert(seat.group));
    first.map(|seat| (seat.group, seat.group_name.as_str())).collect()
}
