//! The authorization cases, a block a module.

use std::future::Future;
use std::pin::Pin;

use db::params;
use kernel::Role;
use testkit::TestApp;

/// Somebody of the made-up nation.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// With a post in the school of this index.
    School(Role, usize),
    /// An officer of the ministry or of the first province.
    Office(Role),
}

/// Makes the path of a case, for ids that only the database knows.
pub type PathOf = for<'a> fn(&'a TestApp) -> Pin<Box<dyn Future<Output = String> + 'a>>;

/// One route with who may and who may not.
pub struct Case {
    /// `POST /staff`
    pub route: &'static str,
    /// The path with its ids.
    pub path: PathOf,
    /// The form.
    pub fields: &'static [(&'static str, &'static str)],
    /// Who may.
    pub right: Who,
    /// What they get.
    pub answer: u16,
    /// Who may not, and what they get.
    pub refused: &'static [(Who, u16)],
}

use Who::{Office, School};

macro_rules! fixed {
    ($path:literal) => {
        |_| Box::pin(async { $path.to_owned() })
    };
}

/// The post of a role in the school of an index.
async fn post_of(app: &TestApp, role: Role, index: usize) -> String {
    let (school, code) = (app.schools()[index].number, role.code());
    let ctx = app.house.ctx(kernel::Actor::System);
    let sql = "SELECT id FROM post WHERE school_id = $1 AND role = $2";
    let row: (kernel::PostId,) = app
        .house
        .db
        .read(&ctx, move |_, tx| Ok(tx.one(sql, params![school, code])?))
        .await
        .unwrap();
    row.0.to_string()
}

const NEW_TEACHER: &[(&str, &str)] = &[("name", "尉迟翀"), ("number", "T-900"), ("role", "teacher")];

const NEW_SCHOOL: &[(&str, &str)] = &[
    ("kind", "school"),
    ("code", "330188"),
    ("name", "东江技师学院"),
    ("region", "330100"),
    ("category", "technician"),
    ("affiliation", "city"),
    ("credit", "12330000470009999E"),
    ("version", "1"),
];

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

/// Every case.
pub const CASES: &[Case] = &[
    Case {
        route: "GET /me",
        path: fixed!("/me"),
        fields: &[],
        right: School(Role::Teacher, 0),
        answer: 200,
        refused: &[],
    },
    Case {
        route: "POST /me/password",
        path: fixed!("/me/password"),
        fields: &[("present", "wrong"), ("password", "Another-2026")],
        right: School(Role::Teacher, 0),
        answer: 422,
        refused: &[],
    },
    Case {
        route: "POST /me/sessions/{id}/end",
        path: fixed!("/me/sessions/0000000000000000000000/end"),
        fields: &[],
        right: School(Role::Teacher, 0),
        answer: 404,
        refused: &[],
    },
    Case {
        route: "POST /posts/{id}",
        path: |app| Box::pin(async { format!("/posts/{}", post_of(app, Role::Teacher, 0).await) }),
        fields: &[],
        right: School(Role::Teacher, 0),
        answer: 303,
        refused: &[
            (School(Role::Teacher, 1), 404),
            (School(Role::SystemAdmin, 0), 404),
        ],
    },
    Case {
        route: "GET /staff",
        path: fixed!("/staff"),
        fields: &[],
        right: School(Role::SystemAdmin, 0),
        answer: 200,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ],
    },
    Case {
        route: "GET /staff/new",
        path: fixed!("/staff/new"),
        fields: &[],
        right: School(Role::SystemAdmin, 0),
        answer: 200,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::SecurityAdmin, 0), 403),
            (Office(Role::ProvincialOfficer), 403),
        ],
    },
    Case {
        route: "POST /staff",
        path: fixed!("/staff"),
        fields: NEW_TEACHER,
        right: School(Role::SystemAdmin, 0),
        answer: 200,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
            (Office(Role::NationalOfficer), 403),
        ],
    },
    Case {
        route: "POST /staff/{id}/end",
        path: |app| Box::pin(async { format!("/staff/{}/end", post_of(app, Role::Teacher, 0).await) }),
        fields: &[],
        right: School(Role::SystemAdmin, 0),
        answer: 303,
        refused: &[
            (School(Role::SystemAdmin, 1), 404),
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::SecurityAdmin, 0), 403),
            (Office(Role::ProvincialOfficer), 403),
        ],
    },
    Case {
        route: "POST /staff/{id}/slip",
        path: |app| Box::pin(async { format!("/staff/{}/slip", post_of(app, Role::Teacher, 0).await) }),
        fields: &[],
        right: School(Role::SystemAdmin, 0),
        answer: 200,
        refused: &[
            (School(Role::SystemAdmin, 1), 404),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "GET /audit",
        path: fixed!("/audit"),
        fields: &[],
        right: School(Role::AuditAdmin, 0),
        answer: 200,
        refused: &[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ],
    },
    // Organisations, majors, calendars. The two uploads have their own tests in `org.rs`: a form that is no upload is no request of ours.
    Case {
        route: "GET /organisations",
        path: fixed!("/organisations"),
        fields: &[],
        right: Office(Role::NationalOfficer),
        answer: 200,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::MajorLeader, 0), 403),
        ],
    },
    Case {
        route: "POST /organisations",
        path: fixed!("/organisations"),
        fields: NEW_SCHOOL,
        right: Office(Role::ProvincialOfficer),
        answer: 303,
        refused: &[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
            (Office(Role::NationalOfficer), 422),
        ],
    },
    Case {
        route: "GET /organisations/new",
        path: fixed!("/organisations/new"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 200,
        refused: &[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "GET /organisations/{id}",
        path: |app| Box::pin(async { org_path(app, "") }),
        fields: &[],
        right: School(Role::SchoolLeader, 0),
        answer: 200,
        refused: &[
            (School(Role::SchoolLeader, 1), 404),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "GET /organisations/{id}/edit",
        path: |app| Box::pin(async { org_path(app, "/edit") }),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 200,
        refused: &[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SystemAdmin, 1), 404),
        ],
    },
    Case {
        route: "POST /organisations/{id}",
        path: |app| Box::pin(async { org_path(app, "") }),
        fields: NEW_SCHOOL,
        right: Office(Role::ProvincialOfficer),
        answer: 303,
        refused: &[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::SystemAdmin, 1), 404),
        ],
    },
    Case {
        route: "POST /organisations/{id}/relations",
        path: |app| Box::pin(async { org_path(app, "/relations") }),
        fields: &[
            ("relation", "guidance"),
            ("upper", "33"),
            ("since", "2026-01-01"),
            ("until", ""),
        ],
        right: Office(Role::ProvincialOfficer),
        answer: 303,
        refused: &[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 1), 404),
        ],
    },
    Case {
        route: "POST /organisations/{id}/relations/{relation}/end",
        path: |app| {
            Box::pin(async { org_path(app, &format!("/relations/{}/end", relation_of(app, 0).await)) })
        },
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 303,
        refused: &[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::SchoolLeader, 1), 404),
        ],
    },
    Case {
        route: "GET /majors",
        path: fixed!("/majors"),
        fields: &[],
        right: School(Role::Teacher, 0),
        answer: 200,
        refused: &[
            (School(Role::EnterpriseMentor, 0), 403),
            (School(Role::SystemAdmin, 0), 403),
        ],
    },
    Case {
        route: "POST /majors",
        path: fixed!("/majors"),
        fields: &[
            ("name", "2027"),
            ("table", "专业编码,专业名称\n0106-3,数控加工（数控车工）\n"),
        ],
        right: Office(Role::NationalOfficer),
        answer: 303,
        refused: &[
            (Office(Role::ProvincialOfficer), 403),
            (School(Role::AcademicAffairs, 0), 403),
        ],
    },
    Case {
        route: "GET /majors/import",
        path: fixed!("/majors/import"),
        fields: &[],
        right: Office(Role::NationalOfficer),
        answer: 200,
        refused: &[
            (Office(Role::ProvincialOfficer), 403),
            (School(Role::AcademicAffairs, 0), 403),
        ],
    },
    Case {
        route: "POST /majors/import",
        path: fixed!("/majors/import"),
        fields: &[],
        right: Office(Role::NationalOfficer),
        answer: 404,
        refused: &[(School(Role::Teacher, 0), 404)],
    },
    Case {
        route: "GET /calendar",
        path: fixed!("/calendar"),
        fields: &[],
        right: School(Role::Teacher, 0),
        answer: 200,
        refused: &[
            (School(Role::SystemAdmin, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ],
    },
    Case {
        route: "POST /calendar",
        path: fixed!("/calendar"),
        fields: &[],
        right: School(Role::AcademicAffairs, 0),
        answer: 404,
        refused: &[(School(Role::Teacher, 0), 404)],
    },
    Case {
        route: "GET /calendar/edit",
        path: fixed!("/calendar/edit"),
        fields: &[],
        right: School(Role::AcademicAffairs, 0),
        answer: 200,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
        ],
    },
    Case {
        route: "GET /counts",
        path: fixed!("/counts"),
        fields: &[],
        right: Office(Role::NationalOfficer),
        answer: 200,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ],
    },
    Case {
        route: "GET /counts/regions/{code}",
        path: fixed!("/counts/regions/330000"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 200,
        refused: &[
            (School(Role::AcademicAffairs, 0), 404),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "GET /counts/schools/{id}",
        path: fixed!("/counts/schools/0000000000000000000000"),
        fields: &[],
        right: Office(Role::NationalOfficer),
        answer: 404,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ],
    },
    Case {
        route: "GET /counts/pairs",
        path: fixed!("/counts/pairs"),
        fields: &[],
        right: Office(Role::NationalOfficer),
        answer: 200,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ],
    },
    Case {
        route: "POST /counts/pairs",
        path: fixed!("/counts/pairs"),
        fields: &[("school", "330199"), ("major", "0107"), ("day", "2025-06-01")],
        right: Office(Role::NationalOfficer),
        answer: 303,
        refused: &[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "GET /counts/pairs/new",
        path: fixed!("/counts/pairs/new"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 200,
        refused: &[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "GET /counts/pairs/import",
        path: fixed!("/counts/pairs/import"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 200,
        refused: &[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "POST /counts/pairs/import",
        path: fixed!("/counts/pairs/import"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 404,
        refused: &[(School(Role::Teacher, 0), 404)],
    },
    Case {
        route: "POST /counts/pairs/list",
        path: fixed!("/counts/pairs/list"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 422,
        refused: &[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "POST /counts/pairs/{school}/{id}/withdrawal",
        path: fixed!("/counts/pairs/0000000000000000000000/00000000-0000-0000-0000-000000000000/withdrawal"),
        fields: &[],
        right: Office(Role::NationalOfficer),
        answer: 404,
        refused: &[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "GET /counts/plan",
        path: fixed!("/counts/plan"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 200,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ],
    },
    Case {
        route: "GET /counts/plan/edit",
        path: fixed!("/counts/plan/edit"),
        fields: &[],
        right: Office(Role::NationalOfficer),
        answer: 200,
        refused: &[
            (Office(Role::ProvincialOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "POST /counts/plan",
        path: fixed!("/counts/plan"),
        fields: &[("version", "1")],
        right: Office(Role::NationalOfficer),
        answer: 422,
        refused: &[
            (Office(Role::ProvincialOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "GET /training",
        path: fixed!("/training"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 200,
        refused: &[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ],
    },
    Case {
        route: "GET /training/schools/{id}",
        path: fixed!("/training/schools/0000000000000000000000"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 404,
        refused: &[
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "GET /training/import",
        path: fixed!("/training/import"),
        fields: &[],
        right: School(Role::AcademicAffairs, 0),
        answer: 200,
        refused: &[
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "POST /training/import",
        path: fixed!("/training/import"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 404,
        refused: &[(School(Role::Teacher, 0), 404)],
    },
    Case {
        route: "POST /training/results",
        path: fixed!("/training/results"),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 422,
        refused: &[
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
    Case {
        route: "POST /training/schools/{school}/results/{id}/withdrawal",
        path: fixed!(
            "/training/schools/0000000000000000000000/results/00000000-0000-0000-0000-000000000000/withdrawal"
        ),
        fields: &[],
        right: Office(Role::ProvincialOfficer),
        answer: 404,
        refused: &[
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ],
    },
];
