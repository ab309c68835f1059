//! Teachers' training.

use kernel::Role;

use super::Case;
use super::Who::{Office, School};

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /training")
        .lets(Office(Role::ProvincialOfficer), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::AuditAdmin, 0), 403),
        ]),
    Case::of("GET /training/schools/{id}")
        .at(fixed!("/training/schools/0000000000000000000000"))
        .lets(Office(Role::ProvincialOfficer), 404)
        .refuses(&[
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
        .lets(Office(Role::ProvincialOfficer), 404)
        .refuses(&[(School(Role::Teacher, 0), 404)]),
    Case::of("POST /training/results")
        .lets(Office(Role::ProvincialOfficer), 422)
        .refuses(&[
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
    Case::of("POST /training/schools/{school}/results/{id}/withdrawal")
        .at(fixed!(
            "/training/schools/0000000000000000000000/results/00000000-0000-0000-0000-000000000000/withdrawal"
        ))
        .lets(Office(Role::ProvincialOfficer), 404)
        .refuses(&[
            (Office(Role::NationalOfficer), 403),
            (School(Role::Teacher, 0), 403),
        ]),
];
