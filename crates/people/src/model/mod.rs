//! What people are, as pure rules: names and their readings, rosters, and the policy of signing in.

pub mod agent;
pub mod class;
pub mod demo;
pub mod erasure;
pub mod name;
pub mod nation;
pub mod roster;
pub mod sign_in;
mod surnames;
