//! The rules of a class at work: its run of a frozen task, groups and roles, the work of students, the board. Pure: no
//! clock, no storage.
//!
//! Promises: whatever a state forbids is refused as [`kernel::Error::Conflict`] with a text that says why; nothing that
//! a student handed in is lost by a repeated save, by an older one or by a move to another version.

pub mod board;
pub mod demo;
pub mod fields;
pub mod groups;
pub mod keys;
pub mod mine;
pub mod moving;
pub mod phase;
pub mod roles;
pub mod run;
pub mod work;

#[cfg(test)]
mod tests;

use design::model::{By, PhaseId, Step, StepId};
use kernel::{Error, Id, PersonId, RawId, Text};

/// Marks an id of a run of a task by a class.
pub enum RunMark {}
/// Marks an id of a group of a run.
pub enum GroupMark {}
/// Marks an id that a device gave to one save.
pub enum OpMark {}

/// A run of a task by a class.
pub type RunId = Id<RunMark>;
/// A group of a run.
pub type GroupId = Id<GroupMark>;
/// One save, as its device named it; a repetition carries the same id.
pub type OpId = Id<OpMark>;

/// Whose work at a step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// One student's.
    Student(PersonId),
    /// A whole group's.
    Group(GroupId),
}

impl Owner {
    /// Who owns the work of a member at a step: the group where all that is handed in is the group's and nothing is
    /// asked of each student, otherwise the student.
    pub fn of(step: &Step, student: PersonId, group: GroupId) -> Self {
        let shared = step.outcomes.iter().all(|outcome| outcome.by == By::Group);
        if shared && !step.outcomes.is_empty() && step.questions.is_empty() {
            Self::Group(group)
        } else {
            Self::Student(student)
        }
    }

    /// Who owns one field of a step: the group what is handed in once for all of it, also where the step asks something
    /// of each student besides.
    pub fn of_field(step: &Step, node: RawId, student: PersonId, group: GroupId) -> Self {
        let mut outcomes = step.outcomes.iter();
        let shared = outcomes.any(|outcome| outcome.id.raw() == node && outcome.by == By::Group);
        if shared {
            Self::Group(group)
        } else {
            Self::Student(student)
        }
    }

    /// The stored code of its kind.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Student(_) => "student",
            Self::Group(_) => "group",
        }
    }

    /// The student's or the group's id.
    pub const fn raw(self) -> RawId {
        match self {
            Self::Student(id) => id.raw(),
            Self::Group(id) => id.raw(),
        }
    }

    /// The owner of a stored kind and id.
    pub fn from_parts(code: &str, id: RawId) -> Option<Self> {
        match code {
            "student" => Some(Self::Student(PersonId::of(id))),
            "group" => Some(Self::Group(GroupId::of(id))),
            _ => None,
        }
    }
}

/// A place in the work of a run.
pub type WorkPlace = (Owner, StepId);

/// A role plan's place: who, in which phase.
pub type Turn = (PhaseId, PersonId);

fn refused(key: &'static str) -> Error {
    Error::Conflict(Text::new(key))
}
