//! The table of figures: what was asked for, what came out, and whether that is met.

use std::fmt::{self, Write as _};

/// A figure with its bar.
pub struct Figure {
    what: String,
    bar: Option<Bar>,
    value: f64,
    unit: &'static str,
}

/// What a figure has to keep.
#[derive(Clone, Copy)]
pub enum Bar {
    /// No more than this.
    Most(f64),
    /// No less than this.
    Least(f64),
}

impl Figure {
    /// A figure with a bar.
    pub fn new(what: impl Into<String>, bar: Bar, value: f64, unit: &'static str) -> Self {
        Self {
            what: what.into(),
            bar: Some(bar),
            value,
            unit,
        }
    }

    /// A figure that nobody set a bar for.
    pub fn plain(what: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self {
            what: what.into(),
            bar: None,
            value,
            unit,
        }
    }

    /// Whether the bar is kept; none is always kept.
    pub fn met(&self) -> bool {
        match self.bar {
            Some(Bar::Most(bar)) => self.value <= bar,
            Some(Bar::Least(bar)) => self.value >= bar,
            None => true,
        }
    }

    fn word(&self) -> &'static str {
        if self.met() { "met" } else { "**not met**" }
    }
}

/// The figures as a table in Markdown.
pub fn of_figures(figures: &[Figure]) -> String {
    let mut table = String::from("| figure | bar | result | |\n| --- | --- | ---: | --- |\n");
    for figure in figures {
        let _ = writeln!(table, "{figure}");
    }
    table
}

impl fmt::Display for Figure {
    /// A line of the table.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with_unit = |value| format!("{} {}", short(value), self.unit).trim_end().to_owned();
        let (bar, word) = match self.bar {
            None => (String::new(), ""),
            Some(Bar::Most(bar)) => (format!("≤ {}", with_unit(bar)), self.word()),
            Some(Bar::Least(bar)) => (format!("≥ {}", with_unit(bar)), self.word()),
        };
        write!(
            out,
            "| {} | {bar} | {} | {word} |",
            self.what,
            with_unit(self.value)
        )
    }
}

/// Three figures that count: 0.084, 1.31, 42.5, 1,240.
pub fn short(value: f64) -> String {
    match value {
        value if value == 0.0 || (value.fract() == 0.0 && value < 1_000.0) => format!("{value}"),
        value if value < 0.1 => format!("{value:.3}"),
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => grouped(value.round() as u64),
    }
}

fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_met_on_its_side_of_the_bar() {
        let most = |value| Figure::new("x", Bar::Most(5.0), value, "ms").met();
        let least = |value| Figure::new("x", Bar::Least(900.0), value, "/s").met();
        assert_eq!(
            (most(5.0), most(5.1), least(900.0), least(899.0)),
            (true, false, true, false)
        );
    }

    #[test]
    fn figures_are_short() {
        let said: Vec<String> = [0.0, 0.084_2, 1.308, 42.46, 999.6, 12_486.0, 8.0]
            .map(short)
            .into();
        assert_eq!(said, ["0", "0.084", "1.31", "42.5", "1,000", "12,486", "8"]);
    }

    #[test]
    fn a_table_says_bar_result_and_whether_it_is_met() {
        let table = of_figures(&[
            Figure::new("import", Bar::Most(2.0), 2.5, "s"),
            Figure::plain("rate", 3.0, "/s"),
        ]);
        assert!(
            table.ends_with("| import | ≤ 2 s | 2.50 s | **not met** |\n| rate |  | 3 /s |  |\n"),
            "{table}"
        );
    }
}
