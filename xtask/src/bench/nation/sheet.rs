//! What the nations cost, as a table.

use std::fmt::{self, Write as _};

use super::Engine;
use super::rush::Rush;
use crate::bench::load::Shown;
use crate::bench::table::short;

/// What a page is measured by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page of one school: at most 1.2 times what it costs where the school is the only one.
    Daily,
    /// A search above a school: one in a hundred takes at most 50 ms.
    Search,
    /// A dashboard above a school: as a search.
    Dashboard,
}

/// What a page costs in one nation.
pub struct PageCost {
    /// The page.
    pub name: &'static str,
    /// What it is measured by.
    pub kind: Kind,
    /// By the number of clients.
    pub loads: Vec<Shown>,
    /// The processor time of the database server for a request of each load, in milliseconds; 0 where the product has none beside it.
    pub database: Vec<f64>,
}

impl PageCost {
    /// Processor time a request in milliseconds, of the product and of the database server: the least of the loads, which other work on
    /// the machine moves least.
    fn least(&self) -> (f64, f64) {
        let both = self.loads.iter().zip(&self.database);
        let times = both.map(|(load, database)| (load.cpu, *database));
        times
            .min_by(|one, other| (one.0 + one.1).total_cmp(&(other.0 + other.1)))
            .unwrap_or_default()
    }

    /// The same of both together.
    pub fn cpu(&self) -> f64 {
        let (product, database) = self.least();
        product + database
    }

    /// The same in words.
    fn cpu_text(&self) -> String {
        match self.least() {
            (product, 0.0) => short(product),
            (product, database) => format!("{} + {}", short(product), short(database)),
        }
    }

    /// What the page costs here by what it costs in another nation.
    fn times(&self, other: &Self) -> f64 {
        self.cpu() / other.cpu()
    }

    /// Whether the page keeps its bar in this nation, where it costs so much in the nation of one school.
    pub fn keeps(&self, alone: &Self) -> bool {
        match self.kind {
            Kind::Daily => self.times(alone) <= 1.2,
            Kind::Search | Kind::Dashboard => self.loads.iter().take(3).all(|load| load.p99 < 50.0),
        }
    }

    /// The smaller of each figure and of another round's.
    pub fn or_less(&mut self, other: &Self) {
        for (load, again) in self.loads.iter_mut().zip(&other.loads) {
            load.p50 = load.p50.min(again.p50);
            load.p99 = load.p99.min(again.p99);
            load.cpu = load.cpu.min(again.cpu);
        }
        for (database, again) in self.database.iter_mut().zip(&other.database) {
            *database = database.min(*again);
        }
    }
}

impl fmt::Display for PageCost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} ms of processor time", self.name, self.cpu_text())?;
        for load in &self.loads {
            write!(out, ", {} / {}", short(load.p50), short(load.p99))?;
        }
        Ok(())
    }
}

/// A nation and what was measured of it.
pub struct Nation {
    /// Its schools.
    pub schools: usize,
    /// What the seed said.
    pub seeded: String,
    /// Bytes of the database.
    pub bytes: u64,
    /// Its pages.
    pub pages: Vec<PageCost>,
    /// Many at once.
    pub rush: Rush,
    /// Memory after the load and at most since the start, in MiB.
    pub resident: [f64; 2],
    /// Whether a database server stands beside the product.
    pub engine: Engine,
}

impl Nation {
    /// Students and rows, as the seed said.
    fn counted(&self) -> (f64, f64, f64) {
        let mut words = self.seeded.split_whitespace().collect::<Vec<_>>().into_iter();
        let mut before = |unit: &str| {
            let place = words
                .clone()
                .position(|word| word.trim_end_matches([',', ';']) == unit)?;
            words.nth(place.checked_sub(1)?)?.parse::<f64>().ok()
        };
        let students = before("students").unwrap_or(0.0);
        let rows = before("rows").unwrap_or(0.0);
        (students, rows, before("rows/s").unwrap_or(0.0))
    }

    /// The nation where it lies on the embedded engine, of which more is asked.
    fn embedded(&self) -> Option<&Self> {
        (self.engine == Engine::Sqlite).then_some(self)
    }
}

/// The tables: pages, and everything else.
pub fn table(nations: &[Nation]) -> String {
    let mut text = String::from("| page: CPU ms a request; p50 / p99 ms at 1, 8, 32, 128 clients |");
    for nation in nations {
        let _ = write!(text, " {} |", schools(nation));
    }
    text.push_str(" times |  |\n| --- |");
    text.push_str(&" ---: |".repeat(nations.len() + 1));
    text.push_str(" --- |\n");
    let Some(first) = nations.first() else {
        return text;
    };
    for (place, page) in first.pages.iter().enumerate() {
        let _ = write!(text, "| {} |", page.name);
        for nation in nations {
            let cost = &nation.pages[place];
            let loads: Vec<String> = cost
                .loads
                .iter()
                .map(|load| format!("{} / {}", short(load.p50), short(load.p99)))
                .collect();
            let _ = write!(text, " **{}**; {} |", cost.cpu_text(), loads.join(", "));
        }
        let last = nations.last().map_or(page, |nation| &nation.pages[place]);
        let _ = writeln!(
            text,
            " {} | {} |",
            short(last.times(page)),
            if last.keeps(page) { "met" } else { "**not met**" }
        );
    }
    text.push('\n');
    text.push_str(&others(nations));
    text
}

fn schools(nation: &Nation) -> String {
    match nation.schools {
        1 => "1 school".to_owned(),
        more => format!("{more} schools"),
    }
}

/// A line about whole nations: its name, its figure, and whether that keeps the bar in the name, where the engine has one.
type Line = (&'static str, fn(&Nation) -> String, fn(&Nation) -> Option<bool>);

const LINES: [Line; 13] = [
    ("students", |nation| short(nation.counted().0), |_| None),
    ("rows", |nation| short(nation.counted().1), |_| None),
    (
        "rows a second, seeded (SQLite, from ten schools on: ≥ 100,000)",
        |nation| short(nation.counted().2),
        // One school takes three seconds, and much of that before its first row.
        |nation| (nation.schools >= 10).then_some(nation.embedded()?.counted().2 >= 100_000.0),
    ),
    (
        "rows a student",
        |nation| short(nation.counted().1 / nation.counted().0),
        |_| None,
    ),
    (
        "database, GB (SQLite: ≤ 20)",
        |nation| short(nation.bytes as f64 / 1e9),
        |nation| Some(nation.embedded()?.bytes <= 20_000_000_000),
    ),
    (
        "database, KB a student",
        |nation| short(nation.bytes as f64 / 1e3 / nation.counted().0),
        |_| None,
    ),
    (
        "memory after the load, MiB",
        |nation| short(nation.resident[0]),
        |_| None,
    ),
    (
        "memory at most, MiB (≤ 250)",
        |nation| short(nation.resident[1]),
        |nation| Some(nation.resident[1] <= 250.0),
    ),
    (
        "a class opens its work at once: the last has it after, ms (≤ 1,000)",
        |nation| format!("{} ({} students)", short(nation.rush.opened), nation.rush.class),
        |nation| Some(nation.rush.opened <= 1_000.0),
    ),
    (
        "check-in: requests of signed-in people in 60 s (≥ 50,000)",
        |nation| {
            format!(
                "{} ({} people)",
                short(nation.rush.checked_in),
                nation.rush.people
            )
        },
        |nation| Some(nation.rush.checked_in >= 50_000.0),
    ),
    (
        "one in a hundred of them, ms",
        |nation| short(nation.rush.check_in_p99),
        |_| None,
    ),
    (
        "sign-ins with a password a second",
        |nation| short(nation.rush.signed_in),
        |_| None,
    ),
    (
        "one in a hundred of others' homes meanwhile, ms (≤ 50)",
        |nation| short(nation.rush.beside),
        |nation| Some(nation.rush.beside <= 50.0),
    ),
];

fn others(nations: &[Nation]) -> String {
    let mut text = String::from("| figure |");
    for nation in nations {
        let _ = write!(text, " {} |", schools(nation));
    }
    text.push_str("  |\n| --- |");
    text.push_str(&" ---: |".repeat(nations.len()));
    text.push_str(" --- |\n");
    for (name, figure, bar) in LINES {
        let _ = write!(text, "| {name} |");
        for nation in nations {
            let _ = write!(text, " {} |", figure(nation));
        }
        let kept: Vec<bool> = nations.iter().filter_map(bar).collect();
        let met = if kept.is_empty() {
            ""
        } else if kept.contains(&false) {
            "**not met**"
        } else {
            "met"
        };
        let _ = writeln!(text, " {met} |");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nation(engine: Engine) -> Nation {
        Nation {
            schools: 10,
            seeded: "  100 schools, 5 rows\n40000 students, 2860630 rows in 15.8 s, 180525 rows/s; now"
                .to_owned(),
            bytes: 0,
            pages: Vec::new(),
            rush: Rush {
                class: 0,
                opened: 0.0,
                people: 0,
                checked_in: 0.0,
                check_in_p99: 0.0,
                signed_in: 0.0,
                beside: 60.0,
            },
            resident: [0.0; 2],
            engine,
        }
    }

    #[test]
    fn what_a_seed_says_is_read() {
        assert_eq!(
            nation(Engine::Sqlite).counted(),
            (40_000.0, 2_860_630.0, 180_525.0)
        );
    }

    #[test]
    fn each_line_says_whether_it_keeps_its_bar_and_one_without_says_nothing() {
        let end = |engine, line: &str| {
            let lines = others(&[nation(engine)]);
            let found = lines.lines().find(|told| told.contains(line)).unwrap_or_default();
            found.rsplit('|').nth(1).map(|end| end.trim().to_owned())
        };
        let ends = |engine| ["homes meanwhile", "rows a second", "sign-ins"].map(|line| end(engine, line));
        let said = |words: [&str; 3]| words.map(|word| Some(word.to_owned()));
        assert_eq!(ends(Engine::Sqlite), said(["**not met**", "met", ""]));
        assert_eq!(ends(Engine::Postgres), said(["**not met**", "", ""]));
    }
}
