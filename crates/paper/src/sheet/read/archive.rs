//! A zip package opened with suspicion: what a part unpacks to is counted while it unpacks, since the sizes in the
//! directory are the sender's claim.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::sheet::error::ReadError;

/// Above this size a part that is this many times its packed size is no honest document: sheets of 20,000 like rows
/// stay under 100.
const SUSPECT_SIZE: u64 = 8 << 20;
const SUSPECT_RATIO: u64 = 200;

/// A package and what may still be unpacked from it.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Archive<'b> {
    pub(super) fn open(bytes: &'b [u8], unpacked: usize) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("zip"))?;
        Ok(Self {
            zip,
            left: unpacked as u64,
        })
    }

    /// Whether the package has a part of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The text of a part, or `None` if there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let file = match self.zip.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(ReadError::Encrypted);
            }
            Err(_) => return Err(damaged(name)),
        };
        let packed = file.compressed_size().max(1);
        let mut bytes = Vec::new();
        let size = file
            .take(self.left + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| damaged(name))? as u64;
        if size > self.left || (size > SUSPECT_SIZE && size / packed > SUSPECT_RATIO) {
            return Err(ReadError::Bomb);
        }
        self.left -= size;
        let (text, _, broken) = encoding_rs::UTF_8.decode(&bytes);
        // XML knows no zero byte, and no database keeps one.
        if broken || text.contains('\0') {
            Err(damaged(name))
        } else {
            Ok(Some(text.into_owned()))
        }
    }
}

/// The error for a part that cannot be read.
pub(super) fn damaged(part: &str) -> ReadError {
    ReadError::Damaged {
        part: part.to_owned(),
    }
}
