//! Registers an organisation under the office of its region.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Day, Error, OrgId, Result, SchoolId, Text};
use ledger::Entry;
use serde_json::{Value, json};

use crate::model::kind::{Affiliation, OrgKind};
use crate::model::reading::Reading;
use crate::model::registration::Registration;
use crate::model::relation::Relation;
use crate::policy::{self, Register};
use crate::queries::{self, Org};
use crate::store::{self, OrgRow};

/// Registers; the relations 属地 to the office of its region and 隶属 to the office it says it belongs to begin today.
///
/// # Errors
/// [`Error::Invalid`] at `code` when the code is taken, at `credit` when the credit code is, at `region` when the region has its
/// office already.
pub fn register(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<Register>) -> Result<Org> {
    let new = grant.target();
    if is_office(new.kind) && queries::office(tx, new.kind, new.region.code())?.is_some() {
        return Err(Error::field("region", Text::new("org-office-taken")));
    }
    credit_is_free(tx, ctx, new, None)?;
    let id: OrgId = ctx.id();
    let (number,): (SchoolId,) = tx.one(store::NEXT_NUMBER, &[])?;
    let (category, affiliation) = codes_of(new);
    let reading = Reading::of(&new.name);
    let added = tx.run(
        store::ADD,
        params![
            id,
            number,
            new.kind.code(),
            &new.code,
            &new.name,
            &reading.pinyin,
            &reading.initials,
            new.region.code(),
            category,
            affiliation,
            &new.credit,
            ctx.now
        ],
    )?;
    if added == 0 {
        return Err(Error::field(
            "code",
            Text::new("org-code-taken").with("code", &new.code),
        ));
    }
    let (territory, owner) = (territory_of(tx, new)?, owner_of(tx, new)?);
    begin(tx, ctx, (id, Relation::Territory), territory)?;
    begin(tx, ctx, (id, Relation::Subordination), owner)?;
    ledger::record(
        tx,
        ctx,
        number,
        Entry::new("org.register", "organisation", id.raw()).after(&state_of(new)),
    )?;
    db::changes::raise(tx, &[queries::ORGANISATIONS])?;
    queries::by_id(tx, id)
}

/// Nobody else has the 统一社会信用代码: one legal person is one organisation.
///
/// # Errors
/// [`Error::Invalid`] at `credit`; it names who has it to those who may know of them.
pub(super) fn credit_is_free(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    new: &Registration,
    own: Option<OrgId>,
) -> Result<()> {
    let Some(credit) = &new.credit else {
        return Ok(());
    };
    let holders: Vec<OrgRow> = tx.all(store::HOLDERS_OF_CREDIT, params![credit])?;
    let Some(holder) = holders.into_iter().find(|holder| Some(holder.id) != own) else {
        return Ok(());
    };
    let text = match policy::readable(tx, ctx, holder.id) {
        Ok(holder) => Text::new("org-credit-taken").with("name", holder.name),
        Err(_) => Text::new("org-credit-taken-elsewhere"),
    };
    Err(Error::field("credit", text.with("credit", credit)))
}

/// Begins a relation today, if there is anybody to have it with.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (lower, relation): (OrgId, Relation),
    upper: Option<Org>,
) -> Result<()> {
    if let Some(upper) = upper {
        let (id, today) = (ctx.raw_id(), ctx.now.day());
        tx.run(
            store::ADD_RELATION,
            params![id, relation.code(), lower, upper.id, today, None::<Day>, ctx.now],
        )?;
    }
    Ok(())
}

/// The nearest office above: a city's for a school in it, else the province's, else the ministry.
pub(super) fn territory_of(tx: &mut Tx<'_>, new: &Registration) -> Result<Option<Org>> {
    let region = new.region.code();
    let city = (OrgKind::City, region / 100 * 100);
    let province = (OrgKind::Province, region / 10_000 * 10_000);
    let ministry = (OrgKind::Ministry, 0);
    let places = match new.kind {
        OrgKind::Ministry => vec![],
        OrgKind::Province => vec![ministry],
        OrgKind::City => vec![province, ministry],
        _ => vec![city, province, ministry],
    };
    for (kind, region) in places {
        if let Some(office) = queries::office(tx, kind, region)? {
            return Ok(Some(office));
        }
    }
    Ok(None)
}

/// The office that a 省属 or 市属 school belongs to; who else a school belongs to is told as a relation of its own.
pub(super) fn owner_of(tx: &mut Tx<'_>, new: &Registration) -> Result<Option<Org>> {
    let region = new.region.code();
    match new.school {
        Some((_, Affiliation::Province)) => queries::office(tx, OrgKind::Province, region / 10_000 * 10_000),
        Some((_, Affiliation::City)) => queries::office(tx, OrgKind::City, region / 100 * 100),
        _ => Ok(None),
    }
}

/// The stored codes of a school's category and affiliation; empty for others.
pub(super) fn codes_of(new: &Registration) -> (&'static str, &'static str) {
    new.school.map_or(("", ""), |(category, affiliation)| {
        (category.code(), affiliation.code())
    })
}

/// What the audit line tells.
pub(super) fn state_of(new: &Registration) -> Value {
    let (category, affiliation) = codes_of(new);
    json!({
        "kind": new.kind.code(), "code": new.code, "name": new.name, "region": new.region.code(),
        "category": category, "affiliation": affiliation, "credit": new.credit,
    })
}

const fn is_office(kind: OrgKind) -> bool {
    matches!(kind, OrgKind::Ministry | OrgKind::Province | OrgKind::City)
}
