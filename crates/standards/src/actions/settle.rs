//! A person's word on what the import could not decide: lines without a place, objects that may be those of the last version.

use authz::Grant;
use db::Tx;
use kernel::{Ctx, Error, Id, Result, Text};

use super::save;
use crate::model::matching;
use crate::policy::EditDraft;
use crate::queries::{self, Doubt, Settled};
use crate::{editing, matches};

/// Puts a leftover line at a place, or leaves it out with a word.
///
/// # Errors
/// 404 for a line or place that is not there, 409 for a line that is settled.
pub fn settle(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: Grant<EditDraft>,
    (index, how): (usize, &Settled),
) -> Result<()> {
    let mut draft = grant.into_target();
    let left = draft.leftovers.get_mut(index).ok_or(Error::NotFound)?;
    if left.settled.is_some() {
        return Err(Error::Conflict(Text::new("standards-stale")));
    }
    if let Settled::Assigned(place) = how {
        draft.content = editing::append(&draft.content, &editing::place_of(place), &left.line.text)?;
    }
    left.settled = Some(how.clone());
    let state = left.clone();
    save(tx, ctx, &draft)?;
    let line = ledger::Entry::new("standards.settle-line", "standard", draft.standard.raw()).after(&state);
    ledger::record(tx, ctx, draft.issuer, line)?;
    Ok(())
}

/// Says whether an object is one of the last version. A course that is the same lets its goals and tasks be matched.
///
/// # Errors
/// 404 for no such doubt, 409 for one that is decided.
pub fn decide(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: Grant<EditDraft>,
    (new, same): (Id<()>, bool),
) -> Result<()> {
    let mut draft = grant.into_target();
    let doubt = draft
        .doubts
        .iter_mut()
        .find(|doubt| doubt.new == new)
        .ok_or(Error::NotFound)?;
    if doubt.same.is_some() {
        return Err(Error::Conflict(Text::new("standards-stale")));
    }
    doubt.same = Some(same);
    let decided = doubt.clone();
    if same {
        let (from, to) = (decided.new.to_string(), decided.old.to_string());
        draft.content = matches::reidentify(&draft.content, &from, &to).ok_or(Error::NotFound)?;
        let (last, _) = queries::content(tx, draft.standard, draft.number - 1)?;
        rematch(&mut draft, &last);
    }
    save(tx, ctx, &draft)?;
    let line = ledger::Entry::new("standards.match", "standard", draft.standard.raw()).after(&decided);
    ledger::record(tx, ctx, draft.issuer, line)?;
    Ok(())
}

/// Matches again: within a course that has become certain its parts are found, and may be new doubts.
fn rematch(draft: &mut queries::Draft, last: &crate::model::Standard) {
    let found = matching(last, &draft.content);
    let refused: Vec<(Id<()>, Id<()>)> = draft
        .doubts
        .iter()
        .filter(|doubt| doubt.same == Some(false))
        .map(|doubt| (doubt.old, doubt.new))
        .collect();
    let is_refused = |link: &crate::model::Link| {
        let ids = matches::object(last, &link.old).zip(matches::object(&draft.content, &link.new));
        ids.is_some_and(|((old, _), (new, _))| refused.contains(&(Id::of(old), Id::of(new))))
    };
    let certain = found
        .certain
        .iter()
        .filter(|link| !is_refused(link))
        .cloned()
        .collect();
    let new: Vec<Doubt> = found
        .doubtful
        .iter()
        .filter_map(|link| matches::doubt(last, &draft.content, link))
        .collect();
    let sure = crate::model::Matching {
        certain,
        doubtful: Vec::new(),
    };
    sure.carry(last, &mut draft.content, &[]);
    for doubt in new {
        if !draft
            .doubts
            .iter()
            .any(|known| known.new == doubt.new || known.old == doubt.old)
        {
            draft.doubts.push(doubt);
        }
    }
}
