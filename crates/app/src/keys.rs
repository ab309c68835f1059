//! The installation's keys and its lock: two files in the data folder, outside the database.

pub mod anew;
pub mod turn;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use kernel::hex;
use kernel::outside::Chance;
use kernel::vault::{Cipher, Keys, Seal, Vault};

/// How often a process that serves looks whether its keys changed.
const LOOK: Duration = Duration::from_secs(2);

/// The key file: 64 bytes in hexadecimal, or the keys of several versions.
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
    private_folder(data).map_err(told)?;
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

/// An installation that holds something had keys. Others would seal beside them what nobody else could read: another node, or the same
/// one when its keys are found again.
///
/// # Errors
/// Where the database holds rows and the folder no keys.
pub fn must_not_be_missing(data: &Path, database: &db::Settings) -> Result<(), String> {
    if data.join(KEYS).exists() {
        return Ok(());
    }
    match db::must_be_empty(database) {
        Err(db::Error::Occupied(_)) => Err(format!(
            "the database holds an installation, and {} no {KEYS}: copy it from another node, or from where you keep it",
            data.display()
        )),
        // What else is wrong with the database is told when it is opened.
        _ => Ok(()),
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
        private_folder(data).map_err(told)?;
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
    load(path).map(|keys| Vault::of(&keys))
}

/// Reads a key file: a line of 64 bytes as a first start makes it, or what [`written`] makes of more.
///
/// # Errors
/// A file that cannot be read, or is no key file.
pub fn load(path: &Path) -> Result<Keys, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parsed(&text).ok_or_else(|| format!("{}: no key file", path.display()))
}

fn parsed(text: &str) -> Option<Keys> {
    if let Some(first) = hex::read(text.trim()).and_then(|bytes| <[u8; 64]>::try_from(bytes).ok()) {
        return Some(Keys::first(1, &first));
    }
    let (mut seals, mut using, mut search) = (BTreeMap::new(), None, None);
    for line in text.lines().filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(' ')?;
        let key = || <[u8; 32]>::try_from(hex::read(value)?).ok();
        match name {
            "use" => using = Some(value.parse().ok()?),
            "search" => search = Some(key()?),
            version => drop(seals.insert(version.parse().ok()?, seal(value)?)),
        }
    }
    let (using, search) = (using?, search?);
    seals
        .contains_key(&using)
        .then_some(Keys { seals, using, search })
}

/// A sealing key: 32 bytes of AES, or the name of another cipher before as many as that one has.
fn seal(value: &str) -> Option<Seal> {
    let (cipher, key) = match value.split_once(' ') {
        Some((name, key)) => (name.parse().ok().filter(|cipher| *cipher != Cipher::Aes)?, key),
        None => (Cipher::Aes, value),
    };
    Seal::of(&hex::read(key)?).filter(|seal| seal.cipher() == cipher)
}

/// The text of a key file: each sealing key behind its version (and its cipher, where that is not AES), which of them seals, and the key of exact search.
fn written(keys: &Keys) -> String {
    let mut text: String = keys
        .seals
        .iter()
        .map(|(version, seal)| {
            let key = hex::written(seal.bytes());
            match seal.cipher() {
                Cipher::Aes => format!("{version} {key}\n"),
                other => format!("{version} {} {key}\n", other.code()),
            }
        })
        .collect();
    text += &format!("use {}\nsearch {}\n", keys.using, hex::written(&keys.search));
    text
}

/// Puts keys in place of those of a folder: whoever reads the file sees the old ones or the new ones whole.
fn replace(data: &Path, keys: &Keys) -> Result<(), String> {
    let (path, beside) = (data.join(KEYS), data.join("keys.part"));
    let told = |error: io::Error| format!("{}: {error}", beside.display());
    if beside.exists() {
        fs::remove_file(&beside).map_err(told)?;
    }
    create_private(&beside)
        .and_then(|mut file| {
            file.write_all(written(keys).as_bytes())
                .and_then(|()| file.sync_all())
        })
        .and_then(|()| fs::rename(&beside, &path))
        .map_err(told)
}

/// Takes up what changes in the key file of a folder, as long as the process lives: a new key needs no new start.
pub async fn keep(data: PathBuf, vault: Arc<Vault>) {
    let path = data.join(KEYS);
    let mut last = load(&path).ok();
    loop {
        tokio::time::sleep(LOOK).await;
        match load(&path) {
            Ok(keys) if last.as_ref() != Some(&keys) => {
                vault.adopt(&keys);
                let (using, versions) = (vault.using(), vault.versions());
                tracing::info!(using, ?versions, "the keys were read again");
                last = Some(keys);
            }
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "the keys cannot be read again; the last ones stay"),
        }
    }
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
        if !found.knows(fingerprint) {
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

/// Makes a folder that only its owner enters, since the rows of an embedded database lie in it; one that is there already stays as its
/// operator made it.
#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_of_any_age_says_what_was_written() {
        let first = parsed(&hex::written(&[7; 64])).unwrap();
        assert!(first == Keys::first(1, &[7; 64]));
        let mut keys = first;
        keys.seals.insert(2, Seal::Aes([9; 32]));
        keys.using = 2;
        assert!(parsed(&written(&keys)) == Some(keys.clone()));
        keys.seals.insert(3, Seal::Sm4([8; 16]));
        keys.using = 3;
        assert!(
            written(&keys).contains("\n3 sm4 0808"),
            "an older program takes it for no key file"
        );
        assert!(parsed(&written(&keys)) == Some(keys.clone()));
        keys.seals.remove(&1);
        assert!(parsed(&written(&keys)) == Some(keys));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_is_its_owners_alone_and_takes_the_place_of_nothing() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (inner, file) = (folder.path().join("data"), folder.path().join("data/keys-v1.hex"));
        private_folder(&inner).unwrap();
        create_private(&file).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&inner), mode(&file)), (0o700, 0o600));
        assert!(create_private(&file).is_err(), "it is there already");
    }

    #[test]
    fn what_is_no_key_file_is_not_taken_for_one() {
        let key = hex::written(&[1; 32]);
        for text in [
            String::new(),
            hex::written(&[1; 63]),
            format!("1 {key}\nuse 2\nsearch {key}\n"),
            format!("1 {key}\nuse 1\n"),
            format!("1 {key}\nsearch {key}\n"),
            format!("one {key}\nuse 1\nsearch {key}\n"),
            format!("1 sm4 {key}\nuse 1\nsearch {key}\n"),
            format!("1 {}\nuse 1\nsearch {key}\n", hex::written(&[1; 16])),
            format!("1 des {}\nuse 1\nsearch {key}\n", hex::written(&[1; 16])),
        ] {
            assert!(parsed(&text).is_none(), "{text}");
        }
    }
}
