//! What a student's own pages ask: where they stand, what their group has done, what stands in the fields.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::{Tx, params};
use design::model::{LearningTask, Phase, PhaseId, Step, StepId};
use kernel::{Day, Error, Instant, PersonId, RawId, Result, SchoolId};

use crate::model::fields::{Entry, Fields, Slot, Value};
use crate::model::mine::{Member, Standing};
use crate::model::phase::{Door, PhaseState};
use crate::model::roles::{Duties, Part, Role, RolePlan};
use crate::model::work::{Help, Stage, StepWork};
use crate::model::{GroupId, OpId, Owner, RunId, WorkPlace};
use crate::policy::Bench;
use crate::queries::{self, SeatRow};
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

/// The members of a student's group, in their order.
///
/// # Errors
/// The engine's.
pub fn mates(tx: &mut Tx<'_>, bench: &Bench) -> Result<Vec<SeatRow>> {
    let run = &bench.run;
    Ok(tx.all(store::MATES, params![run.school, run.id, bench.seat.group])?)
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
    /// The roles of the members.
    pub plan: RolePlan,
    /// Which steps are whose by role.
    pub duties: Duties,
    /// The work of the members and of the group.
    pub works: BTreeMap<WorkPlace, StepWork>,
    /// When any of it last changed.
    pub latest: Option<Instant>,
}

impl GroupState {
    const fn of(task: Arc<LearningTask>) -> Self {
        Self {
            task,
            phases: BTreeMap::new(),
            due: BTreeMap::new(),
            plan: RolePlan::new(),
            duties: Duties(BTreeMap::new()),
            works: BTreeMap::new(),
            latest: None,
        }
    }

    /// As the rules look at it.
    pub fn standing(&self) -> Standing<'_> {
        Standing {
            task: &self.task,
            phases: &self.phases,
            plan: &self.plan,
            duties: &self.duties,
            works: &self.works,
        }
    }

    /// How far the work of a member (or their group) at a step is.
    pub fn work(&self, step: &Step, member: Member) -> StepWork {
        let place = (Owner::of(step, member.student, member.group), step.id);
        self.works.get(&place).cloned().unwrap_or_default()
    }

    fn note_room(&mut self, row: &RoomRow) -> Result<()> {
        match (row.kind.as_str(), row.who) {
            ("phase", released) => {
                let id = PhaseId::of(row.place);
                let phase = self.phases.entry(id).or_default();
                phase.door =
                    Door::from_code(&row.word).ok_or_else(|| Error::internal("a door of no kind"))?;
                phase.released.extend(released.map(GroupId::of));
                self.due.extend(row.due.map(|due| (id, due)));
            }
            ("role", Some(who)) => {
                let turn = (PhaseId::of(row.place), PersonId::of(who));
                self.plan.entry(turn).or_default().insert(role_of(&row.word)?);
            }
            _ => {
                let doers = self.duties.0.entry(StepId::of(row.place)).or_default();
                doers.insert(role_of(&row.word)?);
            }
        }
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

fn role_of(code: &str) -> Result<Role> {
    Role::from_code(code).ok_or_else(|| Error::internal("a role of no kind"))
}

/// How one run stands for a student's group.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub fn group_state(tx: &mut Tx<'_>, bench: &Bench) -> Result<GroupState> {
    let mut states = group_states(tx, std::slice::from_ref(bench), Some(bench.run.id))?;
    states.pop().ok_or(Error::NotFound)
}

/// How several runs of one student stand for their groups, in the same order; what they hold is read at once.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub fn group_states(tx: &mut Tx<'_>, benches: &[Bench], only: Option<RunId>) -> Result<Vec<GroupState>> {
    let Some(first) = benches.first() else {
        return Ok(Vec::new());
    };
    let mut states = Vec::with_capacity(benches.len());
    for bench in benches {
        states.push(GroupState::of(queries::task(tx, &bench.run)?));
    }
    let at = params![first.run.school, first.seat.student, only];
    let place = |run: RawId| benches.iter().position(|bench| bench.run.id.raw() == run);
    for row in tx.all::<RoomRow>(store::ROOMS, at)? {
        if let Some(state) = place(row.run).and_then(|place| states.get_mut(place)) {
            state.note_room(&row)?;
        }
    }
    for row in tx.all::<GroupWorkRow>(store::WORKS_OF_GROUP, at)? {
        if let Some(state) = place(row.run).and_then(|place| states.get_mut(place)) {
            state.note_work(&row)?;
        }
    }
    Ok(states)
}

/// The phase of a step as it stands for one student, and whether the step is theirs: all that a save asks, in one statement.
///
/// # Errors
/// The engine's; an internal one for a stored word that is none.
pub(crate) fn room(
    tx: &mut Tx<'_>,
    bench: &Bench,
    (phase, step): (&Phase, &Step),
) -> Result<(PhaseState, Part)> {
    let (run, seat) = (&bench.run, &bench.seat);
    let at = params![run.school, run.id, phase.id, seat.group, seat.student, step.id];
    let rows: Vec<(String, String)> = tx.all(store::ROOM, at)?;
    let mut state = PhaseState::default();
    let (mut roles, mut duties) = (std::collections::BTreeSet::new(), Duties::default());
    for (kind, word) in rows {
        match kind.as_str() {
            "door" => {
                state.door = Door::from_code(&word).ok_or_else(|| Error::internal("a door of no kind"))?;
            }
            "gate" => {
                state.released.insert(seat.group);
            }
            "role" => {
                roles.insert(role_of(&word)?);
            }
            _ => {
                duties.0.entry(step.id).or_default().insert(role_of(&word)?);
            }
        }
    }
    Ok((state, duties.part(step.id, &roles)))
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
