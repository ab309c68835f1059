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

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /me").lets(School(Role::Teacher, 0), 200),
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
