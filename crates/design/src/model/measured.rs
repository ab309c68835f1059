//! Measured values: a nominal size with two deviations, and what a student's reading says about it.
//!
//! Exact: quantities are scaled integers of four decimals, as a drawing gives them in millimetres.

use std::fmt;
use std::str::FromStr;

use kernel::Text;
use kernel::number::half_width;

/// A signed quantity in ten-thousandths of its unit; `36.012` is `Quantity(360_120)`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct Quantity(pub i64);

/// The text is no quantity: not digits, two decimal marks, or more than four decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a quantity")]
pub struct NotAQuantity;

impl Quantity {
    /// Decimals that are kept.
    pub const PLACES: usize = 4;
}

impl FromStr for Quantity {
    type Err = NotAQuantity;

    /// Takes what a Chinese keyboard yields: full-width digits and signs, and `，` `,` `。` or `．` for the decimal point.
    /// There is one mark at most, so a comma between thousands is refused rather than misread beside a point.
    fn from_str(text: &str) -> Result<Self, NotAQuantity> {
        let text: String = text.trim().chars().map(plain).collect();
        let (sign, size) = match text.strip_prefix('-') {
            Some(size) => (-1, size),
            None => (1, text.strip_prefix('+').unwrap_or(&text)),
        };
        let (whole, decimals) = size.split_once('.').unwrap_or((size, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || whole.len() > 12 || decimals.len() > Self::PLACES {
            return Err(NotAQuantity);
        }
        let units: i64 = format!("{whole}{decimals:0<4}")
            .parse()
            .map_err(|_| NotAQuantity)?;
        Ok(Self(sign * units))
    }
}

fn plain(letter: char) -> char {
    match half_width(letter) {
        ',' | '。' => '.',
        '−' | '–' | '—' => '-',
        other => other,
    }
}

impl fmt::Display for Quantity {
    /// The shortest decimal that says it exactly; with a precision (`{:.3}`, at most 4) with at least that many decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        let all = format!("{:04}", size % 10_000);
        let wanted = f.precision().unwrap_or(0).min(Self::PLACES);
        let kept = all.trim_end_matches('0').len().max(wanted);
        match kept {
            0 => write!(f, "{sign}{}", size / 10_000),
            _ => write!(f, "{sign}{}.{}", size / 10_000, &all[..kept]),
        }
    }
}

/// A size on the drawing: nominal value with the lower and the upper deviation (下偏差, 上偏差), as in `φ36 0/-0.025`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Measured {
    /// The unit shown behind the field, `mm`.
    pub unit: String,
    /// The nominal size.
    pub nominal: Quantity,
    /// The lower deviation, usually not positive.
    pub lower: Quantity,
    /// The upper deviation.
    pub upper: Quantity,
    /// Decimals that the instrument gives, 0 to 4.
    pub decimals: u8,
}

/// What a reading says about a size. The limits themselves are within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Verdict {
    /// Below the lower limit.
    Below,
    /// At or between the limits.
    Within,
    /// Above the upper limit.
    Above,
}

impl Verdict {
    /// The translation key of the word that is shown beside the value; never colour alone.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Below => "design-measured-below",
            Self::Within => "design-measured-within",
            Self::Above => "design-measured-above",
        }
    }
}

impl Measured {
    /// The lower and the upper limit of size.
    pub const fn limits(&self) -> (Quantity, Quantity) {
        (
            Quantity(self.nominal.0 + self.lower.0),
            Quantity(self.nominal.0 + self.upper.0),
        )
    }

    /// Reads what a student typed.
    ///
    /// # Errors
    /// A text when it is no number, or has more decimals than the instrument gives.
    pub fn read(&self, typed: &str) -> Result<Quantity, Text> {
        let value: Quantity = typed
            .parse()
            .map_err(|_| Text::new("design-measured-no-number"))?;
        let unit = 10_i64.pow(u32::from(4 - self.decimals.min(4)));
        if value.0 % unit != 0 {
            return Err(Text::new("design-measured-decimals").with("decimals", self.decimals));
        }
        Ok(value)
    }

    /// `36 0/-0.025 mm`, as drawings write it.
    pub fn notation(&self) -> String {
        format!(
            "{} {}/{} {}",
            self.nominal,
            signed(self.upper),
            signed(self.lower),
            self.unit
        )
    }
}

fn signed(deviation: Quantity) -> String {
    if deviation.0 > 0 {
        format!("+{deviation}")
    } else {
        deviation.to_string()
    }
}

/// Compares a reading with the limits of a size.
pub fn judge(value: Quantity, size: &Measured) -> Verdict {
    let (least, most) = size.limits();
    if value < least {
        Verdict::Below
    } else if value > most {
        Verdict::Above
    } else {
        Verdict::Within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phi_36() -> Measured {
        Measured {
            unit: "mm".to_owned(),
            nominal: Quantity(360_000),
            lower: Quantity(-250),
            upper: Quantity(0),
            decimals: 3,
        }
    }

    #[test]
    fn a_reading_is_within_its_limits_inclusive() {
        for (typed, verdict) in [
            ("35.974", Verdict::Below),
            ("35.975", Verdict::Within),
            ("35.988", Verdict::Within),
            ("36", Verdict::Within),
            ("36.001", Verdict::Above),
            ("36.012", Verdict::Above),
        ] {
            let value = phi_36().read(typed).unwrap();
            assert_eq!(judge(value, &phi_36()), verdict, "{typed}");
        }
    }

    #[test]
    fn what_a_chinese_keyboard_yields_is_read() {
        for typed in [
            "35.988",
            "３５．９８８",
            "35,988",
            "35，988",
            "35。988",
            " +35.988 ",
            "35.9880",
        ] {
            assert_eq!(typed.parse(), Ok(Quantity(359_880)), "{typed}");
        }
        assert_eq!("－0.024".parse(), Ok(Quantity(-240)));
        assert_eq!("−0.024".parse(), Ok(Quantity(-240)));
        for typed in [
            "", "-", ".", "5.", ".5", "1,234.5", "3 5", "35.98812", "φ36", "1e3", "--1", "十",
        ] {
            assert_eq!(typed.parse::<Quantity>(), Err(NotAQuantity), "{typed}");
        }
    }

    #[test]
    fn more_decimals_than_the_instrument_gives_are_refused() {
        assert_eq!(
            phi_36().read("35.9881").unwrap_err().key,
            "design-measured-decimals"
        );
        assert_eq!(phi_36().read("?").unwrap_err().key, "design-measured-no-number");
    }

    #[test]
    fn a_size_is_written_as_on_a_drawing() {
        assert_eq!(phi_36().notation(), "36 0/-0.025 mm");
        let length = Measured {
            nominal: Quantity(250_000),
            lower: Quantity(0),
            upper: Quantity(1_000),
            ..phi_36()
        };
        assert_eq!(length.notation(), "25 +0.1/0 mm");
        assert_eq!(format!("{:.3}", Quantity(360_000)), "36.000");
        assert_eq!(Quantity(-5).to_string(), "-0.0005");
    }
}
