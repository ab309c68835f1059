//! The verbs of teachers' training.

mod import_results;
mod withdraw_result;

pub use import_results::import_results;
pub use withdraw_result::withdraw_result;
