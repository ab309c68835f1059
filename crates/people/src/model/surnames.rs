//! How surnames are read where that differs from the reading of the character elsewhere (单 is shàn, not dān).
//!
//! The table is `surnames.txt`: a surname, a space and its readings, the commonest first, parted by `|`; the syllables
//! of a compound surname are parted by spaces. Ordinary surnames (李, 王 …) do not stand there.

use std::collections::HashMap;
use std::sync::OnceLock;

type Table = HashMap<&'static str, Vec<Vec<&'static str>>>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines = include_str!("surnames.txt").lines();
        let entries = lines.filter_map(|line| line.split_once(' '));
        let syllables = |reading: &'static str| reading.split(' ').collect();
        entries
            .map(|(surname, readings)| (surname, readings.split('|').map(syllables).collect()))
            .collect()
    })
}

/// The readings of the surname that a Han name begins with: for each reading its syllables with tone marks.
///
/// A compound surname needs at least one character after it; nothing for a surname that is read as usual.
pub(super) fn readings(name: &[char]) -> &'static [Vec<&'static str>] {
    let known = |length: usize| table().get(name[..length].iter().collect::<String>().as_str());
    let compound = if name.len() > 2 { known(2) } else { None };
    let single = || if name.is_empty() { None } else { known(1) };
    compound.or_else(single).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pinyin::ToPinyin;

    #[test]
    fn every_line_is_read_and_no_surname_stands_twice() {
        assert_eq!(table().len(), include_str!("surnames.txt").lines().count());
    }

    #[test]
    fn a_single_surname_stands_in_the_table_only_if_it_adds_something() {
        let idle = |surname: &str, readings: &[Vec<&str>]| {
            let usual = surname
                .to_pinyin()
                .next()
                .flatten()
                .map(pinyin::Pinyin::with_tone);
            readings.len() == 1 && usual == readings[0].first().copied()
        };
        let singles = table().iter().filter(|(surname, _)| surname.chars().count() == 1);
        let idle: Vec<_> = singles
            .filter(|(surname, readings)| idle(surname, readings))
            .map(|(name, _)| name)
            .collect();
        assert!(idle.is_empty(), "{idle:?}");
    }

    #[test]
    fn a_reading_has_a_syllable_for_each_character() {
        for (surname, readings) in table() {
            for reading in readings {
                assert_eq!(reading.len(), surname.chars().count(), "{surname}");
            }
        }
    }
}
