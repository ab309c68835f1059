//! Why a file could not be read or written, in words for its owner.

use kernel::Text;

/// Why a file is no table that can be read. Nothing was kept of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The file has no bytes.
    #[error("the file is empty")]
    EmptyFile,
    /// More bytes than allowed; both in bytes.
    #[error("the file has {size} bytes, {limit} are allowed")]
    TooLarge {
        /// Size of the file.
        size: u64,
        /// Size allowed.
        limit: u64,
    },
    /// A workbook of Excel 97–2003 (`.xls`).
    #[error("a workbook of Excel 97-2003")]
    OldExcel,
    /// A workbook that opens only with a password.
    #[error("an encrypted workbook")]
    Encrypted,
    /// Something else than a table, whatever its name says.
    #[error("not a table but {0:?}")]
    WrongContent(Found),
    /// The name ends in none of `.xlsx`, `.csv`, `.tsv`, `.txt`.
    #[error("a file name that ends in {0:?}")]
    UnknownEnding(String),
    /// A workbook that is cut off or broken, and where.
    #[error("the part {part} is broken")]
    Damaged {
        /// The part of the package, such as `xl/workbook.xml`.
        part: String,
    },
    /// A package that unpacks to far more than its size can honestly hold.
    #[error("unpacks to more than is allowed")]
    Bomb,
    /// More cells with content than allowed.
    #[error("more than {limit} cells")]
    TooManyCells {
        /// Cells allowed.
        limit: usize,
    },
    /// Text that is neither UTF-8 nor GB18030.
    #[error("text in an unknown encoding")]
    UnknownEncoding,
    /// A workbook without any worksheet.
    #[error("no worksheet")]
    NoSheet,
}

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A Word document, `.docx` or `.doc`.
    Word,
    /// A presentation, `.pptx` or `.ppt`.
    Slides,
    /// A binary workbook, `.xlsb`.
    BinaryWorkbook,
    /// An OpenDocument file.
    OpenDocument,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A web page, as some systems export under the name `.xls`.
    WebPage,
    /// Another package or archive.
    Archive,
    /// Plain text in a file named `.xlsx`.
    PlainText,
    /// Anything else.
    Other,
}

impl ReadError {
    /// The message for the person who sent the file.
    pub fn text(&self) -> Text {
        match self {
            Self::EmptyFile => Text::new("paper-sheet-empty-file"),
            Self::TooLarge { size, limit } => Text::new("paper-sheet-too-large")
                .with("size", megabytes(*size))
                .with("limit", megabytes(*limit)),
            Self::OldExcel => Text::new("paper-sheet-old-excel"),
            Self::Encrypted => Text::new("paper-sheet-encrypted"),
            Self::WrongContent(found) => Text::new("paper-sheet-wrong-content").with("found", found.word()),
            Self::UnknownEnding(ending) => Text::new("paper-sheet-unknown-ending").with("ending", ending),
            Self::Damaged { part } => Text::new("paper-sheet-damaged").with("part", part),
            Self::Bomb => Text::new("paper-sheet-bomb"),
            Self::TooManyCells { limit } => Text::new("paper-sheet-too-many-cells").with("limit", limit),
            Self::UnknownEncoding => Text::new("paper-sheet-unknown-encoding"),
            Self::NoSheet => Text::new("paper-sheet-no-sheet"),
        }
    }
}

impl Found {
    /// The word by which the translations choose their phrase.
    const fn word(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Slides => "slides",
            Self::BinaryWorkbook => "xlsb",
            Self::OpenDocument => "opendocument",
            Self::Pdf => "pdf",
            Self::Picture => "picture",
            Self::WebPage => "web-page",
            Self::Archive => "archive",
            Self::PlainText => "plain-text",
            Self::Other => "other",
        }
    }
}

/// One decimal, rounded up, so that a file just over the limit does not read as equal to it.
fn megabytes(bytes: u64) -> String {
    match bytes.saturating_mul(10).div_ceil(1 << 20) {
        tenths if tenths % 10 == 0 => (tenths / 10).to_string(),
        tenths => format!("{}.{}", tenths / 10, tenths % 10),
    }
}

/// A workbook could not be written: too many rows or columns, or a text longer than a cell can hold.
#[derive(Debug, thiserror::Error)]
#[error("the workbook could not be written: {0}")]
pub struct WriteError(#[from] pub(super) rust_xlsxwriter::XlsxError);
