//! The policy's plan as data, distinct counting, and how far a measure is along its plan. Pure: no clock, no storage.
//!
//! Promises: a plan is data and can be edited, since the next one will come; what is counted twice is one; a head count
//! and a number of person-times are never mixed.

pub mod demo;
pub mod nation;
pub mod pairs;
pub mod plan;
pub mod policy;
pub mod progress;
pub mod tally;

pub use plan::{Measure, Mode, Phase, Plan, Target};
pub use policy::policy;
pub use progress::{Months, Progress, grouped, progress};
pub use tally::{Board, Member, Scope, Tally};
