//! Accounts, posts, persons, sign-in and rosters.

pub mod model;
