//! The installation's keys and its lock: two files in the data folder, outside the database.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;

use kernel::outside::Chance;
use kernel::vault::Vault;

/// The key file: 64 bytes in hexadecimal.
const KEYS: &str = "keys-v1.hex";
/// Held while a process serves the folder.
const LOCK: &str = "in-use.lock";

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
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        create_private(&path)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .map_err(told)?;
    }
    let text = fs::read_to_string(&path).map_err(told)?;
    let bytes: Option<Vec<u8>> = (0..64)
        .map(|at| u8::from_str_radix(text.get(at * 2..at * 2 + 2)?, 16).ok())
        .collect();
    let key: [u8; 64] = bytes
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| format!("{}: no key file", path.display()))?;
    Ok(Vault::new(1, &key))
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
