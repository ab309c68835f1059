//! Holidays and make-up workdays from a table, or typed a line each:
//! `国庆节 2026-10-01…2026-10-07` and `补班 2026-10-10 周五`.

use kernel::number::half_width;
use kernel::{Day, Problems, Text};
use paper::sheet::{Column, Workbook};

use super::{Holiday, Workday};
use crate::model::intake::{Fields, Findings, Table};

const COLUMNS: [Column<'_>; 4] = [
    Column::required("name", &["名称", "节假日", "假期", "事项"]),
    Column::required("first", &["开始日期", "开始", "日期", "起始日期"]),
    Column::optional("last", &["结束日期", "结束", "截止日期"]),
    Column::optional(
        "follows",
        &["执行课表", "按周几上课", "按课表", "上课安排", "补周几的课"],
    ),
];

enum Entry {
    Holiday(Holiday),
    Workday(Workday),
}

/// The exceptions of a term in the order of their days.
pub type Exceptions = (Vec<Holiday>, Vec<Workday>);

/// Reads holidays and workdays from a table; a row named 补班, 调休上班 or 补课 is a workday and says whose timetable it
/// follows.
///
/// # Errors
/// Every fault by its cell.
pub fn read_entries(workbook: &Workbook) -> Result<(Exceptions, Findings), Findings> {
    let table = Table::find(workbook, &COLUMNS)?;
    let (rows, findings) = table.read(read_row);
    if findings.has_faults() {
        return Err(findings);
    }
    Ok((sorted(rows.into_iter().map(|(_, entry)| entry)), findings))
}

fn read_row(fields: &mut Fields<'_>) -> Option<Entry> {
    let name = fields.needed("name");
    let first = fields.needed_day("first");
    let last = fields.day("last");
    let (name, first) = (name?, first?);
    if is_workday(&name) {
        let follows = fields.needed("follows");
        if !fields.has("follows") {
            fields.fault(
                "name",
                Text::new("org-calendar-follows-missing").with("day", first),
            );
        }
        let follows = follows.and_then(|text| fields.take("follows", weekday(&text)))?;
        return Some(Entry::Workday(Workday { day: first, follows }));
    }
    let last = last.unwrap_or(first);
    fields.take("last", forwards(Entry::Holiday(Holiday { first, last, name })))
}

/// Reads typed lines; empty lines and lines that begin with `#` are skipped.
///
/// # Errors
/// Every line that is not understood, at the field `line-<number>`.
pub fn read_typed(text: &str) -> Result<Exceptions, Problems> {
    let mut problems = Problems::default();
    let mut entries = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line: String = line.chars().map(half_width).collect();
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let read = read_line(line).ok_or_else(|| {
            Text::new("org-calendar-line")
                .with("line", number + 1)
                .with("value", line)
        });
        entries.extend(problems.take(&format!("line-{}", number + 1), read.and_then(forwards)));
    }
    if problems.is_empty() {
        Ok(sorted(entries))
    } else {
        Err(problems)
    }
}

/// The exceptions of a term as they would be typed, by date.
pub fn typed((holidays, workdays): (&[Holiday], &[Workday])) -> String {
    let holiday = |one: &Holiday| match one.first == one.last {
        true => (one.first, format!("{} {}\n", one.name, one.first)),
        false => (one.first, format!("{} {}…{}\n", one.name, one.first, one.last)),
    };
    let workday = |one: &Workday| {
        let follows = WEEKDAYS[usize::from(one.follows.clamp(1, 5)) - 1];
        (one.day, format!("补班 {} 周{follows}\n", one.day))
    };
    let mut lines: Vec<(Day, String)> = holidays
        .iter()
        .map(holiday)
        .chain(workdays.iter().map(workday))
        .collect();
    lines.sort();
    lines.into_iter().map(|(_, line)| line).collect()
}

const WEEKDAYS: [char; 5] = ['一', '二', '三', '四', '五'];

fn read_line(line: &str) -> Option<Entry> {
    let (name, rest) = line.split_once(char::is_whitespace)?;
    let rest = rest.trim();
    if is_workday(name) {
        let (day, follows) = rest.split_once(char::is_whitespace)?;
        return Some(Entry::Workday(Workday {
            day: day.parse().ok()?,
            follows: weekday(follows).ok()?,
        }));
    }
    let separators = ["…", "~", "至", "—", "--"];
    let found = separators.iter().find_map(|separator| rest.split_once(separator));
    let (first, last) = found
        .or_else(|| rest.split_once(char::is_whitespace))
        .unwrap_or((rest, rest));
    let trim = |text: &str| text.trim_matches(['…', '—', '~', ' ']).parse::<Day>().ok();
    let (first, last) = (trim(first)?, trim(last)?);
    let name = name.to_owned();
    Some(Entry::Holiday(Holiday { first, last, name }))
}

/// Refuses a holiday that ends before it begins.
fn forwards(entry: Entry) -> Result<Entry, Text> {
    match entry {
        Entry::Holiday(Holiday { first, last, name }) if last < first => {
            Err(Text::new("org-calendar-holiday-backwards")
                .with("name", name)
                .with("first", first)
                .with("last", last))
        }
        sound => Ok(sound),
    }
}

fn is_workday(name: &str) -> bool {
    ["补班", "调休上班", "补课", "上班"]
        .iter()
        .any(|word| name.contains(word))
}

/// 周五, 星期五, 礼拜五, 五 or 5.
fn weekday(text: &str) -> Result<u8, Text> {
    let word: String = text.trim().chars().map(half_width).collect();
    let bare = ["按", "星期", "礼拜", "周"]
        .iter()
        .fold(word.as_str(), |rest, prefix| rest.trim_start_matches(prefix));
    match bare.chars().next() {
        Some('一' | '1') => Ok(1),
        Some('二' | '2') => Ok(2),
        Some('三' | '3') => Ok(3),
        Some('四' | '4') => Ok(4),
        Some('五' | '5') => Ok(5),
        _ => Err(Text::new("org-calendar-weekday").with("value", text.trim())),
    }
}

fn sorted(entries: impl IntoIterator<Item = Entry>) -> Exceptions {
    let (mut holidays, mut workdays) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            Entry::Holiday(holiday) => holidays.push(holiday),
            Entry::Workday(workday) => workdays.push(workday),
        }
    }
    holidays.sort();
    workdays.sort();
    (holidays, workdays)
}
