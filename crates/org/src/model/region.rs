//! Regions by GB/T 2260: six digits, province, city and county by two each. The 新疆生产建设兵团, which the policy
//! addresses like a province (人社部函〔2022〕20号), is the province-level unit 660000 here.

use kernel::{Text, Tier};

/// A province-level unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Province {
    /// Six digits, `330000`; also the last part of the translation key `org-region-330000`.
    pub code: i64,
    /// Row and column, from 0, of its tile in a rough map of equal tiles: 8 rows, 9 columns.
    pub tile: (u8, u8),
}

const fn at(code: i64, row: u8, column: u8) -> Province {
    Province {
        code: code * 10_000,
        tile: (row, column),
    }
}

/// The 34 of GB/T 2260 and the 兵团, by code.
pub const PROVINCES: [Province; 35] = [
    at(11, 2, 6),
    at(12, 2, 7),
    at(13, 3, 6),
    at(14, 2, 5),
    at(15, 1, 6),
    at(21, 2, 8),
    at(22, 1, 8),
    at(23, 0, 8),
    at(31, 4, 8),
    at(32, 4, 7),
    at(33, 5, 7),
    at(34, 4, 6),
    at(35, 6, 6),
    at(36, 5, 6),
    at(37, 3, 7),
    at(41, 3, 5),
    at(42, 4, 5),
    at(43, 5, 5),
    at(44, 6, 5),
    at(45, 6, 4),
    at(46, 7, 4),
    at(50, 4, 4),
    at(51, 4, 3),
    at(52, 5, 4),
    at(53, 5, 3),
    at(54, 3, 1),
    at(61, 3, 4),
    at(62, 2, 3),
    at(63, 3, 2),
    at(64, 2, 4),
    at(65, 2, 1),
    at(66, 2, 2),
    at(71, 6, 8),
    at(81, 7, 6),
    at(82, 7, 5),
];

/// A region of some height. Cities and counties are not listed: any code within a known province is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(i64);

impl Region {
    /// The nation.
    pub const NATION: Self = Self(0);

    /// A stored code: 0, or six digits within a known province.
    pub fn from_code(code: i64) -> Option<Self> {
        let known = code == 0 || (code < 1_000_000 && province_of(code).is_some());
        known.then_some(Self(code))
    }

    /// Reads six typed digits; two or four are taken as the province or city.
    ///
    /// # Errors
    /// Other than digits, or a province that does not exist.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let digits: String = text.trim().chars().map(kernel::number::half_width).collect();
        let wrong = || Text::new("org-region-code").with("value", text.trim());
        if !matches!(digits.len(), 2 | 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let code = format!("{digits:0<6}").parse().map_err(|_| wrong())?;
        Self::from_code(code)
            .filter(|region| *region != Self::NATION)
            .ok_or_else(wrong)
    }

    /// The six digits as a number; 0 for the nation.
    pub const fn code(self) -> i64 {
        self.0
    }

    /// How high it stands: nation, province, city, or below a city.
    pub const fn tier(self) -> Tier {
        match self.0 {
            0 => Tier::Nation,
            code if code % 10_000 == 0 => Tier::Province,
            code if code % 100 == 0 => Tier::City,
            _ => Tier::Other,
        }
    }

    /// Its province-level unit; none for the nation.
    pub fn province(self) -> Option<&'static Province> {
        province_of(self.0)
    }

    /// Whether the other region is this one or lies in it.
    pub const fn contains(self, other: Self) -> bool {
        match self.tier() {
            Tier::Nation => true,
            Tier::Province => other.0 / 10_000 == self.0 / 10_000,
            Tier::City => other.0 / 100 == self.0 / 100,
            _ => other.0 == self.0,
        }
    }
}

/// The province-level unit of any six-digit code, also of a withdrawn one (371202 is in 370000).
pub fn province_of(code: i64) -> Option<&'static Province> {
    PROVINCES
        .iter()
        .find(|province| province.code / 10_000 == code / 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn there_are_thirty_four_provinces_and_the_corps_each_on_its_own_tile() {
        let codes: BTreeSet<i64> = PROVINCES.iter().map(|province| province.code).collect();
        let tiles: BTreeSet<(u8, u8)> = PROVINCES.iter().map(|province| province.tile).collect();
        assert_eq!((codes.len(), tiles.len()), (35, 35));
        assert!(codes.contains(&660_000));
        assert!(tiles.iter().all(|(row, column)| *row < 8 && *column < 9));
    }

    #[test]
    fn a_code_is_read_in_each_length() {
        for (text, code) in [
            ("330100", 330_100),
            ("33", 330_000),
            ("3301", 330_100),
            ("３３０１０２", 330_102),
            ("66", 660_000),
        ] {
            assert_eq!(Region::parse(text).map(Region::code), Ok(code), "{text}");
        }
        for text in ["", "0", "000000", "990000", "33010", "浙江", "-33000"] {
            assert!(Region::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_region_contains_what_lies_in_it() {
        let region = |code| Region::from_code(code).unwrap();
        assert!(Region::NATION.contains(region(650_100)));
        assert!(region(330_000).contains(region(330_102)));
        assert!(region(330_100).contains(region(330_102)));
        assert!(!region(330_100).contains(region(330_200)));
        assert!(!region(330_100).contains(region(330_000)));
        assert!(!region(650_000).contains(region(660_000)));
        assert_eq!(
            region(371_202).province().map(|province| province.code),
            Some(370_000)
        );
        assert_eq!(Region::from_code(1_330_000), None);
    }
}
