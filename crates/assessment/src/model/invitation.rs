//! The link by which an enterprise mentor rates without an account: an id that cannot be guessed, and a code behind delays.

use kernel::{Instant, Problems, Text};
use people::model::sign_in::code::{Code, Purpose};
use people::model::sign_in::failures::delay_after;

/// What the vault seals the codes for.
pub const PURPOSE: &str = "mentor invitation";

/// The longest that an invitation lives, in days.
pub const LONGEST: i64 = Purpose::Invitation.lifetime() / Instant::DAY;

/// The moment from which another code is looked at, after so many wrong ones.
pub const fn next_try(failures: u32, latest: Instant) -> Option<Instant> {
    match delay_after(failures) {
        0 => None,
        wait => Some(latest.plus(wait)),
    }
}

/// Whether what the link carries is the code, however it was typed; every byte is compared.
pub fn same(known: &[u8], typed: &str) -> bool {
    let Ok(code) = Code::parse(typed) else {
        return false;
    };
    let typed = code.reveal().as_bytes();
    let pairs = known.iter().zip(typed);
    known.len() == typed.len() && pairs.fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// Whom an invitation is for, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvitation {
    /// The enterprise.
    pub enterprise: String,
    /// The mentor's name.
    pub mentor: String,
    /// How many days it is good.
    pub days: i64,
}

impl NewInvitation {
    /// Reads the form.
    ///
    /// # Errors
    /// At `enterprise`, `mentor` and `days`.
    pub fn parse(enterprise: &str, mentor: &str, days: &str) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        for (field, value) in [("enterprise", enterprise), ("mentor", mentor)] {
            if value.trim().is_empty() {
                problems.add(field, Text::new("web-required"));
            } else if value.chars().count() > 60 {
                problems.add(field, Text::new("assessment-too-long").with("most", 60));
            }
        }
        let days = days
            .trim()
            .parse()
            .ok()
            .filter(|days| (1..=LONGEST).contains(days));
        if days.is_none() {
            problems.add(
                "days",
                Text::new("assessment-invitation-days").with("most", LONGEST),
            );
        }
        match days {
            Some(days) if problems.is_empty() => Ok(Self {
                enterprise: enterprise.trim().to_owned(),
                mentor: mentor.trim().to_owned(),
                days,
            }),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_however_it_is_typed_and_no_other_is() {
        assert!(same(b"ACDE34FG", "acde-34fg"));
        for other in ["ACDE34FH", "ACDE34F", "", "ACDE34FGG"] {
            assert!(!same(b"ACDE34FG", other), "{other}");
        }
        assert!(!same(b"ACDE34F", "ACDE34FG"));
    }

    #[test]
    fn wrong_codes_delay_the_next_try() {
        assert_eq!(next_try(2, Instant(7)), None);
        assert_eq!(next_try(3, Instant(7)), Some(Instant(7 + 5 * Instant::SECOND)));
    }

    #[test]
    fn an_invitation_names_its_mentor_and_lives_a_month_at_most() {
        let new = NewInvitation::parse(" 恒进液压 ", "周师傅", "7").unwrap();
        assert_eq!((new.enterprise.as_str(), new.days), ("恒进液压", 7));
        let faults = NewInvitation::parse("", "周师傅", "31").unwrap_err();
        assert!(faults.at("enterprise").is_some() && faults.at("days").is_some());
    }
}
