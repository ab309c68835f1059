//! Adds, removes and moves nodes. A move writes one row; a removal hides the node with all below it until it is undone.

use authz::Grant;
use db::{Tx, params};
use kernel::{Ctx, Error, RawId, Result, Text};
use serde_json::json;

use super::create::add;
use super::log::{self, Noted};
use crate::model::Position;
use crate::model::graph::Row;
use crate::model::nodes::NodeKind;
use crate::policy::EditTask;
use crate::store::{self, Head};
use crate::{finders, queries};

/// The most nodes of a task.
const MOST: usize = 2_000;

/// Adds a blank node behind its siblings; answers its id.
///
/// # Errors
/// `NotFound` for a parent of another kind, `Conflict` when the task is full.
pub fn add_node(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditTask>,
    (parent, kind): (RawId, NodeKind),
) -> Result<RawId> {
    let head = grant.target();
    let rows = queries::present(tx, head)?.rows;
    if rows.len() >= MOST {
        return Err(Error::Conflict(Text::new("design-task-full").with("most", MOST)));
    }
    let fits = rows
        .iter()
        .any(|(row, _)| row.id == parent && kind.shape().parent == Some(row.kind));
    if !fits {
        return Err(Error::NotFound);
    }
    let places: Vec<Position> = siblings(&rows, parent, kind).map(|row| row.position).collect();
    let row = Row::blank(ctx.raw_id(), Some(parent), kind, Position::after_all(&places));
    let number = log::next(tx, ctx, head)?;
    add(tx, head.school, head.id, &row)?;
    noted(
        tx,
        ctx,
        head,
        &Change {
            number,
            row: &row,
            act: "add",
            before: "",
            after: "",
        },
    )?;
    Ok(row.id)
}

/// Removes a node and all below it; the task itself is removed elsewhere.
///
/// # Errors
/// `NotFound` for a node that is not there (any more).
pub fn remove_node(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditTask>, id: RawId) -> Result<Row> {
    let head = grant.target();
    let (row, _) = queries::node(tx, head, id)?;
    if row.parent.is_none() {
        return Err(Error::NotFound);
    }
    let number = log::next(tx, ctx, head)?;
    tx.run(store::REMOVE_NODE, params![head.school, head.id, id, number])?;
    if finders::counts(row.kind) {
        index_now(tx, ctx, head)?;
    }
    noted(
        tx,
        ctx,
        head,
        &Change {
            number,
            row: &row,
            act: "remove",
            before: "",
            after: "",
        },
    )?;
    Ok(row)
}

/// Puts a task into the index as it stands after nodes came or went.
pub(super) fn index_now(tx: &mut Tx<'_>, ctx: &Ctx, head: &Head) -> Result<()> {
    let rows = queries::present(tx, head)?.rows;
    finders::index(tx, ctx, (head.school, head.id), rows.iter().map(|(row, _)| row))
}

/// Puts the siblings of one kind into this order.
///
/// # Errors
/// `Conflict` when the list is no longer the one that was put in order.
pub fn reorder(tx: &mut Tx<'_>, ctx: &Ctx, grant: &Grant<EditTask>, wanted: &[RawId]) -> Result<()> {
    let head = grant.target();
    let changed = || Error::Conflict(Text::new("design-order-changed"));
    let rows = queries::present(tx, head)?.rows;
    let first = wanted
        .first()
        .and_then(|id| rows.iter().find(|(row, _)| row.id == *id));
    let (first, _) = first.ok_or_else(changed)?;
    let parent = first.parent.ok_or(Error::NotFound)?;
    let order: Vec<(RawId, Position)> = siblings(&rows, parent, first.kind)
        .map(|row| (row.id, row.position))
        .collect();
    let moved = Position::rearranged(&order, wanted).ok_or_else(changed)?;
    let moved: Vec<(RawId, RawId, Position)> = moved
        .into_iter()
        .map(|(id, position)| (id, parent, position))
        .collect();
    relocate(tx, ctx, head, &rows, &moved)
}

/// Hangs a node under another parent of the same kind, behind its new siblings: a step goes into another phase.
///
/// # Errors
/// `NotFound` for a node or parent that does not fit.
pub fn move_under(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    grant: &Grant<EditTask>,
    (id, parent): (RawId, RawId),
) -> Result<()> {
    let head = grant.target();
    let rows = queries::present(tx, head)?.rows;
    let find = |wanted: RawId| rows.iter().map(|(row, _)| row).find(|row| row.id == wanted);
    let (Some(row), Some(above)) = (find(id), find(parent)) else {
        return Err(Error::NotFound);
    };
    if row.kind.shape().parent != Some(above.kind) {
        return Err(Error::NotFound);
    }
    if row.parent == Some(parent) {
        return Ok(());
    }
    let places: Vec<Position> = siblings(&rows, parent, row.kind)
        .map(|row| row.position)
        .collect();
    relocate(
        tx,
        ctx,
        head,
        &rows,
        &[(id, parent, Position::after_all(&places))],
    )
}

/// Where nodes hang and stand: what a move changes, and what its undoing writes back.
pub(super) type Places = Vec<(String, String, i64)>;

fn relocate(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    head: &Head,
    rows: &[(Row, i64)],
    moved: &[(RawId, RawId, Position)],
) -> Result<()> {
    let Some((first, ..)) = moved.first() else {
        return Ok(());
    };
    let number = log::next(tx, ctx, head)?;
    let is_moved = |row: &Row| moved.iter().any(|(id, ..)| *id == row.id);
    let old = rows.iter().map(|(row, _)| row).filter(|row| is_moved(row));
    let before: Places = old
        .filter_map(|row| Some(place(row.id, row.parent?, row.position)))
        .collect();
    let after: Places = moved
        .iter()
        .map(|(id, parent, position)| place(*id, *parent, *position))
        .collect();
    for (id, parent, position) in moved {
        tx.run(store::MOVE_NODE, params![head.school, *id, *parent, position.0])?;
    }
    let row = rows
        .iter()
        .map(|(row, _)| row)
        .find(|row| row.id == *first)
        .ok_or(Error::NotFound)?;
    let (before, after) = (json!(before).to_string(), json!(after).to_string());
    noted(
        tx,
        ctx,
        head,
        &Change {
            number,
            row,
            act: "move",
            before: &before,
            after: &after,
        },
    )
}

fn place(id: RawId, parent: RawId, position: Position) -> (String, String, i64) {
    (id.to_string(), parent.to_string(), position.0)
}

fn siblings(rows: &[(Row, i64)], parent: RawId, kind: NodeKind) -> impl Iterator<Item = &Row> {
    rows.iter()
        .map(|(row, _)| row)
        .filter(move |row| row.parent == Some(parent) && row.kind == kind)
}

struct Change<'a> {
    number: i64,
    row: &'a Row,
    act: &'static str,
    before: &'a str,
    after: &'a str,
}

fn noted(tx: &mut Tx<'_>, ctx: &Ctx, head: &Head, change: &Change<'_>) -> Result<()> {
    let Change {
        number,
        row,
        act,
        before,
        after,
    } = *change;
    let noted = Noted {
        number,
        node: row.id,
        act,
        field: "",
        before,
        after,
        version: 0,
        op: None,
    };
    log::note(tx, ctx, head, &noted)?;
    let title = row.kept().title;
    let entry = ledger::Entry::new("design.edit-task", row.kind.shape().code, row.id)
        .before(&json!({ "title": title, "places": before }))
        .after(&json!({ "act": act, "places": after }));
    ledger::record(tx, ctx, head.school, entry)?;
    Ok(())
}
