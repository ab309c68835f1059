//! Teachers' development: training classes, results and levels.

pub mod model;
