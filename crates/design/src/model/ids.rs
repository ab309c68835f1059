//! The ids of the graph's nodes. An id is a node's identity over every version of its design: what a student hands in
//! points at it, and a difference between two versions is keyed by it.

use kernel::Id;

pub use standards::StandardId;

/// Marks an id of a school course (校本课程).
pub enum CourseMark {}
/// Marks an id of one conversion of a 参考性学习任务.
pub enum ConversionMark {}
/// Marks an id of a frozen version of a learning task.
pub enum VersionMark {}
/// Marks an id of an adoption of a standard by a school.
pub enum AdoptionMark {}
/// Marks an id of a 校本学习任务 as its course lists it.
pub enum SchoolTaskMark {}
/// Marks an id of a learning task (学习任务).
pub enum TaskMark {}
/// Marks an id of a phase (学习环节).
pub enum PhaseMark {}
/// Marks an id of a step (学习步骤).
pub enum StepMark {}
/// Marks an id of an activity (学生活动, 教师活动).
pub enum ActivityMark {}
/// Marks an id of a guiding question (引导问题).
pub enum QuestionMark {}
/// Marks an id of an outcome (学习成果).
pub enum OutcomeMark {}
/// Marks an id of a learning resource of a step (学习资源).
pub enum ResourceMark {}
/// Marks an id of a document given with the task (任务资料).
pub enum MaterialMark {}
/// Marks an id of a requirement of the task (任务要求).
pub enum RequirementMark {}
/// Marks an id of a representative feature (代表性特征).
pub enum FeatureMark {}
/// Marks an id of a line of the list of what has to be provided.
pub enum ProvisionMark {}
/// Marks an id of a table of reference data.
pub enum SheetMark {}
/// Marks an id of an assessment item (考核项目).
pub enum ItemMark {}
/// Marks an id of a row of general abilities (通用能力素养).
pub enum AbilityMark {}

/// A school course.
pub type CourseId = Id<CourseMark>;
/// One conversion of a 参考性学习任务.
pub type ConversionId = Id<ConversionMark>;
/// A course in a published standard.
pub type BaseId = standards::model::CourseId;
/// A frozen version of a learning task.
pub type VersionId = Id<VersionMark>;
/// An adoption of a standard by a school.
pub type AdoptionId = Id<AdoptionMark>;
/// A 校本学习任务 as its course lists it.
pub type SchoolTaskId = Id<SchoolTaskMark>;
/// A 参考性学习任务 in a published standard.
pub type ReferenceId = standards::model::TaskId;
/// A learning task.
pub type TaskId = Id<TaskMark>;
/// A phase.
pub type PhaseId = Id<PhaseMark>;
/// A step.
pub type StepId = Id<StepMark>;
/// An activity.
pub type ActivityId = Id<ActivityMark>;
/// A guiding question.
pub type QuestionId = Id<QuestionMark>;
/// An outcome.
pub type OutcomeId = Id<OutcomeMark>;
/// A learning resource of a step.
pub type ResourceId = Id<ResourceMark>;
/// A document given with the task.
pub type MaterialId = Id<MaterialMark>;
/// A requirement of the task.
pub type RequirementId = Id<RequirementMark>;
/// A representative feature.
pub type FeatureId = Id<FeatureMark>;
/// A line of the list of what has to be provided.
pub type ProvisionId = Id<ProvisionMark>;
/// A table of reference data.
pub type SheetId = Id<SheetMark>;
/// An assessment item.
pub type ItemId = Id<ItemMark>;
/// A row of general abilities.
pub type AbilityId = Id<AbilityMark>;
