//! Classes, people, rosters, sessions.

use kernel::{PersonId, Role};
use testkit::{SECOND_CLASS, TestApp};

use super::Case;
use super::Who::{Office, School};
use super::{read, word_after};

/// One new student of the class that every made-up school has.
const ROSTER: &str = "学号,姓名,证件类型,证件号码,班级\n25019950,上官云,护照,E76543210,数控2501班\n";

/// Who may not see classes of the first school.
const OTHERS: &[(super::Who, u16)] = &[
    (School(Role::ClassTeacher, 1), 404),
    (School(Role::AcademicAffairs, 2), 404),
    (School(Role::Student, 0), 403),
    (School(Role::EnterpriseMentor, 0), 403),
    (Office(Role::ProvincialOfficer), 403),
];
/// Who may not do what 教务 does to something of the first school.
const NOT_AFFAIRS: &[(super::Who, u16)] = &[
    (School(Role::AcademicAffairs, 1), 404),
    (School(Role::Teacher, 0), 403),
    (School(Role::SystemAdmin, 0), 403),
    (School(Role::SchoolLeader, 0), 403),
];
/// Who may not see the people of the first school.
const NOT_THEIRS: &[(super::Who, u16)] = &[
    (School(Role::AcademicAffairs, 1), 404),
    (School(Role::ClassTeacher, 2), 404),
    (School(Role::Teacher, 0), 403),
    (School(Role::Student, 0), 403),
    (Office(Role::ProvincialOfficer), 403),
];

/// A path below the class of the first school.
async fn class(app: &TestApp, rest: &str) -> String {
    let school = app.schools()[0].number;
    let id = read(app, move |tx| {
        Ok(people::queries::classes(tx, school, None)?[0].id)
    })
    .await;
    format!("/classes/{id}{rest}")
}

/// A student of the class of the first school.
async fn student(app: &TestApp) -> PersonId {
    let school = app.schools()[0].number;
    read(app, move |tx| {
        let class = people::queries::classes(tx, school, None)?[0].id;
        Ok(people::queries::students(tx, school, class)?[0].person)
    })
    .await
}

/// A file that waits for its decision in the first school.
async fn roster(app: &TestApp, rest: &str) -> String {
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let file = ("file", "students.csv", ROSTER.as_bytes());
    let sent = affairs.upload("/rosters", &[("kind", "students")], file).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    format!("{}{rest}", sent.location())
}

/// The digest that a preview of the first school's newest file shows.
async fn digest(app: &TestApp) -> String {
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let list = affairs.get("/rosters").await.text();
    let preview = format!(
        "/rosters/{}",
        word_after(&list, "<th scope=\"row\" lang=\"zh-CN\"><a href=\"/rosters/")
    );
    word_after(&affairs.get(&preview).await.text(), "name=\"digest\" value=\"")
}

/// A session of a teacher of the first school.
async fn session(app: &TestApp) -> String {
    app.at_school(Role::Teacher, 0).await;
    let school = app.schools()[0].number;
    let sql = "SELECT id FROM session WHERE school_id = $1 AND role = 'teacher' AND ended_at IS NULL";
    let row: (kernel::Id<()>,) = read(app, move |tx| Ok(tx.one(sql, db::params![school])?)).await;
    format!("/sessions/{}/end", row.0)
}

/// The version of a student as their page knows it.
async fn version_of_student(app: &TestApp) -> String {
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let page = affairs.get(&format!("/people/{}", student(app).await)).await;
    word_after(&page.text(), "name=\"version\" value=\"")
}

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /classes")
        .lets(School(Role::Teacher, 0), 200)
        .refuses(&[
            (School(Role::Student, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
            (Office(Role::NationalOfficer), 403),
        ]),
    Case::of("GET /classes/new")
        .lets(School(Role::AcademicAffairs, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
        ]),
    Case::of("POST /classes")
        .sends(&SECOND_CLASS)
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(&[
            (School(Role::MajorLeader, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
        ]),
    Case::of("GET /classes/{id}")
        .at(|app| Box::pin(class(app, "")))
        .lets(School(Role::ClassTeacher, 0), 200)
        .refuses(OTHERS),
    Case::of("POST /classes/{id}/teacher")
        .at(|app| Box::pin(class(app, "/teacher")))
        .sends(&[("teacher", "")])
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(NOT_AFFAIRS),
    Case::of("POST /classes/{id}/end")
        .at(|app| Box::pin(class(app, "/end")))
        .sends(&[("reason", "毕业")])
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(NOT_AFFAIRS),
    Case::of("POST /classes/{id}/slips")
        .at(|app| Box::pin(class(app, "/slips")))
        .lets(School(Role::ClassTeacher, 0), 303)
        .refuses(&[
            (School(Role::ClassTeacher, 1), 404),
            (School(Role::SystemAdmin, 1), 404),
            (School(Role::AcademicAffairs, 0), 403),
        ]),
    Case::of("POST /classes/{id}/students/{person}/slip")
        .at(|app| Box::pin(async { class(app, &format!("/students/{}/slip", student(app).await)).await }))
        .lets(School(Role::ClassTeacher, 0), 200)
        .refuses(&[
            (School(Role::ClassTeacher, 1), 404),
            (School(Role::SystemAdmin, 2), 404),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /people")
        .lets(School(Role::ClassTeacher, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
            (Office(Role::ProvincialOfficer), 403),
        ]),
    Case::of("POST /people/find")
        .sends(&[("identity", "E76543210")])
        .lets(School(Role::AcademicAffairs, 0), 422)
        .refuses(&[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::ClassTeacher, 0), 403),
        ]),
    Case::of("GET /people/{id}")
        .at(|app| Box::pin(async { format!("/people/{}", student(app).await) }))
        .lets(School(Role::ClassTeacher, 0), 200)
        .refuses(NOT_THEIRS),
    Case::of("POST /people/{id}/reading")
        .at(|app| Box::pin(async { format!("/people/{}/reading", student(app).await) }))
        .sends(&[("reading", "li hao ran")])
        .sends_made(|app| Box::pin(async { vec![("version", version_of_student(app).await)] }))
        .lets(School(Role::ClassTeacher, 0), 303)
        .refuses(NOT_THEIRS),
    Case::of("GET /rosters")
        .lets(School(Role::AcademicAffairs, 0), 200)
        .refuses(&[
            (School(Role::ClassTeacher, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
        ]),
    Case::of("POST /rosters")
        .sends(&[("kind", "students")])
        .uploads("file", "students.csv", || ROSTER.as_bytes().to_vec())
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(&[
            (School(Role::ClassTeacher, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
        ]),
    Case::of("GET /rosters/templates/{kind}")
        .at(|_| Box::pin(async { "/rosters/templates/students".to_owned() }))
        .lets(School(Role::AcademicAffairs, 0), 200)
        .refuses(&[
            (School(Role::ClassTeacher, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
            (Office(Role::ProvincialOfficer), 403),
        ]),
    Case::of("GET /rosters/{id}")
        .at(|app| Box::pin(roster(app, "")))
        .lets(School(Role::AcademicAffairs, 0), 200)
        .refuses(NOT_AFFAIRS),
    Case::of("POST /rosters/{id}/import")
        .at(|app| Box::pin(roster(app, "/import")))
        .sends_made(|app| Box::pin(async { vec![("digest", digest(app).await)] }))
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(NOT_AFFAIRS),
    Case::of("POST /rosters/{id}/classes")
        .at(|app| Box::pin(roster(app, "/classes")))
        .sends(&[("class", "数控2509班")])
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(NOT_AFFAIRS),
    Case::of("POST /rosters/{id}/discard")
        .at(|app| Box::pin(roster(app, "/discard")))
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(NOT_AFFAIRS),
    Case::of("GET /sessions")
        .lets(School(Role::SecurityAdmin, 0), 200)
        .refuses(&[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("POST /sessions/{id}/end")
        .at(|app| Box::pin(session(app)))
        .lets(School(Role::SecurityAdmin, 0), 303)
        .refuses(&[
            (School(Role::SecurityAdmin, 1), 404),
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
];
