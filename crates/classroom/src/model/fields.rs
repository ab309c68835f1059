//! The fields of a step: answers, table cells, measured values, photos and files, each saved by itself.
//!
//! Every field has its own version, each cell of a table too: two members can fill one table at once. Repeating a save
//! is harmless; a save made on an older version is refused with the newer value, never silently dropped.

use std::collections::BTreeMap;

use design::model::{Outcome, OutcomeKind, Quantity, Step, Table, Verdict, judge};
use files::Hash;
use kernel::{Error, Id, Problems, RawId, Result, Text};

use super::{OpId, refused};

/// The most letters of a text or a cell.
pub const LETTERS: usize = 20_000;
/// The most photos or files of one outcome.
pub const FILES: usize = 12;

/// One field: a question or an outcome; of a table, one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// The question or outcome.
    pub node: RawId,
    /// Row and column of a table, both from 0; column 0 holds the row heads.
    pub cell: Option<(usize, usize)>,
}

impl Slot {
    /// The name of its field in a form: the node's id, and row and column where it is a cell.
    pub fn field(self) -> String {
        let node = Id::<()>::of(self.node);
        match self.cell {
            None => node.to_string(),
            Some((row, column)) => format!("{node}.{row}.{column}"),
        }
    }
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An answer, a text or a cell.
    Text(String),
    /// A reading.
    Measured(Quantity),
    /// Photos or files, by their content.
    Files(Vec<Hash>),
}

impl Value {
    /// Nothing stands there.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Measured(_) => false,
            Self::Files(files) => files.is_empty(),
        }
    }

    /// What a person is shown of it: the text, the reading, the count of files.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Measured(value) => value.to_string(),
            Self::Files(files) => files.len().to_string(),
        }
    }
}

/// What a student gave for a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// What was typed.
    Typed(String),
    /// All photos or files that the field shall hold.
    Files(Vec<Hash>),
}

/// A field as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Counts the changes, from 1.
    pub version: u32,
    /// What stands there.
    pub value: Value,
    /// The saves that made it, so that a repetition is known.
    pub ops: Vec<OpId>,
}

/// The fields of an owner at a step.
pub type Fields = BTreeMap<Slot, Entry>;

/// One save of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Save {
    /// Its id, given by the device.
    pub op: OpId,
    /// The version that the device had seen; 0 when the field was empty.
    pub seen: u32,
    /// What shall stand there.
    pub value: Value,
}

/// What a save came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merge {
    /// It is the new state of the field; where it says what stood there, only its id is new.
    Changed(Entry),
    /// It was a repetition: nothing changes.
    Same,
}

/// Merges a save into what stands there.
///
/// # Errors
/// A conflict that shows the newer value, when the device had seen an older version.
pub fn merge(entry: Option<&Entry>, save: Save) -> Result<Merge> {
    let Some(entry) = entry else {
        return Ok(Merge::Changed(Entry {
            version: 1,
            value: save.value,
            ops: vec![save.op],
        }));
    };
    if entry.ops.contains(&save.op) {
        return Ok(Merge::Same);
    }
    let same = entry.value == save.value;
    if !same && save.seen != entry.version {
        let text = Text::new("classroom-save-older").with("value", entry.value.shown());
        return Err(Error::Conflict(text));
    }
    let ops = entry.ops.iter().copied().chain([save.op]).collect();
    let version = entry.version + u32::from(!same);
    Ok(Merge::Changed(Entry {
        version,
        value: save.value,
        ops,
    }))
}

/// Reads what was given for a field of a step.
///
/// # Errors
/// [`Error::NotFound`] when the step has no such field; [`Error::Invalid`] at the field when what was given doesn't fit
/// it; a conflict for a row head that the task gives.
pub fn read(step: &Step, slot: Slot, given: Given) -> Result<Value> {
    if step
        .questions
        .iter()
        .any(|question| question.id.raw() == slot.node)
    {
        return if slot.cell.is_none() {
            text(slot, given)
        } else {
            Err(Error::NotFound)
        };
    }
    let outcome = outcome(step, slot.node).ok_or(Error::NotFound)?;
    match (&outcome.kind, slot.cell) {
        (OutcomeKind::Text, None) => text(slot, given),
        (OutcomeKind::Table(table), Some(cell)) => {
            free(table, cell)?;
            text(slot, given)
        }
        (OutcomeKind::Photo | OutcomeKind::File, None) => pictures(slot, given),
        (OutcomeKind::Measured(size), None) => match given {
            Given::Typed(typed) if typed.trim().is_empty() => Ok(Value::Text(String::new())),
            Given::Typed(typed) => size
                .read(&typed)
                .map(Value::Measured)
                .map_err(|text| Error::field(slot.field(), text)),
            Given::Files(_) => Err(misfit(slot)),
        },
        _ => Err(Error::NotFound),
    }
}

fn outcome(step: &Step, node: RawId) -> Option<&Outcome> {
    step.outcomes.iter().find(|outcome| outcome.id.raw() == node)
}

fn free(table: &Table, (row, column): (usize, usize)) -> Result<()> {
    let (Some(head), true) = (table.rows.get(row), column < table.columns.len()) else {
        return Err(Error::NotFound);
    };
    if column == 0 && !head.trim().is_empty() {
        return Err(refused("classroom-save-row-head"));
    }
    Ok(())
}

fn text(slot: Slot, given: Given) -> Result<Value> {
    let Given::Typed(typed) = given else {
        return Err(misfit(slot));
    };
    if typed.chars().count() > LETTERS {
        return Err(Error::field(
            slot.field(),
            Text::new("classroom-save-long").with("most", LETTERS),
        ));
    }
    Ok(Value::Text(typed))
}

fn pictures(slot: Slot, given: Given) -> Result<Value> {
    let Given::Files(mut hashes) = given else {
        return Err(misfit(slot));
    };
    let mut known = std::collections::BTreeSet::new();
    hashes.retain(|hash| known.insert(hash.clone()));
    if hashes.len() > FILES {
        return Err(Error::field(
            slot.field(),
            Text::new("classroom-save-many-files").with("most", FILES),
        ));
    }
    Ok(Value::Files(hashes))
}

fn misfit(slot: Slot) -> Error {
    Error::field(slot.field(), Text::new("classroom-save-misfit"))
}

/// What a reading says about its size, for an outcome that is measured.
pub fn verdict(outcome: &Outcome, value: &Value) -> Option<Verdict> {
    match (&outcome.kind, value) {
        (OutcomeKind::Measured(size), Value::Measured(value)) => Some(judge(*value, size)),
        _ => None,
    }
}

/// The required outcomes that are not there, each at the first field that is blank. Of a table, every asked row must be
/// full; one without row heads needs one cell.
pub fn missing(step: &Step, fields: &Fields) -> Problems {
    let mut problems = Problems::default();
    for outcome in step.outcomes.iter().filter(|outcome| outcome.required) {
        if let Some(slot) = blank(outcome, fields) {
            let text = Text::new("classroom-work-missing").with("title", &outcome.title);
            problems.add(slot.field(), text);
        }
    }
    problems
}

fn blank(outcome: &Outcome, fields: &Fields) -> Option<Slot> {
    let node = outcome.id.raw();
    let is_blank = |slot: &Slot| fields.get(slot).is_none_or(|entry| entry.value.is_blank());
    let OutcomeKind::Table(table) = &outcome.kind else {
        return Some(Slot { node, cell: None }).filter(is_blank);
    };
    let cells = |row: usize, from: usize| {
        (from..table.columns.len()).map(move |column| Slot {
            node,
            cell: Some((row, column)),
        })
    };
    let heads = table
        .rows
        .iter()
        .enumerate()
        .filter(|(_, head)| !head.trim().is_empty());
    let mut asked = heads.flat_map(|(row, _)| cells(row, 1)).peekable();
    if asked.peek().is_some() {
        return asked.find(is_blank);
    }
    let mut free = (0..table.rows.len()).flat_map(|row| cells(row, 0));
    let all_blank = free.clone().all(|slot| is_blank(&slot));
    free.next().filter(|_| all_blank)
}
