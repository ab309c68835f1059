//! The figures of a run, kept in docs/reliability.md.

use crate::Problem;
use crate::served::document;

/// Where the tables stand.
const PLACE: &str = "docs/reliability.md";

/// Writes what came of the kills and of the disks into the document.
///
/// Errors: the document has no such part, or cannot be written.
pub fn keep(kills: &str, disks: &str) -> Result<(), Problem> {
    document::keep(PLACE, "kills", kills)?;
    document::keep(PLACE, "disks", disks)
}
