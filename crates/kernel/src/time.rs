//! Instants and days. An instant is UTC microseconds; a day is a civil date in Asia/Shanghai, whatever `TZ` says.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::RawId;

/// A moment: microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Instant(pub i64);

/// A civil date, stored as the integer `yyyymmdd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// Tells the time; the binary's is the system clock, a test's stands still until it is moved.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Instant;
}

/// The zone in which instants become days: China has one, and the zone data is bundled.
fn shanghai() -> &'static TimeZone {
    static ZONE: std::sync::OnceLock<TimeZone> = std::sync::OnceLock::new();
    ZONE.get_or_init(|| {
        TimeZone::get("Asia/Shanghai").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(8)))
    })
}

impl Instant {
    /// One second, in the unit of instants.
    pub const SECOND: i64 = 1_000_000;
    /// One minute.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// One hour.
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// Twenty-four hours.
    pub const DAY: i64 = 24 * Self::HOUR;

    /// No id of this moment or of a later one is smaller, and every id of an earlier one is.
    pub fn first_id(self) -> RawId {
        let millis = u64::try_from(self.0 / 1_000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
    }

    /// Later (or, with a negative span, earlier) by microseconds.
    #[must_use]
    pub const fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// The day it falls on in Asia/Shanghai.
    pub fn day(self) -> Day {
        Day(self.zoned().date())
    }

    /// `2026-11-23 14:03` in Asia/Shanghai.
    pub fn minute_text(self) -> String {
        self.zoned().strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// `2026-11-23T14:03:20+08:00`, as scripts read it.
    pub fn iso_text(self) -> String {
        self.zoned().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// `14:03` in Asia/Shanghai.
    pub fn clock_text(self) -> String {
        self.zoned().strftime("%H:%M").to_string()
    }

    fn zoned(self) -> jiff::ZonedDateTime {
        let moment = jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        moment.to_zoned_datetime(shanghai().clone())
    }
}

/// The text or number is no day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day")]
pub struct NotADay;

impl Day {
    /// # Errors
    /// [`NotADay`] if the calendar has no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, NotADay> {
        let year = i16::try_from(year).map_err(|_| NotADay)?;
        let month = i8::try_from(month).map_err(|_| NotADay)?;
        let day = i8::try_from(day).map_err(|_| NotADay)?;
        Date::new(year, month, day).map(Self).map_err(|_| NotADay)
    }

    /// From the stored integer `yyyymmdd`.
    ///
    /// # Errors
    /// [`NotADay`] if it is no day of the calendar.
    pub fn from_number(number: i64) -> Result<Self, NotADay> {
        let part = |value: i64| u32::try_from(value).map_err(|_| NotADay);
        let year = i32::try_from(number / 10_000).map_err(|_| NotADay)?;
        Self::new(year, part(number / 100 % 100)?, part(number % 100)?)
    }

    /// The stored integer `yyyymmdd`.
    pub fn number(self) -> i64 {
        i64::from(self.0.year()) * 10_000 + i64::from(self.0.month()) * 100 + i64::from(self.0.day())
    }

    /// Year, month 1–12, day of the month 1–31.
    pub fn parts(self) -> (i32, u32, u32) {
        (
            i32::from(self.0.year()),
            self.0.month().unsigned_abs().into(),
            self.0.day().unsigned_abs().into(),
        )
    }

    /// Monday is 1, Sunday is 7 (ISO 8601).
    pub fn weekday(self) -> u8 {
        match self.0.weekday() {
            Weekday::Monday => 1,
            Weekday::Tuesday => 2,
            Weekday::Wednesday => 3,
            Weekday::Thursday => 4,
            Weekday::Friday => 5,
            Weekday::Saturday => 6,
            Weekday::Sunday => 7,
        }
    }

    /// Later (earlier) by days; at the ends of the calendar it stays there.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }

    /// Days from `other` to this one; negative when this one is earlier.
    pub fn since(self, other: Self) -> i32 {
        (self.0 - other.0).get_days()
    }

    /// The first instant of the day in Asia/Shanghai; beyond the last day that has one, the end of time.
    pub fn start(self) -> Instant {
        let moment = self
            .0
            .to_zoned_datetime(shanghai().clone())
            .map_or(i64::MAX, |zoned| zoned.timestamp().as_microsecond());
        Instant(moment)
    }
}

impl fmt::Display for Day {
    /// ISO 8601: `2026-11-23`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Years that somebody can mean; others are a slip of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

impl FromStr for Day {
    type Err = NotADay;

    /// Takes `2026-11-23`, `2026/11/23`, `2026.11.23`, `20261123` and `2026年11月23日`.
    fn from_str(text: &str) -> Result<Self, NotADay> {
        let text = text.trim();
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let day = Self::from_number(text.parse().map_err(|_| NotADay)?)?;
            return YEARS.contains(&day.parts().0).then_some(day).ok_or(NotADay);
        }
        let mut parts = text
            .trim_end_matches('日')
            .split(['-', '/', '.', '年', '月'])
            .map(|part| part.trim().parse::<u32>().map_err(|_| NotADay));
        let (Some(year), Some(month), Some(day), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotADay);
        };
        let year = year?.cast_signed();
        if !YEARS.contains(&year) {
            return Err(NotADay);
        }
        Self::new(year, month?, day?)
    }
}

impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_i64(self.number())
    }
}
impl<'de> serde::Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Self::from_number(i64::deserialize(input)?).map_err(<D::Error as serde::de::Error>::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_minute_of_the_year_in_shanghai_is_still_that_year_in_utc_terms() {
        // 2025-12-31 23:59:00 in Asia/Shanghai is 15:59 UTC.
        let late = Instant(1_767_196_740 * Instant::SECOND);
        assert_eq!(late.minute_text(), "2025-12-31 23:59");
        assert_eq!(late.iso_text(), "2025-12-31T23:59:00+08:00");
        assert_eq!(late.day().number(), 20_251_231);
        assert_eq!(late.plus(Instant::MINUTE).day().number(), 20_260_101);
        assert_eq!(late.day().plus(1).start(), late.plus(Instant::MINUTE));
    }

    #[test]
    fn days_are_read_in_the_forms_that_people_write() {
        for text in [
            "2010-05-20",
            "2010/5/20",
            "2010.05.20",
            "20100520",
            "2010年5月20日",
            " 2010年05月20日 ",
        ] {
            assert_eq!(text.parse::<Day>().map(Day::number), Ok(20_100_520), "{text}");
        }
        for text in ["", "2010-13-01", "2010-02-30", "20-05-2010", "2010-05", "x"] {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
    }

    #[test]
    fn a_year_that_nobody_can_mean_is_none_however_it_is_written() {
        for text in [
            "23301207",
            "2330-12-07",
            "18991231",
            "1899/12/31",
            "4294967295-1-1",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert_eq!("22001231".parse::<Day>(), "2200-12-31".parse());
    }

    #[test]
    fn weekdays_count_from_monday() {
        assert_eq!("2026-11-23".parse::<Day>().map(Day::weekday), Ok(1));
        assert_eq!("2026-09-01".parse::<Day>().map(Day::weekday), Ok(2));
    }
}
