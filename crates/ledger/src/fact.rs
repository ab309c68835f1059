//! Writing a fact: what a change adds to the counts.

use db::{Bind as _, Tx};
use kernel::{Ctx, Error, Result, SchoolId};
use serde::{Deserialize, Serialize};

use crate::store;

/// What a module tells of one change, to be folded into the counts. To take something back, tell its negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What happened, such as `programme.pair-confirmed`.
    pub kind: &'static str,
    /// What it adds.
    pub entries: Vec<FactEntry>,
}

/// One addition. A period is what the measure's owner says it is, such as `yyyymm`, or 0 for "at all times".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FactEntry {
    /// An amount that can be summed over schools and periods.
    Add {
        /// What is measured.
        measure: String,
        /// When.
        period: i64,
        /// How much more; negative for less.
        amount: i64,
    },
    /// A member of a set whose distinct members are counted: a major, a school, a head.
    Member {
        /// Whose set it is: `nation`, `province:330000`.
        scope: String,
        /// What is measured.
        measure: String,
        /// When.
        period: i64,
        /// Who or what is counted once, however often it is added.
        member: String,
        /// +1 to add it, −1 to take that addition back.
        weight: i64,
    },
}

/// Writes a fact of a school in the caller's transaction. It is counted within a second.
///
/// # Errors
/// The engine's.
pub fn fact(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, fact: &Fact) -> Result<()> {
    facts(tx, ctx, school, std::slice::from_ref(fact))
}

/// Writes many facts of a school as [`fact`] writes one.
///
/// # Errors
/// The engine's.
pub fn facts(tx: &mut Tx<'_>, ctx: &Ctx, school: SchoolId, facts: &[Fact]) -> Result<()> {
    let told = facts.iter().map(|fact| {
        let entries = serde_json::to_string(&fact.entries).map_err(Error::internal)?;
        Ok((ctx.raw_id(), fact.kind, entries))
    });
    let told = told.collect::<Result<Vec<_>>>()?;
    let rows: Vec<_> = told
        .iter()
        .map(|(id, kind, entries)| {
            [
                school.bind(),
                id.bind(),
                ctx.now.bind(),
                kind.bind(),
                entries.bind(),
            ]
        })
        .collect();
    tx.run_all(store::ADD_FACT, &rows)?;
    let rows: Vec<_> = told.iter().map(|(id, ..)| [school.bind(), id.bind()]).collect();
    tx.run_all(store::ADD_PENDING_FACT, &rows)?;
    Ok(())
}

/// A stored fact with other names for its members: where a school comes under other keys, its heads do too. None where every name stays.
///
/// # Errors
/// An internal one for what is no fact.
pub fn renamed(stored: &str, name: &dyn Fn(&str) -> Option<String>) -> Result<Option<String>> {
    let (mut all, mut is_other) = (entries(stored)?, false);
    for entry in &mut all {
        if let FactEntry::Member { member, .. } = entry
            && let Some(new) = name(member)
        {
            *member = new;
            is_other = true;
        }
    }
    if !is_other {
        return Ok(None);
    }
    serde_json::to_string(&all).map(Some).map_err(Error::internal)
}

/// Reads the entries of a stored fact.
pub(crate) fn entries(stored: &str) -> Result<Vec<FactEntry>> {
    serde_json::from_str(stored).map_err(Error::internal)
}
