//! Classes of a school: what one is made from. Its semester follows from the day it entered.

use kernel::{Day, Id, PersonId, Problems, Text};
use org::model::major::{Level, MajorCode, normalise_name};

/// Marks an id of a class.
pub enum ClassMark {}
/// A class of a school.
pub type ClassId = Id<ClassMark>;

/// What its students finished before; the translation key is `people-entry-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// 初中起点
    Junior,
    /// 高中起点
    Senior,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Junior, Self::Senior];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Junior => "junior",
            Self::Senior => "senior",
        }
    }

    /// The kind of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The kind that a level is usually taught in so many years for; none where the two do not go together.
    ///
    /// As the tables of semesters of a curriculum standard have it: 中级 three years after junior school, 高级 five after
    /// junior and three after senior school, 预备技师 six and four.
    pub const fn usual(level: Level, years: u8) -> Option<Self> {
        match (level, years) {
            (Level::Intermediate, 3) | (Level::Advanced, 5) | (Level::Technician, 6) => Some(Self::Junior),
            (Level::Advanced, 3) | (Level::Technician, 4) => Some(Self::Senior),
            _ => None,
        }
    }
}

/// The season of an entry, as its first semester is called; the translation key is `people-season-<code>`.
///
/// July to December is the autumn semester, the other half of the year the spring one.
pub fn season_of(entry: Day) -> &'static str {
    let (_, month, _) = entry.parts();
    if month >= 7 { "autumn" } else { "spring" }
}

/// A class about to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClass {
    /// Its name, unique in the school.
    pub name: String,
    /// Code of the major without its level, or empty.
    pub major_code: String,
    /// Name of the major.
    pub major_name: String,
    /// 培养层次
    pub level: Level,
    /// 起点
    pub entry_kind: EntryKind,
    /// 学制 in years, 2 to 6.
    pub years: u8,
    /// 入学日期
    pub entry_day: Day,
    /// The class teacher, if there is one yet.
    pub teacher: Option<PersonId>,
}

/// The fields of the form as they were typed.
#[derive(Clone, Copy, Debug)]
pub struct ClassForm<'a> {
    /// `name`
    pub name: &'a str,
    /// `major-code`
    pub major_code: &'a str,
    /// `major-name`
    pub major_name: &'a str,
    /// `level`
    pub level: &'a str,
    /// `entry`
    pub entry: &'a str,
    /// `years`
    pub years: &'a str,
    /// `entry-day`
    pub entry_day: &'a str,
    /// `teacher`
    pub teacher: &'a str,
}

/// Names longer than this stand on no page.
const LONGEST: usize = 40;

impl ClassForm<'_> {
    /// # Errors
    /// Every field that is wrong, by its name.
    pub fn parse(&self) -> Result<NewClass, Problems> {
        let mut problems = Problems::default();
        let name = problems.take("name", named(self.name));
        let major_name = problems.take(
            "major-name",
            named(self.major_name).map(|name| normalise_name(&name)),
        );
        let code = match self.major_code {
            "" => Ok(String::new()),
            typed => MajorCode::parse(typed).map(|(code, _)| code.to_string()),
        };
        let major_code = problems.take("major-code", code);
        let level = problems.take("level", Level::parse(self.level));
        let entry_kind = problems.take(
            "entry",
            EntryKind::from_code(self.entry).ok_or(Text::new("people-class-entry-needed")),
        );
        let years = problems.take("years", super::roster::codes::years(self.years));
        let entry_day = problems.take(
            "entry-day",
            self.entry_day.parse().map_err(|_| Text::new("people-class-day")),
        );
        let teacher = match self.teacher {
            "" => Ok(None),
            id => id
                .parse()
                .map(Some)
                .map_err(|_| Text::new("people-class-teacher-unknown")),
        };
        let teacher = problems.take("teacher", teacher);
        match (
            name, major_code, major_name, level, entry_kind, years, entry_day, teacher,
        ) {
            (
                Some(name),
                Some(major_code),
                Some(major_name),
                Some(level),
                Some(entry_kind),
                Some(years),
                Some(entry_day),
                Some(teacher),
            ) => Ok(NewClass {
                name,
                major_code,
                major_name,
                level,
                entry_kind,
                years,
                entry_day,
                teacher,
            }),
            _ => Err(problems),
        }
    }
}

fn named(text: &str) -> Result<String, Text> {
    let name: String = text.trim().chars().map(kernel::number::half_width).collect();
    match name.chars().count() {
        0 => Err(Text::new("people-class-needed")),
        1..=LONGEST => Ok(name),
        _ => Err(Text::new("people-class-long").with("most", LONGEST)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: ClassForm<'_> = ClassForm {
        name: " 数控２５０１班 ",
        major_code: "0106-3",
        major_name: "数控加工(数控车工)",
        level: "高级",
        entry: "junior",
        years: "五年",
        entry_day: "2025-09-01",
        teacher: "",
    };

    #[test]
    fn a_class_is_read_from_its_form() {
        let class = FORM.parse().unwrap();
        assert_eq!(
            (class.name.as_str(), class.major_code.as_str(), class.years),
            ("数控2501班", "0106", 5)
        );
        assert_eq!(class.major_name, "数控加工（数控车工）");
        assert_eq!(
            (class.level, class.entry_kind, class.teacher),
            (Level::Advanced, EntryKind::Junior, None)
        );
    }

    #[test]
    fn every_wrong_field_is_named() {
        let form = ClassForm {
            name: "",
            level: "特级",
            years: "九年",
            entry: "",
            entry_day: "明天",
            ..FORM
        };
        let problems = form.parse().unwrap_err();
        let fields: Vec<&str> = problems.0.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["name", "level", "entry", "years", "entry-day"]);
    }

    #[test]
    fn a_class_of_february_entered_in_spring() {
        let season = |day: &str| season_of(day.parse().unwrap());
        assert_eq!((season("2026-02-24"), season("2025-09-01")), ("spring", "autumn"));
    }
}
