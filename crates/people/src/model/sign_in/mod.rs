//! The policy of signing in, as pure rules: idle limits, passwords, delays after failures, one-time codes, and which
//! posts exclude each other (GB/T 22239-2019: identity checks, separated administrators).

pub mod code;
pub mod common;
pub mod factor;
pub mod failures;
pub mod password;
pub mod totp;
pub mod whence;

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

/// How long a session may last from its sign-in however it is used, in microseconds (OWASP ASVS 5.0, 7.3.2): then the password is asked for
/// anew, so that a session that somebody took ends by itself.
///
/// A shared computer and an administrator: 12 hours, a working day; a student on the own phone: 180 days, a term and its holidays;
/// everybody else: 30 days.
pub const fn longest_life(role: Role, device: Device) -> i64 {
    match (device, role) {
        (Device::Shared, _) => 12 * Instant::HOUR,
        (Device::Own, role) if role.is_administrator() => 12 * Instant::HOUR,
        (Device::Own, Role::Student) => 180 * Instant::DAY,
        (Device::Own, _) => 30 * Instant::DAY,
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
    fn a_session_lasts_as_long_as_its_post_and_device_allow_and_longer_than_its_rest() {
        let hours = |role, device| longest_life(role, device) / Instant::HOUR;
        assert_eq!(hours(Role::SystemAdmin, Device::Own), 12);
        assert_eq!(hours(Role::Teacher, Device::Own), 30 * 24);
        assert_eq!(hours(Role::Student, Device::Own), 180 * 24);
        for role in Role::ALL {
            assert_eq!(hours(role, Device::Shared), 12);
            for device in [Device::Own, Device::Shared] {
                assert!(longest_life(role, device) > idle_limit(role, device));
            }
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
