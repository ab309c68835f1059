//! Typical work tasks, curriculum standards, their versions and publication.

pub mod model;
