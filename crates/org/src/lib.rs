//! Organisations, the catalogue of majors and the school calendar.
//!
//! Owns `organisation`, `org_relation`, `major_catalogue`, `major` (shared) and `term`, `term_holiday`, `term_workday` (a
//! school's own). Promises: a number is given once and never again; a code belongs to one organisation and a region has one
//! office; relations are dated and kept; a version of the catalogue never changes; a calendar that is set holds every rule
//! of [`model::calendar`].

pub mod actions;
pub mod demo;
mod finders;
pub mod model;
pub mod nation;
mod pages;
pub mod policy;
pub mod queries;
pub mod scopes;
mod store;
mod todos;

use db::Migration;
use kernel::Role;
use web::{Module, NavEntry, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "org/1-organisations",
        sql: include_str!("../migrations/1.sql"),
    },
    Migration {
        name: "org/2-totals",
        sql: include_str!("../migrations/2.sql"),
    },
    Migration {
        name: "org/3-credit",
        sql: include_str!("../migrations/3.sql"),
    },
];

const NAV: &[NavEntry] = &[
    NavEntry {
        href: "/organisations",
        icon: "sitemap",
        label: "org-organisations",
        roles: &[Role::NationalOfficer, Role::ProvincialOfficer, Role::CityOfficer],
        order: 80,
    },
    NavEntry {
        href: "/majors",
        icon: "list-check",
        label: "org-majors",
        roles: &[Role::NationalOfficer, Role::ProvincialOfficer],
        order: 82,
    },
    NavEntry {
        href: "/calendar",
        icon: "calendar",
        label: "org-calendar",
        roles: &[Role::SchoolLeader, Role::AcademicAffairs],
        order: 84,
    },
];

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
        desk: Some(todos::desk),
        finders: finders::FINDERS,
        ..Module::new("org")
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/organisations", pages::organisations::index)
        .post("/organisations", pages::register::create)
        .get("/organisations/new", pages::register::new)
        .get("/organisations/{id}", pages::organisations::show)
        .post("/organisations/{id}", pages::amend::update)
        .get("/organisations/{id}/edit", pages::amend::edit)
        .post("/organisations/{id}/relations", pages::relations::create)
        .post(
            "/organisations/{id}/relations/{relation}/end",
            pages::relations::end,
        )
        .get("/majors", pages::majors::index)
        .post("/majors", pages::import::create)
        .get("/majors/import", pages::import::new)
        .post("/majors/import", pages::import::preview)
        .get("/calendar", pages::calendar::show)
        .post("/calendar", pages::term::save)
        .get("/calendar/edit", pages::term::edit)
}
