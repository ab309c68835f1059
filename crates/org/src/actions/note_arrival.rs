//! A school came from another installation: its chain goes on here, and says so.

use db::Tx;
use kernel::{Ctx, Result};
use ledger::Entry;
use serde_json::json;

use crate::queries::{ORGANISATIONS, Org};

/// Adds the line to the chain of a school that has just been imported, and counts the change of organisations; by the program that imported it, as `program` names itself
/// where it was exported.
///
/// # Errors
/// The engine's.
pub fn note_arrival(tx: &mut Tx<'_>, ctx: &Ctx, school: &Org, program: &str) -> Result<()> {
    let after = json!({ "code": &school.code, "name": &school.name, "exported_by": program });
    let entry = Entry::new("org.import-school", "organisation", school.id.raw()).after(&after);
    ledger::record(tx, ctx, school.number, entry)?;
    Ok(db::changes::raise(tx, &[ORGANISATIONS])?)
}
