//! Counts, pairs and the plan.

use kernel::{RawId, Role, Tier};
use testkit::TestApp;

use super::Who::{Elsewhere, Office, School};
use super::{Case, read, word_after};

/// A list that confirms one more pair.
const LIST: &str = "院校代码,专业代码,确认日期\n330199,0107,2025-06-01\n";

/// The withdrawal of a pair of the first school.
async fn withdrawal(app: &TestApp) -> String {
    let (school, id) = (app.schools()[0].number, app.schools()[0].id);
    let sql = "SELECT id FROM confirmed_pair WHERE school_id = $1 ORDER BY major_code";
    let pair: (RawId,) = read(app, move |tx| Ok(tx.one(sql, db::params![school])?)).await;
    format!("/counts/pairs/{id}/{}/withdrawal", pair.0)
}

/// What the preview of a list keeps for its taking over.
async fn held(app: &TestApp) -> String {
    let officer = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let file = ("file", "pairs.csv", LIST.as_bytes());
    let preview = officer.upload("/counts/pairs/import", &[], file).await;
    word_after(&preview.text(), "name=\"held\" value=\"")
}

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /counts")
        .lets(Office(Role::NationalOfficer), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /counts/regions/{code}")
        .at(|_| Box::pin(async { "/counts/regions/330000".to_owned() }))
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (Elsewhere(Role::ProvincialOfficer), 404),
            (School(Role::AcademicAffairs, 0), 404),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /counts/schools/{id}")
        .at(|app| Box::pin(async { format!("/counts/schools/{}", app.schools()[0].id) }))
        .lets(Office(Role::NationalOfficer), 200)
        .refuses(&[
            (School(Role::AcademicAffairs, 1), 404),
            (Elsewhere(Role::ProvincialOfficer), 404),
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /counts/pairs")
        .lets(Office(Role::NationalOfficer), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /counts/second")
        .lets(School(Role::SchoolLeader, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("POST /counts/pairs")
        .sends(&[("school", "330199"), ("major", "0107"), ("day", "2025-06-01")])
        .lets(Office(Role::NationalOfficer), 303)
        .refuses(&[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /counts/pairs/new")
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /counts/pairs/import")
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /counts/pairs/import")
        .uploads("file", "pairs.csv", || LIST.as_bytes().to_vec())
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /counts/pairs/list")
        .sends_made(|app| Box::pin(async { vec![("held", held(app).await)] }))
        .lets(Office(Role::ProvincialOfficer), 303)
        .refuses(&[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /counts/pairs/{school}/{id}/withdrawal")
        .at(|app| Box::pin(withdrawal(app)))
        .sends(&[("reason", "学校不再招生")])
        .lets(Office(Role::NationalOfficer), 303)
        .refuses(&[
            (Elsewhere(Role::ProvincialOfficer), 404),
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /counts/plan")
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /counts/plan/edit")
        .lets(Office(Role::NationalOfficer), 200)
        .refuses(&[
            (Office(Role::ProvincialOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /counts/plan")
        .sends(&[("version", "1")])
        .lets(Office(Role::NationalOfficer), 422)
        .refuses(&[
            (Office(Role::ProvincialOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
];
