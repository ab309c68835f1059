//! What a student's own pages ask: where they stand, what their group has done, what stands in the fields.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::{Tx, params};
use design::model::{LearningTask, Phase, PhaseId, Step, StepId};
use kernel::{Day, Error, Instant, PersonId, RawId, Result, SchoolId};

use crate::model::fields::{Entry, Fields, Slot, Value};
use crate::model::mine::{Member, Standing};
use crate::model::phase::{Door, PhaseState};
use crate::model::roles::Part;
use crate::model::work::{Help, Stage, StepWork};
use crate::model::{GroupId, OpId, Owner, RunId, WorkPlace};
use crate::policy::Bench;
use crate::queries::{self, Arrangement, SeatRow};
use crate::store::work::{self as store, BenchRow, FieldRow, GroupWorkRow, RoomRow};

/// A student's seat in a run, with the run.
///
/// # Errors
/// `NotFound` for somebody without one.
pub fn bench(tx: &mut Tx<'_>, school: SchoolId, run: RunId, student: PersonId) -> Result<Bench> {
    let row: BenchRow = tx.one(store::BENCH, params![school, run, student])?;
    Ok(Bench {
        run: row.run,
        seat: row.seat,
    })
}

/// A student's seats, those of runs that go on first.
///
/// # Errors
/// The engine's.
pub fn benches(tx: &mut Tx<'_>, school: SchoolId, student: PersonId) -> Result<Vec<Bench>> {
    let rows: Vec<BenchRow> = tx.all(store::BENCHES, params![school, student])?;
    let bench = |row: BenchRow| Bench {
        run: row.run,
        seat: row.seat,
    };
    Ok(rows.into_iter().map(bench).collect())
}

/// How a student's run stands for their group.
#[derive(Clone, Debug)]
pub struct GroupState {
    /// The frozen task.
    pub task: Arc<LearningTask>,
    /// The phases, with the gate of this group.
    pub phases: BTreeMap<PhaseId, PhaseState>,
    /// By which day the steps of a phase are to be handed in.
    pub due: BTreeMap<PhaseId, Day>,
    /// Who sits where, with which roles.
    pub arranged: Arc<Arrangement>,
    /// The work of the members and of the group.
    pub works: BTreeMap<WorkPlace, StepWork>,
    /// When any of it last changed.
    pub latest: Option<Instant>,
}

impl GroupState {
    const fn of(task: Arc<LearningTask>, arranged: Arc<Arrangement>) -> Self {
        Self {
            task,
            arranged,
            phases: BTreeMap::new(),
            due: BTreeMap::new(),
            works: BTreeMap::new(),
            latest: None,
        }
    }

    /// The members of a student's group, in their order.
    pub fn mates(&self, bench: &Bench) -> impl Iterator<Item = &SeatRow> + use<'_> {
        queries::group_of(&self.arranged.seats, bench.seat.group)
    }

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

    /// How far the work of a member (or their group) at a step is.
    pub fn work(&self, step: &Step, member: Member) -> StepWork {
        let place = (Owner::of(step, member.student, member.group), step.id);
        self.works.get(&place).cloned().unwrap_or_default()
    }

    fn note_room(&mut self, row: &RoomRow) -> Result<()> {
        let phase = self.phases.entry(row.phase).or_default();
        phase.door = Door::from_code(&row.door).ok_or_else(|| Error::internal("a door of no kind"))?;
        phase.released.extend(row.released);
        self.due.extend(row.due.map(|due| (row.phase, due)));
        Ok(())
    }

    fn note_work(&mut self, row: &GroupWorkRow) -> Result<()> {
        let owner = Owner::from_parts(&row.owner_kind, row.owner)
            .ok_or_else(|| Error::internal("an owner of no kind"))?;
        let stage =
            Stage::from_parts(&row.stage, &row.word).ok_or_else(|| Error::internal("a stage of no kind"))?;
        let help = if row.help { Help::Asked } else { Help::None };
        self.works.insert((owner, row.step), StepWork { stage, help });
        self.latest = self.latest.max(Some(row.at));
        Ok(())
    }
}

/// How one run stands for a student's group.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub fn group_state(tx: &mut Tx<'_>, bench: &Bench) -> Result<GroupState> {
    let at = params![bench.run.school, bench.seat.student, bench.run.id];
    let read = (store::ROOMS, store::WORKS_OF_GROUP, at);
    let mut states = group_states(tx, std::slice::from_ref(bench), read)?;
    states.pop().ok_or(Error::NotFound)
}

/// How the runs of one student that go on stand for their groups, in the same order; what they hold is read at once.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub fn states_going_on(tx: &mut Tx<'_>, benches: &[Bench]) -> Result<Vec<GroupState>> {
    let Some(first) = benches.first() else {
        return Ok(Vec::new());
    };
    let at = params![first.run.school, first.seat.student];
    group_states(tx, benches, (store::ROOMS_GOING_ON, store::WORKS_GOING_ON, at))
}

fn group_states(
    tx: &mut Tx<'_>,
    benches: &[Bench],
    (rooms, works, at): (&str, &str, &[db::Value<'_>]),
) -> Result<Vec<GroupState>> {
    let mut states = Vec::with_capacity(benches.len());
    for bench in benches {
        let (task, arranged) = (queries::task(tx, &bench.run)?, queries::arranged(tx, &bench.run)?);
        states.push(GroupState::of(task, arranged));
    }
    let place = |run: RunId| benches.iter().position(|bench| bench.run.id == run);
    for row in tx.all::<RoomRow>(rooms, at)? {
        if let Some(state) = place(row.run).and_then(|place| states.get_mut(place)) {
            state.note_room(&row)?;
        }
    }
    for row in tx.all::<GroupWorkRow>(works, at)? {
        if let Some(state) = place(row.run).and_then(|place| states.get_mut(place)) {
            state.note_work(&row)?;
        }
    }
    Ok(states)
}

/// The phase of a step as it stands for one student, and whether the step is theirs: all that a save asks.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub(crate) fn room(
    tx: &mut Tx<'_>,
    bench: &Bench,
    (phase, step): (&Phase, &Step),
) -> Result<(PhaseState, Part)> {
    let (run, seat) = (&bench.run, &bench.seat);
    let row: Option<(String, Option<GroupId>)> =
        tx.opt(store::ROOM, params![run.school, run.id, phase.id, seat.group])?;
    let mut state = PhaseState::default();
    if let Some((door, released)) = row {
        state.door = Door::from_code(&door).ok_or_else(|| Error::internal("a door of no kind"))?;
        state.released.extend(released);
    }
    let arranged = queries::arranged(tx, run)?;
    Ok((state, arranged.part((phase.id, step.id), seat.student)))
}

/// A field as it stands, with whoever saved it last.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Whose it is.
    pub owner: RawId,
    /// The field.
    pub slot: Slot,
    /// What stands there.
    pub entry: Entry,
    /// Who saved it last.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

impl Kept {
    /// Reads a stored field.
    ///
    /// # Errors
    /// An internal one for what was never written.
    pub(crate) fn of(row: FieldRow) -> Result<Self> {
        let place = |number: i64| usize::try_from(number).ok();
        let ops = row.ops.split_whitespace().map(str::parse::<OpId>);
        let entry = Entry {
            version: row.version,
            value: Value::from_stored(&row.kind, &row.value)?,
            ops: ops.collect::<Result<_, _>>().map_err(Error::internal)?,
        };
        Ok(Self {
            owner: row.owner,
            slot: Slot {
                node: row.node,
                cell: place(row.row).zip(place(row.column)),
            },
            entry,
            by: row.by,
            at: row.at,
        })
    }
}

/// The fields of a student and of their group at a step.
///
/// # Errors
/// The engine's.
pub fn fields(tx: &mut Tx<'_>, bench: &Bench, step: StepId) -> Result<Vec<Kept>> {
    let (run, seat) = (&bench.run, &bench.seat);
    let at = params![run.school, run.id, seat.student, seat.group, step];
    let rows: Vec<FieldRow> = tx.all(store::FIELDS, at)?;
    rows.into_iter().map(Kept::of).collect()
}

/// What of these fields belongs to a step of one student: of each field the student's or their group's, as the design has it.
pub fn own(step: &Step, member: Member, kept: &[Kept]) -> Fields {
    let is_own = |kept: &&Kept| {
        Owner::of_field(step, kept.slot.node, member.student, member.group).raw() == kept.owner
    };
    let entry = |kept: &Kept| (kept.slot, kept.entry.clone());
    kept.iter().filter(is_own).map(entry).collect()
}

/// The runs that a student last worked in.
///
/// # Errors
/// The engine's.
pub fn last_worked(tx: &mut Tx<'_>, school: SchoolId, student: PersonId) -> Result<Vec<store::WorkedRow>> {
    Ok(tx.all(store::LAST_WORKED, params![school, student])?)
}
