//! The measure that the project holds itself to, as a table.

use std::fmt::Write;

use super::rust::{Kind, RustFile, Token};
use super::size::is_page;
use super::tree::Tree;

/// The table: what is measured, what it is now, what it should be.
pub fn report(tree: &Tree) -> String {
    let files: Vec<&RustFile> = tree.crates().collect();
    let production: Vec<&RustFile> = files.iter().copied().filter(|file| !file.is_test).collect();
    let sizes = Spread::of(production.iter().map(|file| production_lines(file)));
    let functions = Spread::of(lengths(&production, |_| true));
    let pages = Spread::of(lengths(&production, is_page));
    let lines: usize = production.iter().map(|file| production_lines(file)).sum();
    let tests: usize = files.iter().map(|file| file.text.lines().count()).sum::<usize>() - lines;
    let unwraps: usize = production.iter().map(|file| unwraps(file)).sum();
    let (documented, public) = documentation(&production);

    let mut table = String::new();
    let mut row = |name: &str, now: String, bar: &str| {
        // Writing to a String cannot fail.
        let _ = writeln!(table, "{name:<58} {now:>20}   {bar}");
    };
    row("", "now".to_owned(), "bar");
    row(
        "lines of a production file, median / 95 % / largest",
        sizes.shown(),
        "120 / 400 / 600",
    );
    row(
        "lines of a function, median / 95 % / largest",
        functions.shown(),
        "10 / 45 / 80",
    );
    row(
        "lines of a function in pages/, median / 95 % / largest",
        pages.shown(),
        "- / 40 / 60",
    );
    row(
        "test lines per production line",
        format!("{:.2}", share(tests, lines)),
        ">= 0.80",
    );
    row(
        "unwrap, expect per 1,000 production lines",
        format!("{:.2}", 1000.0 * share(unwraps, lines)),
        "<= 0.50",
    );
    row(
        "public functions with a doc comment, %",
        format!("{:.1}", 100.0 * share(documented, public)),
        ">= 95",
    );
    row("production lines", lines.to_string(), "");
    row("test lines", tests.to_string(), "");
    table
}

/// Median, 95th percentile (nearest rank) and largest of some numbers; zeros for none.
#[derive(Debug, Default, PartialEq, Eq)]
struct Spread {
    median: usize,
    ninety_five: usize,
    largest: usize,
}

impl Spread {
    fn of(numbers: impl Iterator<Item = usize>) -> Self {
        let mut numbers: Vec<usize> = numbers.collect();
        numbers.sort_unstable();
        let at = |percent: usize| {
            let rank = (numbers.len() * percent).div_ceil(100);
            numbers.get(rank.saturating_sub(1)).copied().unwrap_or_default()
        };
        Self {
            median: at(50),
            ninety_five: at(95),
            largest: at(100),
        }
    }

    fn shown(&self) -> String {
        format!("{} / {} / {}", self.median, self.ninety_five, self.largest)
    }
}

fn lengths(files: &[&RustFile], in_file: fn(&str) -> bool) -> impl Iterator<Item = usize> {
    let files = files.iter().filter(move |file| in_file(&file.path));
    files.flat_map(|file| {
        let production = file
            .functions
            .iter()
            .filter(|function| !file.is_test_line(*function.lines.start()));
        production.map(|function| function.length())
    })
}

fn production_lines(file: &RustFile) -> usize {
    (1..=file.text.lines().count())
        .filter(|line| !file.is_test_line(*line))
        .count()
}

fn unwraps(file: &RustFile) -> usize {
    let calls = file.tokens.windows(3).filter(|window| {
        let [
            dot,
            Token {
                kind: Kind::Word(name),
                line,
            },
            open,
        ] = window
        else {
            return false;
        };
        dot.kind == Kind::Mark('.')
            && open.kind == Kind::Mark('(')
            && matches!(name.as_str(), "unwrap" | "expect")
            && !file.is_test_line(*line)
    });
    calls.count()
}

/// Public functions with a doc comment, and all public functions.
fn documentation(files: &[&RustFile]) -> (usize, usize) {
    let all = files
        .iter()
        .flat_map(|file| file.functions.iter().map(move |function| (file, function)));
    let public: Vec<bool> = all
        .filter(|(file, function)| function.is_public && !file.is_test_line(*function.lines.start()))
        .map(|(_, function)| function.is_documented)
        .collect();
    (
        public.iter().filter(|documented| **documented).count(),
        public.len(),
    )
}

#[allow(clippy::cast_precision_loss, reason = "counts of lines are far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spread_of_one_to_a_hundred_is_known() {
        assert_eq!(
            Spread::of(1..=100),
            Spread {
                median: 50,
                ninety_five: 95,
                largest: 100
            }
        );
        assert_eq!(
            Spread::of([7].into_iter()),
            Spread {
                median: 7,
                ninety_five: 7,
                largest: 7
            }
        );
        assert_eq!(Spread::of(std::iter::empty()), Spread::default());
    }

    #[test]
    fn the_report_tells_production_from_tests() {
        let source = "/// Documented.\npub fn a() {\n    b().unwrap();\n}\npub fn c() {}\n#[cfg(test)]\nmod tests {\n    fn d() { e().unwrap(); }\n}\n";
        let report = report(&Tree::of(&[
            ("crates/org/src/a.rs", source),
            ("crates/org/tests/b.rs", "\n\n"),
        ]));
        let value = |name: &str| {
            let line = report.lines().find(|line| line[..58].starts_with(name)).unwrap();
            line[58..79].trim().to_owned()
        };
        assert_eq!(value("production lines"), "6");
        assert_eq!(value("test lines  "), "5");
        assert_eq!(value("lines of a production file"), "6 / 6 / 6");
        assert_eq!(value("unwrap"), "166.67");
        assert_eq!(value("public functions"), "50.0");
    }
}
