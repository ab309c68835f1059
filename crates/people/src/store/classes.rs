//! Statements on classes, enrolments and the people in them.

use db::record;
use kernel::{AccountId, Day, Instant, PersonId, RawId, SchoolId};

use crate::model::class::ClassId;
use crate::model::roster::codes::StudentStatus;

/// A person whom an unfinished import brought is not seen yet; needs `n` for the person and `$1` for the school.
macro_rules! seen {
    () => {
        "(n.import_id IS NULL OR n.import_id NOT IN \
         (SELECT u.id FROM roster_upload u WHERE u.school_id = $1 AND u.done_at IS NULL))"
    };
}
pub(super) use seen;

pub const ADD_CLASS: &str = "INSERT INTO school_class (school_id, id, name, major_code, major_name, level, entry_kind, years, \
     entry_day, season, teacher_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
     ON CONFLICT (school_id, name) DO NOTHING";
pub const SET_TEACHER: &str =
    "UPDATE school_class SET teacher_id = $3 WHERE school_id = $1 AND id = $2 AND ended_at IS NULL";
pub const END_CLASS: &str =
    "UPDATE school_class SET ended_at = $3 WHERE school_id = $1 AND id = $2 AND ended_at IS NULL";

/// A class that the actor reaches: any of the school, or (with `$3`) only those of that class teacher.
pub const CLASS: &str = "SELECT c.school_id, c.id, c.name, c.major_code, c.major_name, c.level, c.entry_kind, c.years, c.entry_day, \
       c.season, c.teacher_id, t.name, c.ended_at \
     FROM school_class c LEFT JOIN person t ON t.school_id = c.school_id AND t.id = c.teacher_id \
     WHERE c.school_id = $1 AND c.id = $2 AND (c.teacher_id = $3 OR $3 IS NULL)";
pub const CLASSES: &str = "SELECT c.school_id, c.id, c.name, c.major_code, c.major_name, c.level, c.entry_kind, c.years, c.entry_day, \
       c.season, c.teacher_id, t.name, c.ended_at \
     FROM school_class c LEFT JOIN person t ON t.school_id = c.school_id AND t.id = c.teacher_id \
     WHERE c.school_id = $1 AND (c.teacher_id = $2 OR $2 IS NULL) ORDER BY c.ended_at IS NOT NULL, c.entry_day DESC, c.name";
record! {
    /// A class of a school.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ClassRow {
        /// Whose.
        pub school: SchoolId,
        /// Its id.
        pub id: ClassId,
        /// Its name, unique in the school.
        pub name: String,
        /// Code of the major without its level, or empty.
        pub major_code: String,
        /// Name of the major.
        pub major_name: String,
        /// Digit of the level: 4, 3, 2.
        pub level: u8,
        /// `junior` or `senior`.
        pub entry_kind: String,
        /// Years of study.
        pub years: u8,
        /// When it entered.
        pub entry_day: Day,
        /// `autumn` or `spring`.
        pub season: String,
        /// The class teacher.
        pub teacher: Option<PersonId>,
        /// The class teacher's name.
        pub teacher_name: Option<String>,
        /// When it ended, by graduation or otherwise.
        pub ended_at: Option<Instant>,
    }
}

pub const CLASS_NAMES: &str = "SELECT id, name FROM school_class WHERE school_id = $1";
/// How many students stand on the list of each class.
pub const CLASS_SIZES: &str = concat!(
    "SELECT e.class_id, CAST(count(*) AS BIGINT) FROM enrolment e \
     JOIN person n ON n.school_id = e.school_id AND n.id = e.person_id \
     WHERE e.school_id = $1 AND e.until_day IS NULL AND e.status NOT IN ('15', '20', '35', '40', '45', '50') AND ",
    seen!(),
    " GROUP BY e.class_id"
);

/// The classes that go on, each with its class teacher and how many students are in it; with `$2` only those of that teacher.
/// Persons are looked up one by one and not joined: a server that knows one large school among organisations of a few people read all of
/// it for each class (20.8 ms, then 3.9). And they are looked up only while a roster that was decided about is written: of a school of
/// 9,945 students that was most of the time (29.6 ms, then 4.1).
pub const PRESENT: &str = "SELECT c.id, c.name, c.teacher_id, CAST((SELECT count(*) FROM enrolment e \
       WHERE e.school_id = c.school_id AND e.class_id = c.id AND e.until_day IS NULL \
         AND e.status NOT IN ('15', '20', '35', '40', '45', '50') AND \
           (NOT EXISTS (SELECT 1 FROM roster_upload w WHERE w.school_id = $1 AND w.confirmed_at IS NOT NULL AND w.done_at IS NULL) \
            OR NOT EXISTS \
             (SELECT 1 FROM roster_upload u WHERE u.school_id = $1 AND u.done_at IS NULL AND u.id = \
               (SELECT n.import_id FROM person n WHERE n.school_id = e.school_id AND n.id = e.person_id)))) AS BIGINT) \
     FROM school_class c \
     WHERE c.school_id = $1 AND c.ended_at IS NULL AND (c.teacher_id = $2 OR $2 IS NULL) ORDER BY c.entry_day DESC, c.name";
record! {
    /// See [`PRESENT`].
    pub struct PresentRow {
        /// The class.
        pub id: ClassId,
        /// Its name.
        pub name: String,
        /// The class teacher.
        pub teacher: Option<PersonId>,
        /// How many students are in it.
        pub students: i64,
    }
}

/// How many students of each present class have chosen no password yet; with `$2` only those of that class teacher.
pub const WITHOUT_PASSWORD: &str = concat!(
    "SELECT c.id, c.name, CAST(count(*) AS BIGINT) FROM enrolment e \
     JOIN school_class c ON c.school_id = e.school_id AND c.id = e.class_id \
     JOIN person n ON n.school_id = e.school_id AND n.id = e.person_id \
     JOIN account a ON a.id = n.account_id \
     WHERE e.school_id = $1 AND e.until_day IS NULL AND c.ended_at IS NULL AND a.password_at IS NULL \
     AND (c.teacher_id = $2 OR $2 IS NULL) AND ",
    seen!(),
    " GROUP BY c.id, c.name ORDER BY c.name"
);

/// Whom a class teacher can be chosen from.
pub const CLASS_TEACHERS: &str = "SELECT DISTINCT n.id, n.name, n.sort_key FROM post p \
     JOIN person n ON n.school_id = p.school_id AND n.id = p.person_id \
     WHERE p.school_id = $1 AND p.role = 'class-teacher' AND (p.until_day IS NULL OR p.until_day >= $2) ORDER BY n.sort_key";

/// The students on a class's list, by number.
pub const STUDENTS: &str = concat!(
    "SELECT n.id, n.account_id, n.name, n.number, n.sex, n.identity_kind, n.identity_sealed, e.status, e.from_day, a.password_at \
     FROM enrolment e JOIN person n ON n.school_id = e.school_id AND n.id = e.person_id \
     LEFT JOIN account a ON a.id = n.account_id \
     WHERE e.school_id = $1 AND e.class_id = $2 AND e.until_day IS NULL AND ",
    seen!(),
    " ORDER BY n.number"
);
/// Who stands on a class's list and has not left, by number.
pub const MEMBERS: &str = concat!(
    "SELECT n.id, n.name, n.number, e.status FROM enrolment e JOIN person n ON n.school_id = e.school_id AND n.id = e.person_id \
     WHERE e.school_id = $1 AND e.class_id = $2 AND e.until_day IS NULL \
     AND e.status NOT IN ('15', '20', '35', '40', '45', '50') AND ",
    seen!(),
    " ORDER BY n.number"
);
record! {
    /// See [`MEMBERS`].
    #[derive(Clone, Debug)]
    pub struct MemberRow {
        /// Who.
        pub person: PersonId,
        /// The name, with the end of the number where two of the class have it.
        pub name: String,
        /// 学号
        pub number: String,
        /// Two digits of the student status.
        pub status: String,
    }
}

impl MemberRow {
    /// Stands on the list and in class: not 休学.
    pub fn is_present(&self) -> bool {
        self.status != StudentStatus::SUSPENDED.code()
    }

    /// Why they are not expected in class, as a translation key; empty for who is.
    pub fn away(&self) -> &'static str {
        if self.is_present() {
            ""
        } else {
            "people-away-on-leave"
        }
    }
}
record! {
    /// A student on the list of a class.
    #[derive(Clone, Debug)]
    pub struct StudentRow {
        /// Who.
        pub person: PersonId,
        /// Their sign-in record.
        pub account: Option<AccountId>,
        /// The name.
        pub name: String,
        /// 学号
        pub number: String,
        /// `1` or `2`, or empty.
        pub sex: String,
        /// Kind of the certificate.
        pub identity_kind: String,
        /// Its number, sealed.
        pub identity_sealed: Option<Vec<u8>>,
        /// Two digits of the student status.
        pub status: String,
        /// In this class with this status since.
        pub from_day: Day,
        /// When a password was chosen.
        pub password_at: Option<Instant>,
    }
}

/// Everybody who was ever on the list of a class, with the class: who works in it may have left it meanwhile.
pub const CLASSMATES: &str = "SELECT DISTINCT n.id, n.name, n.number, c.name, c.teacher_id FROM enrolment e \
     JOIN person n ON n.school_id = e.school_id AND n.id = e.person_id \
     JOIN school_class c ON c.school_id = e.school_id AND c.id = e.class_id \
     WHERE e.school_id = $1 AND e.class_id = $2 ORDER BY n.number, n.id";
record! {
    /// Somebody who is or was in a class. See [`CLASSMATES`].
    #[derive(Clone, Debug)]
    pub struct ClassmateRow {
        /// Who.
        pub person: PersonId,
        /// The name.
        pub name: String,
        /// 学号
        pub number: String,
        /// The name of the class.
        pub class_name: String,
        /// The class teacher.
        pub class_teacher: Option<PersonId>,
    }
}

/// People of a school (`$1`) with the class that they are in now; of a class (`$2`), of a class teacher (`$3`).
macro_rules! people {
    ($columns:literal, $who:literal, $rest:expr) => {
        concat!(
            $columns,
            $who,
            " LEFT JOIN enrolment e ON e.school_id = n.school_id AND e.person_id = n.id AND e.until_day IS NULL \
             LEFT JOIN school_class c ON c.school_id = e.school_id AND c.id = e.class_id \
             WHERE n.school_id = $1 AND (e.class_id = $2 OR $2 IS NULL) AND (c.teacher_id = $3 OR $3 IS NULL) AND ",
            seen!(),
            $rest
        )
    };
}
/// Who is only one of the three administrators today (`$4`) is no one whom the list of students and teachers is for.
macro_rules! at_work {
    () => {
        " AND (e.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM post p WHERE p.school_id = n.school_id AND p.person_id = n.id \
            AND p.from_day <= $4 AND (p.until_day IS NULL OR p.until_day >= $4) \
            AND p.role IN ('system-admin', 'security-admin', 'audit-admin')) \
          OR EXISTS (SELECT 1 FROM post p WHERE p.school_id = n.school_id AND p.person_id = n.id \
            AND p.from_day <= $4 AND (p.until_day IS NULL OR p.until_day >= $4) \
            AND p.role NOT IN ('system-admin', 'security-admin', 'audit-admin')))"
    };
}
pub const COUNT_PEOPLE: &str = people!("SELECT CAST(count(*) AS BIGINT)", " FROM person n", at_work!());
pub const PEOPLE: &str = people!(
    "SELECT n.id, n.name, n.reading, n.number, c.name, e.status",
    " FROM person n",
    concat!(at_work!(), " ORDER BY n.sort_key, n.number LIMIT $5 OFFSET $6")
);
macro_rules! anywhere {
    () => {
        concat!(
            " FROM (SELECT DISTINCT t.person_id FROM person_token t WHERE t.school_id = $1 AND t.token >= $2 AND t.token < $3) f \
              CROSS JOIN person n WHERE n.school_id = $1 AND n.id = f.person_id AND ",
            seen!()
        )
    };
}
/// Everybody whose name or number begins so (`$4`–`$5`). Begun with the names, since a school's people are many.
pub const COUNT_NAMED: &str = people!(
    "SELECT CAST(count(*) AS BIGINT)",
    " FROM (SELECT DISTINCT t.person_id FROM person_token t WHERE t.school_id = $1 AND t.token >= $4 AND t.token < $5) f \
      CROSS JOIN person n",
    " AND n.id = f.person_id"
);
pub const NAMED: &str = people!(
    "SELECT n.id, n.name, n.reading, n.number, c.name, e.status",
    " FROM (SELECT DISTINCT t.person_id FROM person_token t WHERE t.school_id = $1 AND t.token >= $4 AND t.token < $5) f \
      CROSS JOIN person n",
    " AND n.id = f.person_id ORDER BY n.sort_key, n.number LIMIT $6 OFFSET $7"
);
/// The two of a whole school (`$1`; names from `$2` to `$3`), where nobody's class has to be known but that of those who are shown.
pub const COUNT_NAMED_ANYWHERE: &str = concat!("SELECT CAST(count(*) AS BIGINT)", anywhere!());
/// See [`COUNT_NAMED_ANYWHERE`].
pub const NAMED_ANYWHERE: &str = concat!(
    "SELECT n.id, n.name, n.reading, n.number, c.name, e.status FROM \
       (SELECT n.school_id, n.id, n.name, n.reading, n.number, n.sort_key",
    anywhere!(),
    " ORDER BY n.sort_key, n.number LIMIT $4 OFFSET $5) n \
     LEFT JOIN enrolment e ON e.school_id = n.school_id AND e.person_id = n.id AND e.until_day IS NULL \
     LEFT JOIN school_class c ON c.school_id = e.school_id AND c.id = e.class_id ORDER BY n.sort_key, n.number"
);
record! {
    /// A line of the list of people.
    #[derive(Clone, Debug)]
    pub struct PersonLine {
        /// Who.
        pub person: PersonId,
        /// The name.
        pub name: String,
        /// How it is read.
        pub reading: String,
        /// 学号 or 工号.
        pub number: String,
        /// The class, if a student.
        pub class: Option<String>,
        /// The status, if a student.
        pub status: Option<String>,
    }
}

pub const BY_IDENTITY: &str = concat!(
    "SELECT n.id FROM person n WHERE n.school_id = $1 AND n.identity_key = $2 AND ",
    seen!(),
    " ORDER BY n.id LIMIT 1"
);

/// A person within reach: of the school, or (with `$3`) on the list of a class of that class teacher.
pub const PERSON: &str = concat!(
    "SELECT n.id, n.school_id, n.account_id, n.name, n.reading, n.reading_by_hand, n.number, n.sex, n.birthday, n.identity_kind, \
       n.identity_sealed, n.phone_sealed, n.version, d.entered, d.sealed, c.teacher_id FROM person n \
     LEFT JOIN student_detail d ON d.school_id = n.school_id AND d.person_id = n.id \
     LEFT JOIN enrolment e ON e.school_id = n.school_id AND e.person_id = n.id AND e.until_day IS NULL \
     LEFT JOIN school_class c ON c.school_id = e.school_id AND c.id = e.class_id \
     WHERE n.school_id = $1 AND n.id = $2 AND (c.teacher_id = $3 OR $3 IS NULL) AND ",
    seen!()
);
record! {
    /// Everything kept of a person, personal values still sealed.
    #[derive(Clone, Debug)]
    pub struct PersonRow {
        /// Who.
        pub person: PersonId,
        /// Whose.
        pub school: SchoolId,
        /// The sign-in record.
        pub account: Option<AccountId>,
        /// The name.
        pub name: String,
        /// How it is read.
        pub reading: String,
        /// Somebody set the reading.
        pub reading_by_hand: bool,
        /// 学号 or 工号.
        pub number: String,
        /// `1` or `2`, or empty.
        pub sex: String,
        /// The birthday.
        pub birthday: Option<Day>,
        /// Kind of the certificate.
        pub identity_kind: String,
        /// Its number, sealed.
        pub identity_sealed: Option<Vec<u8>>,
        /// The phone, sealed.
        pub phone_sealed: Option<Vec<u8>>,
        /// Counts the changes.
        pub version: i64,
        /// When the student entered.
        pub entered: Option<Day>,
        /// Further values, sealed.
        pub detail_sealed: Option<Vec<u8>>,
        /// The class teacher of the student's class.
        pub class_teacher: Option<PersonId>,
    }
}
pub const SET_READING: &str = "UPDATE person SET reading = $3, sort_key = $4, reading_by_hand = $5, \
     version = version + 1 WHERE school_id = $1 AND id = $2 AND version = $6";

pub const HISTORY: &str = "SELECT c.id, c.name, e.status, e.from_day, e.until_day FROM enrolment e \
     JOIN school_class c ON c.school_id = e.school_id AND c.id = e.class_id \
     WHERE e.school_id = $1 AND e.person_id = $2 ORDER BY e.id DESC";
record! {
    /// A stretch of time in one class with one status.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct EnrolmentRow {
        /// The class.
        pub class: ClassId,
        /// Its name.
        pub class_name: String,
        /// Two digits.
        pub status: String,
        /// First day.
        pub from_day: Day,
        /// Last day; none for the present one.
        pub until_day: Option<Day>,
    }
}
pub const POST_HISTORY: &str =
    "SELECT role, from_day, until_day FROM post WHERE school_id = $1 AND person_id = $2 ORDER BY id DESC";

pub const TEACHER_DETAIL: &str = "SELECT department, posts, title, education, skill, level, majors, courses, joined, \
     practice_months, employment FROM teacher_detail WHERE school_id = $1 AND person_id = $2";

/// Sessions in an organisation that have not ended, latest first.
pub const ORG_SESSIONS: &str = "SELECT s.id, n.name, s.role, s.used_at, s.agent, s.address, s.shared, s.account_id FROM session s \
     JOIN person n ON n.school_id = s.school_id AND n.account_id = s.account_id \
     WHERE s.school_id = $1 AND s.ended_at IS NULL AND s.used_at + s.idle > $2 AND s.ends_at > $2 ORDER BY s.used_at DESC LIMIT $3 OFFSET $4";
pub const COUNT_ORG_SESSIONS: &str = "SELECT CAST(count(*) AS BIGINT) FROM session \
     WHERE school_id = $1 AND ended_at IS NULL AND used_at + idle > $2 AND ends_at > $2";
record! {
    /// A session of somebody of the organisation.
    #[derive(Clone, Debug)]
    pub struct OrgSessionRow {
        /// Its id.
        pub id: RawId,
        /// Whose.
        pub name: String,
        /// In which post.
        pub role: String,
        /// When it was last used.
        pub used_at: Instant,
        /// What the browser calls itself.
        pub agent: String,
        /// Where it comes from.
        pub address: String,
        /// On a shared computer.
        pub shared: bool,
        /// The sign-in record.
        pub account: AccountId,
    }
}
pub const ORG_SESSION: &str =
    "SELECT account_id FROM session WHERE school_id = $1 AND id = $2 AND ended_at IS NULL";
