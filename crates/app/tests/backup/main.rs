//! A backup that was restored: the drill, on the engine that the environment names and across engines.

mod bench;
mod broken;
mod drill;
mod received;
mod school;
