//! The programme: phases, targets, counts and dashboards.
//!
//! Owns `plan`, `plan_phase`, `plan_target`, `confirmed_pair` and `pair_withdrawal` (shared). Promises: the plan is data, a
//! new version for each edit; a pair (school, major) counts from its date on the confirmed list until it is withdrawn, one
//! major in three schools as one; adoption and running classes are a second figure that is never added to the first.

pub mod actions;
pub mod demo;
mod desk;
pub mod facts;
pub mod model;
pub mod nation;
mod pages;
pub mod policy;
pub mod queries;
mod store;

use db::Migration;
use kernel::Role;
use web::{Module, NavEntry, Routes};

pub use actions::seed;

const MIGRATIONS: &[Migration] = &[Migration {
    name: "programme/1-plan-and-list",
    sql: include_str!("../migrations/1.sql"),
}];

const NAV: &[NavEntry] = &[NavEntry {
    href: "/counts",
    icon: "chart-bar",
    label: "programme-nav",
    roles: &[
        Role::NationalOfficer,
        Role::ProvincialOfficer,
        Role::CityOfficer,
        Role::SchoolLeader,
        Role::PartyOrganisation,
        Role::AcademicAffairs,
    ],
    order: 90,
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
        routes: routes(),
        nav: NAV,
        desk: Some(desk::desk),
        ..Module::new("programme")
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/counts", pages::dashboard::index)
        .get("/counts/regions/{code}", pages::dashboard::region)
        .get("/counts/schools/{id}", pages::dashboard::school)
        .get("/counts/second", pages::second::index)
        .get("/counts/pairs", pages::pairs::index)
        .post("/counts/pairs", pages::confirm::create)
        .get("/counts/pairs/new", pages::confirm::new)
        .get("/counts/pairs/import", pages::import::new)
        .post("/counts/pairs/import", pages::import::check)
        .post("/counts/pairs/list", pages::import::create)
        .post("/counts/pairs/{school}/{id}/withdrawal", pages::pairs::withdraw)
        .get("/counts/plan", pages::plan::show)
        .get("/counts/plan/edit", pages::plan::edit)
        .post("/counts/plan", pages::plan::create)
}
