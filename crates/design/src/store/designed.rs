//! The statements between the tasks of school courses and the learning tasks that are designed for them.

use db::record;
use kernel::{Hours, Instant, PersonId};

use crate::model::{AdoptionId, CourseId, SchoolTaskId, StandardId, TaskId};

/// How many learning tasks are designed for a course's task.
pub const COUNT_DESIGNED: &str = "SELECT CAST(count(*) AS BIGINT) FROM learning_task \
    WHERE school_id = $1 AND course_id = $2 AND course_task_id = $3 AND removed_at IS NULL";
/// The learning tasks that are designed for the tasks of a course.
pub const DESIGNED: &str = "SELECT t.id, t.course_task_id, t.owner_id, r.title, r.hours FROM learning_task t \
    JOIN task_node r ON r.school_id = t.school_id AND r.id = t.id \
    WHERE t.school_id = $1 AND t.course_id = $2 AND t.removed_at IS NULL ORDER BY t.created_at, t.id";
record! {
    /// A learning task of a course. See [`DESIGNED`].
    #[derive(Clone, Debug)]
    pub struct DesignedRow {
        /// The learning task.
        pub id: TaskId,
        /// The course's task that it is designed for.
        pub course_task: Option<SchoolTaskId>,
        /// Who made it.
        pub owner: PersonId,
        /// Its name.
        pub name: String,
        /// Its 基准学时.
        pub hours: Option<Hours>,
    }
}
pub const PLACE_TASK: &str = "UPDATE learning_task SET course_id = $3, course_task_id = $4, changes = changes + 1, changed_at = $5 \
    WHERE school_id = $1 AND id = $2 AND removed_at IS NULL";

/// A course's task with the course, the adoption and the version of the standard that it comes of.
pub const ORIGIN: &str = "SELECT t.id, t.name, t.hours, c.id, c.name, a.id, a.major_name, a.level, a.entry, a.years, a.standard_id, a.number, \
    w.withdrawn_at FROM course_task t JOIN school_course c ON c.school_id = t.school_id AND c.id = t.course_id \
    JOIN adoption a ON a.school_id = c.school_id AND a.id = c.adoption_id \
    LEFT JOIN adoption_withdrawal w ON w.school_id = a.school_id AND w.adoption_id = a.id \
    WHERE t.school_id = $1 AND t.id = $2 AND c.removed_at IS NULL";
/// The same of every plan of a school that stands, in the order of its plans and courses.
pub const ORIGINS: &str = "SELECT t.id, t.name, t.hours, c.id, c.name, a.id, a.major_name, a.level, a.entry, a.years, a.standard_id, a.number, \
    w.withdrawn_at FROM course_task t JOIN school_course c ON c.school_id = t.school_id AND c.id = t.course_id \
    JOIN course_conversion v ON v.school_id = t.school_id AND v.id = t.conversion_id \
    JOIN adoption a ON a.school_id = c.school_id AND a.id = c.adoption_id \
    LEFT JOIN adoption_withdrawal w ON w.school_id = a.school_id AND w.adoption_id = a.id \
    WHERE t.school_id = $1 AND c.removed_at IS NULL AND w.adoption_id IS NULL AND t.name <> '' \
    ORDER BY a.major_code, a.level, a.entry, a.id, c.position, c.id, v.position, t.position, t.id";
record! {
    /// Where a learning task comes from: a task of a school course. See [`ORIGIN`].
    #[derive(Clone, Debug)]
    pub struct Origin {
        /// The course's task.
        pub id: SchoolTaskId,
        /// Its name.
        pub name: String,
        /// Its hours in the course.
        pub hours: Hours,
        /// The course.
        pub course: CourseId,
        /// 课程名称
        pub course_name: String,
        /// The adoption in whose plan the course stands.
        pub adoption: AdoptionId,
        /// 专业名称
        pub major_name: String,
        /// 培养层级 by stored name.
        pub level: String,
        /// 起点 by stored name.
        pub entry: String,
        /// The years of study.
        pub years: i64,
        /// The standard.
        pub standard: StandardId,
        /// The exact published version of it.
        pub number: i64,
        /// When the adoption was withdrawn, if it was.
        pub withdrawn_at: Option<Instant>,
    }
}
