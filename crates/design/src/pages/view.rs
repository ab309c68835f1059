//! A node as its page shows it: fields that save themselves, and the lists of what hangs under it.

use kernel::{Id, RawId, Text};
use web::Visit;

use crate::model::LearningTask;
use crate::model::field::{Field, Form, get};
use crate::model::graph::Row;
use crate::model::nodes::NodeKind;
use crate::model::shape::Shape;
use crate::queries::Present;

/// A field that saves itself.
pub struct FieldView {
    pub id: String,
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub control: &'static str,
    pub options: Vec<(&'static str, String)>,
    pub mode: &'static str,
}

/// A node with its fields.
pub struct NodeView {
    pub id: String,
    pub url: String,
    pub version: i64,
    pub kind: String,
    pub number: usize,
    pub title: String,
    pub note: String,
    pub fields: Vec<FieldView>,
}

/// What hangs under a node, of one kind.
pub struct SectionView {
    pub code: &'static str,
    pub title: String,
    pub add: String,
    pub parent: String,
    pub order: String,
    pub linked: bool,
    pub rows: Vec<NodeView>,
}

/// What makes views of one task's nodes.
pub struct Views<'a> {
    pub visit: &'a Visit,
    pub present: &'a Present,
}

impl Views<'_> {
    fn task(&self) -> &LearningTask {
        &self.present.task
    }

    fn say(&self, key: &'static str) -> String {
        self.visit.text(&Text::new(key))
    }

    fn base(&self) -> String {
        format!("/tasks/{}", self.task().id)
    }

    /// A node with its fields.
    pub fn node(&self, row: &Row, version: i64, number: usize) -> NodeView {
        let (id, shape) = (Id::<()>::of(row.id).to_string(), row.kind.shape());
        NodeView {
            url: format!("{}/nodes/{id}", self.base()),
            version,
            kind: self.say(shape.kind.key()),
            number,
            title: self.title(row),
            note: self.note(row),
            fields: shape
                .fields_of(&row.node)
                .map(|field| self.field(row, field, &id))
                .collect(),
            id,
        }
    }

    /// What people call a node.
    pub fn title(&self, row: &Row) -> String {
        let title = row.kept().title;
        let line = title.lines().next().unwrap_or_default();
        if line.is_empty() {
            self.say("design-untitled")
        } else {
            line.to_owned()
        }
    }

    fn note(&self, row: &Row) -> String {
        let kept = row.kept();
        match (kept.hours, kept.marks) {
            (Some(hours), _) => self
                .visit
                .text(&Text::new("design-hours-of").with("hours", hours)),
            (_, Some(marks)) => self
                .visit
                .text(&Text::new("design-marks-of").with("marks", marks)),
            _ => String::new(),
        }
    }

    fn field(&self, row: &Row, field: &'static Field, id: &str) -> FieldView {
        let value = get(&row.node, field.path).unwrap_or(&serde_json::Value::Null);
        let choices = field.form.choices();
        FieldView {
            id: format!("f-{id}-{}", field.path.replace('.', "-")),
            name: field.path,
            label: self.say(field.label),
            hint: hint(field.form).map(|key| self.say(key)).unwrap_or_default(),
            value: field.form.show(value, self.task()),
            control: control(field.form),
            options: choices.iter().map(|(code, key)| (*code, self.say(key))).collect(),
            mode: mode(field.form),
        }
    }

    /// The children of a node, of each kind that `wanted` takes.
    pub fn sections(&self, parent: RawId, kind: NodeKind, wanted: fn(NodeKind) -> bool) -> Vec<SectionView> {
        let shapes = kind.shape().children().filter(|shape| wanted(shape.kind));
        shapes.map(|shape| self.section(parent, shape)).collect()
    }

    fn section(&self, parent: RawId, shape: &'static Shape) -> SectionView {
        let rows = self.present.rows.iter();
        let rows = rows.filter(|(row, _)| row.parent == Some(parent) && row.kind == shape.kind);
        let kind = self.say(shape.kind.key());
        SectionView {
            code: shape.code,
            add: self.visit.text(&Text::new("design-add").with("kind", &kind)),
            title: kind,
            parent: Id::<()>::of(parent).to_string(),
            order: format!("{}/order", self.base()),
            linked: matches!(
                shape.kind,
                NodeKind::Phase | NodeKind::Step | NodeKind::Item | NodeKind::Ability
            ),
            rows: rows
                .enumerate()
                .map(|(index, (row, version))| self.node(row, *version, index + 1))
                .collect(),
        }
    }
}

const fn control(form: Form) -> &'static str {
    match form {
        Form::Words | Form::Lines | Form::Grid => "words",
        Form::Choice(_) | Form::Outcome => "select",
        Form::Flag => "check",
        Form::Hours | Form::Marks | Form::Percent | Form::Quantity | Form::Digit => "number",
        Form::Line | Form::Gate | Form::Reach | Form::Phases | Form::Cells => "line",
    }
}

const fn mode(form: Form) -> &'static str {
    match form {
        Form::Hours | Form::Marks | Form::Percent => "decimal",
        Form::Digit => "numeric",
        _ => "text",
    }
}

const fn hint(form: Form) -> Option<&'static str> {
    match form {
        Form::Reach => Some("design-hint-steps"),
        Form::Phases => Some("design-hint-phases"),
        Form::Cells => Some("design-hint-cells"),
        Form::Grid => Some("design-hint-grid"),
        Form::Lines => Some("design-hint-lines"),
        Form::Gate => Some("design-hint-gate"),
        _ => None,
    }
}
