//! Imports a version of the catalogue of majors; versions before it stay as they are.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Result};
use ledger::Entry;
use serde_json::json;

use crate::model::major::Major;
use crate::policy::ImportMajors;
use crate::store;

/// Adds a version under this name; answers its number.
///
/// # Errors
/// The engine's.
pub fn import_majors(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ImportMajors>,
    (name, majors): (&str, &[Major]),
) -> Result<i64> {
    let (version,): (i64,) = tx.one(store::NEXT_VERSION, &[])?;
    tx.run(
        store::ADD_CATALOGUE,
        params![version, name, ctx.now, ctx.actor.account()],
    )?;
    for major in majors {
        let (code, class, occupations) = (
            major.code.to_string(),
            major.code.class(),
            major.occupations.join("\n"),
        );
        for level in &major.levels {
            tx.run(
                store::ADD_MAJOR,
                params![version, &code, level.digit(), class, &major.name, &occupations],
            )?;
        }
    }
    let after = json!({ "version": version, "name": name, "majors": majors.len() });
    ledger::record(
        tx,
        ctx,
        *grant.target(),
        Entry::new("org.import-majors", "major-catalogue", ctx.raw_id()).after(&after),
    )?;
    Ok(version)
}
