//! How the installation stands.

use kernel::Role;

use super::Case;
use super::Who::{Elsewhere, Ministry, School};

/// The cases.
pub const CASES: &[Case] = &[Case::of("GET /status")
    .lets(Ministry(Role::SystemAdmin), 200)
    .refuses(&[
        (School(Role::SystemAdmin, 0), 403),
        (Elsewhere(Role::SystemAdmin), 403),
        (Ministry(Role::NationalOfficer), 403),
        (Ministry(Role::AuditAdmin), 403),
        (School(Role::Teacher, 0), 403),
    ])];
