//! Teaching design: the school course, the learning task and the official documents as views of one graph.
//!
//! Owns `learning_task`, `task_editor`, `task_node`, `task_change`, `learning_task_version` (a school's own). Promises: every
//! edit is one node's row, numbered in the task's log, and can be undone; a frozen version never changes; the documents are
//! made from the graph and can't differ.

pub mod actions;
pub mod demo;
pub mod model;
pub mod policy;
pub mod queries;
mod store;
