//! Why a file could not be read as a Word document: one variant for each thing a user can do something about.

/// The file is not a readable .docx. The `Display` text is for the log; pages map the variants to their own texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// Neither a zip archive nor an old Office file: a PDF, a picture, a text.
    #[error("the file is not a Word document")]
    NotWord,
    /// An Office file from before 2007 (.doc, .wps): to be saved as .docx first.
    #[error("the file is in the binary format of old Word versions")]
    Legacy,
    /// Protected by a password.
    #[error("the file is encrypted")]
    Encrypted,
    /// A zip archive that is cut off or damaged.
    #[error("the archive is damaged")]
    Damaged,
    /// A sound archive without a Word document in it: a spreadsheet, a renamed .zip.
    #[error("the archive holds no Word document")]
    NoDocument,
    /// A part of the document is no well-formed XML.
    #[error("{part} is not well-formed at byte {at}")]
    BadXml {
        /// The part's file name, such as `document.xml`.
        part: &'static str,
        /// Where reading stopped, in bytes from the part's beginning.
        at: u64,
    },
    /// Larger than allowed, packed or unpacked.
    #[error("the document is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Unpacks to suspiciously much more than its packed size: a zip bomb.
    #[error("a part unpacks to more than {limit} times its packed size")]
    Bomb {
        /// The highest ratio allowed.
        limit: u64,
    },
    /// More files inside, more elements or deeper nesting than any real document has.
    #[error("the document has more than {limit} {what}")]
    TooComplex {
        /// What there is too much of: `files`, `elements` or `levels`.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
}
