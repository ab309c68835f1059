//! What is slow, retried or talks to the world: jobs, enqueued in the transaction that wants them done, and tasks that
//! recur.
//!
//! It owns the table `job` and promises: a job is done if and only if its transaction was committed; at least once,
//! so that a handler has to bear a second run; again after a fault, later each time; and one that was given up stays
//! visible until somebody revives or discards it. Several nodes share the work.

pub mod fold;
mod queue;
mod run;
mod store;
mod task;
mod worker;

pub use queue::{GivenUp, Job, discard, enqueue, given_up, revive};
pub use run::{Handler, Run, Runner};
pub use task::{Share, Task};
pub use worker::{Setup, Worker};

/// The schema of this module.
pub const MIGRATIONS: &[db::Migration] = &[db::Migration {
    name: "jobs/1-job",
    sql: include_str!("../migrations/1.sql"),
}];

/// The classification of its columns, in the format of [`db::columns`].
pub const COLUMNS: &str = include_str!("../migrations/columns.txt");
