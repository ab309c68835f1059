//! How failed sign-ins delay the next try: by account, and apart for each device the account has signed in on before.
//!
//! All strange devices of an account share one count, so that a guesser gains nothing by pretending to be a new device
//! each time; a known device has its own, so that a guesser elsewhere never locks the owner out. Nothing counts by
//! network address: a class of fifty sits behind one.

use kernel::Instant;

/// Which count of the account a try belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Counter {
    /// A device on which this account has signed in before, by the hash of its long-lived cookie.
    Known(Vec<u8>),
    /// Every other device together.
    Strange,
}

/// The counter of a try from a device, when these devices are known for the account.
pub fn counter(device: Option<&[u8]>, known: &[Vec<u8>]) -> Counter {
    match device.filter(|device| known.iter().any(|one| one == device)) {
        Some(device) => Counter::Known(device.to_vec()),
        None => Counter::Strange,
    }
}

/// Failures of one counter since the last success or the last quiet day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// The moment of the latest.
    pub latest: Instant,
}

/// Failures are forgotten after this quiet time, in microseconds.
pub const FORGOTTEN_AFTER: i64 = Instant::DAY;

impl Failures {
    /// The count after one more failure; a success deletes the row instead.
    pub const fn one_more(before: Option<Self>, now: Instant) -> Self {
        let count = match before {
            Some(before) if now.0 - before.latest.0 < FORGOTTEN_AFTER => before.count.saturating_add(1),
            _ => 1,
        };
        Self { count, latest: now }
    }

    /// How long no password is looked at from now on, in microseconds; nought and less is not at all. A failure of a moment to come
    /// was noted while the clock was wrong: it keeps nobody out until then.
    pub const fn wait(self, now: Instant) -> i64 {
        if self.latest.0 > now.0 {
            return 0;
        }
        self.latest.0 + delay_after(self.count) - now.0
    }
}

/// The wait after so many failures, in microseconds: two slips of the finger are free, then 5 s, 15 s, one minute, five
/// minutes, and never more than fifteen. It only ever delays: no account is locked until somebody unlocks it.
pub const fn delay_after(failures: u32) -> i64 {
    match failures {
        0..=2 => 0,
        3 => 5 * Instant::SECOND,
        4 => 15 * Instant::SECOND,
        5 => Instant::MINUTE,
        6 => 5 * Instant::MINUTE,
        _ => 15 * Instant::MINUTE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_has_an_end() {
        let waits: Vec<i64> = (0..10)
            .map(|count| delay_after(count) / Instant::SECOND)
            .collect();
        assert_eq!(waits, [0, 0, 0, 5, 15, 60, 300, 900, 900, 900]);
        assert_eq!(delay_after(u32::MAX), 15 * Instant::MINUTE);
    }

    #[test]
    fn failures_on_strange_devices_leave_a_known_device_alone() {
        let known = [b"phone".to_vec()];
        assert_eq!(counter(Some(b"phone"), &known), Counter::Known(b"phone".to_vec()));
        assert_eq!(counter(Some(b"other"), &known), Counter::Strange);
        assert_eq!(counter(None, &known), Counter::Strange);
        assert_eq!(counter(Some(b"a"), &[]), counter(Some(b"b"), &[]));
    }

    #[test]
    fn a_quiet_day_forgets_the_failures() {
        let first = Failures::one_more(None, Instant(0));
        let second = Failures::one_more(Some(first), Instant(Instant::HOUR));
        assert_eq!(
            second,
            Failures {
                count: 2,
                latest: Instant(Instant::HOUR)
            }
        );
        assert_eq!(
            Failures::one_more(Some(second), Instant(Instant::HOUR + Instant::DAY)).count,
            1
        );
        let fifth = Failures {
            count: 5,
            latest: Instant(0),
        };
        assert_eq!(fifth.wait(Instant(Instant::SECOND)), 59 * Instant::SECOND);
        assert_eq!(fifth.wait(Instant(-1)), 0, "the clock was put back");
    }
}
