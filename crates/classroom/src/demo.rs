//! A class at work for the made-up nation: groups, roles, phases open and closed, work in every state.

use db::Tx;
use design::model::{LearningTask, OutcomeKind, Phase, Step, TaskId};
use kernel::{Actor, Ctx, Dice, Error, Instant, PersonId, Result, SchoolId};
use people::model::class::ClassId;

use crate::actions::{
    Design, NewGroup, Opening, Timer, Turn, Verdict, end_run, judge, open_run, propose_groups, release_gate,
    set_phase,
};
use crate::field::{self, FieldKey};
use crate::keep::{self, Act};
use crate::model::demo::{self as made, GROUP_REASON, GROUPS, REASON, WORDS};
use crate::model::fields::{Slot, Value};
use crate::model::groups::{LEAST, MOST};
use crate::model::mine::Member;
use crate::model::roles::{Duties, Role, Rotation};
use crate::model::run::Days;
use crate::model::work::{Help, Stage, StepWork};
use crate::model::{Owner, RunId, WorkPlace};
use crate::policy;
use crate::queries::{self, RunHead};

/// Who opens which task for which class, and how far the class has come.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// The school.
    pub school: SchoolId,
    /// The teacher.
    pub teacher: PersonId,
    /// The class.
    pub class: ClassId,
    /// The task.
    pub task: TaskId,
    /// Where.
    pub place: &'static str,
    /// How many steps lie behind the class.
    pub done: usize,
    /// What was drawn for the class, of which its answers, readings and fates come; nothing (0) for the one that is shown.
    pub drawn: u64,
}

/// Opens a run and lets its class work.
///
/// # Errors
/// The engine's.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx, scene: &Scene) -> Result<RunId> {
    let begun = ago(ctx, 23 * Instant::DAY);
    let run = open(tx, &begun, scene)?;
    let run = queries::run(tx, scene.school, run)?;
    let task = queries::task(tx, &run)?;
    phases(tx, ctx, &run, (&task, scene.done))?;
    let seats = queries::seats(tx, &run)?;
    let members: Vec<Member> = seats.iter().map(queries::member).collect();
    let state = queries::state(tx, &run)?;
    // Nobody works in a phase that was not opened.
    let open = self::begun(&task, scene.done).last().map_or(0, |(_, last)| last);
    for (number, (_, phase, step)) in task.steps().take(open).enumerate() {
        for (seat, member) in members.iter().enumerate() {
            let standing = state.standing();
            if standing.part(phase, step, *member) == crate::model::roles::Part::Sees {
                continue;
            }
            work(tx, ctx, &run, (*member, step), (number, seat, scene))?;
        }
    }
    Ok(run.id)
}

/// Ends a run, as its teacher does when the class has done all of it.
///
/// # Errors
/// The engine's; a conflict when it has ended.
pub fn end(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, run: RunId) -> Result<()> {
    let run = queries::run(tx, school, run)?;
    end_run(tx, ctx, &policy::may_lead_as_system(ctx, run)?)
}

/// A moment that lies behind, with chance of its own.
fn ago(ctx: &Ctx, micros: i64) -> Ctx {
    Ctx::new(ctx.now.plus(-micros), Actor::System, ctx.bytes())
}

fn open(tx: &mut Tx<'_>, ctx: &Ctx, scene: &Scene) -> Result<RunId> {
    let grant = policy::may_open_as_system(ctx, scene.school, scene.teacher)?;
    let editing = design::policy::may_edit_as_system(tx, ctx, scene.school, scene.task)?;
    let present = design::queries::present(tx, editing.target())?.task;
    let students = people::queries::members(tx, scene.school, scene.class)?;
    let students: Vec<PersonId> = students.into_iter().map(|member| member.person).collect();
    let group = |(number, members): (usize, Vec<PersonId>)| NewGroup {
        name: GROUPS[number % GROUPS.len()].to_owned(),
        members: members
            .into_iter()
            .map(|member| (member, std::collections::BTreeSet::new()))
            .collect(),
    };
    let days = Days {
        first: ctx.now.day(),
        last: ctx.now.day().plus(39),
    };
    let terms = org::queries::calendar(tx, scene.school)?;
    let within = terms
        .iter()
        .any(|term| term.contains(days.first) && term.contains(days.last));
    let groups = propose_groups(&students);
    let usual = groups
        .iter()
        .all(|members| (LEAST..=MOST).contains(&members.len()));
    let opening = Opening {
        class: scene.class,
        days,
        reason: if within { String::new() } else { REASON.to_owned() },
        place: scene.place.to_owned(),
        groups: groups.into_iter().enumerate().map(group).collect(),
        group_reason: if usual {
            String::new()
        } else {
            GROUP_REASON.to_owned()
        },
        rotation: Rotation::ByPhase,
        duties: duties(&present),
    };
    open_run(tx, ctx, &grant, Design::Present(&editing), &opening)
}

/// At the machine some roles work; who leads and who records see it.
fn duties(task: &LearningTask) -> Duties {
    let mut duties = Duties::default();
    let at_machine = task.steps().filter(|(_, _, step)| step.differs_by_role);
    for (number, (_, _, step)) in at_machine.enumerate() {
        let roles = match number {
            0 => vec![Role::Operator, Role::Safety, Role::Leader],
            1 => vec![Role::Operator, Role::Inspector],
            _ => vec![Role::Operator, Role::Inspector, Role::Recorder],
        };
        duties.0.insert(step.id, roles.into_iter().collect());
    }
    duties
}

/// Closes the phases that lie behind, opens the present one and the next, and gives groups their word at gates.
fn phases(tx: &mut Tx<'_>, ctx: &Ctx, run: &RunHead, (task, done): (&LearningTask, usize)) -> Result<()> {
    for (number, (phase, last)) in begun(task, done).enumerate() {
        open_phase(tx, ctx, run, (phase, number, last <= done))?;
    }
    Ok(())
}

/// The phases that were opened where so many steps are done, each with how many steps there are to its end.
fn begun(task: &LearningTask, done: usize) -> impl Iterator<Item = (&Phase, usize)> {
    let mut first = 0;
    task.phases.iter().map_while(move |phase| {
        let is_begun = first <= done + 1;
        first += phase.steps.len();
        is_begun.then_some((phase, first))
    })
}

fn open_phase(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    (phase, number, over): (&Phase, usize, bool),
) -> Result<()> {
    let grant = || policy::may_lead_as_system(ctx, run.clone());
    let days = i64::try_from(number).unwrap_or_default();
    let then = ago(ctx, (22 - 4 * days).max(0) * Instant::DAY);
    // What goes on has its day still before it.
    let due = if over { then.now.day() } else { ctx.now.day() };
    let until = (Some(due.plus(4)), Timer::Off);
    set_phase(tx, &then, &grant()?, (phase.id, Turn::Open), until)?;
    if phase.gate.is_some() {
        let mut groups: Vec<_> = queries::seats(tx, run)?.iter().map(|seat| seat.group).collect();
        groups.dedup();
        // The last group still waits for the word.
        groups.pop();
        for group in groups {
            release_gate(tx, &then, &grant()?, phase.id, group)?;
        }
    }
    if over {
        set_phase(tx, &then, &grant()?, (phase.id, Turn::Close), until)?;
    }
    Ok(())
}

/// Writes what a student or a group gave: answers, the tables that are known, texts and readings.
fn fill(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    (member, step): (Member, &Step),
    giver: made::Giver,
) -> Result<()> {
    let mut given: Vec<(Slot, Value)> = Vec::new();
    let whole = |node| Slot { node, cell: None };
    for question in &step.questions {
        given.push((
            whole(question.id.raw()),
            Value::Text(giver.answer(&question.answer)),
        ));
    }
    for outcome in &step.outcomes {
        let node = outcome.id.raw();
        match &outcome.kind {
            OutcomeKind::Measured(measured) => {
                given.push((whole(node), Value::Measured(giver.reading(measured))));
            }
            OutcomeKind::Text => {
                let last = step.questions.last().map(|question| question.answer.as_str());
                given.push((whole(node), Value::Text(giver.answer(last.unwrap_or_default()))));
            }
            OutcomeKind::Table(_) => {
                let known = made::TABLES.iter().find(|(title, _)| *title == outcome.title);
                for (row, cells) in known.iter().flat_map(|(_, rows)| rows.iter().enumerate()) {
                    let filled = cells
                        .iter()
                        .enumerate()
                        .filter(|(column, _)| giver.fills(row, *column));
                    given.extend(filled.map(|(column, text)| {
                        let cell = Some((row, column + 1));
                        (Slot { node, cell }, Value::Text((*text).to_owned()))
                    }));
                }
            }
            OutcomeKind::Photo | OutcomeKind::File => {}
        }
    }
    let key = |slot: Slot| FieldKey {
        owner: Owner::of_field(step, slot.node, member.student, member.group),
        step: step.id,
        slot,
    };
    let given = given.into_iter().filter(|(_, value)| !value.is_blank());
    let given: Vec<(FieldKey, Value)> = given.map(|(slot, value)| (key(slot), value)).collect();
    field::add_all(tx, ctx, run, &given, member.student)
}

/// What a student's work at a step has come to; the same every time for the same seat.
fn work(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    run: &RunHead,
    (member, step): (Member, &Step),
    (number, seat, scene): (usize, usize, &Scene),
) -> Result<()> {
    let owner = Owner::of(step, member.student, member.group);
    let place: WorkPlace = (owner, step.id);
    if matches!(owner, Owner::Group(_)) && keep::work(tx, run, place)?.1 > 0 {
        // A group's work that another member brought.
        return Ok(());
    }
    let by = match owner {
        Owner::Student(student) => student,
        Owner::Group(_) => run.teacher,
    };
    let (done, drawn) = (scene.done, scene.drawn);
    let after = Dice::turn(drawn, &[5, number, seat], 0, 7);
    let minutes = i64::try_from(seat * 7 + after + (done.saturating_sub(number)) * 360).unwrap_or_default();
    let then = ago(ctx, (minutes + 3) * Instant::MINUTE);
    let luck = Dice::turn(
        drawn,
        &[4, number, seat],
        number * 7 + seat * 5 + number * seat,
        11,
    );
    let fate = match (number < done, number.cmp(&done)) {
        (true, _) if number + 2 < done => {
            ["accepted", "accepted", "accepted", "accepted", "returned"][luck % 5]
        }
        (true, _) => ["accepted", "handed", "accepted", "handed", "returned", "working"][luck % 6],
        (_, std::cmp::Ordering::Equal) => ["handed", "working", "working", "idle", "help"][luck % 5],
        _ => ["idle", "idle", "working", "idle"][luck % 4],
    };
    let mut work = StepWork {
        stage: Stage::Working,
        help: Help::None,
    };
    match fate {
        "idle" => return Ok(()),
        "help" => work.help = Help::Asked,
        "working" => {}
        _ => work.stage = Stage::Handed,
    }
    keep::save(tx, &then, run, place, &work, by)?;
    fill(tx, &then, run, (member, step), made::Giver { drawn, seat })?;
    if work.stage == Stage::Handed {
        keep::note(tx, &then, run, place, (Act::HandIn, ""), by)?;
    }
    let verdict = match fate {
        "accepted" => Verdict::Accept,
        "returned" => Verdict::Return(
            WORDS[Dice::turn(drawn, &[6, number, seat], seat + number, WORDS.len())].to_owned(),
        ),
        _ => return Ok(()),
    };
    let grant = policy::may_lead_as_system(ctx, run.clone())?;
    let later = Ctx::new(then.now.plus(2 * Instant::MINUTE), Actor::System, ctx.bytes());
    judge(tx, &later, &grant, (place, None), &verdict).map_err(Error::internal)
}
