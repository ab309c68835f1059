//! How an organisation's name is read in pinyin, so that it can be found by typing letters.
//!
//! Characters have their usual reading; the names of places and trades that read otherwise stand in a table.

use pinyin::ToPinyin;

/// Words whose reading is not that of their characters one by one.
const WORDS: [(&str, &[&str]); 24] = [
    ("重庆", &["chong", "qing"]),
    ("长沙", &["chang", "sha"]),
    ("长春", &["chang", "chun"]),
    ("长治", &["chang", "zhi"]),
    ("长江", &["chang", "jiang"]),
    ("长城", &["chang", "cheng"]),
    ("长兴", &["chang", "xing"]),
    ("厦门", &["xia", "men"]),
    ("六安", &["lu", "an"]),
    ("蚌埠", &["beng", "bu"]),
    ("亳州", &["bo", "zhou"]),
    ("乐清", &["yue", "qing"]),
    ("成都", &["cheng", "du"]),
    ("大埔", &["da", "bu"]),
    ("番禺", &["pan", "yu"]),
    ("莘县", &["shen", "xian"]),
    ("单县", &["shan", "xian"]),
    ("黄陂", &["huang", "pi"]),
    ("铅山", &["yan", "shan"]),
    ("什邡", &["shi", "fang"]),
    ("会计", &["kuai", "ji"]),
    ("行业", &["hang", "ye"]),
    ("银行", &["yin", "hang"]),
    ("朝阳", &["chao", "yang"]),
];

/// A name's syllables joined, and their first letters; digits and Latin letters stand for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// `jiangnanshijishixueyuan`
    pub pinyin: String,
    /// `jnsjsxy`
    pub initials: String,
}

impl Reading {
    /// The reading of a name, in lower case.
    pub fn of(name: &str) -> Self {
        let mut reading = Self {
            pinyin: String::new(),
            initials: String::new(),
        };
        for (_, syllable) in units(name) {
            reading.pinyin.push_str(&syllable);
            reading.initials.extend(syllable.chars().next());
        }
        reading
    }

    /// How many bytes of a name's beginning are read as these letters, in syllables or in initials; none where it is not.
    pub fn covered(name: &str, letters: &str) -> usize {
        let letters: String = letters
            .to_lowercase()
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect();
        let by = |whole: bool| {
            let mut rest = letters.as_str();
            let mut end = 0;
            for (until, syllable) in units(name) {
                let piece = if whole { &syllable } else { first_of(&syllable) };
                if rest.is_empty() {
                    break;
                }
                end = until;
                match rest.strip_prefix(piece) {
                    Some(left) => rest = left,
                    None if piece.starts_with(rest) => rest = "",
                    None => return 0,
                }
            }
            if rest.is_empty() { end } else { 0 }
        };
        by(true).max(by(false))
    }
}

fn first_of(syllable: &str) -> &str {
    let end = syllable.chars().next().map_or(0, char::len_utf8);
    &syllable[..end]
}

/// The readable pieces of a name in order: where each ends, and its syllable. Signs have none.
fn units(name: &str) -> Vec<(usize, String)> {
    let mut units = Vec::new();
    let mut at = 0;
    while let Some(letter) = name[at..].chars().next() {
        if let Some((_, syllables)) = WORDS.iter().find(|(word, _)| name[at..].starts_with(word)) {
            for (letter, syllable) in name[at..].chars().zip(syllables.iter()) {
                at += letter.len_utf8();
                units.push((at, (*syllable).to_owned()));
            }
            continue;
        }
        at += letter.len_utf8();
        match letter.to_pinyin() {
            Some(syllable) => units.push((at, syllable.plain().to_owned())),
            None => units.extend(
                letter
                    .to_lowercase()
                    .filter(|letter| letter.is_alphanumeric())
                    .map(|letter| (at, letter.to_string())),
            ),
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> (String, String) {
        let reading = Reading::of(name);
        (reading.pinyin, reading.initials)
    }

    #[test]
    fn a_name_is_found_by_its_syllables_and_their_first_letters() {
        assert_eq!(
            read("江南市技师学院"),
            ("jiangnanshijishixueyuan".to_owned(), "jnsjsxy".to_owned())
        );
        assert_eq!(read("广州市工贸技师学院").1, "gzsgmjsxy");
        assert_eq!(read("沈阳（东区）101厂 ABB").1, "sydq101cabb");
    }

    #[test]
    fn places_are_read_as_their_people_read_them() {
        for (name, initials) in [
            ("重庆五一技师学院", "cqwyjsxy"),
            ("重型机械厂", "zxjxc"),
            ("厦门技师学院", "xmjsxy"),
            ("长沙", "cs"),
            ("六安", "la"),
            ("银行学校", "yhxx"),
        ] {
            assert_eq!(read(name).1, initials, "{name}");
        }
        assert_eq!(read("丽水").0, "lishui");
        assert_eq!(read("台州").0, "taizhou");
    }

    #[test]
    fn letters_cover_the_beginning_of_the_name_that_they_read() {
        let covered = |letters: &str| &"重庆五一技师学院"[..Reading::covered("重庆五一技师学院", letters)];
        assert_eq!(covered("cq"), "重庆");
        assert_eq!(covered("chongqingw"), "重庆五");
        assert_eq!(covered("Chong Qing"), "重庆");
        assert_eq!(covered("c"), "重");
        assert_eq!(covered("zq"), "");
        assert_eq!(covered("cqwyjsxyx"), "");
    }
}
