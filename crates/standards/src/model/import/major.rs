//! 一、专业信息: name, codes, years of study, jobs, qualifications.

use kernel::number::half_width;

use super::fields::sections;
use super::line::{Item, Line};
use super::{Rest, scan};
use crate::model::names::same_name;
use crate::model::place::Place;
use crate::model::standard::{Jobs, LevelCode, Major, Qualification, StudyYears};

const TITLES: [(&str, &[&str]); 5] = [
    ("name", &["专业名称"]),
    ("codes", &["专业编码", "专业代码"]),
    ("years", &["学习年限", "学制"]),
    ("jobs", &["就业方向", "就业面向"]),
    (
        "qualifications",
        &[
            "职业资格职业技能等级",
            "职业技能等级",
            "职业资格",
            "职业资格和职业技能等级",
        ],
    ),
];

/// Reads the chapter.
pub fn read(items: &[Item], major: &mut Major, rest: &mut Rest) {
    for (section, items) in sections(items, &TITLES) {
        let place = section.map_or(Place::of("major"), |section| Place::of("major").field(section));
        for item in &items {
            let line = match item {
                Item::Line(line) => line,
                Item::Table(table) => {
                    rest.table(&place, table);
                    continue;
                }
            };
            if section.is_none_or(|section| place_line(section, line, major).is_none()) {
                rest.line(&place, line);
            }
        }
    }
}

/// Puts a line where it belongs; nothing when it is not understood as a whole.
fn place_line(section: &str, line: &Line, major: &mut Major) -> Option<()> {
    match section {
        "name" if major.name.is_empty() => major.name.clone_from(&line.text),
        "codes" => {
            let found = codes(line, &major.name)?;
            major.codes.extend(found);
        }
        "years" => {
            let found = years(line, &major.name)?;
            major.years.extend(found);
        }
        "jobs" => {
            let (level, text) = match scan::take_level(&line.text) {
                Some((level, rest)) if rest.starts_with(['：', ':']) => {
                    (Some(level), rest.trim_start_matches(['：', ':']))
                }
                _ => (None, line.text.as_str()),
            };
            major.jobs.push(Jobs {
                level,
                text: text.trim().to_owned(),
            });
        }
        "qualifications" => major.qualifications.push(qualification(line)),
        _ => return None,
    }
    Some(())
}

/// 数控加工专业中级：0106-4; or several of such, or a bare code, in one line.
fn codes(line: &Line, major: &str) -> Option<Vec<LevelCode>> {
    let text = line.text.trim_end_matches('。');
    text.split(['、', '；', ';', '，'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| code(part, major))
        .collect()
}

fn code(part: &str, major: &str) -> Option<LevelCode> {
    let plain: String = part.chars().map(half_width).collect();
    let is_code = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let start = plain
        .rfind(|letter: char| !is_code(letter))
        .map_or(0, |at| at + plain.get(at..).map_or(0, first_length));
    let (before, code) = plain.split_at(start);
    if !code.is_empty() && code.bytes().any(|byte| byte.is_ascii_digit()) {
        let before = before.trim_end_matches([':', ' ']);
        let level = if before.is_empty() {
            None
        } else {
            Some(level_after_name(before, major)?)
        };
        return Some(LevelCode {
            level: level.flatten(),
            code: code.to_owned(),
        });
    }
    // 0106-4(中级)
    let (code, level) = plain.strip_suffix(')')?.split_once('(')?;
    let complete = !code.is_empty() && code.chars().all(is_code);
    complete.then_some(LevelCode {
        level: Some(scan::level(level)?),
        code: code.to_owned(),
    })
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// 数控加工专业高级：高中生源三年、初中生源五年.
fn years(line: &Line, major: &str) -> Option<Vec<StudyYears>> {
    let (head, rest) = line.text.split_once(['：', ':'])?;
    let level = level_after_name(head, major)??;
    let parts = rest
        .split(['、', '，', '；', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| scan::entry_years(part).map(|(entry, years)| StudyYears { level, entry, years }))
        .collect()
}

/// Names of majors are shorter than this, in letters; a level further on belongs to a sentence.
const LONGEST_NAME: usize = 60;

/// The level in a text that may begin with the major's name; an inner nothing when there is only the name.
fn level_after_name(text: &str, major: &str) -> Option<Option<crate::model::level::Level>> {
    let text = text.trim();
    for (at, _) in text.char_indices().take(LONGEST_NAME) {
        let (name, rest) = text.split_at(at);
        let name = name.trim_end().strip_suffix("专业").unwrap_or(name);
        if let Some(level) = scan::level(rest).filter(|_| name.is_empty() || same_name(name, major)) {
            return Some(Some(level));
        }
    }
    let name = text.strip_suffix("专业").unwrap_or(text);
    same_name(name, major).then_some(None)
}

/// 车工（数控车工方向，职业编码6-18-01-01）四级/中级工：对应中级技能层级; any other form stays whole.
fn qualification(line: &Line) -> Qualification {
    let whole = Qualification {
        occupation: line.text.clone(),
        grade: None,
        level: None,
    };
    let text = line.text.trim_end_matches(['。', '；']);
    let (head, rest) = text
        .split_once(['：', ':'])
        .map_or((text, None), |(head, rest)| (head, Some(rest)));
    let Some((occupation, grade)) = scan::take_grade_at_end(head.trim()) else {
        return whole;
    };
    let level = match rest {
        None => None,
        Some(rest) => match scan::level(rest.trim().trim_start_matches("对应")) {
            Some(level) => Some(level),
            None => return whole,
        },
    };
    Qualification {
        occupation: occupation.trim().to_owned(),
        grade: Some(grade),
        level,
    }
}
