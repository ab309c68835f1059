//! A disk that is full.
use crate::Problem;
use std::path::Path;
/// Both.
pub fn both(_binary: &Path) -> Result<String, Problem> {
    Ok(String::new())
}
