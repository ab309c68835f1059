//! The house under fire: what somebody could try who is signed in as another, or as nobody.

mod found;
mod markers;
mod replay;
mod scanner;
mod sessions;
mod uploads;
