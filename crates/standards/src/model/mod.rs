//! The structured curriculum standard (国家技能人才培养工学一体化课程标准): its types and everything that can be said about
//! it without a database.
//!
//! * [`Standard`] holds every field of a published standard: [`Major`] (专业信息), [`Aims`] and [`RequirementRow`]s
//!   (培养目标和要求), [`TrainingMode`] (培养模式), [`PlanTable`]s (课程安排), [`Course`] blocks (课程标准), [`Advice`]
//!   (实施建议) and [`Evaluation`] (考核与评价). It serialises with serde and is stored and compared in that form.
//! * [`import()`] turns any Word document of that structure into a standard. Every line of the document is in the
//!   standard, is a heading or label that the standard's own structure says, or is a [`Leftover`].
//! * [`findings()`] lists what is inconsistent or missing, each with a text and a [`Place`] to link to.
//! * [`matching()`] finds which course, requirement, goal and reference task of a newer import is which of the last
//!   version, so that identities survive; what is doubtful is returned for a person to confirm.
//! * [`difference()`] says field by field what one version or conversion changes.
//!
//! A [`Place`] is the path to a value in the serialised standard (`courses.3.tasks.1.hours`): findings, leftovers and
//! changes all use it, and it serves as an anchor in a page. Identities ([`Identity`]) stand beside the content: two
//! standards that say the same are equal whatever their identities are.
//!
//! Courses, plan rows and requirement rows refer to each other by the course's name, as the printed standard does;
//! [`Standard::course_named`] resolves it in any spelling of brackets and spaces, [`Standard::rename_course`] changes all.

mod align;
mod course;
mod difference;
mod findings;
mod identity;
mod import;
mod level;
mod matching;
mod names;
mod place;
mod standard;
mod words;

pub use align::Basis;
pub use course::{
    Assessment, ContentGroup, ContentPart, Course, FinalTask, Goal, Goals, Knowledge, LearningContent,
    ProcessItem, ReferenceTask, Teaching, WorkAnalysis,
};
pub use difference::{Change, Content, Difference, difference};
pub use findings::{Finding, Severity, findings};
pub use identity::{
    CourseId, CourseMark, GoalId, GoalMark, Identity, RequirementId, RequirementMark, TaskId, TaskMark,
};
pub use import::{Import, Leftover, import, refusal};
pub use level::{Ability, Entry, Grade, Level};
pub use matching::{Link, Matching, matching};
pub use names::{items, same_name};
pub use place::{Place, Step};
pub use standard::{
    Advice, Aims, Evaluation, Issued, Issuer, Jobs, LevelAim, LevelCode, Major, Plan, PlanRow, PlanTable,
    PlanTotal, Qualification, Requirement, RequirementRow, Site, Sites, Standard, Status, StudyYears,
    TrainingMode,
};
