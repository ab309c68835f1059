//! The words that full-text search goes by: our own, so that both engines find the same. Pure.
//!
//! Chinese has no spaces. A run of Chinese characters becomes its overlapping pairs and, last, its final character:
//! 数控车床 → 数控 控车 车床 床. A query of two or more characters is then a phrase of pairs, a query of one is the
//! beginning of a word. Other letters and digits form words by themselves, found by their beginning.
//!
//! Each character is written as four letters and digits of ASCII, whatever tables of Unicode the engine has: 𬀩 too.

use std::ops::Range;

use kernel::number::half_width;

/// The words of a text in their order, encoded.
pub(crate) fn of_text(text: &str) -> Vec<String> {
    runs(text).iter().flat_map(Run::words).collect()
}

/// What a query looks for: all of its terms.
pub(crate) fn of_query(query: &str) -> Vec<Term> {
    runs(query).iter().map(Run::term).collect()
}

/// Where a text has what a query looks for: byte ranges in order, none touching the next.
pub fn marks(text: &str, query: &str) -> Vec<Range<usize>> {
    marked(text, &runs(query))
}

/// The first line of a text that has something of a query, and where in that line. What stands behind it is not read, and what
/// stands before it is not taken apart: of a standard that is most of some thousand letters.
pub fn first_line<'a>(text: &'a str, query: &str) -> Option<(&'a str, Vec<Range<usize>>)> {
    let wanted = runs(query);
    let plain: Vec<Option<String>> = wanted.iter().map(Run::verbatim).collect();
    let has = |line: &str| {
        let mut runs = plain.iter();
        runs.any(|run| run.as_ref().is_none_or(|letters| line.contains(letters)))
    };
    let lines = text.split('\n').filter(|line| has(line));
    let mut lines = lines.map(|line| (line, marked(line, &wanted)));
    lines.find(|(_, marks)| !marks.is_empty())
}

fn marked(text: &str, wanted: &[Run]) -> Vec<Range<usize>> {
    let letters: Vec<(usize, char)> = text
        .char_indices()
        .map(|(at, letter)| (at, plain(letter)))
        .collect();
    let mut found: Vec<Range<usize>> = wanted
        .iter()
        .flat_map(|run| run.places(&letters, text.len()))
        .collect();
    found.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// One letter as it is compared: narrow, small.
fn plain(letter: char) -> char {
    if is_chinese(letter) {
        return letter;
    }
    let narrow = half_width(letter);
    narrow.to_lowercase().next().unwrap_or(narrow)
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

    /// What stands in every text that has it, letter by letter; nothing where letters can be written in several ways.
    fn verbatim(&self) -> Option<String> {
        match self {
            Self::Chinese(letters) => Some(letters.iter().collect()),
            Self::Word(_) => None,
        }
    }

    /// Where it stands in a text, as the index finds it: Chinese anywhere, a word by its beginning.
    fn places(&self, text: &[(usize, char)], end: usize) -> Vec<Range<usize>> {
        let (Self::Chinese(wanted) | Self::Word(wanted)) = self;
        let whole = matches!(self, Self::Word(_));
        let starts = |at: usize| !whole || at == 0 || !in_word(text[at - 1].1);
        let same = |at: usize| {
            text[at..]
                .iter()
                .map(|(_, letter)| letter)
                .take(wanted.len())
                .eq(wanted)
        };
        let byte = |at: usize| text.get(at).map_or(end, |(byte, _)| *byte);
        (0..text.len())
            .filter(|at| starts(*at) && same(*at))
            .map(|at| byte(at)..byte(at + wanted.len()))
            .collect()
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

/// A letter of a word that is not Chinese.
fn in_word(letter: char) -> bool {
    letter.is_alphanumeric() && !is_chinese(letter)
}

/// Four digits of base 36 for each character: 36⁴ is more than all of Unicode, whose last character begins with `n`.
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

/// How many characters of a text `LIKE` looks for: no name and no reading has more, and SQLite takes no pattern over 50,000 bytes.
const LITERAL: usize = 400;

/// A text as a part of a pattern of `LIKE`: without blanks at its ends, a pattern's own signs count for nothing, and what is longer than any
/// name is cut off.
pub fn literal(text: &str) -> String {
    text.trim()
        .chars()
        .filter(|letter| !matches!(letter, '%' | '_' | '\\'))
        .take(LITERAL)
        .collect()
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
    fn what_was_found_is_marked_where_it_stands() {
        let shown = |text: &'static str, query: &str| {
            let marked = marks(text, query).into_iter().map(|range| &text[range]);
            marked.collect::<Vec<_>>()
        };
        assert_eq!(shown("螺纹轴的数控车床加工", "车床 螺纹"), ["螺纹", "车床"]);
        assert_eq!(shown("ＣＮＣ 与 cnc-x200，ACNC", "cn"), ["ＣＮ", "cn"]);
        assert_eq!(shown("数控数控", "数控数"), ["数控数"]);
        assert_eq!(shown("数控", "数控车床"), [""; 0]);
        assert_eq!(shown("<b>\"", "\" <"), [""; 0]);
    }

    #[test]
    fn the_first_line_that_has_some_of_a_query_is_found_with_all_its_places() {
        let text = "螺纹\nACNC，数控\ncnc 数控 CNC\n数控";
        assert_eq!(
            first_line(text, "数控 a"),
            Some(("ACNC，数控", vec![0..1, 7..13]))
        );
        assert_eq!(
            first_line(text, "cnc"),
            Some(("cnc 数控 CNC", vec![0..3, 11..14])),
            "what stands within a word is none"
        );
        let lines = "铣床\n数控Ａ车床、车床";
        assert_eq!(
            first_line(lines, "车床"),
            Some(("数控Ａ车床、车床", vec![9..15, 18..24]))
        );
        assert_eq!(
            first_line(lines, "a车床"),
            Some(("数控Ａ车床、车床", vec![6..15, 18..24]))
        );
        assert_eq!(first_line("数控\n车床", "控车"), None, "a line ends a word");
        assert_eq!(first_line(text, "，"), None);
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

    #[test]
    fn a_pattern_is_of_plain_letters_and_never_longer_than_an_engine_takes() {
        assert_eq!(literal(" 江南%市_\\ "), "江南市");
        assert_eq!(literal(&"İ".repeat(60_000)).chars().count(), LITERAL);
    }
}
