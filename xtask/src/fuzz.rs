//! `cargo xtask fuzz`: every reader of foreign bytes is fed what libFuzzer makes up, first all inputs that were kept and then new
//! ones, for twenty seconds each; `--full` for a quarter of an hour each, after which what adds coverage is kept. `--merge` keeps what
//! earlier runs made up and feeds nothing.
//!
//! The targets and their inputs stand in `fuzz/`. Stable Rust builds them with the counters that libFuzzer looks at
//! (docs/adr/0010-fuzzing.md), so that nothing has to be installed beside it. A panic, an input that takes ten seconds or a gigabyte
//! ends the command with the input kept under `target/fuzz/found`.

mod figures;
mod kept;

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
/// Bytes of an input that is kept.
const LONGEST: u64 = 16 << 10;
/// What a target may take beyond its time: the inputs that were kept, and the made-up nation.
const GRACE: Duration = Duration::from_secs(180);

/// How to fuzz.
struct Plan {
    seconds: u64,
    only: Option<String>,
    keep: bool,
    what: What,
}

/// What is done with the targets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    /// They are fed.
    Feed,
    /// They are fed, and what adds coverage is kept.
    FeedAndMerge,
    /// What earlier runs made up is kept where it adds coverage.
    Merge,
}

/// Reads the words of the command line, builds the targets and runs them.
///
/// Errors: an unknown word; targets that do not build; at the end, the targets in which something was found.
pub fn run(words: &[&str]) -> Result<(), Problem> {
    let plan = planned(words)?;
    let began = Instant::now();
    let program = built(&plan)?;
    println!("built in {} s", began.elapsed().as_secs());
    if plan.what == What::Merge {
        return merged(&program, &targets(&plan)?);
    }
    let rows = all_fed(&program, targets(&plan)?, plan.seconds)?;
    if plan.what == What::FeedAndMerge {
        merged(&program, &targets(&plan)?)?;
    }
    let rows = with_kept(rows)?;
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
        what: What::Feed,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match *word {
            "--full" => (plan.seconds, plan.what) = (FULL, What::FeedAndMerge),
            "--merge" => plan.what = What::Merge,
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
/// seconds, and so that it runs quickly otherwise. Inputs are merged by the program that made them up.
fn built(plan: &Plan) -> Result<PathBuf, Problem> {
    let (profile, folder) = if plan.seconds > SHORT || plan.what == What::Merge {
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
    for entry in fs::read_dir(kept::corpus())? {
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

/// The program, about to feed this target, with a folder for what it writes.
fn program_for(program: &Path, target: &str, scratch: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("GONGXUE_FUZZ", target).env("TMPDIR", scratch);
    command
}

/// Keeps what was made up for these targets and adds coverage, one after the other: libFuzzer runs each input in a process that it
/// starts again where one is ended by it.
fn merged(program: &Path, targets: &[String]) -> Result<(), Problem> {
    for target in targets {
        let (new, scratch) = (
            place().join("new").join(target),
            place().join("scratch").join(target),
        );
        for folder in [&new, &scratch] {
            fs::create_dir_all(folder)?;
        }
        let kept = kept::merge(program, target, (&new, &scratch))?;
        println!(
            "{target}: {} inputs added, {} left out for want of room; {} are kept, {} bytes",
            kept.added, kept.left, kept.inputs, kept.bytes
        );
        fs::remove_dir_all(&scratch)?;
    }
    Ok(())
}

/// The rows of the table with how many inputs of each target are kept.
fn with_kept(rows: Vec<(String, Figures)>) -> Result<Vec<(String, Figures)>, Problem> {
    let counted = |(target, figures): (String, Figures)| {
        let count = kept::count(&target)?;
        Ok((target, figures.with_kept(count)))
    };
    rows.into_iter().map(counted).collect()
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
    let mut command = program_for(program, target, &scratch);
    command
        .arg(&new)
        .arg(kept::corpus().join(target))
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
