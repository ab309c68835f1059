//! Every page over HTTP, in process, on the engine that the environment names.

mod auth;
mod cases;
mod design;
mod generated;
mod org;
mod sign_in;
