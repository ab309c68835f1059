//! Ratings and grades: the made-up class has a locked sheet (with a correction), one in work and a course.

use db::params;
use kernel::{Actor, Id, PersonId, RawId, Role};
use testkit::TestApp;

use super::Case;
use super::Who::{Office, School};

/// The sheet of the first school with a correction (1), which is the graded one, or without (0), which is in work.
async fn sheet(app: &TestApp, corrected: i64) -> RawId {
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let sql = "SELECT id FROM grade_sheet s WHERE school_id = $1 AND kind = 'task' AND (CASE WHEN EXISTS \
        (SELECT 1 FROM correction c WHERE c.school_id = s.school_id AND c.sheet_id = s.id) THEN 1 ELSE 0 END) = $2";
    let found = app.house.db.read(&ctx, move |_, tx| {
        Ok(tx.one::<(RawId,)>(sql, params![school, corrected])?)
    });
    found.await.unwrap().0
}

/// A page below the sheet that is in work.
async fn open(app: &TestApp, rest: &str) -> String {
    format!("/grades/{}{rest}", Id::<()>::of(sheet(app, 0).await))
}

/// A page below the locked sheet, which another case may have put back.
async fn locked(app: &TestApp, rest: &str) -> String {
    on_its_way(app, "locked", rest).await
}

/// Puts the locked sheet back on its way, as its teacher submitted it.
async fn on_its_way(app: &TestApp, state: &'static str, rest: &str) -> String {
    let id = sheet(app, 1).await;
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let done = app.house.db.write(&ctx, move |_, tx| {
        let sql = "UPDATE grade_sheet SET state = $3 WHERE school_id = $1 AND id = $2";
        Ok(tx.run(sql, params![school, id, state])?)
    });
    done.await.unwrap();
    format!("/grades/{}{rest}", Id::<()>::of(id))
}

/// The first student who stands on the locked sheet.
async fn student(app: &TestApp) -> String {
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let sql =
        "SELECT student_id FROM sheet_total WHERE school_id = $1 AND exempt = '' ORDER BY student_id LIMIT 1";
    let found = app.house.db.read(
        &ctx,
        move |_, tx| Ok(tx.one::<(PersonId,)>(sql, params![school])?),
    );
    found.await.unwrap().0.to_string()
}

/// The correction of the locked sheet, waiting again; asked for by the teacher.
async fn correction(app: &TestApp, act: &str) -> String {
    let path = locked(app, "").await;
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let found = app.house.db.write(&ctx, move |_, tx| {
        tx.run(
            "UPDATE grade_sheet SET state = 'correcting' WHERE school_id = $1 AND state = 'locked'",
            params![school],
        )?;
        tx.run(
            "UPDATE correction SET outcome = '' WHERE school_id = $1",
            params![school],
        )?;
        Ok(tx.one::<(RawId,)>("SELECT id FROM correction WHERE school_id = $1", params![school])?)
    });
    let id = Id::<()>::of(found.await.unwrap().0);
    format!("{path}/corrections/{id}/{act}")
}

/// The open invitation.
async fn invitation(app: &TestApp) -> String {
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let sql = "SELECT id FROM invitation WHERE school_id = $1";
    let found = app
        .house
        .db
        .read(&ctx, move |_, tx| Ok(tx.one::<(RawId,)>(sql, params![school])?));
    Id::<()>::of(found.await.unwrap().0).to_string()
}

macro_rules! at {
    (|$app:ident| $path:expr) => {
        |$app| Box::pin(async move { $path })
    };
}

const READ: &[(super::Who, u16)] = &[
    (School(Role::Teacher, 1), 404),
    (School(Role::AcademicAffairs, 1), 404),
    (School(Role::Student, 0), 403),
    (School(Role::SystemAdmin, 0), 403),
    (Office(Role::NationalOfficer), 403),
];
const LEAD: &[(super::Who, u16)] = &[
    (School(Role::Teacher, 1), 404),
    (School(Role::MajorLeader, 1), 404),
    (School(Role::ClassTeacher, 0), 403),
    (School(Role::AcademicAffairs, 0), 403),
    (School(Role::Student, 0), 403),
];
const CHECK: &[(super::Who, u16)] = &[
    (School(Role::MajorLeader, 1), 404),
    (School(Role::AcademicAffairs, 1), 404),
    (School(Role::Teacher, 0), 403),
    (School(Role::SchoolLeader, 0), 403),
    (School(Role::Student, 0), 403),
];
const OWN: &[(super::Who, u16)] = &[
    (School(Role::Student, 1), 404),
    (School(Role::Teacher, 0), 403),
    (School(Role::AuditAdmin, 0), 403),
];

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /grades")
        .lets(School(Role::SchoolLeader, 0), 200)
        .refuses(&[
            (School(Role::Student, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
        ]),
    Case::of("GET /grades/rule")
        .lets(School(Role::AcademicAffairs, 0), 200)
        .refuses(&[
            (School(Role::MajorLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /grades/rule")
        .sends(&[("rule", "carry-teacher"), ("reason", "教务会议")])
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(&[
            (School(Role::MajorLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /grades/courses/new")
        .lets(School(Role::Teacher, 0), 200)
        .refuses(&[
            (School(Role::AcademicAffairs, 0), 403),
            (School(Role::Student, 0), 403),
        ]),
    Case::of("POST /grades/courses")
        .lets(School(Role::MajorLeader, 0), 422)
        .refuses(&[
            (School(Role::AcademicAffairs, 0), 403),
            (School(Role::Student, 0), 403),
        ]),
    Case::of("GET /grades/{id}")
        .at(at!(|app| locked(app, "").await))
        .lets(School(Role::ClassTeacher, 0), 200)
        .refuses(READ),
    Case::of("POST /grades/{id}/cells")
        .at(at!(|app| open(app, "/cells?show=teacher").await))
        .sends(&[(
            "cells",
            r#"[{"cell":"0000000000000000000000:0000000000000000000000","value":"80","version":"0"}]"#,
        )])
        .lets(School(Role::Teacher, 0), 422)
        .refuses(LEAD),
    Case::of("GET /grades/{id}/export")
        .at(at!(|app| locked(app, "/export?show=points").await))
        .lets(School(Role::SchoolLeader, 0), 200)
        .refuses(READ),
    Case::of("POST /grades/{id}/round")
        .at(at!(|app| open(app, "/round").await))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(LEAD),
    Case::of("POST /grades/{id}/round/end")
        .at(at!(|app| open(app, "/round/end").await))
        .lets(School(Role::MajorLeader, 0), 303)
        .refuses(LEAD),
    Case::of("POST /grades/{id}/showing")
        .at(at!(|app| locked(app, "/showing").await))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(LEAD),
    Case::of("POST /grades/{id}/version")
        .at(at!(|app| open(app, "/version").await))
        .lets(School(Role::Teacher, 0), 409)
        .refuses(LEAD),
    Case::of("POST /grades/{id}/submission")
        .at(at!(|app| on_its_way(app, "draft", "/submission").await))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(LEAD),
    Case::of("POST /grades/{id}/return")
        .at(at!(|app| on_its_way(app, "submitted", "/return").await))
        .sends(&[("reason", "缺复核")])
        .lets(School(Role::MajorLeader, 0), 303)
        .refuses(CHECK),
    Case::of("POST /grades/{id}/check")
        .at(at!(|app| on_its_way(app, "submitted", "/check").await))
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(CHECK),
    Case::of("POST /grades/{id}/lock")
        .at(at!(|app| on_its_way(app, "checked", "/lock").await))
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(&[
            (School(Role::AcademicAffairs, 1), 404),
            (School(Role::MajorLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ]),
    Case::of("GET /grades/{id}/history")
        .at(at!(|app| on_its_way(app, "locked", "/history").await))
        .lets(School(Role::PartyOrganisation, 0), 200)
        .refuses(READ),
    Case::of("GET /grades/{id}/students/{student}")
        .at(at!(|app| locked(
            app,
            &format!("/students/{}", student(app).await)
        )
        .await))
        .lets(School(Role::SchoolLeader, 0), 200)
        .refuses(READ),
    Case::of("POST /grades/{id}/students/{student}/exemption")
        .at(at!(|app| open(
            app,
            &format!("/students/{}/exemption", student(app).await)
        )
        .await))
        .sends(&[("reason", "休学")])
        .lets(School(Role::Teacher, 0), 303)
        .refuses(LEAD),
    Case::of("POST /grades/{id}/students/{student}/exemption/end")
        .at(at!(|app| open(
            app,
            &format!("/students/{}/exemption/end", student(app).await)
        )
        .await))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(LEAD),
    Case::of("POST /grades/{id}/students/{student}/corrections")
        .at(at!(|app| locked(
            app,
            &format!("/students/{}/corrections", student(app).await)
        )
        .await))
        .sends(&[
            ("target", "0000000000000000000000:teacher"),
            ("new", "90"),
            ("reason", "漏记"),
        ])
        .lets(School(Role::Teacher, 0), 404)
        .refuses(LEAD),
    Case::of("GET /grades/{id}/invitations")
        .at(at!(|app| open(app, "/invitations").await))
        .lets(School(Role::Teacher, 0), 200)
        .refuses(LEAD),
    Case::of("POST /grades/{id}/invitations")
        .at(at!(|app| open(app, "/invitations").await))
        .sends(&[("enterprise", "恒进液压"), ("mentor", "周师傅"), ("days", "7")])
        .lets(School(Role::MajorLeader, 0), 303)
        .refuses(LEAD),
    Case::of("POST /grades/{id}/invitations/{invitation}/end")
        .at(at!(|app| open(
            app,
            &format!("/invitations/{}/end", invitation(app).await)
        )
        .await))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(LEAD),
    Case::of("GET /results")
        .lets(School(Role::Student, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ]),
    Case::of("GET /results/abilities")
        .lets(School(Role::Student, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ]),
    Case::of("GET /results/{id}")
        .at(at!(|app| format!(
            "/results/{}",
            Id::<()>::of(sheet(app, 1).await)
        )))
        .lets(School(Role::Student, 0), 200)
        .refuses(OWN),
    Case::of("GET /results/{id}/rating")
        .at(at!(|app| format!(
            "/results/{}/rating",
            Id::<()>::of(sheet(app, 0).await)
        )))
        .lets(School(Role::Student, 0), 200)
        .refuses(OWN),
    Case::of("POST /results/{id}/rating")
        .at(at!(|app| format!(
            "/results/{}/rating",
            Id::<()>::of(sheet(app, 0).await)
        )))
        .sends(&[("item", "1")])
        .lets(School(Role::Student, 0), 303)
        .refuses(OWN),
    // A correction that waits makes the sheet `correcting`: these two come last, since the refusals share one nation.
    Case::of("POST /grades/{id}/corrections/{correction}/approval")
        .at(at!(|app| correction(app, "approval").await))
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(&[
            (School(Role::AcademicAffairs, 1), 404),
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ]),
    Case::of("POST /grades/{id}/corrections/{correction}/refusal")
        .at(at!(|app| {
            on_its_way_again(app).await;
            correction(app, "refusal").await
        }))
        .sends(&[("reason", "依据不足")])
        .lets(School(Role::MajorLeader, 0), 303)
        .refuses(&[
            (School(Role::MajorLeader, 1), 404),
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ]),
];

/// Locks again what the case before left waiting.
async fn on_its_way_again(app: &TestApp) {
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let done = app.house.db.write(&ctx, move |_, tx| {
        let sql = "UPDATE grade_sheet SET state = 'locked' WHERE school_id = $1 AND state = 'correcting'";
        Ok(tx.run(sql, params![school])?)
    });
    done.await.unwrap();
}
