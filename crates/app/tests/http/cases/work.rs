//! A student's own work. The made-up class of the first school works; whoever signs in there has a seat.

use classroom::model::work::Stage;
use classroom::queries::work as queries;
use db::params;
use design::model::OutcomeKind;
use kernel::{PersonId, Role};
use testkit::TestApp;

use super::Case;
use super::Who::School;

/// A place in the work of the student of the first school: a run, a step and the name of its first field.
struct Place {
    run: String,
    step: String,
    field: String,
    photo: String,
    owner: String,
}

/// A step of the student that can be worked at (or was handed in), with what the design asks in it.
async fn place(app: &TestApp, want: fn(&Stage) -> bool) -> Place {
    let school = app.schools()[0].number;
    let ctx = app.house.ctx(kernel::Actor::System);
    let found = app.house.db.read(&ctx, move |_, tx| {
        let sql = "SELECT person_id FROM student_post WHERE school_id = $1 ORDER BY account_id LIMIT 1";
        let (student,): (PersonId,) = tx.one(sql, params![school])?;
        let bench = queries::benches(tx, school, student)?.remove(0);
        let state = queries::group_state(tx, &bench)?;
        let member = classroom::queries::member(&bench.seat);
        let open = |phase: &design::model::Phase| {
            let state = state.phases.get(&phase.id);
            state.is_some_and(|state| state.may_work(phase, member.group).is_ok())
        };
        let standing = state.standing();
        let step = state.task.steps().find(|(_, phase, step)| {
            let does = standing.part(phase, step, member) == classroom::model::roles::Part::Does;
            open(phase) && does && want(standing.stage(step, member))
        });
        let (_, _, step) = step.expect("a step in this state");
        let photo = step
            .outcomes
            .iter()
            .find(|outcome| outcome.kind != OutcomeKind::Text);
        Ok(Place {
            run: bench.run.id.to_string(),
            step: step.id.to_string(),
            field: step.questions[0].id.to_string(),
            photo: photo.map(|outcome| outcome.id.to_string()).unwrap_or_default(),
            owner: student.to_string(),
        })
    });
    found.await.unwrap()
}

fn open(stage: &Stage) -> bool {
    matches!(stage, Stage::Idle | Stage::Working | Stage::Returned(_))
}

macro_rules! at {
    ($($end:literal)?) => {
        |app| {
            Box::pin(async {
                let place = place(app, open).await;
                format!(concat!("/work/{}/steps/{}" $(, $end)?), place.run, place.step)
            })
        }
    };
}

/// Who has no seat: staff is told so, another school's student knows of nothing.
const OTHERS: &[(super::Who, u16)] = &[
    (School(Role::Teacher, 0), 403),
    (School(Role::SystemAdmin, 0), 403),
    (School(Role::Student, 1), 404),
];

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /work")
        .lets(School(Role::Student, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /work/{run}")
        .at(|app| Box::pin(async { format!("/work/{}", place(app, |_| true).await.run) }))
        .lets(School(Role::Student, 0), 200)
        .refuses(OTHERS),
    Case::of("GET /work/{run}/steps/{step}")
        .at(at!())
        .lets(School(Role::Student, 0), 200)
        .refuses(OTHERS),
    Case::of("POST /work/{run}/steps/{step}")
        .at(at!())
        .sends_made(|app| {
            Box::pin(async {
                let field: &'static str = Box::leak(place(app, open).await.field.into_boxed_str());
                vec![(field, "图号与版本".to_owned()), ("version", "0".to_owned())]
            })
        })
        .lets(School(Role::Student, 0), 200)
        .refuses(OTHERS),
    Case::of("GET /work/{run}/steps/{step}/news")
        .at(at!("/news?since=0"))
        .lets(School(Role::Student, 0), 200)
        .refuses(OTHERS),
    Case::of("POST /work/{run}/steps/{step}/submission")
        .at(at!("/submission"))
        .lets(School(Role::Student, 0), 422)
        .refuses(OTHERS),
    Case::of("POST /work/{run}/steps/{step}/submission/removal")
        .at(at!("/submission/removal"))
        .lets(School(Role::Student, 0), 303)
        .refuses(OTHERS),
    Case::of("POST /work/{run}/steps/{step}/help")
        .at(at!("/help"))
        .lets(School(Role::Student, 0), 303)
        .refuses(OTHERS),
    Case::of("POST /work/{run}/steps/{step}/help/removal")
        .at(at!("/help/removal"))
        .lets(School(Role::Student, 0), 303)
        .refuses(OTHERS),
    // Nothing that is no file is taken, and of none is taken out.
    Case::of("POST /work/{run}/steps/{step}/files/{node}")
        .at(|app| {
            Box::pin(async {
                let place = place(app, open).await;
                format!("/work/{}/steps/{}/files/{}", place.run, place.step, place.photo)
            })
        })
        .uploads("file", "photo.jpg", || b"no photo".to_vec())
        .lets(School(Role::Student, 0), 422)
        .refuses(OTHERS),
    Case::of("POST /work/{run}/steps/{step}/files/{node}/{file}/removal")
        .at(|app| {
            Box::pin(async {
                let Place { run, step, photo, .. } = place(app, open).await;
                format!("/work/{run}/steps/{step}/files/{photo}/0000000000000000000000/removal")
            })
        })
        .lets(School(Role::Student, 0), 404)
        .refuses(OTHERS),
    Case::of("GET /work/{run}/files/{owner}/{step}/{node}/{file}")
        .at(|app| {
            Box::pin(async {
                let Place {
                    run,
                    step,
                    photo,
                    owner,
                    ..
                } = place(app, open).await;
                format!("/work/{run}/files/{owner}/{step}/{photo}/0000000000000000000000")
            })
        })
        .lets(School(Role::Student, 0), 404)
        .refuses(&[
            (School(Role::Student, 1), 404),
            (School(Role::Teacher, 1), 404),
            (School(Role::SystemAdmin, 0), 404),
        ]),
];
