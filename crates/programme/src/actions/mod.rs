//! The verbs of the programme.

mod confirm_pairs;
mod edit_plan;
mod withdraw_pair;

pub use confirm_pairs::{confirm_listed, confirm_typed};
pub use edit_plan::{edit_plan, seed};
pub use withdraw_pair::withdraw_pair;

/// A school came from another installation with its part of the confirmed list.
///
/// # Errors
/// The engine's.
pub fn note_arrival(tx: &mut db::Tx<'_>) -> kernel::Result<()> {
    Ok(db::changes::raise(tx, &[crate::queries::PROGRAMME])?)
}
