//! The teaching-design graph and its rules: school course, learning task, phase, step, activity, question, outcome,
//! assessment item. Pure: no clock, no storage.
//!
//! Promises: every fact of the design stands once, the official documents are views of it ([`documents`]); every node
//! has an id that is its identity over all versions, and a [`Position`] so that reordering writes one row.

pub mod assess;
pub mod check;
pub mod convert;
pub mod course;
pub mod course_check;
pub mod course_difference;
pub mod course_edit;
pub mod course_plan;
pub mod demo;
pub mod demo_courses;
pub mod difference;
pub mod documents;
pub mod field;
pub mod finding;
pub mod graph;
pub mod ids;
pub mod impact;
pub mod measured;
pub mod nation;
pub mod nodes;
pub mod outcome;
pub mod phase;
pub mod position;
pub mod sample;
pub mod shape;
pub mod spread;
pub mod step;
pub mod task;

pub use assess::{Ability, AssessmentItem, Peers, Rater, Weights};
pub use finding::{Finding, Place};
pub use ids::*;
pub use measured::{Measured, Quantity, Verdict, judge};
pub use outcome::{By, Outcome, OutcomeKind, Table};
pub use phase::{Gate, Phase, Tag};
pub use position::{Placement, Position};
pub use step::{Activity, Actor, GuidingQuestion, Knowledge, QuestionKind, Resource, Step, Work};
pub use task::{LearningTask, Reach};
