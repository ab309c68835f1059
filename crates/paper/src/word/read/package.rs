//! Opens the zip archive of a .docx and takes out the few parts that carry text, within limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::ReadError;
use super::xml;

/// What a file may cost at most. The defaults are far above any real curriculum standard (about 2 MB unpacked).
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of the file itself.
    pub packed: u64,
    /// Bytes of all unpacked parts that are read, together.
    pub unpacked: u64,
    /// How many times larger than packed a part may be, once it is larger than a megabyte.
    pub ratio: u64,
    /// Files inside the archive.
    pub entries: usize,
    /// XML elements and attributes in a part.
    pub elements: usize,
    /// Levels of XML nesting in a part.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            packed: 128 << 20,
            unpacked: 48 << 20,
            ratio: 200,
            entries: 10_000,
            elements: 1_500_000,
            depth: 200,
        }
    }
}

/// The unpacked XML of the parts that matter.
pub struct Parts {
    pub document: Vec<u8>,
    pub styles: Option<Vec<u8>>,
    pub numbering: Option<Vec<u8>>,
}

/// Below this size a part is harmless whatever its ratio.
const SMALL: u64 = 1 << 20;
/// The first bytes of the container of .doc and of encrypted .docx files.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Finds and unpacks the parts of a .docx.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Parts, ReadError> {
    refuse_other_formats(bytes)?;
    if bytes.len() as u64 > limits.packed {
        return Err(ReadError::TooLarge { limit: limits.packed });
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
    if archive.len() > limits.entries {
        return Err(ReadError::TooComplex {
            what: "files",
            limit: limits.entries,
        });
    }
    let mut unpacker = Unpacker {
        archive,
        limits,
        spent: 0,
    };
    let main = unpacker
        .target("_rels/.rels", "", "/officeDocument")?
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(document) = unpacker.part(&main)? else {
        return Err(ReadError::NoDocument);
    };
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = join(folder, &format!("_rels/{file}.rels"));
    let styles = unpacker
        .target(&relations, folder, "/styles")?
        .unwrap_or_else(|| join(folder, "styles.xml"));
    let numbering = unpacker
        .target(&relations, folder, "/numbering")?
        .unwrap_or_else(|| join(folder, "numbering.xml"));
    Ok(Parts {
        document,
        styles: unpacker.part(&styles)?,
        numbering: unpacker.part(&numbering)?,
    })
}

fn refuse_other_formats(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(&OLE) {
        // An encrypted .docx is an old container with one stream of this name, written in UTF-16.
        let name: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let encrypted = bytes.windows(name.len()).any(|window| window == name);
        return Err(if encrypted {
            ReadError::Encrypted
        } else {
            ReadError::Legacy
        });
    }
    if !bytes.starts_with(b"PK") {
        return Err(ReadError::NotWord);
    }
    Ok(())
}

struct Unpacker<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    spent: u64,
}

impl Unpacker<'_> {
    /// Where a relations part points for the kind whose type ends so, as a path inside the archive.
    fn target(&mut self, relations: &str, folder: &str, kind: &str) -> Result<Option<String>, ReadError> {
        let Some(bytes) = self.part(relations)? else {
            return Ok(None);
        };
        let root = xml::parse(&bytes, "relations", self.limits)?;
        let relation = root
            .elements()
            .find(|one| one.attribute("Type").is_some_and(|text| text.ends_with(kind)));
        Ok(relation
            .and_then(|one| one.attribute("Target"))
            .map(|target| match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => join(folder, target),
            }))
    }

    /// Unpacks a part, or nothing where the archive has none of that name.
    fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(reason)) if reason == ZipError::PASSWORD_REQUIRED => {
                return Err(ReadError::Encrypted);
            }
            Err(_) => return Err(ReadError::Damaged),
        };
        let left = self.limits.unpacked.saturating_sub(self.spent);
        let (packed, mut bytes) = (file.compressed_size(), Vec::new());
        let ceiling = SMALL.max(packed.saturating_mul(self.limits.ratio));
        // The sizes in the archive are claims: what counts is how much really comes out.
        file.take(left.min(ceiling) + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| ReadError::Damaged)?;
        let size = bytes.len() as u64;
        if size > left {
            return Err(ReadError::TooLarge {
                limit: self.limits.unpacked,
            });
        }
        if size > ceiling {
            return Err(ReadError::Bomb {
                limit: self.limits.ratio,
            });
        }
        self.spent += size;
        Ok(Some(bytes))
    }
}

fn join(folder: &str, file: &str) -> String {
    if folder.is_empty() {
        file.to_owned()
    } else {
        format!("{folder}/{file}")
    }
}
