//! What whoever keeps an installation sees of it: whether what is stored still proves, how old the last backup is, what room is
//! left, what failed.
//!
//! Owns `check_report` (the installation's). Promises: every organisation's audit chain and counts are checked once a day while the
//! program runs, and a fault that was found stays on the page, in the figures and on the keeper's desk until a later check finds none.

pub mod model;
mod pages;
pub mod policy;
pub mod queries;
mod store;
mod todos;
pub mod verify;

use db::Migration;
use web::{Module, Routes};

const MIGRATIONS: &[Migration] = &[Migration {
    name: "watch/1-checks",
    sql: include_str!("../migrations/1.sql"),
}];

/// The module. Its page is reached from the desk of the keeper's system administrator.
pub fn module() -> Module {
    Module {
        migrations: MIGRATIONS,
        columns: include_str!("../columns.txt"),
        texts: (
            include_str!("../locales/zh.ftl"),
            include_str!("../locales/en.ftl"),
        ),
        rules: policy::RULES,
        routes: Routes::default().get("/status", pages::index),
        desk: Some(todos::desk),
        ..Module::new("watch")
    }
}
