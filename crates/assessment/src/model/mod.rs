//! Ratings and grades: exact, explained, and showing nobody what they may not see. Pure: no clock, no storage.
//!
//! Promises: no floating point and no rounding before the end; a grade carries the rule that stood in for a missing
//! rating; a peer's single rating cannot be read out of any type of this module.

pub mod breakdown;
pub mod course;
pub mod exact;
pub mod grade;
pub mod peers;
pub mod profile;
pub mod score;
pub mod sheet;

pub use breakdown::{ItemBreakdown, PartScore, PartShown, Parts, Reader};
pub use course::{CourseGrade, CourseItemKind, Sitting, course_grade};
pub use grade::{ItemGrade, MissingRule, Ratings, TaskGrade, grade_item, grade_task};
pub use peers::{PeerMean, Seat, may_rate};
pub use profile::{Mean, Observed, PhaseShare, means, phase_profile};
pub use score::Score;
pub use sheet::{Act, Corrected, Correction, SheetState};
