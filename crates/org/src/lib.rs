//! Organisations, regions, majors and the school calendar.
//!
//! Owns `organisation` and `org_relation` (shared). Promises: a number is given once and never again; an organisation's relations
//! are dated and kept.

pub mod actions;
pub mod demo;
pub mod model;
pub mod policy;
pub mod queries;
mod store;

use db::Migration;
use web::Module;

const MIGRATIONS: &[Migration] =
    &[Migration { name: "org/1-organisations", sql: include_str!("../migrations/1.sql") }];

/// The module.
pub fn module() -> Module {
    Module {
        migrations: MIGRATIONS,
        columns: include_str!("../columns.txt"),
        texts: (include_str!("../locales/zh.ftl"), include_str!("../locales/en.ftl")),
        rules: policy::RULES,
        ..Module::new("org")
    }
}
