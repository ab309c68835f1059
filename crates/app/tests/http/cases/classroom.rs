//! Classes at work: who opens, leads, watches and judges.

use kernel::Role;
use testkit::TestApp;

use super::Case;
use super::Who::{Office, School};

/// The run of the first school's class.
async fn run(app: &TestApp) -> classroom::queries::RunHead {
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(kernel::Actor::System));
    let read = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        let which = classroom::queries::Which::default();
        classroom::queries::runs(tx, school, which, kernel::Slice::page(1))
    };
    app.house.db.read(&ctx, read).await.unwrap().rows.remove(0)
}

async fn seen(app: &TestApp) -> (classroom::queries::RunHead, classroom::queries::lead::Seen) {
    let (run, ctx) = (run(app).await, app.house.ctx(kernel::Actor::System));
    let read = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        let seen = classroom::queries::lead::seen(tx, &run)?;
        Ok((run.clone(), seen))
    };
    app.house.db.read(&ctx, read).await.unwrap()
}

/// The path of the run with what stands behind it.
async fn at(app: &TestApp, rest: &str) -> String {
    format!("/runs/{}{rest}", run(app).await.id)
}

/// The path of a phase, by its place.
async fn phase(app: &TestApp, place: usize, rest: &str) -> String {
    let (run, seen) = seen(app).await;
    format!(
        "/runs/{}/phases/{}{rest}",
        run.id, seen.state.task.phases[place].id
    )
}

/// The path of a work that waits.
async fn cell(app: &TestApp) -> String {
    let (run, seen) = seen(app).await;
    let handed = |(_, work): &(_, &classroom::model::work::StepWork)| {
        work.stage == classroom::model::work::Stage::Handed
    };
    let (place, _) = seen.state.works.iter().find(handed).unwrap();
    format!("/runs/{}/c/{}", run.id, seen.key(*place))
}

/// The task and the class of the run.
async fn of_run(app: &TestApp) -> Vec<(&'static str, String)> {
    let run = run(app).await;
    vec![("task", run.task.to_string()), ("class", run.class.to_string())]
}

/// The revision on which a form is made.
async fn revision(app: &TestApp) -> Vec<(&'static str, String)> {
    let (run, _) = seen(app).await;
    vec![("revision", run.revision.to_string())]
}

/// The fields of the groups as they are.
async fn groups(app: &TestApp) -> Vec<(&'static str, String)> {
    let (run, seen) = seen(app).await;
    let mut fields = vec![("revision", run.revision.to_string())];
    for (number, (id, _)) in (1..).zip(classroom::queries::lead::groups(seen.seats())) {
        fields.push((leaked(format!("id-{number}")), id.to_string()));
        for seat in classroom::queries::group_of(seen.seats(), id) {
            fields.push((leaked(format!("g-{}", seat.student)), number.to_string()));
            fields.push((leaked(format!("r-{}", seat.student)), "operator".to_owned()));
        }
    }
    fields
}

/// The groups that wait at the gate of the fourth phase.
async fn waiting_group(app: &TestApp) -> Vec<(&'static str, String)> {
    let (_, seen) = seen(app).await;
    let task = &seen.state.task;
    let released = &seen.state.phases[&task.phases[3].id].released;
    let groups = classroom::queries::lead::groups(seen.seats());
    let (waiting, _) = groups
        .into_iter()
        .find(|(group, _)| !released.contains(group))
        .unwrap();
    vec![("group", waiting.to_string())]
}

async fn everybody_leads(app: &TestApp) -> Vec<(&'static str, String)> {
    let (run, seen) = seen(app).await;
    let mut fields = vec![("revision", run.revision.to_string())];
    for seat in seen.seats() {
        for role in classroom::model::roles::Role::ALL {
            fields.push((leaked(format!("h-{}", seat.student)), role.code().to_owned()));
        }
    }
    fields
}

/// Names of fields are made here and live as long as the test.
fn leaked(name: String) -> &'static str {
    Box::leak(name.into_boxed_str())
}

const NOT_STAFF: &[(super::Who, u16)] = &[
    (School(Role::Student, 0), 403),
    (School(Role::AuditAdmin, 0), 403),
    (School(Role::Teacher, 1), 404),
    (Office(Role::NationalOfficer), 403),
];
/// The class teacher teaches too, but not this run.
const NOT_THE_TEACHER: &[(super::Who, u16)] = &[
    (School(Role::ClassTeacher, 0), 403),
    (School(Role::SchoolLeader, 0), 403),
    (School(Role::Student, 0), 403),
    (School(Role::AuditAdmin, 0), 403),
    (School(Role::Teacher, 1), 404),
    (School(Role::MajorLeader, 1), 404),
];

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /runs").refuses(&[
        (School(Role::Student, 0), 403),
        (School(Role::AuditAdmin, 0), 403),
        (Office(Role::ProvincialOfficer), 403),
    ]),
    Case::of("GET /runs/new").refuses(&[
        (School(Role::SchoolLeader, 0), 403),
        (School(Role::AcademicAffairs, 0), 403),
        (School(Role::Student, 0), 403),
    ]),
    // The class works on this task already: whoever may open it reads so.
    Case::of("POST /runs")
        .sends(&[
            ("first", "2026-11-24"),
            ("last", "2026-12-24"),
            ("place", "B203"),
            ("rotation", "fixed"),
            ("groups", "1"),
        ])
        .sends_made(|app| Box::pin(of_run(app)))
        .lets(School(Role::Teacher, 0), 422)
        .refuses(&[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Student, 0), 403),
            (School(Role::Teacher, 1), 404),
        ]),
    Case::of("GET /runs/{id}")
        .at(|app| Box::pin(at(app, "")))
        .refuses(NOT_STAFF),
    Case::of("POST /runs/{id}")
        .at(|app| Box::pin(at(app, "")))
        .sends(&[("first", "2026-11-02"), ("last", "2026-12-18"), ("place", "B203")])
        .sends_made(|app| Box::pin(revision(app)))
        .lets(School(Role::MajorLeader, 0), 303)
        .refuses(NOT_THE_TEACHER),
    Case::of("POST /runs/{id}/end")
        .at(|app| Box::pin(at(app, "/end")))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(NOT_THE_TEACHER),
    Case::of("GET /runs/{id}/board")
        .at(|app| Box::pin(at(app, "/board")))
        .lets(School(Role::SchoolLeader, 0), 200)
        .refuses(NOT_STAFF),
    Case::of("GET /runs/{id}/board/cells")
        .at(|app| Box::pin(at(app, "/board/cells?ids=sum")))
        .lets(School(Role::ClassTeacher, 0), 200)
        .refuses(NOT_STAFF),
    // A stream does not end: here of a run that is none; `classroom_live.rs` listens to one.
    Case::of("GET /runs/{id}/events")
        .at(|_| Box::pin(async { "/runs/0000000000000000000000/events".to_owned() }))
        .lets(School(Role::Teacher, 0), 404)
        .refuses(&[
            (School(Role::Student, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /runs/{id}/c/{cell}")
        .at(|app| Box::pin(cell(app)))
        .lets(School(Role::AcademicAffairs, 0), 200)
        .refuses(NOT_STAFF),
    Case::of("POST /runs/{id}/c/{cell}")
        .at(|app| Box::pin(cell(app)))
        .sends(&[("verdict", "accept")])
        .lets(School(Role::Teacher, 0), 303)
        .refuses(NOT_THE_TEACHER),
    Case::of("GET /runs/{id}/waiting")
        .at(|app| Box::pin(at(app, "/waiting")))
        .refuses(NOT_STAFF),
    Case::of("POST /runs/{id}/acceptances")
        .at(|app| Box::pin(at(app, "/acceptances")))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(NOT_THE_TEACHER),
    Case::of("POST /runs/{id}/phases/{phase}")
        .at(|app| Box::pin(phase(app, 5, "")))
        .sends(&[("turn", "open"), ("due", "2026-12-11"), ("minutes", "45")])
        .lets(School(Role::Teacher, 0), 303)
        .refuses(NOT_THE_TEACHER),
    Case::of("POST /runs/{id}/phases/{phase}/gates")
        .at(|app| Box::pin(phase(app, 3, "/gates")))
        .sends_made(|app| Box::pin(waiting_group(app)))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(NOT_THE_TEACHER),
    Case::of("GET /runs/{id}/phases/{phase}/roles")
        .at(|app| Box::pin(phase(app, 3, "/roles")))
        .refuses(NOT_THE_TEACHER),
    Case::of("POST /runs/{id}/phases/{phase}/roles")
        .at(|app| Box::pin(phase(app, 3, "/roles")))
        .sends_made(|app| Box::pin(everybody_leads(app)))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(NOT_THE_TEACHER),
    Case::of("GET /runs/{id}/groups")
        .at(|app| Box::pin(at(app, "/groups")))
        .refuses(NOT_THE_TEACHER),
    Case::of("POST /runs/{id}/groups")
        .at(|app| Box::pin(at(app, "/groups")))
        .sends(&[
            ("groups", "2"),
            ("rotation", "fixed"),
            ("name-1", "精车组"),
            ("name-2", "测量组"),
        ])
        .sends_made(|app| Box::pin(groups(app)))
        .lets(School(Role::MajorLeader, 0), 303)
        .refuses(NOT_THE_TEACHER),
    Case::of("GET /runs/{id}/duties")
        .at(|app| Box::pin(at(app, "/duties")))
        .refuses(NOT_THE_TEACHER),
    Case::of("POST /runs/{id}/duties")
        .at(|app| Box::pin(at(app, "/duties")))
        .sends_made(|app| Box::pin(revision(app)))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(NOT_THE_TEACHER),
    Case::of("GET /runs/{id}/version")
        .at(|app| Box::pin(at(app, "/version")))
        .refuses(NOT_THE_TEACHER),
    // The class is on this version already: whoever may move it reads so.
    Case::of("POST /runs/{id}/version")
        .at(|app| Box::pin(at(app, "/version")))
        .sends_made(|app| {
            Box::pin(async {
                let version = kernel::Id::<()>::of(run(app).await.version).to_string();
                vec![("from", version.clone()), ("to", version)]
            })
        })
        .lets(School(Role::Teacher, 0), 409)
        .refuses(NOT_THE_TEACHER),
];
