//! One's own desk, posts, staff and the audit.

use kernel::Role;
use testkit::TestApp;

use super::Who::{Office, School};
use super::{Case, post_of, word_after};

const NEW_TEACHER: &[(&str, &str)] = &[("name", "尉迟翀"), ("number", "T-900"), ("role", "teacher")];

/// The end of a session that the teacher of the first school has somewhere.
async fn session(app: &TestApp) -> String {
    let teacher = app.at_school(Role::Teacher, 0).await;
    let page = teacher.get("/me").await.text();
    format!("/me/sessions/{}", word_after(&page, "/me/sessions/"))
}

/// The personal data of a student of the first school who may not be erased, since they are in a class.
async fn subject(app: &TestApp) -> String {
    let ctx = app.house.ctx(kernel::Actor::System);
    let school = app.schools()[0].number;
    let read = app.house.db.read(&ctx, move |_, tx| {
        Ok(tx.one::<(kernel::PersonId,)>(
            "SELECT person_id FROM student_post WHERE school_id = $1 ORDER BY id LIMIT 1",
            db::params![school],
        )?)
    });
    format!("/personal/{}", read.await.unwrap().0)
}

/// The reset of the second factor of a teacher of the first school.
async fn with_factor(app: &TestApp) -> String {
    let ctx = app.house.ctx(kernel::Actor::System);
    let school = app.schools()[0].number;
    let made = app.house.db.write(&ctx, move |ctx, tx| {
        let (person, account): (kernel::PersonId, kernel::AccountId) = tx.one(
            "SELECT person_id, account_id FROM post WHERE school_id = $1 AND role = 'teacher' ORDER BY id LIMIT 1",
            db::params![school],
        )?;
        tx.run(
            "INSERT INTO second_factor (account_id, sealed, begun_at, confirmed_at, last_step) VALUES ($1, $2, $3, $3, 0) \
             ON CONFLICT (account_id) DO NOTHING",
            db::params![account, vec![1_u8, 2], ctx.now],
        )?;
        Ok(person)
    });
    format!("/personal/{}/second-factor/end", made.await.unwrap())
}

/// The same where nothing holds them any more.
async fn released(app: &TestApp) -> String {
    let path = subject(app).await;
    let person: kernel::PersonId = path.rsplit('/').next().unwrap().parse().unwrap();
    let school = app.schools()[0].number;
    let ctx = app.house.ctx(kernel::Actor::System);
    let made = app.house.db.write(&ctx, move |ctx, tx| {
        tx.run(
            "UPDATE enrolment SET status = '20' WHERE school_id = $1 AND person_id = $2",
            db::params![school, person],
        )?;
        tx.run(
            "UPDATE class_run SET ended_at = $2 WHERE school_id = $1",
            db::params![school, ctx.now],
        )?;
        tx.run(
            "UPDATE grade_sheet SET state = 'locked' WHERE school_id = $1",
            db::params![school],
        )?;
        Ok(())
    });
    made.await.unwrap();
    path
}

/// The same with a proposal that waits.
async fn proposed(app: &TestApp) -> String {
    let path = released(app).await;
    let person: kernel::PersonId = path.rsplit('/').next().unwrap().parse().unwrap();
    let school = app.schools()[0].number;
    let ctx = app.house.ctx(kernel::Actor::System);
    let made = app.house.db.write(&ctx, move |ctx, tx| {
        tx.run(
            "INSERT INTO erasure (school_id, person_id, proposed_by, proposed_at, reason, outcome, word) \
             VALUES ($1, $2, NULL, $3, 'x', '', '') ON CONFLICT (school_id, person_id) DO NOTHING",
            db::params![school, person, ctx.now],
        )?;
        Ok(())
    });
    made.await.unwrap();
    path
}

/// The mentor of the made-up enterprise, of whom an erasure was proposed; what is added to the path names the enterprise.
async fn mentor(app: &TestApp, act: &str) -> String {
    let enterprise = app.orgs.iter().find(|org| org.tier == kernel::Tier::Other);
    let (school, org) = enterprise.map(|org| (org.number, org.id)).expect("an enterprise");
    let ctx = app.house.ctx(kernel::Actor::System);
    let made = app.house.db.write(&ctx, move |ctx, tx| {
        let (person,): (kernel::PersonId,) = tx.one(
            "SELECT person_id FROM post WHERE school_id = $1 AND role = 'enterprise-mentor'",
            db::params![school],
        )?;
        tx.run(
            "UPDATE post SET until_day = 20200101 WHERE school_id = $1 AND person_id = $2",
            db::params![school, person],
        )?;
        tx.run(
            "INSERT INTO erasure (school_id, person_id, proposed_by, proposed_at, reason, outcome, word) \
             VALUES ($1, $2, NULL, $3, 'x', '', '') ON CONFLICT (school_id, person_id) DO NOTHING",
            db::params![school, person, ctx.now],
        )?;
        Ok(person)
    });
    format!("/personal/{}{act}?org={org}", made.await.unwrap())
}

/// Who does not settle what an enterprise of the first province proposes.
const NOT_SETTLING_FOR_IT: &[(super::Who, u16)] = &[
    (super::Who::Elsewhere(Role::ProvincialOfficer), 404),
    (School(Role::SchoolLeader, 0), 404),
    (School(Role::SecurityAdmin, 0), 403),
    (School(Role::EnterpriseMentor, 0), 403),
    (Office(Role::SystemAdmin), 403),
];

/// Who has nothing to do with the personal data of the first school.
const NOT_PERSONAL: &[(super::Who, u16)] = &[
    (School(Role::SecurityAdmin, 1), 404),
    (School(Role::Teacher, 0), 403),
    (School(Role::AcademicAffairs, 0), 403),
    (School(Role::SystemAdmin, 0), 403),
    (School(Role::AuditAdmin, 0), 403),
    (School(Role::SchoolLeader, 0), 403),
    (Office(Role::ProvincialOfficer), 403),
];

/// Nor with settling them.
const NOT_SETTLING: &[(super::Who, u16)] = &[
    (School(Role::SchoolLeader, 1), 404),
    (School(Role::Teacher, 0), 403),
    (School(Role::SystemAdmin, 0), 403),
    (School(Role::SecurityAdmin, 0), 403),
    (Office(Role::ProvincialOfficer), 404),
];

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /me").lets(School(Role::Teacher, 0), 200),
    Case::of("GET /me/password").lets(School(Role::Teacher, 0), 200),
    Case::of("POST /me/password")
        .sends(&[("present", "wrong"), ("password", "Another-2026")])
        .lets(School(Role::Teacher, 0), 422),
    Case::of("POST /me/sessions/{id}/end")
        .at(|app| Box::pin(session(app)))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(&[
            (School(Role::Teacher, 1), 404),
            (School(Role::SystemAdmin, 0), 404),
        ]),
    Case::of("GET /me/second-factor").lets(School(Role::Teacher, 0), 200),
    Case::of("POST /me/second-factor")
        .sends(&[("present", app::demo::PASSWORD)])
        .lets(School(Role::AuditAdmin, 0), 200),
    Case::of("POST /me/second-factor/confirm")
        .sends(&[("code", "000000")])
        .lets(School(Role::Teacher, 0), 409),
    Case::of("POST /me/second-factor/end")
        .sends(&[("present", app::demo::PASSWORD), ("code", "000000")])
        .lets(School(Role::Teacher, 0), 409),
    Case::of("POST /personal/{id}/second-factor/end")
        .at(|app| Box::pin(with_factor(app)))
        .lets(School(Role::SecurityAdmin, 0), 303)
        .refuses(&[
            (School(Role::SecurityAdmin, 1), 404),
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
            (Office(Role::ProvincialOfficer), 403),
        ]),
    Case::of("POST /me/copy").lets(School(Role::Teacher, 0), 200),
    Case::of("GET /personal")
        .lets(School(Role::SecurityAdmin, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /personal/{id}")
        .at(|app| Box::pin(subject(app)))
        .lets(School(Role::SchoolLeader, 0), 200)
        .refuses(&[
            (School(Role::SecurityAdmin, 1), 404),
            (School(Role::SchoolLeader, 1), 404),
            (Office(Role::ProvincialOfficer), 404),
            (School(Role::Teacher, 0), 403),
            (School(Role::AcademicAffairs, 0), 403),
        ]),
    Case::of("POST /personal/{id}/copy")
        .at(|app| Box::pin(async { format!("{}/copy", subject(app).await) }))
        .lets(School(Role::SecurityAdmin, 0), 200)
        .refuses(NOT_PERSONAL),
    Case::of("POST /personal/{id}/erasure")
        .at(|app| Box::pin(async { format!("{}/erasure", released(app).await) }))
        .sends(&[("reason", "本人书面申请")])
        .lets(School(Role::SecurityAdmin, 0), 303)
        .refuses(NOT_PERSONAL),
    Case::of("POST /personal/{id}/erasure/confirm")
        .at(|app| Box::pin(async { format!("{}/erasure/confirm", proposed(app).await) }))
        .lets(School(Role::SchoolLeader, 0), 303)
        .refuses(NOT_SETTLING),
    Case::of("POST /personal/{id}/erasure/decline")
        .at(|app| Box::pin(async { format!("{}/erasure/decline", proposed(app).await) }))
        .sends(&[("word", "成绩有争议")])
        .lets(School(Role::SchoolLeader, 0), 303)
        .refuses(NOT_SETTLING),
    Case::of("GET /personal/{id}")
        .at(|app| Box::pin(mentor(app, "")))
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (super::Who::Elsewhere(Role::ProvincialOfficer), 404),
            (School(Role::SchoolLeader, 0), 404),
            (School(Role::SecurityAdmin, 0), 404),
            (School(Role::EnterpriseMentor, 0), 403),
        ]),
    Case::of("POST /personal/{id}/erasure/confirm")
        .at(|app| Box::pin(mentor(app, "/erasure/confirm")))
        .lets(Office(Role::ProvincialOfficer), 303)
        .refuses(NOT_SETTLING_FOR_IT),
    Case::of("POST /personal/{id}/erasure/confirm")
        .at(|app| Box::pin(mentor(app, "/erasure/confirm")))
        .lets(Office(Role::NationalOfficer), 303),
    Case::of("POST /personal/{id}/erasure/decline")
        .at(|app| Box::pin(mentor(app, "/erasure/decline")))
        .sends(&[("word", "仍在指导学生")])
        .lets(Office(Role::ProvincialOfficer), 303)
        .refuses(NOT_SETTLING_FOR_IT),
    Case::of("POST /posts/{id}")
        .at(|app| Box::pin(async { format!("/posts/{}", post_of(app, Role::Teacher, 0).await) }))
        .lets(School(Role::Teacher, 0), 303)
        .refuses(&[
            (School(Role::Teacher, 1), 404),
            (School(Role::SystemAdmin, 0), 404),
        ]),
    Case::of("GET /staff")
        .lets(School(Role::SystemAdmin, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /staff/new")
        .lets(School(Role::SystemAdmin, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::SecurityAdmin, 0), 403),
            (Office(Role::ProvincialOfficer), 403),
        ]),
    Case::of("POST /staff")
        .sends(NEW_TEACHER)
        .lets(School(Role::SystemAdmin, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
            (Office(Role::NationalOfficer), 403),
        ]),
    Case::of("POST /staff/slips")
        .sends(&[("which", "all")])
        .lets(School(Role::SystemAdmin, 0), 303)
        .refuses(&[
            (School(Role::AcademicAffairs, 0), 403),
            (School(Role::Teacher, 0), 403),
            (School(Role::SecurityAdmin, 0), 403),
        ]),
    Case::of("POST /staff/{id}/end")
        .at(|app| Box::pin(async { format!("/staff/{}/end", post_of(app, Role::Teacher, 0).await) }))
        .lets(School(Role::SystemAdmin, 0), 303)
        .refuses(&[
            (School(Role::SystemAdmin, 1), 404),
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::SecurityAdmin, 0), 403),
            (Office(Role::ProvincialOfficer), 403),
        ]),
    Case::of("POST /staff/{id}/slip")
        .at(|app| Box::pin(async { format!("/staff/{}/slip", post_of(app, Role::Teacher, 0).await) }))
        .lets(School(Role::SystemAdmin, 0), 200)
        .refuses(&[
            (School(Role::SystemAdmin, 1), 404),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /audit")
        .lets(School(Role::AuditAdmin, 0), 200)
        .refuses(&[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ]),
];
