//! Word files: reading them.

pub mod read;
