//! The pages of learning tasks (the list, the editor, the assessment, the documents) and of school courses.

pub mod courses;
mod documents;
mod frame;
mod nodes;
mod overview;
mod preview;
mod tasks;
mod view;

#[cfg(feature = "pdf")]
pub use documents::pdf;
pub use documents::{show as document, word};
pub use nodes::{add, assessment, edit, hang, order, remove, show as node, take_back};
pub use overview::{drop_editor, freeze, name_editor, place, remove as remove_task, show as overview, sums};
pub use tasks::{create, index, new};

use kernel::{Error, Id, RawId, Result};

use crate::model::TaskId;

/// A task's id in an address.
fn task_id(text: &str) -> Result<TaskId> {
    text.parse().map_err(|_| Error::NotFound)
}

/// A node's id in an address.
fn node_id(text: &str) -> Result<RawId> {
    text.parse::<Id<()>>().map(Id::raw).map_err(|_| Error::NotFound)
}
