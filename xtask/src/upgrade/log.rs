//! What a node says of an upgrade while it goes on.

use std::fs;
use std::path::Path;

use crate::Problem;

/// A step of the schema that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its migration, or what was done after all of them.
    pub name: String,
    /// How long it took, in words.
    pub took: String,
}

/// What a node was doing when its log ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doing {
    /// It had said nothing of an upgrade.
    Before,
    /// A step of the schema.
    Step(String),
    /// It was between two steps, or after the last.
    Between,
}

/// The steps that a log tells of.
///
/// Errors: there is no log.
pub fn steps(folder: &Path) -> Result<Vec<Step>, Problem> {
    Ok(steps_of(&fs::read_to_string(folder.join("log"))?))
}

/// What the end of a log says that was being done.
///
/// Errors: there is no log.
pub fn doing(folder: &Path) -> Result<Doing, Problem> {
    Ok(doing_of(&fs::read_to_string(folder.join("log"))?))
}

/// No thread panicked, and nobody was shown a fault of ours.
///
/// Errors: the first line of a log that says so.
pub fn quiet(folder: &Path) -> Result<(), Problem> {
    let log = fs::read_to_string(folder.join("log"))?;
    let is_bad = |line: &&str| line.contains("panicked at") || line.contains("internal error");
    match log.lines().find(is_bad) {
        Some(line) => Err(format!("the log in {} says: {line}", folder.display()).into()),
        None => Ok(()),
    }
}

/// The complaints of a log, without their moments, each once.
///
/// Errors: there is no log.
pub fn complaints(folder: &Path) -> Result<Vec<String>, Problem> {
    let log = fs::read_to_string(folder.join("log"))?;
    let mut found: Vec<String> = log
        .lines()
        .filter_map(|line| line.split_once(" ERROR ").map(|(_, said)| said.to_owned()))
        .collect();
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

fn steps_of(log: &str) -> Vec<Step> {
    let done = log.lines().filter(|line| line.contains("upgraded the schema"));
    done.filter_map(|line| {
        Some(Step {
            name: value(line, "migration")?.to_owned(),
            took: value(line, "took")?.to_owned(),
        })
    })
    .collect()
}

fn doing_of(log: &str) -> Doing {
    let said = log.lines().rev().find(|line| line.contains("the schema "));
    match said {
        Some(line) if line.contains("upgrading the schema") => {
            value(line, "migration").map_or(Doing::Before, |name| Doing::Step(name.to_owned()))
        }
        Some(_) => Doing::Between,
        None => Doing::Before,
    }
}

/// A value of a line of the log.
fn value<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let (_, rest) = line.split_once(&format!("{name}=\""))?;
    Some(rest.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGUN: &str = "2026-11-27T01:00:00Z  INFO db::migrate: upgrading the schema migration=\"db/4-search\" step=1 of=2\n";
    const DONE: &str = "2026-11-27T01:00:01Z  INFO db::migrate: upgraded the schema migration=\"db/4-search\" step=1 of=2 took=\"1.0 s\"\n";

    #[test]
    fn steps_are_told_with_their_time() {
        let steps = steps_of(&format!("{BEGUN}{DONE}"));
        let step = Step {
            name: "db/4-search".to_owned(),
            took: "1.0 s".to_owned(),
        };
        assert_eq!(steps, [step]);
    }

    #[test]
    fn the_end_of_a_log_tells_what_was_being_done() {
        assert_eq!(doing_of("ready\n"), Doing::Before);
        assert_eq!(doing_of(BEGUN), Doing::Step("db/4-search".to_owned()));
        assert_eq!(doing_of(&format!("{BEGUN}{DONE}")), Doing::Between);
    }
}
