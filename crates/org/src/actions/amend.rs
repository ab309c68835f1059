//! Amends what is registered of an organisation; what it is (its kind) never changes.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, OrgId, Result, Text};
use ledger::Entry;
use serde_json::json;

use super::register::{begin, codes_of, credit_is_free, owner_of, state_of, territory_of};
use crate::model::reading::Reading;
use crate::model::registration::Registration;
use crate::model::relation::Relation;
use crate::policy::Amend;
use crate::queries::{self, Org};
use crate::store;

/// Amends the version of an organisation that the actor saw. Where the region or the affiliation changes, the relations
/// that follow from them end yesterday and new ones begin today.
///
/// # Errors
/// [`Error::Conflict`] when somebody amended it meanwhile; [`Error::Invalid`] at `code` when the code is another's, at
/// `kind` when it is not what is registered.
pub fn amend(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<Amend>,
    (new, seen): (&Registration, i64),
) -> Result<()> {
    let org = grant.target();
    if new.kind != org.kind {
        return Err(Error::field("kind", Text::new("org-kind-fixed")));
    }
    let holder: Option<(OrgId,)> = tx.opt(store::HOLDER_OF_CODE, params![&new.code])?;
    if holder.is_some_and(|(holder,)| holder != org.id) {
        return Err(Error::field(
            "code",
            Text::new("org-code-taken").with("code", &new.code),
        ));
    }
    credit_is_free(tx, ctx, new, Some(org.id))?;
    let (category, affiliation) = codes_of(new);
    let reading = Reading::of(&new.name);
    let amended = tx.run(
        store::AMEND,
        params![
            org.id,
            seen,
            &new.code,
            &new.name,
            &reading.pinyin,
            &reading.initials,
            new.region.code(),
            category,
            affiliation,
            &new.credit
        ],
    )?;
    if amended == 0 {
        return Err(Error::Conflict(Text::new("org-amended-meanwhile")));
    }
    if new.region.code() != org.region {
        let upper = territory_of(tx, new)?;
        replace(tx, ctx, (org.id, Relation::Territory), upper)?;
    }
    if new.region.code() != org.region || affiliation != org.affiliation {
        let upper = owner_of(tx, new)?;
        replace(tx, ctx, (org.id, Relation::Subordination), upper)?;
    }
    let entry = Entry::new("org.amend", "organisation", org.id.raw())
        .before(&before(org))
        .after(&state_of(new));
    ledger::record(tx, ctx, org.number, entry)?;
    Ok(db::changes::raise(tx, &[queries::ORGANISATIONS])?)
}

fn before(org: &Org) -> serde_json::Value {
    json!({
        "kind": org.kind.code(), "code": org.code, "name": org.name, "region": org.region,
        "category": org.category, "affiliation": org.affiliation, "credit": org.credit_code,
    })
}

/// Ends the present relation of a kind and begins the new one; where nothing changes, nothing is written.
fn replace(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (lower, relation): (OrgId, Relation),
    upper: Option<Org>,
) -> Result<()> {
    let today = ctx.now.day();
    let held = queries::relations(tx, lower)?;
    let present = held
        .iter()
        .find(|row| row.tie().relation == relation && row.tie().holds_on(today));
    if present.map(|row| row.upper) == upper.as_ref().map(|upper| upper.id) {
        return Ok(());
    }
    match present {
        // A relation that began today held on no other day: it has never been.
        Some(row) if row.from_day == today => tx.run(store::DROP_RELATION, params![row.id, lower])?,
        Some(row) => tx.run(store::END_RELATION, params![row.id, lower, today.plus(-1)])?,
        None => 0,
    };
    begin(tx, ctx, (lower, relation), upper)
}
