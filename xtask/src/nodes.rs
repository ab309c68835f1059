//! `cargo xtask nodes`: three nodes of the product over a PostgreSQL that three members keep, led by Patroni with etcd. Under the
//! load of `cargo xtask torture` the leader is killed, then a node; nothing that was answered may be lost, and nobody may see
//! more than a page that says to try again.
//!
//! Everything is on the loopback, below one temporary folder, and ends with the command.

pub mod balancer;
pub mod board;
mod cluster;
mod house;
pub mod load;
mod member;
mod packages;
mod report;
mod rounds;

use std::path::PathBuf;

use crate::served::document;
use crate::{Problem, command};

/// Rounds of the short form and of the full one.
const SHORT: usize = 3;
const FULL: usize = 20;

/// How to run.
struct Plan {
    rounds: usize,
    binary: Option<PathBuf>,
    seed: u64,
    keep: bool,
}

/// Reads the words of the command line and runs the rounds.
///
/// Errors: an unknown word; a machine that cannot run the cluster; the first thing that is not as it must be.
pub fn run(words: &[&str]) -> Result<(), Problem> {
    let plan = planned(words)?;
    packages::everything()?;
    let binary = command::product(plan.binary.as_deref(), command::Built::Debug)?;
    let summary = rounds::all(&binary, (plan.rounds, plan.seed))?;
    println!("{summary}");
    if plan.keep {
        document::keep("docs/reliability.md", "nodes", &summary)?;
    }
    Ok(())
}

fn planned(words: &[&str]) -> Result<Plan, Problem> {
    let mut plan = Plan {
        rounds: SHORT,
        binary: None,
        seed: 1,
        keep: false,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match *word {
            "--full" => plan.rounds = FULL,
            "--rounds" => plan.rounds = value()?.parse()?,
            "--binary" => plan.binary = Some(PathBuf::from(value()?)),
            "--seed" => plan.seed = value()?.parse()?,
            "--keep" => plan.keep = true,
            _ => return Err(format!("nodes does not know {word}").into()),
        }
    }
    Ok(plan)
}
