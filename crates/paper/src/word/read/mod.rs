//! Reads a Word file (.docx) into an ordered list of paragraphs and tables, without knowing what the file is about.
//!
//! Promises: no bytes make it panic; work and memory are bounded by [`Limits`] and linear in the size of the file, which
//! also bounds the time; what Word shows as text is in the result, and what is left out on purpose (footnotes, pictures,
//! tracked deletions …) is counted in [`Omitted`]. Automatic numbers are computed, since they stand nowhere in the text.

mod body;
mod document;
mod error;
mod number_format;
mod numbering;
mod package;
mod styles;
mod tables;
#[cfg(test)]
mod tests;
mod xml;

pub use document::{Block, Cell, Document, Label, Omitted, Paragraph, Row, Table};
pub use error::ReadError;
pub use package::Limits;

/// Reads a .docx within the usual [`Limits`].
///
/// # Errors
/// A [`ReadError`] that says what is wrong with the file.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    read_within(bytes, &Limits::default())
}

/// Reads a .docx within limits of the caller's choice.
///
/// # Errors
/// A [`ReadError`] that says what is wrong with the file, or which limit it breaks.
pub fn read_within(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let parts = package::open(bytes, limits)?;
    let main = xml::parse(&parts.document, "document.xml", limits)?;
    let Some(content) = main.child("body").filter(|_| main.name == "document") else {
        return Err(ReadError::NoDocument);
    };
    let styles = match &parts.styles {
        Some(part) => styles::Styles::read(&xml::parse(part, "styles.xml", limits)?),
        None => styles::Styles::default(),
    };
    let numbering = match &parts.numbering {
        Some(part) => numbering::Numbering::read(&xml::parse(part, "numbering.xml", limits)?, &styles),
        None => numbering::Numbering::default(),
    };
    Ok(body::Reader::new(&styles, numbering).document(content))
}
