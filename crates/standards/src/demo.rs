//! The made-up standard of a demonstration: a sample that says of itself that it is no official text.

use db::Tx;
use kernel::{Ctx, Error, Result, Text};
use org::queries::Org;

use crate::actions::{Source, import, publish};
use crate::model::Status;
use crate::pages::upload::read;
use crate::{StandardId, policy};

/// The sample as a Word file.
const SAMPLE: &[u8] = include_bytes!("../demo/standard-cnc-turning.docx");

/// Reads the sample. Takes tens of milliseconds: not within a write.
///
/// # Errors
/// Only if the sample cannot be read.
pub fn prepare() -> Result<Source> {
    read("standard-cnc-turning.docx".to_owned(), SAMPLE.to_vec())
        .map_err(|text: Text| Error::field("file", text))
}

/// Imports it for an issuer and publishes it as version 1, 试用.
///
/// # Errors
/// The engine's; 404 for every person.
pub fn load(tx: &mut Tx<'_>, ctx: &Ctx, issuer: &Org, source: &Source) -> Result<StandardId> {
    let id = import(
        tx,
        ctx,
        &policy::may_import_as_system(ctx, issuer.clone())?,
        source,
    )?;
    let grant = policy::may_publish_as_system(tx, ctx, id)?;
    publish(tx, ctx, grant, Status::Trial)?;
    Ok(id)
}
