//! Assessment: plans, ratings, grades and competence profiles.

pub mod model;
