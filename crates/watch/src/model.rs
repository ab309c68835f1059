//! What is checked, and when it is well. Pure.

use db::record;
use kernel::{Instant, SchoolId};

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The audit chain of an organisation; a fault names the line where it breaks.
    Audit,
    /// The counts of an organisation against its facts; a fault says how many differ.
    Facts,
    /// The totals against the counts of all organisations; a fault says how many differ.
    Totals,
    /// A backup that was made; it names the archive, and is not well where files were missing.
    Backup,
}

impl Kind {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Facts => "facts",
            Self::Totals => "totals",
            Self::Backup => "backup",
        }
    }
}

record! {
    /// What the last check came to.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Report {
        /// The organisation's number; 0 for what concerns none alone.
        pub org: SchoolId,
        /// When it ended.
        pub at: Instant,
        /// Nothing was found.
        pub well: bool,
        /// What was found, see [`Kind`].
        pub said: String,
    }
}

/// What stands before the number of audit lines whose seals are gone.
pub const LOST: &str = "lost ";

/// A check is repeated after this long.
pub const AGAIN: i64 = 24 * Instant::HOUR;

/// A nightly backup may take two hours; one that is older was left out.
pub const BACKUP_AGE: i64 = 26 * Instant::HOUR;

/// Every organisation has been checked within this time while the program runs: past it the checks themselves stand still.
pub const CHECK_AGE: i64 = 49 * Instant::HOUR;

/// Audit lines wait for their seal and facts for their count for seconds; so many waiting mean that nobody takes them.
pub const WAITING: i64 = 20_000;

/// How a thing of the installation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it should be.
    Well,
    /// Somebody should look soon.
    Soon,
    /// Somebody has to act now.
    Now,
}

/// A last backup of this age; none at all was never made.
pub const fn backup_state(last: Option<(Instant, bool)>, now: Instant) -> State {
    match last {
        None => State::Now,
        Some((_, false)) => State::Now,
        Some((at, true)) if now.0 - at.0 > 7 * BACKUP_AGE => State::Now,
        Some((at, true)) if now.0 - at.0 > BACKUP_AGE => State::Soon,
        Some(_) => State::Well,
    }
}

/// Room on the disk: less than a tenth is soon, less than a twentieth or a gigabyte is now.
pub const fn room_state(free: u64, total: u64) -> State {
    if free < total / 20 || free < 1 << 30 {
        State::Now
    } else if free < total / 10 {
        State::Soon
    } else {
        State::Well
    }
}

/// Bytes as people read them: `512 B`, `1.5 MB`, `16.0 GB`; a thousand of one are one of the next.
pub fn size_text(bytes: u64) -> String {
    let units = ["B", "KB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 999.95 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    if unit == 0 {
        format!("{bytes} B")
    } else {
        format!("{value:.1} {}", units[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_missed_after_a_night_and_urgent_after_a_week() {
        let now = Instant(1_000 * Instant::HOUR);
        let ago = |hours: i64| Some((now.plus(-hours * Instant::HOUR), true));
        assert_eq!(backup_state(None, now), State::Now);
        assert_eq!(backup_state(ago(26), now), State::Well);
        assert_eq!(backup_state(ago(27), now), State::Soon);
        assert_eq!(backup_state(ago(7 * 26 + 1), now), State::Now);
        assert_eq!(backup_state(Some((now, false)), now), State::Now);
    }

    #[test]
    fn room_is_short_by_share_or_by_size() {
        let giga = 1 << 30;
        assert_eq!(room_state(11 * giga, 100 * giga), State::Well);
        assert_eq!(room_state(9 * giga, 100 * giga), State::Soon);
        assert_eq!(room_state(4 * giga, 100 * giga), State::Now);
        assert_eq!(room_state(giga - 1, 2 * giga), State::Now);
    }

    #[test]
    fn sizes_are_read_in_thousands() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_500_000, "1.5 MB"),
            (999_960, "1.0 MB"),
            (15_950_913_536, "16.0 GB"),
        ] {
            assert_eq!(size_text(bytes), text);
        }
    }
}
