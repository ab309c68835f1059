//! Accounts, posts and persons: who somebody is, what they may act as, and how they sign in; rosters of students and teachers.
//!
//! Owns `account`, `handle`, `post`, `earlier_password` (shared), `person`, `person_token`, `student_post` (a school's own), `session`, `known_device`,
//! `sign_in_failure`, `one_time_code`, `second_factor`, `recovery_code` (the installation's), `school_class`, `enrolment`, `student_detail`, `teacher_detail`,
//! `roster_upload`, `erasure` (a school's own). Promises: no password exists that its holder did not choose;
//! identity numbers and phones stand encrypted only; the three administrators of an organisation are three persons.

pub mod actions;
pub mod demo;
mod desk;
mod door;
mod finders;
mod intake;
pub mod model;
pub mod nation;
mod own;
mod pages;
pub mod password;
pub mod policy;
pub mod queries;
mod store;

use db::Migration;
use kernel::Role;
use web::{Module, NavEntry, Routes};

pub use door::{PeopleDoor, role_text};

const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "people/1-accounts",
        sql: include_str!("../migrations/1.sql"),
    },
    Migration {
        name: "people/2-classes",
        sql: include_str!("../migrations/2.sql"),
    },
    Migration {
        name: "people/3-names",
        sql: include_str!("../migrations/3.sql"),
    },
    Migration {
        name: "people/4-accounts",
        sql: include_str!("../migrations/4.sql"),
    },
    Migration {
        name: "people/5-staff",
        sql: include_str!("../migrations/5.sql"),
    },
    Migration {
        name: "people/6-staff-marked",
        sql: include_str!("../migrations/6.sql"),
    },
    Migration {
        name: "people/7-erasures",
        sql: include_str!("../migrations/7.sql"),
    },
    Migration {
        name: "people/8-second-factors",
        sql: include_str!("../migrations/8.sql"),
    },
    Migration {
        name: "people/9-longest-lives",
        sql: include_str!("../migrations/9.sql"),
    },
    Migration {
        name: "people/10-erasures-that-wait",
        sql: include_str!("../migrations/10.sql"),
    },
    Migration {
        name: "people/11-earlier-passwords",
        sql: include_str!("../migrations/11.sql"),
    },
    Migration {
        name: "people/12-rosters-with-faults",
        sql: include_str!("../migrations/12.sql"),
    },
];

const NAV: &[NavEntry] = &[
    NavEntry {
        href: "/",
        icon: "home",
        label: "people-nav-home",
        roles: &Role::ALL,
        order: 0,
    },
    NavEntry {
        href: "/staff",
        icon: "users",
        label: "people-nav-staff",
        roles: &[
            Role::NationalOfficer,
            Role::ProvincialOfficer,
            Role::CityOfficer,
            Role::SchoolLeader,
            Role::AcademicAffairs,
            Role::SystemAdmin,
            Role::SecurityAdmin,
        ],
        order: 70,
    },
    NavEntry {
        href: "/classes",
        icon: "school",
        label: "people-nav-classes",
        roles: &[
            Role::SchoolLeader,
            Role::PartyOrganisation,
            Role::AcademicAffairs,
            Role::MajorLeader,
            Role::Teacher,
            Role::ClassTeacher,
        ],
        order: 25,
    },
    NavEntry {
        href: "/people",
        icon: "id-badge",
        label: "people-nav-people",
        roles: &[Role::SchoolLeader, Role::AcademicAffairs, Role::ClassTeacher],
        order: 71,
    },
    NavEntry {
        href: "/sessions",
        icon: "device-desktop",
        label: "people-nav-sessions",
        roles: &[Role::SecurityAdmin],
        order: 91,
    },
    NavEntry {
        href: "/personal",
        icon: "lock",
        label: "people-nav-personal",
        roles: &[
            Role::SecurityAdmin,
            Role::SchoolLeader,
            Role::NationalOfficer,
            Role::ProvincialOfficer,
            Role::CityOfficer,
        ],
        order: 92,
    },
    NavEntry {
        href: "/audit",
        icon: "history",
        label: "people-nav-audit",
        roles: &[Role::AuditAdmin],
        order: 90,
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
        finders: finders::FINDERS,
        desk: Some(desk::desk),
        personal: Some(own::PERSONAL),
        sealed: &[
            store::sealed::IDENTITIES,
            store::sealed::PHONES,
            store::sealed::DETAILS,
            store::sealed::UPLOADS,
            store::sealed::FACTORS,
        ],
        ..Module::new("people")
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/sign-in", pages::sign_in::show)
        .open()
        .post("/sign-in", pages::sign_in::create)
        .open()
        .get("/sign-in/schools", pages::sign_in::schools)
        .open()
        .get("/sign-in/code", pages::half::show)
        .open()
        .post("/sign-in/code", pages::half::create)
        .open()
        .post("/sign-out", pages::sign_in::destroy)
        .open()
        .get("/first", pages::first::show)
        .open()
        .post("/first", pages::first::create)
        .open()
        .get("/privacy", pages::privacy::show)
        .open()
        .get("/start", pages::start::show)
        .open()
        .post("/start", pages::start::create)
        .open()
        .get("/me", pages::me::show)
        .get("/me/password", pages::password::show)
        .post("/me/password", pages::me::change_password)
        .post("/me/sessions/{id}/end", pages::me::end_session_page)
        .get("/me/second-factor", pages::factor::show)
        .post("/me/second-factor", pages::factor::begin)
        .post("/me/second-factor/confirm", pages::factor::confirm)
        .post("/me/second-factor/end", pages::factor::end)
        .post("/me/copy", pages::personal::own_copy)
        .get("/personal", pages::personal::index)
        .get("/personal/{id}", pages::personal::show)
        .post("/personal/{id}/copy", pages::personal::copy)
        .post("/personal/{id}/erasure", pages::personal::propose)
        .post("/personal/{id}/erasure/confirm", pages::personal::confirm)
        .post("/personal/{id}/erasure/decline", pages::personal::decline)
        .post("/personal/{id}/second-factor/end", pages::personal::reset_factor)
        .post("/posts/{id}", pages::me::switch)
        .get("/staff", pages::staff::index)
        .get("/staff/new", pages::staff::new)
        .post("/staff", pages::staff::create)
        .post("/staff/slips", pages::staff::slips)
        .post("/staff/{id}/end", pages::staff::end)
        .post("/staff/{id}/slip", pages::staff::slip)
        .get("/audit", pages::audit::index)
        .get("/classes", pages::classes::index)
        .get("/classes/new", pages::classes::new)
        .post("/classes", pages::classes::create)
        .get("/classes/{id}", pages::classes::show)
        .post("/classes/{id}/teacher", pages::classes::teacher)
        .post("/classes/{id}/end", pages::classes::end)
        .post("/classes/{id}/slips", pages::classes::slips)
        .post("/classes/{id}/students/{person}/slip", pages::classes::slip)
        .get("/people", pages::people::index)
        .post("/people/find", pages::people::find)
        .get("/people/{id}", pages::people::show)
        .post("/people/{id}/reading", pages::people::reading)
        .get("/rosters", pages::rosters::index)
        .post("/rosters", pages::rosters::create)
        .get("/rosters/templates/{kind}", pages::rosters::template)
        .get("/rosters/{id}", pages::rosters::show)
        .post("/rosters/{id}/import", pages::rosters::import)
        .post("/rosters/{id}/classes", pages::rosters::register_classes)
        .post("/rosters/{id}/discard", pages::rosters::discard)
        .get("/sessions", pages::sessions::index)
        .post("/sessions/{id}/end", pages::sessions::end)
}
