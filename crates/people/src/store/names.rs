//! Statements on what people are found by.

use db::record;
use kernel::{PersonId, SchoolId};

use crate::model::class::ClassId;

pub const ADD_TOKEN: &str = "INSERT INTO person_token (school_id, token, person_id) VALUES ($1, $2, $3) \
     ON CONFLICT (school_id, token, person_id) DO NOTHING";
pub const DROP_TOKENS: &str = "DELETE FROM person_token WHERE school_id = $1 AND person_id = $2";
/// Sets the tokens of who ever held a post apart, so that a search over many schools passes the students by.
pub const MARK_STAFF: &str = "UPDATE person_token SET staff = 1 WHERE school_id = $1 AND person_id = $2 AND staff = 0 \
     AND EXISTS (SELECT 1 FROM post p WHERE p.school_id = $1 AND p.person_id = $2)";
/// The name with its reading, whether that was set by hand, and the number.
pub const NAMED: &str =
    "SELECT name, reading, reading_by_hand, number FROM person WHERE school_id = $1 AND id = $2";
/// See [`NAMED`].
pub type Named = (String, String, bool, String);

/// Whose number it is.
pub const HOLDER_OF_NUMBER: &str = "SELECT id FROM person WHERE school_id = $1 AND number = $2";

/// People of one school whose name or number begins so (`$2`–`$3`); of a class teacher (`$4`) only their classes. Students
/// where `$5` is 1, all others where `$6` is 1. Begun with the names, since a school's people are many.
pub const FIND: &str = concat!(
    "SELECT n.school_id, n.id, n.name, n.reading, n.reading_by_hand, n.number, c.id, c.name, e.status, \
       (SELECT MIN(p.role) FROM post p WHERE p.school_id = n.school_id AND p.person_id = n.id \
         AND p.from_day <= $9 AND (p.until_day IS NULL OR p.until_day >= $9)) \
     FROM (SELECT DISTINCT t.person_id FROM person_token t WHERE t.school_id = $1 AND t.token >= $2 AND t.token < $3) f \
     CROSS JOIN person n \
     LEFT JOIN enrolment e ON e.school_id = n.school_id AND e.person_id = n.id AND e.until_day IS NULL \
     LEFT JOIN school_class c ON c.school_id = e.school_id AND c.id = e.class_id \
     WHERE n.school_id = $1 AND n.id = f.person_id AND (c.teacher_id = $4 OR $4 IS NULL) AND ($5 = 1 OR e.id IS NULL) AND ($6 = 1 OR e.id IS NOT NULL) AND ",
    super::classes::seen!(),
    " ORDER BY n.sort_key, n.number LIMIT $7 OFFSET $8"
);
record! {
    /// Somebody found.
    #[derive(Clone, Debug)]
    pub struct FoundRow {
        /// Whose.
        pub school: SchoolId,
        /// Who.
        pub person: PersonId,
        /// The name.
        pub name: String,
        /// How it is read.
        pub reading: String,
        /// Somebody set the reading.
        pub reading_by_hand: bool,
        /// 学号 or 工号.
        pub number: String,
        /// The class, if a student.
        pub class: Option<ClassId>,
        /// Its name.
        pub class_name: Option<String>,
        /// The status, if a student.
        pub status: Option<String>,
        /// A post held today, if any.
        pub role: Option<String>,
    }
}

/// What staff of so many organisations (from `$6` on, filled up by [`db::list::filled`]) are found by that begins so (`$1`–`$2`): what
/// is just so first, and each by organisation and then in order; `$4` of it after `$5`, each with whose it is and the post that they hold
/// on a day (`$3`), nothing where they hold none any more. Somebody of whom two things begin so comes twice. The index has it in this
/// order, and is read no further than asked: in the order of what begins so alone, all of a province was read and sorted first.
pub fn staff_in(schools: usize) -> String {
    let schools = db::list::places(6, schools);
    let part = |number: u8, tokens: &str| {
        format!(
            "SELECT * FROM (SELECT {number} AS part, t.school_id, t.person_id, t.token FROM person_token t \
               WHERE t.school_id IN ({schools}) AND t.staff = 1 AND {tokens} \
               ORDER BY t.school_id, t.token, t.person_id LIMIT CAST($4 AS bigint) + CAST($5 AS bigint)) p{number}"
        )
    };
    format!(
        "SELECT n.school_id, n.id, n.name, n.reading, n.reading_by_hand, n.number, CAST(NULL AS uuid), CAST(NULL AS text), \
           CAST(NULL AS text), (SELECT MIN(p.role) FROM post p WHERE p.school_id = n.school_id AND p.person_id = n.id \
             AND p.from_day <= $3 AND (p.until_day IS NULL OR p.until_day >= $3)) FROM \
         (SELECT * FROM ({} UNION ALL {}) b ORDER BY b.part, b.school_id, b.token, b.person_id LIMIT $4 OFFSET $5) h \
         JOIN person n ON n.school_id = h.school_id AND n.id = h.person_id \
         ORDER BY h.part, h.school_id, h.token, h.person_id",
        part(0, "t.token = $1"),
        part(1, "t.token > $1 AND t.token < $2"),
    )
}
