//! The two-school sweep: whatever stands in one school is nothing to another, whichever route asks for it, and nothing changes.

use db::params;
use kernel::{RawId, Role, SchoolId};
use testkit::{Person, TestApp};

use crate::auth::{send, somebody};
use crate::cases::{self, Case, Who};
use crate::work::room::Room;

/// Published standards and the empty tables of rosters are everybody's.
const SHARED: [&str; 6] = [
    "GET /rosters/templates/{kind}",
    "GET /standards/{id}",
    "GET /standards/{id}/versions",
    "GET /standards/{id}/versions/{number}",
    "GET /standards/{id}/versions/{number}/word",
    "GET /standards/{id}/versions/{number}/pdf",
];

/// Those who hold the same post elsewhere, and what they are answered.
fn elsewhere(case: &Case) -> (Vec<Who>, &'static [u16]) {
    match case.right {
        Who::School(role, own) => {
            let others = (0..3).filter(|index| *index != own);
            (others.map(|index| Who::School(role, index)).collect(), &[404])
        }
        // An office is no school's: other offices and schools know nothing of what it does, or may not do it.
        Who::Office(_) | Who::Ministry(_) | Who::Elsewhere(_) => (
            vec![
                Who::School(Role::AcademicAffairs, 2),
                Who::School(Role::MajorLeader, 1),
                Who::School(Role::SystemAdmin, 2),
            ],
            &[403, 404],
        ),
    }
}

#[tokio::test]
async fn the_same_post_in_another_school_finds_nothing_at_any_route_with_an_id() {
    let app = TestApp::new().await;
    let mut faults = Vec::new();
    let with_id = |case: &&Case| case.route.contains('{') && !SHARED.contains(&case.route);
    let mut swept = 0;
    for case in cases::all().filter(with_id) {
        let (path, fields) = (case.path(&app).await, case.fields(&app).await);
        let (others, expected) = elsewhere(case);
        for who in others {
            let person = somebody(&app, &who).await;
            let before = app.rows().await;
            let reply = send(&person, case, &path, &fields).await;
            if !expected.contains(&reply.status.as_u16()) {
                faults.push(format!("{} as {who:?}: {}", case.route, reply.status));
            }
            if app.rows().await != before {
                faults.push(format!("{} as {who:?} changed something", case.route));
            }
            swept += 1;
        }
    }
    assert!(swept > 200, "{swept} asked");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// One id of a school by a statement that names it.
async fn one(app: &TestApp, school: SchoolId, sql: &'static str) -> String {
    let ctx = app.house.ctx(kernel::Actor::System);
    let read = app
        .house
        .db
        .read(&ctx, move |_, tx| Ok(tx.one::<(RawId,)>(sql, params![school])?));
    kernel::Id::<()>::of(read.await.unwrap().0).to_string()
}

const CLASS: &str = "SELECT id FROM school_class WHERE school_id = $1 ORDER BY id LIMIT 1";
const TASK: &str = "SELECT task_id FROM class_run WHERE school_id = $1 ORDER BY id DESC LIMIT 1";
const RUN: &str = "SELECT id FROM class_run WHERE school_id = $1 ORDER BY id DESC LIMIT 1";
const VERSION: &str = "SELECT version_id FROM class_run WHERE school_id = $1 ORDER BY id DESC LIMIT 1";
const GROUP: &str =
    "SELECT group_id FROM run_seat WHERE school_id = $1 ORDER BY run_id DESC, student_id LIMIT 1";
const STUDENT: &str =
    "SELECT student_id FROM run_seat WHERE school_id = $1 ORDER BY run_id DESC, student_id LIMIT 1";
const TEACHER: &str = "SELECT person_id FROM post WHERE school_id = $1 AND role = 'teacher' LIMIT 1";
const HEAD: &str = "SELECT person_id FROM post WHERE school_id = $1 AND role = 'class-teacher' LIMIT 1";
const PAIR: &str = "SELECT id FROM confirmed_pair WHERE school_id = $1 LIMIT 1";
const RESULT: &str = "SELECT id FROM training_result WHERE school_id = $1 LIMIT 1";

/// What a form of one's own names of another school: the path is right, an id in it or in a field is foreign.
struct Mixed {
    role: Role,
    path: String,
    fields: Vec<(String, String)>,
}

fn mixed(role: Role, path: String, fields: &[(&str, &str)]) -> Mixed {
    let fields = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Mixed {
        role,
        path,
        fields: fields.collect(),
    }
}

/// The first node below a task's outline, for a reader of its school.
async fn node(reader: &Person<'_>, task: &str) -> String {
    let page = reader.get(&format!("/tasks/{task}")).await.text();
    let list = page.split("data-order=").nth(1).expect("phases");
    let id = list.split("data-id=\"").nth(1).expect("a phase");
    id[..22].to_owned()
}

#[tokio::test]
async fn an_id_of_another_school_within_a_form_of_ones_own_is_nothing() {
    let app = TestApp::new().await;
    // The second school works too: what is foreign is real, and what is one's own is real.
    Room::of(&app, 1).await;
    let (home, away) = (app.schools()[1].number, app.schools()[0].number);
    let mut attempts = of_designs(&app, home, away).await;
    attempts.extend(of_runs(&app, home, away).await);
    attempts.extend(of_classes(&app, home, away).await);
    attempts.extend(of_counts(&app, away).await);
    let mut faults = Vec::new();
    for attempt in &attempts {
        let person = app.at_school(attempt.role, 1).await;
        let fields: Vec<(&str, &str)> = attempt
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let before = app.rows().await;
        let reply = person.post(&attempt.path, &fields).await;
        let refused = [404, 409, 422].contains(&reply.status.as_u16());
        if !refused || app.rows().await != before {
            faults.push(format!("{} {fields:?}: {}", attempt.path, reply.status));
        }
    }
    assert_eq!(faults, [""; 0]);
    assert!(attempts.len() >= 20, "{}", attempts.len());
}

async fn of_designs(app: &TestApp, home: SchoolId, away: SchoolId) -> Vec<Mixed> {
    let (own, foreign) = (one(app, home, TASK).await, one(app, away, TASK).await);
    let designers = [
        app.at_school(Role::Teacher, 1).await,
        app.at_school(Role::Teacher, 0).await,
    ];
    let (mine, theirs) = (
        node(&designers[0], &own).await,
        node(&designers[1], &foreign).await,
    );
    let person = one(app, away, TEACHER).await;
    let task = |rest: &str| format!("/tasks/{own}{rest}");
    vec![
        mixed(
            Role::Teacher,
            "/tasks".to_owned(),
            &[("source", &foreign), ("name", "抄来的")],
        ),
        mixed(Role::Teacher, task("/editors"), &[("person", &person)]),
        mixed(
            Role::Teacher,
            task("/nodes"),
            &[("parent", &theirs), ("kind", "step")],
        ),
        mixed(
            Role::Teacher,
            task(&format!("/nodes/{theirs}")),
            &[("hours", "1"), ("version", "1")],
        ),
        mixed(Role::Teacher, task(&format!("/nodes/{theirs}/removal")), &[]),
        mixed(
            Role::Teacher,
            task(&format!("/nodes/{mine}/parent")),
            &[("parent", &theirs)],
        ),
        mixed(Role::Teacher, task("/order"), &[("ids", &theirs)]),
    ]
}

async fn of_runs(app: &TestApp, home: SchoolId, away: SchoolId) -> Vec<Mixed> {
    let (run, task, class) = (
        one(app, home, RUN).await,
        one(app, home, TASK).await,
        one(app, home, CLASS).await,
    );
    let (their_class, their_task) = (one(app, away, CLASS).await, one(app, away, TASK).await);
    let (group, student) = (one(app, away, GROUP).await, one(app, away, STUDENT).await);
    let (version, theirs) = (one(app, home, VERSION).await, one(app, away, VERSION).await);
    let phase = node(&app.at_school(Role::Teacher, 0).await, &their_task).await;
    let opening = |task: &str, class: &str| {
        let given = [
            ("task", task),
            ("class", class),
            ("first", "2026-11-24"),
            ("last", "2026-12-24"),
        ];
        let more = [("place", "B203"), ("rotation", "fixed"), ("groups", "1")];
        mixed(Role::Teacher, "/runs".to_owned(), &[&given[..], &more].concat())
    };
    let at = |rest: &str| format!("/runs/{run}{rest}");
    let seats = [
        ("groups", "1"),
        ("rotation", "fixed"),
        ("name-1", "甲"),
        (&format!("g-{student}"), "1"),
    ];
    vec![
        opening(&their_task, &class),
        opening(&task, &their_class),
        mixed(
            Role::Teacher,
            at(&format!("/phases/{phase}")),
            &[("turn", "open")],
        ),
        mixed(
            Role::Teacher,
            at(&format!("/phases/{phase}/gates")),
            &[("group", &group)],
        ),
        mixed(
            Role::Teacher,
            at("/version"),
            &[("from", &version), ("to", &theirs)],
        ),
        mixed(Role::Teacher, at("/groups"), &seats),
    ]
}

async fn of_classes(app: &TestApp, home: SchoolId, away: SchoolId) -> Vec<Mixed> {
    let (run, class) = (one(app, home, RUN).await, one(app, home, CLASS).await);
    let their_class = one(app, away, CLASS).await;
    let (head, student) = (one(app, away, HEAD).await, one(app, away, STUDENT).await);
    let sheet = |rest: &str| format!("/grades/{run}{rest}");
    let cell = format!("[{{\"cell\":\"{student}:{student}\",\"value\":\"80\",\"version\":\"0\"}}]");
    let course = [
        ("class", their_class.as_str()),
        ("name", "x"),
        ("last", "2026-12-30"),
        ("w-final", "100"),
    ];
    let name = [
        ("name", "数控2599班"),
        ("major-name", "数控加工"),
        ("level", "3"),
        ("entry", "junior"),
    ];
    let more = [
        ("years", "5"),
        ("entry-day", "2025-09-01"),
        ("teacher", head.as_str()),
    ];
    let exemption = sheet(&format!("/students/{student}/exemption"));
    let slip = format!("/classes/{class}/students/{student}/slip");
    let classes = "/classes".to_owned();
    let led = format!("/classes/{class}/teacher");
    vec![
        mixed(Role::Teacher, sheet("/cells?show=teacher"), &[("cells", &cell)]),
        mixed(
            Role::Teacher,
            sheet("/cells?show=abilities"),
            &[("cells", &cell.replace("80", "2"))],
        ),
        mixed(Role::Teacher, exemption, &[("reason", "休学")]),
        mixed(Role::Teacher, "/grades/courses".to_owned(), &course),
        mixed(Role::AcademicAffairs, classes, &[&name[..], &more].concat()),
        mixed(Role::AcademicAffairs, led, &[("teacher", &head)]),
        mixed(Role::ClassTeacher, slip, &[]),
    ]
}

async fn of_counts(app: &TestApp, away: SchoolId) -> Vec<Mixed> {
    let own = app.schools()[1].id;
    let (pair, result) = (one(app, away, PAIR).await, one(app, away, RESULT).await);
    let results = format!("/training/schools/{own}/results/{result}/withdrawal");
    let mut attempts = vec![mixed(Role::AcademicAffairs, results, &[("reason", "x")])];
    // A school confirms nothing; the office that does is asked for a pair of another school under this one.
    let officer = app
        .person(Role::NationalOfficer, app.org(kernel::Tier::Nation))
        .await;
    let path = format!("/counts/pairs/{own}/{pair}/withdrawal");
    let before = app.rows().await;
    assert_eq!(officer.post(&path, &[("reason", "x")]).await.status, 404);
    assert_eq!(app.rows().await, before);
    attempts.push(mixed(
        Role::AcademicAffairs,
        format!("/people/{}/reading", one(app, away, HEAD).await),
        &[("reading", "x"), ("version", "1")],
    ));
    attempts
}
