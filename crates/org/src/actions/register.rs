//! Registers an organisation under the office of its region.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Day, Error, OrgId, Result, SchoolId, Text};
use serde_json::json;

use crate::model::kind::OrgKind;
use crate::model::reading::Reading;
use crate::model::registration::Registration;
use crate::model::relation::Relation;
use crate::policy::Register;
use crate::queries::{self, Org};
use crate::store;

/// Registers; the relation 属地 to the office of its region begins today.
///
/// # Errors
/// [`Error::Invalid`] at `code` when the code is taken.
pub fn register(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<Register>) -> Result<Org> {
    let new = grant.target();
    let id: OrgId = ctx.id();
    let (number,): (SchoolId,) = tx.one(store::NEXT_NUMBER, &[])?;
    let (category, affiliation) = new.school.map_or(("", ""), |(category, affiliation)| (category.code(), affiliation.code()));
    let reading = Reading::of(&new.name);
    let reading = Reading::of(&new.name);
    let added = tx.run(
        store::ADD,
        params![
            id, number, new.kind.code(), &new.code, &new.name, &reading.pinyin, &reading.initials, new.region.code(), category,
            affiliation, &new.credit, ctx.now
        ],
    )?;
    if added == 0 {
        return Err(Error::field("code", Text::new("org-code-taken").with("code", &new.code)));
    }
    if let Some(office) = office_of(tx, new)? {
        let territory = Relation::Territory.code();
        tx.run(store::ADD_RELATION, params![ctx.raw_id(), territory, id, office.id, ctx.now.day(), None::<Day>, ctx.now])?;
    }
    let after = json!({ "kind": new.kind.code(), "code": new.code, "name": new.name, "region": new.region.code() });
    ledger::record(tx, ctx, number, ledger::Entry::new("org.register", "organisation", id.raw()).after(&after))?;
    queries::by_id(tx, id)
}

/// The nearest office above: a city's for a school in it, else the province's, else the ministry.
fn office_of(tx: &mut Tx<'_>, new: &Registration) -> Result<Option<Org>> {
    let region = new.region.code();
    let places: &[(OrgKind, i64)] = match new.kind {
        OrgKind::Ministry => &[],
        OrgKind::Province => &[(OrgKind::Ministry, 0)],
        OrgKind::City => &[(OrgKind::Province, region / 10_000 * 10_000), (OrgKind::Ministry, 0)],
        _ => &[
            (OrgKind::City, region / 100 * 100),
            (OrgKind::Province, region / 10_000 * 10_000),
            (OrgKind::Ministry, 0),
        ],
    };
    for (kind, region) in places {
        if let Some(office) = queries::office(tx, *kind, *region)? {
            return Ok(Some(office));
        }
    }
    Ok(None)
}
