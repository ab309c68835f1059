//! What a password must be. The rules are few and said at once; the hash and its queue are elsewhere.

use kernel::{Instant, Problems, Role, Text};

use super::common::is_common;
use crate::model::name::Reading;

/// What is known of the person who sets a password, for what it must not contain.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// Every post they hold: an administrator's asks for more.
    pub roles: &'a [Role],
    /// 学号, 工号 or another sign-in name.
    pub sign_in_name: &'a str,
    /// Their phone, if one is known.
    pub phone: &'a str,
    /// Their name.
    pub name: &'a str,
}

/// The form field that the problems stand at.
pub const FIELD: &str = "password";
/// Longer ones are refused, so that nobody makes the hash work for long.
const MOST: usize = 128;
/// Kinds of characters, of the four: small letters, capitals, digits, all others.
const KINDS: usize = 3;

/// Checks a new password against every rule.
///
/// # Errors
/// All rules it breaks, at the field [`FIELD`]: 8 to 128 characters (10 for administrators), three of the four kinds of
/// characters, not one of the commonest (see [`super::common`]), and nothing of the person's sign-in name, phone or name within it.
pub fn check(password: &str, holder: &Holder<'_>) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let length = password.chars().count();
    let least = if is_strict(holder.roles) { 10 } else { 8 };
    if length < least {
        problems.add(FIELD, Text::new("people-password-short").with("least", least));
    }
    if length > MOST {
        problems.add(FIELD, Text::new("people-password-long").with("most", MOST));
    }
    if kinds(password) < KINDS {
        problems.add(FIELD, Text::new("people-password-kinds"));
    }
    // The list holds words that break a rule above by themselves: that rule says more.
    if problems.is_empty() && is_common(password) {
        problems.add(FIELD, Text::new("people-password-common"));
    }
    if contains_holder(password, holder) {
        problems.add(FIELD, Text::new("people-password-own"));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// An administrator chooses none of so many passwords again: the present one and those before it (GB/T 22239-2019, level 3, 身份鉴别 a).
pub const LAST: i64 = 5;
/// How long an administrator's password is used, in microseconds (the same): who signs in with an older one chooses another before
/// anything else.
pub const LONGEST_USE: i64 = 90 * Instant::DAY;

/// Whether the stricter rules are for whoever holds these posts: one of the three administrators.
pub fn is_strict(roles: &[Role]) -> bool {
    roles.iter().any(|role| role.is_administrator())
}

/// Whether somebody who signed in (at `began`) to a post of theirs chooses another password first. Of a password whose day nobody
/// knows it is not asked.
pub fn is_due(role: Role, chosen: Option<Instant>, began: Instant) -> bool {
    role.is_administrator() && chosen.is_some_and(|chosen| began.0 - chosen.0 >= LONGEST_USE)
}

fn kinds(password: &str) -> usize {
    let kinds: [fn(&char) -> bool; 4] = [
        char::is_ascii_lowercase,
        char::is_ascii_uppercase,
        char::is_ascii_digit,
        |letter| !letter.is_ascii_alphanumeric(),
    ];
    kinds
        .iter()
        .filter(|kind| password.chars().any(|letter| kind(&letter)))
        .count()
}

fn contains_holder(password: &str, holder: &Holder<'_>) -> bool {
    let password = password.to_lowercase();
    let within =
        |part: &str, least: usize| part.chars().count() >= least && password.contains(&part.to_lowercase());
    within(holder.sign_in_name, 3)
        || within(holder.phone, 4)
        || within(holder.name, 2)
        || within(&Reading::of(holder.name).joined(), 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STUDENT: Holder<'_> = Holder {
        roles: &[Role::Student],
        sign_in_name: "25010630151",
        phone: "15000009107",
        name: "覃海铭",
    };

    fn broken(password: &str, holder: &Holder<'_>) -> Vec<String> {
        let problems = check(password, holder).err().unwrap_or_default();
        problems
            .0
            .into_iter()
            .map(|problem| problem.text.key.into_owned())
            .collect()
    }

    #[test]
    fn a_good_password_passes() {
        for password in [
            "Zhuanzi-7",
            "车床 Fanuc0i 好",
            "tR4ctor!",
            "correct-Horse-battery",
        ] {
            assert_eq!(broken(password, &STUDENT), [""; 0], "{password}");
        }
    }

    #[test]
    fn every_broken_rule_is_named() {
        assert_eq!(
            broken("abc", &STUDENT),
            ["people-password-short", "people-password-kinds"]
        );
        assert_eq!(broken("abcdefgh", &STUDENT), ["people-password-kinds"]);
        assert_eq!(broken("ABCDefgh", &STUDENT), ["people-password-kinds"]);
        assert_eq!(broken(&"aB3".repeat(50), &STUDENT), ["people-password-long"]);
        for password in ["Passw0rd!", "Admin@123", "Abc@123456", "Woaini1314", "1qaz@WSX"] {
            assert_eq!(
                broken(password, &STUDENT),
                ["people-password-common"],
                "{password}"
            );
        }
    }

    #[test]
    fn nothing_of_the_person_stands_in_it() {
        for password in ["Nc-25010630151", "x15000009107X", "覃海铭2025Aa", "QinHaiMing!1"] {
            assert_eq!(broken(password, &STUDENT), ["people-password-own"], "{password}");
        }
    }

    #[test]
    fn an_administrators_is_due_after_ninety_days_and_nobody_elses_ever() {
        let chosen = Some(Instant(Instant::DAY));
        let after = |days| Instant(days * Instant::DAY);
        for role in [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin] {
            assert!(!is_due(role, chosen, Instant(after(91).0 - 1)));
            assert!(is_due(role, chosen, after(91)));
            assert!(!is_due(role, None, after(9_000)), "nobody knows the day");
            assert!(
                !is_due(role, Some(after(400)), after(91)),
                "a clock that went back"
            );
        }
        for role in Role::ALL.into_iter().filter(|role| !role.is_administrator()) {
            assert!(!is_due(role, chosen, after(9_000)), "{role:?}");
            assert!(!is_strict(&[role]));
        }
        assert!(is_strict(&[Role::Teacher, Role::AuditAdmin]));
    }

    #[test]
    fn an_administrators_is_longer() {
        let admin = Holder {
            roles: &[Role::Teacher, Role::AuditAdmin],
            ..STUDENT
        };
        assert_eq!(broken("tR4ctor!", &admin), ["people-password-short"]);
        assert_eq!(broken("tR4ctor!-9", &admin), [""; 0]);
    }
}
