//! The project's own commands, one each for what everybody needs: `cargo xtask test`, `cargo xtask tidy`, `cargo xtask bench`,
//! `cargo xtask torture`, `cargo xtask nodes`, `cargo xtask upgrade`, `cargo xtask fire`, `cargo xtask fuzz`.
//!
//! This crate owns no product code and is no part of the product; it needs nothing but a Rust toolchain to start.
#![allow(
    clippy::disallowed_methods,
    reason = "a development tool reads the clock and the environment"
)]

mod bench;
mod command;
mod fire;
mod fuzz;
mod nodes;
mod served;
mod test;
mod tidy;
mod torture;
mod upgrade;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  test           set up what the tests need and run all of them, on both engines and in the browser
  test --quick   unit and HTTP tests on SQLite; installs nothing
  tidy           check the law of the house
  tidy --figures print the measure we hold ourselves to
  bench          measure the release binary against its bars and keep the table in docs/benchmarks.md
  bench --build  measure what a clean release build costs (a quarter of an hour)
  bench --binary PATH
                 measure a binary that is there already, such as one of an earlier state
  bench --nation [MOST] [--postgres] [--binary PATH]
                 measure nations of 1, 10, 100 and 1,000 schools (or up to MOST), on SQLite or on a PostgreSQL of its own, and
                 keep the table and the curves
  torture        kill the release binary twenty times under load and ask it for everything that it answered; then a full disk
                 and a read-only folder
  torture --full a thousand times (half an hour and more)
  torture [--cycles N] [--seed N] [--binary PATH] [--keep]
                 so many times, at the moments that a seed draws, with a binary that is there already, and with the figures kept in
                 docs/reliability.md
  nodes          run three nodes over a PostgreSQL of three members, kill the leader and a node under load, three times; brings
                 etcd and Patroni where they are missing
  nodes --full   twenty times
  nodes [--rounds N] [--seed N] [--binary PATH] [--keep]
                 so many times, with a binary that is there already, and with the figures kept in docs/reliability.md
  upgrade        upgrade an installation at work from the revision before the newest change of the schema: beside a node of that
                 program under load over PostgreSQL, and killed four times on SQLite
  upgrade --full with ten schools of four thousand students in it, and killed twenty times
  upgrade [--from BINARY_OR_REV] [--binary PATH] [--schools N] [--rounds N] [--seed N] [--keep]
                 from another program or revision, to a binary that is there already, with so many schools, and with the figures kept
                 in docs/reliability.md
  fire           sign in as everybody and ask for everything that anybody sees as everybody else: nobody gets in and nothing changes
  fire --full    as far as there are pages (a quarter of an hour and more)
  fire [--keep]  with the figures kept in docs/reliability.md
  fuzz           feed every reader of foreign bytes what was kept and then what libFuzzer makes up, for twenty seconds each
  fuzz --full    a quarter of an hour each
  fuzz [--seconds N] [--target NAME] [--keep]
                 so long, one of them, and with the figures kept in docs/reliability.md";

/// What went wrong, as a sentence for the person at the terminal.
type Problem = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => test::whole(),
        ["test", "--quick"] => test::quick(),
        ["tidy"] => tidy::check(),
        ["tidy", "--figures"] => tidy::figures(),
        ["bench"] => bench::run(),
        ["bench", "--build"] => bench::of_build(),
        ["bench", "--binary", path] => bench::of_binary(path),
        ["bench", "--nation", words @ ..] => bench::nation::run(words),
        ["torture", words @ ..] => torture::run(words),
        ["nodes", words @ ..] => nodes::run(words),
        ["upgrade", words @ ..] => upgrade::run(words),
        ["fire", words @ ..] => fire::run(words),
        ["fuzz", words @ ..] => fuzz::run(words),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
