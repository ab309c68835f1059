//! Numbers of a workbook: their exact text, and which of them are dates.

use kernel::Day;

/// A number as a plain decimal, or `None` if it is no finite number. What is not written as a whole number gets the
/// 15 significant digits that every spreadsheet program shows, since the file holds the noise of binary fractions.
pub(super) fn plain(raw: &str) -> Option<String> {
    let digits = raw.strip_prefix('-').unwrap_or(raw);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(raw.to_owned());
    }
    let number: f64 = raw.parse().ok().filter(|number: &f64| number.is_finite())?;
    let shown: f64 = format!("{number:.14e}").parse().ok()?;
    Some(shown.to_string())
}

/// From which day a workbook counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Epoch {
    /// 1 is 1900-01-01.
    #[default]
    Of1900,
    /// 0 is 1904-01-01, as old Macintosh programs have it.
    Of1904,
}

/// The day of a serial number; `None` for a time without a date and for what lies outside the calendar.
pub(super) fn day(raw: &str, epoch: Epoch) -> Option<Day> {
    let serial: f64 = raw.parse().ok()?;
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = serial as i32;
    let (epoch, days) = match (epoch, days) {
        (Epoch::Of1904, days) => (Day::new(1904, 1, 1), days),
        // Serial 60 is 29 February 1900, a day that never was: the format keeps the error of an early program.
        (Epoch::Of1900, 60) => return None,
        (Epoch::Of1900, days) if days < 60 => (Day::new(1899, 12, 31), days),
        (Epoch::Of1900, days) => (Day::new(1899, 12, 30), days),
    };
    Some(epoch.ok()?.plus(days))
}

/// Whether a built-in number format shows a date (ECMA-376 part 1, 18.8.30, with those of Chinese programs).
pub(super) fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

/// Whether a format code such as `yyyy"年"m"月"d"日"` shows a date; one that shows only a time does not.
pub(super) fn is_date_code(code: &str) -> bool {
    let letters = bare(code);
    if letters.contains("general") || letters.contains(['0', '#', '?']) {
        return false;
    }
    let has = |wanted: &[char]| letters.contains(wanted);
    has(&['y', 'd', 'e', 'g']) || letters.contains("aaa") || (has(&['m']) && !has(&['h', 's']))
}

/// The first section of a code in lower case, without quoted text, escaped characters, colours and languages.
fn bare(code: &str) -> String {
    let mut out = String::new();
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                letters.by_ref().find(|other| *other == '"');
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|other| *other != ']').collect();
                // `[h]:mm` is a length of time; `[Red]` and `[$-804]` are no part of the value.
                if inside
                    .chars()
                    .all(|other| "hms".contains(other.to_ascii_lowercase()))
                {
                    out.push_str(&inside.to_lowercase());
                }
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            ';' => break,
            other => out.extend(other.to_lowercase()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighteen_digits_keep_every_digit() {
        assert_eq!(plain("330127201005139977").as_deref(), Some("330127201005139977"));
        assert_eq!(plain("82.909999999999997").as_deref(), Some("82.91"));
        assert_eq!(plain("82.910000000000011").as_deref(), Some("82.91"));
        assert_eq!(plain("1.5E+3").as_deref(), Some("1500"));
        for text in ["", "-", "inf", "NaN", "12a", "1e999"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn serials_are_the_days_that_excel_shows() {
        // 2009-12-26 is the cached value 40173 of the sample roster; the others are published anchors.
        let shown = |raw: &str, epoch| day(raw, epoch).map(|day| day.to_string());
        assert_eq!(shown("40173", Epoch::Of1900).as_deref(), Some("2009-12-26"));
        assert_eq!(shown("1", Epoch::Of1900).as_deref(), Some("1900-01-01"));
        assert_eq!(shown("59", Epoch::Of1900).as_deref(), Some("1900-02-28"));
        assert_eq!(shown("61.75", Epoch::Of1900).as_deref(), Some("1900-03-01"));
        assert_eq!(shown("2958465", Epoch::Of1900).as_deref(), Some("9999-12-31"));
        assert_eq!(shown("38711", Epoch::Of1904).as_deref(), Some("2009-12-26"));
        for raw in ["60", "0.5", "-3", "2958466", "x", "1e300"] {
            assert_eq!(day(raw, Epoch::Of1900), None, "{raw}");
        }
    }

    #[test]
    fn date_formats_are_told_from_times_and_numbers() {
        for code in [
            "yyyy-mm-dd",
            "yyyy\"年\"m\"月\"d\"日\";@",
            "[$-804]aaaa",
            "m\"月\"",
            "[DBNum1][$-804]yyyy\"年\"",
            "mm/dd/yy h:mm",
        ] {
            assert!(is_date_code(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "#,##0;[Red]-#,##0",
            "h:mm:ss",
            "mm:ss.0",
            "[h]:mm",
            "@",
            "\"day\"0",
            "0.00E+00",
            "",
        ] {
            assert!(!is_date_code(code), "{code}");
        }
    }
}
