//! What pages and other modules ask about learning tasks and school courses.

pub mod courses;

use std::sync::Arc;

use db::{Tx, params};
use kernel::{Error, Id, Instant, Page, PersonId, Points, RawId, Result, SchoolId, Slice};

use crate::model::graph::{self, Kept, Row};
use crate::model::nodes::NodeKind;
use crate::model::{CourseId, LearningTask, TaskId};
use crate::store::{self, NodeRow};

pub use crate::store::{Head, TaskLine, Version};

/// Whose tasks a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those that a person owns or was named for.
    Of(PersonId),
    /// The whole school's.
    School,
}

impl Whose {
    fn parameters(self) -> (i64, PersonId) {
        match self {
            Self::Of(person) => (1, person),
            Self::School => (0, Id::of(RawId::nil())),
        }
    }
}

/// How many tasks there are.
///
/// # Errors
/// The engine's.
pub fn count_tasks(tx: &mut Tx<'_>, school: SchoolId, whose: Whose) -> Result<i64> {
    let (only, person) = whose.parameters();
    let (total,): (i64,) = tx.one(store::COUNT, params![school, only, person])?;
    Ok(total)
}

/// The few tasks that were changed last, and how many there are.
///
/// # Errors
/// The engine's.
pub fn last_tasks(tx: &mut Tx<'_>, school: SchoolId, whose: Whose) -> Result<(Vec<TaskLine>, i64)> {
    const FEW: i64 = 8;
    let (only, person) = whose.parameters();
    let lines: Vec<TaskLine> = tx.all(store::LIST, params![school, only, person, FEW, 0_i64])?;
    // Whoever has no more than that is counted already.
    let count = match i64::try_from(lines.len()) {
        Ok(count) if count < FEW => count,
        _ => count_tasks(tx, school, whose)?,
    };
    Ok((lines, count))
}

/// The tasks of a school, the last changed first.
///
/// # Errors
/// The engine's.
pub fn tasks(tx: &mut Tx<'_>, school: SchoolId, whose: Whose, slice: Slice) -> Result<Page<TaskLine>> {
    let (only, person) = whose.parameters();
    let total = count_tasks(tx, school, whose)?;
    let rows = tx.all(
        store::LIST,
        params![school, only, person, slice.limit(), slice.offset()],
    )?;
    Ok(Page { rows, total, slice })
}

impl TaskLine {
    /// The phases take the task's hours, and the marks sum to 100.
    pub fn is_whole(&self) -> bool {
        Some(self.phase_hours) == self.hours && self.marks == Points::whole(100)
    }
}

/// A task as it stands now, with the version of each node.
#[derive(Clone, Debug)]
pub struct Present {
    /// The graph.
    pub task: LearningTask,
    /// Its nodes.
    pub rows: Vec<(Row, i64)>,
}

/// A task as it stands now.
///
/// # Errors
/// `NotFound` for an id of nothing.
pub fn present(tx: &mut Tx<'_>, head: &Head) -> Result<Present> {
    let nodes: Vec<NodeRow> = tx.all(store::NODES, params![head.school, head.id])?;
    let rows: Vec<(Row, i64)> = nodes.into_iter().map(row).collect::<Result<_>>()?;
    let plain: Vec<Row> = rows.iter().map(|(row, _)| row.clone()).collect();
    let course = head.course.unwrap_or(CourseId::of(RawId::nil()));
    let task = graph::graph(&plain, course).map_err(Error::internal)?;
    Ok(Present { task, rows })
}

/// A task as it stands now, for who only looks: read and put together once in a process for each of its changes.
///
/// # Errors
/// The engine's.
pub fn seen(tx: &mut Tx<'_>, head: &Head) -> Result<Arc<Present>> {
    let name = format!("design {} {}", head.school.0, head.id);
    tx.kept_at((name, head.changes), |tx| present(tx, head))
}

/// A node as it stands now, with its version.
///
/// # Errors
/// `NotFound` for an id of nothing, or one that was removed.
pub(crate) fn node(tx: &mut Tx<'_>, head: &Head, id: RawId) -> Result<(Row, i64)> {
    row(tx.one(store::NODE, params![head.school, head.id, id])?)
}

fn row(node: NodeRow) -> Result<(Row, i64)> {
    let kind = NodeKind::from_code(&node.kind).ok_or_else(|| Error::internal("a node of no kind"))?;
    let position = node.place();
    let kept = Kept {
        title: node.title,
        hours: node.hours,
        marks: node.marks,
        body: node.body,
    };
    let fields = kept.node(kind).map_err(Error::internal)?;
    Ok((
        Row {
            id: node.id,
            parent: node.parent,
            kind,
            position,
            node: fields,
        },
        node.version,
    ))
}

/// The frozen versions of a task, the newest first.
///
/// # Errors
/// The engine's.
pub fn versions(tx: &mut Tx<'_>, school: SchoolId, task: TaskId) -> Result<Vec<Version>> {
    Ok(tx.all(store::VERSIONS, params![school, task])?)
}

/// The graph of a frozen version.
///
/// # Errors
/// `NotFound` for a version of another school.
pub fn version(tx: &mut Tx<'_>, school: SchoolId, version: RawId) -> Result<LearningTask> {
    let (graph,): (String,) = tx.one(store::GRAPH_OF_VERSION, params![school, version])?;
    serde_json::from_str(&graph).map_err(Error::internal)
}

/// The graph of a frozen version, read and parsed once in a process. It is kept under the school's name too, so that no school
/// can be served what is another's.
///
/// # Errors
/// `NotFound` for a version of another school.
pub fn frozen(tx: &mut Tx<'_>, school: SchoolId, id: RawId) -> Result<Arc<LearningTask>> {
    let name = format!("task {} {id}", school.0);
    tx.kept(name, |tx| version(tx, school, id))
}

/// Who designs a task besides its owner.
///
/// # Errors
/// The engine's.
pub fn editors(tx: &mut Tx<'_>, head: &Head) -> Result<Vec<PersonId>> {
    let rows: Vec<(PersonId,)> = tx.all(store::EDITORS, params![head.school, head.id])?;
    Ok(rows.into_iter().map(|(person,)| person).collect())
}

/// Who else changed a task since a moment, the latest first.
///
/// # Errors
/// The engine's.
pub fn others_since(
    tx: &mut Tx<'_>,
    head: &Head,
    person: PersonId,
    since: Instant,
) -> Result<Vec<(PersonId, Instant)>> {
    Ok(tx.all(store::OTHERS, params![head.school, head.id, person, since])?)
}
