//! Statements on a student's own work: every one by full key or by the key of a run and an owner.

use db::{Columns, FromRow, record};
use design::model::{PhaseId, StepId};
use kernel::{Instant, PersonId, RawId};

use crate::model::{GroupId, RunId};
use crate::store::{RunHead, SeatRow};

macro_rules! bench {
    () => {
        "SELECT r.school_id, r.id, r.class_id, r.task_id, r.version_id, r.title, r.teacher_id, r.first_day, r.last_day, r.place, \
           r.ended_at, r.revision, s.student_id, s.group_id, g.name, g.position, s.position \
         FROM run_seat s JOIN class_run r ON r.school_id = s.school_id AND r.id = s.run_id \
         JOIN run_group g ON g.school_id = s.school_id AND g.id = s.group_id "
    };
}

/// A run with a student's seat in it.
pub const BENCH: &str = concat!(
    bench!(),
    "WHERE s.school_id = $1 AND s.run_id = $2 AND s.student_id = $3"
);
/// The runs in which a student has a seat, those that go on first.
pub const BENCHES: &str = concat!(
    bench!(),
    "WHERE s.school_id = $1 AND s.student_id = $2 \
     ORDER BY CASE WHEN r.ended_at IS NULL THEN 0 ELSE 1 END, r.last_day DESC, r.id LIMIT 50"
);
/// See [`BENCH`].
pub struct BenchRow {
    /// The run.
    pub run: RunHead,
    /// The seat.
    pub seat: SeatRow,
}

impl FromRow for BenchRow {
    fn from_row(columns: &mut Columns<'_>) -> db::Result<Self> {
        Ok(Self {
            run: RunHead::from_row(columns)?,
            seat: SeatRow::from_row(columns)?,
        })
    }
}

/// What a save asks of the phase of a step: its door, and whether the group `$4` is released at its gate.
pub const ROOM: &str = "SELECT p.door, g.group_id FROM run_phase p \
    LEFT JOIN run_gate g ON g.school_id = p.school_id AND g.run_id = p.run_id AND g.phase_id = p.phase_id AND g.group_id = $4 \
    WHERE p.school_id = $1 AND p.run_id = $2 AND p.phase_id = $3";

/// Of one run, or of every run of the student that goes on.
macro_rules! of_runs {
    (one) => {
        "AND s.run_id = $3"
    };
    (going_on) => {
        "AND s.run_id IN (SELECT r.id FROM class_run r WHERE r.school_id = s.school_id AND r.id = s.run_id AND r.ended_at IS NULL)"
    };
}

macro_rules! rooms {
    ($which:ident) => {
        concat!(
            "SELECT s.run_id, p.phase_id, t.group_id, p.door, p.due_day FROM run_seat s \
               JOIN run_phase p ON p.school_id = s.school_id AND p.run_id = s.run_id \
               LEFT JOIN run_gate t ON t.school_id = p.school_id AND t.run_id = p.run_id AND t.phase_id = p.phase_id \
                 AND t.group_id = s.group_id WHERE s.school_id = $1 AND s.student_id = $2 ",
            of_runs!($which)
        )
    };
}
/// The phases of a run `$3` of a student, with the gate of the student's group.
pub const ROOMS: &str = rooms!(one);
/// As [`ROOMS`], of every run of the student that goes on.
pub const ROOMS_GOING_ON: &str = rooms!(going_on);
record! {
    /// See [`ROOMS`].
    #[derive(Clone, Debug)]
    pub struct RoomRow {
        /// The run.
        pub run: RunId,
        /// The phase.
        pub phase: PhaseId,
        /// The group, where it is released at the phase's gate.
        pub released: Option<GroupId>,
        /// The door.
        pub door: String,
        /// The phase's last day.
        pub due: Option<kernel::Day>,
    }
}

/// From the student's seats to the work, in this order: `CROSS JOIN` keeps SQLite from beginning at all work of the school.
macro_rules! works_of_group {
    ($which:ident) => {
        concat!(
            "SELECT w.run_id, w.owner_id, w.owner_kind, w.step_id, w.stage, w.word, w.help, w.changed_at \
             FROM run_seat s CROSS JOIN run_seat m CROSS JOIN step_work w \
             WHERE s.school_id = $1 AND s.student_id = $2 ",
            of_runs!($which),
            " AND m.school_id = s.school_id AND m.run_id = s.run_id AND m.group_id = s.group_id \
             AND w.school_id = m.school_id AND w.run_id = m.run_id AND w.owner_id = m.student_id \
             UNION ALL SELECT w.run_id, w.owner_id, w.owner_kind, w.step_id, w.stage, w.word, w.help, w.changed_at \
             FROM run_seat s CROSS JOIN step_work w WHERE s.school_id = $1 AND s.student_id = $2 ",
            of_runs!($which),
            " AND w.school_id = s.school_id AND w.run_id = s.run_id AND w.owner_id = s.group_id"
        )
    };
}
/// The work of a student's whole group in a run `$3`, each member's and what is the group's.
pub const WORKS_OF_GROUP: &str = works_of_group!(one);
/// As [`WORKS_OF_GROUP`], in every run of the student that goes on.
pub const WORKS_GOING_ON: &str = works_of_group!(going_on);
record! {
    /// See [`WORKS_OF_GROUP`].
    #[derive(Clone, Debug)]
    pub struct GroupWorkRow {
        /// The run.
        pub run: RunId,
        /// A student or the group.
        pub owner: RawId,
        /// `student` or `group`.
        pub owner_kind: String,
        /// The step.
        pub step: StepId,
        /// The stage.
        pub stage: String,
        /// The teacher's word of a return.
        pub word: String,
        /// Whether help is asked for.
        pub help: bool,
        /// When it last changed.
        pub at: Instant,
    }
}

/// Begins the work of an owner at a step; whoever was first has begun it.
pub const BEGIN_WORK: &str = "INSERT INTO step_work \
    (school_id, run_id, owner_id, step_id, owner_kind, stage, word, help, version, changed_by, changed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, '', 0, 1, $7, $8) ON CONFLICT (school_id, run_id, owner_id, step_id) DO NOTHING";

/// A field that nobody wrote yet. It is tried before it is read: on PostgreSQL a read of what is not there would meet
/// every neighbour's insert.
pub const ADD_FIELD: &str = "INSERT INTO work_field \
    (school_id, run_id, owner_id, step_id, node_id, row_no, column_no, kind, value, version, ops, changed_by, changed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
    ON CONFLICT (school_id, run_id, owner_id, step_id, node_id, row_no, column_no) DO NOTHING";
pub const FIELD: &str = "SELECT owner_id, node_id, row_no, column_no, kind, value, version, ops, changed_by, changed_at \
    FROM work_field WHERE school_id = $1 AND run_id = $2 AND owner_id = $3 AND step_id = $4 AND node_id = $5 AND row_no = $6 \
    AND column_no = $7";
/// Work at a step that was accepted of somebody who sat in a group then.
pub const ACCEPTED_IN_GROUP: &str = "SELECT version FROM step_work \
    WHERE school_id = $1 AND run_id = $2 AND group_id = $4 AND step_id = $3 AND stage = 'accepted' LIMIT 1";
/// Notes in which group a student sits whose work is accepted.
pub const ACCEPTED_WITH: &str = "UPDATE step_work SET group_id = (SELECT s.group_id FROM run_seat s \
    WHERE s.school_id = $1 AND s.run_id = $2 AND s.student_id = $3) \
    WHERE school_id = $1 AND run_id = $2 AND owner_id = $3 AND step_id = $4";
pub const CHANGE_FIELD: &str = "UPDATE work_field SET kind = $8, value = $9, version = $10, ops = $11, changed_by = $12, \
    changed_at = $13 WHERE school_id = $1 AND run_id = $2 AND owner_id = $3 AND step_id = $4 AND node_id = $5 AND row_no = $6 \
    AND column_no = $7";
/// The fields of two owners (a student and their group, which may be none) at a step. Each by itself: a list of both is no reason for PostgreSQL to look
/// the owners up, since it takes a school, a run and a step for one row, and it read what the whole class had at the step.
pub const FIELDS: &str = "SELECT owner_id, node_id, row_no, column_no, kind, value, version, ops, changed_by, changed_at \
    FROM work_field WHERE school_id = $1 AND run_id = $2 AND owner_id = $3 AND step_id = $5 UNION ALL \
    SELECT owner_id, node_id, row_no, column_no, kind, value, version, ops, changed_by, changed_at \
    FROM work_field WHERE school_id = $1 AND run_id = $2 AND owner_id = $4 AND step_id = $5";
record! {
    /// See [`FIELD`].
    #[derive(Clone, Debug)]
    pub struct FieldRow {
        /// A student or a group.
        pub owner: RawId,
        /// The question or outcome.
        pub node: RawId,
        /// The row, or -1.
        pub row: i64,
        /// The column, or -1.
        pub column: i64,
        /// The kind of its value.
        pub kind: String,
        /// The value as stored.
        pub value: String,
        /// Counts its changes, from 1.
        pub version: u32,
        /// The ids of its last saves.
        pub ops: String,
        /// Who saved it last.
        pub by: PersonId,
        /// When.
        pub at: Instant,
    }
}

/// The runs that a student or their group last worked in, the latest first.
pub const LAST_WORKED: &str = "SELECT r.id, r.title, CAST(max(w.changed_at) AS BIGINT) FROM run_seat s \
    JOIN class_run r ON r.school_id = s.school_id AND r.id = s.run_id \
    JOIN step_work w ON w.school_id = s.school_id AND w.run_id = s.run_id AND w.owner_id IN (s.student_id, s.group_id) \
    WHERE s.school_id = $1 AND s.student_id = $2 GROUP BY r.id, r.title ORDER BY 3 DESC LIMIT 3";
record! {
    /// See [`LAST_WORKED`].
    #[derive(Clone, Debug)]
    pub struct WorkedRow {
        /// The run.
        pub run: RunId,
        /// The task's name.
        pub title: String,
        /// When something last changed.
        pub at: Instant,
    }
}
