//! A backup that was restored: the drill, on the engine that the environment names and across engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod bench;
mod broken;
mod drill;
mod received;
mod school;
