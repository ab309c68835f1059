//! Statements of who leads a class at work: lists, the board and its changes, what waits.

use db::record;
use design::model::StepId;
use kernel::{Instant, PersonId, RawId};
use people::model::class::ClassId;

use crate::model::RunId;

pub const TERMS: &str =
    "SELECT reason, group_reason, rotation, opened_at FROM class_run WHERE school_id = $1 AND id = $2";
record! {
    /// On what a run was agreed, beside what every reading needs. See [`TERMS`].
    #[derive(Clone, Debug)]
    pub struct TermsRow {
        /// Why its days leave the term, or empty.
        pub reason: String,
        /// Why a group is smaller or larger than usual, or empty.
        pub group_reason: String,
        /// `fixed` or `by-phase`.
        pub rotation: String,
        /// When it was opened.
        pub opened_at: Instant,
    }
}

/// How many runs [`changes_of`] can look at at once: few sizes, so that few statement texts are prepared.
pub const CHANGES_SIZES: [usize; 3] = [1, 4, 16];
/// The changes since `$1` in as many runs as a size says, each by its school and id.
pub fn changes_of(size: usize) -> String {
    let run = |place: usize| {
        let (school, run) = (place * 2 + 2, place * 2 + 3);
        format!("(school_id = ${school} AND run_id = ${run})")
    };
    let runs: Vec<String> = (0..size).map(run).collect();
    format!(
        "SELECT run_id, id, item, changed_at FROM run_change WHERE changed_at > $1 AND ({})",
        runs.join(" OR ")
    )
}
record! {
    /// See [`changes_of`].
    #[derive(Clone, Debug)]
    pub struct ChangeRow {
        /// The run.
        pub run: RunId,
        /// The change.
        pub id: RawId,
        /// Owner and step of a cell, or empty.
        pub item: String,
        /// When.
        pub at: Instant,
    }
}
pub const SCHOOLS_WITH_CHANGES: &str = "SELECT DISTINCT school_id FROM run_change WHERE changed_at < $1";
pub const SWEEP_CHANGES: &str = "DELETE FROM run_change WHERE school_id = $1 AND changed_at < $2";

/// Work that waits for a teacher, by run and step: handed in, or with a call for help.
pub const WAITING: &str = "SELECT 'handed', r.id, r.class_id, r.version_id, r.title, w.step_id, CAST(count(*) AS BIGINT) \
      FROM class_run r CROSS JOIN step_work w \
      WHERE w.school_id = r.school_id AND w.run_id = r.id AND r.school_id = $1 AND r.teacher_id = $2 AND r.ended_at IS NULL AND w.stage = 'handed' \
      GROUP BY r.id, r.class_id, r.version_id, r.title, w.step_id \
    UNION ALL SELECT 'help', r.id, r.class_id, r.version_id, r.title, w.step_id, CAST(count(*) AS BIGINT) \
      FROM class_run r CROSS JOIN step_work w \
      WHERE w.school_id = r.school_id AND w.run_id = r.id AND r.school_id = $1 AND r.teacher_id = $2 AND r.ended_at IS NULL AND w.help = 1 AND w.stage <> 'accepted' \
      GROUP BY r.id, r.class_id, r.version_id, r.title, w.step_id";
record! {
    /// See [`WAITING`].
    #[derive(Clone, Debug)]
    pub struct WaitingRow {
        /// `handed` or `help`.
        pub kind: String,
        /// The run.
        pub run: RunId,
        /// Its class.
        pub class: ClassId,
        /// Its frozen version.
        pub version: RawId,
        /// The task's name.
        pub title: String,
        /// The step.
        pub step: StepId,
        /// How many works.
        pub count: i64,
    }
}

/// How much waits in some runs of a school, as many as [`RUNS_AT_ONCE`].
pub fn waits_of() -> String {
    let places: Vec<String> = (2..RUNS_AT_ONCE + 2).map(|place| format!("${place}")).collect();
    let runs = places.join(", ");
    format!(
        "SELECT 'handed', run_id, CAST(count(*) AS BIGINT) FROM step_work \
           WHERE school_id = $1 AND run_id IN ({runs}) AND stage = 'handed' GROUP BY run_id \
         UNION ALL SELECT 'help', run_id, CAST(count(*) AS BIGINT) FROM step_work \
           WHERE school_id = $1 AND run_id IN ({runs}) AND help = 1 AND stage <> 'accepted' GROUP BY run_id"
    )
}
/// A page of runs.
pub const RUNS_AT_ONCE: usize = 50;

/// The runs that a teacher worked in last, each with how many go on in all.
pub const LAST_LED: &str = "SELECT r.id, r.class_id, r.title, CAST(COALESCE((SELECT MAX(p.opened_at) FROM run_phase p \
      WHERE p.school_id = r.school_id AND p.run_id = r.id), r.opened_at) AS BIGINT), \
      CAST(SUM(CASE WHEN r.ended_at IS NULL THEN 1 ELSE 0 END) OVER () AS BIGINT) \
    FROM class_run r WHERE r.school_id = $1 AND r.teacher_id = $2 ORDER BY 4 DESC LIMIT 4";
record! {
    /// See [`LAST_LED`].
    #[derive(Clone, Debug)]
    pub struct Led {
        /// The run.
        pub run: RunId,
        /// Its class.
        pub class: ClassId,
        /// Its title.
        pub title: String,
        /// When a phase was opened last.
        pub at: Instant,
        /// How many of the teacher's runs go on.
        pub running: i64,
    }
}

pub const MOVES: &str = "SELECT act, word, moved_by, moved_at FROM work_move \
    WHERE school_id = $1 AND run_id = $2 AND owner_id = $3 AND step_id = $4 ORDER BY moved_at DESC, id DESC LIMIT 50";
record! {
    /// See [`MOVES`].
    #[derive(Clone, Debug)]
    pub struct MoveRow {
        /// `hand-in`, `take-back`, `accept` or `return`.
        pub act: String,
        /// The teacher's word.
        pub word: String,
        /// Who.
        pub by: PersonId,
        /// When.
        pub at: Instant,
    }
}
/// When the work that waits in a run was handed in, and by whom: what happens to it since, such as a call for help, is none.
pub const HANDED_AT: &str = "SELECT w.owner_id, w.step_id, m.moved_at, m.moved_by FROM step_work w \
    JOIN work_move m ON m.school_id = w.school_id AND m.run_id = w.run_id AND m.owner_id = w.owner_id AND m.step_id = w.step_id \
    WHERE w.school_id = $1 AND w.run_id = $2 AND w.stage = 'handed' AND m.act = 'hand-in' ORDER BY m.moved_at";

pub const SET_GROUP: &str =
    "UPDATE run_group SET name = $4, position = $5 WHERE school_id = $1 AND run_id = $2 AND id = $3";
pub const DROP_GROUP: &str = "DELETE FROM run_group WHERE school_id = $1 AND run_id = $2 AND id = $3";
pub const DROP_GATES: &str = "DELETE FROM run_gate WHERE school_id = $1 AND run_id = $2 AND group_id = $3";
pub const WORK_OF_OWNER: &str =
    "SELECT step_id FROM step_work WHERE school_id = $1 AND run_id = $2 AND owner_id = $3 LIMIT 1";
pub const DROP_SEATS: &str = "DELETE FROM run_seat WHERE school_id = $1 AND run_id = $2";
pub const DROP_ROLES: &str = "DELETE FROM run_role WHERE school_id = $1 AND run_id = $2";
pub const DROP_ROLES_OF_PHASE: &str =
    "DELETE FROM run_role WHERE school_id = $1 AND run_id = $2 AND phase_id = $3";
pub const DROP_DUTIES: &str = "DELETE FROM run_duty WHERE school_id = $1 AND run_id = $2";
/// Counts an arrangement that was made on the one before; whoever arranges the same run waits here.
pub const ARRANGE: &str = "UPDATE class_run SET revision = revision + 1 \
    WHERE school_id = $1 AND id = $2 AND revision = $3 AND ended_at IS NULL";
pub const SET_GROUPING: &str =
    "UPDATE class_run SET group_reason = $3, rotation = $4 WHERE school_id = $1 AND id = $2";
pub const SET_TERMS: &str = "UPDATE class_run SET first_day = $3, last_day = $4, reason = $5, place = $6 \
    WHERE school_id = $1 AND id = $2 AND ended_at IS NULL";
pub const END_RUN: &str =
    "UPDATE class_run SET ended_at = $3 WHERE school_id = $1 AND id = $2 AND ended_at IS NULL";

pub const SET_VERSION: &str = "UPDATE class_run SET version_id = $4, title = $5, revision = revision + 1 \
    WHERE school_id = $1 AND id = $2 AND version_id = $3 AND ended_at IS NULL";
pub const ADD_RUN_MOVE: &str = "INSERT INTO run_move (school_id, id, run_id, from_version, to_version, reason, moved_by, moved_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
pub const RUN_MOVES: &str = "SELECT from_version, to_version, reason, moved_by, moved_at FROM run_move \
    WHERE school_id = $1 AND run_id = $2 ORDER BY moved_at DESC, id DESC";
record! {
    /// See [`RUN_MOVES`].
    #[derive(Clone, Debug)]
    pub struct RunMoveRow {
        /// The version before.
        pub from: RawId,
        /// The version after.
        pub to: RawId,
        /// Why marks or weights may change, where it was asked.
        pub reason: String,
        /// Who.
        pub by: PersonId,
        /// When.
        pub at: Instant,
    }
}
/// Which fields of a run's work are not blank, cell by cell.
pub const FULL_FIELDS: &str = "SELECT owner_id, step_id, node_id, row_no, column_no FROM work_field \
    WHERE school_id = $1 AND run_id = $2 AND value <> '' AND value <> '[]'";
record! {
    /// See [`FULL_FIELDS`].
    #[derive(Clone, Copy, Debug)]
    pub struct FullRow {
        /// A student or a group.
        pub owner: RawId,
        /// The step.
        pub step: StepId,
        /// The question or outcome.
        pub node: RawId,
        /// The row, or -1.
        pub row: i64,
        /// The column, or -1.
        pub column: i64,
    }
}
