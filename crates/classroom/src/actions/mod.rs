//! What people do to a class at work, a file a verb.

mod judge;
mod note_rated;
mod open_run;
mod phase;

pub use judge::{Verdict, judge};
pub use note_rated::note_rated;
pub use open_run::{Design, NewGroup, Opening, open_run, propose_groups};
pub use phase::{Turn, Until, release_gate, set_phase};
