//! Takes back the last change of the acting person in a task, whatever it was; once more takes back the one before.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, RawId, Result, Text};
use serde_json::{Value, json};

use super::edit::save;
use super::log::{self, Noted};
use super::structure::{Places, index_now};
use crate::model::field::{get, put};
use crate::policy::EditTask;
use crate::queries;
use crate::store::{self, ChangeRow, Head};

/// Takes back the last change; answers the node it was about.
///
/// # Errors
/// `Conflict` when there is none, or when somebody else has changed the same thing since.
pub fn undo(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditTask>) -> Result<RawId> {
    let head = grant.target();
    let number = log::next(tx, ctx, head)?;
    let person = log::person(ctx)?;
    let last: Option<ChangeRow> = tx.opt(store::LAST_OF_PERSON, params![head.school, head.id, person])?;
    let Some(last) = last else {
        return Err(Error::Conflict(Text::new("design-undo-nothing")));
    };
    let version = match last.act.as_str() {
        "edit" => put_back(tx, head, &last)?,
        "add" => changed(tx.run(
            store::REMOVE_NODE,
            params![head.school, head.id, last.node, number],
        )?)?,
        "remove" => changed(tx.run(store::BRING_BACK, params![head.school, head.id, last.number])?)?,
        _ => move_back(tx, head, &last)?,
    };
    if last.act != "move" {
        index_now(tx, ctx, head)?;
    }
    tx.run(store::UNDONE, params![head.school, head.id, last.number, ctx.now])?;
    let noted = Noted {
        number,
        node: last.node,
        act: "undo",
        field: &last.field,
        before: &last.after,
        after: &last.before,
        version,
        op: None,
    };
    log::note(tx, ctx, head, &noted)?;
    let entry = ledger::Entry::new("design.edit-task", "undo", last.node)
        .before(&json!({ "act": last.act, "field": last.field, "value": last.after }))
        .after(&json!({ "value": last.before }));
    ledger::record(tx, ctx, head.school, entry)?;
    Ok(last.node)
}

fn put_back(tx: &mut Tx<'_>, head: &Head, last: &ChangeRow) -> Result<i64> {
    let (mut row, version) = match queries::node(tx, head, last.node) {
        Err(Error::NotFound) => return Err(meanwhile()),
        found => found?,
    };
    if get(&row.node, &last.field) != Some(&json_of(&last.after)?) {
        return Err(meanwhile());
    }
    put(&mut row.node, &last.field, json_of(&last.before)?);
    save(tx, head, &row, version)?;
    Ok(version + 1)
}

fn move_back(tx: &mut Tx<'_>, head: &Head, last: &ChangeRow) -> Result<i64> {
    let places = |text: &str| serde_json::from_str::<Places>(text).map_err(Error::internal);
    for (id, parent, position) in places(&last.after)? {
        let (row, _) = queries::node(tx, head, raw(&id)?).map_err(|_| meanwhile())?;
        if row.parent != Some(raw(&parent)?) || row.position.0 != position {
            return Err(meanwhile());
        }
    }
    for (id, parent, position) in places(&last.before)? {
        tx.run(
            store::MOVE_NODE,
            params![head.school, raw(&id)?, raw(&parent)?, position],
        )?;
    }
    Ok(0)
}

fn changed(rows: u64) -> Result<i64> {
    if rows == 0 { Err(meanwhile()) } else { Ok(0) }
}

fn meanwhile() -> Error {
    Error::Conflict(Text::new("design-undo-changed"))
}

fn json_of(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(Error::internal)
}

fn raw(text: &str) -> Result<RawId> {
    text.parse().map_err(Error::internal)
}
