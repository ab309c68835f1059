//! Imports results of training: all of a table, or nothing.

use authz::Grant;
use db::{Bind as _, Tx, Value};
use kernel::vault::Vault;
use kernel::{Ctx, Error, RawId, Result, Text, Tier};
use ledger::{Entry, Fact};
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
    let mut added: Vec<Vec<&TrainingResult>> = vec![Vec::new(); schools.len()];
    for (_, result) in rows {
        let index = *checked.school_of.get(&result.teacher).ok_or(Error::NotFound)?;
        added[index].push(result);
    }
    for (school, results) in schools
        .iter()
        .zip(added)
        .filter(|(_, results)| !results.is_empty())
    {
        add(tx, ctx, school, &results)?;
        let entry = Entry::new("faculty.import-training", "training", ctx.raw_id())
            .after(&json!({ "results": results.len() }));
        ledger::record(tx, ctx, school.number, entry)?;
    }
    Ok(rows.len())
}

fn add(tx: &mut Tx<'_>, ctx: &Ctx, school: &Org, results: &[&TrainingResult]) -> Result<()> {
    let (number, by) = (school.number, ctx.actor.account());
    let new: Vec<(RawId, u8, &TrainingResult)> = results
        .iter()
        .map(|result| (ctx.raw_id(), result.level.digit(), *result))
        .collect();
    let rows: Vec<_> = new
        .iter()
        .map(|(id, level, result)| {
            [
                number.bind(),
                id.bind(),
                result.teacher.bind(),
                result.head.bind(),
                school.region.bind(),
                level.bind(),
                result.class.bind(),
                result.organiser.bind(),
                Value::Text(tier_code(result.tier)),
                result.first.bind(),
                result.last.bind(),
                Value::Text(result.outcome.code()),
                result.certificate.bind(),
                ctx.now.bind(),
                by.bind(),
            ]
        })
        .collect();
    tx.run_all(store::ADD_RESULT, &rows)?;
    let rows: Vec<_> = new
        .iter()
        .map(|(id, level, result)| {
            let (first, last) = (result.first.bind(), result.last.bind());
            [result.head.bind(), level.bind(), first, last, id.bind()]
        })
        .collect();
    tx.run_all(store::ADD_SPAN, &rows)?;
    let passed = results.iter().filter(|result| result.outcome == Outcome::Passed);
    let told: Vec<Fact> = passed
        .map(|result| facts::trained(school, school.region, &result.head, result.last, 1))
        .collect();
    ledger::facts(tx, ctx, number, &told)
}

const fn tier_code(tier: Tier) -> &'static str {
    match tier {
        Tier::Nation => "nation",
        Tier::Province => "province",
        Tier::City => "city",
        Tier::School | Tier::Other => "school",
    }
}
