//! The two adapters to the world: the system's clock and the system's chance. Only the binary makes them.

use ring::rand::{SecureRandom, SystemRandom};

use crate::Instant;
use crate::time::Clock;

/// The system's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place where the clock is read"
    )]
    fn now(&self) -> Instant {
        Instant(jiff::Timestamp::now().as_microsecond())
    }
}

/// Gives each request its seed.
pub trait Chance: Send + Sync {
    /// Thirty-two unpredictable bytes.
    fn seed(&self) -> [u8; 32];
}

/// The system's source of chance.
#[derive(Debug)]
pub struct SystemChance(SystemRandom);

impl SystemChance {
    /// The system's source.
    #[allow(
        clippy::disallowed_methods,
        reason = "this is the one place where chance is asked for"
    )]
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Default for SystemChance {
    fn default() -> Self {
        Self::new()
    }
}

impl Chance for SystemChance {
    fn seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        // Without chance no id and no session token is safe: better no answer than a guessable one.
        assert!(self.0.fill(&mut seed).is_ok(), "the system gives no random bytes");
        seed
    }
}
