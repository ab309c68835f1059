//! What somebody uploads: checked and cleaned before anything is stored. Pure.

use bytes::Bytes;
use kernel::Text;

use crate::picture::{self, Size};
use crate::{Hash, Kind};

const MEGABYTE: usize = 1_048_576;

/// What is taken at a place.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// These kinds.
    pub kinds: &'static [Kind],
    /// At most so many bytes.
    pub bytes: usize,
    /// At most so many pixels on a side of a picture.
    pub pixels: u32,
}

impl Limits {
    /// Photographs of students' work: the phone shrinks them to 1,600 pixels first.
    pub const PHOTO: Self = Self {
        kinds: &Kind::PICTURES,
        bytes: 8 * MEGABYTE,
        pixels: 8_192,
    };
    /// Documents and pictures that teachers attach.
    pub const ATTACHMENT: Self = Self {
        kinds: &Kind::ALL,
        bytes: 32 * MEGABYTE,
        pixels: 16_384,
    };
}

/// A file that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    bytes: Bytes,
    hash: Hash,
    kind: Kind,
    size: Option<Size>,
}

impl Upload {
    /// Checks a file by its content and takes out of pictures what tells of a person.
    ///
    /// # Errors
    /// The text that says what is wrong and what is taken.
    pub fn check(bytes: &[u8], declared: &str, limits: &Limits) -> Result<Self, Text> {
        let kind = check_kind(bytes, declared, limits)?;
        let cleaned = picture::stripped(kind, bytes).ok_or(Text::new("files-damaged"))?;
        let size = Kind::PICTURES
            .contains(&kind)
            .then(|| check_size(kind, &cleaned, limits))
            .transpose()?;
        let hash = Hash::of(&cleaned);
        Ok(Self {
            bytes: cleaned.into(),
            hash,
            kind,
            size,
        })
    }

    /// What is stored.
    pub const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Its name in the store.
    pub const fn hash(&self) -> &Hash {
        &self.hash
    }

    /// Its kind.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// How large a picture is.
    pub const fn size(&self) -> Option<Size> {
        self.size
    }
}

fn check_kind(bytes: &[u8], declared: &str, limits: &Limits) -> Result<Kind, Text> {
    if bytes.is_empty() {
        return Err(Text::new("files-empty"));
    }
    if bytes.len() > limits.bytes {
        let size = bytes.len().div_ceil(MEGABYTE);
        return Err(Text::new("files-too-large")
            .with("size", size)
            .with("limit", limits.bytes / MEGABYTE));
    }
    let kind = Kind::of(bytes).ok_or(Text::new("files-unknown"))?;
    if !limits.kinds.contains(&kind) {
        let wanted: Vec<_> = limits.kinds.iter().map(|kind| kind.name()).collect();
        return Err(Text::new("files-not-wanted")
            .with("kind", kind.name())
            .with("wanted", wanted.join(", ")));
    }
    if kind.brings_macros(bytes) {
        return Err(Text::new("files-macros"));
    }
    if !kind.agrees(declared) {
        return Err(Text::new("files-other-kind")
            .with("declared", declared)
            .with("kind", kind.name()));
    }
    Ok(kind)
}

fn check_size(kind: Kind, bytes: &[u8], limits: &Limits) -> Result<Size, Text> {
    let size = picture::size(kind, bytes).ok_or(Text::new("files-damaged"))?;
    if size.width.max(size.height) > limits.pixels {
        let text = Text::new("files-too-many-pixels")
            .with("width", size.width)
            .with("height", size.height);
        return Err(text.with("limit", limits.pixels));
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: Limits = Limits {
        kinds: &[Kind::Pdf],
        bytes: 2 * MEGABYTE,
        pixels: 100,
    };

    fn refused(bytes: &[u8], declared: &str, limits: &Limits) -> String {
        Upload::check(bytes, declared, limits)
            .unwrap_err()
            .key
            .into_owned()
    }

    #[test]
    fn a_file_is_refused_for_its_size_its_content_its_kind_and_its_declaration() {
        assert_eq!(refused(b"", "application/pdf", &PDF), "files-empty");
        assert_eq!(
            refused(&[b'%'; 2 * MEGABYTE + 1], "application/pdf", &PDF),
            "files-too-large"
        );
        assert_eq!(refused(b"<html>", "application/pdf", &PDF), "files-unknown");
        assert_eq!(
            refused(b"\x89PNG\r\n\x1a\n", "image/png", &PDF),
            "files-not-wanted"
        );
        assert_eq!(refused(b"%PDF-1.7", "text/html", &PDF), "files-other-kind");
        assert_eq!(
            refused(b"\x89PNG\r\n\x1a\n", "image/png", &Limits::PHOTO),
            "files-damaged"
        );
        assert!(Upload::check(b"%PDF-1.7", "application/pdf", &PDF).is_ok());
    }

    #[test]
    fn a_picture_of_more_pixels_than_are_taken_is_refused() {
        let lossy = b"RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xc8\0";
        let small = Limits {
            pixels: 319,
            ..Limits::PHOTO
        };
        assert_eq!(refused(lossy, "image/webp", &small), "files-too-many-pixels");
        let taken = Upload::check(lossy, "image/webp", &Limits { pixels: 320, ..small }).unwrap();
        assert_eq!(
            taken.size(),
            Some(Size {
                width: 320,
                height: 200
            })
        );
    }
}
