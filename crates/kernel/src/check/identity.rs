//! 公民身份号码 (GB 11643): region, birthday, sequence and a check character.

use crate::Day;

/// A valid 18-character identity number, the last character upper case.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityNumber(String);

/// Why a text is no identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not 17 digits and a digit or X.
    Shape,
    /// Its birthday is no day of the calendar.
    Birthday,
    /// The check character should be this one.
    Check(char),
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

impl IdentityNumber {
    /// Reads a number; spaces around it and a small `x` are forgiven, a wrong digit is not.
    ///
    /// # Errors
    /// The [`Fault`] that a person has to look at; numbers are never corrected.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim().to_ascii_uppercase();
        let digits: Vec<u32> = text
            .chars()
            .take(17)
            .filter_map(|letter| letter.to_digit(10))
            .collect();
        let Some(last) = text.chars().nth(17) else {
            return Err(Fault::Shape);
        };
        if text.len() != 18 || digits.len() != 17 || !(last == 'X' || last.is_ascii_digit()) {
            return Err(Fault::Shape);
        }
        Day::from_number(text[6..14].parse().map_err(|_| Fault::Shape)?).map_err(|_| Fault::Birthday)?;
        let sum: u32 = digits
            .iter()
            .zip(WEIGHTS)
            .map(|(digit, weight)| digit * weight)
            .sum();
        let expected = CHECKS[(sum % 11) as usize];
        if last == expected {
            Ok(Self(text))
        } else {
            Err(Fault::Check(expected))
        }
    }

    /// The 18 characters; never into a log or a page.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `330102********0016`: the region and the last four.
    pub fn masked(&self) -> String {
        format!("{}********{}", &self.0[..6], &self.0[14..])
    }

    /// The birthday it states.
    pub fn birthday(&self) -> Option<Day> {
        self.0[6..14]
            .parse()
            .ok()
            .and_then(|number| Day::from_number(number).ok())
    }

    /// Whether its sequence digit is odd, which stands for male.
    pub fn is_male(&self) -> bool {
        self.0.as_bytes()[16] % 2 == 1
    }
}

impl std::fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example_and_two_made_ones_verify() {
        for text in [
            "11010519491231002X",
            "330102200801010016",
            "440305200709151233",
            " 11010519491231002x ",
        ] {
            assert!(IdentityNumber::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_wrong_number_says_what_is_wrong() {
        assert_eq!(
            IdentityNumber::parse("330102200801010017"),
            Err(Fault::Check('6'))
        );
        assert_eq!(
            IdentityNumber::parse("330127201005139977"),
            Err(Fault::Check('X'))
        );
        assert_eq!(IdentityNumber::parse("33010220080101001"), Err(Fault::Shape));
        assert_eq!(IdentityNumber::parse("330102200813010016"), Err(Fault::Birthday));
        assert_eq!(IdentityNumber::parse("三30102200801010016"), Err(Fault::Shape));
    }

    #[test]
    fn it_is_shown_masked_and_tells_birthday_and_sex() {
        let number = IdentityNumber::parse("330102200801010016").unwrap();
        assert_eq!(number.masked(), "330102********0016");
        assert_eq!(format!("{number:?}"), "330102********0016");
        assert_eq!(number.birthday().map(Day::number), Some(20_080_101));
        assert!(number.is_male());
    }
}
