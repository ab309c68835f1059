//! A PostgreSQL server of our own on a free port of the loopback: an empty cluster in a temporary folder, gone afterwards, or one
//! that stays where it is for the next time.
//!
//! The first is tuned for tests: nothing is forced to disk, since nobody keeps the data. Every user of the machine may connect,
//! since a server lives for minutes and holds invented people only.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::served::server::{parent_of, tick, ticks_of};
use crate::{Problem, command};

/// How long a cluster may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server of tests: nothing is forced to disk.
const OF_TESTS: [(&str, &str); 6] = [
    ("fsync", "off"),
    ("full_page_writes", "off"),
    ("synchronous_commit", "off"),
    ("max_connections", "200"),
    ("max_locks_per_transaction", "256"),
    ("max_pred_locks_per_transaction", "256"),
];
/// A server whose data stays: as durable as it comes, with the memory that an operator would give it.
const KEPT: [(&str, &str); 4] = [
    ("max_connections", "200"),
    ("shared_buffers", "2GB"),
    ("max_wal_size", "4GB"),
    ("random_page_cost", "1.1"),
];

/// A running server; it is stopped on drop, and a temporary one's data are removed.
pub struct Postgres {
    binaries: PathBuf,
    owner: Option<Owner>,
    folder: PathBuf,
    port: u16,
    server: Child,
    /// How it is stopped.
    stop: &'static str,
    /// Removes the folder on drop, where it is a temporary one.
    temporary: Option<TempDir>,
}

/// The user a server runs as when we are root, since PostgreSQL refuses to be root.
#[derive(Clone, Copy)]
pub struct Owner {
    /// Its number.
    pub user: u32,
    /// Its group's number.
    pub group: u32,
}

impl Postgres {
    /// Makes a cluster of tests and starts its server.
    ///
    /// Errors: no server binaries, no user to run as, or a server that does not answer within a minute; its log is shown.
    pub fn start() -> Result<Self, Problem> {
        let folder = tempfile::Builder::new().prefix("gongxue-postgres-").tempdir()?;
        let mut started = Self::start_in(folder.path(), &OF_TESTS, "immediate")?;
        started.temporary = Some(folder);
        Ok(started)
    }

    /// Starts the server of a cluster that stays; makes the cluster where there is none.
    ///
    /// Errors: as of [`Postgres::start`].
    pub fn kept(folder: &Path) -> Result<Self, Problem> {
        fs::create_dir_all(folder)?;
        Self::start_in(folder, &KEPT, "fast")
    }

    fn start_in(folder: &Path, set: &[(&str, &str)], stop: &'static str) -> Result<Self, Problem> {
        let binaries = binaries().ok_or("no PostgreSQL server binaries: `cargo xtask test` installs them")?;
        let owner = owner()?;
        if let Some(owner) = owner {
            chown(folder, Some(owner.user), Some(owner.group))?;
        }
        let data = folder.join("data");
        if !data.exists() {
            let mut initdb = program(&binaries, "initdb", folder, owner);
            initdb.args([
                "--username=gongxue",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "-D",
            ]);
            command::succeed(initdb.arg(&data).stdout(Stdio::null()))?;
        }
        let port = free_port()?;
        let log = fs::File::create(folder.join("log"))?;
        let server = run_as(command::server(&binaries.join("postgres"), "INT"), folder, owner)
            .arg("-D")
            .arg(&data)
            .arg("-k")
            .arg(folder)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .args(settings(set))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let mut started = Self {
            binaries,
            owner,
            folder: folder.to_owned(),
            port,
            server,
            stop,
            temporary: None,
        };
        started.wait()?;
        Ok(started)
    }

    /// The URL of a database of that name, which is made where there is none.
    ///
    /// Errors: the server refuses.
    pub fn database(&self, name: &str) -> Result<String, Problem> {
        let there = self.asked(&format!(
            "SELECT count(*) FROM pg_database WHERE datname = '{name}'"
        ))?;
        if there == "0" {
            self.asked(&format!("CREATE DATABASE {name}"))?;
        }
        Ok(format!("postgres://gongxue@127.0.0.1:{}/{name}", self.port))
    }

    /// Drops a database, if there is one of that name.
    ///
    /// Errors: the server refuses.
    pub fn drop_database(&self, name: &str) -> Result<(), Problem> {
        self.asked(&format!("DROP DATABASE IF EXISTS {name}")).map(drop)
    }

    /// The one value that a statement gives.
    ///
    /// Errors: the server refuses.
    pub fn asked(&self, sql: &str) -> Result<String, Problem> {
        let mut psql = self.program("psql");
        psql.args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c", sql])
            .arg(self.url());
        Ok(command::output(&mut psql)?.trim().to_owned())
    }

    /// The processor time that the server has used, with all processes that it started.
    ///
    /// Errors: the server has gone; the kernel tells nothing of it.
    pub fn used(&self) -> Result<Duration, Problem> {
        let noted = fs::read_to_string(self.folder.join("data/postmaster.pid"))?;
        let first = noted.lines().next().unwrap_or_default().trim().to_owned();
        let own = fs::read_to_string(format!("/proc/{first}/stat"))?;
        // Of those that have ended it has been told.
        let mut ticks = [11, 13]
            .map(|after| ticks_of(&own, after).unwrap_or_default())
            .iter()
            .sum::<u32>();
        for entry in fs::read_dir("/proc")? {
            // Whoever ends meanwhile is told of next time.
            let Ok(stat) = fs::read_to_string(entry?.path().join("stat")) else {
                continue;
            };
            if parent_of(&stat) == Some(first.as_str()) {
                ticks += ticks_of(&stat, 11).unwrap_or_default();
            }
        }
        Ok(tick()? * ticks)
    }

    /// The URL of the server's first database; its user may create others.
    pub fn url(&self) -> String {
        format!("postgres://gongxue@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&mut self) -> Result<(), Problem> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if let Some(status) = self.server.try_wait()? {
                return Err(format!("PostgreSQL ended with {status}:\n{}", self.log()).into());
            }
            let mut ready = self.program("pg_isready");
            ready.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if ready.status()?.success() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!(
            "PostgreSQL did not answer within {} s:\n{}",
            PATIENCE.as_secs(),
            self.log()
        )
        .into())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn program(&self, name: &str) -> Command {
        program(&self.binaries, name, &self.folder, self.owner)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--silent", "--mode", self.stop, "-D"])
            .arg(self.folder.join("data"));
        if !stop.status().is_ok_and(|status| status.success()) {
            // Only a server that is already gone cannot be told to stop; the kill then fails too, and harmlessly.
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        drop(self.temporary.take());
    }
}

/// Whether a PostgreSQL server could be started here.
pub fn is_there() -> bool {
    binaries().is_some()
}

/// Whether this process is root.
pub fn we_are_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// A port of the loopback that nobody listens on now.
pub fn free_port() -> Result<u16, Problem> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The folder of the newest server binaries: Debian's, else the PATH's.
pub fn binaries() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest = debian
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .max();
    newest
        .map(|(_, folder)| folder)
        .or_else(|| Some(command::on_path("initdb")?.parent()?.to_path_buf()))
}

/// Whom a server runs as when we are root; nobody else where we are not.
///
/// Errors: we are root, and there is no such user.
pub fn owner() -> Result<Option<Owner>, Problem> {
    if we_are_root() {
        unprivileged_user().map(Some)
    } else {
        Ok(None)
    }
}

fn unprivileged_user() -> Result<Owner, Problem> {
    let users = fs::read_to_string("/etc/passwd")?;
    let found = find_user(&users, "postgres").or_else(|| find_user(&users, "nobody"));
    found.ok_or_else(|| {
        "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody`".into()
    })
}

fn find_user(users: &str, name: &str) -> Option<Owner> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let found = fields.next()? == name;
        let user = fields.nth(1)?.parse().ok()?;
        let group = fields.next()?.parse().ok()?;
        found.then_some(Owner { user, group })
    })
}

fn program(binaries: &Path, name: &str, folder: &Path, owner: Option<Owner>) -> Command {
    run_as(Command::new(binaries.join(name)), folder, owner)
}

/// The command in a folder, as the user.
pub fn run_as(mut command: Command, folder: &Path, owner: Option<Owner>) -> Command {
    command.current_dir(folder).stdin(Stdio::null());
    if let Some(owner) = owner {
        command.uid(owner.user).gid(owner.group);
    }
    command
}

fn settings(pairs: &[(&str, &str)]) -> Vec<String> {
    pairs
        .iter()
        .flat_map(|(name, value)| ["-c".to_owned(), format!("{name}={value}")])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str =
        "root:x:0:0:root:/root:/bin/bash\npostgres:x:101:104:PostgreSQL,,,:/var/lib/postgresql:/bin/bash\n";

    #[test]
    fn a_user_is_found_with_its_number_and_its_group() {
        let owner = find_user(USERS, "postgres").unwrap();
        assert_eq!((owner.user, owner.group), (101, 104));
    }

    #[test]
    fn a_user_that_the_machine_does_not_have_is_not_made_up() {
        assert!(find_user(USERS, "nobody").is_none());
    }

    #[test]
    fn a_free_port_can_be_listened_on() {
        let port = free_port().unwrap();
        TcpListener::bind(("127.0.0.1", port)).unwrap();
    }
}
