//! What libFuzzer says of a run, as a line of a table.

use std::fmt::Write as _;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, when its time was over.
    Well,
    /// By a finding, or by force because it hung.
    Badly,
}

/// What came of one target.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Inputs that it was fed.
    inputs: u64,
    /// So many a second.
    rate: u64,
    /// Edges and their counts that were seen.
    features: u64,
    /// Inputs that together reach all of these, as libFuzzer has them in `target` at the end.
    corpus: u64,
    /// Inputs that are kept in the repository.
    kept: usize,
    /// Seconds that the longest input took.
    longest: u64,
    /// The largest size of the process, in megabytes.
    megabytes: u64,
    /// What was found, in libFuzzer's or the panic's words; empty where nothing was.
    found: String,
}

impl Figures {
    /// Reads what a run printed.
    pub fn of(said: &str, end: End) -> Self {
        let stat = |name: &str| {
            let line = said.lines().rev().find(|line| line.starts_with(name));
            line.and_then(|line| line.rsplit([' ', '\t']).next()?.parse().ok())
                .unwrap_or(0)
        };
        // `#4853 DONE cov: 1 ft: 2 corp: 3/17Kb exec/s: 4 rss: 5Mb`, the last of many.
        let mut words = said
            .lines()
            .rev()
            .find(|line| line.starts_with('#') && line.contains(" ft: "))
            .unwrap_or_default()
            .split_whitespace();
        let mut after = |name: &str| {
            words.find(|word| *word == name)?;
            words.next()?.split('/').next()?.parse().ok()
        };
        let (features, corpus) = (after("ft:").unwrap_or(0), after("corp:").unwrap_or(0));
        Self {
            inputs: stat("stat::number_of_executed_units"),
            rate: stat("stat::average_exec_per_sec"),
            features,
            corpus,
            kept: 0,
            longest: stat("stat::slowest_unit_time_sec"),
            megabytes: stat("stat::peak_rss_mb"),
            found: match end {
                End::Well => String::new(),
                End::Badly => complaint(said),
            },
        }
    }

    /// With how many inputs of the target are kept in the repository.
    pub fn with_kept(self, kept: usize) -> Self {
        Self { kept, ..self }
    }

    /// Whether nothing was found.
    pub const fn is_clean(&self) -> bool {
        self.found.is_empty()
    }

    /// For the person at the terminal.
    pub fn line(&self) -> String {
        if self.is_clean() {
            format!(
                "{} inputs, {} features, nothing found",
                self.inputs, self.features
            )
        } else {
            format!("{} inputs, then: {}", self.inputs, self.found)
        }
    }
}

/// The panic, or what libFuzzer calls it.
fn complaint(said: &str) -> String {
    let panic = said.lines().find(|line| line.contains("panicked at"));
    let error = said.lines().find(|line| line.contains("ERROR: libFuzzer"));
    panic.or(error).unwrap_or("it ended without a word").to_owned()
}

/// The table of a run.
pub fn table(rows: &[(String, Figures)], seconds: u64) -> String {
    let mut table = format!(
        "{seconds} s each.\n\n| target | inputs | a second | features | inputs for these, in `target` | inputs in `fuzz/corpus` | longest input, s | memory, MB | found |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n"
    );
    for (target, figures) in rows {
        let longest = if figures.longest == 0 {
            "< 1".to_owned()
        } else {
            figures.longest.to_string()
        };
        let found = if figures.is_clean() {
            "nothing"
        } else {
            &figures.found
        };
        let _ = writeln!(
            table,
            "| {target} | {} | {} | {} | {} | {} | {longest} | {} | {found} |",
            figures.inputs, figures.rate, figures.features, figures.corpus, figures.kept, figures.megabytes
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const DONE: &str = "#4853\tDONE   cov: 52454 ft: 59907 corp: 347/17Kb lim: 97 exec/s: 303 rss: 577Mb\n\
        stat::number_of_executed_units: 4853\nstat::average_exec_per_sec:     303\n\
        stat::slowest_unit_time_sec:    0\nstat::peak_rss_mb:              577\n";

    #[test]
    fn the_figures_are_those_that_the_run_printed() {
        let figures = Figures::of(DONE, End::Well).with_kept(23);
        let known = Figures {
            inputs: 4_853,
            rate: 303,
            features: 59_907,
            corpus: 347,
            kept: 23,
            longest: 0,
            megabytes: 577,
            found: String::new(),
        };
        assert_eq!(figures, known);
        let table = table(&[("page".to_owned(), figures)], 20);
        assert!(
            table.ends_with("| page | 4853 | 303 | 59907 | 347 | 23 | < 1 | 577 | nothing |\n"),
            "{table}"
        );
    }

    #[test]
    fn a_run_that_ended_badly_is_never_clean() {
        let said =
            format!("{DONE}thread 'main' panicked at crates/x.rs:1:2:\nERROR: libFuzzer: deadly signal\n");
        assert_eq!(
            Figures::of(&said, End::Badly).line(),
            "4853 inputs, then: thread 'main' panicked at crates/x.rs:1:2:"
        );
        assert!(!Figures::of("", End::Badly).is_clean());
    }
}
