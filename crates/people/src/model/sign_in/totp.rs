//! Codes of an authenticator app: TOTP of RFC 6238 over HOTP of RFC 4226, in the one form that every app knows: HMAC-SHA-1, six digits,
//! steps of thirty seconds.

use kernel::Instant;
use kernel::number::half_width;
use ring::hmac;

use super::code::Code;

/// Seconds of a step (RFC 6238 section 4.1).
pub const STEP_SECONDS: i64 = 30;
/// Digits of a code.
pub const DIGITS: usize = 6;
/// What digits are the remainder of.
const MODULUS: u32 = 1_000_000;
/// Steps of tolerance either side, for clocks that differ and codes that are typed slowly (RFC 6238 section 5.2).
const TOLERANCE: i64 = 1;
/// The alphabet of RFC 4648 section 6, in which apps take a secret by hand.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What the app and the installation both know: 160 bits, as RFC 4226 section 4 recommends.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 20]);

impl Secret {
    /// A secret of twenty bytes of chance.
    pub const fn of(bytes: [u8; 20]) -> Self {
        Self(bytes)
    }

    /// The bytes, to be sealed; never into a log or a page but the one of the set-up.
    pub const fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// What is typed into an app that cannot scan, in groups of four: 32 signs.
    pub fn typed(&self) -> String {
        let letters = base32(&self.0);
        let groups: Vec<&str> = (0..letters.len())
            .step_by(4)
            .map(|from| &letters[from..letters.len().min(from + 4)])
            .collect();
        groups.join(" ")
    }

    /// The address in the QR code, as apps read it: `otpauth://totp/ISSUER:ACCOUNT?secret=…`.
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (encoded(issuer), encoded(account));
        let secret = base32(&self.0);
        format!(
            "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits={DIGITS}&period={STEP_SECONDS}"
        )
    }

    /// The step whose code this is, if it is that of now or one either side and later than the last that was used: each is good
    /// once (RFC 6238 section 5.2). All are compared whatever comes out, so that the time tells nothing.
    pub fn step_of(&self, digits: u32, now: Instant, last: i64) -> Option<i64> {
        let present = step(now);
        let mut found = None;
        for step in present - TOLERANCE..=present + TOLERANCE {
            if code(&self.0, step) == digits && step > last {
                found = Some(step);
            }
        }
        found
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The number of the step that a moment is in.
pub const fn step(now: Instant) -> i64 {
    now.0.div_euclid(STEP_SECONDS * Instant::SECOND)
}

/// The code of a step, below a million: RFC 4226 section 5.3 over the counter `step`.
pub fn code(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let hash = tag.as_ref();
    let at = usize::from(hash.last().copied().unwrap_or_default() & 0x0f);
    let four: [u8; 4] = std::array::from_fn(|place| hash.get(at + place).copied().unwrap_or_default());
    (u32::from_be_bytes(four) & 0x7fff_ffff) % MODULUS
}

/// What somebody typed where a second factor is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The six digits that an app shows.
    Digits(u32),
    /// One of the codes that were kept for a lost device.
    Recovery(Code),
}

impl Typed {
    /// Reads it; spaces, dashes and full-width signs are forgiven. `None` is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let kept: String = text
            .chars()
            .map(half_width)
            .filter(|sign| !sign.is_whitespace() && *sign != '-')
            .collect();
        if kept.len() == DIGITS && kept.bytes().all(|sign| sign.is_ascii_digit()) {
            return kept.parse().ok().map(Self::Digits);
        }
        Code::parse(&kept).ok().map(Self::Recovery)
    }
}

fn base32(bytes: &[u8]) -> String {
    let mut written = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for five in bytes.chunks(5) {
        let mut group = [0; 8];
        group[3..3 + five.len()].copy_from_slice(five);
        let bits = u64::from_be_bytes(group);
        for place in 0..(five.len() * 8).div_ceil(5) {
            written.push(char::from(BASE32[(bits >> (35 - 5 * place) & 31) as usize]));
        }
    }
    written
}

fn encoded(text: &str) -> String {
    let sign = |byte: u8| match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    text.bytes().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of both RFCs.
    const RFC: &[u8; 20] = b"12345678901234567890";

    fn at(seconds: i64) -> Instant {
        Instant(seconds * Instant::SECOND)
    }

    #[test]
    fn the_codes_of_rfc_4226_appendix_d() {
        let codes: Vec<u32> = (0..10).map(|count| code(RFC, count)).collect();
        let said = [
            755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489,
        ];
        assert_eq!(codes, said);
    }

    #[test]
    fn the_codes_of_rfc_6238_appendix_b() {
        // The appendix prints eight digits; six are their last ones.
        for (seconds, said) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            assert_eq!(code(RFC, step(at(seconds))), said % MODULUS, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_good_one_step_either_side_and_once() {
        let secret = Secret::of(*RFC);
        let now = at(1_111_111_109);
        let present = step(now);
        for (offset, good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let digits = code(RFC, present + offset);
            assert_eq!(secret.step_of(digits, now, 0).is_some(), good, "{offset}");
        }
        let digits = code(RFC, present);
        assert_eq!(secret.step_of(digits, now, present - 1), Some(present));
        assert_eq!(secret.step_of(digits, now, present), None, "used once");
        let before = code(RFC, present - 1);
        assert_eq!(secret.step_of(before, now, present), None, "older than the last");
    }

    #[test]
    fn a_secret_is_written_as_rfc_4648_says() {
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
        let secret = Secret::of(*RFC);
        assert_eq!(secret.typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            secret.address("Gongxue", "江南 li"),
            "otpauth://totp/Gongxue:%E6%B1%9F%E5%8D%97%20li?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Gongxue&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn what_is_typed_is_read_however_it_is_typed() {
        for typed in ["012345", " 012 345 ", "０１２３４５", "012-345"] {
            assert_eq!(Typed::parse(typed), Some(Typed::Digits(12_345)), "{typed}");
        }
        assert!(matches!(Typed::parse("acde-fghj"), Some(Typed::Recovery(_))));
        for typed in ["", "12345", "1234567", "abc", "ACDE-FGH0"] {
            assert_eq!(Typed::parse(typed), None, "{typed}");
        }
    }
}
