//! The house under fire: what somebody could try who is signed in as another, or as nobody.

mod found;
mod markers;
mod replay;
mod saves;
mod scanner;
mod seen;
mod sessions;
mod uploads;
mod world;
