//! The school calendar: terms, weeks, holidays and make-up workdays, and the semester of a class.

mod import;

use kernel::{Day, Problems, Text};

pub use import::{Exceptions, read_entries, read_typed, typed};

/// Which half of a school year; the translation key is `org-season-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// 第一学期, September to January.
    Autumn,
    /// 第二学期, February or March to July.
    Spring,
}

impl Season {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Autumn => "autumn",
            Self::Spring => "spring",
        }
    }

    /// The season of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Autumn, Self::Spring]
            .into_iter()
            .find(|season| season.code() == code)
    }
}

/// A term by the school year it belongs to: 2026 autumn and 2026 spring are the two of 2026–2027.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermName {
    /// The year in which the school year begins.
    pub year: i32,
    /// Its half.
    pub season: Season,
}

impl TermName {
    /// The term that a day belongs to where no calendar says so: August to January is autumn, February to July spring.
    pub fn around(day: Day) -> Self {
        let (year, month, _) = day.parts();
        match month {
            8..=12 => Self {
                year,
                season: Season::Autumn,
            },
            1 => Self {
                year: year - 1,
                season: Season::Autumn,
            },
            _ => Self {
                year: year - 1,
                season: Season::Spring,
            },
        }
    }

    /// Counts terms one after the other.
    const fn ordinal(self) -> i32 {
        self.year * 2 + matches!(self.season, Season::Spring) as i32
    }

    /// Which semester this term is for a class that entered on a day (autumn or spring entry): 1 to 12.
    ///
    /// Nothing before the entry and after six years, the longest course of study.
    pub fn semester_of(self, entry: Day) -> Option<u8> {
        let semester = self.ordinal() - Self::around(entry).ordinal() + 1;
        u8::try_from(semester)
            .ok()
            .filter(|semester| (1..=12).contains(semester))
    }
}

/// Days without classes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holiday {
    /// First day.
    pub first: Day,
    /// Last day.
    pub last: Day,
    /// What it is called: 国庆节.
    pub name: String,
}

/// A weekend day that is worked (补班), with the weekday whose timetable it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Workday {
    /// The day.
    pub day: Day,
    /// Monday 1 to Friday 5.
    pub follows: u8,
}

/// One term of a school with its exceptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Which term it is.
    pub name: TermName,
    /// The first school day; the first week is the one, from Monday, that it lies in.
    pub first: Day,
    /// How many weeks.
    pub weeks: u8,
    /// Holidays, in order.
    pub holidays: Vec<Holiday>,
    /// Make-up workdays, in order.
    pub workdays: Vec<Workday>,
}

impl std::fmt::Display for TermName {
    /// `2026-autumn`, as it stands in addresses.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.year, self.season.code())
    }
}

/// The text is no term's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotATerm;

impl std::str::FromStr for TermName {
    type Err = NotATerm;

    fn from_str(text: &str) -> Result<Self, NotATerm> {
        let (year, season) = text.split_once('-').ok_or(NotATerm)?;
        let year = year
            .parse()
            .ok()
            .filter(|year| (2000..2200).contains(year))
            .ok_or(NotATerm)?;
        Ok(Self {
            year,
            season: Season::from_code(season).ok_or(NotATerm)?,
        })
    }
}

/// The usual length of a term in teaching weeks.
const USUAL_WEEKS: std::ops::RangeInclusive<u8> = 18..=20;
/// More weeks than a term can have are a typing error.
pub const MOST_WEEKS: u8 = 26;

impl Term {
    /// The Sunday of the last week.
    pub fn last(&self) -> Day {
        self.monday().plus(i32::from(self.weeks) * 7 - 1)
    }

    /// Whether a day lies between the first and the last day.
    pub fn contains(&self, day: Day) -> bool {
        (self.first..=self.last()).contains(&day)
    }

    /// The week of a day, from 1; nothing outside the term.
    pub fn week_of(&self, day: Day) -> Option<u8> {
        let weeks = self.contains(day).then(|| day.since(self.monday()) / 7 + 1)?;
        u8::try_from(weeks).ok()
    }

    /// The weekday (Monday 1 to Friday 5) whose timetable a day follows; nothing on a day without classes.
    pub fn timetable_of(&self, day: Day) -> Option<u8> {
        if !self.contains(day) {
            return None;
        }
        if let Some(workday) = self.workdays.iter().find(|workday| workday.day == day) {
            return Some(workday.follows);
        }
        let weekday = day.weekday();
        (weekday <= 5 && self.holiday_on(day).is_none()).then_some(weekday)
    }

    /// Whether classes are held on a day.
    pub fn is_teaching_day(&self, day: Day) -> bool {
        self.timetable_of(day).is_some()
    }

    /// The holiday that a day lies in.
    pub fn holiday_on(&self, day: Day) -> Option<&Holiday> {
        self.holidays
            .iter()
            .find(|holiday| (holiday.first..=holiday.last).contains(&day))
    }

    /// The teaching days from one day to another, both included.
    pub fn teaching_days(&self, from: Day, to: Day) -> Vec<Day> {
        let (from, to) = (from.max(self.first), to.min(self.last()));
        let days = (0..=to.since(from)).map(|count| from.plus(count));
        days.filter(|day| self.is_teaching_day(*day)).collect()
    }

    /// Whether its length is outside the usual 18 to 20 weeks, for a warning.
    pub fn is_unusual(&self) -> bool {
        !USUAL_WEEKS.contains(&self.weeks)
    }

    /// Checks the term by itself and against the school's other terms.
    ///
    /// # Errors
    /// Every fault at `first`, `weeks`, `holidays` or `workdays`.
    pub fn check(&self, others: &[Self]) -> Result<(), Problems> {
        let mut problems = Problems::default();
        if !(1..=MOST_WEEKS).contains(&self.weeks) {
            problems.add("weeks", Text::new("org-calendar-weeks").with("most", MOST_WEEKS));
            return Err(problems);
        }
        if TermName::around(self.first) != self.name {
            problems.add("first", Text::new("org-calendar-season").with("day", self.first));
        }
        let overlaps = |other: &&Self| {
            other.name != self.name && self.first <= other.last() && other.first <= self.last()
        };
        if let Some(other) = others.iter().find(overlaps) {
            problems.add(
                "first",
                Text::new("org-calendar-overlap")
                    .with("first", other.first)
                    .with("last", other.last()),
            );
        }
        self.check_holidays(&mut problems);
        self.check_workdays(&mut problems);
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems)
        }
    }

    fn check_holidays(&self, problems: &mut Problems) {
        for (place, holiday) in self.holidays.iter().enumerate() {
            let text = |key| {
                Text::new(key)
                    .with("name", &holiday.name)
                    .with("first", holiday.first)
                    .with("last", holiday.last)
            };
            if holiday.last < holiday.first {
                problems.add("holidays", text("org-calendar-holiday-backwards"));
            } else if !self.contains(holiday.first) || !self.contains(holiday.last) {
                problems.add("holidays", text("org-calendar-holiday-outside"));
            }
            let shared = |other: &&Holiday| other.first <= holiday.last && holiday.first <= other.last;
            if let Some(other) = self.holidays[..place].iter().find(shared) {
                problems.add(
                    "holidays",
                    text("org-calendar-holiday-twice").with("other", &other.name),
                );
            }
        }
    }

    fn check_workdays(&self, problems: &mut Problems) {
        for (place, workday) in self.workdays.iter().enumerate() {
            let key = if !self.contains(workday.day) {
                "org-calendar-workday-outside"
            } else if workday.day.weekday() <= 5 || self.holiday_on(workday.day).is_some() {
                "org-calendar-workday-free"
            } else if !(1..=5).contains(&workday.follows) {
                "org-calendar-workday-follows"
            } else if self.workdays[..place]
                .iter()
                .any(|other| other.day == workday.day)
            {
                "org-calendar-workday-twice"
            } else {
                continue;
            };
            problems.add("workdays", Text::new(key).with("day", workday.day));
        }
    }

    /// The Monday of the first week, which can lie before the first day.
    pub fn monday(&self) -> Day {
        self.first.plus(1 - i32::from(self.first.weekday()))
    }
}

/// The term of a school that a day lies in.
pub fn term_on(terms: &[Term], day: Day) -> Option<&Term> {
    terms.iter().find(|term| term.contains(day))
}

/// A class's semester on a day, 1 to 12, by its day of entry; the calendar decides where it has the day, the month
/// elsewhere (holidays between terms).
pub fn semester_on(terms: &[Term], entry: Day, day: Day) -> Option<u8> {
    let name = term_on(terms, day).map_or_else(|| TermName::around(day), |term| term.name);
    name.semester_of(entry)
}

#[cfg(test)]
mod tests;
