//! Three nodes of one installation: each with a data folder of its own that holds the same keys, one folder of files, one database.

use std::ffi::OsStr;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::cluster::Cluster;
use crate::Problem;
use crate::served::proof;
use crate::served::server::Server;

/// The file with the keys.
const KEYS: &str = "keys-v1.hex";

/// The nodes; they end on drop.
pub struct Nodes {
    /// Each, or nothing while it is killed.
    pub all: Vec<Option<Server>>,
    /// Where each is reached.
    pub addresses: Vec<SocketAddr>,
    binary: PathBuf,
    url: String,
    folder: TempDir,
}

impl Nodes {
    /// Starts three, one after the other: the first makes the schema, the keys and the nation.
    ///
    /// Errors: one does not start.
    pub fn start(binary: &Path, cluster: &Cluster) -> Result<Self, Problem> {
        let folder = tempfile::Builder::new()
            .prefix("served-")
            .tempdir_in(binary.parent().unwrap_or(binary))?;
        let mut nodes = Self {
            all: Vec::new(),
            addresses: Vec::new(),
            binary: binary.to_owned(),
            url: cluster.url(),
            folder,
        };
        for number in 0..3 {
            let data = nodes.data(number);
            fs::create_dir(&data)?;
            if number > 0 {
                fs::copy(nodes.data(0).join(KEYS), data.join(KEYS))?;
            }
            let server = Server::start_with(binary, &data, nodes.flags())?;
            nodes.addresses.push(server.address);
            nodes.all.push(Some(server));
        }
        Ok(nodes)
    }

    /// Where those that run are reached.
    pub fn alive(&mut self) -> Vec<SocketAddr> {
        let running = self.all.iter_mut().flatten();
        running
            .filter_map(|server| server.is_running().then_some(server.address))
            .collect()
    }

    /// Kills one as a power cut would.
    ///
    /// Errors: it was gone already.
    pub fn kill(&mut self, number: usize) -> Result<(), Problem> {
        let server = self.all.get_mut(number).and_then(Option::as_mut);
        server.ok_or("there is no such node")?.kill()
    }

    /// Starts a killed one again, at its address.
    ///
    /// Errors: it does not start.
    pub fn restart(&mut self, number: usize) -> Result<(), Problem> {
        let slot = self.all.get_mut(number).ok_or("there is no such node")?;
        let server = slot.take().ok_or("there is no such node")?;
        *slot = Some(server.restart()?.0);
        Ok(())
    }

    /// Runs the program's own proof over the cluster.
    ///
    /// Errors: it fails, with what it says.
    pub fn verified(&self, what: &str) -> Result<(), Problem> {
        let data = self.data(0);
        let place = [
            OsStr::new("--data"),
            data.as_os_str(),
            OsStr::new("--database"),
            OsStr::new(&self.url),
        ];
        proof::passes(&self.binary, what, place)
    }

    /// No thread of any node panicked, and nobody was shown a fault of ours.
    ///
    /// Errors: the first line of a log that says so.
    pub fn quiet(&self) -> Result<(), Problem> {
        for number in 0..self.all.len() {
            let log = fs::read_to_string(self.data(number).join("log"))?;
            let is_bad = |line: &&str| line.contains("panicked at") || line.contains("internal error");
            if let Some(line) = log.lines().find(is_bad) {
                return Err(format!("the log of node {} says: {line}", number + 1).into());
            }
        }
        Ok(())
    }

    fn data(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("node{}", number + 1))
    }

    fn flags(&self) -> Vec<String> {
        let files = self.folder.path().join("files").display().to_string();
        ["--database", &self.url, "--files", &files]
            .map(str::to_owned)
            .to_vec()
    }
}
