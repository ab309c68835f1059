//! Every SQL statement of the module: here those that all sides share.

pub mod lead;
pub mod personal;
pub mod work;

use db::record;
use design::model::{PhaseId, StepId, TaskId};
use kernel::{Day, Instant, PersonId, RawId, SchoolId};
use people::model::class::ClassId;

use crate::model::{GroupId, RunId};

pub const RUN: &str = "SELECT school_id, id, class_id, task_id, version_id, title, teacher_id, first_day, last_day, place, ended_at, revision \
    FROM class_run WHERE school_id = $1 AND id = $2";
pub const RUNS: &str = "SELECT school_id, id, class_id, task_id, version_id, title, teacher_id, first_day, last_day, place, ended_at, revision \
    FROM class_run WHERE school_id = $1 AND (teacher_id = $2 OR $2 IS NULL) AND (class_id = $3 OR $3 IS NULL) \
    AND (task_id = $4 OR $4 IS NULL) \
    ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, last_day DESC, id LIMIT $5 OFFSET $6";
pub const RUN_COUNT: &str = "SELECT CAST(count(*) AS BIGINT) FROM class_run WHERE school_id = $1 AND (teacher_id = $2 OR $2 IS NULL) \
    AND (class_id = $3 OR $3 IS NULL) AND (task_id = $4 OR $4 IS NULL)";
pub const RUNS_OF_STUDENT: &str = "SELECT r.school_id, r.id, r.class_id, r.task_id, r.version_id, r.title, r.teacher_id, r.first_day, \
    r.last_day, r.place, r.ended_at, r.revision FROM run_seat s JOIN class_run r ON r.school_id = s.school_id AND r.id = s.run_id \
    WHERE s.school_id = $1 AND s.student_id = $2 \
    ORDER BY CASE WHEN r.ended_at IS NULL THEN 0 ELSE 1 END, r.last_day DESC, r.id LIMIT 50";
record! {
    /// A class at work. See [`RUN`].
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RunHead {
        /// The school.
        pub school: SchoolId,
        /// The run.
        pub id: RunId,
        /// The class.
        pub class: ClassId,
        /// The learning task.
        pub task: TaskId,
        /// Its frozen version.
        pub version: RawId,
        /// The task's name in that version.
        pub title: String,
        /// Who opened it and teaches it.
        pub teacher: PersonId,
        /// The first day.
        pub first: Day,
        /// The last day.
        pub last: Day,
        /// Where.
        pub place: String,
        /// When it was ended.
        pub ended_at: Option<Instant>,
        /// How often its groups, roles, duties and terms were arranged.
        pub revision: i64,
    }
}

pub const SEATS: &str = "SELECT s.student_id, s.group_id, g.name, g.position, s.position FROM run_seat s \
    JOIN run_group g ON g.school_id = s.school_id AND g.id = s.group_id \
    WHERE s.school_id = $1 AND s.run_id = $2 ORDER BY g.position, s.position, s.student_id";
pub const SEAT: &str = "SELECT s.student_id, s.group_id, g.name, g.position, s.position FROM run_seat s \
    JOIN run_group g ON g.school_id = s.school_id AND g.id = s.group_id \
    WHERE s.school_id = $1 AND s.run_id = $2 AND s.student_id = $3";
record! {
    /// A student's place in a group of a run. See [`SEATS`].
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SeatRow {
        /// The student.
        pub student: PersonId,
        /// Their group.
        pub group: GroupId,
        /// What it is called.
        pub group_name: String,
        /// Its place among the groups.
        pub group_position: i64,
        /// The student's place in it.
        pub position: i64,
    }
}

pub const ROLES: &str =
    "SELECT phase_id, student_id, role FROM run_role WHERE school_id = $1 AND run_id = $2";
pub const DUTIES: &str = "SELECT step_id, role FROM run_duty WHERE school_id = $1 AND run_id = $2";
/// Phases that were opened or have a day, with the groups released at their gates: a row a group, or one without.
pub const PHASES: &str = "SELECT p.phase_id, p.door, p.due_day, p.until_at, g.group_id FROM run_phase p \
    LEFT JOIN run_gate g ON g.school_id = p.school_id AND g.run_id = p.run_id AND g.phase_id = p.phase_id \
    WHERE p.school_id = $1 AND p.run_id = $2";
record! {
    /// See [`PHASES`].
    #[derive(Clone, Debug)]
    pub struct PhaseRow {
        /// The phase.
        pub phase: PhaseId,
        /// `closed`, `open` or, where it only has a day, empty.
        pub door: String,
        /// By which day its steps are to be handed in.
        pub due: Option<Day>,
        /// When the timer on the board ends.
        pub until: Option<Instant>,
        /// A group that has the teacher's word.
        pub released: Option<GroupId>,
    }
}

pub const WORKS: &str = "SELECT owner_id, owner_kind, step_id, stage, word, help, version FROM step_work \
    WHERE school_id = $1 AND run_id = $2";
record! {
    /// See [`WORKS`].
    #[derive(Clone, Debug)]
    pub struct WorkRow {
        /// A student or a group.
        pub owner: RawId,
        /// `student` or `group`.
        pub owner_kind: String,
        /// The step.
        pub step: StepId,
        /// `idle`, `working`, `handed`, `returned`, `accepted`.
        pub stage: String,
        /// The teacher's word of a return.
        pub word: String,
        /// Whether help is asked for.
        pub help: bool,
        /// Counts its changes, from 1.
        pub version: i64,
    }
}

pub const NOTE_RATED: &str = "INSERT INTO run_rated (school_id, run_id, item_id, rated_at) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (school_id, run_id, item_id) DO NOTHING";
pub const RATED: &str = "SELECT item_id FROM run_rated WHERE school_id = $1 AND run_id = $2";

pub const ADD_RUN: &str = "INSERT INTO class_run (school_id, id, class_id, task_id, version_id, title, teacher_id, first_day, last_day, \
    reason, place, group_reason, rotation, opened_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL)";
/// A run of the same task by the same class that has not ended.
pub const RUN_UNDER_WAY: &str =
    "SELECT id FROM class_run WHERE school_id = $1 AND class_id = $2 AND task_id = $3 AND ended_at IS NULL";
pub const ADD_GROUP: &str =
    "INSERT INTO run_group (school_id, id, run_id, name, position) VALUES ($1, $2, $3, $4, $5)";
pub const ADD_SEAT: &str =
    "INSERT INTO run_seat (school_id, run_id, student_id, group_id, position) VALUES ($1, $2, $3, $4, $5)";
pub const ADD_ROLE: &str =
    "INSERT INTO run_role (school_id, run_id, phase_id, student_id, role) VALUES ($1, $2, $3, $4, $5)";
pub const ADD_DUTY: &str = "INSERT INTO run_duty (school_id, run_id, step_id, role) VALUES ($1, $2, $3, $4)";

/// Sets the door of a phase, its day and its timer.
pub const SET_PHASE: &str = "INSERT INTO run_phase (school_id, run_id, phase_id, door, due_day, until_at, opened_at, closed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (school_id, run_id, phase_id) DO UPDATE SET door = excluded.door, \
    due_day = excluded.due_day, until_at = excluded.until_at, opened_at = COALESCE(run_phase.opened_at, excluded.opened_at), \
    closed_at = excluded.closed_at";
pub const ADD_GATE: &str = "INSERT INTO run_gate (school_id, run_id, phase_id, group_id, released_by, released_at) \
    VALUES ($1, $2, $3, $4, $5, $6)";

pub const WORK: &str = "SELECT owner_id, owner_kind, step_id, stage, word, help, version FROM step_work \
    WHERE school_id = $1 AND run_id = $2 AND owner_id = $3 AND step_id = $4";
pub const SAVE_WORK: &str = "INSERT INTO step_work \
    (school_id, run_id, owner_id, step_id, owner_kind, stage, word, help, version, changed_by, changed_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10) ON CONFLICT (school_id, run_id, owner_id, step_id) DO UPDATE SET \
    stage = excluded.stage, word = excluded.word, help = excluded.help, version = step_work.version + 1, \
    changed_by = excluded.changed_by, changed_at = excluded.changed_at";
pub const ADD_MOVE: &str = "INSERT INTO work_move (school_id, id, run_id, owner_id, step_id, act, word, moved_by, moved_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
pub const ADD_CHANGE: &str =
    "INSERT INTO run_change (school_id, id, run_id, item, changed_at) VALUES ($1, $2, $3, $4, $5)";
