//! What a clean release build costs: the processor time of cargo and of all it starts, in a folder of its own.

use std::fs;
use std::time::{Duration, Instant};

use super::table::{Bar, Figure};
use crate::{Problem, command};

/// Builds everything anew and gives the figures. Takes a quarter of an hour on two cores.
///
/// Errors: it does not build.
pub fn measure() -> Result<Vec<Figure>, Problem> {
    let folder = tempfile::Builder::new()
        .prefix("bench-build-")
        .tempdir_in(command::top().join("target"))?;
    let (before, began) = (children()?, Instant::now());
    command::succeed(
        command::cargo()
            .args(["build", "--release", "--locked", "--target-dir"])
            .arg(folder.path()),
    )?;
    let (used, took) = (children()? - before, began.elapsed());
    let binary = fs::metadata(folder.path().join("release/gongxue"))?.len();
    Ok(vec![
        Figure::new(
            "clean release build: processor time",
            Bar::Most(1_200.0),
            used.as_secs_f64(),
            "s",
        ),
        Figure::plain(
            "clean release build: time on this machine",
            took.as_secs_f64(),
            "s",
        ),
        Figure::plain("the binary", binary as f64 / 1e6, "MB"),
    ])
}

/// The processor time of every process that this one has waited for, and of those that they waited for.
fn children() -> Result<Duration, Problem> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let ticks = crate::served::server::ticks_of(&stat, 13).ok_or("/proc/self/stat has another form")?;
    Ok(crate::served::server::tick()? * ticks)
}
