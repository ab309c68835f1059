//! Identities that survive from version to version, kept beside the content and outside of its equality.

use kernel::{Id, RawId};
use serde::{Deserialize, Serialize};

use super::standard::Standard;

/// Marks an id of a course.
pub enum CourseMark {}
/// Marks an id of a course goal.
pub enum GoalMark {}
/// Marks an id of a 参考性学习任务.
pub enum TaskMark {}
/// Marks an id of a 职业能力要求.
pub enum RequirementMark {}

/// A course through all versions of a standard.
pub type CourseId = Id<CourseMark>;
/// A course goal through all versions.
pub type GoalId = Id<GoalMark>;
/// A reference task through all versions.
pub type TaskId = Id<TaskMark>;
/// A requirement through all versions.
pub type RequirementId = Id<RequirementMark>;

/// The id of an object, if it has one yet. Identities are always equal: they are not what an object says.
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Identity<T: ?Sized>(pub Option<Id<T>>);

impl<T: ?Sized> Identity<T> {
    /// Whether there is no id yet.
    pub const fn is_none(&self) -> bool {
        self.0.is_none()
    }

    fn fill(&mut self, fresh: &mut impl FnMut() -> RawId) {
        if self.0.is_none() {
            self.0 = Some(Id::of(fresh()));
        }
    }
}

impl<T: ?Sized> Default for Identity<T> {
    fn default() -> Self {
        Self(None)
    }
}
impl<T: ?Sized> Clone for Identity<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: ?Sized> Copy for Identity<T> {}
impl<T: ?Sized> PartialEq for Identity<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl<T: ?Sized> Eq for Identity<T> {}
impl<T: ?Sized> std::fmt::Debug for Identity<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Standard {
    /// Gives an id to every course, goal, reference task and requirement that has none.
    pub fn identify(&mut self, mut fresh: impl FnMut() -> RawId) {
        for requirement in self.requirements.iter_mut().flat_map(|row| &mut row.requirements) {
            requirement.id.fill(&mut fresh);
        }
        for course in &mut self.courses {
            course.id.fill(&mut fresh);
            course
                .goals
                .items
                .iter_mut()
                .for_each(|goal| goal.id.fill(&mut fresh));
            course.tasks.iter_mut().for_each(|task| task.id.fill(&mut fresh));
        }
    }
}
