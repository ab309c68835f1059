//! Classes at work: which version of a learning task a class works on, in which groups and roles, and what its students have done.

pub mod model;
