//! Writing the archive: beside its place first, and at its place when all of it is on disk.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use kernel::Instant;

use super::Fault;
use super::format::{EntryNote, MANIFEST, Manifest, SEAL, sha256};
use crate::keys::create_private;

/// An archive on its way.
pub(super) struct Writer {
    tar: tar::Builder<BufWriter<File>>,
    to: PathBuf,
    part: PathBuf,
    at: u64,
    noted: Vec<EntryNote>,
}

impl Writer {
    /// Begins an archive that only its owner may read.
    ///
    /// # Errors
    /// When there is a file of this name, or it cannot be written.
    pub(super) fn begin(to: &Path, at: Instant) -> Result<Self, Fault> {
        if to.exists() {
            return Err(Fault::at(to, "exists already; a backup overwrites nothing"));
        }
        let part = PathBuf::from(format!("{}.part", to.display()));
        if part.exists() {
            // Left by one that was killed.
            fs::remove_file(&part).map_err(|error| Fault::at(&part, error))?;
        }
        let file = create_private(&part).map_err(|error| Fault::at(&part, error))?;
        Ok(Self {
            tar: tar::Builder::new(BufWriter::with_capacity(1 << 20, file)),
            to: to.to_owned(),
            part,
            at: u64::try_from(at.0 / Instant::SECOND).unwrap_or(0),
            noted: Vec::new(),
        })
    }

    /// Adds an entry that the manifest names.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn note(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.put(path, bytes)?;
        self.noted.push(EntryNote {
            path: path.to_owned(),
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        });
        Ok(())
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(self.at);
        self.tar
            .append_data(&mut header, path, bytes)
            .map_err(|error| Fault::at(&self.part, error))
    }

    /// The entries that the manifest names so far.
    pub(super) fn noted(&mut self) -> Vec<EntryNote> {
        std::mem::take(&mut self.noted)
    }

    /// Ends it with the manifest, waits until all is on disk, and gives it its name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn finish(mut self, manifest: &Manifest) -> Result<(), Fault> {
        let text = serde_json::to_vec_pretty(manifest).map_err(|error| Fault::new(error.to_string()))?;
        self.put(MANIFEST, &text)?;
        self.put(SEAL, format!("{}  {MANIFEST}\n", sha256(&text)).as_bytes())?;
        let Self { tar, to, part, .. } = self;
        let told = |error: std::io::Error| Fault::at(&part, error);
        let mut buffer = tar.into_inner().map_err(told)?;
        buffer.flush().map_err(told)?;
        buffer.get_ref().sync_all().map_err(told)?;
        fs::rename(&part, &to).map_err(told)?;
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        // The name, too, should outlive a power cut; where a folder cannot be synced (not every system can), the file still is.
        drop(File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all()));
        Ok(())
    }

    /// Where it lies until it is finished.
    pub(super) fn part(&self) -> PathBuf {
        self.part.clone()
    }
}
