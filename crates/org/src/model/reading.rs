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
        let mut rest = name;
        while let Some(letter) = rest.chars().next() {
            if let Some((word, syllables)) = WORDS.iter().find(|(word, _)| rest.starts_with(word)) {
                syllables.iter().for_each(|syllable| reading.add(syllable));
                rest = &rest[word.len()..];
                continue;
            }
            match letter.to_pinyin() {
                Some(syllable) => reading.add(syllable.plain()),
                None => letter
                    .to_lowercase()
                    .filter(|letter| letter.is_alphanumeric())
                    .for_each(|letter| reading.add(letter.encode_utf8(&mut [0; 4]))),
            }
            rest = &rest[letter.len_utf8()..];
        }
        reading
    }

    fn add(&mut self, syllable: &str) {
        self.pinyin.push_str(syllable);
        self.initials.extend(syllable.chars().next());
    }
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
}
