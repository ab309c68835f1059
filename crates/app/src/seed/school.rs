//! A school of a made-up nation: its staff and calendar, what it adopts and designs, and its classes at work.

use std::sync::Arc;

use assessment::demo::Reached;
use assessment::model::demo::Marks;
use classroom::demo::Scene;
use classroom::model::demo::PLACES;
use db::Tx;
use design::model::TaskId;
use design::model::nation::{CONICAL, THREADED, order};
use kernel::{Actor, Ctx, Dice, Instant, Result, Role};
use org::queries::Org;
use people::model::class::ClassId;
use people::queries::{ClassRow, StaffRow};
use web::House;

use super::Nation;
use super::made::Head;
use crate::config::Seed;
use crate::demo::{acting, posts};

/// So many schools, from the first, work in full depth.
const DEEP: usize = 20;
/// Classes at work in such a school, and in any other.
const AT_WORK: [usize; 2] = [24, 3];
/// The steps of the tasks that they work at.
const STEPS: usize = 18;
/// How far sheets go that the office has still to do with.
const RATED: [Reached; 3] = [Reached::Submitted, Reached::Checked, Reached::Correcting];

impl Nation {
    /// Registers a school with everybody who works there.
    pub(super) fn school(&mut self, head: Head) -> std::result::Result<Org, String> {
        let (house, hash) = (Arc::clone(&self.house), self.hash.clone());
        let standard = self.standard;
        let at = self.at(3 * 365 - 10, 100 + head.number as u64 * 50);
        self.write(at, move |ctx, tx| {
            let school = org::nation::organisation(tx, ctx, &head.form)?;
            org::nation::calendar(tx, ctx, &school)?;
            posts(tx, ctx, &house, &school, &hash)?;
            people::nation::people(tx, ctx, (&house.vault, school.number), &head.teachers)?;
            if let Some(standard) = standard {
                adopt(tx, ctx, &school, (standard, head.number))?;
            }
            Ok(school)
        })
    }

    /// Classes at work in every state: so many more in the schools of full depth.
    pub(super) fn work(
        &mut self,
        school: &Org,
        majors: Vec<&'static str>,
        (number, seed): (usize, &Seed),
    ) -> std::result::Result<(), String> {
        let deep = number < DEEP;
        let mut dice = Dice::of(seed.seed, &[5, number as u64]);
        let place = number as u64 * 50;
        let (at, house) = (school.clone(), Arc::clone(&self.house));
        let orders = [dice.draw(), dice.draw()];
        let (tasks, classes) = self.write(self.at(50, place), move |ctx, tx| {
            faculty::demo::load(tx, ctx, &house.vault, std::slice::from_ref(&at))?;
            programme::nation::pairs(tx, ctx, &at, (&majors, orders[0]))?;
            designed(tx, ctx, &at, orders)
        })?;
        // Classes whose grades are in work do the second task; of them an enterprise rates some.
        if let (true, Some(&weighed)) = (deep, tasks.get(1)) {
            let at = school.clone();
            self.write(self.at(1, place), move |ctx, tx| {
                let teacher = actor(tx, ctx, &at, Role::Teacher)?;
                assessment::demo::weigh_enterprise(tx, ctx, &teacher, weighed)
            })?;
        }
        let count = AT_WORK[usize::from(!deep)].min(classes.len());
        for order in 0..count {
            let class = &classes[order * classes.len() / count];
            let stands = match (deep, order % 8) {
                (true, 0) => Stands::Rated(Reached::Locked),
                (true, 4) => Stands::Rated(RATED[(number + order / 8) % RATED.len()]),
                (true, 5) => Stands::InWork,
                _ => Stands::Ungraded,
            };
            let done = match (deep, stands) {
                (_, Stands::Rated(_)) => STEPS,
                (true, _) => dice.below(14) + 2,
                (false, _) => dice.below(3),
            };
            let going = Going {
                school: school.clone(),
                class: class.id,
                task: tasks[order % tasks.len()],
                done,
                stands,
                order,
                // Nothing was drawn for the demonstration alone.
                drawn: dice.draw().max(1),
            };
            let (house, hash) = (Arc::clone(&self.house), self.hash.clone());
            self.write(self.at(1, place + order as u64), move |ctx, tx| {
                going.load(tx, ctx, (&house, &hash))
            })?;
        }
        Ok(())
    }
}

fn adopt(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: &Org,
    (standard, number): (standards::StandardId, usize),
) -> Result<()> {
    let staff = people::queries::staff(tx, ctx, school.number)?;
    let leader = in_post(&staff, Role::MajorLeader);
    let plans = &design::model::demo::PLANS;
    match leader {
        Some(leader) => {
            let plan = &plans[number % plans.len()];
            design::demo::adopt(tx, ctx, (school, leader.person), (standard, plan)).map(drop)
        }
        None => Ok(()),
    }
}

/// The tasks that a school's teacher designs, and the classes that there are for them.
fn designed(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    school: &Org,
    drawn: [u64; 2],
) -> Result<(Vec<TaskId>, Vec<ClassRow>)> {
    let teaching = actor(tx, ctx, school, Role::Teacher)?;
    let teacher = teaching.person().ok_or(kernel::Error::NotFound)?;
    let task = design::demo::load(tx, ctx, school.number, teacher)?;
    design::demo::place(tx, ctx, school.number, task)?;
    let words = (assessment::model::demo::BEFORE, assessment::model::demo::SCENARIO);
    let other = design::demo::before(tx, ctx, school.number, (teacher, task), words)?;
    for (task, part, drawn) in [(task, THREADED, drawn[0]), (other, CONICAL, drawn[1])] {
        let writing = Ctx::new(ctx.now, teaching.clone(), ctx.bytes());
        design::demo::ordered(tx, &writing, task, &order(drawn, part))?;
    }
    Ok((
        vec![task, other],
        people::queries::classes(tx, school.number, None)?,
    ))
}

fn actor(tx: &mut Tx<'_>, ctx: &Ctx, school: &Org, role: Role) -> Result<Actor> {
    let staff = people::queries::staff(tx, ctx, school.number)?;
    in_post(&staff, role)
        .map(|row| acting(school, role, row))
        .ok_or(kernel::Error::NotFound)
}

/// Who can sign in among those who hold a post: the one whose number is called like it.
fn in_post(staff: &[StaffRow], role: Role) -> Option<&StaffRow> {
    staff
        .iter()
        .find(|row| row.role == role.code() && row.number == role.code())
}

/// A class that works at a task.
struct Going {
    school: Org,
    class: ClassId,
    task: TaskId,
    /// Steps that lie behind it, of [`STEPS`].
    done: usize,
    stands: Stands,
    order: usize,
    drawn: u64,
}

/// How far the grades of a class at work are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Nobody rates yet.
    Ungraded,
    /// Rating is under way, and a mentor invited.
    InWork,
    /// All have rated.
    Rated(Reached),
}

impl Going {
    fn load(&self, tx: &mut Tx<'_>, ctx: &Ctx, (house, hash): (&House, &str)) -> Result<()> {
        let school = self.school.number;
        let teacher = actor(tx, ctx, &self.school, Role::Teacher)?;
        let scene = Scene {
            school,
            teacher: teacher.person().ok_or(kernel::Error::NotFound)?,
            class: self.class,
            task: self.task,
            place: PLACES[self.order % PLACES.len()],
            done: self.done,
            drawn: self.drawn,
        };
        if self.order < 2 {
            people::nation::passwords(tx, ctx, (school, self.class), hash)?;
        }
        let (before, vault) = (matches!(self.stands, Stands::Rated(_)), &house.vault);
        let days = if before { 20 } else { 0 };
        let then = Ctx::new(ctx.now.plus(-days * Instant::DAY), ctx.actor.clone(), ctx.bytes());
        let run = classroom::demo::load(tx, &then, &scene)?;
        match self.stands {
            Stands::Ungraded => Ok(()),
            Stands::InWork => {
                let cast = self.cast(tx, ctx)?;
                assessment::demo::in_work(tx, ctx, vault, (&cast, run))
            }
            Stands::Rated(reached) => {
                let cast = self.cast(tx, ctx)?;
                assessment::demo::rated(tx, ctx, vault, (&cast, run, reached))?;
                classroom::demo::end(tx, ctx, school, run)?;
                match reached {
                    Reached::Locked => assessment::demo::course(tx, ctx, (&cast, run)),
                    Reached::Submitted | Reached::Checked | Reached::Correcting => Ok(()),
                }
            }
        }
    }

    fn cast(&self, tx: &mut Tx<'_>, ctx: &Ctx) -> Result<assessment::demo::Cast> {
        let mut of_role = |role| actor(tx, ctx, &self.school, role);
        Ok(assessment::demo::Cast {
            school: self.school.number,
            teacher: of_role(Role::Teacher)?,
            leader: of_role(Role::MajorLeader)?,
            office: of_role(Role::AcademicAffairs)?,
            marks: Marks(self.drawn),
        })
    }
}
