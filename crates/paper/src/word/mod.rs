//! Word files: reading them, and writing them from a document.

pub mod read;

mod write;

pub use write::{WordError, write};
