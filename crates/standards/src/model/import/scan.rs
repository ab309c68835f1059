//! Reads levels, points of entry, hours, weights and years out of the forms in which standards print them.

use kernel::number::half_width;
use kernel::{Hours, Percent};

use crate::model::level::{Ability, Entry, Grade, Level};
use crate::model::standard::Issued;

/// Spellings of the levels, longer ones first; 高级技师 is a grade and no level of training.
const LEVELS: [(&str, Level); 12] = [
    ("预备技师（技师）", Level::Technician),
    ("预备技师(技师)", Level::Technician),
    ("预备技师/技师", Level::Technician),
    ("技师（预备技师）", Level::Technician),
    ("预备技师", Level::Technician),
    ("技师", Level::Technician),
    ("高级技能", Level::Advanced),
    ("高级工", Level::Advanced),
    ("高级", Level::Advanced),
    ("中级技能", Level::Intermediate),
    ("中级工", Level::Intermediate),
    ("中级", Level::Intermediate),
];

const ENTRIES: [(&str, Entry); 4] = [
    ("高级工毕业", Entry::AdvancedWorker),
    ("中级工毕业", Entry::IntermediateWorker),
    ("初中", Entry::JuniorSchool),
    ("高中", Entry::SeniorSchool),
];

const GRADES: [(&str, &str, Grade); 5] = [
    ("五级", "初级工", Grade::Five),
    ("四级", "中级工", Grade::Four),
    ("三级", "高级工", Grade::Three),
    ("二级", "技师", Grade::Two),
    ("一级", "高级技师", Grade::One),
];

/// Takes a level with the words that may follow it off the beginning of a text.
pub fn take_level(text: &str) -> Option<(Level, &str)> {
    if text.starts_with("高级技师") {
        return None;
    }
    let (word, level) = LEVELS.iter().find(|(word, _)| text.starts_with(word))?;
    let mut rest = text.strip_prefix(word)?;
    for suffix in ["技能", "层级", "层次", "阶段"] {
        rest = rest.strip_prefix(suffix).unwrap_or(rest);
    }
    Some((*level, rest))
}

/// The level that a text consists of.
pub fn level(text: &str) -> Option<Level> {
    let (level, rest) = take_level(text.trim())?;
    rest.trim_matches([' ', '：', ':']).is_empty().then_some(level)
}

/// The level that a text speaks of first.
pub fn level_within(text: &str) -> Option<Level> {
    text.char_indices()
        .find_map(|(at, _)| take_level(text.get(at..)?))
        .map(|(level, _)| level)
}

/// The point of entry that a text speaks of.
pub fn entry_within(text: &str) -> Option<Entry> {
    ENTRIES
        .iter()
        .find(|(word, _)| text.contains(word))
        .map(|(_, entry)| *entry)
}

/// 初中生源三年: an entry and its years, nothing else.
pub fn entry_years(text: &str) -> Option<(Entry, u8)> {
    let text = text.trim().trim_end_matches(['。', '；', ';']);
    let (word, entry) = ENTRIES.iter().find(|(word, _)| text.starts_with(word))?;
    let mut rest = text.strip_prefix(word)?;
    for filler in ["毕业生", "毕业", "生源", "起点", "：", ":"] {
        rest = rest.strip_prefix(filler).unwrap_or(rest);
    }
    let rest = rest
        .strip_suffix("学制")
        .or_else(|| rest.strip_suffix("制"))
        .unwrap_or(rest);
    Some((*entry, number(rest.strip_suffix('年')?.trim())?))
}

/// The years of study that a text such as （初中起点三年） speaks of.
pub fn years_within(text: &str) -> Option<u8> {
    let before = text
        .split('年')
        .next()
        .filter(|before| before.len() < text.len())?;
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, letter)| is_numeral(*letter))
        .last()?
        .0;
    number(before.get(start..)?)
}

/// A small number in Arabic or Chinese numerals.
pub fn number(text: &str) -> Option<u8> {
    let plain: String = text.chars().map(half_width).collect();
    if let Ok(number) = plain.parse() {
        return Some(number);
    }
    let digit = |letter: char| {
        "零一二三四五六七八九"
            .chars()
            .position(|one| one == letter)
            .and_then(|at| u8::try_from(at).ok())
    };
    let letters: Vec<char> = plain
        .chars()
        .map(|letter| if letter == '两' { '二' } else { letter })
        .collect();
    match letters.as_slice() {
        ['十'] => Some(10),
        ['十', one] => Some(10 + digit(*one)?),
        [ten, '十'] => Some(10 * digit(*ten)?),
        [ten, '十', one] => Some(10 * digit(*ten)? + digit(*one)?),
        [one] => digit(*one),
        _ => None,
    }
}

/// 240, ２４０ or 240学时.
pub fn hours(text: &str) -> Option<Hours> {
    let plain: String = text
        .chars()
        .map(half_width)
        .filter(|letter| !matches!(letter, ',' | ' '))
        .collect();
    let number = plain
        .strip_suffix("学时")
        .or_else(|| plain.strip_suffix("课时"))
        .unwrap_or(&plain);
    number.parse().ok()
}

/// Whether a cell is blank or struck through with a dash.
pub fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_whitespace() || matches!(letter, '-' | '—' | '－' | '–' | '/' | '／'))
}

/// A name with its weight, 课堂考核（10%）：…, as name, weight and what follows.
pub fn weighted(text: &str) -> Option<(&str, Percent, &str)> {
    let open = text.find(['（', '('])?;
    let inside = text.get(open..)?.trim_start_matches(['（', '(']);
    let close = inside.find(['）', ')'])?;
    let weight = percent(inside.get(..close)?.trim_start_matches("占"))?;
    let rest = inside.get(close..)?.trim_start_matches(['）', ')']);
    let name = text.get(..open)?.trim();
    (!name.is_empty() && name.chars().count() <= 12).then_some((
        name,
        weight,
        rest.trim_start_matches(['：', ':']).trim_start(),
    ))
}

/// 60% or ６０％.
pub fn percent(text: &str) -> Option<Percent> {
    let plain: String = text.trim().chars().map(half_width).collect();
    plain.strip_suffix('%')?.trim().parse().ok()
}

/// The first percentage that follows a word within a few letters: 过程性考核成绩×60%.
pub fn percent_after(text: &str, word: &str) -> Option<Percent> {
    let after = text.get(text.find(word)? + word.len()..)?;
    let near: String = after.chars().take(12).map(half_width).collect();
    let digits: String = near
        .split('%')
        .next()
        .filter(|before| before.len() < near.len())?
        .to_owned();
    let start = digits
        .char_indices()
        .rev()
        .take_while(|(_, letter)| letter.is_ascii_digit() || *letter == '.')
        .last()?
        .0;
    digits.get(start..)?.parse().ok()
}

/// 2026年11月 or 二〇二六年, nothing else.
pub fn issued(text: &str) -> Option<Issued> {
    let (year, rest) = text.trim().split_once('年')?;
    let digits: Option<String> = year.trim().chars().map(digit).collect();
    let year = digits.filter(|digits| digits.len() == 4)?.parse().ok()?;
    let rest = rest.trim();
    let month = match rest.strip_suffix('月') {
        Some(month) => Some(number(month.trim()).filter(|month| (1..=12).contains(month))?),
        None if rest.is_empty() => None,
        None => return None,
    };
    Some(Issued { year, month })
}

/// Takes a grade such as 四级/中级工 off the end of a text.
pub fn take_grade_at_end(text: &str) -> Option<(&str, Grade)> {
    for (grade_name, worker, grade) in GRADES.iter().rev() {
        for form in [
            format!("{grade_name}/{worker}"),
            format!("{grade_name}（{worker}）"),
            format!("{grade_name}({worker})"),
        ] {
            if let Some(before) = text.strip_suffix(form.as_str()) {
                return Some((before, *grade));
            }
        }
    }
    None
}

/// A heading of one kind of ability, or the kind in brackets at the end of a requirement.
pub fn ability(text: &str) -> Option<Ability> {
    match text.trim_matches([' ', '：', ':', '（', '）', '(', ')', '【', '】']) {
        "专业能力" => Some(Ability::Professional),
        "通用能力" => Some(Ability::General),
        "职业素养" => Some(Ability::Vocational),
        "思政素养" => Some(Ability::Civic),
        _ => None,
    }
}

fn digit(letter: char) -> Option<char> {
    let plain = half_width(letter);
    let chinese = "零一二三四五六七八九"
        .chars()
        .position(|one| one == plain || (plain == '〇' && one == '零'));
    match chinese {
        Some(value) => char::from_digit(u32::try_from(value).ok()?, 10),
        None => Some(plain).filter(char::is_ascii_digit),
    }
}

fn is_numeral(letter: char) -> bool {
    half_width(letter).is_ascii_digit() || "一二两三四五六七八九十".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_in_every_spelling() {
        for (text, expected) in [
            ("中级技能", Some(Level::Intermediate)),
            ("高级技能层级", Some(Level::Advanced)),
            ("预备技师(技师)层级：", Some(Level::Technician)),
            ("技师", Some(Level::Technician)),
            ("高级技师", None),
            ("中级技能人才", None),
        ] {
            assert_eq!(level(text), expected, "{text}");
        }
        assert_eq!(
            level_within("表1 高级工（高中起点）课程安排"),
            Some(Level::Advanced)
        );
    }

    #[test]
    fn numbers_are_read_with_units_widths_and_chinese_numerals() {
        assert_eq!(hours("２４０学时"), Some(Hours::whole(240)));
        assert_eq!(hours("1,320"), Some(Hours::whole(1_320)));
        assert_eq!(hours("约240"), None);
        assert_eq!(entry_years("初中生源三年"), Some((Entry::JuniorSchool, 3)));
        assert_eq!(entry_years("高中起点 4年"), Some((Entry::SeniorSchool, 4)));
        assert_eq!(entry_years("初中生源三年以上"), None);
        assert_eq!(years_within("（初中起点六年）"), Some(6));
        assert_eq!(number("二十四"), Some(24));
        assert_eq!(
            issued("2026年11月"),
            Some(Issued {
                year: 2026,
                month: Some(11)
            })
        );
        assert_eq!(
            issued("二〇二二年"),
            Some(Issued {
                year: 2022,
                month: None
            })
        );
        assert_eq!(issued("2026年冬"), None);
    }

    #[test]
    fn weights_are_read_with_their_names() {
        assert_eq!(
            weighted("课堂考核（１０％）：查看出勤"),
            Some(("课堂考核", Percent::whole(10), "查看出勤"))
        );
        assert_eq!(weighted("设备（按组配置）"), None);
        let lead = "课程考核成绩＝过程性考核成绩×60%＋终结性考核成绩×40%。";
        assert_eq!(percent_after(lead, "终结性考核"), Some(Percent::whole(40)));
    }
}
