//! Statements of a roster on its way in.

use db::record;
use kernel::{AccountId, Day, Instant, PersonId, RawId};

use crate::model::class::ClassId;

pub const ADD_UPLOAD: &str = "INSERT INTO roster_upload \
     (school_id, id, kind, file_name, sealed, created_by, created_at, expires_at, added, changed, moved, faults, missing) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, $9, $10)";
pub const DROP_EXPIRED: &str =
    "DELETE FROM roster_upload WHERE school_id = $1 AND confirmed_at IS NULL AND expires_at <= $2";
pub const DISCARD: &str =
    "DELETE FROM roster_upload WHERE school_id = $1 AND id = $2 AND confirmed_at IS NULL";
pub const UPLOAD: &str = "SELECT id, kind, file_name, created_at, confirmed_at, done_at, added, changed, moved, faults, missing, sealed \
     FROM roster_upload WHERE school_id = $1 AND id = $2 AND (confirmed_at IS NOT NULL OR expires_at > $3)";
pub const UPLOADS: &str = "SELECT id, kind, file_name, created_at, confirmed_at, done_at, added, changed, moved, faults, missing, CAST(NULL AS bytea) \
     FROM roster_upload WHERE school_id = $1 AND (confirmed_at IS NOT NULL OR expires_at > $2) ORDER BY id DESC LIMIT 20";
record! {
    /// A roster on its way in, or one that has come in.
    #[derive(Clone, Debug)]
    pub struct UploadRow {
        /// Its id.
        pub id: RawId,
        /// `students` or `teachers`.
        pub kind: String,
        /// The file's name, content.
        pub file_name: String,
        /// When it was sent.
        pub created_at: Instant,
        /// When somebody decided to take it.
        pub confirmed_at: Option<Instant>,
        /// When all of it was in.
        pub done_at: Option<Instant>,
        /// New people.
        pub added: u32,
        /// Changed people.
        pub changed: u32,
        /// Moved people.
        pub moved: u32,
        /// Faults that are mended in the file.
        pub faults: u32,
        /// Classes that it named and the school did not have, a line each, as of [`crate::model::roster::Waits`].
        pub missing: String,
        /// The file, sealed; gone when it is done.
        pub sealed: Option<Vec<u8>>,
    }
}
/// Only one import of a school is under way at a time.
pub const CONFIRM: &str = "UPDATE roster_upload SET confirmed_at = $3, added = $4, changed = $5, moved = $6 \
     WHERE school_id = $1 AND id = $2 AND confirmed_at IS NULL AND NOT EXISTS \
     (SELECT 1 FROM roster_upload o WHERE o.school_id = $1 AND o.confirmed_at IS NOT NULL AND o.done_at IS NULL)";
/// The one row that makes the new people seen.
pub const DONE: &str = "UPDATE roster_upload SET done_at = $3, sealed = NULL WHERE school_id = $1 AND id = $2 AND confirmed_at IS NOT NULL AND done_at IS NULL";

pub const KNOWN_STUDENTS: &str = "SELECT n.id, n.identity_key, n.number, n.name, n.sex, n.birthday, n.identity_kind, n.phone_sealed, \
       c.name, e.status, d.entered, d.sealed FROM enrolment e \
     JOIN person n ON n.school_id = e.school_id AND n.id = e.person_id \
     JOIN school_class c ON c.school_id = e.school_id AND c.id = e.class_id \
     LEFT JOIN student_detail d ON d.school_id = e.school_id AND d.person_id = e.person_id \
     WHERE e.school_id = $1 AND e.until_day IS NULL ORDER BY n.number";
record! {
    /// See [`KNOWN_STUDENTS`].
    pub struct KnownStudent {
        pub person: PersonId,
        pub identity_key: Option<Vec<u8>>,
        pub number: String,
        pub name: String,
        pub sex: String,
        pub birthday: Option<Day>,
        pub identity_kind: String,
        pub phone_sealed: Option<Vec<u8>>,
        pub class: String,
        pub status: String,
        pub entered: Option<Day>,
        pub sealed: Option<Vec<u8>>,
    }
}
pub const KNOWN_TEACHERS: &str = "SELECT n.id, n.identity_key, n.number, n.name, n.phone_sealed, t.department, t.posts, t.title, \
       t.education, t.skill, t.level, t.majors, t.courses, t.joined, t.practice_months, t.employment FROM person n \
     LEFT JOIN teacher_detail t ON t.school_id = n.school_id AND t.person_id = n.id \
     WHERE n.school_id = $1 AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.school_id = $1 AND e.person_id = n.id) ORDER BY n.number";
/// See [`KNOWN_TEACHERS`].
pub struct KnownTeacher {
    pub person: PersonId,
    pub identity_key: Option<Vec<u8>>,
    pub number: String,
    pub name: String,
    pub phone_sealed: Option<Vec<u8>>,
    pub detail: TeacherDetail,
}
impl db::FromRow for KnownTeacher {
    fn from_row(columns: &mut db::Columns<'_>) -> db::Result<Self> {
        Ok(Self {
            person: columns.take()?,
            identity_key: columns.take()?,
            number: columns.take()?,
            name: columns.take()?,
            phone_sealed: columns.take()?,
            detail: <TeacherDetail as db::FromRow>::from_row(columns)?,
        })
    }
}
/// What a roster of teachers says beyond the person; lists are parted by 、.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeacherDetail {
    /// 部门
    pub department: Option<String>,
    /// 岗位 in the school's own words.
    pub posts: Option<String>,
    /// 职称
    pub title: Option<String>,
    /// 学历
    pub education: Option<String>,
    /// 职业技能等级
    pub skill: Option<String>,
    /// Digit of the 一体化教师等级: 3, 2, 1.
    pub level: Option<u8>,
    /// 任教专业
    pub majors: Option<String>,
    /// 任教课程
    pub courses: Option<String>,
    /// 入职日期
    pub joined: Option<Day>,
    /// 企业实践累计月数
    pub practice_months: Option<u32>,
    /// `full-time` or `part-time`.
    pub employment: Option<String>,
}
/// Numbers of people who are no students of the school, with their names.
pub const NUMBERS_OF_OTHERS: &str = "SELECT n.number, n.name FROM person n WHERE n.school_id = $1 \
     AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.school_id = $1 AND e.person_id = n.id)";
pub const NUMBERS_OF_STUDENTS: &str = "SELECT n.number, n.name FROM person n WHERE n.school_id = $1 \
     AND EXISTS (SELECT 1 FROM enrolment e WHERE e.school_id = $1 AND e.person_id = n.id)";

/// Where the file says nothing, what was known stays.
pub const UPDATE_PERSON: &str = "UPDATE person SET number = $3, sex = COALESCE($4, sex), birthday = COALESCE($5, birthday), \
     identity_kind = COALESCE($6, identity_kind), identity_sealed = COALESCE($7, identity_sealed), \
     identity_key = COALESCE($8, identity_key), phone_sealed = COALESCE($9, phone_sealed), phone_key = COALESCE($10, phone_key), \
     version = version + 1 WHERE school_id = $1 AND id = $2";
pub const RENAME_PERSON: &str = "UPDATE person SET name = $3, reading = $4, sort_key = $5, reading_by_hand = 0 WHERE school_id = $1 AND id = $2";
pub const ACCOUNT_OF_PERSON: &str = "SELECT account_id, number FROM person WHERE school_id = $1 AND id = $2";
pub const DROP_HANDLE: &str = "DELETE FROM handle WHERE account_id = $1 AND kind = $2 AND school_id = $3";

pub const SET_STUDENT_DETAIL: &str = "INSERT INTO student_detail (school_id, person_id, entered, sealed) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (school_id, person_id) DO UPDATE SET entered = COALESCE(excluded.entered, student_detail.entered), sealed = excluded.sealed";
pub const SET_TEACHER_DETAIL: &str = "INSERT INTO teacher_detail (school_id, person_id, department, posts, title, education, skill, level, \
       majors, courses, joined, practice_months, employment) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
     ON CONFLICT (school_id, person_id) DO UPDATE SET department = COALESCE(excluded.department, teacher_detail.department), \
       posts = COALESCE(excluded.posts, teacher_detail.posts), title = COALESCE(excluded.title, teacher_detail.title), \
       education = COALESCE(excluded.education, teacher_detail.education), skill = COALESCE(excluded.skill, teacher_detail.skill), \
       level = COALESCE(excluded.level, teacher_detail.level), majors = COALESCE(excluded.majors, teacher_detail.majors), \
       courses = COALESCE(excluded.courses, teacher_detail.courses), joined = COALESCE(excluded.joined, teacher_detail.joined), \
       practice_months = COALESCE(excluded.practice_months, teacher_detail.practice_months), \
       employment = COALESCE(excluded.employment, teacher_detail.employment)";

pub const PRESENT_ENROLMENT: &str =
    "SELECT class_id, status FROM enrolment WHERE school_id = $1 AND person_id = $2 AND until_day IS NULL";
pub const CLOSE_ENROLMENT: &str =
    "UPDATE enrolment SET until_day = $3 WHERE school_id = $1 AND person_id = $2 AND until_day IS NULL";
pub const ADD_ENROLMENT: &str = "INSERT INTO enrolment (school_id, id, person_id, class_id, status, from_day, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
pub const PRESENT_STUDENT_POST: &str = "SELECT id FROM student_post WHERE school_id = $1 AND person_id = $2 AND (until_day IS NULL OR until_day >= $3)";
pub const END_STUDENT_POST: &str = "UPDATE student_post SET until_day = $3 WHERE school_id = $1 AND person_id = $2 AND (until_day IS NULL OR until_day > $3)";
pub const END_STUDENT_SESSIONS: &str = "UPDATE session SET ended_at = $3 WHERE school_id = $1 AND account_id = $2 AND role = 'student' AND ended_at IS NULL";

/// See [`PRESENT_ENROLMENT`].
pub type Present = (ClassId, String);
/// See [`ACCOUNT_OF_PERSON`].
pub type Signing = (Option<AccountId>, String);

impl db::FromRow for TeacherDetail {
    fn from_row(columns: &mut db::Columns<'_>) -> db::Result<Self> {
        Ok(Self {
            department: columns.take()?,
            posts: columns.take()?,
            title: columns.take()?,
            education: columns.take()?,
            skill: columns.take()?,
            level: columns.take()?,
            majors: columns.take()?,
            courses: columns.take()?,
            joined: columns.take()?,
            practice_months: columns.take()?,
            employment: columns.take()?,
        })
    }
}
