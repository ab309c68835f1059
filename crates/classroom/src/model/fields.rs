//! The fields of a step: answers, table cells, measured values, photos and files, each saved by itself.
//!
//! Every field has its own version, each cell of a table too: two members can fill one table at once. Repeating a save
//! is harmless; a save made on an older version is refused with the newer value, never silently dropped.

use std::collections::BTreeMap;

use design::model::{Outcome, OutcomeKind, Quantity, Step, Table, Verdict, judge};
use files::{FileMark, Hash};
use kernel::{Error, Id, Problems, RawId, Result, Text};
use serde::{Deserialize, Serialize};

use super::{OpId, refused};

/// The most letters of a text or a cell.
pub const LETTERS: usize = 20_000;
/// The most photos or files of one outcome.
pub const FILES: usize = 12;
/// How many saves a field remembers: a device repeats what it did last, not what it did an hour ago.
pub const OPS: usize = 20;

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
    /// Photos or files.
    Files(Vec<Attached>),
}

/// A photo or file in a field. Two of the same content are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Its row among the stored files.
    pub file: Id<FileMark>,
    /// The SHA-256 of its content, 64 hexadecimal digits.
    pub hash: String,
    /// As it was called on the device.
    pub name: String,
}

impl Attached {
    /// Where its bytes are.
    ///
    /// # Errors
    /// An internal one for a stored text that is no hash.
    pub fn hash(&self) -> Result<Hash> {
        let read = self.hash.parse();
        read.map_err(|_| Error::internal("a field's file has no hash"))
    }
}

impl Value {
    /// The stored code of its kind.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Measured(_) => "measured",
            Self::Files(_) => "files",
        }
    }

    /// As it is stored.
    ///
    /// # Errors
    /// An internal one for files that are no JSON.
    pub fn stored(&self) -> Result<String> {
        Ok(match self {
            Self::Text(text) => text.clone(),
            Self::Measured(value) => value.to_string(),
            Self::Files(files) => serde_json::to_string(files).map_err(Error::internal)?,
        })
    }

    /// The value of a stored code and text.
    ///
    /// # Errors
    /// An internal one for what [`Self::stored`] never wrote.
    pub fn from_stored(code: &str, stored: &str) -> Result<Self> {
        match code {
            "text" => Ok(Self::Text(stored.to_owned())),
            "measured" => stored.parse().map(Self::Measured).map_err(Error::internal),
            "files" => serde_json::from_str(stored)
                .map(Self::Files)
                .map_err(Error::internal),
            _ => Err(Error::internal("a field of no kind")),
        }
    }

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
    Files(Vec<Attached>),
}

/// A field as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Counts the changes, from 1.
    pub version: u32,
    /// What stands there.
    pub value: Value,
    /// The last saves that made it, so that a repetition is known.
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
    /// Saves that the device sent before this one without hearing what came of them: where the last of them is what stands
    /// there, the device has seen it.
    pub before: Vec<OpId>,
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
    let own = entry.ops.last().is_some_and(|last| save.before.contains(last));
    if !same && !own && save.seen != entry.version {
        let text = Text::new("classroom-save-older").with("value", entry.value.shown());
        return Err(Error::Conflict(text));
    }
    let old = entry.ops.len().saturating_sub(OPS - 1);
    let ops = entry.ops[old..].iter().copied().chain([save.op]).collect();
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
    let Given::Files(mut files) = given else {
        return Err(misfit(slot));
    };
    let mut known = std::collections::BTreeSet::new();
    files.retain(|file| known.insert(file.hash.clone()));
    if files.len() > FILES {
        return Err(Error::field(
            slot.field(),
            Text::new("classroom-save-many-files").with("most", FILES),
        ));
    }
    Ok(Value::Files(files))
}

fn misfit(slot: Slot) -> Error {
    Error::field(slot.field(), Text::new("classroom-save-misfit"))
}

/// The field of a name in a form.
pub fn slot_of(name: &str) -> Option<Slot> {
    let mut parts = name.split('.');
    let node = parts.next()?.parse::<Id<()>>().ok()?.raw();
    let cell = match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => None,
        (Some(row), Some(column), None) => Some((row.parse().ok()?, column.parse().ok()?)),
        _ => return None,
    };
    Some(Slot { node, cell })
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
