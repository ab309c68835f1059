//! What people do to a class at work, a file a verb.

mod note_rated;

pub use note_rated::note_rated;
