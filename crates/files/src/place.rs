//! Where the bytes lie: an object store, each object named by the SHA-256 of its content.

use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use kernel::{Error, Instant, Result};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use ring::digest::{SHA256, digest};
use tokio_stream::StreamExt;

use crate::Upload;

/// The SHA-256 of a file's content: 64 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(String);

/// The text is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAHash;

impl Hash {
    /// The hash of some content.
    pub fn of(bytes: &[u8]) -> Self {
        let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
        let digest = digest(&SHA256, bytes);
        Self(
            digest
                .as_ref()
                .iter()
                .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
                .collect(),
        )
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// 256 folders, so that none holds too many files.
    fn path(&self) -> Path {
        Path::from(format!("{}/{}", &self.0[..2], self.0))
    }
}

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let fits = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAHash)
        }
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where files are kept.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The place.
    pub place: Place,
}

/// A place for files.
#[derive(Clone, Debug)]
pub enum Place {
    /// A folder on this machine, made if it is not there.
    Folder(PathBuf),
}

/// The stored files of an installation; cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    folder: PathBuf,
}

/// Room on the disk where files lie, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What this program may still write.
    pub free: u64,
    /// All of it.
    pub total: u64,
}

impl Files {
    /// The room on the disk; none where the system does not tell.
    pub fn room(&self) -> Option<Room> {
        let told = nix::sys::statvfs::statvfs(&self.folder).ok()?;
        let unit = told.fragment_size();
        Some(Room {
            free: told.blocks_available() * unit,
            total: told.blocks() * unit,
        })
    }

    /// Opens the place.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(settings: &Settings) -> Result<Self> {
        let Place::Folder(folder) = &settings.place;
        std::fs::create_dir_all(folder).map_err(Error::internal)?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(Error::internal)?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            folder: folder.clone(),
        })
    }

    /// Stores a checked file, durably and whole or not at all; its row is written after that. The same content is
    /// stored once; putting it again makes it young again for [`crate::sweep`].
    ///
    /// # Errors
    /// [`Error::Busy`] when there is no room for it; the store's.
    pub async fn put(&self, upload: &Upload) -> Result<()> {
        let payload = PutPayload::from_bytes(upload.bytes().clone());
        self.store
            .put(&upload.hash().path(), payload)
            .await
            .map_err(not_put)?;
        Ok(())
    }

    /// Stores what was stored before and kept in a backup, under the hash that it had there.
    ///
    /// # Errors
    /// The store's; an internal one if the content is not that of the hash.
    pub async fn put_back(&self, hash: &Hash, bytes: Bytes) -> Result<()> {
        if Hash::of(&bytes) != *hash {
            return Err(Error::internal(format!("file {hash} was changed")));
        }
        self.store
            .put(&hash.path(), PutPayload::from_bytes(bytes))
            .await
            .map_err(Error::internal)?;
        Ok(())
    }

    /// The content of a hash.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it is not stored; an internal one if it is not what it was.
    pub async fn get(&self, hash: &Hash) -> Result<Bytes> {
        let found = self.store.get(&hash.path()).await.map_err(refused)?;
        let bytes = found.bytes().await.map_err(refused)?;
        if Hash::of(&bytes) == *hash {
            Ok(bytes)
        } else {
            Err(Error::internal(format!("file {hash} was changed")))
        }
    }

    /// The stored hashes that were last put before a moment.
    pub(crate) async fn older_than(&self, moment: Instant) -> Result<Vec<Hash>> {
        let mut objects = self.store.list(None);
        let mut found = Vec::new();
        while let Some(object) = objects.next().await {
            let object = object.map_err(Error::internal)?;
            let hash = object.location.filename().and_then(|name| name.parse().ok());
            if object.last_modified.timestamp_micros() < moment.0 {
                found.extend(hash);
            }
        }
        Ok(found)
    }

    /// Removes what a process that died in the middle of a put left behind before a moment: the store writes beside the name,
    /// with a `#`, and renames, and lists no such piece. Answers how many.
    pub(crate) async fn remove_pieces(&self, moment: Instant) -> Result<usize> {
        let folder = self.folder.clone();
        // Reading the names of a million files takes a while: not on a thread that answers requests.
        let removed = tokio::task::spawn_blocking(move || remove_pieces(&folder, moment));
        removed.await.map_err(Error::internal)?
    }

    pub(crate) async fn remove(&self, hash: &Hash) -> Result<()> {
        self.store.delete(&hash.path()).await.map_err(refused)
    }
}

fn remove_pieces(folder: &std::path::Path, moment: Instant) -> Result<usize> {
    let micros = u64::try_from(moment.0).unwrap_or_default();
    let moment = UNIX_EPOCH + Duration::from_micros(micros);
    let mut removed = 0;
    for folder in entries(folder)?.into_iter().filter(|entry| entry.is_dir()) {
        for piece in entries(&folder)? {
            let name = piece.file_name().unwrap_or_default().to_string_lossy();
            let is_old = || {
                let written = piece.metadata().and_then(|known| known.modified());
                written.is_ok_and(|written| written < moment)
            };
            if name.contains('#') && is_old() {
                std::fs::remove_file(&piece).map_err(Error::internal)?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

fn entries(folder: &std::path::Path) -> Result<Vec<PathBuf>> {
    let all = std::fs::read_dir(folder).map_err(Error::internal)?;
    all.map(|entry| entry.map(|entry| entry.path()).map_err(Error::internal))
        .collect()
}

/// Whoever sent a file cannot make room for it and is told to try again; the operator reads why.
fn not_put(error: object_store::Error) -> Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(one) = cause {
        let kind = one.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if matches!(kind, Some(ErrorKind::StorageFull | ErrorKind::QuotaExceeded)) {
            tracing::error!(%error, "a file was not stored");
            return Error::Busy;
        }
        cause = one.source();
    }
    Error::internal(error)
}

fn refused(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound,
        other => Error::internal(other),
    }
}
