//! The program of an earlier revision: one that is there already, or built from its own tree.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::target;
use crate::{Problem, command};

/// Where the steps of a schema are named, and how: not each has a file of its own.
const STEPS: (&str, &str) = (":(glob)crates/*/src/**", "-Gname: \"[a-z]+/[0-9]+-");

/// The program that is upgraded from, and what it is called: a file, or a revision, which is built without optimization and kept. Where
/// nothing is said it is the revision before the newest change of the schema.
///
/// Errors: there is no such revision, or it does not build.
pub fn program(from: Option<&str>) -> Result<(PathBuf, String), Problem> {
    if let Some(file) = from.map(Path::new).filter(|file| file.is_file()) {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
        return Ok((
            fs::canonicalize(file)?,
            format!("the program {name} that was there already"),
        ));
    }
    let revision = match from {
        Some(revision) => revision.to_owned(),
        None => format!("{}^", newest_change()?),
    };
    let full = named(&revision)?;
    let short = full.get(..10).unwrap_or(&full).to_owned();
    let kept = target().join("upgrade").join(format!("gongxue-{short}"));
    if !kept.is_file() {
        built(&full, &kept)?;
    }
    Ok((kept, format!("commit {short}")))
}

/// The newest commit that adds a step to the schema.
fn newest_change() -> Result<String, Problem> {
    let mut log = command::git();
    log.args(["log", "-1", STEPS.1, "--format=%H", "--", STEPS.0]);
    Ok(command::output(&mut log)?.trim().to_owned())
}

fn named(revision: &str) -> Result<String, Problem> {
    let mut parse = command::git();
    parse.args(["rev-parse", "--verify", "--quiet"]);
    parse.arg(format!("{revision}^{{commit}}"));
    let said = command::output(&mut parse);
    let full = said.map_err(|_| format!("{revision} is neither a program nor a revision"))?;
    Ok(full.trim().to_owned())
}

/// What tells the crates of a revision from today's: cargo takes those of two trees for the same. Libraries carry no lines of their
/// own anyway, and are shared.
const OTHERWISE: (&str, &str) = ("CARGO_PROFILE_DEV_DEBUG", "false");

/// Builds a revision in a tree of its own, with the libraries that are built already, and keeps its program. Today's is put back in its
/// place by the next build.
fn built(revision: &str, kept: &Path) -> Result<(), Problem> {
    let tree = target().join("upgrade/tree");
    fs::create_dir_all(target().join("upgrade"))?;
    println!("{revision} is built");
    let mut add = command::git();
    add.args(["worktree", "add", "--force", "--detach", "--quiet"]);
    command::succeed(add.arg(&tree).arg(revision))?;
    let done = command::succeed(
        command::cargo()
            .args(["build", "--locked", "--quiet", "--package", "app"])
            .current_dir(&tree)
            .env("CARGO_TARGET_DIR", target())
            .env(OTHERWISE.0, OTHERWISE.1),
    )
    .and_then(|()| Ok(fs::copy(target().join("debug/gongxue"), kept).map(drop)?));
    let mut remove = command::git();
    remove.args(["worktree", "remove", "--force"]);
    command::succeed(remove.arg(&tree))?;
    done
}
