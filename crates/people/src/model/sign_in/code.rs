//! One-time codes on slips, in invitations and at the first start: short, easy to type, of use once.

use kernel::number::half_width;
use kernel::{Instant, Text};

/// Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: what is printed small is not mistaken.
const ALPHABET: &[u8; 23] = b"34679ACDEFGHJKMNPQRTWXY";
/// Letters of a code that is tried behind the delays of an account, or lives an hour, or stands beside a long address.
const SHORT: usize = 8;
/// Letters of a slip's. Whoever guesses there names nobody, so that no account's delays stand before the guesses, and a million slips
/// may be about at the beginning of a term: 54 bits, of which those take 20 away.
const LONG: usize = 12;

/// What a code is for; it says how long it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The slip for a first sign-in.
    FirstSignIn,
    /// A forgotten password, given out by the 班主任 or an administrator.
    Reset,
    /// The link by which an enterprise mentor rates.
    Invitation,
    /// The first organisation of an empty installation.
    FirstStart,
}

impl Purpose {
    /// How long a fresh code lives, in microseconds. One that is handed over in person a week (NIST SP 800-63A, 4.4); that is enough for
    /// a class that is together every day, and another is one click away.
    pub const fn lifetime(self) -> i64 {
        match self {
            Self::FirstSignIn => 7 * Instant::DAY,
            Self::Reset => Instant::DAY,
            Self::Invitation => 30 * Instant::DAY,
            Self::FirstStart => Instant::HOUR,
        }
    }

    /// The stored code, also the last part of the translation key `people-code-<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FirstSignIn => "first-sign-in",
            Self::Reset => "reset",
            Self::Invitation => "invitation",
            Self::FirstStart => "first-start",
        }
    }
}

/// A code that was just made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The code itself; nobody can read it again.
    pub code: Code,
    /// The moment at which it ends, used or not.
    pub until: Instant,
}

/// Eight characters of the alphabet (36 bits), or a slip's twelve (54 bits). Stored only as a keyed hash.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Code(String);

impl Code {
    /// A code of eight characters from eight bytes of chance; the unevenness of the remainder is under one in 10⁸.
    pub fn from_chance(bytes: [u8; 8]) -> Self {
        Self::of(u128::from(u64::from_be_bytes(bytes)), SHORT)
    }

    /// A slip's code of twelve characters from sixteen bytes of chance.
    pub fn of_slip(bytes: [u8; 16]) -> Self {
        Self::of(u128::from_be_bytes(bytes), LONG)
    }

    fn of(mut rest: u128, length: usize) -> Self {
        let mut code = String::with_capacity(length);
        for _ in 0..length {
            code.push(char::from(ALPHABET[(rest % 23) as usize]));
            rest /= 23;
        }
        Self(code)
    }

    /// Reads what somebody typed: small letters, spaces, dashes and full-width characters are forgiven.
    ///
    /// # Errors
    /// Neither eight nor twelve characters of the alphabet.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let kept = text
            .chars()
            .map(half_width)
            .filter(|letter| !letter.is_whitespace() && *letter != '-');
        let code: String = kept.map(|letter| letter.to_ascii_uppercase()).collect();
        let sound = [SHORT, LONG].contains(&code.len()) && code.bytes().all(|byte| ALPHABET.contains(&byte));
        if sound {
            Ok(Self(code))
        } else {
            Err(Text::new("people-code-shape"))
        }
    }

    /// The characters, to be hashed or printed; never into a log.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `ACDE-FGHJ-KMNP`, as it stands on the slip.
    pub fn printed(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        groups.join("-")
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let short = Code::from_chance([200, 3, 17, 99, 4, 250, 8, 1]);
        let slip = Code::of_slip([200, 3, 17, 99, 4, 250, 8, 1, 200, 3, 17, 99, 4, 250, 8, 1]);
        for (code, length) in [(short, 9), (slip, 14)] {
            let printed = code.printed();
            assert_eq!(printed.len(), length);
            for typed in [
                printed.clone(),
                printed.to_lowercase(),
                format!(" {} ", printed.replace('-', " ")),
            ] {
                assert_eq!(Code::parse(&typed), Ok(code.clone()), "{typed}");
            }
        }
        assert_eq!(
            Code::parse("３４６７９ＡＣＤ").map(|code| code.printed()),
            Ok("3467-9ACD".to_owned())
        );
    }

    #[test]
    fn look_alikes_and_other_lengths_are_refused() {
        for typed in [
            "",
            "ACDEFGH",
            "ACDEFGHJK",
            "ACDEFGHJKMN",
            "ACDEFGHJKMNPQ",
            "ACDEFGHJKMN0",
            "ACDEFGH0",
            "ACDEFGHO",
            "ACDEFGH1",
            "学学学学",
        ] {
            assert_eq!(Code::parse(typed), Err(Text::new("people-code-shape")), "{typed}");
        }
    }

    #[test]
    fn different_chance_makes_different_codes_of_every_letter() {
        let codes: std::collections::HashSet<_> = (0..200u64)
            .map(|n| Code::from_chance((n * 7_919).to_be_bytes()))
            .collect();
        assert_eq!(codes.len(), 200);
        let slips: std::collections::HashSet<_> = (0..200u128)
            .map(|n| Code::of_slip((n * 7_919).to_be_bytes()))
            .collect();
        assert_eq!(slips.len(), 200);
        let letters: std::collections::HashSet<_> =
            codes.iter().flat_map(|code| code.reveal().bytes()).collect();
        assert_eq!(letters.len(), ALPHABET.len());
    }

    #[test]
    fn a_slip_lives_a_week_and_a_reset_a_day() {
        assert_eq!(Purpose::FirstSignIn.lifetime() / Instant::DAY, 7);
        assert_eq!(Purpose::Reset.lifetime() / Instant::HOUR, 24);
        assert_eq!(Purpose::Invitation.lifetime() / Instant::DAY, 30);
        assert_eq!(Purpose::FirstStart.lifetime() / Instant::MINUTE, 60);
    }
}
