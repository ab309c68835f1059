//! Whether the file of an embedded database is what was left there.
//!
//! A program that ends writes down the size and the hash of the file beside it; the next one compares before it serves anything. So a
//! file that lost its end, or of which a disk or a hand changed one byte, is found by name, and nobody works on it. After a crash
//! there is no such note: then the engine checks the structure of the file where it is not too large for that. A server's database
//! is the server's to check (`initdb --data-checksums`).

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use kernel::hex;
use ring::digest::{Context, SHA256};

use crate::{Error, Result, Settings, Tx, lite};

/// Past this size a check of the structure after a crash would take minutes.
const MOST_CHECKED: u64 = 2 << 30;

/// Takes the log into the file, and leaves it empty.
const TAKE_IN: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Bytes read at once.
const PIECE: usize = 1 << 20;

/// Takes what is in the log into the file, and writes down what the file is now. Nobody may write any more.
///
/// # Errors
/// The engine's, or when the note cannot be written: the next start then checks as after a crash.
pub fn leave(settings: &Settings) -> Result<()> {
    if settings.is_server() {
        return Ok(());
    }
    let connection = lite::open(settings)?;
    lite::script(&connection, TAKE_IN)?;
    drop(connection);
    let file = settings.file();
    if has_log(&file) {
        // Somebody reads: what the log holds could not be taken in whole.
        return Ok(());
    }
    let done = described(&file).and_then(|text| {
        let part = note_of(&file).with_extension("part");
        let mut note = File::create(&part)?;
        note.write_all(text.as_bytes())?;
        note.sync_all()?;
        fs::rename(part, note_of(&file))
    });
    done.map_err(|cause| failed(&cause))
}

/// Compares the file with what was written down of it when it was left; the note is used up, since whoever is let in writes.
///
/// # Errors
/// [`Error::Unsound`] with what is wrong, in words for an operator; the note stays then, and every further start says the same.
pub fn check(settings: &Settings) -> Result<()> {
    let file = settings.file();
    if settings.is_server() || !file.exists() {
        return Ok(());
    }
    match fs::read_to_string(note_of(&file)) {
        Ok(note) => {
            compare(&file, &note)?;
            forget(settings);
            Ok(())
        }
        Err(_) => look_through(settings, &file),
    }
}

/// Takes the note away: the file is about to be written.
pub(crate) fn forget(settings: &Settings) {
    if !settings.is_server() {
        // Where there is none, nothing is to be done; where it cannot be removed, the write that follows fails too.
        drop(fs::remove_file(note_of(&settings.file())));
    }
}

fn compare(file: &Path, note: &str) -> Result<()> {
    let now = described(file).map_err(|cause| failed(&cause))?;
    if now == note {
        return Ok(());
    }
    let size = |text: &str| text.split(' ').next().and_then(|size| size.parse::<u64>().ok());
    let what = match (size(note), size(&now)) {
        (Some(left), Some(found)) if found < left => {
            format!("has {found} bytes and was left with {left}: its end is missing")
        }
        (Some(left), Some(found)) if found > left => format!("has {found} bytes and was left with {left}"),
        _ => "is not what was left there: some of its bytes were changed".to_owned(),
    };
    Err(Error::Unsound(format!("{} {what}", file.display())))
}

/// `<bytes> <hash>`
fn described(file: &Path) -> std::io::Result<String> {
    let mut source = File::open(file)?;
    let (mut hash, mut piece, mut size) = (Context::new(&SHA256), vec![0; PIECE], 0_u64);
    loop {
        let read = source.read(&mut piece)?;
        if read == 0 {
            break;
        }
        size += read as u64;
        hash.update(&piece[..read]);
    }
    Ok(format!("{size} {}\n", hex::written(hash.finish().as_ref())))
}

/// After a crash: nothing tells what the file was, but it has to be whole as a database.
fn look_through(settings: &Settings, file: &Path) -> Result<()> {
    let unsound = |what: &str| Error::Unsound(format!("{} {what}", file.display()));
    // What the crash left in the log is the file's too, and is taken in by opening it.
    let looked = lite::open(settings).and_then(|connection| {
        let pages = "SELECT c.page_count * s.page_size FROM pragma_page_count() c, pragma_page_size() s";
        let (bytes,): (i64,) = Tx::lite(&connection).one(pages, &[])?;
        // On a full disk the log stays what it is, and the file may be shorter than both together.
        let whole = lite::script(&connection, TAKE_IN).is_ok() && !has_log(file);
        let size = fs::metadata(file).map_err(|cause| failed(&cause))?.len();
        if whole && size < bytes.unsigned_abs() {
            return Err(unsound(&format!(
                "has {size} bytes of {bytes}: its end is missing"
            )));
        }
        if size > MOST_CHECKED {
            return Ok(String::from("ok"));
        }
        let found: (String,) = Tx::lite(&connection).one("PRAGMA quick_check(1)", &[])?;
        Ok(found.0)
    });
    match looked {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => Err(unsound(&format!("is broken: {found}"))),
        Err(Error::Engine { statement, cause }) if is_broken(&statement, &cause) => {
            Err(unsound(&format!("is broken: {cause}")))
        }
        Err(error) => Err(error),
    }
}

/// What SQLite says of a file that is none of its own, or no longer one; and whatever keeps it from looking through one.
fn is_broken(statement: &str, cause: &str) -> bool {
    cause.contains("malformed")
        || cause.contains("not a database")
        || statement.starts_with("PRAGMA quick_check")
}

fn note_of(file: &Path) -> PathBuf {
    beside(file, ".left")
}

fn has_log(file: &Path) -> bool {
    fs::metadata(beside(file, "-wal")).is_ok_and(|log| log.len() > 0)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn failed(cause: &std::io::Error) -> Error {
    Error::Engine {
        statement: "check of the file".to_owned(),
        cause: cause.to_string(),
    }
}
