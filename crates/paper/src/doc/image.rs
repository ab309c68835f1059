//! Pictures that are known to be ones: kind and size are read from their first bytes.

/// A picture that a document can hold.
#[derive(Clone, Debug)]
pub struct Image {
    bytes: Vec<u8>,
    kind: ImageKind,
    pixels: (u32, u32),
    width: f64,
}

/// The kind of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
}

/// The bytes are no PNG or JPEG, or more than 50 million pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a PNG or JPEG picture of at most 50 million pixels")]
pub struct NotAPicture;

/// More than any phone's photograph that was shrunk for upload; unpacked it would be 200 MB.
const MOST_PIXELS: u64 = 50_000_000;

impl Image {
    /// Takes a PNG or JPEG to be shown this many millimetres wide at most.
    ///
    /// # Errors
    /// [`NotAPicture`] if it is neither or too large.
    pub fn new(bytes: Vec<u8>, width: u16) -> Result<Self, NotAPicture> {
        let (kind, pixels) = png(&bytes).or_else(|| jpeg(&bytes)).ok_or(NotAPicture)?;
        let count = u64::from(pixels.0) * u64::from(pixels.1);
        if count == 0 || count > MOST_PIXELS {
            return Err(NotAPicture);
        }
        Ok(Self {
            bytes,
            kind,
            pixels,
            width: f64::from(width),
        })
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its kind.
    pub fn kind(&self) -> ImageKind {
        self.kind
    }

    /// Width and height in millimetres, shrunk to fit into this room and never grown past the wish.
    pub(crate) fn fit(&self, room: (f64, f64)) -> (f64, f64) {
        let ratio = f64::from(self.pixels.1) / f64::from(self.pixels.0);
        let width = self.width.min(room.0).min(room.1 / ratio).max(1.0);
        (width, width * ratio)
    }
}

fn png(bytes: &[u8]) -> Option<(ImageKind, (u32, u32))> {
    let head = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let number = |at: usize| head.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    (head.get(4..8)? == b"IHDR").then_some((ImageKind::Png, (number(8)?, number(12)?)))
}

/// The size stands in the first frame header (ITU-T T.81, B.2.2).
fn jpeg(bytes: &[u8]) -> Option<(ImageKind, (u32, u32))> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, marker, high, low] = *rest.first_chunk::<4>()? else {
            return None;
        };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let number = |at: usize| {
                Some(u32::from(u16::from_be_bytes([
                    *rest.get(at)?,
                    *rest.get(at + 1)?,
                ])))
            };
            return Some((ImageKind::Jpeg, (number(7)?, number(5)?)));
        }
        rest = rest.get(2 + length.max(2)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_the_head_of_the_file() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x06\x40\0\0\x04\xb0".to_vec();
        assert_eq!(
            Image::new(png.clone(), 160).map(|image| image.pixels),
            Ok((1600, 1200))
        );
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\x04\xb0\x06\x40".to_vec();
        assert_eq!(
            Image::new(jpeg, 160).map(|image| (image.kind, image.pixels)),
            Ok((ImageKind::Jpeg, (1600, 1200)))
        );
        let image = Image::new(png, 160);
        assert_eq!(image.map(|image| image.fit((80.0, 200.0))), Ok((80.0, 60.0)));
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused() {
        for bytes in [
            &b""[..],
            b"GIF89a",
            b"\xff\xd8\xff",
            b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\xff\xff\xff\xff\xff\xff\xff\xff",
        ] {
            assert_eq!(Image::new(bytes.to_vec(), 100).err(), Some(NotAPicture));
        }
    }
}
