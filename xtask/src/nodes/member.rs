//! One member of the cluster: Patroni and the PostgreSQL that it keeps.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::test::postgres::{self, Owner};
use crate::{Problem, command};

/// How long what was killed may take to be gone.
const GONE: Duration = Duration::from_secs(5);

/// A member; it ends on drop.
pub struct Member {
    /// What the others call it.
    pub name: String,
    /// Where its PostgreSQL listens.
    pub port: u16,
    folder: PathBuf,
    binaries: PathBuf,
    owner: Option<Owner>,
    patroni: Option<Child>,
}

/// What all members of a cluster share.
pub struct Shared {
    /// The folder of the whole cluster.
    pub folder: PathBuf,
    /// Where PostgreSQL's programs are.
    pub binaries: PathBuf,
    /// Whom they run as.
    pub owner: Option<Owner>,
    /// Where etcd listens.
    pub etcd: u16,
}

impl Member {
    /// A member that is not started yet.
    ///
    /// Errors: no free port, or its settings cannot be written.
    pub fn of(number: usize, shared: &Shared) -> Result<Self, Problem> {
        let name = format!("member{number}");
        let folder = shared.folder.join(&name);
        fs::create_dir(&folder)?;
        let (port, api) = (postgres::free_port()?, postgres::free_port()?);
        fs::write(folder.join("patroni.yml"), settings(&name, (port, api), shared))?;
        if let Some(owner) = shared.owner {
            std::os::unix::fs::chown(&folder, Some(owner.user), Some(owner.group))?;
        }
        Ok(Self {
            name,
            port,
            folder,
            binaries: shared.binaries.clone(),
            owner: shared.owner,
            patroni: None,
        })
    }

    /// Starts Patroni, which makes or follows the database and starts PostgreSQL.
    ///
    /// Errors: it cannot be started.
    pub fn start(&mut self) -> Result<(), Problem> {
        let program = command::on_path("patroni").ok_or("there is no patroni")?;
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.join("log"))?;
        // Patroni ends its PostgreSQL when it is told to end.
        let patroni = command::server(&program, "TERM");
        let patroni = postgres::run_as(patroni, &self.folder, self.owner)
            .arg(self.folder.join("patroni.yml"))
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        self.patroni = Some(patroni);
        Ok(())
    }

    /// Kills Patroni and every process of its PostgreSQL as a power cut would.
    ///
    /// Errors: nothing was there to kill.
    pub fn kill(&mut self) -> Result<(), Problem> {
        let Some(mut patroni) = self.patroni.take() else {
            return Err(format!("{} is not running", self.name).into());
        };
        patroni.kill()?;
        patroni.wait()?;
        let Some(postmaster) = self.postmaster() else {
            return Err(format!("{} has no PostgreSQL", self.name).into());
        };
        let mut all = children(&postmaster)?;
        all.insert(0, postmaster);
        // Some backends end by themselves between the list and the kill, so that its own word says nothing.
        Command::new("kill")
            .arg("-KILL")
            .args(&all)
            .stderr(Stdio::null())
            .status()?;
        let began = Instant::now();
        while all.iter().any(|process| lives(process)) {
            if began.elapsed() > GONE {
                return Err(format!("the PostgreSQL of {} cannot be killed", self.name).into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// What its PostgreSQL answers to a query, or nothing while it does not.
    pub fn asked(&self, sql: &str) -> Option<String> {
        let answer = Command::new(self.binaries.join("psql"))
            .args([
                "-X",
                "-A",
                "-t",
                "-h",
                "127.0.0.1",
                "-U",
                "postgres",
                "-d",
                "postgres",
            ])
            .args(["-p", &self.port.to_string(), "-c", sql])
            .env("PGCONNECT_TIMEOUT", "2")
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8(answer.stdout).ok()?;
        answer.status.success().then(|| text.trim().to_owned())
    }

    /// The end of what it logged, for whoever asks why it does not come.
    pub fn log(&self) -> String {
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }

    /// The number of PostgreSQL's first process.
    fn postmaster(&self) -> Option<String> {
        let file = fs::read_to_string(self.folder.join("data/postmaster.pid")).ok()?;
        Some(file.lines().next()?.trim().to_owned())
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        // Nothing of it is kept: what does not run need not be killed, and has nobody to tell.
        drop(self.kill());
    }
}

/// Whether a process still does something: one that only waits for its parent's question does not.
fn lives(process: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    after
        .split_ascii_whitespace()
        .next()
        .is_some_and(|state| state != "Z")
}

/// The processes that a process started.
fn children(parent: &str) -> Result<Vec<String>, Problem> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        let after = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        if after.split_ascii_whitespace().nth(1) == Some(parent) {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(found)
}

/// A write is answered when a second member has it; without one there are no writes at all (`synchronous_mode_strict`), and only a
/// member that has all that was answered may lead.
fn settings(name: &str, (port, api): (u16, u16), shared: &Shared) -> String {
    let folder = shared.folder.join(name);
    let (folder, binaries, etcd) = (shown(&folder), shown(&shared.binaries), shared.etcd);
    format!(
        "scope: gongxue
name: {name}
restapi: {{listen: '127.0.0.1:{api}', connect_address: '127.0.0.1:{api}'}}
etcd3: {{host: '127.0.0.1:{etcd}'}}
bootstrap:
  dcs:
    ttl: 10
    loop_wait: 2
    retry_timeout: 3
    primary_start_timeout: 0
    synchronous_mode: true
    synchronous_mode_strict: true
    postgresql:
      use_pg_rewind: true
      parameters: {{max_connections: 150, max_locks_per_transaction: 256, max_pred_locks_per_transaction: 256, wal_keep_size: '256MB', synchronous_commit: 'on'}}
  initdb: [{{encoding: UTF8}}, {{locale: C}}, {{auth: trust}}, data-checksums]
  pg_hba: [local all all trust, host all all 127.0.0.1/32 trust, host replication all 127.0.0.1/32 trust]
postgresql:
  listen: '127.0.0.1:{port}'
  connect_address: '127.0.0.1:{port}'
  data_dir: '{folder}/data'
  bin_dir: '{binaries}'
  pgpass: '{folder}/pgpass'
  basebackup: [{{checkpoint: fast}}]
  authentication:
    superuser: {{username: postgres}}
    replication: {{username: copy}}
    rewind: {{username: rewind}}
  parameters: {{unix_socket_directories: '{folder}'}}
watchdog: {{mode: 'off'}}
"
    )
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
