//! Classes at work: which version of a learning task a class works on, in which groups and roles, and what its students have done.
//!
//! Owns `class_run`, `run_group`, `run_seat`, `run_role`, `run_duty`, `run_phase`, `run_gate`, `step_work`, `work_field`,
//! `work_move`, `run_change`, `run_move`, `run_rated` (a school's own). Promises: a run points at a version that never
//! changes; a student's save touches no row that others write; every state of work has the moves that led to it.

pub mod actions;
pub mod change;
pub mod demo;
pub mod keep;
pub mod model;
pub mod policy;
pub mod queries;
mod store;

use db::Migration;
use web::Module;

const MIGRATIONS: &[Migration] = &[Migration {
    name: "classroom/1-runs",
    sql: include_str!("../migrations/1.sql"),
}];

/// The module.
pub fn module() -> Module {
    Module {
        migrations: MIGRATIONS,
        columns: include_str!("../columns.txt"),
        texts: (
            include_str!("../locales/zh.ftl"),
            include_str!("../locales/en.ftl"),
        ),
        rules: policy::RULES,
        ..Module::new("classroom")
    }
}
