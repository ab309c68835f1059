//! What the nations cost, as a table.

use std::fmt::{self, Write as _};

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
}

impl PageCost {
    /// Processor time a request in milliseconds: the least of the loads, which other work on the machine moves least.
    pub fn cpu(&self) -> f64 {
        self.loads
            .iter()
            .map(|load| load.cpu)
            .fold(f64::INFINITY, f64::min)
    }

    /// The smaller of each figure and of another round's.
    pub fn or_less(&mut self, other: &Self) {
        for (load, again) in self.loads.iter_mut().zip(&other.loads) {
            load.p50 = load.p50.min(again.p50);
            load.p99 = load.p99.min(again.p99);
            load.cpu = load.cpu.min(again.cpu);
        }
    }
}

impl fmt::Display for PageCost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} ms of processor time", self.name, short(self.cpu()))?;
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
    /// Memory after the load, in MiB.
    pub resident: f64,
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
            let _ = write!(text, " **{}**; {} |", short(cost.cpu()), loads.join(", "));
        }
        let last = nations.last().map_or(page, |nation| &nation.pages[place]);
        let times = last.cpu() / page.cpu();
        let met = match page.kind {
            Kind::Daily => times <= 1.2,
            Kind::Search | Kind::Dashboard => last.loads.iter().take(3).all(|load| load.p99 < 50.0),
        };
        let _ = writeln!(
            text,
            " {} | {} |",
            short(times),
            if met { "met" } else { "**not met**" }
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

type Column = (&'static str, fn(&Nation) -> String);

fn others(nations: &[Nation]) -> String {
    const LINES: [Column; 10] = [
        ("students", |nation| short(nation.counted().0)),
        ("rows", |nation| short(nation.counted().1)),
        ("rows a second, seeded (≥ 100,000)", |nation| {
            short(nation.counted().2)
        }),
        ("rows a student", |nation| {
            short(nation.counted().1 / nation.counted().0)
        }),
        ("database, GB", |nation| short(nation.bytes as f64 / 1e9)),
        ("database, KB a student", |nation| {
            short(nation.bytes as f64 / 1e3 / nation.counted().0)
        }),
        ("memory after the load, MiB (≤ 250)", |nation| {
            short(nation.resident)
        }),
        (
            "a class opens its work at once: the last has it after, ms (≤ 1,000)",
            |nation| format!("{} ({} students)", short(nation.rush.opened), nation.rush.class),
        ),
        ("homes of signed-in people a second (≥ 833)", |nation| {
            short(nation.rush.checked_in)
        }),
        (
            "sign-ins with a password a second; p99 of others' homes meanwhile, ms (≤ 50)",
            |nation| format!("{}; {}", short(nation.rush.signed_in), short(nation.rush.beside)),
        ),
    ];
    let mut text = String::from("| figure |");
    for nation in nations {
        let _ = write!(text, " {} |", schools(nation));
    }
    text.push_str("\n| --- |");
    text.push_str(&" ---: |".repeat(nations.len()));
    text.push('\n');
    for (name, figure) in LINES {
        let _ = write!(text, "| {name} |");
        for nation in nations {
            let _ = write!(text, " {} |", figure(nation));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_seed_says_is_read() {
        let nation = Nation {
            schools: 10,
            seeded: "  100 schools, 5 rows\n40000 students, 2860630 rows in 15.8 s, 180525 rows/s; now"
                .to_owned(),
            bytes: 0,
            pages: Vec::new(),
            rush: Rush {
                class: 0,
                opened: 0.0,
                checked_in: 0.0,
                signed_in: 0.0,
                beside: 0.0,
            },
            resident: 0.0,
        };
        assert_eq!(nation.counted(), (40_000.0, 2_860_630.0, 180_525.0));
    }
}
