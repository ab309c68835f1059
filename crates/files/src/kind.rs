//! The kinds of files that are taken, told from their content. Pure.

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A JPEG picture.
    Jpeg,
    /// A PNG picture.
    Png,
    /// A WebP picture.
    Webp,
    /// A PDF document.
    Pdf,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
    ];
    /// The pictures.
    pub const PICTURES: [Self; 3] = [Self::Jpeg, Self::Png, Self::Webp];

    /// The kind that the content shows, if it is one of these: by its first bytes, and for the two that are ZIP
    /// archives by the part that only they have.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [b'P', b'K', 3, 4, ..] if holds(bytes, b"word/document.xml") => Some(Self::Docx),
            [b'P', b'K', 3, 4, ..] if holds(bytes, b"xl/workbook.xml") => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// Its registered media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The endings of its names, the usual one first.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jfif"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
        }
    }

    /// Whether the content says that it brings a program: a Word document or an Excel workbook with macros (ECMA-376 knows none;
    /// Office keeps them in a part of this name).
    pub(crate) fn brings_macros(self, bytes: &[u8]) -> bool {
        matches!(self, Self::Docx | Self::Xlsx) && holds(bytes, b"vbaProject.bin")
    }

    /// What people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Pdf => "PDF",
            Self::Docx => "Word",
            Self::Xlsx => "Excel",
        }
    }

    /// Whether a media type that a browser declares can be that of this kind. Some systems know no better than
    /// `application/octet-stream` (or nothing, or for Office files a ZIP), which claims nothing else.
    pub fn agrees(self, declared: &str) -> bool {
        let declared = declared
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match declared.as_str() {
            "" | "application/octet-stream" => true,
            "image/jpg" | "image/pjpeg" => self == Self::Jpeg,
            "application/zip" | "application/x-zip-compressed" => matches!(self, Self::Docx | Self::Xlsx),
            other => other == self.media_type(),
        }
    }
}

/// The names of a ZIP's parts stand in it uncompressed.
fn holds(bytes: &[u8], name: &[u8]) -> bool {
    bytes.windows(name.len()).any(|window| window == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_told_from_the_content() {
        assert_eq!(Kind::of(b"\xff\xd8\xff\xe0"), Some(Kind::Jpeg));
        assert_eq!(Kind::of(b"\x89PNG\r\n\x1a\n"), Some(Kind::Png));
        assert_eq!(Kind::of(b"RIFF\x10\0\0\0WEBPVP8 "), Some(Kind::Webp));
        assert_eq!(Kind::of(b"%PDF-1.7"), Some(Kind::Pdf));
        assert_eq!(Kind::of(b"PK\x03\x04....word/document.xml"), Some(Kind::Docx));
        assert_eq!(Kind::of(b"PK\x03\x04....xl/workbook.xml"), Some(Kind::Xlsx));
        for other in [
            &b""[..],
            b"PK\x03\x04 evil.exe",
            b"<script>",
            b"RIFF\x10\0\0\0WAVE",
            b"GIF89a",
            b"%PDF",
        ] {
            assert_eq!(Kind::of(other), None);
        }
    }

    #[test]
    fn a_declared_type_agrees_with_its_own_kind_only_unless_it_claims_nothing() {
        assert!(Kind::Jpeg.agrees("image/jpeg; charset=binary"));
        assert!(Kind::Jpeg.agrees("IMAGE/JPG"));
        assert!(Kind::Xlsx.agrees("application/zip"));
        assert!(Kind::Pdf.agrees("application/octet-stream"));
        assert!(!Kind::Pdf.agrees("application/zip"));
        assert!(!Kind::Png.agrees("image/jpeg"));
        assert!(!Kind::Docx.agrees("text/html"));
    }
}
