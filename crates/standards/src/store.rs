//! Every SQL statement of the module. All its tables are shared. No statement changes or deletes a published version.

use db::record;
use kernel::{Hours, Instant, OrgId, RawId, SchoolId};

use crate::StandardId;
use crate::model::{CourseId, GoalId, RequirementId, TaskId};

pub const ADD_STANDARD: &str = "INSERT INTO standard (id, issuer_org, issuer_number, issuer_name, issuer, latest, created_at) \
    VALUES ($1, $2, $3, $4, $5, 0, $6)";
pub const STANDARD: &str = "SELECT id, issuer_org, issuer_number, issuer_name, issuer, latest, created_at FROM standard WHERE id = $1";
record! {
    /// A standard through all its versions.
    #[derive(Clone, Debug)]
    pub struct StandardRow {
        /// Its id.
        pub id: StandardId,
        /// Who issues it.
        pub issuer_org: OrgId,
        /// The issuer's local number, whose chain its lines stand in.
        pub issuer_number: SchoolId,
        /// The issuer's name.
        pub issuer_name: String,
        /// `ministry`, `province` or `school`.
        pub issuer: String,
        /// The newest published version; 0 before the first.
        pub latest: i64,
        /// When it was first imported.
        pub created_at: Instant,
    }
}
pub const NEWEST: &str = "SELECT id, latest FROM standard WHERE latest > 0";
pub const SET_LATEST: &str = "UPDATE standard SET latest = $2 WHERE id = $1 AND latest < $2";

pub const ADD_DRAFT: &str = "INSERT INTO standard_draft (standard_id, number, version, title, content, leftovers, doubts, created_at, updated_at) \
    VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $7)";
pub const DRAFT: &str = "SELECT d.standard_id, d.number, d.version, d.content, d.leftovers, d.doubts, d.updated_at, s.issuer_number, s.issuer_name \
    FROM standard_draft d JOIN standard s ON s.id = d.standard_id WHERE d.standard_id = $1";
pub const SAVE_DRAFT: &str = "UPDATE standard_draft SET version = version + 1, title = $3, content = $4, leftovers = $5, doubts = $6, updated_at = $7 \
    WHERE standard_id = $1 AND version = $2";
pub const REMOVE_DRAFT: &str = "DELETE FROM standard_draft WHERE standard_id = $1 AND version = $2";
pub const DRAFTS_OF: &str = "SELECT d.standard_id, d.number, d.title, d.updated_at FROM standard_draft d \
    JOIN standard s ON s.id = d.standard_id WHERE s.issuer_number = $1 ORDER BY d.updated_at DESC";
record! {
    /// A draft as it is stored.
    pub struct DraftRow {
        pub standard: StandardId,
        pub number: i64,
        pub version: i64,
        pub content: String,
        pub leftovers: String,
        pub doubts: String,
        pub updated_at: Instant,
        pub issuer: SchoolId,
        pub issuer_name: String,
    }
}
record! {
    /// A draft in a list.
    #[derive(Clone, Debug)]
    pub struct DraftLine {
        /// The standard.
        pub standard: StandardId,
        /// Which version it will be.
        pub number: i64,
        /// Its title.
        pub title: String,
        /// When it was last changed.
        pub updated_at: Instant,
    }
}
pub const ADD_SOURCE: &str = "INSERT INTO standard_source (standard_id, id, number, name, bytes, sent_at) VALUES ($1, $2, $3, $4, $5, $6)";

pub const ADD_VERSION: &str = "INSERT INTO standard_version (standard_id, number, title, major_name, major_code, major_class, levels, words, courses, content, leftovers) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
pub const ADD_PUBLICATION: &str = "INSERT INTO standard_publication (standard_id, number, kind, published_at, published_by) VALUES ($1, $2, $3, $4, $5)";
pub const ADD_COURSE: &str = "INSERT INTO standard_course (standard_id, number, course_id, position, code, name, hours, level) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub const ADD_GOAL: &str = "INSERT INTO standard_goal (standard_id, number, goal_id, course_id, position, text) VALUES ($1, $2, $3, $4, $5, $6)";
pub const ADD_TASK: &str = "INSERT INTO standard_task (standard_id, number, task_id, course_id, position, name, hours) VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub const ADD_REQUIREMENT: &str = "INSERT INTO standard_requirement (standard_id, number, requirement_id, course_id, level, position, text, ability) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub const ADD_PLAN: &str = "INSERT INTO standard_plan (standard_id, number, position, title, level, entry, years, semesters) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
/// A course that stands twice in a plan counts where it stands first; the findings name it.
pub const ADD_HOURS: &str = "INSERT INTO standard_hours (standard_id, number, plan, course_id, position, semester, hours) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (standard_id, number, plan, course_id, semester) DO NOTHING";

pub const PUBLISHED: &str = "SELECT s.id, v.number, v.title, v.major_name, v.major_code, v.major_class, v.levels, v.courses, p.kind, p.published_at, s.issuer, s.issuer_name \
    FROM standard s JOIN standard_version v ON v.standard_id = s.id AND v.number = s.latest \
    JOIN standard_publication p ON p.standard_id = v.standard_id AND p.number = v.number \
    WHERE ($1 = '' OR s.issuer = $1) AND (v.major_class = $2 OR $2 = 0) AND v.levels LIKE $3 AND v.words LIKE $4 \
    ORDER BY v.major_code, v.title, s.id LIMIT $5 OFFSET $6";
pub const COUNT_ALL: &str = "SELECT CAST(count(*) AS BIGINT) FROM standard WHERE latest > 0";
pub const COUNT_PUBLISHED: &str = "SELECT CAST(count(*) AS BIGINT) FROM standard s JOIN standard_version v ON v.standard_id = s.id AND v.number = s.latest \
    WHERE ($1 = '' OR s.issuer = $1) AND (v.major_class = $2 OR $2 = 0) AND v.levels LIKE $3 AND v.words LIKE $4";
pub const HEAD: &str = "SELECT s.id, v.number, v.title, v.major_name, v.major_code, v.major_class, v.levels, v.courses, p.kind, p.published_at, s.issuer, s.issuer_name \
    FROM standard s JOIN standard_version v ON v.standard_id = s.id \
    JOIN standard_publication p ON p.standard_id = v.standard_id AND p.number = v.number WHERE s.id = $1 AND v.number = $2";
pub const HISTORY: &str = "SELECT s.id, v.number, v.title, v.major_name, v.major_code, v.major_class, v.levels, v.courses, p.kind, p.published_at, s.issuer, s.issuer_name \
    FROM standard s JOIN standard_version v ON v.standard_id = s.id \
    JOIN standard_publication p ON p.standard_id = v.standard_id AND p.number = v.number WHERE s.id = $1 ORDER BY v.number DESC";
record! {
    /// What is known of a published version without opening it.
    #[derive(Clone, Debug)]
    pub struct Head {
        /// The standard.
        pub standard: StandardId,
        /// The version, from 1.
        pub number: i64,
        /// The title on its cover.
        pub title: String,
        /// 专业名称
        pub major_name: String,
        /// The major's code without its level digit, `0106`; empty where the standard gives none.
        pub major_code: String,
        /// The class of the catalogue, 1–15; 0 where unknown.
        pub major_class: i64,
        /// The levels it trains to, by stored name between commas: `,intermediate,advanced,`.
        pub levels: String,
        /// How many courses it has.
        pub courses: i64,
        /// `trial` or `formal`.
        pub kind: String,
        /// When it was published.
        pub published_at: Instant,
        /// `ministry`, `province` or `school`.
        pub issuer: String,
        /// The issuer's name.
        pub issuer_name: String,
    }
}
pub const CONTENT: &str =
    "SELECT content, leftovers FROM standard_version WHERE standard_id = $1 AND number = $2";
pub const COURSES: &str = "SELECT course_id, position, code, name, hours, level FROM standard_course \
    WHERE standard_id = $1 AND number = $2 ORDER BY position";
record! {
    /// A course of a published version.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CourseRow {
        /// Its identity through the versions.
        pub id: CourseId,
        /// Its place among the course blocks, from 0.
        pub position: i64,
        /// 课程编码
        pub code: Option<String>,
        /// Its name.
        pub name: String,
        /// 基准学时
        pub hours: Option<Hours>,
        /// The lowest level at which it is taught, by stored name.
        pub level: Option<String>,
    }
}
pub const GOALS: &str = "SELECT goal_id, course_id, position, text FROM standard_goal \
    WHERE standard_id = $1 AND number = $2 ORDER BY course_id, position";
record! {
    /// A goal of a course.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct GoalRow {
        /// Its identity.
        pub id: GoalId,
        /// Its course.
        pub course: CourseId,
        /// Its place among the goals, from 0.
        pub position: i64,
        /// The sentence.
        pub text: String,
    }
}
pub const TASKS: &str = "SELECT task_id, course_id, position, name, hours FROM standard_task \
    WHERE standard_id = $1 AND number = $2 ORDER BY course_id, position";
record! {
    /// A 参考性学习任务 of a course.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TaskRow {
        /// Its identity.
        pub id: TaskId,
        /// Its course.
        pub course: CourseId,
        /// Its place among the tasks, from 0.
        pub position: i64,
        /// Its name.
        pub name: String,
        /// 参考学时
        pub hours: Option<Hours>,
    }
}
pub const REQUIREMENTS: &str = "SELECT requirement_id, course_id, level, position, text, ability FROM standard_requirement \
    WHERE standard_id = $1 AND number = $2 ORDER BY position";
record! {
    /// A 职业能力要求.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RequirementRow {
        /// Its identity.
        pub id: RequirementId,
        /// The course of its 典型工作任务, where there is one.
        pub course: Option<CourseId>,
        /// The level by stored name.
        pub level: Option<String>,
        /// Its place among all requirements, from 0.
        pub position: i64,
        /// The sentence.
        pub text: String,
        /// The dimension of ability by stored name.
        pub ability: Option<String>,
    }
}
pub const PLANS: &str = "SELECT position, title, level, entry, years, semesters FROM standard_plan \
    WHERE standard_id = $1 AND number = $2 ORDER BY position";
record! {
    /// A table of 课程安排.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct PlanRow {
        /// Its place among the tables, from 0: its key within the version.
        pub position: i64,
        /// Its title.
        pub title: String,
        /// The level by stored name.
        pub level: Option<String>,
        /// The point of entry by stored name.
        pub entry: Option<String>,
        /// The years of study.
        pub years: Option<i64>,
        /// How many semesters it has.
        pub semesters: i64,
    }
}
pub const HOURS: &str = "SELECT course_id, position, semester, hours FROM standard_hours \
    WHERE standard_id = $1 AND number = $2 AND plan = $3 ORDER BY position, semester";
record! {
    /// Hours of a course in a plan.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HoursRow {
        /// The course.
        pub course: CourseId,
        /// Its place in the plan, from 0.
        pub position: i64,
        /// The semester from 1; 0 for the 基准学时.
        pub semester: i64,
        /// The hours.
        pub hours: Hours,
    }
}

/// The id that a version's row needs; a draft is identified before it is published.
pub fn raw<T: ?Sized>(id: &crate::model::Identity<T>) -> kernel::Result<RawId> {
    id.0.map(kernel::Id::raw).ok_or(kernel::Error::NotFound)
}
