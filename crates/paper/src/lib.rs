//! Documents in and out: tables, Word and PDF. No rule of the domain and no word of it stands here; what a document
//! says is the caller's.

pub mod doc;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod sheet;
pub mod word;
