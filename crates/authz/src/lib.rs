//! Who may do what: verbs, grants that prove a permission, the policy table, and the matrix that a reviewer reads.
//!
//! A [`Grant`] is made only by a module's `policy.rs` (checked by `cargo xtask tidy`), inside the write that uses it, and owns its
//! target: an action takes no second id. [`Reach`] is the one predicate behind single reads and lists.

mod grant;
mod matrix;
mod reach;

pub use grant::{Grant, Verb};
pub use kernel::{Actor, Role};
pub use matrix::{Rule, Scope, render, scope_of};
pub use reach::Reach;
