//! The statements of adoptions, school courses and their conversion.

use db::{Columns, FromRow, record};
use kernel::{Hours, Instant, PersonId, RawId, SchoolId};

use crate::model::{AdoptionId, BaseId, ConversionId, CourseId, ReferenceId, SchoolTaskId, StandardId};

pub const ADOPTION: &str = "SELECT a.school_id, a.id, a.standard_id, a.number, a.plan, a.major_code, a.major_name, a.level, a.entry, \
    a.years, a.semesters, a.plan_hours, a.region, a.adopted_at, a.adopted_by, a.version, w.withdrawn_at FROM adoption a \
    LEFT JOIN adoption_withdrawal w ON w.school_id = a.school_id AND w.adoption_id = a.id WHERE a.school_id = $1 AND a.id = $2";
record! {
    /// A standard adopted for one major, level and entry. See [`ADOPTION`].
    #[derive(Clone, Debug)]
    pub struct Adoption {
        /// The school.
        pub school: SchoolId,
        /// Its id.
        pub id: AdoptionId,
        /// The standard.
        pub standard: StandardId,
        /// The exact published version, from 1.
        pub number: i64,
        /// Its table of 课程安排, by place from 0.
        pub plan: i64,
        /// The major's code, `0106`; empty where the standard gives none.
        pub major_code: String,
        /// 专业名称
        pub major_name: String,
        /// 培养层级 by stored name; empty where the table names none.
        pub level: String,
        /// 起点 by stored name; empty where the table names none.
        pub entry: String,
        /// The years of study; 0 where the table names none.
        pub years: i64,
        /// How many semesters it has.
        pub semesters: i64,
        /// 教学计划总学时 of all classes of courses, if the school gave it.
        pub plan_hours: Option<Hours>,
        /// Where the school lay when it adopted, GB/T 2260.
        pub region: i64,
        /// When it was adopted.
        pub adopted_at: Instant,
        /// By whom.
        pub adopted_by: PersonId,
        /// Counts its changes, from 1.
        pub version: i64,
        /// When it was withdrawn, if it was.
        pub withdrawn_at: Option<Instant>,
    }
}
pub const ADD_ADOPTION: &str = "INSERT INTO adoption (school_id, id, standard_id, number, plan, major_code, major_name, level, entry, years, \
    semesters, plan_hours, region, adopted_at, adopted_by, changed_at, version) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $14, 1)";
/// How many adoptions of the same major (or standard), level and entry stand in a school.
pub const STANDING_TWIN: &str = "SELECT CAST(count(*) AS BIGINT) FROM adoption a \
    LEFT JOIN adoption_withdrawal w ON w.school_id = a.school_id AND w.adoption_id = a.id \
    WHERE a.school_id = $1 AND w.adoption_id IS NULL AND a.level = $4 AND a.entry = $5 \
      AND (a.standard_id = $2 OR (a.major_code = $3 AND a.major_code <> ''))";
pub const SET_PLAN_HOURS: &str = "UPDATE adoption SET plan_hours = $4, version = version + 1, changed_at = $5 \
    WHERE school_id = $1 AND id = $2 AND version = $3";
pub const ADD_ADOPTION_WITHDRAWAL: &str = "INSERT INTO adoption_withdrawal (school_id, adoption_id, withdrawn_at, withdrawn_by, reason) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (school_id, adoption_id) DO NOTHING";

/// The adoptions of a school with what a list shows of them; those that stand first.
pub const ADOPTIONS: &str = "SELECT a.id, a.standard_id, a.number, a.major_code, a.major_name, a.level, a.entry, a.years, w.withdrawn_at, \
    (SELECT CAST(count(*) AS BIGINT) FROM school_course c WHERE c.school_id = a.school_id AND c.adoption_id = a.id AND c.removed_at IS NULL), \
    (SELECT CAST(COALESCE(SUM(c.hours), 0) AS BIGINT) FROM school_course c WHERE c.school_id = a.school_id AND c.adoption_id = a.id AND c.removed_at IS NULL), \
    (SELECT CAST(COALESCE(SUM(c.reference_count), 0) AS BIGINT) FROM school_course c WHERE c.school_id = a.school_id AND c.adoption_id = a.id AND c.removed_at IS NULL), \
    (SELECT CAST(count(*) AS BIGINT) FROM course_conversion v JOIN school_course c ON c.school_id = v.school_id AND c.id = v.course_id \
      WHERE v.school_id = a.school_id AND c.adoption_id = a.id AND c.removed_at IS NULL AND (v.decision = 'kept' OR v.reason <> '')) \
    FROM adoption a LEFT JOIN adoption_withdrawal w ON w.school_id = a.school_id AND w.adoption_id = a.id \
    WHERE a.school_id = $1 ORDER BY CASE WHEN w.adoption_id IS NULL THEN 0 ELSE 1 END, a.major_code, a.level, a.entry, a.id";
record! {
    /// A line of the list. See [`ADOPTIONS`].
    #[derive(Clone, Debug)]
    pub struct AdoptionLine {
        /// The adoption.
        pub id: AdoptionId,
        /// The standard.
        pub standard: StandardId,
        /// The version it follows.
        pub number: i64,
        /// The major's code.
        pub major_code: String,
        /// Its name.
        pub major_name: String,
        /// 培养层级 by stored name.
        pub level: String,
        /// 起点 by stored name.
        pub entry: String,
        /// The years of study.
        pub years: i64,
        /// When it was withdrawn, if it was.
        pub withdrawn_at: Option<Instant>,
        /// How many courses its plan has.
        pub courses: i64,
        /// Their hours together.
        pub hours: Hours,
        /// How many 参考性学习任务 are to be converted.
        pub references: i64,
        /// How many are.
        pub converted: i64,
    }
}
/// The adoptions that stand within a reach, for the offices: reach `$1`–`$2` or school `$3`, regions `$4`–`$5`, school `$6` or 0.
pub const ADOPTIONS_WITHIN: &str = "SELECT a.school_id, a.major_code, a.major_name, a.level, a.entry, a.standard_id, a.number, a.adopted_at, \
    (SELECT CAST(count(*) AS BIGINT) FROM school_course c WHERE c.school_id = a.school_id AND c.adoption_id = a.id AND c.removed_at IS NULL AND c.base_id IS NOT NULL) \
    FROM adoption a LEFT JOIN adoption_withdrawal w ON w.school_id = a.school_id AND w.adoption_id = a.id \
    WHERE w.adoption_id IS NULL AND (a.region BETWEEN $1 AND $2 OR a.school_id = $3) AND a.region BETWEEN $4 AND $5 \
      AND ($6 = 0 OR a.school_id = $6) ORDER BY a.major_code, a.level, a.adopted_at, a.id LIMIT $7 OFFSET $8";
pub const COUNT_ADOPTIONS_WITHIN: &str = "SELECT CAST(count(*) AS BIGINT), CAST(count(DISTINCT a.school_id) AS BIGINT) FROM adoption a \
    LEFT JOIN adoption_withdrawal w ON w.school_id = a.school_id AND w.adoption_id = a.id \
    WHERE w.adoption_id IS NULL AND (a.region BETWEEN $1 AND $2 OR a.school_id = $3) AND a.region BETWEEN $4 AND $5 \
      AND ($6 = 0 OR a.school_id = $6)";
record! {
    /// An adoption as an office sees it. See [`ADOPTIONS_WITHIN`].
    #[derive(Clone, Debug)]
    pub struct AdoptedRow {
        /// The school's number.
        pub school: SchoolId,
        /// The major's code.
        pub major_code: String,
        /// Its name.
        pub major_name: String,
        /// 培养层级 by stored name.
        pub level: String,
        /// 起点 by stored name.
        pub entry: String,
        /// The standard.
        pub standard: StandardId,
        /// The version it follows.
        pub number: i64,
        /// When it was adopted.
        pub at: Instant,
        /// How many 工学一体化课程 the school takes of it.
        pub courses: i64,
    }
}

/// The courses of an adoption in their order.
pub const COURSES: &str = "SELECT id, adoption_id, class, base_id, name, hours, note, position, version, changes, changed_at FROM school_course \
    WHERE school_id = $1 AND adoption_id = $2 AND removed_at IS NULL ORDER BY position, id";
record! {
    /// A course of a plan. See [`COURSES`].
    #[derive(Clone, Debug)]
    pub struct CourseRow {
        /// Its id.
        pub id: CourseId,
        /// The adoption in whose plan it stands.
        pub adoption: AdoptionId,
        /// 课程属性 by stored code.
        pub class: String,
        /// The course of the standard that it was converted from, if any.
        pub base: Option<BaseId>,
        /// 课程名称
        pub name: String,
        /// 课程学时
        pub hours: Hours,
        /// 转化说明
        pub note: String,
        /// Its place in the plan.
        pub position: i64,
        /// Counts the changes of its own row, from 1.
        pub version: i64,
        /// Counts the changes of it and of all its parts, from 0.
        pub changes: i64,
        /// When it or a part of it was last changed.
        pub changed_at: Instant,
    }
}
/// A course with its adoption, and the hours of the courses of its plan: of 工学一体化课程 (class `$3`), and of all.
pub const COURSE: &str = "SELECT c.id, c.adoption_id, c.class, c.base_id, c.name, c.hours, c.note, c.position, c.version, c.changes, c.changed_at, \
    a.school_id, a.id, a.standard_id, a.number, a.plan, a.major_code, a.major_name, a.level, a.entry, \
    a.years, a.semesters, a.plan_hours, a.region, a.adopted_at, a.adopted_by, a.version, w.withdrawn_at, \
    (SELECT CAST(COALESCE(SUM(o.hours), 0) AS BIGINT) FROM school_course o WHERE o.school_id = $1 AND o.adoption_id = a.id AND o.class = $3 AND o.removed_at IS NULL), \
    (SELECT CAST(COALESCE(SUM(o.hours), 0) AS BIGINT) FROM school_course o WHERE o.school_id = $1 AND o.adoption_id = a.id AND o.removed_at IS NULL) \
    FROM school_course c JOIN adoption a ON a.school_id = c.school_id AND a.id = c.adoption_id \
    LEFT JOIN adoption_withdrawal w ON w.school_id = a.school_id AND w.adoption_id = a.id \
    WHERE c.school_id = $1 AND c.id = $2 AND c.removed_at IS NULL";
/// A course with the adoption in whose plan it stands. See [`COURSE`].
#[derive(Clone, Debug)]
pub struct CourseHead {
    /// The course.
    pub course: CourseRow,
    /// The adoption.
    pub adoption: Adoption,
    /// The hours of the plan's 工学一体化课程.
    pub integrated: Hours,
    /// The hours of all courses of the plan.
    pub all: Hours,
}

impl FromRow for CourseHead {
    fn from_row(columns: &mut Columns<'_>) -> db::Result<Self> {
        Ok(Self {
            course: CourseRow::from_row(columns)?,
            adoption: Adoption::from_row(columns)?,
            integrated: columns.take()?,
            all: columns.take()?,
        })
    }
}
pub const ADD_COURSE: &str = "INSERT INTO school_course (school_id, id, adoption_id, class, base_id, name, hours, note, reference_count, position, \
    version, changes, created_at, changed_at, removed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, 1, 0, $10, $10, NULL)";
pub const REMOVE_COURSE: &str = "UPDATE school_course SET removed_at = $3, changed_at = $3 WHERE school_id = $1 AND id = $2 AND removed_at IS NULL";

pub const SEMESTERS_OF_PLAN: &str = "SELECT s.course_id, s.semester, s.hours FROM school_course c CROSS JOIN course_semester s \
    WHERE s.school_id = c.school_id AND s.course_id = c.id AND c.school_id = $1 AND c.adoption_id = $2 AND c.removed_at IS NULL ORDER BY s.course_id, s.semester";
pub const SEMESTERS_OF_COURSE: &str = "SELECT course_id, semester, hours FROM course_semester WHERE school_id = $1 AND course_id = $2 ORDER BY semester";
/// Hours of a course in a semester.
pub type SemesterRow = (CourseId, i64, Hours);
pub const SET_SEMESTER: &str = "INSERT INTO course_semester (school_id, course_id, semester, hours) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (school_id, course_id, semester) DO UPDATE SET hours = EXCLUDED.hours";

pub const CONVERSIONS_OF_PLAN: &str = "SELECT v.id, v.course_id, v.reference_id, v.position, v.decision, v.reason, v.version FROM school_course c CROSS JOIN course_conversion v \
    WHERE v.school_id = c.school_id AND v.course_id = c.id AND c.school_id = $1 AND c.adoption_id = $2 AND c.removed_at IS NULL ORDER BY v.course_id, v.position, v.id";
pub const CONVERSIONS_OF_COURSE: &str = "SELECT id, course_id, reference_id, position, decision, reason, version FROM course_conversion \
    WHERE school_id = $1 AND course_id = $2 ORDER BY position, id";
record! {
    /// What became of a 参考性学习任务. See [`CONVERSIONS_OF_COURSE`].
    #[derive(Clone, Debug)]
    pub struct ConversionRow {
        /// Its id.
        pub id: ConversionId,
        /// The course.
        pub course: CourseId,
        /// The 参考性学习任务.
        pub reference: ReferenceId,
        /// Its place in the course.
        pub position: i64,
        /// The decision by stored code.
        pub decision: String,
        /// 转化说明
        pub reason: String,
        /// Counts its changes, from 1.
        pub version: i64,
    }
}
pub const TASKS_OF_PLAN: &str = "SELECT t.id, t.course_id, t.conversion_id, t.position, t.name, t.description, t.hours, t.version FROM school_course c CROSS JOIN course_task t \
    WHERE t.school_id = c.school_id AND t.course_id = c.id AND c.school_id = $1 AND c.adoption_id = $2 AND c.removed_at IS NULL ORDER BY t.conversion_id, t.position, t.id";
pub const TASKS_OF_COURSE: &str = "SELECT id, course_id, conversion_id, position, name, description, hours, version FROM course_task \
    WHERE school_id = $1 AND course_id = $2 ORDER BY conversion_id, position, id";
record! {
    /// A 校本学习任务 of a course. See [`TASKS_OF_COURSE`].
    #[derive(Clone, Debug)]
    pub struct SchoolTaskRow {
        /// Its id.
        pub id: SchoolTaskId,
        /// The course.
        pub course: CourseId,
        /// The conversion it came of.
        pub conversion: ConversionId,
        /// Its place there.
        pub position: i64,
        /// 任务名称
        pub name: String,
        /// 任务描述
        pub description: String,
        /// 学时
        pub hours: Hours,
        /// Counts its changes, from 1.
        pub version: i64,
    }
}

pub const EDIT_COURSE: &str = "UPDATE school_course SET version = version + 1, name = $4, hours = $5, note = $6 \
    WHERE school_id = $1 AND id = $2 AND version = $3 AND removed_at IS NULL";

pub const ADD_CONVERSION: &str = "INSERT INTO course_conversion (school_id, id, course_id, reference_id, position, decision, reason, version) \
    VALUES ($1, $2, $3, $4, $5, $6, '', 1)";
pub const DECIDE: &str =
    "UPDATE course_conversion SET decision = $3, version = version + 1 WHERE school_id = $1 AND id = $2";
pub const EDIT_REASON: &str = "UPDATE course_conversion SET reason = $4, version = version + 1 WHERE school_id = $1 AND id = $2 AND version = $3";
pub const ADD_SCHOOL_TASK: &str = "INSERT INTO course_task (school_id, id, course_id, conversion_id, position, name, description, hours, version) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
pub const PUT_SCHOOL_TASK: &str = "UPDATE course_task SET position = $3, name = $4, description = $5, hours = $6, version = version + 1 \
    WHERE school_id = $1 AND id = $2";
pub const EDIT_SCHOOL_TASK: &str = "UPDATE course_task SET name = $4, description = $5, hours = $6, version = version + 1 \
    WHERE school_id = $1 AND id = $2 AND version = $3";
pub const DROP_SCHOOL_TASK: &str = "DELETE FROM course_task WHERE school_id = $1 AND id = $2";

/// Numbers the next change; whoever changes the same course waits here.
pub const NEXT_COURSE_CHANGE: &str = "UPDATE school_course SET changes = changes + 1, changed_at = $3 \
    WHERE school_id = $1 AND id = $2 AND removed_at IS NULL RETURNING changes";
pub const ADD_COURSE_CHANGE: &str = "INSERT INTO course_change (school_id, course_id, number, row_id, act, field, value_before, value_after, \
    version, op, person_id, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
pub const COURSE_CHANGE_OF_OP: &str =
    "SELECT version FROM course_change WHERE school_id = $1 AND op = $2 AND row_id = $3";
pub const LAST_OF_COURSE_FIELD: &str = "SELECT version, person_id, changed_at FROM course_change \
    WHERE school_id = $1 AND row_id = $2 AND field = $3 ORDER BY number DESC LIMIT 1";
/// What was changed behind the number `$3`, the latest first.
pub const COURSE_CHANGES_SINCE: &str = "SELECT row_id, act, person_id, changed_at FROM course_change \
    WHERE school_id = $1 AND course_id = $2 AND number > $3 ORDER BY number DESC";
/// See [`COURSE_CHANGES_SINCE`].
pub type CourseChangeRow = (RawId, String, PersonId, Instant);
pub const COUNT_LEARNING_TASKS: &str = "SELECT CAST(count(*) AS BIGINT) FROM learning_task WHERE school_id = $1 AND course_id = $2 AND removed_at IS NULL";
