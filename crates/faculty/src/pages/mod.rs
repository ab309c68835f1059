//! The pages of teachers' training.

pub mod import;
pub mod results;
pub mod schools;

use std::ops::RangeInclusive;

use kernel::{Day, Error, Result};
use serde::Deserialize;

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
        let first = Day::from_number(19_000_101).map_err(|_| Error::NotFound)?;
        let last = Day::from_number(22_001_231).map_err(|_| Error::NotFound)?;
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

    /// `2022-04-01 – 2023-07-31`, or nothing.
    fn range_text(&self) -> String {
        match (self.from, self.until) {
            (None, None) => String::new(),
            (from, until) => format!(
                "{} – {}",
                from.map(|day| day.to_string()).unwrap_or_default(),
                until.map(|day| day.to_string()).unwrap_or_default()
            ),
        }
    }
}
