//! The policy of signing in, as pure rules: idle limits, passwords, delays after failures, one-time codes, and which
//! posts exclude each other (GB/T 22239-2019: identity checks, separated administrators).

pub mod code;
pub mod common;
pub mod factor;
pub mod failures;
pub mod password;
pub mod totp;

use kernel::{Instant, Role, Text};

/// Whose device a person signs in on, as they say at the sign-in page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// Their own phone or computer.
    Own,
    /// A computer that others use too.
    Shared,
}

/// How long a session may rest before it ends, in microseconds.
///
/// A shared computer and an administrator: 15 minutes; a student on the own phone: 30 days; everybody else: 8 hours.
pub const fn idle_limit(role: Role, device: Device) -> i64 {
    match (device, role) {
        (Device::Shared, _) => 15 * Instant::MINUTE,
        (Device::Own, role) if role.is_administrator() => 15 * Instant::MINUTE,
        (Device::Own, Role::Student) => 30 * Instant::DAY,
        (Device::Own, _) => 8 * Instant::HOUR,
    }
}

/// Whether somebody who holds these posts may be given another one.
///
/// # Errors
/// System, security and audit administrator are three persons (三权分立); the text names the post in the way.
pub fn may_hold(existing: &[Role], new: Role) -> Result<(), Text> {
    let in_the_way = |held: &&Role| held.is_administrator() && new.is_administrator() && **held != new;
    match existing.iter().find(in_the_way) {
        Some(held) => Err(Text::new("people-post-exclusive")
            .with("held", held.code())
            .with("new", new.code())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_rests_as_long_as_its_post_and_device_allow() {
        let minutes = |role, device| idle_limit(role, device) / Instant::MINUTE;
        assert_eq!(minutes(Role::AuditAdmin, Device::Own), 15);
        assert_eq!(minutes(Role::Teacher, Device::Own), 480);
        assert_eq!(minutes(Role::ProvincialOfficer, Device::Own), 480);
        assert_eq!(minutes(Role::Student, Device::Own), 43_200);
        for role in Role::ALL {
            assert_eq!(minutes(role, Device::Shared), 15);
        }
    }

    #[test]
    fn the_three_administrators_are_three_persons() {
        assert!(may_hold(&[Role::SystemAdmin], Role::AuditAdmin).is_err());
        assert!(may_hold(&[Role::Teacher, Role::SecurityAdmin], Role::SystemAdmin).is_err());
        assert!(may_hold(&[Role::SystemAdmin], Role::SystemAdmin).is_ok());
        assert!(may_hold(&[Role::SystemAdmin], Role::Teacher).is_ok());
        assert!(may_hold(&[Role::Teacher, Role::ClassTeacher], Role::MajorLeader).is_ok());
    }
}
