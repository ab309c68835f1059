//! Who adopts standards, and who converts and reads school courses.

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
];
