//! Repeatable chance for made-up data: the same seed throws the same numbers for ever. Nothing secret comes from it.

/// A source of repeatable numbers: `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The dice of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The dice of one thing among many of a seed, such as a school: what is thrown for it does not hang on what was thrown before.
    pub fn of(seed: u64, places: &[u64]) -> Self {
        let mut dice = Self(seed);
        for place in places {
            let drawn = dice.draw();
            dice = Self(drawn ^ place.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        }
        dice
    }

    /// The next 64 bits.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, without, `sides`; 0 for no side.
    pub const fn below(&mut self, sides: usize) -> usize {
        ((self.draw() as u128 * sides as u128) >> 64) as usize
    }

    /// A number from 0 up to, without, `sides` for one place of what was drawn: `known` as it is where nothing was (0), so that one
    /// example keeps the figures that are published of it.
    pub fn turn(drawn: u64, places: &[usize], known: usize, sides: usize) -> usize {
        if drawn == 0 {
            return known.checked_rem(sides).unwrap_or_default();
        }
        let mut dice = Self(drawn);
        for place in places {
            dice = Self::of(dice.draw(), &[*place as u64]);
        }
        dice.below(sides)
    }

    /// One of the things; nothing of none.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> Option<&'a T> {
        things.get(self.below(things.len()))
    }

    /// Whether something happens that happens so often in a thousand times.
    pub const fn happens(&mut self, per_thousand: usize) -> bool {
        self.below(1_000) < per_thousand
    }

    /// The seed of a request.
    pub fn seed(&mut self) -> [u8; 32] {
        let mut seed = [0; 32];
        for part in seed.chunks_mut(8) {
            part.copy_from_slice(&self.draw().to_be_bytes());
        }
        seed
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn it_throws_what_the_published_generator_throws() {
        // Vector of the Rosetta Code task "Pseudo-random numbers/Splitmix64", seed 1234567.
        let mut dice = Dice::new(1_234_567);
        let thrown: Vec<u64> = (0..5).map(|_| dice.draw()).collect();
        let known = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!(thrown, known);
    }

    #[test]
    fn a_turn_is_what_is_known_until_something_is_drawn_and_then_hangs_on_every_place() {
        assert_eq!(Dice::turn(0, &[4, 5], 25, 9), 7);
        assert_eq!(Dice::turn(0, &[], 25, 0), 0);
        let turns = |drawn, first| -> Vec<usize> {
            (0..40)
                .map(|last| Dice::turn(drawn, &[first, last], 3, 9))
                .collect()
        };
        assert_eq!(turns(1, 0), turns(1, 0));
        assert_ne!(turns(1, 0), turns(2, 0));
        assert_ne!(turns(1, 0), turns(1, 1));
        for side in 0..9 {
            assert!(turns(1, 0).contains(&side), "{side}");
        }
        assert!(turns(1, 0).iter().all(|turn| *turn < 9));
    }

    #[test]
    fn things_of_one_seed_have_dice_of_their_own_and_no_throw_leaves_its_bounds() {
        let first = Dice::of(1, &[3, 7]).draw();
        assert_eq!(first, Dice::of(1, &[3, 7]).draw());
        assert_ne!(first, Dice::of(1, &[7, 3]).draw());
        assert_ne!(first, Dice::of(2, &[3, 7]).draw());
        let mut dice = Dice::new(5);
        let thrown: Vec<usize> = (0..1_000).map(|_| dice.below(6)).collect();
        assert!((0..6).all(|side| thrown.iter().filter(|thrown| **thrown == side).count() > 100));
        assert!(thrown.iter().all(|thrown| *thrown < 6));
        assert_eq!(dice.below(0), 0);
    }
}
