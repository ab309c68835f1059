//! What is proved while the server is down: its own checks of facts and audit chains, and the store of files.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::served::proof;
use crate::{Problem, command};

/// The proofs of one data folder.
pub struct Proofs {
    binary: PathBuf,
    data: PathBuf,
    /// Files whose content was compared with their name; they never change.
    known: BTreeSet<PathBuf>,
    /// How much of the server's log was read.
    read: u64,
    /// Pieces of files that a kill left unfinished, which nobody can ask for.
    pub pieces: usize,
}

impl Proofs {
    /// Of a folder, by the program that serves it.
    pub fn of(binary: &Path, data: &Path) -> Self {
        Self {
            binary: binary.to_owned(),
            data: data.to_owned(),
            known: BTreeSet::new(),
            read: 0,
            pieces: 0,
        }
    }

    /// Runs all of them.
    ///
    /// Errors: the first that fails, with what it says.
    pub fn all(&mut self) -> Result<(), Problem> {
        self.verified("facts")?;
        self.verified("audit")?;
        self.files()?;
        self.no_panic()
    }

    /// No thread of the server panicked so far, whatever it answered meanwhile.
    fn no_panic(&mut self) -> Result<(), Problem> {
        let mut log = File::open(self.data.join("log"))?;
        log.seek(SeekFrom::Start(self.read))?;
        let mut new = Vec::new();
        self.read += u64::try_from(log.read_to_end(&mut new)?)?;
        let new = String::from_utf8_lossy(&new);
        match new.lines().find(|line| line.contains("panicked at")) {
            Some(line) => Err(format!("the server's log says: {line}").into()),
            None => Ok(()),
        }
    }

    fn verified(&self, what: &str) -> Result<(), Problem> {
        proof::passes(&self.binary, what, [OsStr::new("--data"), self.data.as_os_str()])
    }

    /// Every file that is new is whole: its name is the SHA-256 of its content.
    fn files(&mut self) -> Result<(), Problem> {
        let (mut new, mut pieces) = (Vec::new(), 0);
        let top = self.data.join("files");
        for folder in fs::read_dir(&top)?.filter_map(Result::ok) {
            if !folder.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path())?.filter_map(Result::ok) {
                let path = file.path();
                let name = file.file_name();
                let is_whole = name.to_str().is_some_and(|name| name.len() == 64);
                if !is_whole {
                    pieces += 1;
                } else if !self.known.contains(&path) {
                    new.push(path);
                }
            }
        }
        self.pieces = pieces;
        for some in new.chunks(500) {
            let said = command::output(Command::new("sha256sum").args(some))?;
            for line in said.lines() {
                let (hash, path) = line.split_once("  ").ok_or("sha256sum has another form")?;
                if !path.ends_with(hash) {
                    return Err(format!("{path} holds what its name does not say").into());
                }
            }
        }
        self.known.extend(new);
        Ok(())
    }

    /// How many files are whole.
    pub fn count(&self) -> usize {
        self.known.len()
    }
}
