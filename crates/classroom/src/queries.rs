//! What pages and other modules ask about classes at work; what a student's own pages ask stands in [`work`].

pub mod work;

pub mod lead;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use db::{Tx, params};
use design::model::{LearningTask, PhaseId, StepId};
use kernel::{Day, Error, Instant, Page, PersonId, Result, SchoolId, Slice};
use people::model::class::ClassId;

use crate::model::mine::{Member, Standing};
use crate::model::phase::{Door, PhaseState};
use crate::model::roles::{Duties, Part, Role, RolePlan};
use crate::model::work::{Help, Stage, StepWork};
use crate::model::{GroupId, Owner, RunId, WorkPlace};
use crate::store::{self, PhaseRow, WorkRow};

pub use crate::store::{RunHead, SeatRow};

/// Which runs a list holds; what is `None` does not narrow it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which {
    /// Those of this teacher.
    pub teacher: Option<PersonId>,
    /// Those of this class.
    pub class: Option<ClassId>,
    /// Those of this learning task.
    pub task: Option<design::model::TaskId>,
}

/// A run of a school.
///
/// # Errors
/// `NotFound` for another school's.
pub fn run(tx: &mut Tx<'_>, school: SchoolId, id: RunId) -> Result<RunHead> {
    Ok(tx.one(store::RUN, params![school, id])?)
}

/// The runs of a school, those that go on first.
///
/// # Errors
/// The engine's.
pub fn runs(tx: &mut Tx<'_>, school: SchoolId, which: Which, slice: Slice) -> Result<Page<RunHead>> {
    let (total,): (i64,) = tx.one(
        store::RUN_COUNT,
        params![school, which.teacher, which.class, which.task],
    )?;
    let rows = tx.all(
        store::RUNS,
        params![
            school,
            which.teacher,
            which.class,
            which.task,
            slice.limit(),
            slice.offset()
        ],
    )?;
    Ok(Page { rows, total, slice })
}

/// The run in which a class works on a task now, if it does.
///
/// # Errors
/// The engine's.
pub fn under_way(
    tx: &mut Tx<'_>,
    school: SchoolId,
    (class, task): (ClassId, design::model::TaskId),
) -> Result<Option<RunId>> {
    let run: Option<(RunId,)> = tx.opt(store::RUN_UNDER_WAY, params![school, class, task])?;
    Ok(run.map(|(run,)| run))
}

/// The runs in which a student has a seat, those that go on first.
///
/// # Errors
/// The engine's.
pub fn runs_of_student(tx: &mut Tx<'_>, school: SchoolId, student: PersonId) -> Result<Vec<RunHead>> {
    Ok(tx.all(store::RUNS_OF_STUDENT, params![school, student])?)
}

/// The students of a run in their groups, group by group.
///
/// # Errors
/// The engine's.
pub fn seats(tx: &mut Tx<'_>, run: &RunHead) -> Result<Vec<SeatRow>> {
    Ok(tx.all(store::SEATS, params![run.school, run.id])?)
}

/// A student's seat.
///
/// # Errors
/// `NotFound` for somebody without one.
pub fn seat(tx: &mut Tx<'_>, run: &RunHead, student: PersonId) -> Result<SeatRow> {
    Ok(tx.one(store::SEAT, params![run.school, run.id, student])?)
}

/// How a run is arranged: what changes with its revision.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// The students, group by group.
    pub seats: Vec<SeatRow>,
    /// Who holds which roles in every phase.
    pub plan: RolePlan,
    /// Which steps are whose by role.
    pub duties: Duties,
    /// On what it was agreed.
    pub terms: lead::Terms,
}

impl Arrangement {
    /// What a student has to do with a step of a phase.
    pub fn part(&self, (phase, step): (PhaseId, StepId), student: PersonId) -> Part {
        let none = BTreeSet::new();
        let roles = self.plan.get(&(phase, student)).unwrap_or(&none);
        self.duties.part(step, roles)
    }
}

/// How a run is arranged, read once in a process for each of its revisions. An action that arranges it anew reads what stands
/// before that only.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub fn arranged(tx: &mut Tx<'_>, run: &RunHead) -> Result<Arc<Arrangement>> {
    let name = format!("run {} {}", run.school.0, run.id);
    tx.kept_at((name, run.revision), |tx| {
        Ok(Arrangement {
            seats: seats(tx, run)?,
            plan: lead::plan(tx, run)?,
            duties: lead::duties(tx, run)?,
            terms: lead::terms(tx, run)?,
        })
    })
}

/// The frozen task that a run works on.
///
/// # Errors
/// The engine's.
pub fn task(tx: &mut Tx<'_>, run: &RunHead) -> Result<Arc<LearningTask>> {
    design::queries::frozen(tx, run.school, run.version)
}

/// The items that somebody has rated.
///
/// # Errors
/// The engine's.
pub fn rated(tx: &mut Tx<'_>, run: &RunHead) -> Result<BTreeSet<design::model::ItemId>> {
    let rows: Vec<(design::model::ItemId,)> = tx.all(store::RATED, params![run.school, run.id])?;
    Ok(rows.into_iter().map(|(item,)| item).collect())
}

/// A run as it stands, for the rules of [`crate::model`].
#[derive(Clone, Debug)]
pub struct State {
    /// The frozen task.
    pub task: Arc<LearningTask>,
    /// The phases.
    pub phases: BTreeMap<PhaseId, PhaseState>,
    /// When the steps of a phase are to be handed in, and when its timer ends.
    pub dates: BTreeMap<PhaseId, (Option<Day>, Option<Instant>)>,
    /// Who sits where, with which roles.
    pub arranged: Arc<Arrangement>,
    /// All work.
    pub works: BTreeMap<WorkPlace, StepWork>,
}

impl State {
    /// As the rules look at it.
    pub fn standing(&self) -> Standing<'_> {
        Standing {
            task: &self.task,
            phases: &self.phases,
            plan: &self.arranged.plan,
            duties: &self.arranged.duties,
            works: &self.works,
        }
    }

    /// By which day each step is to be handed in.
    pub fn due(&self) -> BTreeMap<StepId, Day> {
        let steps = self.task.steps();
        steps
            .filter_map(|(_, phase, step)| {
                let due = self.dates.get(&phase.id).and_then(|(due, _)| *due)?;
                Some((step.id, due))
            })
            .collect()
    }
}

/// A run as it stands, with all its work.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub fn state(tx: &mut Tx<'_>, run: &RunHead) -> Result<State> {
    let at = params![run.school, run.id];
    let task = task(tx, run)?;
    let arranged = arranged(tx, run)?;
    let phases: Vec<PhaseRow> = tx.all(store::PHASES, at)?;
    let works: Vec<WorkRow> = tx.all(store::WORKS, at)?;
    let (phases, dates) = phases_of(&phases)?;
    Ok(State {
        task,
        phases,
        dates,
        arranged,
        works: works.iter().map(work_of).collect::<Result<_>>()?,
    })
}

pub(crate) type Phases = (
    BTreeMap<PhaseId, PhaseState>,
    BTreeMap<PhaseId, (Option<Day>, Option<Instant>)>,
);

pub(crate) fn phases_of(rows: &[PhaseRow]) -> Result<Phases> {
    let (mut phases, mut dates) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        let door = Door::from_code(&row.door).ok_or_else(|| Error::internal("a door of no kind"))?;
        let phase: &mut PhaseState = phases.entry(row.phase).or_default();
        phase.door = door;
        phase.released.extend(row.released);
        dates.insert(row.phase, (row.due, row.until));
    }
    Ok((phases, dates))
}

pub(crate) fn role_of(code: &str) -> Result<Role> {
    Role::from_code(code).ok_or_else(|| Error::internal("a role of no kind"))
}

pub(crate) fn plan_of(rows: Vec<(PhaseId, PersonId, String)>) -> Result<RolePlan> {
    let mut plan = RolePlan::new();
    for (phase, student, role) in rows {
        plan.entry((phase, student)).or_default().insert(role_of(&role)?);
    }
    Ok(plan)
}

pub(crate) fn duties_of(rows: Vec<(StepId, String)>) -> Result<Duties> {
    let mut duties = Duties::default();
    for (step, role) in rows {
        duties.0.entry(step).or_default().insert(role_of(&role)?);
    }
    Ok(duties)
}

pub(crate) fn work_of(row: &WorkRow) -> Result<(WorkPlace, StepWork)> {
    let owner = Owner::from_parts(&row.owner_kind, row.owner)
        .ok_or_else(|| Error::internal("an owner of no kind"))?;
    let stage =
        Stage::from_parts(&row.stage, &row.word).ok_or_else(|| Error::internal("a stage of no kind"))?;
    let help = if row.help { Help::Asked } else { Help::None };
    Ok(((owner, row.step), StepWork { stage, help }))
}

/// A seat as the rules look at it.
pub const fn member(seat: &SeatRow) -> Member {
    Member {
        student: seat.student,
        group: seat.group,
    }
}

/// The seats of one group.
pub fn group_of(seats: &[SeatRow], group: GroupId) -> impl Iterator<Item = &SeatRow> {
    seats.iter().filter(move |seat| seat.group == group)
}
