//! `cargo xtask fuzz`: every reader of foreign bytes is fed what libFuzzer makes up, first all inputs that were kept and then new
//! ones, for twenty seconds each; `--full` for a quarter of an hour each.
//!
//! The targets and their inputs stand in `fuzz/`. Stable Rust builds them with the counters that libFuzzer looks at
//! (docs/adr/0010-fuzzing.md), so that nothing has to be installed beside it. A panic, an input that takes ten seconds or a gigabyte
//! ends the command with the input kept under `target/fuzz/found`.

mod figures;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use figures::{End, Figures};

use crate::served::document;
use crate::{Problem, command};

/// Seconds for each target in the short form and in the full one.
const SHORT: u64 = 20;
const FULL: u64 = 900;
/// Seconds and megabytes that no input may take, and bytes that an input may have.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=1024", "-max_len=65536"];
/// What a target may take beyond its time: the inputs that were kept, and the made-up nation.
const GRACE: Duration = Duration::from_secs(180);

/// How to fuzz.
struct Plan {
    seconds: u64,
    only: Option<String>,
    keep: bool,
}

/// Reads the words of the command line, builds the targets and runs them.
///
/// Errors: an unknown word; targets that do not build; at the end, the targets in which something was found.
pub fn run(words: &[&str]) -> Result<(), Problem> {
    let plan = planned(words)?;
    let began = Instant::now();
    let program = built(plan.seconds)?;
    println!("built in {} s", began.elapsed().as_secs());
    let rows = all_fed(&program, targets(&plan)?, plan.seconds)?;
    let found: Vec<&str> = rows
        .iter()
        .filter(|(_, figures)| !figures.is_clean())
        .map(|(target, _)| target.as_str())
        .collect();
    let table = figures::table(&rows, plan.seconds);
    println!("{table}");
    if plan.keep {
        document::keep("docs/reliability.md", "fuzz", &table)?;
    }
    if found.is_empty() {
        Ok(())
    } else {
        let place = place().join("found");
        Err(format!(
            "something was found in {}; the inputs are in {}",
            found.join(", "),
            place.display()
        )
        .into())
    }
}

fn planned(words: &[&str]) -> Result<Plan, Problem> {
    let mut plan = Plan {
        seconds: SHORT,
        only: None,
        keep: false,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match *word {
            "--full" => plan.seconds = FULL,
            "--seconds" => plan.seconds = value()?.parse()?,
            "--target" => plan.only = Some((*value()?).to_owned()),
            "--keep" => plan.keep = true,
            _ => return Err(format!("fuzz does not know {word}").into()),
        }
    }
    Ok(plan)
}

/// Where the program, new inputs and what was found lie: away from the product's, which has no counters in it.
fn place() -> PathBuf {
    command::top().join("target/fuzz")
}

/// Builds the one program that holds all targets, with the wrapper that `fuzz/.cargo/config.toml` names: quickly where it runs for
/// seconds, and so that it runs quickly otherwise.
fn built(seconds: u64) -> Result<PathBuf, Problem> {
    let (profile, folder) = if seconds > SHORT {
        ("full", "full")
    } else {
        ("dev", "debug")
    };
    let mut cargo = command::cargo();
    cargo.current_dir(command::top().join("fuzz"));
    cargo
        .args([
            "build",
            "--quiet",
            "--locked",
            "--profile",
            profile,
            "--target-dir",
        ])
        .arg(place())
        // Cargo takes two wrappers, but the lints of the check are for the product's own crates.
        .env_remove("RUSTC_WORKSPACE_WRAPPER");
    command::succeed(&mut cargo)?;
    Ok(place().join(folder).join("fuzz"))
}

/// The names of the targets: those of the folders of inputs, since none is without any.
fn targets(plan: &Plan) -> Result<Vec<String>, Problem> {
    let mut names = Vec::new();
    for entry in fs::read_dir(command::top().join("fuzz/corpus"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if plan.only.as_ref().is_none_or(|only| *only == name) {
            names.push(name);
        }
    }
    names.sort();
    if names.is_empty() {
        return Err("there is no such target in fuzz/corpus".into());
    }
    Ok(names)
}

/// Runs every target, as many at once as there are cores.
fn all_fed(program: &Path, targets: Vec<String>, seconds: u64) -> Result<Vec<(String, Figures)>, Problem> {
    let left = Mutex::new(targets.into_iter().rev().collect::<Vec<String>>());
    let next = || left.lock().ok().and_then(|mut left| left.pop());
    let work = || -> Result<Vec<(String, Figures)>, String> {
        let mut rows = Vec::new();
        while let Some(target) = next() {
            let figures = fed(program, &target, seconds).map_err(|problem| problem.to_string())?;
            println!("{target}: {}", figures.line());
            rows.push((target, figures));
        }
        Ok(rows)
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut rows = Vec::new();
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            rows.extend(worker.join().map_err(|_| "a worker panicked".to_owned())??);
        }
        Ok::<(), String>(())
    })?;
    rows.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(rows)
}

/// Runs one target: every input that was kept, and then new ones until its time is over.
fn fed(program: &Path, target: &str, seconds: u64) -> Result<Figures, Problem> {
    let (new, found) = (
        place().join("new").join(target),
        place().join("found").join(target),
    );
    let scratch = place().join("scratch").join(target);
    for folder in [&new, &found, &scratch] {
        fs::create_dir_all(folder)?;
    }
    let log = found.join("log");
    let mut command = Command::new(program);
    command
        .env("GONGXUE_FUZZ", target)
        .env("TMPDIR", &scratch)
        .arg(&new)
        .arg(command::top().join("fuzz/corpus").join(target))
        .args(LIMITS)
        .args([
            format!("-max_total_time={seconds}"),
            "-print_final_stats=1".to_owned(),
        ])
        .arg(format!("-artifact_prefix={}/", found.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log)?);
    let mut child = command.spawn()?;
    let until = Instant::now() + Duration::from_secs(seconds) + GRACE;
    let end = loop {
        match child.try_wait()? {
            Some(status) if status.success() => break End::Well,
            Some(_) => break End::Badly,
            None if Instant::now() > until => {
                child.kill()?;
                child.wait()?;
                break End::Badly;
            }
            None => thread::sleep(Duration::from_millis(100)),
        }
    };
    let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    fs::remove_dir_all(&scratch)?;
    Ok(Figures::of(&said, end))
}
