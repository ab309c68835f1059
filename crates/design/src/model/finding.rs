//! What a rule found, and where: a finding never blocks by itself, the act (publishing, opening for a class) decides.

use kernel::Text;

use super::ids::{ConversionId, CourseId, ItemId, OutcomeId, PhaseId, ReferenceId, StepId, TaskId};

/// The node that a finding is about; the page links to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A school course.
    Course(CourseId),
    /// A 参考性学习任务 of its base.
    Reference(ReferenceId),
    /// The conversion of a 参考性学习任务.
    Conversion(ConversionId),
    /// The learning task itself.
    Task(TaskId),
    /// A phase.
    Phase(PhaseId),
    /// A step.
    Step(StepId),
    /// An outcome.
    Outcome(OutcomeId),
    /// An assessment item.
    Item(ItemId),
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is.
    pub place: Place,
    /// What is wrong and what was expected.
    pub text: Text,
}

impl Finding {
    /// A fault at a place.
    pub const fn at(place: Place, text: Text) -> Self {
        Self { place, text }
    }
}
