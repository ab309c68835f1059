//! What the nodes of a design look like: which kind hangs under which, in which list, and which fields of it are edited.
//! One table instead of code for each kind; a test holds it to the model's own types.

use serde_json::{Map, Value};

use super::field::{Field, Form, put};
use super::nodes::NodeKind;

/// A kind of node.
#[derive(Debug)]
pub struct Shape {
    /// Which.
    pub kind: NodeKind,
    /// The stored code.
    pub code: &'static str,
    /// The kind that it hangs under.
    pub parent: Option<NodeKind>,
    /// The list of the parent in which it stands.
    pub list: &'static str,
    /// Its fields, as the page shows them; the first is its title.
    pub fields: &'static [Field],
}

const fn line(path: &'static str, label: &'static str) -> Field {
    Field {
        path,
        label,
        form: Form::Line,
    }
}

const fn words(path: &'static str, label: &'static str) -> Field {
    Field {
        path,
        label,
        form: Form::Words,
    }
}

const fn field(path: &'static str, label: &'static str, form: Form) -> Field {
    Field { path, label, form }
}

const TAGS: Form = Form::Choice(&[
    ("inform", "design-tag-inform"),
    ("plan", "design-tag-plan"),
    ("decide", "design-tag-decide"),
    ("execute", "design-tag-execute"),
    ("check", "design-tag-check"),
    ("evaluate", "design-tag-evaluate"),
]);
const ACTORS: Form = Form::Choice(&[
    ("student", "design-actor-student"),
    ("teacher", "design-actor-teacher"),
]);
const QUESTIONS: Form = Form::Choice(&[
    ("short", "design-question-short"),
    ("blank", "design-question-blank"),
    ("choice", "design-question-choice"),
    ("choice-with-reason", "design-question-choice-with-reason"),
    ("judgement", "design-question-judgement"),
    ("judgement-with-reason", "design-question-judgement-with-reason"),
    ("calculation", "design-question-calculation"),
    ("open", "design-question-open"),
]);
const BY: Form = Form::Choice(&[("student", "design-by-student"), ("group", "design-by-group")]);
const AUDIENCES: Form = Form::Choice(&[
    ("Students", "design-audience-students"),
    ("Teachers", "design-audience-teachers"),
]);
const PEERS: Form = Form::Choice(&[
    ("", "design-peers-none"),
    ("own-group", "design-peers-own-group"),
    ("other-groups", "design-peers-other-groups"),
]);

/// Every kind.
pub const SHAPES: [Shape; 14] = [
    Shape {
        kind: NodeKind::Task,
        code: "task",
        parent: None,
        list: "",
        fields: &[
            line("name", "design-field-name"),
            field("base", "design-field-base", Form::Hours),
            words("scenario", "design-field-scenario"),
            line("origin.enterprise", "design-field-enterprise"),
            line("origin.duration", "design-field-duration"),
            line("origin.previous", "design-field-previous"),
            line("origin.next", "design-field-next"),
            line("origin.grouping", "design-field-grouping"),
            words("analysis.value", "design-field-value"),
            words("analysis.basis", "design-field-basis"),
            words("analysis.gaps", "design-field-gaps"),
            words("analysis.remedies", "design-field-remedies"),
            words("analysis.focus", "design-field-focus"),
            words("analysis.difficulty", "design-field-difficulty"),
        ],
    },
    Shape {
        kind: NodeKind::Material,
        code: "material",
        parent: Some(NodeKind::Task),
        list: "materials",
        fields: &[
            line("name", "design-field-name"),
            line("edition", "design-field-edition"),
            field("reach", "design-field-steps", Form::Reach),
        ],
    },
    Shape {
        kind: NodeKind::Requirement,
        code: "requirement",
        parent: Some(NodeKind::Task),
        list: "requirements",
        fields: &[
            words("text", "design-field-text"),
            line("evidence", "design-field-evidence"),
        ],
    },
    Shape {
        kind: NodeKind::Feature,
        code: "feature",
        parent: Some(NodeKind::Task),
        list: "features",
        fields: &[
            line("name", "design-field-name"),
            words("text", "design-field-text"),
        ],
    },
    Shape {
        kind: NodeKind::Provision,
        code: "provision",
        parent: Some(NodeKind::Task),
        list: "provisions",
        fields: &[
            line("name", "design-field-name"),
            line("kind", "design-field-category"),
            line("quantity", "design-field-quantity"),
            field("reach", "design-field-steps", Form::Reach),
        ],
    },
    Shape {
        kind: NodeKind::Sheet,
        code: "sheet",
        parent: Some(NodeKind::Task),
        list: "sheets",
        fields: &[
            line("title", "design-field-name"),
            field("audience", "design-field-audience", AUDIENCES),
            field("columns", "design-field-columns", Form::Cells),
            field("rows", "design-field-rows", Form::Grid),
        ],
    },
    Shape {
        kind: NodeKind::Phase,
        code: "phase",
        parent: Some(NodeKind::Task),
        list: "phases",
        fields: &[
            line("name", "design-field-name"),
            field("tag", "design-field-tag", TAGS),
            field("hours", "design-field-hours", Form::Hours),
            words("goal", "design-field-goal"),
            field("gate", "design-field-gate", Form::Gate),
        ],
    },
    Shape {
        kind: NodeKind::Step,
        code: "step",
        parent: Some(NodeKind::Phase),
        list: "steps",
        fields: &[
            line("name", "design-field-name"),
            field("hours", "design-field-hours", Form::Hours),
            words("work.content", "design-field-work-content"),
            words("work.tools", "design-field-tools"),
            words("work.organisation", "design-field-organisation"),
            words("work.method", "design-field-method"),
            words("work.result", "design-field-result"),
            words("work.requirement", "design-field-requirement"),
            words("knowledge.practical", "design-field-practical"),
            words("knowledge.theory", "design-field-theory"),
            words("knowledge.professional", "design-field-professional"),
            words("knowledge.civic", "design-field-civic"),
            field("differs_by_role", "design-field-by-role", Form::Flag),
        ],
    },
    Shape {
        kind: NodeKind::Activity,
        code: "activity",
        parent: Some(NodeKind::Step),
        list: "activities",
        fields: &[
            words("text", "design-field-text"),
            field("actor", "design-field-actor", ACTORS),
        ],
    },
    Shape {
        kind: NodeKind::Question,
        code: "question",
        parent: Some(NodeKind::Step),
        list: "questions",
        fields: &[
            words("prompt", "design-field-prompt"),
            words("answer", "design-field-answer"),
            field("kind", "design-field-question-kind", QUESTIONS),
            field("marks", "design-field-marks", Form::Marks),
        ],
    },
    Shape {
        kind: NodeKind::Outcome,
        code: "outcome",
        parent: Some(NodeKind::Step),
        list: "outcomes",
        fields: &[
            line("title", "design-field-title"),
            field("kind", "design-field-form", Form::Outcome),
            field("by", "design-field-by", BY),
            field("required", "design-field-required", Form::Flag),
        ],
    },
    Shape {
        kind: NodeKind::Resource,
        code: "resource",
        parent: Some(NodeKind::Step),
        list: "resources",
        fields: &[line("name", "design-field-name")],
    },
    Shape {
        kind: NodeKind::Item,
        code: "item",
        parent: Some(NodeKind::Task),
        list: "items",
        fields: &[
            line("name", "design-field-name"),
            field("marks", "design-field-item-marks", Form::Marks),
            field("weights.own", "design-rater-own", Form::Percent),
            field("weights.peer", "design-rater-peer", Form::Percent),
            field("weights.teacher", "design-rater-teacher", Form::Percent),
            field("weights.enterprise", "design-rater-enterprise", Form::Percent),
            field("peers", "design-field-peers", PEERS),
            field("phases", "design-field-phases", Form::Phases),
            words("basis", "design-field-item-basis"),
            words("explanation", "design-field-explanation"),
            words("organisation", "design-field-item-organisation"),
            words("form", "design-field-item-form"),
            words("method", "design-field-item-method"),
            words("standard", "design-field-standard"),
        ],
    },
    Shape {
        kind: NodeKind::Ability,
        code: "ability",
        parent: Some(NodeKind::Task),
        list: "abilities",
        fields: &[
            line("dimension", "design-field-dimension"),
            words("goal", "design-field-ability-goal"),
            words("observation", "design-field-observation"),
            field("reach", "design-field-steps", Form::Reach),
            line("record", "design-field-record"),
        ],
    },
];

/// The fields that a table to fill has besides.
const TABLE: [Field; 2] = [
    field("kind.detail.columns", "design-field-columns", Form::Cells),
    field("kind.detail.rows", "design-field-rows", Form::Lines),
];

/// The fields that a measured value has besides.
const MEASURED: [Field; 5] = [
    field("kind.detail.nominal", "design-field-nominal", Form::Quantity),
    field("kind.detail.upper", "design-field-upper", Form::Quantity),
    field("kind.detail.lower", "design-field-lower", Form::Quantity),
    line("kind.detail.unit", "design-field-unit"),
    field("kind.detail.decimals", "design-field-decimals", Form::Digit),
];

impl NodeKind {
    /// Its shape.
    pub fn shape(self) -> &'static Shape {
        // The table's order is that of the kinds only by habit, so it is searched.
        SHAPES
            .iter()
            .find(|shape| shape.kind == self)
            .unwrap_or(&SHAPES[0])
    }

    /// The kind of a stored code.
    pub fn from_code(code: &str) -> Option<Self> {
        SHAPES
            .iter()
            .find(|shape| shape.code == code)
            .map(|shape| shape.kind)
    }
}

impl Shape {
    /// The kinds that hang under this one, in reading order.
    pub fn children(&self) -> impl Iterator<Item = &'static Self> {
        let kind = self.kind;
        SHAPES.iter().filter(move |shape| shape.parent == Some(kind))
    }

    /// The fields of a node: an outcome has more of them in some forms.
    pub fn fields_of(&self, node: &Map<String, Value>) -> impl Iterator<Item = &'static Field> {
        let form = node
            .get("kind")
            .and_then(|kind| kind.get("form"))
            .and_then(Value::as_str);
        let more: &'static [Field] = match (self.kind, form) {
            (NodeKind::Outcome, Some("table")) => &TABLE,
            (NodeKind::Outcome, Some("measured")) => &MEASURED,
            _ => &[],
        };
        self.fields.iter().chain(more)
    }

    /// Where the hours stand, if the kind has hours.
    pub fn hours(&self) -> Option<&'static str> {
        self.fields
            .iter()
            .find(|field| matches!(field.form, Form::Hours))
            .map(|field| field.path)
    }

    /// Where the marks stand, if the kind has marks.
    pub fn marks(&self) -> Option<&'static str> {
        self.fields
            .iter()
            .find(|field| matches!(field.form, Form::Marks))
            .map(|field| field.path)
    }

    /// A node of this kind in which nothing is written yet.
    pub fn blank(&self) -> Map<String, Value> {
        let mut node = Map::new();
        for field in self.fields {
            put(&mut node, field.path, field.form.blank());
        }
        node
    }
}
