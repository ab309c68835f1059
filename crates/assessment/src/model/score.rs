//! A rating: 0 to 100 with up to two decimals.

use std::str::FromStr;

use kernel::{Percent, Points, Text};
use serde::{Deserialize, Serialize};

/// A rating in hundredths, 0 to 10 000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Score(i64);

impl Score {
    /// The best rating, in hundredths.
    pub const FULL: i64 = 10_000;

    /// A rating from its hundredths.
    ///
    /// # Errors
    /// A text when it is below 0 or above 100.
    pub const fn new(hundredths: i64) -> Result<Self, Text> {
        if hundredths < 0 || hundredths > Self::FULL {
            return Err(Text::new("assessment-score-range"));
        }
        Ok(Self(hundredths))
    }

    /// The hundredths.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// As points, for showing.
    pub const fn points(self) -> Points {
        Points(self.0 * (Points::SCALE / 100))
    }
}

impl FromStr for Score {
    type Err = Text;

    /// Takes what people type: `84`, `84.5`, full-width digits.
    fn from_str(text: &str) -> Result<Self, Text> {
        // A percentage is kept in hundredths too, and reads its digits the same way.
        let value: Percent = text.parse().map_err(|_| Text::new("assessment-score-range"))?;
        Self::new(value.0)
    }
}

impl TryFrom<i64> for Score {
    type Error = &'static str;

    fn try_from(hundredths: i64) -> Result<Self, Self::Error> {
        Self::new(hundredths).map_err(|_| "a score is 0 to 100")
    }
}

impl From<Score> for i64 {
    fn from(score: Score) -> Self {
        score.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_0_to_100_with_two_decimals() {
        assert_eq!("84".parse(), Score::new(8_400));
        assert_eq!("１００".parse(), Score::new(10_000));
        assert_eq!("0.25".parse(), Score::new(25));
        for text in ["", "100.01", "-1", "84.125", "良"] {
            assert_eq!(
                text.parse::<Score>(),
                Err(Text::new("assessment-score-range")),
                "{text}"
            );
        }
        assert_eq!(
            Score::new(8_450).map(|score| score.points().to_string()),
            Ok("84.5".to_owned())
        );
    }
}
