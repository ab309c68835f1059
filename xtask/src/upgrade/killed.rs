//! On SQLite nobody else serves while the schema changes; so the upgrade is killed at random moments, started again until it is through,
//! and compared with one that nobody disturbed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use super::log::{self, Doing, Step};
use super::{Plan, Programs};
use crate::served::proof;
use crate::torture::chance::Chance;
use crate::{Problem, command};

/// A database that nobody made larger holds this many students, so that there is something to upgrade.
const SCHOOLS: usize = 1;
/// How long an upgrade that nobody disturbs may take.
const PATIENCE: Duration = Duration::from_secs(1_800);
/// After so many kills of one database the next start is left alone.
const MOST: usize = 6;
/// What a node writes as soon as it serves, whatever stands in the database.
const OF_NODES: [&str; 2] = ["lease", "check_report"];

/// What came of it.
#[derive(Default)]
pub struct Killed {
    /// The steps of the upgrade that nobody disturbed.
    pub steps: Vec<Step>,
    /// How long it took until it served.
    pub whole: Duration,
    /// The size of the database before, in MiB.
    pub size: u64,
    /// Databases that were upgraded under kills.
    pub rounds: usize,
    /// Where the kills met it.
    pub kills: BTreeMap<Doing, usize>,
}

/// The hashes of all tables, as a backup names them.
type Rows = BTreeMap<String, String>;

/// Runs all of it.
///
/// Errors: an upgrade that does not go on after a kill, or comes to other rows.
pub fn all(programs: &Programs, plan: &Plan) -> Result<Killed, Problem> {
    let folder = super::folder(&programs.new)?;
    let old = folder.path().join("old");
    let shown = old.display().to_string();
    println!("the earlier program makes a database up");
    programs.seeded(plan.schools.max(SCHOOLS), &["--data", &shown])?;
    let mut came = Killed {
        size: fs::metadata(old.join("gongxue.db"))?.len() >> 20,
        rounds: plan.rounds,
        ..Killed::default()
    };
    let place = folder.path().join("whole");
    copied(&old, &place)?;
    came.whole = started(programs, &place, PATIENCE)?.ok_or("the upgrade does not come to its end")?;
    came.steps = log::steps(&place)?;
    let wanted = rows(programs, &place)?;
    println!(
        "undisturbed, {} MiB are upgraded and served after {:.1} s",
        came.size,
        came.whole.as_secs_f64()
    );
    fs::remove_dir_all(&place)?;
    let mut chance = Chance::of(plan.seed);
    for round in 1..=plan.rounds {
        let place = folder.path().join(format!("round{round}"));
        copied(&old, &place)?;
        under_kills(programs, &place, (&mut chance, &mut came))
            .and_then(|()| same(&wanted, &rows(programs, &place)?))
            .map_err(|problem| format!("round {round}: {problem}"))?;
        fs::remove_dir_all(&place)?;
    }
    Ok(came)
}

/// Starts and kills it until it is through.
fn under_kills(
    programs: &Programs,
    place: &Path,
    (chance, came): (&mut Chance, &mut Killed),
) -> Result<(), Problem> {
    let micros = u64::try_from(came.whole.as_micros()).unwrap_or(u64::MAX);
    for _ in 0..MOST {
        let time = Duration::from_micros(chance.below(micros));
        if started(programs, place, time)?.is_some() {
            return Ok(());
        }
        *came.kills.entry(log::doing(place)?).or_default() += 1;
    }
    started(programs, place, PATIENCE)?.ok_or("it does not come to its end after the kills")?;
    Ok(())
}

/// Starts the new program, and kills it after a time or as soon as it serves; gives how long that took where it did.
fn started(programs: &Programs, place: &Path, time: Duration) -> Result<Option<Duration>, Problem> {
    let began = Instant::now();
    let mut child = serve(&programs.new, place)?;
    let out = child.stdout.take().ok_or("the program has no output")?;
    let (tell, told) = channel();
    let reader = std::thread::spawn(move || {
        let lines = BufReader::new(out).lines().map_while(Result::ok);
        for line in lines {
            if line.contains("made-up nation") && tell.send(()).is_err() {
                break;
            }
        }
    });
    let heard = told.recv_timeout(time);
    let took = began.elapsed();
    let ended = child.try_wait()?;
    // It may be gone already, as the next lines find out.
    drop(child.kill());
    child.wait()?;
    drop(reader.join());
    match (heard, ended) {
        (Ok(()), _) => Ok(Some(took)),
        (Err(RecvTimeoutError::Timeout), None) => Ok(None),
        (_, ended) => Err(format!(
            "the program ended before it served ({}): {}",
            ended.map_or_else(|| "still running".to_owned(), |status| status.to_string()),
            fs::read_to_string(place.join("log"))?
                .lines()
                .last()
                .unwrap_or_default()
        )
        .into()),
    }
}

fn serve(program: &Path, place: &Path) -> Result<Child, Problem> {
    let log = fs::File::options()
        .create(true)
        .append(true)
        .open(place.join("log"))?;
    let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
    let child = command::server(program, "KILL")
        .args(["serve", "--demo", "--listen", &address.to_string(), "--data"])
        .arg(place)
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()?;
    Ok(child)
}

/// Both proofs, and the hashes of all tables in a backup.
fn rows(programs: &Programs, place: &Path) -> Result<Rows, Problem> {
    log::quiet(place)?;
    for what in ["facts", "audit"] {
        proof::passes(&programs.new, what, ["--data".as_ref(), place.as_os_str()])?;
    }
    let archive = place.join("backup.gongxue");
    let mut backup = Command::new(&programs.new);
    backup.args(["backup", "create", "--data"]).arg(place);
    command::output(backup.arg("--to").arg(&archive))?;
    let manifest = entry(&archive, "manifest.json")?;
    let manifest: serde_json::Value = serde_json::from_str(&manifest)?;
    let mut found: Rows = hashes(&manifest).into_iter().collect();
    found.retain(|table, _| !OF_NODES.contains(&table.as_str()));
    // The schema too: its tables, their columns and the steps that made them.
    let head: serde_json::Value = serde_json::from_str(&entry(&archive, "head.json")?)?;
    for part in ["migrations", "tables"] {
        found.insert(format!("({part})"), head[part].to_string());
    }
    Ok(found)
}

fn entry(archive: &PathBuf, name: &str) -> Result<String, Problem> {
    command::output(Command::new("tar").arg("-xOf").arg(archive).arg(name))
}

/// Name and hash of each table of a manifest.
fn hashes(manifest: &serde_json::Value) -> Vec<(String, String)> {
    let tables = manifest["tables"].as_array().cloned().unwrap_or_default();
    let of = |table: &serde_json::Value, name: &str| table[name].as_str().map(str::to_owned);
    tables
        .iter()
        .filter_map(|table| Some((of(table, "name")?, of(table, "sha256")?)))
        .collect()
}

fn same(wanted: &Rows, found: &Rows) -> Result<(), Problem> {
    if wanted.len() < 20 {
        return Err("the backup names no tables".into());
    }
    let names: BTreeSet<&str> = wanted.keys().chain(found.keys()).map(String::as_str).collect();
    let other: Vec<&str> = names
        .into_iter()
        .filter(|name| wanted.get(*name) != found.get(*name))
        .collect();
    if other.is_empty() {
        Ok(())
    } else {
        Err(format!("other rows than without kills in {}", other.join(", ")).into())
    }
}

/// A copy of a data folder in which nobody works.
fn copied(from: &Path, to: &Path) -> Result<(), Problem> {
    command::succeed(
        Command::new("cp")
            .args(["-R", "--reflink=auto"])
            .arg(from)
            .arg(to),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_differ_are_named() {
        let table = |number: usize| (format!("t{number}"), "a".to_owned());
        let wanted: Rows = (0..20).map(table).collect();
        let mut found = wanted.clone();
        assert!(same(&wanted, &found).is_ok());
        found.insert("t3".to_owned(), "b".to_owned());
        let said = same(&wanted, &found).unwrap_err().to_string();
        assert_eq!(said, "other rows than without kills in t3");
        assert!(same(&Rows::new(), &Rows::new()).is_err());
    }
}
