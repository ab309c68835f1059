//! `cargo xtask upgrade`: an installation of an earlier revision becomes one of today's while it is at work.
//!
//! Over PostgreSQL a node of the earlier program serves the clients of `cargo xtask torture`; one of today's program is started beside it
//! and brings the schema up to date, both serve together, then the earlier one is told to end. On SQLite the upgrade is killed again and
//! again at random moments and has to come to the same rows as one that nobody disturbed.

mod beside;
mod killed;
mod log;
mod old;
mod report;
mod walker;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::served::document;
use crate::{Problem, command};

/// Schools of four thousand students, and upgrades that are killed, in the short form and in the full one.
const SHORT: (usize, usize) = (0, 4);
const FULL: (usize, usize) = (10, 20);
/// Students of a school, as a mean.
const STUDENTS: &str = "4000";

/// How to run.
struct Plan {
    from: Option<String>,
    binary: Option<PathBuf>,
    /// Nothing but the demonstration if it is none.
    schools: usize,
    rounds: usize,
    seed: u64,
    keep: bool,
}

/// The two programs.
struct Programs {
    /// The earlier one.
    old: PathBuf,
    /// Today's.
    new: PathBuf,
    /// Which the earlier one is.
    from: String,
}

impl Programs {
    /// Lets the earlier program make a nation up, where one is wanted.
    fn seeded(&self, schools: usize, place: &[&str]) -> Result<(), Problem> {
        if schools == 0 {
            return Ok(());
        }
        let schools = schools.to_string();
        let mut seed = Command::new(&self.old);
        seed.args(["seed", "--students", STUDENTS, "--schools", &schools])
            .args(place);
        command::output(&mut seed).map(drop)
    }
}

/// Reads the words of the command line and upgrades.
///
/// Errors: an unknown word; an earlier revision that does not build; the first thing that is not as it must be.
pub fn run(words: &[&str]) -> Result<(), Problem> {
    let plan = planned(words)?;
    let (old, from) = old::program(plan.from.as_deref())?;
    let new = command::product(plan.binary.as_deref(), command::Built::Debug)?;
    let programs = Programs { old, new, from };
    println!("from {} to {}", programs.from, programs.new.display());
    let beside = beside::all(&programs, (plan.schools, plan.seed))?;
    let killed = killed::all(&programs, &plan)?;
    let summary = report::text(&programs.from, plan.schools, &beside, &killed);
    println!("\n{summary}");
    if plan.keep {
        document::keep("docs/reliability.md", "upgrade", &summary)?;
    }
    Ok(())
}

fn planned(words: &[&str]) -> Result<Plan, Problem> {
    let mut plan = Plan {
        from: None,
        binary: None,
        schools: SHORT.0,
        rounds: SHORT.1,
        seed: 1,
        keep: false,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match *word {
            "--full" => (plan.schools, plan.rounds) = FULL,
            "--from" => plan.from = Some((*value()?).to_owned()),
            "--binary" => plan.binary = Some(PathBuf::from(value()?)),
            "--schools" => plan.schools = value()?.parse()?,
            "--rounds" => plan.rounds = value()?.parse()?,
            "--seed" => plan.seed = value()?.parse()?,
            "--keep" => plan.keep = true,
            _ => return Err(format!("upgrade does not know {word}").into()),
        }
    }
    Ok(plan)
}

/// A temporary folder beside a program, which stands on the disk of the working tree.
fn folder(beside: &Path) -> Result<tempfile::TempDir, Problem> {
    let beside = beside.parent().unwrap_or(beside);
    Ok(tempfile::Builder::new().prefix("upgraded-").tempdir_in(beside)?)
}
