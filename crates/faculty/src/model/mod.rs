//! What teachers' development is, as pure rules: results of training classes, and in which phase of the policy's plan
//! each of them counts.

pub mod demo;
pub mod phase;
pub mod training;
