//! Mends one thing in a draft.

use authz::Grant;
use db::Tx;
use kernel::{Ctx, Error, Result, Text};

use super::save;
use crate::editing;
use crate::model::Place;
use crate::policy::EditDraft;

/// What is mended.
#[derive(Clone, Debug)]
pub enum Edit {
    /// A field gets a value. `seen` is the version of the field that the writer saw.
    Set {
        /// The field.
        place: Place,
        /// Its new value as typed; lines of a text are paragraphs.
        value: String,
        /// [`editing::version_of`] of what the writer saw.
        seen: String,
    },
    /// A list gets one more item at its end.
    Add(Place),
    /// An item leaves its list. `seen` is the version of the item that the writer saw.
    Remove {
        /// The item.
        place: Place,
        /// [`editing::version_of`] of what the writer saw.
        seen: String,
    },
}

/// Mends it; answers the field's new version.
///
/// # Errors
/// 404 for a place that the standard does not have, 409 when the field says something else than the writer saw, 422 for a
/// value that the field does not take.
pub fn edit(tx: &mut Tx<'_>, ctx: &Ctx, grant: Grant<EditDraft>, edit: &Edit) -> Result<String> {
    let mut draft = grant.into_target();
    let (place, mended) = match edit {
        Edit::Set { place, value, seen } => {
            let mended = editing::set(&draft.content, place, value)?;
            if mended == draft.content {
                return editing::version_at(&draft.content, place).ok_or(Error::NotFound);
            }
            unchanged(&draft.content, place, seen)?;
            (place, mended)
        }
        Edit::Add(place) => (place, editing::add(&draft.content, place)?),
        Edit::Remove { place, seen } => {
            unchanged(&draft.content, place, seen)?;
            (place, editing::remove(&draft.content, place)?)
        }
    };
    let before = std::mem::replace(&mut draft.content, mended);
    draft.content.identify(|| ctx.raw_id());
    save(tx, ctx, &draft)?;
    let state = |content| serde_json::json!({ "place": place, "value": editing::at(content, place) });
    let line = ledger::Entry::new("standards.edit", "standard", draft.standard.raw())
        .before(&state(&before))
        .after(&state(&draft.content));
    ledger::record(tx, ctx, draft.issuer, line)?;
    Ok(editing::version_at(&draft.content, place).unwrap_or_default())
}

fn unchanged(content: &crate::model::Standard, place: &Place, seen: &str) -> Result<()> {
    let version = editing::version_at(content, place).ok_or(Error::NotFound)?;
    if version == seen {
        Ok(())
    } else {
        Err(Error::Conflict(Text::new("standards-stale")))
    }
}
