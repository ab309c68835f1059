//! Counts, pairs and the plan.

use kernel::Role;

use super::Case;
use super::Who::{Office, School};

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /counts")
        .lets(Office(Role::NationalOfficer), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /counts/regions/{code}")
        .at(fixed!("/counts/regions/330000"))
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::AcademicAffairs, 0), 404),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("GET /counts/schools/{id}")
        .at(fixed!("/counts/schools/0000000000000000000000"))
        .lets(Office(Role::NationalOfficer), 404)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /counts/pairs")
        .lets(Office(Role::NationalOfficer), 200)
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
        .lets(Office(Role::ProvincialOfficer), 404)
        .refuses(&[(School(Role::Teacher, 0), 404)]),
    Case::of("POST /counts/pairs/list")
        .lets(Office(Role::ProvincialOfficer), 422)
        .refuses(&[
            (School(Role::SchoolLeader, 0), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /counts/pairs/{school}/{id}/withdrawal")
        .at(fixed!(
            "/counts/pairs/0000000000000000000000/00000000-0000-0000-0000-000000000000/withdrawal"
        ))
        .lets(Office(Role::NationalOfficer), 404)
        .refuses(&[
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
