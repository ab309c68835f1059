//! The programme: phases, targets, counts and dashboards.

pub mod model;
