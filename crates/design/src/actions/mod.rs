//! What is done to learning tasks and school courses. Each change is numbered in the task's or course's log, so that it can be
//! undone and named.

mod adopt;
mod convert;
mod course_log;
mod create;
mod edit;
mod edit_course;
mod freeze;
mod log;
mod place;
mod share;
mod structure;
mod take;
mod undo;

pub use adopt::{Wanted, adopt_standard, set_plan_hours, withdraw_adoption};
pub use convert::{Decided, add_school_task, decide, drop_school_task, keep_rest};
pub use create::{Source, create_task, create_task_for, remove_task};
pub use edit::{Edit, edit_field};
pub use edit_course::{CourseEdit, edit_course};
pub use freeze::freeze_task;
pub use place::{place_task, standing_origin};
pub use share::{add_editor, drop_editor};
pub use structure::{add_node, move_under, remove_node, reorder};
pub use take::{Own, add_own_course, leave_out, take_course};
pub use undo::undo;
