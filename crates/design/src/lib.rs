//! Teaching design: the school course, the learning task and the official documents as views of one graph.

pub mod model;
