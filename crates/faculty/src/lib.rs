//! Teachers' development: results of training classes, and what of them is counted.
//!
//! Owns `training_result`, `training_withdrawal` (a school's own) and `training_span` (shared). Promises: a result is
//! never changed, only withdrawn with a reason; the same human has no two results of one level on one day, whatever
//! schools sent them; every passed result is told to the counts, and taken back when it is withdrawn.

pub mod actions;
pub mod demo;
pub mod facts;
pub mod held;
pub mod model;
mod pages;
mod personal;
pub mod policy;
pub mod queries;
mod store;

use db::Migration;
use web::{Module, Routes};

const MIGRATIONS: &[Migration] = &[Migration {
    name: "faculty/1-training",
    sql: include_str!("../migrations/1.sql"),
}];

/// The module. Its pages are reached from the counts and from a school's own list.
pub fn module() -> Module {
    Module {
        migrations: MIGRATIONS,
        columns: include_str!("../columns.txt"),
        texts: (
            include_str!("../locales/zh.ftl"),
            include_str!("../locales/en.ftl"),
        ),
        rules: policy::RULES,
        routes: routes(),
        personal: Some(personal::PERSONAL),
        ..Module::new("faculty")
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/training", pages::schools::index)
        .get("/training/schools/{id}", pages::results::index)
        .get("/training/import", pages::import::new)
        .post("/training/import", pages::import::check)
        .post("/training/results", pages::import::create)
        .post(
            "/training/schools/{school}/results/{id}/withdrawal",
            pages::results::withdraw,
        )
}
