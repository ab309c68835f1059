//! Gives up a draft. The files that were sent are kept.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Result, Text};

use crate::policy::EditDraft;
use crate::store;

/// # Errors
/// 409 when somebody changed it meanwhile.
pub fn discard(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditDraft>, reason: &str) -> Result<()> {
    let draft = grant.target();
    if tx.run(store::REMOVE_DRAFT, params![draft.standard, draft.version])? == 0 {
        return Err(Error::Conflict(Text::new("standards-stale")));
    }
    let line = ledger::Entry::new("standards.discard-draft", "standard", draft.standard.raw())
        .before(&draft.content)
        .reason(reason);
    ledger::record(tx, ctx, draft.issuer, line)?;
    Ok(())
}
