//! From bytes to a [`Workbook`]: decides by content what the file is, then reads it within [`Limits`].
//!
//! Workbooks are read from their XML directly. The usual reader library reserves memory for as many strings as the
//! file claims to have (`uniqueCount`), which lets a file of one kilobyte end the process, and it turns numbers into
//! floating point.

mod archive;
mod csv;
mod number;
mod xlsx;
mod xml;

use super::error::{Found, ReadError};
use super::model::Workbook;

/// How much a file may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Cells with content over all sheets; cells under merged ranges count too.
    pub cells: usize,
    /// Bytes of all parts of a workbook after unpacking.
    pub unpacked: usize,
}

impl Default for Limits {
    /// 10 MB, room for 20,000 rows of 25 columns, 128 MB unpacked.
    fn default() -> Self {
        Self {
            bytes: 10 << 20,
            cells: 500_000,
            unpacked: 128 << 20,
        }
    }
}

/// Reads a table file within the ordinary limits.
///
/// # Errors
/// [`ReadError`] says what the file is and what was expected.
pub fn read(bytes: &[u8], file_name: &str) -> Result<Workbook, ReadError> {
    read_within(bytes, file_name, Limits::default())
}

/// Reads a table file within limits of the caller's choice.
///
/// # Errors
/// As [`read`].
pub fn read_within(bytes: &[u8], file_name: &str, limits: Limits) -> Result<Workbook, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::EmptyFile);
    }
    if bytes.len() > limits.bytes {
        return Err(ReadError::TooLarge {
            size: bytes.len() as u64,
            limit: limits.bytes as u64,
        });
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return xlsx::read(bytes, limits);
    }
    if let Some(error) = foreign(bytes) {
        return Err(error);
    }
    let (stem, ending) = file_name.rsplit_once('.').unwrap_or((file_name, ""));
    match ending.to_lowercase().as_str() {
        "csv" | "tsv" | "txt" => csv::read(bytes, stem, limits),
        "xlsx" | "xlsm" | "xls" if is_texty(bytes) => Err(ReadError::WrongContent(Found::PlainText)),
        "xlsx" | "xlsm" => Err(ReadError::Damaged {
            part: "zip".to_owned(),
        }),
        "xls" => Err(ReadError::WrongContent(Found::Other)),
        other => Err(ReadError::UnknownEnding(other.to_owned())),
    }
}

/// Files that are known by their first bytes and are no table.
fn foreign(bytes: &[u8]) -> Option<ReadError> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(compound_file(bytes));
    }
    const PICTURES: [&[u8]; 6] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0"];
    const ARCHIVES: [&[u8]; 3] = [b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"];
    let starts = |magic: &&[u8]| bytes.starts_with(magic);
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let found = if bytes.starts_with(b"%PDF") {
        Found::Pdf
    } else if PICTURES.iter().any(starts) && !is_texty(bytes) {
        Found::Picture
    } else if ARCHIVES.iter().any(starts) && !is_texty(bytes) {
        Found::Archive
    } else if ["<!doctype html", "<html", "<table", "<?xml"]
        .iter()
        .any(|tag| head.starts_with(tag))
    {
        Found::WebPage
    } else {
        return None;
    };
    Some(ReadError::WrongContent(found))
}

/// The container of Office 97–2003 ([MS-CFB]) also wraps encrypted new files; stream names are UTF-16LE.
fn compound_file(bytes: &[u8]) -> ReadError {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if has("EncryptedPackage") {
        ReadError::Encrypted
    } else if has("WordDocument") {
        ReadError::WrongContent(Found::Word)
    } else if has("PowerPoint Document") {
        ReadError::WrongContent(Found::Slides)
    } else {
        ReadError::OldExcel
    }
}

/// Whether the bytes may be text: nothing a text file never holds.
fn is_texty(bytes: &[u8]) -> bool {
    !bytes
        .iter()
        .take(4096)
        .any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a))
}
