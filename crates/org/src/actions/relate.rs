//! Begins and ends relations between organisations; a relation that was is kept with its days.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Day, Error, OrgId, RawId, Result, Text};
use ledger::Entry;
use serde_json::json;

use crate::model::relation::{Relation, Tie};
use crate::policy::Relate;
use crate::queries;
use crate::store;

/// A relation upwards to be begun.
#[derive(Clone, Copy, Debug)]
pub struct NewRelation {
    /// What connects them.
    pub relation: Relation,
    /// The upper organisation.
    pub upper: OrgId,
    /// The first day.
    pub since: Day,
    /// The last day, if it is known.
    pub until: Option<Day>,
}

/// Begins a relation of the grant's organisation.
///
/// # Errors
/// [`Error::Invalid`] at `until`, `upper` or `since` when the dates, the kinds or a present relation forbid it.
pub fn relate(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<Relate>, new: &NewRelation) -> Result<RawId> {
    let lower = grant.target();
    let upper = queries::by_id(tx, new.upper)?;
    let tie = Tie {
        relation: new.relation,
        lower: lower.id,
        upper: upper.id,
        since: new.since,
        until: new.until,
    };
    let others: Vec<Tie> = queries::relations(tx, lower.id)?
        .iter()
        .map(store::RelationRow::tie)
        .collect();
    tie.check((lower.kind, upper.kind), &others)
        .map_err(|text| Error::field(field_of(&text), text))?;
    let id = ctx.raw_id();
    tx.run(
        store::ADD_RELATION,
        params![
            id,
            tie.relation.code(),
            tie.lower,
            tie.upper,
            tie.since,
            tie.until,
            ctx.now
        ],
    )?;
    let after = json!({
        "relation": tie.relation.code(), "upper": upper.name, "since": tie.since, "until": tie.until,
    });
    ledger::record(
        tx,
        ctx,
        lower.number,
        Entry::new("org.relate", "relation", id).after(&after),
    )?;
    Ok(id)
}

/// Ends a relation of the grant's organisation with its last day.
///
/// # Errors
/// 404 for a relation of another; [`Error::Conflict`] when it has ended; [`Error::Invalid`] at `until` for a day before its
/// first.
pub fn end_relation(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<Relate>,
    (id, last): (RawId, Day),
) -> Result<()> {
    let lower = grant.target();
    let held = queries::relations(tx, lower.id)?;
    let row = held.iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    if row.until_day.is_some() {
        return Err(Error::Conflict(Text::new("org-relation-ended")));
    }
    if last < row.from_day {
        return Err(Error::field("until", Text::new("org-relation-dates")));
    }
    tx.run(store::END_RELATION, params![id, lower.id, last])?;
    let before = json!({ "relation": row.relation, "upper": row.upper_name, "since": row.from_day });
    let entry = Entry::new("org.end-relation", "relation", id)
        .before(&before)
        .after(&json!({ "until": last }));
    ledger::record(tx, ctx, lower.number, entry)?;
    Ok(())
}

fn field_of(text: &Text) -> &'static str {
    match &*text.key {
        "org-relation-dates" => "until",
        "org-relation-twice" => "since",
        _ => "upper",
    }
}
