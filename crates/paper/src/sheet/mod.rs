//! Tables from and for people's files: reading `.xlsx` and `.csv`/`.tsv`, finding columns by their names, and
//! writing workbooks and CSV.
//!
//! Promises: whatever the bytes are, [`read`] returns an answer or a [`ReadError`] that says what was expected;
//! it does not panic and does not use memory beyond its [`Limits`]. What stands in a cell is kept as written: an
//! identity number of 18 digits never passes through floating point.

mod error;
mod header;
mod model;
mod read;
mod write;

pub use error::{Found, ReadError, WriteError};
pub use header::{Column, Header, HeaderError, Need, find_header};
pub use model::{Area, Cell, CellRef, CellValue, Row, Sheet, Workbook};
pub use read::{Limits, read, read_within};
pub use write::{ColumnOut, SheetOut, Typed, Value, XLSX, write, write_csv};

/// Full-width digits, letters and signs (`１９１`) as half-width ones (`191`), the ideographic space as a space.
pub fn half_width(text: &str) -> String {
    text.chars().map(kernel::number::half_width).collect()
}
