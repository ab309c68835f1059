//! Learning tasks: the made-up task of a teacher of the first school.

use design::queries::{Whose, tasks};
use kernel::{PersonId, Role, Slice};
use testkit::TestApp;

use super::Who::{Office, School};
use super::{Case, Who, read, word_after};

/// Who may not read a task of the first school.
const NO_READERS: &[(Who, u16)] = &[
    (School(Role::Teacher, 1), 404),
    (School(Role::MajorLeader, 2), 404),
    (School(Role::Student, 0), 403),
    (School(Role::SystemAdmin, 0), 403),
    (Office(Role::NationalOfficer), 403),
];
/// Who may not change it: its school reads it, its owner and the 专业带头人 design it.
const NO_DESIGNERS: &[(Who, u16)] = &[
    (School(Role::Teacher, 1), 404),
    (School(Role::MajorLeader, 1), 404),
    (School(Role::ClassTeacher, 0), 403),
    (School(Role::AcademicAffairs, 0), 403),
    (School(Role::SchoolLeader, 0), 403),
];
const OWNER: Who = School(Role::Teacher, 0);

/// A path below the task.
async fn task(app: &TestApp, rest: &str) -> String {
    let school = app.schools()[0].number;
    let id = read(app, move |tx| {
        Ok(tasks(tx, school, Whose::School, Slice::page(1))?.rows[0].id)
    })
    .await;
    format!("/tasks/{id}{rest}")
}

/// The ids of the task's phases, in order.
async fn phases(app: &TestApp) -> Vec<String> {
    let owner = app.at_school(Role::Teacher, 0).await;
    let page = owner.get(&task(app, "").await).await.text();
    let list = page.split("data-order=").nth(1).unwrap();
    list.split("data-id=\"")
        .skip(1)
        .map(|part| part[..22].to_owned())
        .collect()
}

/// A path below the first phase.
async fn phase(app: &TestApp, rest: &str) -> String {
    task(app, &format!("/nodes/{}{rest}", phases(app).await[0])).await
}

/// A path below the first step of the first phase.
async fn step(app: &TestApp, rest: &str) -> String {
    let owner = app.at_school(Role::Teacher, 0).await;
    let page = owner.get(&phase(app, "").await).await.text();
    let list = page.split("data-order=").nth(1).unwrap();
    let id = word_after(list, "data-id=\"");
    task(app, &format!("/nodes/{id}{rest}")).await
}

/// Somebody of the first school's staff.
async fn colleague(app: &TestApp, role: Role) -> PersonId {
    let (school, code) = (app.schools()[0].number, role.code());
    let sql = "SELECT person_id FROM post WHERE school_id = $1 AND role = $2";
    let row: (PersonId,) = read(app, move |tx| Ok(tx.one(sql, db::params![school, code])?)).await;
    row.0
}

/// A path below the 班主任 among those who design the task too.
async fn editor(app: &TestApp, rest: &str) -> String {
    let person = colleague(app, Role::MajorLeader).await.to_string();
    let owner = app.at_school(Role::Teacher, 0).await;
    let named = owner
        .post(&task(app, "/editors").await, &[("person", &person)])
        .await;
    assert_eq!(named.status, 303, "{}", named.text());
    task(app, &format!("/editors/{person}{rest}")).await
}

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /tasks").lets(OWNER, 200).refuses(&[
        (School(Role::Student, 0), 403),
        (School(Role::SystemAdmin, 0), 403),
        (Office(Role::ProvincialOfficer), 403),
    ]),
    Case::of("GET /tasks/new").lets(OWNER, 200).refuses(&[
        (School(Role::SchoolLeader, 0), 403),
        (School(Role::AcademicAffairs, 0), 403),
    ]),
    Case::of("POST /tasks")
        .sends(&[
            ("source", "blank"),
            ("name", "阶梯轴的数控车床加工"),
            ("hours", "60"),
        ])
        .lets(OWNER, 303)
        .refuses(&[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Student, 0), 403),
        ]),
    Case::of("GET /tasks/{id}")
        .at(|app| Box::pin(task(app, "")))
        .lets(School(Role::AcademicAffairs, 0), 200)
        .refuses(NO_READERS),
    Case::of("GET /tasks/{id}/sums")
        .at(|app| Box::pin(task(app, "/sums")))
        .lets(OWNER, 200)
        .refuses(NO_READERS),
    Case::of("GET /tasks/{id}/assessment")
        .at(|app| Box::pin(task(app, "/assessment")))
        .lets(OWNER, 200)
        .refuses(NO_READERS),
    Case::of("POST /tasks/{id}/removal")
        .at(|app| Box::pin(task(app, "/removal")))
        .lets(OWNER, 303)
        .refuses(NO_DESIGNERS),
    Case::of("POST /tasks/{id}/versions")
        .at(|app| Box::pin(task(app, "/versions")))
        .lets(OWNER, 303)
        .refuses(NO_DESIGNERS),
    Case::of("POST /tasks/{id}/editors")
        .at(|app| Box::pin(task(app, "/editors")))
        .sends_made(|app| {
            Box::pin(async { vec![("person", colleague(app, Role::MajorLeader).await.to_string())] })
        })
        .lets(OWNER, 303)
        .refuses(NO_DESIGNERS),
    Case::of("POST /tasks/{id}/editors/{person}/end")
        .at(|app| Box::pin(editor(app, "/end")))
        .lets(OWNER, 303)
        .refuses(NO_DESIGNERS),
    Case::of("POST /tasks/{id}/undo")
        .at(|app| Box::pin(task(app, "/undo")))
        .lets(OWNER, 303)
        .refuses(NO_DESIGNERS),
    Case::of("POST /tasks/{id}/order")
        .at(|app| Box::pin(task(app, "/order")))
        .sends_made(|app| {
            Box::pin(async {
                let backwards: Vec<String> = phases(app).await.into_iter().rev().collect();
                vec![("ids", backwards.join(","))]
            })
        })
        .lets(OWNER, 200)
        .refuses(NO_DESIGNERS),
    Case::of("POST /tasks/{id}/nodes")
        .at(|app| Box::pin(task(app, "/nodes")))
        .sends(&[("kind", "step")])
        .sends_made(|app| Box::pin(async { vec![("parent", phases(app).await[0].clone())] }))
        .lets(OWNER, 303)
        .refuses(NO_DESIGNERS),
    Case::of("GET /tasks/{id}/nodes/{node}")
        .at(|app| Box::pin(phase(app, "")))
        .lets(School(Role::ClassTeacher, 0), 200)
        .refuses(NO_READERS),
    Case::of("POST /tasks/{id}/nodes/{node}")
        .at(|app| Box::pin(phase(app, "")))
        .sends(&[("hours", "13"), ("version", "1")])
        .lets(OWNER, 200)
        .refuses(NO_DESIGNERS),
    Case::of("POST /tasks/{id}/nodes/{node}/removal")
        .at(|app| Box::pin(step(app, "/removal")))
        .lets(OWNER, 303)
        .refuses(NO_DESIGNERS),
    Case::of("POST /tasks/{id}/nodes/{node}/parent")
        .at(|app| Box::pin(step(app, "/parent")))
        .sends_made(|app| Box::pin(async { vec![("parent", phases(app).await[1].clone())] }))
        .lets(OWNER, 303)
        .refuses(NO_DESIGNERS),
    Case::of("GET /tasks/{id}/documents/{number}")
        .at(|app| Box::pin(task(app, "/documents/7")))
        .lets(School(Role::PartyOrganisation, 0), 200)
        .refuses(NO_READERS),
    Case::of("GET /tasks/{id}/documents/{number}/word")
        .at(|app| Box::pin(task(app, "/documents/8/word")))
        .lets(School(Role::MajorLeader, 0), 200)
        .refuses(NO_READERS),
    Case::of("GET /tasks/{id}/documents/{number}/pdf")
        .at(|app| Box::pin(task(app, "/documents/9/pdf")))
        .lets(OWNER, 200)
        .refuses(NO_READERS),
];
