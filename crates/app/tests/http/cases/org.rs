//! Organisations, majors, calendars.

use kernel::{Role, Tier};
use testkit::TestApp;

use super::Case;
use super::Who::{Office, School};

const NEW_SCHOOL: &[(&str, &str)] = &[
    ("kind", "school"),
    ("code", "330188"),
    ("name", "东江技师学院"),
    ("region", "330100"),
    ("category", "technician"),
    ("affiliation", "city"),
    ("credit", "12330000470007777C"),
    ("version", "1"),
];

const MAJORS: &str = "专业编码,专业名称\n0106-3,数控加工（数控车工）\n";

/// A path below the first school.
fn org_path(app: &TestApp, rest: &str) -> String {
    format!("/organisations/{}{rest}", app.schools()[0].id)
}

/// A relation upwards of the school of an index.
async fn relation_of(app: &TestApp, index: usize) -> String {
    let id = app.schools()[index].id;
    let ctx = app.house.ctx(kernel::Actor::System);
    let rows = app
        .house
        .db
        .read(&ctx, move |_, tx| org::queries::relations(tx, id))
        .await
        .unwrap();
    kernel::Id::<()>::of(rows[0].id).to_string()
}

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /organisations")
        .lets(Office(Role::NationalOfficer), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::MajorLeader, 0), 403),
        ]),
    Case::of("POST /organisations")
        .sends(NEW_SCHOOL)
        .lets(Office(Role::ProvincialOfficer), 303)
        .refuses(&[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
            (Office(Role::NationalOfficer), 422),
        ]),
    Case::of("GET /organisations/new")
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /organisations/{id}")
        .at(|app| Box::pin(async { org_path(app, "") }))
        .lets(School(Role::SchoolLeader, 0), 200)
        .refuses(&[
            (School(Role::SchoolLeader, 1), 404),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /organisations/{id}/edit")
        .at(|app| Box::pin(async { org_path(app, "/edit") }))
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SystemAdmin, 1), 404),
        ]),
    Case::of("POST /organisations/{id}")
        .at(|app| Box::pin(async { org_path(app, "") }))
        .sends(NEW_SCHOOL)
        .lets(Office(Role::ProvincialOfficer), 303)
        .refuses(&[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::SystemAdmin, 1), 404),
        ]),
    Case::of("POST /organisations/{id}/relations")
        .at(|app| Box::pin(async { org_path(app, "/relations") }))
        .sends(&[("relation", "guidance"), ("since", "2026-01-01"), ("until", "")])
        .sends_made(|app| Box::pin(async { vec![("upper", app.org(Tier::Province).code.clone())] }))
        .lets(Office(Role::ProvincialOfficer), 303)
        .refuses(&[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 1), 404),
        ]),
    Case::of("POST /organisations/{id}/relations/{relation}/end")
        .at(|app| Box::pin(async { org_path(app, &format!("/relations/{}/end", relation_of(app, 0).await)) }))
        .lets(Office(Role::ProvincialOfficer), 303)
        .refuses(&[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 1), 404),
        ]),
    Case::of("GET /majors")
        .lets(School(Role::Teacher, 0), 200)
        .refuses(&[
            (School(Role::EnterpriseMentor, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
        ]),
    Case::of("POST /majors")
        .sends(&[("name", "2027"), ("table", MAJORS)])
        .lets(Office(Role::NationalOfficer), 303)
        .refuses(&[
            (Office(Role::ProvincialOfficer), 403),
            (School(Role::AcademicAffairs, 0), 403),
        ]),
    Case::of("GET /majors/import")
        .lets(Office(Role::NationalOfficer), 200)
        .refuses(&[
            (Office(Role::ProvincialOfficer), 403),
            (School(Role::AcademicAffairs, 0), 403),
        ]),
    Case::of("POST /majors/import")
        .sends(&[("name", "2027")])
        .uploads("file", "majors.csv", || MAJORS.as_bytes().to_vec())
        .lets(Office(Role::NationalOfficer), 200)
        .refuses(&[
            (Office(Role::ProvincialOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /calendar")
        .lets(School(Role::Teacher, 0), 200)
        .refuses(&[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("POST /calendar")
        .sends(crate::org::TERM)
        .uploads("file", "", Vec::new)
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
        ]),
    Case::of("GET /calendar/edit")
        .lets(School(Role::AcademicAffairs, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ]),
];
