//! Points, hours and percentages as scaled integers; floating point never touches a grade or an hour.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// The text is no number of this kind: not digits, negative, or with more places than are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number of this kind")]
pub struct NotANumber;

macro_rules! scaled {
    ($(#[$doc:meta])* $name:ident, $scale:literal, $places:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub i64);

        impl $name {
            /// How many of the stored units make one.
            pub const SCALE: i64 = $scale;
            /// Nothing.
            pub const ZERO: Self = Self(0);

            /// A whole number of them.
            pub const fn whole(count: i64) -> Self {
                Self(count * $scale)
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
                all.fold(Self::ZERO, Add::add)
            }
        }
        impl fmt::Display for $name {
            /// The shortest decimal that says it exactly; with a precision (`{:.1}`) rounded half up to that many places.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match f.precision() {
                    Some(places) => f.write_str(&rounded(self.0, $places, places)),
                    None => f.write_str(&shortest(self.0, $places)),
                }
            }
        }
        impl FromStr for $name {
            type Err = NotANumber;
            fn from_str(text: &str) -> Result<Self, NotANumber> {
                parse(text, $places).map(Self)
            }
        }
    };
}

scaled!(
    /// 学时, kept in hundredths.
    Hours, 100, 2
);
scaled!(
    /// Marks and scores, kept in ten-thousandths (at least four decimals inside, one shown, rounded half up at the end).
    Points, 10_000, 4
);
scaled!(
    /// A share of a whole in per cent, kept in hundredths of a per cent.
    Percent, 100, 2
);

/// Rounds the quotient half up (away from zero for negatives); the divisor is positive.
pub const fn divide_half_up(value: i128, divisor: i128) -> i128 {
    let half = divisor / 2;
    if value >= 0 {
        (value + half) / divisor
    } else {
        (value - half) / divisor
    }
}

fn shortest(value: i64, places: u32) -> String {
    let text = rounded(value, places, places as usize);
    let Some((whole, decimals)) = text.split_once('.') else {
        return text;
    };
    let decimals = decimals.trim_end_matches('0');
    if decimals.is_empty() {
        whole.to_owned()
    } else {
        format!("{whole}.{decimals}")
    }
}

fn rounded(value: i64, places: u32, wanted: usize) -> String {
    let wanted_places = u32::try_from(wanted).unwrap_or(places).min(places);
    let units = divide_half_up(i128::from(value), 10i128.pow(places - wanted_places));
    let scale = 10u128.pow(wanted_places);
    let (sign, size) = (if units < 0 { "-" } else { "" }, units.unsigned_abs());
    let whole = size / scale;
    if wanted == 0 {
        return format!("{sign}{whole}");
    }
    let decimals = format!("{:0width$}", size % scale, width = wanted_places as usize);
    format!("{sign}{whole}.{decimals:0<wanted$}")
}

fn parse(text: &str, places: u32) -> Result<i64, NotANumber> {
    let text: String = text.trim().chars().map(half_width).collect();
    let (whole, decimals) = text.split_once('.').unwrap_or((text.as_str(), ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let decimals = decimals.trim_end_matches('0');
    if whole.is_empty()
        || whole.len() > 12
        || !digits(whole)
        || !digits(decimals)
        || decimals.len() > places as usize
    {
        return Err(NotANumber);
    }
    let padded = format!("{whole}{decimals:0<width$}", width = places as usize);
    padded.parse().map_err(|_| NotANumber)
}

/// The half-width form of a full-width digit, letter or sign (U+FF01–U+FF5E); anything else stays.
pub fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_exactly_or_rounded_half_up() {
        assert_eq!(Points(829_100).to_string(), "82.91");
        assert_eq!(format!("{:.1}", Points(829_500)), "83.0");
        assert_eq!(format!("{:.1}", Points(829_499)), "82.9");
        assert_eq!(format!("{:.3}", Points(829_100)), "82.910");
        assert_eq!(format!("{:.0}", Points(825_000)), "83");
        assert_eq!(Hours::whole(96).to_string(), "96");
        assert_eq!(Hours(50).to_string(), "0.5");
        assert_eq!(Points(-5_000).to_string(), "-0.5");
    }

    #[test]
    fn a_number_is_read_from_what_people_type() {
        assert_eq!("96".parse(), Ok(Hours::whole(96)));
        assert_eq!("９６．５".parse(), Ok(Hours(9_650)));
        assert_eq!("0.50".parse(), Ok(Hours(50)));
        for text in ["", "-1", "1.234", "一", "1e3", "9999999999999"] {
            assert_eq!(text.parse::<Hours>(), Err(NotANumber), "{text}");
        }
    }
}
