//! The verbs of the programme.

mod confirm_pairs;
mod edit_plan;
mod withdraw_pair;

pub use confirm_pairs::{confirm_listed, confirm_typed};
pub use edit_plan::{edit_plan, seed};
pub use withdraw_pair::withdraw_pair;
