//! What is done to learning tasks and school courses. Each change is numbered in the task's or course's log, so that it can be
//! undone and named.

mod adopt;
mod create;
mod edit;
mod freeze;
mod log;
mod share;
mod structure;
mod take;
mod undo;

pub use adopt::{Wanted, adopt_standard, set_plan_hours, withdraw_adoption};
pub use create::{Source, create_task, remove_task};
pub use edit::{Edit, edit_field};
pub use freeze::freeze_task;
pub use share::{add_editor, drop_editor};
pub use structure::{add_node, move_under, remove_node, reorder};
pub use take::{Own, add_own_course, leave_out, take_course};
pub use undo::undo;
