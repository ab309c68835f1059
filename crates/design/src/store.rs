//! Every SQL statement of the module.

pub mod courses;
pub mod designed;

use db::record;
use kernel::{Hours, Instant, PersonId, Points, RawId, SchoolId};

use crate::model::{CourseId, Position, SchoolTaskId, TaskId};

pub const HEAD: &str = "SELECT t.school_id, t.id, t.owner_id, t.course_id, t.course_task_id, t.changes, n.title, e.person_id FROM learning_task t \
    JOIN task_node n ON n.school_id = t.school_id AND n.id = t.id \
    LEFT JOIN task_editor e ON e.school_id = t.school_id AND e.task_id = t.id AND e.person_id = $3 \
    WHERE t.school_id = $1 AND t.id = $2 AND t.removed_at IS NULL";
record! {
    /// A learning task as the policy looks at it. See [`HEAD`].
    #[derive(Clone, Debug)]
    pub struct Head {
        /// The school.
        pub school: SchoolId,
        /// The task.
        pub id: TaskId,
        /// Who made it.
        pub owner: PersonId,
        /// The school course it belongs to, if any.
        pub course: Option<CourseId>,
        /// The task of that course which it is designed for, if any.
        pub course_task: Option<SchoolTaskId>,
        /// How often its design was changed.
        pub changes: i64,
        /// Its name.
        pub name: String,
        /// The asking person, where named as an editor.
        pub editor: Option<PersonId>,
    }
}

pub const NODES: &str = "SELECT id, parent_id, kind, position, version, title, hours, marks, body FROM task_node \
    WHERE school_id = $1 AND task_id = $2 AND removed_by IS NULL ORDER BY position, id";
pub const NODE: &str = "SELECT id, parent_id, kind, position, version, title, hours, marks, body FROM task_node \
    WHERE school_id = $1 AND task_id = $2 AND id = $3 AND removed_by IS NULL";
record! {
    /// See [`NODES`].
    #[derive(Clone, Debug)]
    pub struct NodeRow {
        pub id: RawId,
        pub parent: Option<RawId>,
        pub kind: String,
        pub position: i64,
        pub version: i64,
        pub title: String,
        pub hours: Option<Hours>,
        pub marks: Option<Points>,
        pub body: String,
    }
}

pub const ADD_TASK: &str = "INSERT INTO learning_task (school_id, id, owner_id, course_id, course_task_id, created_at, changed_at, changes, removed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $6, 0, NULL)";
pub const REMOVE_TASK: &str =
    "UPDATE learning_task SET removed_at = $3 WHERE school_id = $1 AND id = $2 AND removed_at IS NULL";
/// Numbers the next change; whoever changes the same task waits here.
pub const NEXT_CHANGE: &str = "UPDATE learning_task SET changes = changes + 1, changed_at = $3 WHERE school_id = $1 AND id = $2 RETURNING changes";
pub const ADD_NODE: &str = "INSERT INTO task_node (school_id, id, task_id, parent_id, kind, position, version, title, hours, marks, body, removed_by) \
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, NULL)";
pub const EDIT_NODE: &str = "UPDATE task_node SET version = version + 1, title = $4, hours = $5, marks = $6, body = $7 \
    WHERE school_id = $1 AND id = $2 AND version = $3 AND removed_by IS NULL";
pub const MOVE_NODE: &str = "UPDATE task_node SET parent_id = $3, position = $4 WHERE school_id = $1 AND id = $2 AND removed_by IS NULL";
/// A node and all below it: phase, step, what hangs under the step.
pub const REMOVE_NODE: &str = "UPDATE task_node SET removed_by = $4 \
    WHERE school_id = $1 AND task_id = $2 AND removed_by IS NULL AND (id = $3 OR parent_id = $3 \
    OR parent_id IN (SELECT s.id FROM task_node s WHERE s.school_id = $1 AND s.parent_id = $3))";
pub const BRING_BACK: &str =
    "UPDATE task_node SET removed_by = NULL WHERE school_id = $1 AND task_id = $2 AND removed_by = $3";

pub const ADD_CHANGE: &str = "INSERT INTO task_change \
    (school_id, task_id, number, node_id, act, field, value_before, value_after, version, op, person_id, changed_at, undone_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL)";
pub const CHANGE_OF_OP: &str =
    "SELECT version FROM task_change WHERE school_id = $1 AND op = $2 AND node_id = $3";
pub const LAST_OF_FIELD: &str = "SELECT version, person_id, changed_at FROM task_change \
    WHERE school_id = $1 AND node_id = $2 AND field = $3 ORDER BY number DESC LIMIT 1";
pub const LAST_OF_PERSON: &str = "SELECT number, node_id, act, field, value_before, value_after FROM task_change \
    WHERE school_id = $1 AND task_id = $2 AND person_id = $3 AND undone_at IS NULL AND act <> 'undo' \
    ORDER BY number DESC LIMIT 1";
record! {
    /// See [`LAST_OF_PERSON`].
    #[derive(Clone, Debug)]
    pub struct ChangeRow {
        pub number: i64,
        pub node: RawId,
        pub act: String,
        pub field: String,
        pub before: String,
        pub after: String,
    }
}
pub const UNDONE: &str = "UPDATE task_change SET undone_at = $4 WHERE school_id = $1 AND task_id = $2 AND number = $3 AND undone_at IS NULL";
/// Who else changed the task lately.
pub const OTHERS: &str = "SELECT person_id, MAX(changed_at) FROM task_change \
    WHERE school_id = $1 AND task_id = $2 AND person_id <> $3 AND changed_at > $4 GROUP BY person_id ORDER BY 2 DESC";

pub const EDITORS: &str =
    "SELECT person_id FROM task_editor WHERE school_id = $1 AND task_id = $2 ORDER BY added_at";
pub const ADD_EDITOR: &str = "INSERT INTO task_editor (school_id, task_id, person_id, added_by, added_at) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (school_id, task_id, person_id) DO NOTHING";
pub const DROP_EDITOR: &str =
    "DELETE FROM task_editor WHERE school_id = $1 AND task_id = $2 AND person_id = $3";

pub const LAST_VERSION: &str = "SELECT id, number, hash FROM learning_task_version \
    WHERE school_id = $1 AND task_id = $2 ORDER BY number DESC LIMIT 1";
pub const ADD_VERSION: &str = "INSERT INTO learning_task_version (school_id, id, task_id, number, graph, hash, frozen_at, frozen_by) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub const VERSIONS: &str = "SELECT id, task_id, number, frozen_at, frozen_by FROM learning_task_version \
    WHERE school_id = $1 AND task_id = $2 ORDER BY number DESC";
record! {
    /// A frozen version. See [`VERSIONS`].
    #[derive(Clone, Debug)]
    pub struct Version {
        /// Its id: what a class points at.
        pub id: RawId,
        /// The task.
        pub task: TaskId,
        /// Its number within the task, from 1.
        pub number: i64,
        /// When it was frozen.
        pub at: Instant,
        /// By whom.
        pub by: PersonId,
    }
}
pub const GRAPH_OF_VERSION: &str = "SELECT graph FROM learning_task_version WHERE school_id = $1 AND id = $2";

/// The tasks of a school with what a list shows of them; of one person (owner or editor) where `$2` is 1.
pub const LIST: &str = "SELECT t.id, t.owner_id, t.changed_at, r.title, r.hours, \
    (SELECT CAST(COALESCE(SUM(n.hours), 0) AS BIGINT) FROM task_node n WHERE n.school_id = t.school_id AND n.task_id = t.id AND n.kind = 'phase' AND n.removed_by IS NULL), \
    (SELECT COUNT(*) FROM task_node n WHERE n.school_id = t.school_id AND n.task_id = t.id AND n.kind = 'step' AND n.removed_by IS NULL), \
    (SELECT COUNT(*) FROM task_node n WHERE n.school_id = t.school_id AND n.task_id = t.id AND n.kind = 'question' AND n.removed_by IS NULL), \
    (SELECT CAST(COALESCE(SUM(n.marks), 0) AS BIGINT) FROM task_node n WHERE n.school_id = t.school_id AND n.task_id = t.id AND n.kind = 'item' AND n.removed_by IS NULL), \
    (SELECT CAST(COALESCE(MAX(v.number), 0) AS BIGINT) FROM learning_task_version v WHERE v.school_id = t.school_id AND v.task_id = t.id) \
    FROM learning_task t JOIN task_node r ON r.school_id = t.school_id AND r.id = t.id \
    WHERE t.school_id = $1 AND t.removed_at IS NULL AND ($2 = 0 OR t.owner_id = $3 \
    OR t.id IN (SELECT e.task_id FROM task_editor e WHERE e.school_id = $1 AND e.person_id = $3)) \
    ORDER BY t.changed_at DESC, t.id LIMIT $4 OFFSET $5";
pub const COUNT: &str = "SELECT COUNT(*) FROM learning_task t WHERE t.school_id = $1 AND t.removed_at IS NULL \
    AND ($2 = 0 OR t.owner_id = $3 OR t.id IN (SELECT e.task_id FROM task_editor e WHERE e.school_id = $1 AND e.person_id = $3))";
record! {
    /// A line of the list. See [`LIST`].
    #[derive(Clone, Debug)]
    pub struct TaskLine {
        /// The task.
        pub id: TaskId,
        /// Who made it.
        pub owner: PersonId,
        /// When it was last changed.
        pub changed_at: Instant,
        /// Its name.
        pub name: String,
        /// 基准学时
        pub hours: Option<Hours>,
        /// The sum of its phases' hours.
        pub phase_hours: Hours,
        /// How many steps it has.
        pub steps: i64,
        /// How many guiding questions it has.
        pub questions: i64,
        /// The sum of its items' marks.
        pub marks: Points,
        /// Its latest frozen version, 0 for none.
        pub version: i64,
    }
}

impl NodeRow {
    /// Its place.
    pub const fn place(&self) -> Position {
        Position(self.position)
    }
}
