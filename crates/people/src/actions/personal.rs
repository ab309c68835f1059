//! A copy of what is held of a person, and their erasure: proposed by one, confirmed by another, across all modules in one
//! transaction. 个人信息保护法, articles 45 and 47.

use authz::{Grant, Verb as _};
use db::{Tx, params};
use files::Hash;
use jobs::Job;
use kernel::vault::Vault;
use kernel::{Ctx, Error, Result, Text};
use serde_json::json;
use web::{Held, Personal, Whose};

use crate::policy::{ConfirmErasure, CopyPerson, ProposeErasure};
use crate::store::personal as sql;

/// Everything that all modules hold of a person; that it was asked for is kept.
///
/// # Errors
/// The engine's, and an internal one for a value that does not open.
pub fn copy_person(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<CopyPerson>,
    of: &[Personal],
) -> Result<Held> {
    let whose = grant.target().whose();
    let mut all = Held::default();
    for one in of {
        let held = (one.copy)(tx, ctx, vault, &whose)?;
        all.sections.extend(held.sections);
        all.files.extend(held.files);
    }
    let entry = ledger::Entry::new(CopyPerson::NAME, "person", whose.person.raw())
        .after(&json!({ "files": all.files.len() }));
    ledger::record(tx, ctx, whose.school, entry)?;
    Ok(all)
}

/// Why a person may not be erased yet; empty where nothing holds them.
///
/// # Errors
/// The engine's.
pub fn bound(tx: &mut Tx<'_>, ctx: &Ctx, whose: &Whose, of: &[Personal]) -> Result<Vec<Text>> {
    let mut why = Vec::new();
    for one in of {
        why.extend((one.binds)(tx, ctx, whose)?);
    }
    Ok(why)
}

/// Proposes it, with what was asked in writing; the words are sealed under the person's own key and go with it.
///
/// # Errors
/// `Invalid` without a reason; a conflict while something holds the person, and while a proposal waits.
pub fn propose_erasure(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<ProposeErasure>,
    (reason, of): (&str, &[Personal]),
) -> Result<()> {
    let subject = grant.target();
    // Whoever confirms has to see whose words they confirm: what waits is answered first.
    if subject.waits() {
        return Err(Error::Conflict(Text::new("people-erasure-waits")));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::field("reason", Text::new("people-erasure-reason-missing")));
    }
    free(tx, ctx, &subject.whose(), of)?;
    let by = ctx.actor.person();
    tx.run(
        sql::PROPOSE,
        params![subject.school, subject.person, by, ctx.now, reason],
    )?;
    let entry = ledger::Entry::new(ProposeErasure::NAME, "person", subject.person.raw()).personal(
        vault,
        subject.person,
        "reason",
        reason,
    );
    ledger::record(tx, ctx, subject.school, entry)?;
    Ok(())
}

fn free(tx: &mut Tx<'_>, ctx: &Ctx, whose: &Whose, of: &[Personal]) -> Result<()> {
    match bound(tx, ctx, whose, of)?.into_iter().next() {
        Some(text) => Err(Error::Conflict(text)),
        None => Ok(()),
    }
}

/// Says no, with a reason.
///
/// # Errors
/// `Invalid` without a reason.
pub fn decline_erasure(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    vault: &Vault,
    grant: &Grant<ConfirmErasure>,
    word: &str,
) -> Result<()> {
    let subject = grant.target();
    let word = word.trim();
    if word.is_empty() {
        return Err(Error::field("word", Text::new("people-erasure-word-missing")));
    }
    let by = ctx.actor.person();
    tx.run(
        sql::DECLINE,
        params![subject.school, subject.person, by, ctx.now, word],
    )?;
    let entry = ledger::Entry::new("people.decline-erasure", "person", subject.person.raw()).personal(
        vault,
        subject.person,
        "word",
        word,
    );
    ledger::record(tx, ctx, subject.school, entry)?;
    Ok(())
}

/// The kind of the job that drops the contents of files that an erasure left without a row.
pub const DROP_FILES: &str = "people.drop-files";

/// Erases: every module forgets, the key of the person's values in the audit is destroyed. Answers the contents of files that no
/// row may need any more; they are dropped after the commit, at the latest by a job that is tried until it is done.
///
/// # Errors
/// A conflict while something holds the person, but not after a restore, where it was decided before.
pub fn erase(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<ConfirmErasure>,
    of: &[Personal],
) -> Result<Vec<Hash>> {
    let subject = grant.target();
    let whose = subject.whose();
    let by = ctx.actor.person();
    if by.is_some() {
        free(tx, ctx, &whose, of)?;
    }
    let mut gone = Vec::new();
    for one in of {
        gone.extend((one.forget)(tx, ctx, &whose)?);
    }
    if !gone.is_empty() {
        let hashes: Vec<&str> = gone.iter().map(Hash::as_str).collect();
        let job = Job {
            kind: DROP_FILES,
            school: Some(whose.school),
            payload: &hashes,
            run_at: ctx.now,
        };
        jobs::enqueue(tx, ctx, job)?;
    }
    tx.run(sql::ERASED, params![whose.school, whose.person, by, ctx.now])?;
    let entry = ledger::Entry::new(ConfirmErasure::NAME, "person", whose.person.raw())
        .after(&json!({ "files": gone.len() }));
    ledger::record(tx, ctx, whose.school, entry)?;
    Ok(gone)
}
