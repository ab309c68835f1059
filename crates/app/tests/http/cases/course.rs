//! Who adopts standards, and who converts and reads school courses.

use design::model::CourseId;
use design::model::course::Conversion;
use kernel::{Actor, Role};
use testkit::TestApp;

use super::Case;
use super::Who::{Office, School};

/// Who reads nothing of a school's courses, and who knows another school's only.
const STRANGERS: &[(super::Who, u16)] = &[
    (School(Role::Student, 0), 403),
    (School(Role::SystemAdmin, 0), 403),
    (Office(Role::ProvincialOfficer), 403),
];
/// The same for a page of one plan or course.
const OUTSIDERS: &[(super::Who, u16)] = &[
    (School(Role::Teacher, 1), 404),
    (School(Role::MajorLeader, 1), 404),
    (School(Role::Student, 0), 403),
    (Office(Role::NationalOfficer), 403),
];
/// Who reads the school's plans and changes none.
const READERS: &[(super::Who, u16)] = &[
    (School(Role::Teacher, 0), 403),
    (School(Role::AcademicAffairs, 0), 403),
    (School(Role::SchoolLeader, 0), 403),
    (School(Role::MajorLeader, 1), 404),
    (School(Role::Teacher, 1), 404),
    (Office(Role::NationalOfficer), 403),
];

const LEADER: super::Who = School(Role::MajorLeader, 0);
const TEACHER: super::Who = School(Role::Teacher, 0);

/// The first plan of the first school.
async fn plan(app: &TestApp) -> design::queries::courses::Adoption {
    let school = app.schools()[0].number;
    let ctx = app.house.ctx(Actor::System);
    let found = app.house.db.read(&ctx, move |_, tx| {
        let id = design::queries::courses::adoptions(tx, school)?[0].id;
        design::queries::courses::adoption(tx, school, id)
    });
    found.await.unwrap()
}

async fn plan_path(app: &TestApp, rest: &str) -> String {
    format!("/courses/plans/{}{rest}", plan(app).await.id)
}

/// What adopts the table of three years, which no school of the first province has.
async fn adoption_fields(app: &TestApp) -> Vec<(&'static str, String)> {
    let plan = plan(app).await;
    let ctx = app.house.ctx(Actor::System);
    let (standard, number) = (plan.standard, plan.number);
    let found = app.house.db.read(&ctx, move |_, tx| {
        design::queries::courses::bases(tx, (standard, number, 0))
    });
    let course = found.await.unwrap()[0].course;
    vec![
        ("standard", standard.to_string()),
        ("number", number.to_string()),
        ("plan", "0".to_owned()),
        ("course", course.to_string()),
    ]
}

/// The first course of that plan which was taken of the standard, as it stands.
async fn course(app: &TestApp) -> design::model::course::SchoolCourse {
    let plan = plan(app).await;
    let ctx = app.house.ctx(Actor::System);
    let found = app.house.db.read(&ctx, move |_, tx| {
        Ok(design::queries::courses::plan(tx, &plan)?.rows.remove(0))
    });
    found.await.unwrap()
}

async fn course_path(app: &TestApp, rest: &str) -> String {
    format!("/courses/{}{rest}", course(app).await.id)
}

/// Its first 参考性学习任务.
async fn reference_path(app: &TestApp) -> String {
    let course = course(app).await;
    let reference = course.base.unwrap().tasks[0].id;
    format!("/courses/{}/references/{reference}", course.id)
}

/// A conversion that is split into several tasks, with its course.
async fn split(app: &TestApp) -> (CourseId, Conversion) {
    let plan = plan(app).await;
    let ctx = app.house.ctx(Actor::System);
    let found = app.house.db.read(&ctx, move |_, tx| {
        let courses = design::queries::courses::plan(tx, &plan)?.rows;
        let split = courses.iter().find_map(|course| {
            let mut all = course.conversions.iter();
            Some((course.id, all.find(|found| found.tasks.len() > 1)?.clone()))
        });
        Ok(split.unwrap())
    });
    found.await.unwrap()
}

/// One of its tasks.
async fn part_path(app: &TestApp) -> String {
    let (course, split) = split(app).await;
    format!("/courses/{course}/rows/{}/removal", split.tasks[1].id)
}

/// Where it gets one more.
async fn parts_path(app: &TestApp) -> String {
    let (course, split) = split(app).await;
    format!("/courses/{course}/conversions/{}/tasks", split.id)
}

/// How many changes that course counts.
async fn seen(app: &TestApp) -> Vec<(&'static str, String)> {
    let sql = "SELECT CAST(MAX(changes) AS BIGINT) FROM school_course WHERE school_id = $1";
    let school = app.schools()[0].number;
    let row: (i64,) = super::read(app, move |tx| Ok(tx.one(sql, db::params![school])?)).await;
    vec![("seen", row.0.to_string())]
}

/// The learning task of the first school, and a task of its courses that it is not designed for.
async fn task_path(app: &TestApp) -> String {
    use design::queries::{Whose, tasks};
    let school = app.schools()[0].number;
    let all = super::read(app, move |tx| {
        tasks(tx, school, Whose::School, kernel::Slice::page(1))
    });
    format!("/tasks/{}/course", all.await.rows[0].id)
}

async fn origin(app: &TestApp) -> Vec<(&'static str, String)> {
    let school = app.schools()[0].number;
    let all = super::read(app, move |tx| design::queries::courses::origins(tx, school)).await;
    vec![("course_task", all[0].id.to_string())]
}

const OWN: &[(&str, &str)] = &[("class", "extension"), ("name", "增材制造入门"), ("s3", "36")];

/// The cases of school courses.
pub const CASES: &[Case] = &[
    Case::of("GET /courses").lets(TEACHER, 200).refuses(STRANGERS),
    Case::of("GET /courses/plans/new").lets(LEADER, 200).refuses(&[
        (School(Role::Teacher, 0), 403),
        (School(Role::AcademicAffairs, 0), 403),
        (Office(Role::NationalOfficer), 403),
    ]),
    Case::of("POST /courses/plans")
        .sends_made(|app| Box::pin(adoption_fields(app)))
        .lets(LEADER, 303)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AcademicAffairs, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
            (Office(Role::NationalOfficer), 403),
        ]),
    Case::of("GET /courses/plans/{id}")
        .at(|app| Box::pin(plan_path(app, "")))
        .lets(TEACHER, 200)
        .refuses(OUTSIDERS),
    Case::of("GET /courses/plans/{id}/check")
        .at(|app| Box::pin(plan_path(app, "/check")))
        .lets(TEACHER, 200)
        .refuses(OUTSIDERS),
    Case::of("POST /courses/plans/{id}")
        .at(|app| Box::pin(plan_path(app, "")))
        .sends(&[("hours", "5100"), ("version", "1")])
        .lets(LEADER, 200)
        .refuses(READERS),
    Case::of("POST /courses/plans/{id}/courses")
        .at(|app| Box::pin(plan_path(app, "/courses")))
        .sends(&[("course", "0000000000000000000000")])
        .lets(LEADER, 404)
        .refuses(READERS),
    Case::of("GET /courses/plans/{id}/courses/new")
        .at(|app| Box::pin(plan_path(app, "/courses/new")))
        .lets(LEADER, 200)
        .refuses(READERS),
    Case::of("POST /courses/plans/{id}/courses/own")
        .at(|app| Box::pin(plan_path(app, "/courses/own")))
        .sends(OWN)
        .lets(LEADER, 303)
        .refuses(READERS),
    Case::of("POST /courses/plans/{id}/withdrawal")
        .at(|app| Box::pin(plan_path(app, "/withdrawal")))
        .sends(&[("reason", "专业停招")])
        .lets(LEADER, 303)
        .refuses(READERS),
    Case::of("GET /courses/{id}")
        .at(|app| Box::pin(course_path(app, "")))
        .lets(TEACHER, 200)
        .refuses(OUTSIDERS),
    Case::of("GET /courses/{id}/check")
        .at(|app| Box::pin(course_path(app, "/check")))
        .lets(TEACHER, 200)
        .refuses(OUTSIDERS),
    Case::of("GET /courses/{id}/difference")
        .at(|app| Box::pin(course_path(app, "/difference")))
        .lets(TEACHER, 200)
        .refuses(OUTSIDERS),
    Case::of("POST /courses/{id}/kept")
        .at(|app| Box::pin(course_path(app, "/kept")))
        .lets(LEADER, 303)
        .refuses(READERS),
    Case::of("POST /courses/{id}/references/{reference}")
        .at(|app| Box::pin(reference_path(app)))
        .sends(&[("decision", "changed")])
        .sends_made(|app| Box::pin(seen(app)))
        .lets(LEADER, 303)
        .refuses(READERS),
    Case::of("POST /courses/{id}/conversions/{conversion}/tasks")
        .at(|app| Box::pin(parts_path(app)))
        .sends_made(|app| Box::pin(seen(app)))
        .lets(LEADER, 303)
        .refuses(READERS),
    Case::of("POST /courses/{id}/rows/{row}")
        .at(|app| {
            Box::pin(async move {
                let id = course(app).await.id;
                format!("/courses/{id}/rows/{id}")
            })
        })
        .sends(&[("note", "设备更新"), ("version", "1")])
        .lets(LEADER, 200)
        .refuses(READERS),
    Case::of("POST /courses/{id}/rows/{row}/removal")
        .at(|app| Box::pin(part_path(app)))
        .sends_made(|app| Box::pin(seen(app)))
        .lets(LEADER, 303)
        .refuses(READERS),
    Case::of("POST /courses/{id}/removal")
        .at(|app| Box::pin(course_path(app, "/removal")))
        .lets(LEADER, 303)
        .refuses(READERS),
    Case::of("POST /tasks/{id}/course")
        .at(|app| Box::pin(task_path(app)))
        .sends_made(|app| Box::pin(origin(app)))
        .lets(TEACHER, 303)
        .refuses(&[
            (School(Role::Teacher, 1), 404),
            (School(Role::MajorLeader, 1), 404),
            (School(Role::ClassTeacher, 0), 403),
            (School(Role::AcademicAffairs, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ]),
];
