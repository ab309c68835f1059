//! What people do to a class at work, a file a verb.

mod ask_help;
mod end_run;
mod group;
mod hand_in;
mod judge;
mod move_run;
mod note_rated;
mod open_run;
mod phase;
mod save_field;
mod store_photo;
mod take_back;

pub use ask_help::ask_help;
pub use end_run::{amend_run, end_run};
pub use group::{Regroup, regroup, set_duties, set_roles};
pub use hand_in::hand_in;
pub use judge::{Verdict, accept_many, judge};
pub use move_run::{Shown, move_run, preview_move};
pub use note_rated::note_rated;
pub use open_run::{Design, NewGroup, Opening, open_run, propose_groups};
pub use phase::{Timer, Turn, release_gate, set_phase};
pub use save_field::{NewValue, Newer, Saved, save_field};
pub use store_photo::{NewFile, drop_photo, store_photo};
pub use take_back::take_back;
