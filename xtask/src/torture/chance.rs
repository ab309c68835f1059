//! Chance that a seed repeats: when to kill, how long to think, what to do next.

/// A generator after Steele, Lea and Flood's SplitMix64 (OOPSLA 2014): small, and good enough to choose moments.
pub struct Chance(u64);

impl Chance {
    /// From a seed.
    pub const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// Another generator, for a thread of its own.
    pub fn branch(&mut self) -> Self {
        Self(self.next())
    }

    /// A number below `limit`, which is at least 1.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_what_was_drawn() {
        let drawn = |seed| {
            let mut chance = Chance::of(seed);
            (
                chance.below(1_000),
                chance.branch().below(1_000),
                chance.below(10),
            )
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
    }
}
