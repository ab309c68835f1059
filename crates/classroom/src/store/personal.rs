//! Statements on what classes at work hold of one person.

use db::record;
use kernel::{Instant, RawId};

/// The person's own fields that hold something, by task.
pub const FIELDS: &str = "SELECT r.title, f.kind, f.value, f.changed_at FROM work_field f \
    JOIN class_run r ON r.school_id = f.school_id AND r.id = f.run_id \
    WHERE f.school_id = $1 AND f.owner_id = $2 AND f.value <> '' ORDER BY f.changed_at, f.node_id, f.row_no, f.column_no";
record! {
    /// See [`FIELDS`].
    pub struct OwnField {
        pub title: String,
        pub kind: String,
        pub value: String,
        pub changed_at: Instant,
    }
}
/// What teachers said of the person's own work.
pub const WORDS: &str = "SELECT r.title, m.word FROM work_move m \
    JOIN class_run r ON r.school_id = m.school_id AND r.id = m.run_id \
    WHERE m.school_id = $1 AND m.owner_id = $2 AND m.word <> '' ORDER BY m.moved_at, m.id";
/// The tasks that go on in which the person has a seat or that they lead.
pub const RUNNING: &str = "SELECT r.title FROM class_run r WHERE r.school_id = $1 AND r.ended_at IS NULL \
    AND (r.teacher_id = $2 OR EXISTS (SELECT 1 FROM run_seat s WHERE s.school_id = r.school_id AND s.run_id = r.id \
      AND s.student_id = $2)) ORDER BY r.title";
pub const HELD: &str = "SELECT (SELECT CAST(count(*) AS BIGINT) FROM work_field f WHERE f.school_id = $1 AND f.owner_id = $2), \
    (SELECT CAST(count(*) AS BIGINT) FROM work_move m WHERE m.school_id = $1 AND m.owner_id = $2 AND m.word <> '')";
pub const DROP_FIELDS: &str = "DELETE FROM work_field WHERE school_id = $1 AND owner_id = $2";
pub const CLEAR_STEP_WORDS: &str =
    "UPDATE step_work SET word = '' WHERE school_id = $1 AND owner_id = $2 AND word <> ''";
pub const CLEAR_MOVE_WORDS: &str =
    "UPDATE work_move SET word = '' WHERE school_id = $1 AND owner_id = $2 AND word <> ''";
/// Fields with files in the runs where the person has a seat, which are of somebody else.
pub const FILES_OF_OTHERS: &str = "SELECT f.run_id, f.owner_id, f.step_id, f.node_id, f.row_no, f.column_no, f.value \
    FROM work_field f JOIN run_seat s ON s.school_id = f.school_id AND s.run_id = f.run_id \
    WHERE s.school_id = $1 AND s.student_id = $2 AND f.owner_id <> $2 AND f.kind = 'files'";
record! {
    /// See [`FILES_OF_OTHERS`].
    pub struct FilesOfOthers {
        pub run: RawId,
        pub owner: RawId,
        pub step: RawId,
        pub node: RawId,
        pub row_no: i64,
        pub column_no: i64,
        pub value: String,
    }
}
pub const PUT_VALUE: &str = "UPDATE work_field SET value = $8 WHERE school_id = $1 AND run_id = $2 AND owner_id = $3 \
    AND step_id = $4 AND node_id = $5 AND row_no = $6 AND column_no = $7";
