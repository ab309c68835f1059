//! The figures of a run, printed and kept in docs/benchmarks.md.

use std::fmt::Write as _;

use super::pages::Measured;
use super::table::{self, Figure};
use crate::Problem;
use crate::served::document;

/// Where the tables stand.
const PLACE: &str = "docs/benchmarks.md";

/// What was measured so far.
pub struct Report {
    pages: Vec<Measured>,
    figures: Vec<Figure>,
}

impl Report {
    /// An empty one.
    pub const fn begun() -> Self {
        Self {
            pages: Vec::new(),
            figures: Vec::new(),
        }
    }

    /// Adds a figure and says it.
    pub fn add(&mut self, figure: Figure) {
        println!("{figure}");
        self.figures.push(figure);
    }

    /// Adds a page and says it.
    pub fn page(&mut self, page: Measured) {
        println!("{}", line(&page));
        self.pages.push(page);
    }

    /// Prints the table, and keeps both in the document.
    ///
    /// Errors: the document cannot be written.
    pub fn kept(self) -> Result<(), Problem> {
        let mut figures: Vec<Figure> = self.pages.iter().flat_map(Measured::figures).collect();
        figures.extend(self.figures);
        let missed = figures.iter().filter(|figure| !figure.met()).count();
        let bars = table::of_figures(&figures);
        println!("\n{bars}\n{} figures, {missed} miss their bar", figures.len());
        let mut pages = HEAD.to_owned();
        for page in &self.pages {
            pages.push_str(&line(page));
            pages.push('\n');
        }
        keep("pages", &pages)?;
        keep("bars", &bars)
    }
}

const HEAD: &str = "\
| page | CPU ms | p50 / p99 ms, 1 client | p50 / p99 ms, 8 | p50 / p99 ms, 32 | req/s at 32 | SQL | KB plain / gz / br | elements |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
";

fn line(page: &Measured) -> String {
    let mut line = format!("| {} | {}", page.name, table::short(page.cpu()));
    for load in &page.loads {
        let _ = write!(line, " | {} / {}", table::short(load.p50), table::short(load.p99));
    }
    let kb = page.bytes.map(|bytes| table::short(bytes as f64 / 1_000.0));
    let _ = write!(
        line,
        " | {} | {} | {} | {} |",
        table::short(page.loads[2].rate),
        page.statements.map_or_else(|| "–".to_owned(), table::short),
        kb.join(" / "),
        page.elements,
    );
    line
}

/// Writes a part of the document anew.
///
/// Errors: the document has no such part, or cannot be written.
pub fn keep(part: &str, text: &str) -> Result<(), Problem> {
    document::keep(PLACE, part, text)
}
