//! PDF from a [`Doc`], typeset by typst in memory with the fonts of this crate; no file, no network, no clock.
//!
//! The text of a document reaches typst as data and is never read as markup. A character that the fonts lack is
//! printed as 〓, the printers' sign for it, and named in [`Pdf::missing`].

mod data;
mod gate;
mod world;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kernel::Text;
use rayon::{ThreadPool, ThreadPoolBuilder};
use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::doc::Doc;
use gate::Gate;
use world::{Fonts, Memory};

/// A finished PDF.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// Characters that no font here has, in order; each is printed as 〓.
    pub missing: Vec<char>,
}

impl Pdf {
    /// What the reader of the PDF should be told: which characters could not be printed.
    pub fn warning(&self) -> Option<Text> {
        let letters: Vec<String> = self
            .missing
            .iter()
            .map(|letter| format!("{letter} (U+{:04X})", u32::from(*letter)))
            .collect();
        (!letters.is_empty()).then(|| Text::new("paper-pdf-missing").with("letters", letters.join(" ")))
    }
}

/// A document that could not be typeset; the message is for the log.
#[derive(Debug, thiserror::Error)]
#[error("typst: {0}")]
pub struct PdfError(String);

/// How many documents are set at the same time; each wants memory (300 MB for a thousand rows) and a whole core.
const PLACES: usize = 2;
static GATE: Gate = Gate::new(PLACES);

/// The threads that set. An allocator keeps what a thread has freed for that thread: set by whichever thread asks, thirty documents
/// after each other hold the memory of six.
static SETTERS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let pool = ThreadPoolBuilder::new().num_threads(PLACES);
    pool.thread_name(|place| format!("paper-{place}")).build().ok()
});

/// Results that typst has not used for so many documents are forgotten.
const KEPT_FOR: usize = 8;

/// From so many pages on everything is forgotten at once: it will hardly be used again and takes much memory.
const BIG: usize = 30;

/// Loads the fonts and sets one small document, so that the first real one is as quick as the others (a tenth of a second
/// in a development build).
///
/// # Errors
/// [`PdfError`] if not even that can be set.
pub fn warm() -> Result<(), PdfError> {
    let doc = Doc {
        title: "1".to_owned(),
        blocks: vec![crate::doc::Block::text("1")],
        ..Doc::default()
    };
    write(&doc).map(|_| ())
}

/// Sets the document. Blocks the thread for its time (tens of milliseconds for a few pages), and while two others are
/// being set.
///
/// # Errors
/// [`PdfError`] if a picture in it cannot be decoded.
pub fn write(doc: &Doc) -> Result<Pdf, PdfError> {
    let _pass = GATE.enter();
    match SETTERS.as_ref() {
        Some(pool) => pool.install(|| set(doc)),
        // A system that gives no more threads has other worries; the document is set all the same.
        None => set(doc),
    }
}

fn set(doc: &Doc) -> Result<Pdf, PdfError> {
    let fonts = Fonts::get();
    let mut missing = BTreeSet::new();
    let data = data::Data::of(doc, &mut |letter| {
        let known = fonts.have(letter);
        if !known {
            missing.insert(letter);
        }
        known
    });
    let world = Memory::new(fonts, data).map_err(|error| PdfError(format!("{error:?}")))?;
    let set = typst::compile::<PagedDocument>(&world)
        .output
        .map_err(|errors| failure(&errors))?;
    let pages = set.pages().len();
    let result = typst_pdf::pdf(&set, &PdfOptions::default());
    drop(set);
    typst::comemo::evict(if pages > BIG { 0 } else { KEPT_FOR });
    let bytes = result.map_err(|errors| failure(&errors))?;
    Ok(Pdf {
        bytes,
        pages,
        missing: missing.into_iter().collect(),
    })
}

fn failure(errors: &[SourceDiagnostic]) -> PdfError {
    PdfError(
        errors
            .iter()
            .map(|error| error.message.as_str())
            .collect::<Vec<_>>()
            .join("; "),
    )
}
