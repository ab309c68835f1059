//! The installation's keys and its lock: two files in the data folder, outside the database.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;

use kernel::hex;
use kernel::outside::Chance;
use kernel::vault::Vault;

/// The key file: 64 bytes in hexadecimal.
pub const KEYS: &str = "keys-v1.hex";
/// Held while a process serves the folder.
pub(crate) const LOCK: &str = "in-use.lock";

/// Makes the folder and holds its lock for as long as the answer lives.
///
/// # Errors
/// When another process serves the folder, or it cannot be written.
pub fn lock(data: &Path) -> Result<File, String> {
    let told = |error: io::Error| {
        let folder = data.display();
        format!("the data folder {folder} cannot be written: {error}; mend that or name another with --data")
    };
    fs::create_dir_all(data).map_err(told)?;
    let path = data.join(LOCK);
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(told)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(format!("{} is in use by another gongxue", data.display())),
        Err(TryLockError::Error(error)) => Err(format!("{}: {error}", path.display())),
    }
}

/// Reads the keys, or makes them at the first start, readable by their owner only.
///
/// # Errors
/// A file that cannot be read or written, or is no key file.
pub fn vault(data: &Path, chance: &dyn Chance) -> Result<Vault, String> {
    let path = data.join(KEYS);
    let told = |error: io::Error| format!("{}: {error}", path.display());
    if !path.exists() {
        fs::create_dir_all(data).map_err(told)?;
        let bytes: Vec<u8> = [chance.seed(), chance.seed()].concat();
        let text = hex::written(&bytes);
        create_private(&path)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .map_err(told)?;
    }
    read(&path)
}

/// Reads a key file.
///
/// # Errors
/// A file that cannot be read, or is no key file.
pub fn read(path: &Path) -> Result<Vault, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let key: [u8; 64] = hex::read(text.trim())
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| format!("{}: no key file", path.display()))?;
    Ok(Vault::new(1, &key))
}

/// The keys of a folder that has them.
///
/// # Errors
/// Where there are none; they are not made here.
pub fn present(data: &Path) -> Result<Vault, String> {
    let path = data.join(KEYS);
    if path.exists() {
        read(&path)
    } else {
        Err(format!(
            "{} holds no {KEYS}; name the data folder with --data",
            data.display()
        ))
    }
}

/// Whether the keys of a place to be filled are those with this fingerprint: those of the file, those that lie there already, or
/// both.
///
/// # Errors
/// Where there are none, or others.
pub fn fit(data: &Path, file: Option<&Path>, fingerprint: &str) -> Result<(), String> {
    let there = data.join(KEYS);
    let mut given = [Some(there.as_path()).filter(|there| there.exists()), file]
        .into_iter()
        .flatten()
        .peekable();
    if given.peek().is_none() {
        return Err(format!(
            "the backup holds no keys: name the {KEYS} with the fingerprint {fingerprint} by --keys FILE"
        ));
    }
    for path in given {
        let found = read(path)?;
        if found.fingerprint() != fingerprint {
            return Err(format!(
                "{}: not the keys of this backup (its own have the fingerprint {fingerprint}, these {})",
                path.display(),
                found.fingerprint()
            ));
        }
    }
    Ok(())
}

/// Puts the keys of a file into a folder that has none yet.
///
/// # Errors
/// When they cannot be read or written.
pub fn put(data: &Path, file: Option<&Path>) -> Result<(), String> {
    let there = data.join(KEYS);
    match file {
        Some(file) if !there.exists() => copy_private(file, &there),
        _ => Ok(()),
    }
}

fn copy_private(from: &Path, to: &Path) -> Result<(), String> {
    let copied = fs::read(from).and_then(|bytes| {
        let mut file = create_private(to)?;
        file.write_all(&bytes)?;
        file.sync_all()
    });
    copied.map_err(|error| format!("{}: {error}", to.display()))
}

/// Makes a file that only its owner reads; there may be none of this name.
#[cfg(unix)]
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
