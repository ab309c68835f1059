//! Ratings and grades over HTTP.

mod course;
mod demo;
mod mentor;
mod moved;
mod round;
mod rule;
mod sheet;
mod veil;
mod way;

use classroom::actions::{Design, NewGroup, Opening, open_run};
use classroom::model::roles::{Duties, Rotation};
use classroom::model::run::Days;
use design::actions::{Source, create_task};
use design::model::{LearningTask, Rater, sample};
use kernel::{Actor, Percent, PersonId, Points, RawId, Role, SchoolId};
use testkit::{Person, Reply, TestApp};

/// A class of the school of an index with a task that is only taught in a test.
pub struct Class<'a> {
    pub app: &'a TestApp,
    pub index: usize,
    pub school: SchoolId,
    /// The address of its sheet without `/grades/`.
    pub sheet: String,
    pub items: Vec<String>,
    pub abilities: Vec<String>,
    /// In the order of the sheet: four a group.
    pub students: Vec<PersonId>,
    pub groups: Vec<String>,
}

/// The sample task as it is.
pub fn as_it_is(_: &mut LearningTask) {}

/// The three items of the worked check 84.000, without peers' mean withheld: their ratings are the test's affair.
pub fn three_items(task: &mut LearningTask) {
    task.items.truncate(3);
    let rows = [
        ("课堂表现", 20, [20, 30, 50]),
        ("工作页", 30, [10, 20, 70]),
        ("任务成果", 50, [0, 20, 80]),
    ];
    for (item, (name, marks, [own, peer, teacher])) in task.items.iter_mut().zip(rows) {
        item.name = name.to_owned();
        item.marks = Points::whole(marks);
        item.weights.own = Percent::whole(own);
        item.weights.peer = Percent::whole(peer);
        item.weights.teacher = Percent::whole(teacher);
        item.peers = Some(design::model::Peers::OwnGroup);
    }
}

/// Opens a run for the class of a school, in groups of four, with a task of this shape.
pub async fn class<'a>(app: &'a TestApp, index: usize, shape: fn(&mut LearningTask)) -> Class<'a> {
    let (school, ctx) = (app.schools()[index].number, app.house.ctx(Actor::System));
    let made = app.house.db.write(&ctx, move |ctx, tx| {
        let staff = people::queries::staff(tx, ctx, school)?;
        let teacher = staff
            .iter()
            .find(|row| row.role == Role::Teacher.code())
            .unwrap()
            .person;
        let mut last = 7_000;
        let mut ids = || {
            last += 1;
            RawId::from_u128(last)
        };
        let mut task = sample::threaded_shaft(&mut ids).unwrap();
        shape(&mut task);
        let creating = design::policy::may_create_as_system(ctx, school, teacher)?;
        let source = Source::Copy {
            task: Box::new(task),
            name: "测试任务".to_owned(),
            base: None,
        };
        let task = create_task(tx, ctx, &creating, &source)?;
        let editing = design::policy::may_edit_as_system(tx, ctx, school, task)?;
        let class = people::queries::classes(tx, school, None)?[0].id;
        let members = people::queries::members(tx, school, class)?;
        let groups = members.chunks(4).zip(1..).map(|(members, number)| NewGroup {
            name: format!("第{number}组"),
            members: members
                .iter()
                .map(|member| (member.person, Default::default()))
                .collect(),
        });
        let day = ctx.now.day();
        let opening = Opening {
            class,
            days: Days {
                first: day,
                last: day.plus(20),
            },
            reason: "测试".to_owned(),
            place: "一号车间".to_owned(),
            groups: groups.collect(),
            group_reason: "测试".to_owned(),
            rotation: Rotation::ByPhase,
            duties: Duties::default(),
        };
        let opened = classroom::policy::may_open_as_system(ctx, school, teacher)?;
        let run = open_run(tx, ctx, &opened, Design::Present(&editing), &opening)?;
        let run = classroom::queries::run(tx, school, run)?;
        let task = classroom::queries::task(tx, &run)?;
        let seats = classroom::queries::seats(tx, &run)?;
        let mut groups: Vec<String> = seats.iter().map(|seat| seat.group.to_string()).collect();
        groups.dedup();
        Ok((
            run.id.to_string(),
            task.items
                .iter()
                .map(|item| item.id.to_string())
                .collect::<Vec<_>>(),
            task.abilities
                .iter()
                .map(|ability| ability.id.to_string())
                .collect::<Vec<_>>(),
            seats.iter().map(|seat| seat.student).collect::<Vec<_>>(),
            groups,
        ))
    });
    let (sheet, items, abilities, students, groups) = made.await.unwrap();
    Class {
        app,
        index,
        school,
        sheet,
        items,
        abilities,
        students,
        groups,
    }
}

impl<'a> Class<'a> {
    pub async fn teacher(&self) -> Person<'a> {
        self.app.at_school(Role::Teacher, self.index).await
    }

    pub async fn office(&self) -> Person<'a> {
        self.app.at_school(Role::AcademicAffairs, self.index).await
    }

    pub async fn leader(&self) -> Person<'a> {
        self.app.at_school(Role::MajorLeader, self.index).await
    }

    /// The student of a place on the sheet, signed in.
    pub async fn student(&self, place: usize) -> Person<'a> {
        let (school, person) = (self.school, self.students[place]);
        let ctx = self.app.house.ctx(Actor::System);
        let token = self.app.house.db.write(&ctx, move |ctx, tx| {
            let (account,): (kernel::AccountId,) = tx.one(
                "SELECT account_id FROM person WHERE school_id = $1 AND id = $2",
                db::params![school, person],
            )?;
            let new = people::actions::NewSession {
                account,
                school,
                device: people::model::sign_in::Device::Own,
                browser: vec![1],
                agent: "test".to_owned(),
                address: String::new(),
                whence: people::model::sign_in::whence::Whence::Near,
            };
            people::actions::open_session(tx, ctx, &new)
        });
        Person::with_token(self.app, token.await.unwrap())
    }

    /// A page below the sheet's address.
    pub fn at(&self, rest: &str) -> String {
        format!("/grades/{}{rest}", self.sheet)
    }

    /// The result page of a student, and below it.
    pub fn result(&self, rest: &str) -> String {
        format!("/results/{}{rest}", self.sheet)
    }

    /// A cell's name.
    pub fn cell(&self, student: usize, item: usize) -> String {
        format!("{}:{}", self.students[student], self.items[item])
    }

    /// Posts cells as the sheet does: name, value, version.
    pub async fn cells(&self, person: &Person<'_>, show: &str, cells: &[(String, &str, &str)]) -> Reply {
        let json: Vec<_> = cells
            .iter()
            .map(|(cell, value, version)| serde_json::json!({ "cell": cell, "value": value, "version": version }))
            .collect();
        let json = serde_json::to_string(&json).unwrap();
        person
            .post(
                &self.at(&format!("/cells?show={show}")),
                &[("cells", &json), ("op", "019ab000-0000-7000-8000-000000000001")],
            )
            .await
    }

    /// The teacher gives everybody the same in every item.
    pub async fn teacher_gives_all(&self, value: &str) {
        let teacher = self.teacher().await;
        let cells: Vec<_> = (0..self.students.len())
            .flat_map(|student| (0..self.items.len()).map(move |item| (student, item)))
            .map(|(student, item)| (self.cell(student, item), value, "0"))
            .collect();
        let reply = self.cells(&teacher, "teacher", &cells).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    }

    /// Posts what a student gives at an item (from 1): to oneself, to others by their places.
    pub async fn rates(&self, rater: usize, item: usize, own: &str, others: &[(usize, &str)]) -> Reply {
        let student = self.student(rater).await;
        let (place, id) = self.ballot(&student, item).await;
        let mut fields = vec![("item".to_owned(), place)];
        if !own.is_empty() {
            fields.push((format!("m-{id}-{}", self.students[rater]), own.to_owned()));
        }
        for (other, value) in others {
            fields.push((format!("m-{id}-{}", self.students[*other]), (*value).to_owned()));
        }
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        student.post(&self.result("/rating"), &fields).await
    }

    /// Which place an item has among those that a student rates.
    async fn ballot(&self, student: &Person<'_>, item: usize) -> (String, String) {
        let id = self.items[item].clone();
        for place in 1..=self.items.len() {
            let page = student
                .get(&self.result(&format!("/rating?item={place}")))
                .await
                .text();
            if page.contains(&format!("m-{id}-")) {
                return (place.to_string(), id);
            }
        }
        ("1".to_owned(), id)
    }

    /// How many students' stored grades differ from what the ratings make.
    pub async fn differing(&self) -> usize {
        let (school, id) = (self.school, self.sheet.parse().unwrap());
        let ctx = self.app.house.ctx(Actor::System);
        let differing = self.app.house.db.read(&ctx, move |_, tx| {
            let sheet = assessment::queries::sheet(tx, school, id)?.unwrap();
            Ok(assessment::differences(tx, &sheet)?.len())
        });
        differing.await.unwrap()
    }

    /// Submitted by the teacher, checked by the leader, locked by the office.
    pub async fn lock(&self) {
        let (teacher, leader, office) = (self.teacher().await, self.leader().await, self.office().await);
        for (person, act) in [(teacher, "/submission"), (leader, "/check"), (office, "/lock")] {
            let reply = person.post(&self.at(act), &[]).await;
            assert_eq!(reply.status, 303, "{act}: {}", reply.text());
        }
    }

    pub async fn open_round(&self) {
        let reply = self.teacher().await.post(&self.at("/round"), &[]).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
    }
}

/// A rater's weight taken from all items and given to the teacher.
pub fn only_teacher(task: &mut LearningTask) {
    for item in &mut task.items {
        for rater in Rater::ALL {
            let weight = if rater == Rater::Teacher { 100 } else { 0 };
            match rater {
                Rater::Own => item.weights.own = Percent::whole(weight),
                Rater::Peer => item.weights.peer = Percent::whole(weight),
                Rater::Teacher => item.weights.teacher = Percent::whole(weight),
                Rater::Enterprise => item.weights.enterprise = Percent::whole(weight),
            }
        }
    }
}
