//! The pages of teachers' training.

pub mod import;
pub mod results;
pub mod schools;

use std::ops::RangeInclusive;

use kernel::{Day, Error, Result, Text};
use serde::Deserialize;
use web::Visit;

/// The days between which every training lies: those that a day can be at all.
const FIRST: &str = "1900-01-01";
const LAST: &str = "2200-12-31";

/// What a list is narrowed by, in its address.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    from: Option<Day>,
    until: Option<Day>,
    region: Option<i64>,
    page: Option<u32>,
}

impl Asked {
    /// The days asked for; everything where none are.
    fn days(&self) -> Result<RangeInclusive<Day>> {
        let first = FIRST.parse().map_err(|_| Error::NotFound)?;
        let last = LAST.parse().map_err(|_| Error::NotFound)?;
        Ok(self.from.unwrap_or(first)..=self.until.unwrap_or(last))
    }

    /// The two days as a query, to hand on.
    fn query(&self) -> String {
        let part = |name, day: Option<Day>| day.map(|day| format!("{name}={}", day.number()));
        let region = self.region.map(|region| format!("region={region}"));
        let parts: Vec<String> = [part("from", self.from), part("until", self.until), region]
            .into_iter()
            .flatten()
            .collect();
        parts.join("&")
    }

    /// What the list is narrowed to, said in words; a bound that no training can lie beyond is none. Empty where it is not.
    fn range_text(&self, visit: &Visit) -> String {
        let (first, last) = (FIRST.parse().ok(), LAST.parse().ok());
        let from = self.from.filter(|day| Some(*day) > first);
        let until = self.until.filter(|day| Some(*day) < last);
        let said = match (from, until) {
            (None, None) => return String::new(),
            (Some(from), None) => Text::new("faculty-range-from").with("from", from),
            (None, Some(until)) => Text::new("faculty-range-until").with("until", until),
            (Some(from), Some(until)) => Text::new("faculty-range").with("from", from).with("until", until),
        };
        visit.text(&said)
    }
}
