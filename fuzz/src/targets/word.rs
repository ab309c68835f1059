//! Word documents that become standards.

use paper::word::read::{Limits, read_within};
use standards::model::{findings, import};

use super::{cut, package};

/// A packed document.
pub fn document(data: &[u8]) {
    let limits = Limits {
        unpacked: 8 << 20,
        ..Limits::default()
    };
    if let Ok(document) = read_within(data, &limits) {
        let imported = import(&document);
        let _ = findings(&imported.standard);
    }
}

/// The text, the styles and the numbering, cut at zero bytes.
pub fn document_of_parts(data: &[u8]) {
    let mut texts = cut(data);
    let mut next = || texts.next().unwrap_or_default();
    let (text, styles, numbering) = (next(), next(), next());
    let mut parts = vec![("word/document.xml", text)];
    if !styles.is_empty() {
        parts.push(("word/styles.xml", styles));
    }
    if !numbering.is_empty() {
        parts.push(("word/numbering.xml", numbering));
    }
    document(&package(&parts));
}
