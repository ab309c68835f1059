//! What somebody does with organisations, majors and calendars, a file a verb.

mod amend;
mod import_majors;
mod note_arrival;
mod register;
mod relate;
mod set_term;

pub use amend::amend;
pub use import_majors::import_majors;
pub use note_arrival::note_arrival;
pub use register::register;
pub use relate::{NewRelation, end_relation, relate};
pub use set_term::set_term;
