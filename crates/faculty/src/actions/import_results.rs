//! Imports results of training: all of a table, or nothing.

use authz::Grant;
use db::{Tx, params};
use kernel::vault::Vault;
use kernel::{Ctx, Error, RawId, Result, Text, Tier};
use ledger::Entry;
use org::queries::Org;
use paper::sheet::Workbook;
use serde_json::json;

use crate::model::training::{Outcome, TrainingResult};
use crate::policy::ImportResults;
use crate::{facts, queries, store};

/// Reads the table against what is stored now and adds every row; answers how many. Each school's chain has one line.
///
/// # Errors
/// 422 at `file` when a row has a fault, also one that came up since the preview.
pub fn import_results(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<ImportResults>,
    workbook: &Workbook,
) -> Result<usize> {
    let schools = grant.target();
    let checked = queries::check(tx, ctx, schools, workbook, vault)?;
    let rows = checked
        .preview
        .rows()
        .ok_or_else(|| Error::field("file", Text::new("faculty-import-faulty")))?;
    let mut added = vec![0_usize; schools.len()];
    for (_, result) in rows {
        let index = *checked.school_of.get(&result.teacher).ok_or(Error::NotFound)?;
        add(tx, ctx, &schools[index], result)?;
        added[index] += 1;
    }
    for (school, count) in schools.iter().zip(added).filter(|(_, count)| *count > 0) {
        let entry = Entry::new("faculty.import-training", "training", ctx.raw_id())
            .after(&json!({ "results": count }));
        ledger::record(tx, ctx, school.number, entry)?;
    }
    Ok(rows.len())
}

fn add(tx: &mut Tx<'_>, ctx: &Ctx, school: &Org, result: &TrainingResult) -> Result<()> {
    let (number, id, level): (_, RawId, u8) = (school.number, ctx.raw_id(), result.level.digit());
    tx.run(
        store::ADD_RESULT,
        params![
            number,
            id,
            result.teacher,
            &result.head,
            school.region,
            level,
            result.class,
            &result.organiser,
            tier_code(result.tier),
            result.first,
            result.last,
            result.outcome.code(),
            result.certificate,
            ctx.now,
            ctx.actor.account()
        ],
    )?;
    tx.run(
        store::ADD_SPAN,
        params![&result.head, level, result.first, result.last, id],
    )?;
    if result.outcome == Outcome::Passed {
        let fact = facts::trained(school, school.region, &result.head, result.last, 1);
        ledger::fact(tx, ctx, number, &fact)?;
    }
    Ok(())
}

const fn tier_code(tier: Tier) -> &'static str {
    match tier {
        Tier::Nation => "nation",
        Tier::Province => "province",
        Tier::City => "city",
        Tier::School | Tier::Other => "school",
    }
}
