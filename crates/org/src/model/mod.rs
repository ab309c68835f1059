//! What organisations are, as pure rules: regions, kinds and relations, the catalogue of majors, the school calendar,
//! and [`intake`], by which every roster and list of the product is read from a table.

pub mod calendar;
pub mod catalogue;
pub mod demo;
pub mod intake;
pub mod kind;
pub mod major;
pub mod nation;
pub mod reading;
pub mod region;
pub mod registration;
pub mod relation;
