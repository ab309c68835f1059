//! What is done to learning tasks. Each change is numbered in the task's log, so that it can be undone and named.

mod create;
mod edit;
mod freeze;
mod log;
mod share;
mod structure;
mod undo;

pub use create::{Source, create_task, remove_task};
pub use edit::{Edit, edit_field};
pub use freeze::freeze_task;
pub use share::{add_editor, drop_editor};
pub use structure::{add_node, move_under, remove_node, reorder};
pub use undo::undo;
