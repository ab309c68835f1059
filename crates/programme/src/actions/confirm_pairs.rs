//! Puts pairs (school, major) on the confirmed list: one that was typed, or a whole table.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Problems, RawId, Result, Text};
use ledger::Entry;
use org::queries::Org;
use paper::sheet::Workbook;
use serde_json::json;

use crate::model::Plan;
use crate::model::pairs::{self, Pair, Typed};
use crate::policy::ConfirmPairs;
use crate::{facts, queries, store};

/// # Errors
/// 422 at the field that is wrong.
pub fn confirm_typed(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ConfirmPairs>,
    (plan, typed): (&Plan, &Typed),
) -> Result<()> {
    let list = queries::list(tx, ctx, grant.target(), plan)?;
    let pair = list.known().check(typed).map_err(|faults| {
        let mut problems = Problems::default();
        faults
            .into_iter()
            .for_each(|(field, text)| problems.add(field, text));
        Error::Invalid(problems)
    })?;
    confirm(tx, ctx, &grant.target().1, &[pair])
}

/// All of a table, or nothing; answers how many pairs.
///
/// # Errors
/// 422 at `file` when a row has a fault, also one that came up since the preview.
pub fn confirm_listed(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ConfirmPairs>,
    (plan, workbook): (&Plan, &Workbook),
) -> Result<usize> {
    let list = queries::list(tx, ctx, grant.target(), plan)?;
    let preview = pairs::read_pairs(workbook, &list.known());
    let rows = preview
        .rows()
        .ok_or_else(|| Error::field("file", Text::new("programme-import-faulty")))?;
    let pairs: Vec<Pair> = rows.iter().map(|(_, pair)| pair.clone()).collect();
    confirm(tx, ctx, &grant.target().1, &pairs)?;
    Ok(pairs.len())
}

fn confirm(tx: &mut Tx<'_>, ctx: &Ctx, schools: &[Org], pairs: &[Pair]) -> Result<()> {
    for pair in pairs {
        let school = schools.get(pair.school).ok_or(Error::NotFound)?;
        let (number, id): (_, RawId) = (school.number, ctx.raw_id());
        tx.run(
            store::ADD_PAIR,
            params![
                number,
                id,
                &pair.code,
                &pair.name,
                school.region,
                &pair.phase,
                pair.day,
                ctx.now,
                ctx.actor.account()
            ],
        )?;
        ledger::fact(
            tx,
            ctx,
            number,
            &facts::pair(school, school.region, &pair.code, 1),
        )?;
        let after = json!({ "major": pair.code, "phase": pair.phase, "day": pair.day });
        let entry = Entry::new("programme.confirm-pair", "confirmed-pair", id).after(&after);
        ledger::record(tx, ctx, number, entry)?;
    }
    Ok(db::changes::raise(tx, &[queries::PROGRAMME])?)
}
