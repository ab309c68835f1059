//! A disk that is full under a running server, and a folder that cannot be written: nothing that was answered is lost, whoever
//! saves is told so in words, and with space again the house works as before.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::chance::Chance;
use super::held::{Acted, Stopped};
use super::proofs::Proofs;
use super::setup;
use super::worker::{self, Worker, look};
use crate::served::http::{Client, Reached as _};
use crate::served::server::Server;
use crate::{Problem, command};

/// The disk's size: the demonstration and the school take a third of it.
const SIZE: &str = "size=64m";
/// How long a start may take to refuse a folder.
const PATIENCE: Duration = Duration::from_secs(20);
/// Acts of every client before the disk is full, while it is, and after.
const ACTS: usize = 12;

/// Both; gives what was seen, a line each. What this machine does not allow is skipped, and says so.
///
/// Errors: the house behaves as it must not.
pub fn both(binary: &Path) -> Result<String, Problem> {
    let disk = match Disk::mounted() {
        Ok(disk) => disk,
        Err(problem) => {
            return Ok(format!(
                "- Full disk and read-only folder: skipped, since a small file system cannot be mounted here ({problem}).\n"
            ));
        }
    };
    let full = full(binary, &disk)?;
    let refused = read_only(binary, &disk)?;
    Ok(format!("- Full disk: {full}\n- Read-only folder: {refused}\n"))
}

/// A small file system in memory; it goes on drop.
struct Disk {
    folder: TempDir,
}

impl Disk {
    fn mounted() -> Result<Self, Problem> {
        let folder = tempfile::Builder::new().prefix("gongxue-disk-").tempdir()?;
        let said = Command::new("mount")
            .args(["-t", "tmpfs", "-o", SIZE, "tmpfs"])
            .arg(folder.path())
            .output()?;
        if said.status.success() {
            Ok(Self { folder })
        } else {
            Err(String::from_utf8_lossy(&said.stderr).trim().to_owned().into())
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn filler(&self) -> PathBuf {
        self.folder.path().join("filler")
    }

    /// Fills it to its last byte.
    fn fill(&self) -> Result<(), Problem> {
        let mut filler = File::options().create(true).append(true).open(self.filler())?;
        for piece in [vec![0_u8; 1 << 20], vec![0_u8; 1 << 12], vec![0_u8; 1]] {
            while filler.write_all(&piece).is_ok() {}
        }
        Ok(())
    }

    fn free(&self) -> Result<(), Problem> {
        Ok(fs::remove_file(self.filler())?)
    }

    fn remount(&self, how: &str) -> Result<(), Problem> {
        let how = format!("remount,{how}");
        command::succeed(Command::new("mount").args(["-o", &how]).arg(self.folder.path()))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Whatever is still open there holds it until it ends; the folder itself then stays empty.
        let _ = Command::new("umount")
            .arg("--lazy")
            .arg(self.folder.path())
            .status();
    }
}

fn full(binary: &Path, disk: &Disk) -> Result<String, Problem> {
    fs::create_dir_all(disk.data())?;
    let mut server = Server::start_in(binary, &disk.data())?;
    let mut workers = setup::workers(&server, &mut Chance::of(1))?;
    let before = acts(&mut workers)?;
    if before.refused > 0 {
        return Err("a write was refused before the disk was full".into());
    }
    disk.fill()?;
    let during = acts(&mut workers)?;
    if during.refused == 0 {
        return Err("the disk was full, and no write was refused".into());
    }
    reads(&server)?;
    server.kill()?;
    let (server, _) = server.restart()?;
    reads(&server)?;
    disk.free()?;
    worker::settled(&mut workers)?;
    let after = acts(&mut workers)?;
    if after.refused > 0 {
        return Err(format!(
            "{} writes were refused after there was space again",
            after.refused
        )
        .into());
    }
    worker::settled(&mut workers)?;
    drop(server);
    Proofs::of(binary, &disk.data()).all()?;
    Ok(format!(
        "{} writes answered before; while it was full {} answered and {} refused in words, pages read as always, also after a kill \
         and a start; {} answered after there was space again; nothing lost, both proofs pass.",
        before.answered, during.answered, during.refused, after.answered
    ))
}

/// What acts came to.
#[derive(Default)]
struct Came {
    answered: usize,
    refused: usize,
}

fn acts(workers: &mut [Box<dyn Worker>]) -> Result<Came, Problem> {
    let mut came = Came::default();
    for _ in 0..ACTS {
        for worker in workers.iter_mut() {
            match worker.act() {
                Ok(Acted::Answered(_)) => came.answered += 1,
                Ok(Acted::Busy) => came.refused += 1,
                Ok(Acted::Looked) => {}
                Err(stopped) => return Err(format!("{}: {}", worker.name(), stopped.told()).into()),
            }
        }
    }
    Ok(came)
}

/// Health and a page, while nothing can be written.
fn reads(server: &Server) -> Result<(), Problem> {
    let mut client: Client = server.client();
    for path in ["/health", "/sign-in"] {
        look(&mut client, path).map_err(Stopped::told)?;
    }
    Ok(())
}

/// A start on a folder that cannot be written ends by itself, with one sentence that names the folder.
fn read_only(binary: &Path, disk: &Disk) -> Result<String, Problem> {
    disk.remount("ro")?;
    let ended = ended(
        command::server(binary, "KILL")
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(disk.data()),
    );
    disk.remount("rw")?;
    let ended = ended?;
    let said = String::from_utf8_lossy(&ended.stderr).trim().to_owned();
    let folder = disk.data().display().to_string();
    let is_clear = ended.status.code() == Some(2) && said.lines().count() == 1 && said.contains(&folder);
    if !is_clear || said.contains("panicked") {
        return Err(format!("the start ended with {} and said: {said}", ended.status).into());
    }
    Ok(format!(
        "the start ends at once and says: `{}`.",
        said.replace(&folder, "DIR")
    ))
}

/// What a program said that has to end by itself.
///
/// Errors: it does not.
fn ended(command: &mut Command) -> Result<Output, Problem> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let began = Instant::now();
    while child.try_wait()?.is_none() {
        if began.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Err("the server serves a folder that cannot be written".into());
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(child.wait_with_output()?)
}
