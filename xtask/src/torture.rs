//! `cargo xtask torture`: a real server under a real load, killed at random moments, started again, and asked for everything that
//! it had answered; then a disk that is full, and a folder that cannot be written.
//!
//! The clients are on the loopback and know what they were answered. What was answered has to be there after the next start; what
//! was on its way may be there whole or not at all. The command ends with the first place that holds something else.

mod cells;
pub mod chance;
mod disk;
mod hand_ins;
pub mod held;
mod imports;
mod photos;
mod proofs;
mod ratings;
mod report;
mod saves;
pub mod setup;
pub mod tally;
mod way;
pub mod worker;

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chance::Chance;
use proofs::Proofs;
use tally::Tally;

use crate::served::server::Server;
use crate::{Problem, command};

/// Cycles of the short form and of the full one.
const SHORT: u64 = 20;
const FULL: u64 = 1_000;
/// The load before a kill lasts between these, in milliseconds.
const LOAD: (u64, u64) = (30, 1_500);

/// How to torture.
struct Plan {
    cycles: u64,
    binary: Option<PathBuf>,
    seed: u64,
    keep: bool,
}

/// Reads the words of the command line and tortures.
///
/// Errors: an unknown word; a binary that does not build; the first write that is lost or half there.
pub fn run(words: &[&str]) -> Result<(), Problem> {
    let plan = planned(words)?;
    let binary = command::product(plan.binary.as_deref(), command::Built::Release)?;
    println!("seed {}: --seed {} draws the same moments", plan.seed, plan.seed);
    let summary = killed(&binary, &plan)?;
    println!("{summary}");
    let disks = disk::both(&binary)?;
    println!("{disks}");
    if plan.keep {
        report::keep(&summary, &disks)?;
    }
    Ok(())
}

fn planned(words: &[&str]) -> Result<Plan, Problem> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let mut plan = Plan {
        cycles: SHORT,
        binary: None,
        seed: u64::from(now.subsec_nanos()) ^ now.as_secs(),
        keep: false,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match *word {
            "--full" => plan.cycles = FULL,
            "--cycles" => plan.cycles = value()?.parse()?,
            "--binary" => plan.binary = Some(PathBuf::from(value()?)),
            "--seed" => plan.seed = value()?.parse()?,
            "--keep" => plan.keep = true,
            _ => return Err(format!("torture does not know {word}").into()),
        }
    }
    Ok(plan)
}

/// Every cycle; gives the tables.
fn killed(binary: &Path, plan: &Plan) -> Result<String, Problem> {
    let mut chance = Chance::of(plan.seed);
    let mut server = Server::start(binary)?;
    let mut workers = setup::workers(&server, &mut chance)?;
    let mut proofs = Proofs::of(binary, server.data());
    let mut tally = Tally::default();
    for cycle in 1..=plan.cycles {
        let time = Duration::from_millis(LOAD.0 + chance.below(LOAD.1 - LOAD.0 + 1));
        let at = |problem: Problem| format!("cycle {cycle}, seed {}: {problem}", plan.seed);
        let under_load = worker::killed_under_load(&mut server, &mut workers, time, &mut chance);
        tally.add(&under_load.map_err(at)?);
        proofs.all().map_err(at)?;
        let (started, took) = server.restart().map_err(at)?;
        server = started;
        tally.started(took);
        tally.add(&worker::settled(&mut workers).map_err(at)?);
        let (answered, on_the_way) = tally.sums();
        println!(
            "cycle {cycle}: killed after {} ms, started in {} ms; so far {answered} answered, {on_the_way} on their way, 0 lost",
            time.as_millis(),
            took.as_millis()
        );
    }
    Ok(format!(
        "{} cycles, each a load of {} to {} ms, a kill, both proofs, a start, and every place read again.\n\n{}\n{}; \
         {} files whole, {} pieces of files left behind.\n",
        plan.cycles,
        LOAD.0,
        LOAD.1,
        tally.table(),
        tally.starts(),
        proofs.count(),
        proofs.pieces
    ))
}
