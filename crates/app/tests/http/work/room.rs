//! A class that has just begun the sample task: its groups, the first phase open.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use classroom::actions::{
    Design, NewGroup, Opening, Regroup, Timer, Turn, Verdict, judge, open_run, propose_groups, regroup,
    set_phase,
};
use classroom::model::roles::{Duties, Role, Rotation};
use classroom::model::run::Days;
use classroom::model::work::Stage;
use classroom::model::{GroupId, Owner, RunId};
use classroom::policy;
use classroom::queries::{self, RunHead};
use db::Tx;
use design::model::{LearningTask, OutcomeKind, PhaseId, Step, StepId};
use kernel::{Actor, Ctx, PersonId, Result, SchoolId};
use testkit::{Person, TestApp};

/// The room of a class.
pub struct Room<'a> {
    pub app: &'a TestApp,
    pub run: RunHead,
    pub task: Arc<LearningTask>,
    /// The students in the order of their seats, with their groups.
    pub members: Vec<(PersonId, GroupId)>,
}

impl<'a> Room<'a> {
    /// Opens the sample task for the class of a school.
    pub async fn of(app: &'a TestApp, school: usize) -> Self {
        let number = app.schools()[school].number;
        let opened = write(app, move |ctx, tx| {
            let run = opened(tx, ctx, number)?;
            let task = queries::task(tx, &run)?;
            let seats = queries::seats(tx, &run)?;
            turn(tx, ctx, &run, (task.phases[0].id, Turn::Open))?;
            let members = seats.iter().map(|seat| (seat.student, seat.group)).collect();
            Ok((run, task, members))
        });
        let (run, task, members) = opened.await;
        Self {
            app,
            run,
            task,
            members,
        }
    }

    /// A student, signed in.
    pub async fn student(&self, seat: usize) -> Person<'a> {
        self.app.known(self.run.school, self.members[seat].0).await
    }

    /// The address of the run.
    pub fn base(&self) -> String {
        format!("/work/{}", self.run.id)
    }

    /// A step by its number, `1.2`.
    pub fn step(&self, number: &str) -> &Step {
        let mut steps = self.task.steps();
        let found = steps.find(|(at, ..)| at.to_string() == number);
        found.map(|(_, _, step)| step).expect("a step of the task")
    }

    /// The address of a step.
    pub fn at(&self, number: &str) -> String {
        format!("{}/steps/{}", self.base(), self.step(number).id)
    }

    /// The name of the field of a question of a step, from 0.
    pub fn question(&self, number: &str, index: usize) -> String {
        self.step(number).questions[index].id.to_string()
    }

    /// The id of the first outcome of a form in a step.
    pub fn outcome(&self, number: &str, form: &str) -> String {
        let mut outcomes = self.step(number).outcomes.iter();
        let found = outcomes.find(|outcome| outcome.kind.code() == form);
        found
            .map(|outcome| outcome.id.to_string())
            .expect("an outcome of this form")
    }

    /// Every cell of a step's first table that is asked, by name.
    pub fn cells(&self, number: &str) -> Vec<String> {
        let mut outcomes = self.step(number).outcomes.iter();
        let table = outcomes.find_map(|outcome| match &outcome.kind {
            OutcomeKind::Table(table) => Some((outcome.id.to_string(), table)),
            _ => None,
        });
        let (id, table) = table.expect("a table");
        let row = |row: usize| (1..table.columns.len()).map(move |column| (row, column));
        let asked = (0..table.rows.len()).filter(|row| !table.rows[*row].trim().is_empty());
        asked
            .flat_map(row)
            .map(|(row, column)| format!("{id}.{row}.{column}"))
            .collect()
    }

    /// Opens or closes a phase, from 0.
    pub async fn turn(&self, phase: usize, how: Turn) {
        let (run, phase) = (self.run.clone(), self.task.phases[phase].id);
        write(self.app, move |ctx, tx| turn(tx, ctx, &run, (phase, how))).await;
    }

    /// The teacher's word to a group at the gate of a phase.
    pub async fn release(&self, phase: usize, group: GroupId) {
        let (run, phase) = (self.run.clone(), self.task.phases[phase].id);
        write(self.app, move |ctx, tx| {
            let grant = policy::may_lead_as_system(ctx, run.clone())?;
            classroom::actions::release_gate(tx, ctx, &grant, phase, group)
        })
        .await;
    }

    /// The teacher seats a student in the group of another.
    pub async fn seat_beside(&self, seat: usize, other: usize) {
        let (run, moved, group) = (self.run.clone(), self.members[seat].0, self.members[other].1);
        write(self.app, move |ctx, tx| {
            let grant = policy::may_lead_as_system(ctx, run.clone())?;
            let before = queries::arranged(tx, &run)?;
            let mut groups: BTreeMap<GroupId, NewGroup> = BTreeMap::new();
            for seated in &before.seats {
                let at = if seated.student == moved {
                    group
                } else {
                    seated.group
                };
                let name = before.seats.iter().find(|seat| seat.group == at);
                let to = groups.entry(at).or_insert_with(|| NewGroup {
                    name: name.map(|seat| seat.group_name.clone()).unwrap_or_default(),
                    members: Vec::new(),
                });
                to.members.push((seated.student, Role::ALL.into_iter().collect()));
            }
            let wanted = Regroup {
                groups: groups.into_iter().map(|(id, group)| (Some(id), group)).collect(),
                reason: "设备在一处".to_owned(),
                rotation: Rotation::Fixed,
                seen: queries::run(tx, run.school, run.id)?.revision,
            };
            regroup(tx, ctx, &grant, &wanted)
        })
        .await;
    }

    /// The teacher judges the work of a student at a step.
    pub async fn judge(&self, seat: usize, number: &str, verdict: Verdict) {
        let (student, group) = self.members[seat];
        let place = (Owner::of(self.step(number), student, group), self.step(number).id);
        let run = self.run.clone();
        write(self.app, move |ctx, tx| {
            let grant = policy::may_lead_as_system(ctx, run.clone())?;
            judge(tx, ctx, &grant, (place, None), &verdict)
        })
        .await;
    }

    /// How far the work of a student at a step is.
    pub async fn stage(&self, seat: usize, number: &str) -> Stage {
        let (student, group) = self.members[seat];
        let place = (Owner::of(self.step(number), student, group), self.step(number).id);
        let run = self.run.clone();
        let state = write(self.app, move |_, tx| queries::state(tx, &run)).await;
        state
            .works
            .get(&place)
            .map(|work| work.stage.clone())
            .unwrap_or_default()
    }

    /// Fills in every asked cell of a step's table.
    pub async fn fill(&self, person: &Person<'_>, number: &str) {
        for (index, cell) in self.cells(number).iter().enumerate() {
            let value = format!("内容 {index}");
            let saved = person
                .post(&self.at(number), &[(cell, &value), ("version", "0")])
                .await;
            assert_eq!(saved.status.as_u16(), 200, "{}", saved.text());
        }
    }
}

/// Writes as the program itself.
pub async fn write<T: Send + 'static>(
    app: &TestApp,
    closure: impl Fn(&Ctx, &mut Tx<'_>) -> Result<T> + Send + 'static,
) -> T {
    let ctx = app.house.ctx(Actor::System);
    app.house.db.write(&ctx, closure).await.expect("it is written")
}

fn turn(tx: &mut Tx<'_>, ctx: &Ctx, run: &RunHead, how: (PhaseId, Turn)) -> Result<()> {
    let grant = policy::may_lead_as_system(ctx, run.clone())?;
    set_phase(tx, ctx, &grant, how, (None, Timer::Off))
}

fn opened(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId) -> Result<RunHead> {
    let staff = people::queries::staff(tx, ctx, school)?;
    let teacher = staff.iter().find(|row| row.role == kernel::Role::Teacher.code());
    let teacher = teacher.expect("a teacher").person;
    let class = people::queries::classes(tx, school, None)?[0].id;
    let task = design::demo::load(tx, ctx, school, teacher)?;
    let editing = design::policy::may_edit_as_system(tx, ctx, school, task)?;
    let steps = design::queries::present(tx, editing.target())?.task;
    let members = people::queries::members(tx, school, class)?;
    let members: Vec<PersonId> = members.into_iter().map(|member| member.person).collect();
    let group = |(number, members): (usize, Vec<PersonId>)| NewGroup {
        name: format!("第{}组", number + 1),
        members: members
            .into_iter()
            .map(|member| (member, BTreeSet::new()))
            .collect(),
    };
    let opening = Opening {
        class,
        days: Days {
            first: ctx.now.day(),
            last: ctx.now.day().plus(30),
        },
        reason: "跨学期的企业实训".to_owned(),
        place: "数控车间一".to_owned(),
        groups: propose_groups(&members)
            .into_iter()
            .enumerate()
            .map(group)
            .collect(),
        group_reason: String::new(),
        rotation: Rotation::Fixed,
        duties: Duties([(machine(&steps), BTreeSet::from([Role::Operator]))].into()),
    };
    let grant = policy::may_open_as_system(ctx, school, teacher)?;
    let run: RunId = open_run(tx, ctx, &grant, Design::Present(&editing), &opening)?;
    queries::run(tx, school, run)
}

/// The step at the machine (4.3), which only operators do here.
fn machine(task: &LearningTask) -> StepId {
    let mut steps = task.steps();
    let found = steps.find(|(number, ..)| number.to_string() == "4.3");
    found.map(|(_, _, step)| step.id).expect("4.3 is a step")
}
