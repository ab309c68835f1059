//! What somebody does with organisations, a file a verb.

mod register;

pub use register::register;
