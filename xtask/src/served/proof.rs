//! The program's own proofs of what it stored: `gongxue audit verify` and `gongxue facts verify`.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use crate::Problem;

/// Runs a proof of the binary over the place that the words name.
///
/// Errors: it fails, with the lines that are not well.
pub fn passes<W: AsRef<OsStr>>(
    binary: &Path,
    what: &str,
    place: impl IntoIterator<Item = W>,
) -> Result<(), Problem> {
    let said = Command::new(binary).args([what, "verify"]).args(place).output()?;
    if said.status.success() {
        return Ok(());
    }
    let out = String::from_utf8_lossy(&said.stdout);
    let bad: Vec<&str> = out.lines().filter(|line| !line.starts_with("ok")).collect();
    let error = String::from_utf8_lossy(&said.stderr);
    Err(format!(
        "{what} verify ended with {}: {} {error}",
        said.status,
        bad.join(" / ")
    )
    .into())
}
