//! The graph as a flat list of nodes with named fields: what a difference compares and an audit line records.

use kernel::{Id, RawId};

use super::assess::{Ability, AssessmentItem};
use super::outcome::{Outcome, OutcomeKind};
use super::phase::Phase;
use super::position::Position;
use super::step::{Actor, Step};
use super::task::{Audience, LearningTask, Reach};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// 学习任务
    Task,
    /// 任务资料
    Material,
    /// 任务要求
    Requirement,
    /// 代表性特征
    Feature,
    /// 学习环节
    Phase,
    /// 学习步骤
    Step,
    /// 学生活动, 教师活动
    Activity,
    /// 引导问题
    Question,
    /// 学习成果
    Outcome,
    /// 学习资源
    Resource,
    /// A line of what has to be provided.
    Provision,
    /// A table of reference data.
    Sheet,
    /// 考核项目
    Item,
    /// 通用能力素养
    Ability,
}

impl NodeKind {
    /// The translation key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Task => "design-node-task",
            Self::Material => "design-node-material",
            Self::Requirement => "design-node-requirement",
            Self::Feature => "design-node-feature",
            Self::Phase => "design-node-phase",
            Self::Step => "design-node-step",
            Self::Activity => "design-node-activity",
            Self::Question => "design-node-question",
            Self::Outcome => "design-node-outcome",
            Self::Resource => "design-node-resource",
            Self::Provision => "design-node-provision",
            Self::Sheet => "design-node-sheet",
            Self::Item => "design-node-item",
            Self::Ability => "design-node-ability",
        }
    }
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words or figures of the authors.
    Words(String),
    /// One of the product's own terms, as a translation key.
    Term(&'static str),
    /// Other nodes, shown by their numbers or names.
    Nodes(Vec<RawId>),
}

/// One node with its fields; a field's name is a translation key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its identity.
    pub id: RawId,
    /// The node it hangs under; the task hangs under its course.
    pub parent: RawId,
    /// Its place among the siblings of its kind.
    pub position: Position,
    /// What people call it.
    pub title: String,
    /// Its fields, in reading order.
    pub fields: Vec<(&'static str, Value)>,
}

impl Node {
    fn new<T>(kind: NodeKind, id: Id<T>, parent: RawId, position: Position) -> Self {
        Self {
            kind,
            id: id.raw(),
            parent,
            position,
            title: String::new(),
            fields: Vec::new(),
        }
    }

    fn named(mut self, field: &'static str, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self.words(field, title)
    }

    fn words(self, field: &'static str, words: &(impl ToString + ?Sized)) -> Self {
        self.with(field, Value::Words(words.to_string()))
    }

    fn term(self, field: &'static str, key: &'static str) -> Self {
        self.with(field, Value::Term(key))
    }

    fn reach(self, reach: &Reach) -> Self {
        let value = match reach {
            Reach::Throughout => Value::Term("design-reach-throughout"),
            Reach::Steps(steps) => Value::Nodes(steps.iter().map(|step| step.raw()).collect()),
        };
        self.with("design-field-steps", value)
    }

    fn with(mut self, field: &'static str, value: Value) -> Self {
        self.fields.push((field, value));
        self
    }
}

impl LearningTask {
    /// Every node of the graph, parents before children, in reading order.
    pub fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![self.own_node()];
        nodes.extend(self.given_nodes());
        for phase in &self.phases {
            nodes.push(phase_node(phase, self.id.raw()));
            for step in &phase.steps {
                nodes.push(step_node(step, phase.id.raw()));
                nodes.extend(step_children(step));
            }
        }
        nodes.extend(self.items.iter().map(|item| item_node(item, self.id.raw())));
        nodes.extend(
            self.abilities
                .iter()
                .map(|ability| ability_node(ability, self.id.raw())),
        );
        nodes
    }

    fn own_node(&self) -> Node {
        let (origin, analysis) = (&self.origin, &self.analysis);
        Node::new(NodeKind::Task, self.id, self.course.raw(), self.position)
            .named("design-field-name", &self.name)
            .words("design-field-hours", &self.base)
            .words("design-field-enterprise", &origin.enterprise)
            .words("design-field-duration", &origin.duration)
            .words("design-field-previous", &origin.previous)
            .words("design-field-next", &origin.next)
            .words("design-field-grouping", &origin.grouping)
            .words("design-field-scenario", &self.scenario)
            .words("design-field-value", &analysis.value)
            .words("design-field-basis", &analysis.basis)
            .words("design-field-gaps", &analysis.gaps)
            .words("design-field-remedies", &analysis.remedies)
            .words("design-field-focus", &analysis.focus)
            .words("design-field-difficulty", &analysis.difficulty)
    }

    fn given_nodes(&self) -> Vec<Node> {
        let parent = self.id.raw();
        let materials = self.materials.iter().map(|material| {
            Node::new(NodeKind::Material, material.id, parent, material.position)
                .named("design-field-name", &material.name)
                .words("design-field-edition", &material.edition)
                .reach(&material.reach)
        });
        let requirements = self.requirements.iter().map(|requirement| {
            Node::new(
                NodeKind::Requirement,
                requirement.id,
                parent,
                requirement.position,
            )
            .named("design-field-text", &requirement.text)
            .words("design-field-evidence", &requirement.evidence)
        });
        let features = self.features.iter().map(|feature| {
            Node::new(NodeKind::Feature, feature.id, parent, feature.position)
                .named("design-field-name", &feature.name)
                .words("design-field-text", &feature.text)
        });
        let provisions = self.provisions.iter().map(|provision| {
            Node::new(NodeKind::Provision, provision.id, parent, provision.position)
                .named("design-field-name", &provision.name)
                .words("design-field-category", &provision.kind)
                .words("design-field-quantity", &provision.quantity)
                .reach(&provision.reach)
        });
        let sheets = self.sheets.iter().map(|sheet| {
            let audience = match sheet.audience {
                Audience::Students => "design-audience-students",
                Audience::Teachers => "design-audience-teachers",
            };
            let rows: Vec<String> = sheet.rows.iter().map(|row| row.join(" | ")).collect();
            Node::new(NodeKind::Sheet, sheet.id, parent, sheet.position)
                .named("design-field-name", &sheet.title)
                .term("design-field-audience", audience)
                .words("design-field-columns", &sheet.columns.join(" | "))
                .words("design-field-rows", &rows.join("\n"))
        });
        materials
            .chain(requirements)
            .chain(features)
            .chain(provisions)
            .chain(sheets)
            .collect()
    }
}

fn phase_node(phase: &Phase, parent: RawId) -> Node {
    Node::new(NodeKind::Phase, phase.id, parent, phase.position)
        .named("design-field-name", &phase.name)
        .term("design-field-tag", phase.tag.key())
        .words("design-field-hours", &phase.hours)
        .words("design-field-goal", &phase.goal)
        .words(
            "design-field-gate",
            phase.gate.as_ref().map_or("", |gate| &gate.text),
        )
}

fn step_node(step: &Step, parent: RawId) -> Node {
    let (work, knowledge) = (&step.work, &step.knowledge);
    Node::new(NodeKind::Step, step.id, parent, step.position)
        .named("design-field-name", &step.name)
        .words("design-field-hours", &step.hours)
        .words("design-field-work-content", &work.content)
        .words("design-field-tools", &work.tools)
        .words("design-field-organisation", &work.organisation)
        .words("design-field-method", &work.method)
        .words("design-field-result", &work.result)
        .words("design-field-requirement", &work.requirement)
        .words("design-field-practical", &knowledge.practical)
        .words("design-field-theory", &knowledge.theory)
        .words("design-field-professional", &knowledge.professional)
        .words("design-field-civic", &knowledge.civic)
        .term(
            "design-field-by-role",
            if step.differs_by_role {
                "design-yes"
            } else {
                "design-no"
            },
        )
}

fn step_children(step: &Step) -> Vec<Node> {
    let parent = step.id.raw();
    let activities = step.activities.iter().map(|activity| {
        let actor = match activity.actor {
            Actor::Student => "design-actor-student",
            Actor::Teacher => "design-actor-teacher",
        };
        Node::new(NodeKind::Activity, activity.id, parent, activity.position)
            .named("design-field-text", &activity.text)
            .term("design-field-actor", actor)
    });
    let questions = step.questions.iter().map(|question| {
        Node::new(NodeKind::Question, question.id, parent, question.position)
            .named("design-field-prompt", &question.prompt)
            .term("design-field-question-kind", question.kind.key())
            .words("design-field-answer", &question.answer)
            .words("design-field-marks", &question.marks)
    });
    let outcomes = step.outcomes.iter().map(|outcome| outcome_node(outcome, parent));
    let resources = step.resources.iter().map(|resource| {
        Node::new(NodeKind::Resource, resource.id, parent, resource.position)
            .named("design-field-name", &resource.name)
    });
    activities
        .chain(questions)
        .chain(outcomes)
        .chain(resources)
        .collect()
}

fn outcome_node(outcome: &Outcome, parent: RawId) -> Node {
    let node = Node::new(NodeKind::Outcome, outcome.id, parent, outcome.position)
        .named("design-field-title", &outcome.title)
        .term("design-field-form", outcome.kind.key())
        .term(
            "design-field-required",
            if outcome.required {
                "design-yes"
            } else {
                "design-no"
            },
        )
        .term("design-field-by", outcome.by.key());
    match &outcome.kind {
        OutcomeKind::Text | OutcomeKind::Photo | OutcomeKind::File => node,
        OutcomeKind::Table(table) => node
            .words("design-field-columns", &table.columns.join(" | "))
            .words("design-field-rows", &table.rows.join(" | ")),
        OutcomeKind::Measured(size) => node
            .words("design-field-tolerance", &size.notation())
            .words("design-field-decimals", &size.decimals),
    }
}

fn item_node(item: &AssessmentItem, parent: RawId) -> Node {
    let phases = item.phases.iter().map(|phase| phase.raw()).collect();
    Node::new(NodeKind::Item, item.id, parent, item.position)
        .named("design-field-name", &item.name)
        .words("design-field-item-marks", &item.marks)
        .words("design-rater-own", &item.weights.own)
        .words("design-rater-peer", &item.weights.peer)
        .words("design-rater-teacher", &item.weights.teacher)
        .words("design-rater-enterprise", &item.weights.enterprise)
        .term(
            "design-field-peers",
            item.peers.map_or("design-peers-none", super::assess::Peers::key),
        )
        .with("design-field-phases", Value::Nodes(phases))
        .words("design-field-item-basis", &item.basis)
        .words("design-field-explanation", &item.explanation)
        .words("design-field-item-organisation", &item.organisation)
        .words("design-field-item-form", &item.form)
        .words("design-field-item-method", &item.method)
        .words("design-field-standard", &item.standard)
}

fn ability_node(ability: &Ability, parent: RawId) -> Node {
    Node::new(NodeKind::Ability, ability.id, parent, ability.position)
        .named("design-field-dimension", &ability.dimension)
        .words("design-field-ability-goal", &ability.goal)
        .words("design-field-observation", &ability.observation)
        .reach(&ability.reach)
        .words("design-field-record", &ability.record)
}
