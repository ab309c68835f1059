//! The catalogue of majors (全国技工院校专业目录): codes, levels, classes, and its import from a table.
//!
//! A code is four digits, class and serial by two each, with a level digit behind a dash: `0106-3`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use kernel::Text;
use kernel::number::half_width;
use paper::sheet::{Column, Workbook};

use super::intake::{self, Fields, Findings, Table};

/// 培养层级 of a major.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 中级技能, digit 4.
    Intermediate,
    /// 高级技能, digit 3.
    Advanced,
    /// 预备技师（技师）, digit 2.
    Technician,
}

impl Level {
    /// Every level, low to high.
    pub const ALL: [Self; 3] = [Self::Intermediate, Self::Advanced, Self::Technician];

    /// The digit of the code, also the last part of the translation key `org-level-4`.
    pub const fn digit(self) -> u8 {
        match self {
            Self::Intermediate => 4,
            Self::Advanced => 3,
            Self::Technician => 2,
        }
    }

    /// The level of a digit.
    pub fn from_digit(digit: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.digit() == digit)
    }

    /// Reads a level as schools write it: 中级, 高级工, 预备技师（技师） …
    ///
    /// # Errors
    /// Another word.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let word: String = text.trim().chars().map(half_width).collect();
        match word.trim_end_matches("技能").trim_end_matches("班") {
            "中级" | "中级工" | "四级" | "四级/中级工" | "4" => Ok(Self::Intermediate),
            "高级" | "高级工" | "三级" | "三级/高级工" | "3" => Ok(Self::Advanced),
            "预备技师" | "技师" | "预备技师(技师)" | "二级" | "二级/技师" | "2" => {
                Ok(Self::Technician)
            }
            _ => Err(Text::new("org-level-unknown").with("value", text.trim())),
        }
    }
}

/// The classes of the catalogue are 01 to 15; their translation keys are `org-major-class-01` and so on.
pub const CLASSES: std::ops::RangeInclusive<u8> = 1..=15;

/// Class and serial of a major: `0106`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MajorCode {
    class: u8,
    serial: u8,
}

impl MajorCode {
    /// Reads a code with or without its level: `0106`, `0106-3`, `０１０６－３`.
    ///
    /// # Errors
    /// Another shape, a class outside 01–15, or a level digit other than 4, 3, 2.
    pub fn parse(text: &str) -> Result<(Self, Option<Level>), Text> {
        let wrong = || Text::new("org-major-code").with("value", text.trim());
        let narrow: String = text
            .trim()
            .chars()
            .map(half_width)
            .map(|letter| {
                if matches!(letter, '—' | '–') {
                    '-'
                } else {
                    letter
                }
            })
            .collect();
        let (base, level) = narrow
            .split_once('-')
            .map_or((narrow.as_str(), None), |(base, level)| (base, Some(level)));
        if base.len() != 4 || !base.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(wrong());
        }
        let part = |digits: &str| digits.parse::<u8>().map_err(|_| wrong());
        let code = Self {
            class: part(&base[..2])?,
            serial: part(&base[2..])?,
        };
        if !CLASSES.contains(&code.class) || code.serial == 0 {
            return Err(wrong());
        }
        let level = match level {
            None => None,
            Some(digit) => Some(digit.parse().ok().and_then(Level::from_digit).ok_or_else(wrong)?),
        };
        Ok((code, level))
    }

    /// The class, 1–15.
    pub const fn class(self) -> u8 {
        self.class
    }

    /// The code with a level: `0106-3`.
    pub fn at(self, level: Level) -> String {
        format!("{self}-{}", level.digit())
    }
}

impl fmt::Display for MajorCode {
    /// `0106`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}{:02}", self.class, self.serial)
    }
}

/// A major's name in one form: full-width brackets, no spaces, everything else half-width.
/// 数控加工(数控车工) and 数控加工（数控车工） are the same major.
pub fn normalise_name(text: &str) -> String {
    let narrow = text
        .chars()
        .map(half_width)
        .filter(|letter| !letter.is_whitespace());
    narrow
        .map(|letter| match letter {
            '(' | '〔' | '﹙' => '（',
            ')' | '〕' | '﹚' => '）',
            other => other,
        })
        .collect()
}

/// One major of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Major {
    /// Class and serial.
    pub code: MajorCode,
    /// Name in its normal form.
    pub name: String,
    /// The levels it is offered at.
    pub levels: BTreeSet<Level>,
    /// 对应职业（工种).
    pub occupations: Vec<String>,
}

const COLUMNS: [Column<'_>; 5] = [
    Column::required("code", &["专业编码", "专业代码", "编码", "代码"]),
    Column::required("name", &["专业名称", "专业", "名称"]),
    Column::optional("class", &["专业大类", "专业类", "大类", "类别"]),
    Column::optional("levels", &["培养层级", "培养层次", "层级", "层次"]),
    Column::optional(
        "occupations",
        &["对应职业（工种）", "对应职业", "职业（工种）", "职业", "工种"],
    ),
];

/// Reads a catalogue: a row a major with its levels listed, or a row a major and level. Rows of one code are one major.
///
/// # Errors
/// Every fault by its cell; nothing is read then. Warnings come with the majors.
pub fn read_catalogue(workbook: &Workbook) -> Result<(Vec<Major>, Findings), Findings> {
    let table = Table::find(workbook, &COLUMNS)?;
    let mut majors: BTreeMap<MajorCode, Major> = BTreeMap::new();
    let (_, findings) = table.read(|fields| read_major(fields, &mut majors));
    if findings.has_faults() {
        return Err(findings);
    }
    Ok((majors.into_values().collect(), findings))
}

fn read_major(fields: &mut Fields<'_>, majors: &mut BTreeMap<MajorCode, Major>) -> Option<()> {
    let code = fields.needed_code("code");
    let code = code.and_then(|code| fields.take("code", MajorCode::parse(&code)));
    let name = fields.needed("name").map(|name| normalise_name(&name));
    let levels = read_levels(fields);
    let occupations = fields
        .text("occupations")
        .map(|text| intake::list(&text))
        .unwrap_or_default();
    let ((code, own), name, mut levels) = (code?, name?, levels?);
    check_class(fields, code);
    levels.extend(own);
    if levels.is_empty() {
        fields.fault("code", Text::new("org-major-no-level").with("value", code));
        return None;
    }
    let known = majors.entry(code).or_insert_with(|| Major {
        code,
        name: name.clone(),
        levels: BTreeSet::new(),
        occupations: Vec::new(),
    });
    if known.name != name {
        let text = Text::new("org-major-name-differs")
            .with("code", code)
            .with("first", &known.name)
            .with("value", &name);
        fields.fault("name", text);
        return None;
    }
    if let Some(level) = levels.intersection(&known.levels).next() {
        fields.fault(
            "code",
            Text::new("org-major-twice").with("value", code.at(*level)),
        );
        return None;
    }
    known.levels.extend(levels);
    known.occupations.extend(
        occupations
            .into_iter()
            .filter(|one| !known.occupations.contains(one))
            .collect::<Vec<_>>(),
    );
    Some(())
}

/// The levels listed in their own column; none if there is no such column.
fn read_levels(fields: &mut Fields<'_>) -> Option<BTreeSet<Level>> {
    let Some(text) = fields.text("levels") else {
        return Some(BTreeSet::new());
    };
    let levels: Result<_, Text> = intake::list(&text)
        .iter()
        .map(|word| Level::parse(word))
        .collect();
    fields.take("levels", levels)
}

/// The class column may say `01`, `1` or `01 机械类`; a name alone is not compared.
fn check_class(fields: &mut Fields<'_>, code: MajorCode) {
    let Some(class) = fields.text("class") else { return };
    let digits: String = class
        .chars()
        .map(half_width)
        .take_while(char::is_ascii_digit)
        .collect();
    if digits.parse::<u8>().is_ok_and(|class| class != code.class) {
        fields.fault(
            "class",
            Text::new("org-major-class-differs")
                .with("code", code)
                .with("value", class),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(csv: &str) -> Result<(Vec<Major>, Findings), Findings> {
        read_catalogue(&paper::sheet::read(csv.as_bytes(), "majors.csv").unwrap())
    }

    fn faults(csv: &str) -> Vec<(String, String)> {
        let findings = read(csv).unwrap_err();
        let place = |at: Option<paper::sheet::CellRef>| at.map(|at| at.to_string()).unwrap_or_default();
        findings
            .0
            .into_iter()
            .map(|finding| (place(finding.at), finding.text.key.into_owned()))
            .collect()
    }

    #[test]
    fn a_code_says_class_serial_and_level() {
        let (code, level) = MajorCode::parse("０１０６－３").unwrap();
        assert_eq!(
            (code.to_string(), code.class(), level),
            ("0106".to_owned(), 1, Some(Level::Advanced))
        );
        assert_eq!(code.at(Level::Technician), "0106-2");
        assert_eq!(MajorCode::parse("0403").map(|(_, level)| level), Ok(None));
        for text in [
            "", "106", "1606", "0006", "0100", "0106-5", "0106-", "0106-33", "01a6",
        ] {
            assert!(MajorCode::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn brackets_of_either_width_make_one_name() {
        assert_eq!(normalise_name("数控加工(数控车工)"), "数控加工（数控车工）");
        assert_eq!(normalise_name(" 数控加工（ 数控车工 ）"), "数控加工（数控车工）");
    }

    #[test]
    fn levels_are_read_as_schools_write_them() {
        for (text, level) in [
            ("中级", Level::Intermediate),
            ("高级技能", Level::Advanced),
            ("三级/高级工", Level::Advanced),
            ("预备技师（技师）", Level::Technician),
        ] {
            assert_eq!(Level::parse(text), Ok(level), "{text}");
        }
        assert!(Level::parse("特级").is_err());
    }

    #[test]
    fn rows_of_one_code_are_one_major_and_levels_can_be_listed() {
        let csv = "专业编码,专业名称,培养层次,对应职业\n0106-4,数控加工(数控车工),,车工\n0106-3,数控加工（数控车工）,,车工、铣工\n0403,汽车维修,中级、高级、预备技师,\n";
        let (majors, findings) = read(csv).unwrap();
        assert_eq!(findings.0, []);
        assert_eq!(majors.len(), 2);
        assert_eq!(
            majors[0].levels,
            BTreeSet::from([Level::Intermediate, Level::Advanced])
        );
        assert_eq!(majors[0].occupations, ["车工", "铣工"]);
        assert_eq!((majors[1].name.as_str(), majors[1].levels.len()), ("汽车维修", 3));
    }

    #[test]
    fn every_fault_of_a_catalogue_is_named_by_its_cell() {
        let csv = "专业编码,专业名称,大类\n0106-3,数控加工,01\n0106-3,数控加工,01\n0106-4,数控车工,01\n9901-3,航天,99\n0403-3,,04\n0404,汽车钣金,04\n0405-3,物流,05 服务类\n";
        let expected = [
            ("A3", "org-major-twice"),
            ("B4", "org-major-name-differs"),
            ("A5", "org-major-code"),
            ("B6", "org-intake-empty"),
            ("A7", "org-major-no-level"),
            ("C8", "org-major-class-differs"),
        ];
        assert_eq!(
            faults(csv),
            expected.map(|(at, key)| (at.to_owned(), key.to_owned()))
        );
        assert_eq!(faults("学号,姓名\n1,2\n").len(), 1);
    }
}
