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
    let row: (kernel::PostId,) =
        app.house.db.read(&ctx, move |_, tx| Ok(tx.one(sql, params![school, code])?)).await.unwrap();
    row.0.to_string()
}

const NEW_TEACHER: &[(&str, &str)] = &[("name", "尉迟翀"), ("number", "T-900"), ("role", "teacher")];

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
        refused: &[(School(Role::Teacher, 1), 404), (School(Role::SystemAdmin, 0), 404)],
    },
    Case {
        route: "GET /staff",
        path: fixed!("/staff"),
        fields: &[],
        right: School(Role::SystemAdmin, 0),
        answer: 200,
        refused: &[(School(Role::Teacher, 0), 403), (School(Role::AuditAdmin, 0), 403)],
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
        refused: &[(School(Role::Teacher, 0), 403), (School(Role::SchoolLeader, 0), 403), (Office(Role::NationalOfficer), 403)],
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
        refused: &[(School(Role::SystemAdmin, 1), 404), (School(Role::Teacher, 0), 403)],
    },
    Case {
        route: "GET /audit",
        path: fixed!("/audit"),
        fields: &[],
        right: School(Role::AuditAdmin, 0),
        answer: 200,
        refused: &[(School(Role::SystemAdmin, 0), 403), (School(Role::SchoolLeader, 0), 403)],
    },
];
