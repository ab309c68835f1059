//! How many requests a session makes in a minute: more than any person needs, and no more than the house takes from one (OWASP ASVS 5.0,
//! 2.4.1). Nothing counts by network address: a class of fifty sits behind one. A stream of events is one request, however long it lasts.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kernel::{Instant, RawId};

/// Requests of one session in a minute, where the installation does not say otherwise: twenty a second. A page takes one, its assets
/// none; a student's phone that sends a day's answers at once takes some hundreds.
pub const MOST: u32 = 1_200;
/// Sessions that are counted in a minute: 64 bytes each. What comes beyond is let in.
const SESSIONS: usize = 100_000;

/// Counts the requests of each session in the present minute.
#[derive(Debug)]
pub struct Pace {
    most: u32,
    counted: Mutex<(i64, HashMap<RawId, u32>)>,
}

impl Pace {
    /// Lets so many a minute through.
    pub fn of(most: u32) -> Self {
        Self {
            most,
            counted: Mutex::default(),
        }
    }

    /// Counts a request; answers after how many seconds the next one is taken, where this one is too many.
    pub fn too_many(&self, session: RawId, now: Instant) -> Option<i64> {
        let minute = now.0.div_euclid(Instant::MINUTE);
        // Whoever panicked with the lock left a count that is at most one short.
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.0 != minute {
            *counted = (minute, HashMap::new());
        }
        if counted.1.len() >= SESSIONS && !counted.1.contains_key(&session) {
            return None;
        }
        let count = counted.1.entry(session).or_default();
        *count = count.saturating_add(1);
        let left = (minute + 1) * Instant::MINUTE - now.0;
        (*count > self.most).then_some((left + Instant::SECOND - 1) / Instant::SECOND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minute_after_begins_anew_and_others_are_not_counted_along() {
        let pace = Pace::of(2);
        let (one, other) = (RawId::from_bytes([1; 16]), RawId::from_bytes([2; 16]));
        let at = |seconds: i64| Instant(seconds * Instant::SECOND);
        assert_eq!(pace.too_many(one, at(60)), None);
        assert_eq!(pace.too_many(one, at(70)), None);
        assert_eq!(pace.too_many(one, at(70)), Some(50));
        assert_eq!(pace.too_many(other, at(70)), None);
        assert_eq!(pace.too_many(one, at(119)), Some(1));
        assert_eq!(pace.too_many(one, at(120)), None);
    }
}
