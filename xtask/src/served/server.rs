//! The binary as a process: started on a folder with the demonstration, killed and started again, asked for its processor time and
//! its memory, and gone afterwards.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::http::{Client, Reached};
use crate::{Problem, command};

/// How often a starting server is asked whether it answers.
const ASKED_EVERY: Duration = Duration::from_millis(5);
/// How long a start may take: a debug build makes the nation up on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server; it ends on drop.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// A tick of the kernel's clock of processor times.
    tick: Duration,
    binary: PathBuf,
    data: PathBuf,
    /// What it is told besides.
    more: Vec<String>,
    /// Removes the data folder on drop, where it is one of our own.
    folder: Option<TempDir>,
}

impl Server {
    /// Starts `binary` and waits for its greeting. Its data stands on the disk of the working tree, since a commit into memory
    /// would be no commit.
    ///
    /// Errors: it cannot be started, or ends before it greets.
    pub fn start(binary: &Path) -> Result<Self, Problem> {
        let folder = tempfile::Builder::new()
            .prefix("served-")
            .tempdir_in(binary.parent().unwrap_or(binary))?;
        let data = folder.path().to_owned();
        let mut server = Self::start_in(binary, &data)?;
        server.folder = Some(folder);
        Ok(server)
    }

    /// Starts `binary` on a folder that is somebody else's.
    ///
    /// Errors: as of [`Server::start`].
    pub fn start_in(binary: &Path, data: &Path) -> Result<Self, Problem> {
        Self::start_with(binary, data, Vec::new())
    }

    /// Starts `binary` on a folder that is somebody else's, with more on its command line.
    ///
    /// Errors: as of [`Server::start`].
    pub fn start_with(binary: &Path, data: &Path, more: Vec<String>) -> Result<Self, Problem> {
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?;
        let server = Self {
            child: serve(binary, (data, &more), address)?,
            more,
            address,
            tick: tick()?,
            binary: binary.to_owned(),
            data: data.to_owned(),
            folder: None,
        };
        server.greeted()
    }

    /// Ends the server and starts it on what it has stored.
    ///
    /// Errors: as of [`Server::start`].
    pub fn again(mut self) -> Result<Self, Problem> {
        self.kill()?;
        self.child = serve(&self.binary, (&self.data, &self.more), self.address)?;
        self.greeted()
    }

    /// Kills the process as a power cut would, and waits until it is gone.
    ///
    /// Errors: it was gone already.
    pub fn kill(&mut self) -> Result<(), Problem> {
        if let Some(status) = self.child.try_wait()? {
            return Err(format!("the server ended by itself with {status}").into());
        }
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Tells the process to end as an operator would, and waits until it has; gives how long that took.
    ///
    /// Errors: it was gone already, does not end in time, or ends with another status than 0.
    pub fn stop(&mut self) -> Result<Duration, Problem> {
        if let Some(status) = self.child.try_wait()? {
            return Err(format!("the server ended by itself with {status}").into());
        }
        let began = Instant::now();
        let process = self.child.id().to_string();
        command::succeed(Command::new("kill").args(["-TERM", &process]))?;
        while began.elapsed() < PATIENCE {
            match self.child.try_wait()? {
                Some(status) if status.success() => return Ok(began.elapsed()),
                Some(status) => {
                    return Err(format!("the server that was told to end ended with {status}").into());
                }
                None => std::thread::sleep(ASKED_EVERY),
            }
        }
        Err("the server that was told to end does not".into())
    }

    /// Whether the process lives.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|ended| ended.is_none())
    }

    /// Starts a killed server on what it has stored; gives how long it took until it answered.
    ///
    /// Errors: as of [`Server::start`].
    pub fn restart(mut self) -> Result<(Self, Duration), Problem> {
        let began = Instant::now();
        self.child = serve(&self.binary, (&self.data, &self.more), self.address)?;
        let server = self.greeted()?;
        Ok((server, began.elapsed()))
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    fn greeted(mut self) -> Result<Self, Problem> {
        let out = self.child.stdout.take().ok_or("the server has no output")?;
        let ready = BufReader::new(out)
            .lines()
            .map_while(Result::ok)
            .any(|line| line.contains("made-up nation"));
        if !ready {
            return Err("the server ended before it greeted".into());
        }
        let mut client = self.client();
        // The greeting comes a moment before the socket.
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            if client.page("/health").is_ok() {
                return Ok(self);
            }
            std::thread::sleep(ASKED_EVERY);
        }
        Err("the server greets and does not answer".into())
    }

    /// The processor time that the process has used, in user and system mode.
    ///
    /// Errors: the kernel tells nothing of it.
    pub fn used(&self) -> Result<Duration, Problem> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let ticks = ticks_of(&stat, 11).ok_or("/proc/PID/stat has another form")?;
        Ok(self.tick * ticks)
    }

    /// The memory that is resident, in MiB.
    ///
    /// Errors: the kernel tells nothing of it.
    pub fn resident(&self) -> Result<f64, Problem> {
        self.memory("VmRSS:")
    }

    /// The most memory that has been resident since its start, in MiB.
    ///
    /// Errors: the kernel tells nothing of it.
    pub fn most_resident(&self) -> Result<f64, Problem> {
        self.memory("VmHWM:")
    }

    fn memory(&self, named: &str) -> Result<f64, Problem> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let kib = status
            .lines()
            .find_map(|line| line.strip_prefix(named)?.trim().strip_suffix(" kB"))
            .ok_or("/proc/PID/status has another form")?;
        Ok(kib.trim().parse::<f64>()? / 1_024.0)
    }

    /// The SQL statements that the server has run so far, as it counts them itself.
    ///
    /// Errors: it does not answer, or counts none.
    pub fn statements(&self, client: &mut Client) -> Result<f64, Problem> {
        let figures = client.page("/metrics")?.text();
        let counted: Vec<f64> = figures
            .lines()
            .filter(|line| line.starts_with("gongxue_statements_total"))
            .filter_map(|line| line.rsplit(' ').next()?.parse().ok())
            .collect();
        if counted.is_empty() {
            return Err("the server counts no statements".into());
        }
        Ok(counted.iter().sum())
    }
}

impl Reached for Server {
    fn client(&self) -> Client {
        Client::new(self.address)
    }
}

fn serve(binary: &Path, (data, more): (&Path, &[String]), address: SocketAddr) -> Result<Child, Problem> {
    let log = fs::File::options()
        .create(true)
        .append(true)
        .open(data.join("log"))?;
    let child = command::server(binary, "KILL")
        .args(["serve", "--demo", "--listen", &address.to_string(), "--data"])
        .arg(data)
        .args(more)
        // A few sessions stand for many people here.
        .env("GONGXUE_SESSION_REQUESTS", u32::MAX.to_string())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()?;
    Ok(child)
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that is already gone cannot be killed, and need not be.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A tick of the kernel's clock of processor times.
///
/// Errors: the system does not say.
pub fn tick() -> Result<Duration, Problem> {
    let ticks = command::output(Command::new("getconf").arg("CLK_TCK"))?;
    Ok(Duration::from_secs(1) / ticks.trim().parse::<u32>()?)
}

/// User and system time of a line of `/proc/PID/stat`: the process's own after 11 fields, its children's after 13. They are
/// counted from the end of the program's name, which may hold anything.
pub fn ticks_of(stat: &str, after: usize) -> Option<u32> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace().skip(after);
    let user: u32 = fields.next()?.parse().ok()?;
    let system: u32 = fields.next()?.parse().ok()?;
    Some(user + system)
}

/// Whose child a process is, by its line of `/proc/PID/stat`.
pub fn parent_of(stat: &str) -> Option<&str> {
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_ascii_whitespace().nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_user_and_system_whatever_the_program_is_called() {
        let stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 100 0 0 0 7 5 9 9 20 0 1 0 100 1 1";
        assert_eq!(ticks_of(stat, 11), Some(12));
        assert_eq!(ticks_of(stat, 13), Some(18));
        assert_eq!(ticks_of("42", 11), None);
        assert_eq!(parent_of(stat), Some("1"));
    }
}
