//! Names of persons: how they are written, read, sorted and found.
//!
//! A name is read in pinyin, its surname first by a table of surname readings; where that guesses wrong, a reading set
//! by hand stands in its place. The reading only serves sorting and finding: the name itself is never changed by it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::str::FromStr;

use kernel::Text;
use kernel::number::half_width;
use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};

use super::surnames;

/// The separator in names such as 阿依古丽·托合提.
const DOT: char = '·';
/// More readings of one name than this are not combined with each other: only one character departs from its usual
/// reading at a time.
const COMBINED: usize = 64;
const LONGEST: usize = 50;

/// A name as it is kept: trimmed, without spaces inside a Han name, half-width letters, one form of the dot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

impl PersonName {
    /// Reads what somebody typed.
    ///
    /// # Errors
    /// Nothing written, over 50 characters, or characters that stand in no name (digits, signs).
    pub fn parse(text: &str) -> Result<Self, Text> {
        let name = normalise(text);
        if name.is_empty() {
            return Err(Text::new("people-name-empty"));
        }
        if name.chars().count() > LONGEST {
            return Err(Text::new("people-name-long").with("most", LONGEST));
        }
        let strange = |&letter: &char| {
            !(letter.is_alphabetic() || matches!(letter, ' ' | DOT | '-' | '\'' | '.' | '〇'))
        };
        match name.chars().find(strange) {
            Some(letter) => Err(Text::new("people-name-character").with("character", letter)),
            None => Ok(Self(name)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The one form of a name: what a search and a comparison work on.
pub fn normalise(text: &str) -> String {
    let letters: Vec<char> = text.chars().map(one_form).collect();
    let words: Vec<String> = letters
        .split(|letter| letter.is_whitespace())
        .map(|word| word.iter().collect())
        .collect();
    let mut name = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let latin = |letter: Option<char>| letter.is_some_and(|letter| !is_han(letter) && letter != DOT);
        if latin(name.chars().last()) && latin(word.chars().next()) {
            name.push(' ');
        }
        name.push_str(word);
    }
    name
}

fn one_form(letter: char) -> char {
    match letter {
        '•' | '･' | '・' | '‧' | '∙' | '⋅' | '●' | '．' => DOT,
        '\u{a0}' | '\u{200b}' | '\u{feff}' => ' ',
        other => half_width(other),
    }
}

/// Han characters of every plane, so that 𬀩 is one of them, and 〇.
fn is_han(letter: char) -> bool {
    matches!(letter, '〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// How a name is read: syllables in small ASCII letters (`ü` is `v`), each with its tone 1–4 or 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading(Vec<Syllable>);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Syllable {
    plain: String,
    tone: u8,
}

impl Reading {
    /// The reading to assume: the surname by its table, every other character as it is usually read.
    pub fn of(name: &str) -> Self {
        Self(
            units(name)
                .into_iter()
                .map(|(_, mut readings)| readings.swap_remove(0))
                .collect(),
        )
    }

    /// `shan xiao hong`, as it is kept and shown.
    pub fn spaced(&self) -> String {
        self.plain().join(" ")
    }

    /// `shanxiaohong`.
    pub fn joined(&self) -> String {
        self.plain().concat()
    }

    /// `sxh`.
    pub fn initials(&self) -> String {
        self.plain()
            .iter()
            .filter_map(|syllable| syllable.chars().next())
            .collect()
    }

    fn plain(&self) -> Vec<&str> {
        self.0.iter().map(|syllable| syllable.plain.as_str()).collect()
    }
}

impl FromStr for Reading {
    type Err = Text;

    /// A reading set by hand: syllables parted by spaces, with tone marks (`Shàn Xiǎohóng` is two), tone digits or
    /// neither; `ü`, `v` and `u:` are the same.
    fn from_str(text: &str) -> Result<Self, Text> {
        let words = text
            .split([' ', '\u{3000}', '\'', '-', DOT])
            .filter(|word| !word.is_empty());
        let syllables: Vec<_> = words.map(syllable).collect();
        let spelt = |syllable: &Syllable| {
            !syllable.plain.is_empty() && syllable.plain.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        if syllables.is_empty() || text.len() > 200 || !syllables.iter().all(spelt) {
            return Err(Text::new("people-name-reading").with("value", text));
        }
        Ok(Self(syllables))
    }
}

/// The key that a list of names is sorted by, byte by byte: character by character its syllable, tone and form, so
/// that those of one surname stand together.
pub fn sort_key(name: &str, by_hand: Option<&Reading>) -> String {
    let units = units(name);
    let mut key = String::new();
    for (place, (letters, readings)) in units.iter().enumerate() {
        let set = by_hand
            .filter(|reading| reading.0.len() == units.len())
            .map(|reading| &reading.0[place]);
        let Some(syllable) = set.or(readings.first()) else {
            continue;
        };
        // A reading set by hand often has no tone; the guessed one then keeps its neighbours.
        let tone = if syllable.tone == 0 {
            readings.first().map_or(0, |first| first.tone)
        } else {
            syllable.tone
        };
        key.push_str(&format!("{}{tone}{letters} ", syllable.plain));
    }
    if let Some(reading) = by_hand.filter(|reading| reading.0.len() != units.len()) {
        key = format!("{} {}", reading.spaced(), normalise(name));
    }
    key.trim_end().to_owned()
}

/// What a name is found by: a query, brought into its form by [`search_query`], finds the name if one of these begins
/// with it. The name, every reading joined and as initials, and the same without the surname's first character and from
/// each dot on, so that 买买提 finds 阿依古丽·买买提.
pub fn search_tokens(name: &str, by_hand: Option<&Reading>) -> BTreeSet<String> {
    let units = units(name);
    let mut tokens = BTreeSet::new();
    let all = by_hand
        .map(|reading| reading.0.clone())
        .into_iter()
        .chain(combinations(&units));
    let starts = starts(name);
    for syllables in all {
        for rest in starts.iter().copied() {
            let reading = Reading(syllables.iter().skip(rest).cloned().collect());
            tokens.insert(reading.joined());
            tokens.insert(reading.initials());
        }
    }
    let bare = search_query(name);
    tokens.extend(bare.char_indices().nth(1).map(|(at, _)| bare[at..].to_owned()));
    let whole = normalise(name);
    tokens.extend(whole.match_indices(DOT).map(|(at, _)| search_query(&whole[at..])));
    tokens.insert(bare);
    tokens.retain(|token| !token.is_empty());
    tokens
}

/// At which of its pieces (see [`units`]) a name may be begun to be typed: the first, the second, the first after a dot.
fn starts(name: &str) -> BTreeSet<usize> {
    let name = normalise(name);
    let dots = name.match_indices(DOT).map(|(at, _)| words(&name[..at]).len());
    [0, 1].into_iter().chain(dots).collect()
}

/// Which bytes of a name as it is written a query found, if it found the name by one of [`search_tokens`]: the characters
/// themselves, or those whose syllables or initials were typed.
pub fn covered(name: &str, by_hand: Option<&Reading>, query: &str) -> Option<Range<usize>> {
    let query = search_query(query);
    let units = units(name);
    let places = places(name, &units)?;
    let plain: Vec<Syllable> = units
        .iter()
        .map(|(letters, _)| Syllable {
            plain: search_query(letters),
            tone: 0,
        })
        .collect();
    let by_hand = by_hand
        .map(|reading| reading.0.clone())
        .filter(|syllables| syllables.len() == units.len());
    let all: Vec<Vec<Syllable>> = std::iter::once(plain)
        .chain(by_hand)
        .chain(combinations(&units))
        .collect();
    let found = all.iter().find_map(|syllables| {
        starts(name).into_iter().find_map(|skipped| {
            let rest = syllables.get(skipped..)?;
            let count = typed(rest, &query, |whole| whole.len()).or_else(|| {
                typed(rest, &query, |whole| {
                    whole.chars().next().map_or(0, char::len_utf8)
                })
            })?;
            Some(places.get(skipped)?.start..places.get(skipped + count - 1)?.end)
        })
    });
    found.filter(|_| !query.is_empty())
}

/// How many syllables from the first a query types, the last of them perhaps in part; of each so many bytes are typed.
fn typed(syllables: &[Syllable], query: &str, bytes: fn(&str) -> usize) -> Option<usize> {
    let mut rest = query;
    for (place, syllable) in syllables.iter().enumerate() {
        let piece = &syllable.plain[..bytes(&syllable.plain)];
        if piece.len() >= rest.len() {
            return piece.starts_with(rest).then_some(place + 1);
        }
        rest = rest.strip_prefix(piece)?;
    }
    None
}

/// Where the pieces of a name stand in it as it is written.
fn places(name: &str, units: &[(String, Vec<Syllable>)]) -> Option<Vec<Range<usize>>> {
    let mut from = 0;
    let place = |(letters, _): &(String, Vec<Syllable>)| {
        let at = from + name[from..].find(letters.as_str())?;
        from = at + letters.len();
        Some(at..from)
    };
    units.iter().map(place).collect()
}

/// The form of a query that is compared with [`search_tokens`]: no spaces or dots, small letters, `ü` as `v`.
pub fn search_query(text: &str) -> String {
    let name = normalise(text).to_lowercase();
    let kept = name
        .chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, &DOT | '\'' | '-' | '.'));
    kept.map(|letter| if letter == 'ü' { 'v' } else { letter })
        .collect()
}

/// The readable pieces of a name, a Han character or a word in letters each, with their readings: the one to assume
/// first. Never without a reading: a character that no table knows is read as itself.
fn units(name: &str) -> Vec<(String, Vec<Syllable>)> {
    let name = normalise(name);
    let mut units: Vec<(String, Vec<Syllable>)> = Vec::new();
    for word in words(&name) {
        let readings = match word.chars().next().filter(|letter| is_han(*letter)) {
            Some(letter) => usual_readings(letter),
            None => vec![Syllable {
                plain: search_query(&word),
                tone: 0,
            }],
        };
        units.push((word, readings));
    }
    if !name.contains(DOT) {
        read_surname(&name, &mut units);
    }
    units
}

fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for letter in name.chars() {
        match letter {
            DOT | ' ' => open = false,
            han if is_han(han) => {
                words.push(han.to_string());
                open = false;
            }
            other if open => words
                .iter_mut()
                .last()
                .into_iter()
                .for_each(|word| word.push(other)),
            other => {
                words.push(other.to_string());
                open = true;
            }
        }
    }
    words
}

fn read_surname(name: &str, units: &mut [(String, Vec<Syllable>)]) {
    let letters: Vec<char> = name.chars().collect();
    for reading in surnames::readings(&letters).iter().rev() {
        for (marked, (_, readings)) in reading.iter().zip(units.iter_mut()) {
            prefer(readings, syllable(marked));
        }
    }
}

fn prefer(readings: &mut Vec<Syllable>, first: Syllable) {
    readings.retain(|reading| reading.plain != first.plain);
    readings.insert(0, first);
}

fn usual_readings(letter: char) -> Vec<Syllable> {
    let mut readings: Vec<Syllable> = Vec::new();
    let first = letter.to_pinyin().into_iter();
    let others = letter.to_pinyin_multi().into_iter().flatten();
    for reading in first.chain(others).map(Pinyin::with_tone).map(syllable) {
        if readings.iter().all(|known| known.plain != reading.plain) {
            readings.push(reading);
        }
    }
    if readings.is_empty() {
        readings.push(Syllable {
            plain: letter.to_string(),
            tone: 0,
        });
    }
    readings
}

/// Every reading of the whole name, the assumed one first.
fn combinations(units: &[(String, Vec<Syllable>)]) -> Vec<Vec<Syllable>> {
    let assumed: Vec<Syllable> = units.iter().map(|(_, readings)| readings[0].clone()).collect();
    let count = units.iter().try_fold(1usize, |product, (_, readings)| {
        product.checked_mul(readings.len())
    });
    if count.is_none_or(|count| count > COMBINED) {
        return one_at_a_time(units, &assumed);
    }
    units
        .iter()
        .fold(vec![Vec::new()], |begun: Vec<Vec<Syllable>>, (_, readings)| {
            let longer = |start: &Vec<Syllable>| {
                let start = start.clone();
                readings
                    .iter()
                    .map(move |last| start.iter().chain([last]).cloned().collect())
            };
            begun.iter().flat_map(longer).collect()
        })
}

fn one_at_a_time(units: &[(String, Vec<Syllable>)], assumed: &[Syllable]) -> Vec<Vec<Syllable>> {
    let mut all = vec![assumed.to_vec()];
    for (place, (_, readings)) in units.iter().enumerate() {
        all.extend(readings.iter().skip(1).map(|other| {
            let mut changed = assumed.to_vec();
            changed[place] = other.clone();
            changed
        }));
    }
    all
}

/// A syllable with a tone mark, a tone digit or neither.
fn syllable(text: &str) -> Syllable {
    const MARKS: [&str; 6] = ["āáǎà", "ēéěè", "īíǐì", "ōóǒò", "ūúǔù", "ǖǘǚǜ"];
    let mut plain = String::new();
    let mut tone = 0;
    for letter in text.replace("u:", "v").to_lowercase().chars() {
        let marked = MARKS.iter().zip("aeiouv".chars()).find_map(|(marks, base)| {
            marks
                .chars()
                .zip(1..)
                .find(|(mark, _)| *mark == letter)
                .map(|(_, number)| (base, number))
        });
        match (marked, letter) {
            (Some((base, number)), _) => {
                plain.push(base);
                tone = number;
            }
            (None, 'ü') => plain.push('v'),
            (None, 'ń' | 'ň' | 'ǹ') => plain.push('n'),
            (None, 'ê' | 'ế' | 'ề') => plain.push('e'),
            (None, '0'..='4') => tone = letter as u8 - b'0',
            (None, '5') => tone = 0,
            (None, other) => plain.push(other),
        }
    }
    Syllable { plain, tone }
}

/// Puts the end of the number beside the names that two have, as a class calls them: 李浩然（0203）. Who has nobody of the same name keeps it.
pub fn told_apart<'a>(people: impl Iterator<Item = (&'a mut String, &'a str)>) {
    /// Digits at the end of a number that a class knows its students by.
    const END: usize = 4;
    let people: Vec<(&mut String, &str)> = people.collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (name, _) in &people {
        *counts.entry((**name).clone()).or_default() += 1;
    }
    for (name, number) in people {
        if counts.get(name).is_some_and(|count| *count > 1) {
            let letters = number.chars().count();
            let end: String = number.chars().skip(letters.saturating_sub(END)).collect();
            *name = format!("{name}（{end}）");
        }
    }
}

#[cfg(test)]
#[path = "name_tests.rs"]
mod tests;
