//! The figures of a run, printed and kept in docs/benchmarks.md.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use super::pages::Measured;
use super::table::{self, Figure};
use crate::{Problem, command};

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

/// Writes a part of the document anew, with the day and the machine; the rest of it stays.
///
/// Errors: the document has no such part, or cannot be written.
pub fn keep(part: &str, text: &str) -> Result<(), Problem> {
    let place = command::top().join(PLACE);
    let before = fs::read_to_string(&place)?;
    let after = replaced(&before, part, &format!("{}\n\n{text}", circumstances()?))
        .ok_or_else(|| format!("{PLACE} has no part {part}"))?;
    fs::write(place, after)?;
    Ok(())
}

/// `text` between `<!-- part -->` and `<!-- /part -->`.
fn replaced(document: &str, part: &str, text: &str) -> Option<String> {
    let (open, close) = (format!("<!-- {part} -->\n"), format!("<!-- /{part} -->"));
    let (before, rest) = document.split_once(&open)?;
    let (_, after) = rest.split_once(&close)?;
    Some(format!("{before}{open}{text}{close}{after}"))
}

/// When, on what, and how busy the machine was with other things.
fn circumstances() -> Result<String, Problem> {
    let day = command::output(Command::new("date").arg("+%Y-%m-%d %H:%M"))?;
    let commit = command::output(command::git().args(["describe", "--always", "--dirty"]))?;
    let cpu = fs::read_to_string("/proc/cpuinfo")?;
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("", |(_, model)| model.trim());
    let cores = std::thread::available_parallelism()?;
    let memory = fs::read_to_string("/proc/meminfo")?;
    let memory = memory
        .lines()
        .find_map(|line| {
            line.strip_prefix("MemTotal:")?
                .trim()
                .strip_suffix(" kB")?
                .parse::<u64>()
                .ok()
        })
        .unwrap_or_default()
        >> 20;
    let load = fs::read_to_string("/proc/loadavg")?;
    let load: Vec<&str> = load.split(' ').take(2).collect();
    Ok(format!(
        "{}, commit {}, {cores} cores ({model}), {memory} GiB; load of the machine over the last 1 and 5 minutes: {}.",
        day.trim(),
        commit.trim(),
        load.join(" and "),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_part_itself_is_written_anew() {
        let document = "# A\n<!-- x -->\nold\n<!-- /x -->\n<!-- y -->\nkept\n<!-- /y -->\n";
        let after = replaced(document, "x", "new\n").unwrap();
        assert_eq!(
            after,
            "# A\n<!-- x -->\nnew\n<!-- /x -->\n<!-- y -->\nkept\n<!-- /y -->\n"
        );
        assert!(replaced(document, "z", "").is_none());
    }
}
