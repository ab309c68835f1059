//! Statements on corrections of locked sheets.

use db::record;
use kernel::{Instant, PersonId, Points, RawId};

use crate::model::CorrectionId;

pub const ADD: &str = "INSERT INTO correction (school_id, id, sheet_id, student_id, item_id, kind, old_state, old_score, new_state, \
    new_score, reason, requested_by, requested_at, outcome, word, old_total) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '', $14)";
pub const OF_SHEET: &str = "SELECT id, student_id, item_id, kind, old_state, old_score, new_state, new_score, reason, requested_by, \
    requested_at, outcome, settled_by, settled_at, word, old_total, new_total FROM correction \
    WHERE school_id = $1 AND sheet_id = $2 ORDER BY requested_at DESC, id DESC LIMIT 200";
pub const ONE: &str = "SELECT id, student_id, item_id, kind, old_state, old_score, new_state, new_score, reason, requested_by, \
    requested_at, outcome, settled_by, settled_at, word, old_total, new_total FROM correction \
    WHERE school_id = $1 AND sheet_id = $2 AND id = $3";
record! {
    /// A correction. See [`OF_SHEET`].
    #[derive(Clone, Debug)]
    pub struct CorrectionRow {
        /// Its id.
        pub id: CorrectionId,
        /// The student.
        pub student: PersonId,
        /// The item of the task or the course.
        pub item: RawId,
        /// `teacher`, `enterprise`, or `sitting`.
        pub kind: String,
        /// The state of a course's item before; empty for a rating.
        pub old_state: String,
        /// The value before: hundredths of a rating, ten-thousandths of a sitting.
        pub old_score: Option<i64>,
        /// The state that is asked for.
        pub new_state: String,
        /// The value that is asked for.
        pub new_score: Option<i64>,
        /// Why.
        pub reason: String,
        /// Who asked.
        pub requested_by: PersonId,
        /// When.
        pub requested_at: Instant,
        /// `approved`, `refused`, or empty while it waits.
        pub outcome: String,
        /// Who settled it.
        pub settled_by: Option<PersonId>,
        /// When.
        pub settled_at: Option<Instant>,
        /// What they said.
        pub word: String,
        /// The student's total before.
        pub old_total: Option<Points>,
        /// The student's total afterwards.
        pub new_total: Option<Points>,
    }
}
pub const SETTLE: &str = "UPDATE correction SET outcome = $4, settled_by = $5, settled_at = $6, word = $7, new_total = $8 \
    WHERE school_id = $1 AND sheet_id = $2 AND id = $3 AND outcome = ''";
