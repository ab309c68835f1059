//! The words that full-text search goes by: our own, so that both engines find the same. Pure.
//!
//! Chinese has no spaces. A run of Chinese characters becomes its overlapping pairs and, last, its final character:
//! 数控车床 → 数控 控车 车床 床. A query of two or more characters is then a phrase of pairs, a query of one is the
//! beginning of a word. Other letters and digits form words by themselves, found by their beginning.
//!
//! Each character is written as four letters and digits of ASCII, whatever tables of Unicode the engine has: 𬀩 too.

use kernel::number::half_width;

/// The words of a text in their order, encoded.
pub(crate) fn of_text(text: &str) -> Vec<String> {
    runs(text).iter().flat_map(Run::words).collect()
}

/// What a query looks for: all of its terms.
pub(crate) fn of_query(query: &str) -> Vec<Term> {
    runs(query).iter().map(Run::term).collect()
}

/// One piece of a query.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Term {
    /// A word that begins so.
    Beginning(String),
    /// These words one after the other.
    Phrase(Vec<String>),
}

enum Run {
    Chinese(Vec<char>),
    Word(Vec<char>),
}

impl Run {
    fn words(&self) -> Vec<String> {
        match self {
            Self::Chinese(letters) => letters
                .windows(2)
                .chain(letters.rchunks(1).take(1))
                .map(encoded)
                .collect(),
            Self::Word(letters) => vec![encoded(letters)],
        }
    }

    fn term(&self) -> Term {
        match self {
            Self::Chinese(letters) if letters.len() > 1 => {
                Term::Phrase(letters.windows(2).map(encoded).collect())
            }
            Self::Chinese(letters) | Self::Word(letters) => Term::Beginning(encoded(letters)),
        }
    }

    /// Takes a letter that continues it; gives back one that does not.
    fn take(&mut self, letter: char) -> bool {
        match self {
            Self::Chinese(letters) if is_chinese(letter) => letters.push(letter),
            Self::Word(letters) if !is_chinese(letter) => letters.push(letter),
            _ => return false,
        }
        true
    }
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for letter in text.chars().map(half_width).flat_map(char::to_lowercase) {
        let counts = letter.is_alphanumeric() || is_chinese(letter);
        let taken = counts && open && runs.last_mut().is_some_and(|run| run.take(letter));
        if counts && !taken {
            runs.push(if is_chinese(letter) {
                Run::Chinese(vec![letter])
            } else {
                Run::Word(vec![letter])
            });
        }
        open = counts;
    }
    runs
}

/// The ideographs, with all their extensions and 〇.
const fn is_chinese(letter: char) -> bool {
    matches!(letter, '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Four digits of base 36 for each character: 36⁴ is more than all of Unicode.
fn encoded(letters: &[char]) -> String {
    let digit = |value: u32| char::from_digit(value % 36, 36).unwrap_or('0');
    let four = |letter: &char| {
        let value = u32::from(*letter);
        [
            digit(value / 46_656),
            digit(value / 1_296),
            digit(value / 36),
            digit(value),
        ]
    };
    letters.iter().flat_map(four).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        encoded(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn chinese_becomes_pairs_and_the_last_character() {
        assert_eq!(of_text("数控车床"), ["数控", "控车", "车床", "床"].map(code));
        assert_eq!(of_text("车"), ["车"].map(code));
        assert_eq!(
            of_text("G71指令，ＣＮＣ 床"),
            ["g71", "指令", "令", "cnc", "床"].map(code)
        );
        assert_eq!(of_text(" ，。"), Vec::<String>::new());
    }

    #[test]
    fn a_query_is_a_phrase_of_pairs_or_the_beginning_of_a_word() {
        assert_eq!(
            of_query("控车床"),
            [Term::Phrase(["控车", "车床"].map(code).to_vec())]
        );
        assert_eq!(
            of_query("床 CN"),
            [Term::Beginning(code("床")), Term::Beginning(code("cn"))]
        );
    }

    #[test]
    fn every_character_has_four_letters_of_ascii_of_its_own() {
        assert_eq!(code("a"), "002p");
        assert_eq!(code("𬀩").len(), 4);
        assert_ne!(code("𬀩"), code("𬀨"));
        assert!(
            code("\u{10ffff}")
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric())
        );
    }
}
