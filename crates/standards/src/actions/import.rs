//! Imports a document: the first version of a new standard, or the draft of a next version.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text, Tier};

use super::json;
use crate::StandardId;
use crate::model::{Issuer, Standard, matching};
use crate::policy::Import;
use crate::queries::{self, Doubt, Left};
use crate::{matches, store};

/// A document that was read, and the file that it was read from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name on the sender's machine.
    pub name: String,
    /// The file as it was sent.
    pub bytes: Vec<u8>,
    /// What it says.
    pub content: Standard,
    /// What found no place.
    pub leftovers: Vec<Left>,
}

/// Makes a draft of a document; answers the standard. Objects of a next version keep the identities of the last where it is
/// certain what they are; what is doubtful waits for a person.
///
/// # Errors
/// 409 for an organisation that issues no standards.
pub fn import(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<Import>, source: &Source) -> Result<StandardId> {
    let issuing = grant.target();
    let mut content = source.content.clone();
    let (id, number, doubts) = match &issuing.standard {
        Some(standard) => {
            let (last, _) = queries::content(tx, standard.id, standard.latest)?;
            let doubts = carried(ctx, &last, &mut content);
            (standard.id, standard.latest + 1, doubts)
        }
        None => {
            content.identify(|| ctx.raw_id());
            (add_standard(tx, ctx, grant)?, 1, Vec::new())
        }
    };
    add_draft(tx, ctx, (id, number), (&content, &source.leftovers, &doubts))?;
    tx.run(
        store::ADD_SOURCE,
        params![id, ctx.raw_id(), number, &source.name, &source.bytes, ctx.now],
    )?;
    let state = serde_json::json!({
        "title": content.title, "version": number, "file": source.name, "courses": content.courses.len(),
        "leftovers": source.leftovers.len(), "doubtful": doubts.len(),
    });
    let line = ledger::Entry::new("standards.import", "standard", id.raw()).after(&state);
    ledger::record(tx, ctx, issuing.org.number, line)?;
    Ok(id)
}

/// Makes a draft of the next version that says what the last one says.
///
/// # Errors
/// The engine's.
pub fn begin_next(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<Import>) -> Result<StandardId> {
    let issuing = grant.target();
    let standard = issuing.standard.as_ref().ok_or(Error::NotFound)?;
    let (content, leftovers) = queries::content(tx, standard.id, standard.latest)?;
    let number = standard.latest + 1;
    add_draft(
        tx,
        ctx,
        (standard.id, number),
        (&content, &leftovers, &Vec::new()),
    )?;
    let state = serde_json::json!({ "title": content.title, "version": number });
    let line = ledger::Entry::new("standards.begin-version", "standard", standard.id.raw()).after(&state);
    ledger::record(tx, ctx, issuing.org.number, line)?;
    Ok(standard.id)
}

fn add_standard(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<Import>) -> Result<StandardId> {
    let org = &grant.target().org;
    let issuer = match org.tier {
        Tier::Nation => Issuer::Ministry,
        Tier::Province => Issuer::Province,
        Tier::School => Issuer::School,
        Tier::City | Tier::Other => return Err(Error::Conflict(Text::new("standards-no-issuer"))),
    };
    let (id, code): (StandardId, _) = (ctx.id(), crate::code_of(&issuer)?);
    tx.run(
        store::ADD_STANDARD,
        params![id, org.id, org.number, &org.name, &code, ctx.now],
    )?;
    Ok(id)
}

fn add_draft(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (id, number): (StandardId, i64),
    (content, leftovers, doubts): (&Standard, &Vec<Left>, &Vec<Doubt>),
) -> Result<()> {
    let (text, leftovers, doubts) = (json(content)?, json(leftovers)?, json(doubts)?);
    tx.run(
        store::ADD_DRAFT,
        params![id, number, &content.title, &text, &leftovers, &doubts, ctx.now],
    )?;
    Ok(())
}

/// Gives the new version the identities of the last where certain, new ones elsewhere; answers what is doubtful.
fn carried(ctx: &Ctx, last: &Standard, content: &mut Standard) -> Vec<Doubt> {
    let found = matching(last, content);
    found.carry(last, content, &[]);
    content.identify(|| ctx.raw_id());
    found
        .doubtful
        .iter()
        .filter_map(|link| matches::doubt(last, content, link))
        .collect()
}
