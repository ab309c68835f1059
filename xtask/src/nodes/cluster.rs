//! The cluster: etcd, which knows who leads, and three members.

use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::member::{Member, Shared};
use crate::test::postgres;
use crate::{Problem, command};

/// How long the cluster may take to be whole, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(180);
/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// Followers that take part, and among them one that has every answered write.
const WHOLE: &str = "SELECT count(*) FILTER (WHERE state = 'streaming') >= 2 AND count(*) FILTER (WHERE sync_state = 'sync') >= 1 \
    FROM pg_stat_replication";

/// A cluster; all of it ends on drop.
pub struct Cluster {
    /// Its members, the leader among them.
    pub members: Vec<Member>,
    etcd: Child,
    _folder: TempDir,
}

impl Cluster {
    /// Starts etcd and the members, and waits until they are whole.
    ///
    /// Errors: something does not start; its log is shown.
    pub fn start() -> Result<Self, Problem> {
        let folder = tempfile::Builder::new().prefix("gongxue-nodes-").tempdir()?;
        let owner = postgres::owner()?;
        if let Some(owner) = owner {
            std::os::unix::fs::chown(folder.path(), Some(owner.user), Some(owner.group))?;
        }
        let shared = Shared {
            folder: folder.path().to_owned(),
            binaries: postgres::binaries().ok_or("there is no PostgreSQL")?,
            owner,
            etcd: postgres::free_port()?,
        };
        let etcd = etcd(&shared)?;
        let mut cluster = Self {
            members: Vec::new(),
            etcd,
            _folder: folder,
        };
        for number in 1..=3 {
            let mut member = Member::of(number, &shared)?;
            member.start()?;
            cluster.members.push(member);
        }
        cluster.whole()?;
        Ok(cluster)
    }

    /// One URL for all members: whoever takes writes is meant.
    pub fn url(&self) -> String {
        let hosts: Vec<String> = self
            .members
            .iter()
            .map(|member| format!("127.0.0.1:{}", member.port))
            .collect();
        format!(
            "postgres://postgres@{}/postgres?target_session_attrs=read-write",
            hosts.join(",")
        )
    }

    /// The place of the member that leads, once one does.
    pub fn leader(&self) -> Option<usize> {
        let leads = |member: &Member| member.asked("SELECT NOT pg_is_in_recovery()").as_deref() == Some("t");
        self.members.iter().position(leads)
    }

    /// Waits until one leads and two follow.
    ///
    /// Errors: it does not come to that in time.
    pub fn whole(&self) -> Result<(), Problem> {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let leader = self.leader().and_then(|place| self.members.get(place));
            if leader.is_some_and(|leader| leader.asked(WHOLE).as_deref() == Some("t")) {
                return Ok(());
            }
            std::thread::sleep(LOOK);
        }
        let logs: Vec<String> = self.members.iter().map(Member::log).collect();
        Err(format!("the cluster is not whole:\n{}", logs.join("\n--\n")).into())
    }

    /// What the leader answers to a query.
    ///
    /// Errors: nobody leads, or it does not answer.
    pub fn asked(&self, sql: &str) -> Result<String, Problem> {
        let leader = self.leader().and_then(|place| self.members.get(place));
        let answer = leader.and_then(|leader| leader.asked(sql));
        answer.ok_or_else(|| "no leader answers".into())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.members.clear();
        // What is gone already cannot be killed, and need not be.
        let _ = self.etcd.kill();
        let _ = self.etcd.wait();
    }
}

fn etcd(shared: &Shared) -> Result<Child, Problem> {
    let program = command::on_path("etcd").ok_or("there is no etcd")?;
    let folder = shared.folder.join("etcd");
    fs::create_dir(&folder)?;
    if let Some(owner) = shared.owner {
        std::os::unix::fs::chown(&folder, Some(owner.user), Some(owner.group))?;
    }
    let log = fs::File::create(folder.join("log"))?;
    let clients = format!("http://127.0.0.1:{}", shared.etcd);
    let peers = format!("http://127.0.0.1:{}", postgres::free_port()?);
    let started = postgres::run_as(command::server(&program, "KILL"), &folder, shared.owner)
        .args(["--name", "one", "--data-dir"])
        .arg(folder.join("data"))
        .args([
            "--listen-client-urls",
            &clients,
            "--advertise-client-urls",
            &clients,
        ])
        .args([
            "--listen-peer-urls",
            &peers,
            "--initial-advertise-peer-urls",
            &peers,
        ])
        .args(["--initial-cluster", &format!("one={peers}")])
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()?;
    Ok(started)
}
