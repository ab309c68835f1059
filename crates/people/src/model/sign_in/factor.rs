//! A second factor beside the password (等保 2.0 身份鉴别 d; OWASP ASVS 5.0, 6.3.3): who is asked for one, and how long a sign-in
//! waits for its code.

use kernel::{Instant, Role};

/// How hard the installation asks its administrators for a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asking {
    /// Their desk says so and leads there.
    #[default]
    Asked,
    /// Without one they do nothing else than set one up.
    Required,
}

/// How long a sign-in whose password was right waits for the code, in microseconds.
pub const HALF_LIFETIME: i64 = 5 * Instant::MINUTE;
/// How many codes are kept for a lost device.
pub const RECOVERY_CODES: usize = 10;

/// Whether whoever is in this post is asked for a second factor: the three separated administrators.
pub const fn is_asked(role: Role) -> bool {
    role.is_administrator()
}

/// Whether somebody without a second factor is held back until there is one.
pub fn is_held_back(asking: Asking, role: Role) -> bool {
    asking == Asking::Required && is_asked(role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_three_administrators_are_asked_and_held_back_where_it_is_required() {
        let held = |asking| {
            Role::ALL
                .into_iter()
                .filter(move |role| is_held_back(asking, *role))
        };
        assert_eq!(held(Asking::Asked).count(), 0);
        let required: Vec<Role> = held(Asking::Required).collect();
        assert_eq!(
            required,
            [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin]
        );
    }
}
