//! Typical work tasks, curriculum standards, their versions and publication.
//!
//! Owns `standard`, `standard_draft`, `standard_source`, `standard_version`, `standard_publication` and what a version is made
//! of (`standard_course`, `_goal`, `_task`, `_requirement`, `_plan`, `_hours`); all are shared. Promises: a published version
//! never changes; a course, goal, reference task or requirement keeps its identity through the versions; nothing that a Word
//! document said is dropped without a person's word; drafts are known to their issuer only.

pub mod actions;
pub mod demo;
mod desk;
mod document;
mod editing;
mod finders;
mod matches;
pub mod model;
mod pages;
pub mod policy;
pub mod queries;
mod store;

use db::Migration;
use kernel::{Error, Id, Role};
use serde::Serialize;
use web::{Module, NavEntry, Routes};

pub use document::document;

/// Marks an id of a standard.
pub enum StandardMark {}
/// A curriculum standard through all its versions.
pub type StandardId = Id<StandardMark>;

const MIGRATIONS: &[Migration] = &[Migration {
    name: "standards/1-versions",
    sql: include_str!("../migrations/1.sql"),
}];

const NAV: &[NavEntry] = &[NavEntry {
    href: "/standards",
    icon: "books",
    label: "standards-nav",
    roles: &[
        Role::NationalOfficer,
        Role::ProvincialOfficer,
        Role::CityOfficer,
        Role::SchoolLeader,
        Role::PartyOrganisation,
        Role::AcademicAffairs,
        Role::MajorLeader,
        Role::Teacher,
        Role::ClassTeacher,
        Role::Student,
        Role::EnterpriseMentor,
        Role::SystemAdmin,
        Role::SecurityAdmin,
        Role::AuditAdmin,
    ],
    order: 20,
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
        finders: finders::FINDERS,
        ..Module::new("standards")
    }
}

fn routes() -> Routes {
    let routes = Routes::default()
        .get("/standards", pages::list::index)
        .get("/standards/new", pages::upload::new)
        .post("/standards", pages::upload::create)
        .get("/standards/{id}", pages::version::newest)
        .get("/standards/{id}/versions", pages::history::index)
        .get("/standards/{id}/versions/{number}", pages::version::show)
        .get("/standards/{id}/versions/{number}/word", pages::export::word)
        .get("/standards/{id}/difference", pages::history::difference)
        .get("/standards/{id}/next", pages::upload::next)
        .post("/standards/{id}/drafts", pages::upload::create_next)
        .post("/standards/{id}/drafts/copy", pages::upload::copy)
        .get("/standards/{id}/draft", pages::draft::show)
        .post("/standards/{id}/draft/fields/{place}", pages::draft::set)
        .post("/standards/{id}/draft/items/{place}", pages::draft::add)
        .post(
            "/standards/{id}/draft/items/{place}/removal",
            pages::draft::remove,
        )
        .post(
            "/standards/{id}/draft/leftovers/{index}",
            pages::leftovers::settle,
        )
        .get("/standards/{id}/draft/matches", pages::matches::show)
        .post("/standards/{id}/draft/matches/{new}", pages::matches::decide)
        .get("/standards/{id}/draft/word", pages::export::draft_word)
        .get("/standards/{id}/draft/publication", pages::publication::new)
        .post("/standards/{id}/draft/publication", pages::publication::create)
        .post("/standards/{id}/draft/removal", pages::draft::discard);
    #[cfg(feature = "pdf")]
    let routes = routes
        .get("/standards/{id}/versions/{number}/pdf", pages::export::pdf)
        .get("/standards/{id}/draft/pdf", pages::export::draft_pdf);
    routes
}

/// The stored name of a value of a fixed vocabulary.
fn code_of(value: &impl Serialize) -> kernel::Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => Ok(code),
        _ => Err(Error::NotFound),
    }
}
