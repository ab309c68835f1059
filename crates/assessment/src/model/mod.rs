//! Ratings and grades: exact, explained, and showing nobody what they may not see. Pure: no clock, no storage.
//!
//! Promises: no floating point and no rounding before the end; a grade carries the rule that stood in for a missing
//! rating; a peer's single rating cannot be read out of any type of this module.

pub mod breakdown;
pub mod cell;
pub mod course;
pub mod demo;
pub mod distribution;
pub mod exact;
pub mod grade;
pub mod invitation;
pub mod peers;
pub mod profile;
pub mod score;
pub mod sheet;
pub mod veil;

use kernel::Id;

/// Marks an id of a grade sheet.
pub enum SheetMark {}
/// Marks an id of an item of a course's grade.
pub enum CourseItemMark {}
/// Marks an id of an enterprise mentor's invitation.
pub enum InvitationMark {}
/// Marks an id of a correction.
pub enum CorrectionMark {}

/// A grade sheet; that of a class at work has the id of the run.
pub type SheetId = Id<SheetMark>;
/// An item of a course's grade.
pub type CourseItemId = Id<CourseItemMark>;
/// An enterprise mentor's invitation.
pub type InvitationId = Id<InvitationMark>;
/// A correction.
pub type CorrectionId = Id<CorrectionMark>;

pub use breakdown::{ItemBreakdown, PartScore, PartShown, Parts, Reader};
pub use cell::{Cell, Settled};
pub use course::{CourseGrade, CourseItemKind, Sitting, course_grade};
pub use distribution::Distribution;
pub use grade::{ItemGrade, MissingRule, Ratings, TaskGrade, grade_item, grade_task};
pub use peers::{PeerMean, Seat, may_rate};
pub use profile::{Mean, Observed, PhaseShare, means, phase_profile};
pub use score::Score;
pub use sheet::{Act, Corrected, Correction, SheetState};
pub use veil::{StudentView, Veiled, veiled};
