//! Changes one field of one node. Two people in the same node do not disturb each other; in the same field the second is told.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, Instant, PersonId, RawId, Result, Text};
use serde_json::{Value, json};

use super::log::{self, Noted};
use crate::model::field::{get, put};
use crate::model::graph::Row;
use crate::policy::EditTask;
use crate::store::{self, Head};
use crate::{finders, queries};

/// What somebody typed.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The node.
    pub node: RawId,
    /// The field's path.
    pub field: String,
    /// What was typed.
    pub typed: String,
    /// The node's version that the page showed.
    pub version: i64,
    /// Names this sending, so that a repeated one is recognised.
    pub op: Option<RawId>,
}

/// Saves a field; answers the node's version afterwards.
///
/// # Errors
/// `Invalid` for a value of the wrong form, `Conflict` when somebody changed this field since that version, `NotFound` for
/// a node or field that is not there (any more).
pub fn edit_field(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditTask>, edit: &Edit) -> Result<i64> {
    let head = grant.target();
    if let Some(version) = sent_before(tx, head, edit)? {
        return Ok(version);
    }
    let present = queries::present(tx, head)?;
    let (mut row, version) = queries::node(tx, head, edit.node)?;
    let field = row
        .kind
        .shape()
        .fields_of(&row.node)
        .find(|field| field.path == edit.field)
        .ok_or(Error::NotFound)?;
    let after = field
        .form
        .read(&edit.typed, &present.task)
        .map_err(|text| Error::field(field.path, text))?;
    if row.kind.shape().fields[0].path == field.path && row.parent.is_none() && after == json!("") {
        return Err(Error::field(field.path, Text::new("web-required")));
    }
    let before = get(&row.node, field.path).cloned().unwrap_or(Value::Null);
    if before == after {
        return Ok(version);
    }
    not_stale(tx, head, edit, version)?;
    let number = log::next(tx, ctx, head)?;
    put(&mut row.node, field.path, after.clone());
    let (old, new) = (before.to_string(), after.to_string());
    save(tx, head, &row, version)?;
    if finders::counts(row.kind) {
        let others = present.rows.iter().map(|(old, _)| old);
        let rows = others.map(|old| if old.id == row.id { &row } else { old });
        finders::index(tx, ctx, (head.school, head.id), rows)?;
    }
    let noted = Noted {
        number,
        node: row.id,
        act: "edit",
        field: field.path,
        before: &old,
        after: &new,
        version: version + 1,
        op: edit.op,
    };
    log::note(tx, ctx, head, &noted)?;
    let entry = ledger::Entry::new("design.edit-task", row.kind.shape().code, row.id)
        .before(&json!({ field.path: before }))
        .after(&json!({ field.path: after }));
    ledger::record(tx, ctx, head.school, entry)?;
    Ok(version + 1)
}

/// Writes a node's fields.
///
/// # Errors
/// `Conflict` when somebody else was quicker.
pub(super) fn save(tx: &mut Tx<'_>, head: &Head, row: &Row, version: i64) -> Result<()> {
    let kept = row.kept();
    let saved = tx.run(
        store::EDIT_NODE,
        params![
            head.school,
            row.id,
            version,
            &kept.title,
            kept.hours,
            kept.marks,
            &kept.body
        ],
    )?;
    if saved == 0 {
        Err(Error::Conflict(Text::new("design-changed")))
    } else {
        Ok(())
    }
}

/// The answer to a sending that already came through, when only its answer was lost.
fn sent_before(tx: &mut Tx<'_>, head: &Head, edit: &Edit) -> Result<Option<i64>> {
    let Some(op) = edit.op else {
        return Ok(None);
    };
    let found: Option<(i64,)> = tx.opt(store::CHANGE_OF_OP, params![head.school, op, edit.node])?;
    Ok(found.map(|(version,)| version))
}

fn not_stale(tx: &mut Tx<'_>, head: &Head, edit: &Edit, version: i64) -> Result<()> {
    if edit.version == version {
        return Ok(());
    }
    let last: Option<(i64, PersonId, Instant)> =
        tx.opt(store::LAST_OF_FIELD, params![head.school, edit.node, &edit.field])?;
    let Some((changed, person, at)) = last.filter(|(changed, ..)| *changed > edit.version) else {
        return if edit.version < version {
            Ok(())
        } else {
            Err(Error::Conflict(Text::new("design-changed")))
        };
    };
    debug_assert!(changed <= version, "the log is not ahead of the node");
    let name = people::queries::names_of(tx, head.school, &[person])?
        .remove(&person)
        .unwrap_or_default();
    Err(Error::Conflict(
        Text::new("design-changed-by")
            .with("name", name)
            .with("at", at.clock_text()),
    ))
}
