//! What is read of a picture, and taken out of it, without decoding it. Pure; every length is checked.
//!
//! JPEG after ITU-T T.81 annex B, PNG after ISO/IEC 15948, WebP after RFC 9649.

use crate::Kind;

/// How large a picture is, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// The size that the picture's header says; `None` if it is damaged, or no picture.
pub(crate) fn size(kind: Kind, bytes: &[u8]) -> Option<Size> {
    let size = match kind {
        Kind::Jpeg => jpeg_size(bytes)?,
        Kind::Png => Size {
            width: be32(bytes, 16)?,
            height: be32(bytes, 20)?,
        },
        Kind::Webp => webp_size(bytes)?,
        Kind::Pdf | Kind::Docx | Kind::Xlsx => return None,
    };
    (size.width > 0 && size.height > 0).then_some(size)
}

/// The picture without what the camera wrote about itself, its owner and the place (EXIF, XMP, comments and other
/// text); other files as they are. `None` if the picture is damaged.
pub(crate) fn stripped(kind: Kind, bytes: &[u8]) -> Option<Vec<u8>> {
    match kind {
        Kind::Jpeg => jpeg_stripped(bytes),
        Kind::Png => png_stripped(bytes),
        Kind::Webp => webp_stripped(bytes),
        Kind::Pdf | Kind::Docx | Kind::Xlsx => Some(bytes.to_vec()),
    }
}

const START_OF_SCAN: u8 = 0xda;

/// A marker segment before the picture's data: its marker, and the whole of it from its 0xFF on.
struct Segment<'a> {
    marker: u8,
    whole: &'a [u8],
}

/// The segment at a place, and the place after it; fill bytes before it are skipped.
fn segment(bytes: &[u8], at: usize) -> Option<(Segment<'_>, usize)> {
    let mut at = at;
    while *bytes.get(at)? == 0xff && *bytes.get(at + 1)? == 0xff {
        at += 1;
    }
    let (0xff, marker) = (*bytes.get(at)?, *bytes.get(at + 1)?) else {
        return None;
    };
    let end = at + 2 + usize::from(be16(bytes, at + 2)?);
    Some((
        Segment {
            marker,
            whole: bytes.get(at..end)?,
        },
        end,
    ))
}

fn jpeg_size(bytes: &[u8]) -> Option<Size> {
    let mut at = 2;
    loop {
        let (Segment { marker, whole }, next) = segment(bytes, at)?;
        // Every start of frame; C4, C8 and CC between them are tables.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            return Some(Size {
                width: be16(whole, 7)?.into(),
                height: be16(whole, 5)?.into(),
            });
        }
        if marker == START_OF_SCAN {
            return None;
        }
        at = next;
    }
}

/// APP1 holds EXIF and XMP, APP13 Photoshop's captions, FE a comment. Colour profiles (APP2, APP14) stay.
fn jpeg_stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        let (Segment { marker, whole }, next) = segment(bytes, at)?;
        if marker == START_OF_SCAN {
            let end = end_of_image(bytes, next)?;
            kept.extend_from_slice(whole);
            kept.extend_from_slice(&bytes[next..end]);
            return Some(kept);
        }
        if !matches!(marker, 0xe1 | 0xed | 0xfe) {
            kept.extend_from_slice(whole);
        }
        at = next;
    }
}

/// The end of the picture itself: phones append whole videos and a second picture with an EXIF of its own.
fn end_of_image(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match (*bytes.get(at)?, *bytes.get(at + 1)?) {
            (0xff, 0xd9) => return Some(at + 2),
            // In entropy-coded data a stuffed zero or a restart marker has no length; tables between scans have.
            (0xff, 0x00 | 0xd0..=0xd7) => at += 2,
            (0xff, 0xff) => at += 1,
            (0xff, _) => at = segment(bytes, at)?.1,
            _ => at += 1,
        }
    }
}

/// Chunks of length, name, data and checksum; `eXIf` and the texts go.
fn png_stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let name = bytes.get(at + 4..at + 8)?;
        let end = at
            .checked_add(12)?
            .checked_add(usize::try_from(be32(bytes, at)?).ok()?)?;
        let whole = bytes.get(at..end)?;
        if !matches!(name, b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME") {
            kept.extend_from_slice(whole);
        }
        if name == b"IEND" {
            return Some(kept);
        }
        at = end;
    }
}

fn webp_size(bytes: &[u8]) -> Option<Size> {
    let data = bytes.get(20..)?;
    match bytes.get(12..16)? {
        b"VP8 " => {
            let pair = |at: usize| {
                Some(u32::from(
                    u16::from_le_bytes([*data.get(at)?, *data.get(at + 1)?]) & 0x3fff,
                ))
            };
            (data.get(3..6)? == [0x9d, 0x01, 0x2a]).then_some(())?;
            Some(Size {
                width: pair(6)?,
                height: pair(8)?,
            })
        }
        b"VP8L" => {
            let bits = u32::from_le_bytes(*data.get(1..)?.first_chunk()?);
            (*data.first()? == 0x2f).then_some(())?;
            Some(Size {
                width: (bits & 0x3fff) + 1,
                height: (bits >> 14 & 0x3fff) + 1,
            })
        }
        b"VP8X" => {
            let three = |at: usize| {
                Some(u32::from_le_bytes([
                    *data.get(at)?,
                    *data.get(at + 1)?,
                    *data.get(at + 2)?,
                    0,
                ]))
            };
            Some(Size {
                width: three(4)? + 1,
                height: three(7)? + 1,
            })
        }
        _ => None,
    }
}

/// Chunks of name, length and data, padded to even lengths; `EXIF` and `XMP ` go, with their flags in `VP8X`.
fn webp_stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let said = usize::try_from(u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?)).ok()?;
    let body = bytes.get(..said.checked_add(8)?)?;
    let mut kept = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < body.len() {
        let name = body.get(at..at + 4)?;
        let length = usize::try_from(u32::from_le_bytes(*body.get(at + 4..)?.first_chunk()?)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?.checked_add(length % 2)?;
        let whole = body.get(at..end)?;
        if !matches!(name, b"EXIF" | b"XMP ") {
            let start = kept.len();
            kept.extend_from_slice(whole);
            if name == b"VP8X" {
                // RFC 9649: bit 3 of the flags says that there is EXIF, bit 2 that there is XMP.
                *kept.get_mut(start + 8)? &= !0b1100;
            }
        }
        at = end;
    }
    let length = u32::try_from(kept.len() - 8).ok()?;
    kept[4..8].copy_from_slice(&length.to_le_bytes());
    Some(kept)
}

fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|pair| u16::from_be_bytes(*pair))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk()
        .map(|four| u32::from_be_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of one scan: EXIF, a table, a frame of 640 × 480, data with a stuffed 0xFF, and an appended film.
    fn jpeg(exif: &[u8], end: &[u8]) -> Vec<u8> {
        let table = [0xff, 0xdb, 0, 3, 7];
        let frame = [0xff, 0xc2, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0];
        let scan = [0xff, 0xda, 0, 3, 0, 1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, 0xd9];
        [&[0xff, 0xd8], exif, &table, &frame, &scan, end].concat()
    }

    const EXIF: &[u8] = b"\xff\xe1\x00\x0aExif\0\0GP";

    #[test]
    fn a_jpeg_loses_exif_and_what_is_appended_and_keeps_the_picture() {
        assert_eq!(stripped(Kind::Jpeg, &jpeg(EXIF, b"film")), Some(jpeg(b"", b"")));
        assert_eq!(
            stripped(Kind::Jpeg, &jpeg(&[EXIF, EXIF].concat(), b"")),
            Some(jpeg(b"", b""))
        );
        assert_eq!(
            size(Kind::Jpeg, &jpeg(EXIF, b"")),
            Some(Size {
                width: 640,
                height: 480
            })
        );
    }

    #[test]
    fn a_picture_cut_off_anywhere_is_refused_and_nothing_panics() {
        let (jpeg, png, webp) = (jpeg(EXIF, b""), png(), webp());
        for (kind, whole) in [(Kind::Jpeg, jpeg), (Kind::Png, png), (Kind::Webp, webp)] {
            assert!(stripped(kind, &whole).is_some());
            for end in 0..whole.len() {
                assert_eq!(stripped(kind, &whole[..end]), None, "{kind:?} {end}");
                let _ = size(kind, &whole[..end]);
            }
        }
    }

    fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        [
            &u32::try_from(data.len()).unwrap().to_be_bytes()[..],
            name,
            data,
            &[0; 4],
        ]
        .concat()
    }

    fn png() -> Vec<u8> {
        let header = [
            &320_u32.to_be_bytes()[..],
            &200_u32.to_be_bytes(),
            &[8, 2, 0, 0, 0],
        ]
        .concat();
        [
            &b"\x89PNG\r\n\x1a\n"[..],
            &chunk(b"IHDR", &header),
            &chunk(b"eXIf", b"GPS"),
            &chunk(b"IEND", b""),
        ]
        .concat()
    }

    #[test]
    fn a_png_loses_its_exif_chunk() {
        assert_eq!(
            size(Kind::Png, &png()),
            Some(Size {
                width: 320,
                height: 200
            })
        );
        let kept = stripped(Kind::Png, &png()).unwrap();
        assert_eq!(kept.len(), png().len() - 15);
        assert!(!kept.windows(4).any(|four| four == b"eXIf"));
    }

    fn riff(chunks: &[u8]) -> Vec<u8> {
        let length = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
        [&b"RIFF"[..], &length, b"WEBP", chunks].concat()
    }

    fn extended(flags: u8) -> Vec<u8> {
        [
            &b"VP8X\x0a\0\0\0"[..],
            &[flags, 0, 0, 0],
            &[0x3f, 1, 0],
            &[0xc7, 0, 0],
        ]
        .concat()
    }

    fn webp() -> Vec<u8> {
        riff(
            &[
                &extended(0b1_1100)[..],
                b"VP8L\x01\0\0\0\x2f\0",
                b"EXIF\x03\0\0\0GPS\0",
            ]
            .concat(),
        )
    }

    #[test]
    fn a_webp_loses_exif_and_the_flag_that_says_so() {
        assert_eq!(
            size(Kind::Webp, &webp()),
            Some(Size {
                width: 320,
                height: 200
            })
        );
        let kept = riff(&[&extended(0b1_0000)[..], b"VP8L\x01\0\0\0\x2f\0"].concat());
        assert_eq!(stripped(Kind::Webp, &webp()), Some(kept));
    }

    #[test]
    fn the_two_simple_forms_of_webp_say_their_size() {
        let lossy = riff(b"VP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xc8\0");
        assert_eq!(
            size(Kind::Webp, &lossy),
            Some(Size {
                width: 320,
                height: 200
            })
        );
        // 319 and 199 in fourteen bits each.
        let bits = (319_u32 | 199 << 14).to_le_bytes();
        let lossless = riff(&[&b"VP8L\x05\0\0\0\x2f"[..], &bits, &[0]].concat());
        assert_eq!(
            size(Kind::Webp, &lossless),
            Some(Size {
                width: 320,
                height: 200
            })
        );
    }
}
