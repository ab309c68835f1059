//! The code sets of rosters: sex, student status, years of study, level of a teacher, kind of employment, phones.

use kernel::Text;
use kernel::number::half_width;

/// Sex (GB/T 2261.1: 1 male, 2 female); the translation key is `people-sex-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

impl Sex {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }

    /// Reads the word or the code.
    ///
    /// # Errors
    /// Another word.
    pub fn parse(text: &str) -> Result<Self, Text> {
        match text.trim() {
            "男" | "男性" | "1" | "01" => Ok(Self::Male),
            "女" | "女性" | "2" | "02" => Ok(Self::Female),
            other => Err(Text::new("people-roster-sex").with("value", other)),
        }
    }
}

/// 学生状态, by the two digits that provincial systems use; the translation key is `people-status-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StudentStatus(u8);

const STATUSES: [(u8, &str, &str); 11] = [
    (1, "01", "在校"),
    (5, "05", "休学"),
    (10, "10", "转入"),
    (15, "15", "转出"),
    (20, "20", "退学"),
    (25, "25", "复学"),
    (30, "30", "留级"),
    (35, "35", "开除"),
    (40, "40", "肄业"),
    (45, "45", "毕业"),
    (50, "50", "结业"),
];

impl StudentStatus {
    /// 在校, what a roster without the column means.
    pub const ENROLLED: Self = Self(1);
    /// 休学: on the list of the class, not in class.
    pub const SUSPENDED: Self = Self(5);

    /// The stored code, two digits.
    pub fn code(self) -> &'static str {
        STATUSES
            .iter()
            .find(|(number, ..)| *number == self.0)
            .map_or("01", |(_, code, _)| code)
    }

    /// Reads the word or the two digits.
    ///
    /// # Errors
    /// Another word.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let text = text.trim();
        let found = STATUSES
            .iter()
            .find(|(_, code, word)| *code == text || *word == text);
        found.map(|(number, ..)| Self(*number)).ok_or_else(|| {
            let words: Vec<_> = STATUSES.iter().map(|(_, _, word)| *word).collect();
            Text::new("people-roster-status")
                .with("value", text)
                .with("words", words.join("、"))
        })
    }

    /// Whether the student no longer belongs to the school: 转出, 退学, 开除, 肄业, 毕业, 结业.
    pub const fn has_left(self) -> bool {
        matches!(self.0, 15 | 20 | 35 | 40 | 45 | 50)
    }
}

/// 一体化教师等级 of 技工院校工学一体化教师培训标准（试行）; the translation key is `people-teacher-level-<digit>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TeacherLevel {
    /// 三级, the lowest.
    Third,
    /// 二级
    Second,
    /// 一级
    First,
}

impl TeacherLevel {
    /// Every level, low to high.
    pub const ALL: [Self; 3] = [Self::Third, Self::Second, Self::First];

    /// The stored digit: 3, 2, 1.
    pub const fn digit(self) -> u8 {
        match self {
            Self::Third => 3,
            Self::Second => 2,
            Self::First => 1,
        }
    }

    /// The level of a stored digit.
    pub fn from_digit(digit: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.digit() == digit)
    }

    /// Reads 三级, 3级, 三级教师, 工学一体化教师三级 …
    ///
    /// # Errors
    /// Another word.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let word: String = text.trim().chars().map(half_width).collect();
        let bare = word
            .trim_start_matches("工学一体化")
            .trim_start_matches("一体化")
            .trim_start_matches("教师");
        match bare
            .trim_end_matches("教师")
            .trim_end_matches("工学一体化")
            .trim_end_matches("一体化")
        {
            "三级" | "3级" | "3" | "三" => Ok(Self::Third),
            "二级" | "2级" | "2" | "二" => Ok(Self::Second),
            "一级" | "1级" | "1" | "一" => Ok(Self::First),
            _ => Err(Text::new("people-roster-teacher-level").with("value", text.trim())),
        }
    }
}

/// 专兼职; the translation key is `people-employment-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Employment {
    /// 专职
    FullTime,
    /// 兼职
    PartTime,
}

impl Employment {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FullTime => "full-time",
            Self::PartTime => "part-time",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// Another word.
    pub fn parse(text: &str) -> Result<Self, Text> {
        match text.trim() {
            "专职" | "专任" | "全职" => Ok(Self::FullTime),
            "兼职" | "外聘" | "兼任" => Ok(Self::PartTime),
            other => Err(Text::new("people-roster-employment").with("value", other)),
        }
    }
}

/// 学制 in years, 2 to 6: 五年, 5年, 5, 五年制.
///
/// # Errors
/// Another word or number.
pub fn years(text: &str) -> Result<u8, Text> {
    let word: String = text.trim().chars().map(half_width).collect();
    match word.trim_end_matches('制').trim_end_matches('年') {
        "二" | "两" | "2" => Ok(2),
        "三" | "3" => Ok(3),
        "四" | "4" => Ok(4),
        "五" | "5" => Ok(5),
        "六" | "6" => Ok(6),
        _ => Err(Text::new("people-roster-years").with("value", text.trim())),
    }
}

/// A phone: eleven digits of a mobile, or a fixed line with its area code as `0571-12345678`. Spaces, dashes and +86 are
/// forgiven.
///
/// # Errors
/// Another shape.
pub fn phone(text: &str) -> Result<String, Text> {
    let kept: String = text
        .chars()
        .map(half_width)
        .filter(|letter| !matches!(letter, ' ' | '-' | '—' | '(' | ')'))
        .collect();
    let bare = kept
        .strip_prefix("+86")
        .or_else(|| kept.strip_prefix("0086"))
        .unwrap_or(&kept);
    let wrong = || Text::new("people-roster-phone").with("value", text.trim());
    if bare.is_empty() || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong());
    }
    let second = bare.as_bytes().get(1).copied().unwrap_or(b'0');
    match (bare.as_bytes()[0], bare.len()) {
        (b'1', 11) if second >= b'3' => Ok(bare.to_owned()),
        (b'0', 10..=12) => {
            // Beijing 010 and the 02x of big cities have three digits, all others four.
            let area = if matches!(second, b'1' | b'2') { 3 } else { 4 };
            Ok(format!("{}-{}", &bare[..area], &bare[area..]))
        }
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_words_and_as_digits() {
        assert_eq!(
            (Sex::parse("男"), Sex::parse(" 2 ")),
            (Ok(Sex::Male), Ok(Sex::Female))
        );
        assert!(Sex::parse("不详").is_err());
        assert_eq!(StudentStatus::parse("休学"), StudentStatus::parse("05"));
        assert_eq!(
            StudentStatus::parse("毕业").map(|status| (status.code(), status.has_left())),
            Ok(("45", true))
        );
        assert!(!StudentStatus::SUSPENDED.has_left() && !StudentStatus::ENROLLED.has_left());
        assert!(StudentStatus::parse("请假").is_err());
        assert_eq!(
            (years("五年"), years("６"), years("三年制")),
            (Ok(5), Ok(6), Ok(3))
        );
        assert!(years("七年").is_err() && years("").is_err());
        assert_eq!(TeacherLevel::parse("工学一体化教师三级"), Ok(TeacherLevel::Third));
        assert_eq!(TeacherLevel::parse("一级"), Ok(TeacherLevel::First));
        assert!(TeacherLevel::parse("高级").is_err());
        assert!(Employment::parse("退休").is_err());
    }

    #[test]
    fn a_phone_has_eleven_digits_or_an_area_code() {
        for (text, read) in [
            ("13800001111", "13800001111"),
            ("１３８ 0000-1111", "13800001111"),
            ("+86 138 0000 1111", "13800001111"),
            ("0571-12345678", "0571-12345678"),
            ("(010)12345678", "010-12345678"),
        ] {
            assert_eq!(phone(text), Ok(read.to_owned()), "{text}");
        }
        for text in ["", "1380000111", "12800001111", "138000011112", "无", "12345678"] {
            assert!(phone(text).is_err(), "{text}");
        }
    }
}
