//! What a school designs and does: work of a student in every stage, a task with a second designer, a plan with a course left out.

use classroom::actions::Turn;
use kernel::{Actor, PersonId, Role};
use testkit::TestApp;

use super::{Shown, case, done};
use crate::course::{adopt, links};
use crate::work::room::Room;

/// All of it.
pub async fn all(app: &TestApp, shown: &mut Shown) {
    work(app, shown).await;
    task(app, shown).await;
    plans(app, shown).await;
}

/// Where the student is seated who looks at everything.
async fn seat(room: &Room<'_>) -> usize {
    let (school, ctx) = (room.run.school, room.app.house.ctx(Actor::System));
    let sql = "SELECT person_id FROM student_post WHERE school_id = $1 ORDER BY account_id LIMIT 1";
    let found = room.app.house.db.read(&ctx, move |_, tx| {
        Ok(tx.one::<(PersonId,)>(sql, db::params![school])?)
    });
    let (student,) = found.await.expect("a student");
    let mut seats = room.members.iter();
    seats.position(|(member, _)| *member == student).expect("a seat")
}

/// A step where help was asked for, one that was handed in, one with a photo; each as its student sees it.
async fn work(app: &TestApp, shown: &mut Shown) {
    let room = Room::of(app, 0).await;
    let seat = seat(&room).await;
    let student = room.student(seat).await;
    let help = format!("{}/help", room.at("1.1"));
    done(&help, &student.post(&help, &[]).await);
    room.fill(&student, "1.2").await;
    let answer = [(&*room.question("1.2", 0), "φ38 外圆轴线"), ("version", "0")];
    assert_eq!(student.post(&room.at("1.2"), &answer).await.status, 200);
    let submission = format!("{}/submission", room.at("1.2"));
    done(&submission, &student.post(&submission, &[]).await);
    room.turn(3, Turn::Open).await;
    room.release(3, room.members[seat].1).await;
    let photo = format!("{}/files/{}", room.at("4.2"), room.outcome("4.2", "photo"));
    let op = [("op", "019ab000-0000-7000-8000-0000000000aa")];
    let bytes = crate::personal::jpeg();
    let sent = student.upload(&photo, &op, ("file", "a.jpg", &bytes)).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    for step in ["1.1", "1.2", "4.2"] {
        shown.to(&student, &room.at(step)).await;
    }
}

/// A task that a second person designs too, with its first phase and the first step of that.
async fn task(app: &TestApp, shown: &mut Shown) {
    let teacher = app.at_school(Role::Teacher, 0).await;
    let editor = case(app, "POST /tasks/{id}/editors/{person}/end").await;
    let (task, _) = editor.split_once("/editors/").expect("the editor of a task");
    shown.to(&teacher, task).await;
    shown
        .to(&teacher, &case(app, "POST /tasks/{id}/nodes/{node}").await)
        .await;
    let step = case(app, "POST /tasks/{id}/nodes/{node}/parent").await;
    shown.to(&teacher, step.trim_end_matches("/parent")).await;
}

/// A level of which only some courses were adopted, a course whose conversion nobody has decided, and one that is split.
async fn plans(app: &TestApp, shown: &mut Shown) {
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let plan = done("an adoption", &adopt(&leader, 0, 4).await);
    shown.to(&leader, &plan).await;
    let page = leader.get(&plan).await.text();
    let course = first_course(&page);
    shown.to(&leader, &course).await;
    let row = case(app, "POST /courses/{id}/rows/{row}/removal").await;
    let (split, _) = row.split_once("/rows/").expect("a row of a course");
    shown.to(&leader, split).await;
}

fn first_course(page: &str) -> String {
    let mut courses = links(page, "/courses/").into_iter();
    let found = courses.find(|link| link.len() == "/courses/".len() + 22);
    found.expect("a course of the plan")
}
