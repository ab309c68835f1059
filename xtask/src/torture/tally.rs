//! The count of what was written, what was on its way, and how long the starts took; as a table for a document.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

/// Counts of one kind of write.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    answered: u64,
    arrived: u64,
    gone: u64,
}

/// What was counted.
#[derive(Debug, Default)]
pub struct Tally {
    kinds: BTreeMap<&'static str, Counts>,
    busy: u64,
    starts: Vec<Duration>,
}

impl Tally {
    /// A write of this kind was answered.
    pub fn answered(&mut self, kind: &'static str) {
        self.kinds.entry(kind).or_default().answered += 1;
    }

    /// A write of this kind was on its way, and is there.
    pub fn arrived(&mut self, kind: &'static str) {
        self.kinds.entry(kind).or_default().arrived += 1;
    }

    /// A write of this kind was on its way, and is not there.
    pub fn gone(&mut self, kind: &'static str) {
        self.kinds.entry(kind).or_default().gone += 1;
    }

    /// A write was refused for the time being.
    pub const fn busy(&mut self) {
        self.busy += 1;
    }

    /// A start took so long.
    pub fn started(&mut self, took: Duration) {
        self.starts.push(took);
    }

    /// Adds what another counted.
    pub fn add(&mut self, other: &Self) {
        for (kind, counts) in &other.kinds {
            let own = self.kinds.entry(kind).or_default();
            own.answered += counts.answered;
            own.arrived += counts.arrived;
            own.gone += counts.gone;
        }
        self.busy += other.busy;
        self.starts.extend(&other.starts);
    }

    /// All that was answered, and all that was on its way.
    pub fn sums(&self) -> (u64, u64) {
        let counts = self.kinds.values();
        counts.fold((0, 0), |(answered, way), one| {
            (answered + one.answered, way + one.arrived + one.gone)
        })
    }

    /// A line a kind, then the sums; nothing was lost, or there would be no table.
    pub fn table(&self) -> String {
        let mut table = String::from(
            "| write | answered | lost | on its way at a kill | of these there, whole | of these not there |\n\
             | --- | ---: | ---: | ---: | ---: | ---: |\n",
        );
        let mut sum = Counts::default();
        for (kind, counts) in &self.kinds {
            line(&mut table, kind, counts);
            sum.answered += counts.answered;
            sum.arrived += counts.arrived;
            sum.gone += counts.gone;
        }
        line(&mut table, "all", &sum);
        table
    }

    /// The middle and the longest of the starts, in milliseconds, and how often a write was refused for the time being.
    pub fn starts(&self) -> String {
        let mut starts = self.starts.clone();
        starts.sort_unstable();
        let at = |place: usize| starts.get(place).copied().unwrap_or_default().as_millis();
        format!(
            "starts: p50 {} ms, longest {} ms to the first answer; refused as busy: {}",
            at(starts.len() / 2),
            at(starts.len().saturating_sub(1)),
            self.busy
        )
    }
}

fn line(table: &mut String, kind: &str, counts: &Counts) {
    let Counts {
        answered,
        arrived,
        gone,
    } = counts;
    let _ = writeln!(
        table,
        "| {kind} | {answered} | 0 | {} | {arrived} | {gone} |",
        arrived + gone
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_counts_by_kind_and_in_all() {
        let mut tally = Tally::default();
        tally.answered("save");
        tally.gone("save");
        let mut other = Tally::default();
        other.answered("save");
        other.arrived("hand-in");
        tally.add(&other);
        let table = tally.table();
        assert!(table.contains("| save | 2 | 0 | 1 | 0 | 1 |\n"), "{table}");
        assert!(
            table.ends_with(
                "| hand-in | 0 | 0 | 1 | 1 | 0 |\n| save | 2 | 0 | 1 | 0 | 1 |\n| all | 2 | 0 | 2 | 1 | 1 |\n"
            ),
            "{table}"
        );
        assert_eq!(tally.sums(), (2, 2));
    }
}
