//! A PostgreSQL server of our own: an empty cluster in a temporary folder, on a free port of the loopback, gone afterwards.
//!
//! It is tuned for tests: nothing is forced to disk, since nobody keeps the data; every user of the machine may connect,
//! since it lives for minutes and holds invented people only.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{Problem, command};

/// How long a cluster may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; it is stopped and its data removed on drop.
pub struct Postgres {
    binaries: PathBuf,
    owner: Option<Owner>,
    folder: TempDir,
    port: u16,
    server: Child,
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
    /// Makes a cluster and starts its server.
    ///
    /// Errors: no server binaries, no user to run as, or a server that does not answer within a minute; its log is shown.
    pub fn start() -> Result<Self, Problem> {
        let binaries = binaries().ok_or("no PostgreSQL server binaries: `cargo xtask test` installs them")?;
        let owner = owner()?;
        let folder = tempfile::Builder::new().prefix("gongxue-postgres-").tempdir()?;
        if let Some(owner) = owner {
            chown(folder.path(), Some(owner.user), Some(owner.group))?;
        }
        let data = folder.path().join("data");
        let mut initdb = program(&binaries, "initdb", folder.path(), owner);
        initdb.args([
            "--username=gongxue",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "-D",
        ]);
        command::succeed(initdb.arg(&data).stdout(Stdio::null()))?;

        let port = free_port()?;
        let log = fs::File::create(folder.path().join("log"))?;
        let server = run_as(
            command::server(&binaries.join("postgres"), "INT"),
            folder.path(),
            owner,
        )
        .arg("-D")
        .arg(&data)
        .arg("-k")
        .arg(folder.path())
        .args(["-h", "127.0.0.1", "-p", &port.to_string()])
        .args(settings(&[
            ("fsync", "off"),
            ("full_page_writes", "off"),
            ("synchronous_commit", "off"),
            ("max_connections", "200"),
            ("max_locks_per_transaction", "256"),
            ("max_pred_locks_per_transaction", "256"),
        ]))
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()?;
        let mut started = Self {
            binaries,
            owner,
            folder,
            port,
            server,
        };
        started.wait()?;
        Ok(started)
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
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    fn program(&self, name: &str) -> Command {
        program(&self.binaries, name, self.folder.path(), self.owner)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--silent", "--mode=immediate", "-D"])
            .arg(self.folder.path().join("data"));
        if !stop.status().is_ok_and(|status| status.success()) {
            // Only a server that is already gone cannot be told to stop; the kill then fails too, and harmlessly.
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
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
