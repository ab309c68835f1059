//! Reading an archive from its first entry to its last, and comparing all of it with its hashes.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use db::portable::Type;
use files::Hash;
use flate2::read::GzDecoder;

use super::Fault;
use super::format::{
    EntryNote, FORMAT, FilesNote, HEAD, Head, MANIFEST, Manifest, SEAL, TableHead, Tally, VERSION, file_path,
    part_path, sha256,
};

/// What an entry of an archive may be at most, in bytes, and a part of a table once it is unpacked. A part is some 8 MB of lines and the one that
/// goes over; the largest value of a row is a file of 32 MB in hexadecimal. So an archive that unpacks to thousands of times its size, or
/// names a size that it has not, fills no memory.
const LARGEST: u64 = 128 << 20;

/// Who takes what is read.
pub(super) trait Taker {
    /// Some rows of a table, a line each; all of a table come before those of the next.
    ///
    /// # Errors
    /// What ends the reading.
    fn rows(&mut self, table: &TableHead, lines: &[u8]) -> Result<(), Fault>;
    /// A stored file, which is what its hash says.
    ///
    /// # Errors
    /// What ends the reading.
    fn file(&mut self, hash: &Hash, content: Vec<u8>) -> Result<(), Fault>;
    /// Something in the archive is not as it should be.
    ///
    /// # Errors
    /// What ends the reading.
    fn broken(&mut self, what: String) -> Result<(), Fault>;
}

/// The first entry of an archive.
///
/// # Errors
/// When it cannot be read, is no backup, or is one of a later format.
pub(super) fn head(path: &Path) -> Result<Head, Fault> {
    let mut archive = open(path)?;
    let entries = archive.entries().map_err(|error| Fault::at(path, error))?;
    let mut entries = entries.raw(true);
    let none = || Fault::at(path, "is no backup of gongxue");
    let mut entry = entries.next().and_then(Result::ok).ok_or_else(none)?;
    if name(&entry) != HEAD || odd(&entry).is_some() {
        return Err(none());
    }
    let mut text = Vec::new();
    entry
        .read_to_end(&mut text)
        .map_err(|error| Fault::at(path, error))?;
    parsed_head(&text).map_err(|cause| Fault::at(path, cause))
}

/// Reads all of it. With a taker who goes on after what is broken, the manifest is answered if it was found.
///
/// # Errors
/// When the file cannot be opened, and what the taker answers.
pub(super) fn whole(path: &Path, taker: &mut dyn Taker) -> Result<Option<Manifest>, Fault> {
    let mut archive = open(path)?;
    let mut walk = Walk {
        taker,
        head: None,
        seen: Vec::new(),
        table: None,
        tables: Vec::new(),
        last_file: String::new(),
        names: Tally::new(),
        file_bytes: 0,
        manifest: None,
        sealed: false,
        last: "its beginning".to_owned(),
        named: BTreeSet::new(),
    };
    let entries = archive.entries().map_err(|error| Fault::at(path, error))?;
    // As they lie there: nothing of an entry is made up from what another says of it, as a file with holes is.
    for entry in entries.raw(true) {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let last = walk.last.clone();
                walk.broken(
                    "the archive",
                    &format!("what comes after {last} cannot be read: {error}"),
                )?;
                break;
            }
        };
        let (name, size) = (name(&entry), entry.size());
        if let Some(what) = odd(&entry) {
            walk.broken(&name, &what)?;
            break;
        }
        let mut bytes = Vec::new();
        let read = entry.read_to_end(&mut bytes);
        if read.is_err() || bytes.len() as u64 != size {
            walk.broken(&name, "cut off")?;
            break;
        }
        walk.entry(&name, bytes)?;
        walk.last = name;
    }
    walk.end()?;
    Ok(walk.manifest.map(|(manifest, _)| manifest))
}

fn open(path: &Path) -> Result<tar::Archive<BufReader<File>>, Fault> {
    let file = File::open(path).map_err(|error| Fault::at(path, error))?;
    Ok(tar::Archive::new(BufReader::with_capacity(1 << 20, file)))
}

/// What keeps an entry from being one of ours: a backup holds plain files only.
fn odd<R: Read>(entry: &tar::Entry<'_, R>) -> Option<String> {
    if !entry.header().entry_type().is_file() {
        return Some("is no plain file".to_owned());
    }
    (entry.size() > LARGEST).then(|| format!("is larger than any entry may be ({} MB)", LARGEST >> 20))
}

fn name<R: Read>(entry: &tar::Entry<'_, R>) -> String {
    String::from_utf8_lossy(&entry.path_bytes()).into_owned()
}

fn parsed_head(text: &[u8]) -> Result<Head, String> {
    // The version first: a later format may say more than this program knows.
    #[derive(serde::Deserialize)]
    struct Which {
        format: String,
        version: u32,
    }
    let which: Which = serde_json::from_slice(text).map_err(|_| "is no backup of gongxue".to_owned())?;
    if which.format != FORMAT {
        return Err("is no backup of gongxue".to_owned());
    }
    if which.version != VERSION {
        let version = which.version;
        return Err(format!(
            "is a backup of format {version}; this program reads format {VERSION}"
        ));
    }
    serde_json::from_slice(text).map_err(|error| format!("{HEAD}: {error}"))
}

/// The types of a table's values.
pub(super) fn types(table: &TableHead) -> Option<Vec<Type>> {
    let named = table.columns.iter().map(|(_, ty)| Type::named(ty));
    named.collect()
}

/// The table whose rows come at present.
struct Current {
    table: TableHead,
    part: usize,
    tally: Tally,
}

struct Walk<'t> {
    taker: &'t mut dyn Taker,
    head: Option<Head>,
    seen: Vec<EntryNote>,
    table: Option<Current>,
    /// What the tables so far came to.
    tables: Vec<(String, Tally)>,
    last_file: String,
    names: Tally,
    file_bytes: u64,
    /// The manifest and the hash of its text.
    manifest: Option<(Manifest, String)>,
    sealed: bool,
    last: String,
    /// Entries that were named as broken.
    named: BTreeSet<String>,
}

impl Walk<'_> {
    /// Names an entry once.
    fn broken(&mut self, name: &str, what: &str) -> Result<(), Fault> {
        if self.named.insert(name.to_owned()) {
            self.taker.broken(format!("{name}: {what}"))
        } else {
            Ok(())
        }
    }

    fn entry(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Fault> {
        match name {
            _ if self.sealed => return self.broken(name, "stands behind the end"),
            MANIFEST => return self.take_manifest(&bytes),
            SEAL => return self.take_seal(&bytes),
            _ if self.manifest.is_some() => return self.broken(name, "stands behind the manifest"),
            _ => {}
        }
        if let Some(hash) = name.strip_prefix("files/").and_then(|rest| rest.get(3..)) {
            return self.take_file(name, hash, bytes);
        }
        self.seen.push(EntryNote {
            path: name.to_owned(),
            bytes: bytes.len() as u64,
            sha256: sha256(&bytes),
        });
        if name == HEAD {
            return match parsed_head(&bytes) {
                Ok(head) if self.head.is_none() => {
                    self.head = Some(head);
                    Ok(())
                }
                Ok(_) => self.broken(name, "comes twice"),
                Err(cause) => self.broken(name, &cause),
            };
        }
        self.take_rows(name, &bytes)
    }

    fn take_rows(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let table = name
            .strip_prefix("tables/")
            .and_then(|rest| rest.split_once('/'))
            .map(|(table, _)| table.to_owned());
        let Some(table) = table.filter(|table| self.comes_to(table)) else {
            return self.broken(name, "is nothing that the head announces");
        };
        let mut lines = Vec::new();
        match GzDecoder::new(bytes).take(LARGEST + 1).read_to_end(&mut lines) {
            Err(error) => return self.broken(name, &format!("cannot be unpacked: {error}")),
            Ok(length) if length as u64 > LARGEST => {
                let most = LARGEST >> 20;
                return self.broken(name, &format!("unpacks to more than any part may be ({most} MB)"));
            }
            Ok(_) => {}
        }
        let Some(current) = &mut self.table else {
            return Ok(());
        };
        current.part += 1;
        if lines.last() != Some(&b'\n') || part_path(&table, current.part) != name {
            return self.broken(name, "is no part that comes here");
        }
        let count = lines.iter().filter(|byte| **byte == b'\n').count();
        current.tally.add(&lines, count as u64);
        self.taker.rows(&current.table, &lines)
    }

    /// Whether rows of a table may come now: they are of the present one, or of one that had none yet.
    fn comes_to(&mut self, name: &str) -> bool {
        if self
            .table
            .as_ref()
            .is_some_and(|current| current.table.name == name)
        {
            return true;
        }
        let known = self
            .head
            .iter()
            .flat_map(|head| &head.tables)
            .find(|table| table.name == name);
        let (Some(table), false) = (known.cloned(), self.tables.iter().any(|(past, _)| past == name)) else {
            return false;
        };
        self.end_table();
        self.table = Some(Current {
            table,
            part: 0,
            tally: Tally::new(),
        });
        true
    }

    fn end_table(&mut self) {
        if let Some(current) = self.table.take() {
            self.tables.push((current.table.name, current.tally));
        }
    }

    fn take_file(&mut self, name: &str, hash: &str, content: Vec<u8>) -> Result<(), Fault> {
        let Some(hash) = hash
            .parse::<Hash>()
            .ok()
            .filter(|hash| file_path(hash.as_str()) == name)
        else {
            return self.broken(name, "is no name of a file");
        };
        if self.last_file.as_str() >= hash.as_str() {
            return self.broken(name, "is not in order");
        }
        hash.as_str().clone_into(&mut self.last_file);
        self.names.add(format!("{hash}\n").as_bytes(), 1);
        self.file_bytes += content.len() as u64;
        if Hash::of(&content) != hash {
            return self.broken(name, "its content is not what its name says");
        }
        self.taker.file(&hash, content)
    }

    fn take_manifest(&mut self, text: &[u8]) -> Result<(), Fault> {
        self.end_table();
        let manifest: Manifest = match serde_json::from_slice(text) {
            Ok(manifest) => manifest,
            Err(error) => return self.broken(MANIFEST, &error.to_string()),
        };
        self.entries_are(&manifest)?;
        self.tables_are(&manifest)?;
        let FilesNote {
            count, bytes, sha256, ..
        } = &manifest.files;
        let (names, size) = (self.names.clone(), self.file_bytes);
        if (names.count, size) != (*count, *bytes) || names.sha256() != *sha256 {
            self.broken(
                "files",
                &format!("are not the {count} files that the manifest names"),
            )?;
        }
        self.manifest = Some((manifest, super::format::sha256(text)));
        Ok(())
    }

    fn entries_are(&mut self, manifest: &Manifest) -> Result<(), Fault> {
        let seen = std::mem::take(&mut self.seen);
        for noted in &manifest.entries {
            match seen.iter().find(|entry| entry.path == noted.path) {
                Some(entry) if entry == noted => {}
                Some(_) => self.broken(&noted.path, "its content is not what the manifest says")?,
                None => self.broken(&noted.path, "is missing")?,
            }
        }
        let known: BTreeSet<&str> = manifest.entries.iter().map(|entry| entry.path.as_str()).collect();
        for entry in seen.iter().filter(|entry| !known.contains(entry.path.as_str())) {
            self.broken(&entry.path, "is not in the manifest")?;
        }
        Ok(())
    }

    fn tables_are(&mut self, manifest: &Manifest) -> Result<(), Fault> {
        let tables = std::mem::take(&mut self.tables);
        let named: Vec<String> = self
            .head
            .iter()
            .flat_map(|head| head.tables.iter().map(|table| table.name.clone()))
            .collect();
        if manifest.tables.iter().map(|table| &table.name).ne(&named) {
            self.broken(MANIFEST, "names other tables than the head")?;
        }
        for noted in &manifest.tables {
            let tally = tables.iter().find(|(name, _)| *name == noted.name);
            let tally = tally.map_or_else(Tally::new, |(_, tally)| tally.clone());
            if tally.table(&noted.name) != *noted {
                let rows = noted.rows;
                let what = format!("its rows are not the {rows} that the manifest says");
                self.broken(&format!("tables/{}", noted.name), &what)?;
            }
        }
        Ok(())
    }

    fn take_seal(&mut self, text: &[u8]) -> Result<(), Fault> {
        self.sealed = true;
        let expected = self
            .manifest
            .as_ref()
            .map(|(_, hash)| format!("{hash}  {MANIFEST}\n"));
        if expected.is_some_and(|expected| expected.as_bytes() == text) {
            Ok(())
        } else {
            self.broken(SEAL, "is not the hash of the manifest")
        }
    }

    fn end(&mut self) -> Result<(), Fault> {
        if self.sealed {
            return Ok(());
        }
        let last = self.last.clone();
        self.broken(
            "the archive",
            &format!("ends after {last}: it was cut off or never finished"),
        )
    }
}
