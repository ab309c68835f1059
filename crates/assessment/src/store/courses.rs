//! Statements on the grades of courses.

use db::record;
use kernel::{Percent, PersonId, Points};

use crate::model::{CourseItemId, SheetId};

pub const ADD_ITEM: &str = "INSERT INTO course_item (school_id, sheet_id, id, kind, name, weight, task_sheet, position) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub const ITEMS: &str = "SELECT id, kind, name, weight, task_sheet FROM course_item \
    WHERE school_id = $1 AND sheet_id = $2 ORDER BY position, id";
record! {
    /// An item of a course's grade. See [`ITEMS`].
    #[derive(Clone, Debug)]
    pub struct CourseItemRow {
        /// Its id.
        pub id: CourseItemId,
        /// Its type.
        pub kind: String,
        /// Its name.
        pub name: String,
        /// Its weight.
        pub weight: Percent,
        /// The grade sheet of the task that it takes its points from.
        pub task_sheet: Option<SheetId>,
    }
}
/// The course sheets that count a task.
pub const COUNTING: &str =
    "SELECT DISTINCT sheet_id FROM course_item WHERE school_id = $1 AND task_sheet = $2";
pub const SITTINGS: &str = "SELECT student_id, item_id, state, points, version FROM course_sitting \
    WHERE school_id = $1 AND sheet_id = $2";
record! {
    /// How a student stands in an item. See [`SITTINGS`].
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SittingRow {
        /// The student.
        pub student: PersonId,
        /// The item.
        pub item: CourseItemId,
        /// The code of the state; empty where nothing is noted any more.
        pub state: String,
        /// The points of a sat or made-up exam.
        pub points: Option<Points>,
        /// Counts its changes, from 1.
        pub version: i64,
    }
}
pub const PUT_SITTING: &str = "INSERT INTO course_sitting (school_id, sheet_id, student_id, item_id, state, points, version, noted_by, noted_at) \
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8) ON CONFLICT (school_id, sheet_id, student_id, item_id) \
    DO UPDATE SET state = excluded.state, points = excluded.points, version = course_sitting.version + 1, \
    noted_by = excluded.noted_by, noted_at = excluded.noted_at";
