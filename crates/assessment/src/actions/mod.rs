//! What people do to sheets and ratings, a file a verb.

mod adopt_version;
mod begin;
mod choose_rule;
mod correct;
mod exempt;
mod invite;
mod log;
mod observe;
mod open_course;
mod rate_by_invitation;
mod rate_cells;
mod rate_in_round;
mod round;
mod sit;
mod way;

pub use adopt_version::adopt_version;
pub use choose_rule::choose_rule;
pub use correct::{NewCorrection, Settlement, request_correction, settle_correction};
pub use exempt::{count_again, exempt};
pub use invite::{invite, note_wrong_code, revoke};
pub use observe::{LevelChange, observe};
pub use open_course::{NewCourse, NewCourseItem, open_course};
pub use rate_by_invitation::{Changed, Outcome, rate_by_invitation};
pub use rate_cells::{GroupChange, ScoreChange, rate_cells, rate_groups};
pub use rate_in_round::{Given, rate_in_round};
pub(crate) use rate_in_round::{kind_of, round_is_open};
pub use round::{end_round, open_round, show_grades};
pub use sit::{SittingChange, sit};
pub use way::{check_sheet, lock_sheet, return_sheet, submit_sheet};

use kernel::Text;

/// What became of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellAnswer {
    /// It stands there, as this version.
    Saved(i64),
    /// Somebody changed it meanwhile: what stands there, and its version.
    Stale(Option<i64>, i64),
    /// It cannot stand there.
    Refused(Text),
}
