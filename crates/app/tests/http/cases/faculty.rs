//! Teachers' training.

use kernel::{RawId, Role};
use testkit::TestApp;

use super::Who::{Elsewhere, Office, School};
use super::{Case, read, word_after};

/// The withdrawal of a result of a teacher of the first school.
async fn withdrawal(app: &TestApp) -> String {
    let (school, id) = (app.schools()[0].number, app.schools()[0].id);
    let sql = "SELECT id FROM training_result WHERE school_id = $1 ORDER BY last_day";
    let result: (RawId,) = read(app, move |tx| Ok(tx.one(sql, db::params![school])?)).await;
    format!("/training/schools/{id}/results/{}/withdrawal", result.0)
}

/// What the preview of a list of the first school keeps for its taking over.
async fn held(app: &TestApp) -> String {
    let (number, name) = crate::counts::teacher(app, app.schools()[0].number).await;
    let teacher = (number, name);
    let table = crate::counts::table(&[(&teacher, "三级", "2026-05-08", "2026-05-09")]);
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let file = ("file", "results.csv", table.as_bytes());
    let preview = affairs.upload("/training/import", &[], file).await;
    word_after(&preview.text(), "name=\"held\" value=\"")
}

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /training")
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /training/schools/{id}")
        .at(|app| Box::pin(async { format!("/training/schools/{}", app.schools()[0].id) }))
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::AcademicAffairs, 1), 404),
            (Elsewhere(Role::ProvincialOfficer), 404),
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /training/import")
        .lets(School(Role::AcademicAffairs, 0), 200)
        .refuses(&[
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /training/import")
        .uploads("file", "results.csv", || b"x".to_vec())
        .lets(Office(Role::ProvincialOfficer), 422)
        .refuses(&[
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /training/results")
        .sends_made(|app| Box::pin(async { vec![("held", held(app).await)] }))
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(&[
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /training/schools/{school}/results/{id}/withdrawal")
        .at(|app| Box::pin(withdrawal(app)))
        .sends(&[("reason", "重复登记")])
        .lets(Office(Role::ProvincialOfficer), 303)
        .refuses(&[
            (School(Role::AcademicAffairs, 1), 404),
            (Elsewhere(Role::ProvincialOfficer), 404),
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
];
