//! `cargo xtask test`: every test of the project as one list of named steps, each with its time.
//!
//! Promises: the first step that fails ends the list and is named; what was started (PostgreSQL, chromedriver) is stopped
//! on every way out; a test never finds a database or a browser that this list did not start.

mod chromedriver;
pub mod postgres;
pub mod setup;
mod steps;

use chromedriver::Chromedriver;
use postgres::Postgres;
use steps::Steps;

use crate::{Problem, command};

/// The tests whose outcome depends on the engine: whole requests, the story, the upgrade, and the crates that speak to a database themselves. What
/// pages make of a mark and doors of a file is the same over both, and copies the nation again and again; a page's statements are the
/// same in both languages.
const ENGINE_DEPENDENT: &str = "(binary(http) - test(fire::markers) - test(fire::uploads) - test(speaks_english)) | (binary(served) & (test(accounts) | test(told) | test(traced))) | binary(backup) | binary(story) | binary(upgrade) | package(db) | package(ledger) | package(jobs)";

/// Names the engine for `testkit`: `sqlite`, or the URL of a server on which tests may create databases.
pub const DATABASE: &str = "GONGXUE_TEST_DATABASE";

/// Where the browser tests find chromedriver.
const CHROMEDRIVER: &str = "GONGXUE_CHROMEDRIVER";

/// Sets up what the tests need and runs all of them.
pub fn whole() -> Result<(), Problem> {
    let mut steps = Steps::of(5);
    steps.run("set up what the tests need", setup::everything)?;
    steps.run("build the tests", || {
        command::succeed(command::cargo().args(["nextest", "run", "--workspace", "--no-run"]))
    })?;
    steps.run("unit, HTTP and story tests on SQLite", || {
        nextest("ci", &[], (DATABASE, "sqlite"))
    })?;
    steps.run("HTTP, story and engine tests on PostgreSQL", || {
        let server = Postgres::start()?;
        nextest("ci", &["-E", ENGINE_DEPENDENT], (DATABASE, &server.url()))
    })?;
    steps.run("browser tests", || {
        let driver = Chromedriver::start()?;
        nextest("browser", &[], (CHROMEDRIVER, &driver.url()))
    })
}

/// The daily loop: unit and HTTP tests on SQLite, and nothing that has to be installed or started.
pub fn quick() -> Result<(), Problem> {
    if !setup::nextest_is_there() {
        return Err("cargo-nextest is missing: `cargo xtask test` installs it".into());
    }
    let mut steps = Steps::of(1);
    steps.run("unit and HTTP tests on SQLite", || {
        nextest("quick", &[], (DATABASE, "sqlite"))
    })
}

fn nextest(profile: &str, more: &[&str], (name, value): (&str, &str)) -> Result<(), Problem> {
    let mut run = command::cargo();
    run.args(["nextest", "run", "--workspace", "--profile", profile])
        .args(more)
        // Days are those of Asia/Shanghai wherever a machine's clock stands: here it is not there.
        .env("TZ", "UTC")
        .env(name, value);
    command::succeed(&mut run)
}
