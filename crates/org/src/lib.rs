//! Organisations, regions, majors and the school calendar.

pub mod model;
