//! The graph as rows, one a node, and the rows as a graph: how a design is kept so that one edit writes one row.

use std::collections::HashMap;

use kernel::{Hours, Id, Points, RawId};
use serde_json::{Map, Value, json};

use super::ids::CourseId;
use super::nodes::NodeKind;
use super::position::Position;
use super::shape::Shape;
use super::task::LearningTask;

/// A node without its children.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its identity.
    pub id: RawId,
    /// The node it hangs under; the task hangs under none.
    pub parent: Option<RawId>,
    /// What it is.
    pub kind: NodeKind,
    /// Its place among its siblings.
    pub position: Position,
    /// Its fields by their paths.
    pub node: Map<String, Value>,
}

impl Row {
    /// A node in which nothing is written yet.
    pub fn blank(id: RawId, parent: Option<RawId>, kind: NodeKind, position: Position) -> Self {
        Self {
            id,
            parent,
            kind,
            position,
            node: kind.shape().blank(),
        }
    }

    /// The fields in the form they are kept: what is listed and summed apart from the rest.
    pub fn kept(&self) -> Kept {
        let (shape, mut rest) = (self.kind.shape(), self.node.clone());
        let mut number = |path: Option<&str>| {
            path.and_then(|path| rest.remove(path))
                .and_then(|value| value.as_i64())
        };
        let (hours, marks) = (
            number(shape.hours()).map(Hours),
            number(shape.marks()).map(Points),
        );
        let title = rest.remove(shape.fields[0].path);
        let title = title
            .as_ref()
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        Kept {
            title,
            hours,
            marks,
            body: Value::Object(rest).to_string(),
        }
    }
}

/// A node's fields as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The first field.
    pub title: String,
    /// Its hours, if its kind has hours.
    pub hours: Option<Hours>,
    /// Its marks, if its kind has marks.
    pub marks: Option<Points>,
    /// The other fields as JSON.
    pub body: String,
}

impl Kept {
    /// The fields by their paths.
    ///
    /// # Errors
    /// A body that is no JSON object.
    pub fn node(self, kind: NodeKind) -> Result<Map<String, Value>, serde_json::Error> {
        let mut node: Map<String, Value> = serde_json::from_str(&self.body)?;
        let shape = kind.shape();
        node.insert(shape.fields[0].path.to_owned(), json!(self.title));
        if let (Some(path), Some(hours)) = (shape.hours(), self.hours) {
            node.insert(path.to_owned(), json!(hours));
        }
        if let (Some(path), Some(marks)) = (shape.marks(), self.marks) {
            node.insert(path.to_owned(), json!(marks));
        }
        Ok(node)
    }
}

/// The rows of a task, parents before their children.
///
/// # Errors
/// None for a task that the model made.
pub fn rows(task: &LearningTask) -> Result<Vec<Row>, serde_json::Error> {
    let mut rows = Vec::new();
    if let Value::Object(mut root) = serde_json::to_value(task)? {
        root.remove("course");
        flatten(NodeKind::Task, None, root, &mut rows)?;
    }
    Ok(rows)
}

fn flatten(
    kind: NodeKind,
    parent: Option<RawId>,
    mut node: Map<String, Value>,
    rows: &mut Vec<Row>,
) -> Result<(), serde_json::Error> {
    let id: Id<()> = serde_json::from_value(node.remove("id").unwrap_or_default())?;
    let position: Position = serde_json::from_value(node.remove("position").unwrap_or_default())?;
    let lists: Vec<(&Shape, Value)> = kind
        .shape()
        .children()
        .filter_map(|shape| Some((shape, node.remove(shape.list)?)))
        .collect();
    rows.push(Row {
        id: id.raw(),
        parent,
        kind,
        position,
        node,
    });
    for (shape, list) in lists {
        let children = match list {
            Value::Array(children) => children,
            _ => Vec::new(),
        };
        for child in children {
            if let Value::Object(child) = child {
                flatten(shape.kind, Some(id.raw()), child, rows)?;
            }
        }
    }
    Ok(())
}

/// The task of these rows; what hangs under no row of them is left out.
///
/// # Errors
/// Rows without a root, or with a field of the wrong form.
pub fn graph(rows: &[Row], course: CourseId) -> Result<LearningTask, serde_json::Error> {
    let mut children: HashMap<RawId, Vec<&Row>> = HashMap::new();
    for row in rows {
        if let Some(parent) = row.parent {
            children.entry(parent).or_default().push(row);
        }
    }
    for siblings in children.values_mut() {
        siblings.sort_by_key(|row| (row.position, row.id));
    }
    let Some(root) = rows.iter().find(|row| row.kind == NodeKind::Task) else {
        return serde_json::from_value(Value::Null);
    };
    let mut value = grown(root, &children);
    if let Some(object) = value.as_object_mut() {
        object.insert("course".to_owned(), json!(course));
    }
    serde_json::from_value(value)
}

fn grown(row: &Row, children: &HashMap<RawId, Vec<&Row>>) -> Value {
    let mut node = row.node.clone();
    node.insert("id".to_owned(), json!(Id::<()>::of(row.id)));
    node.insert("position".to_owned(), json!(row.position));
    let below = children.get(&row.id).map_or(&[][..], Vec::as_slice);
    for shape in row.kind.shape().children() {
        let list = below.iter().filter(|child| child.kind == shape.kind);
        let list: Vec<Value> = list.map(|child| grown(child, children)).collect();
        node.insert(shape.list.to_owned(), Value::Array(list));
    }
    Value::Object(node)
}

/// The same nodes under new ids; what points at a node of the list points at its copy.
pub fn copied(rows: &[Row], mut fresh: impl FnMut() -> RawId) -> Vec<Row> {
    let ids: HashMap<RawId, RawId> = rows.iter().map(|row| (row.id, fresh())).collect();
    let words: HashMap<String, String> = ids
        .iter()
        .map(|(old, new)| (Id::<()>::of(*old).to_string(), Id::<()>::of(*new).to_string()))
        .collect();
    let copy = |row: &Row| Row {
        id: ids[&row.id],
        parent: row.parent.and_then(|parent| ids.get(&parent).copied()),
        node: row
            .node
            .iter()
            .map(|(name, value)| (name.clone(), renamed(value, &words)))
            .collect(),
        ..row.clone()
    };
    rows.iter().map(copy).collect()
}

fn renamed(value: &Value, words: &HashMap<String, String>) -> Value {
    match value {
        Value::String(word) => json!(words.get(word).unwrap_or(word)),
        Value::Array(list) => list.iter().map(|value| renamed(value, words)).collect(),
        Value::Object(map) => Value::Object(
            map.iter()
                .map(|(name, value)| (name.clone(), renamed(value, words)))
                .collect(),
        ),
        other => other.clone(),
    }
}
