//! Assessment: ratings, grade sheets, grades of tasks and courses, competence profiles.
//!
//! Owns `missing_choice`, `grade_sheet`, `rating`, `item_grade`, `sheet_total`, `observation`, `sheet_event`, `correction`,
//! `invitation`, `course_item`, `course_sitting` (a school's own) and `invitation_door` (the installation's). Promises: a grade is
//! what its formula makes of the ratings, exactly, and carries the rule that stood in for a missing one; the rated see what
//! peers gave as a mean of three at least, and can't work out less; nothing is shown half-done; a locked grade is changed by
//! two persons, and the old value stays.

pub mod actions;
mod ballots;
mod courses;
pub mod demo;
mod desk;
mod facts;
mod grading;
pub mod model;
mod pages;
mod personal;
pub mod policy;
pub mod queries;
mod ratings;
mod store;

pub use grading::differences;

use db::Migration;
use kernel::Role;
use web::{Module, NavEntry, Routes};

const MIGRATIONS: &[Migration] = &[Migration {
    name: "assessment/1-grades",
    sql: include_str!("../migrations/1.sql"),
}];

const NAV: &[NavEntry] = &[
    NavEntry {
        href: "/grades",
        icon: "checklist",
        label: "assessment-nav-grades",
        roles: &[
            Role::SchoolLeader,
            Role::PartyOrganisation,
            Role::AcademicAffairs,
            Role::MajorLeader,
            Role::Teacher,
            Role::ClassTeacher,
        ],
        order: 16,
    },
    NavEntry {
        href: "/results",
        icon: "checklist",
        label: "assessment-nav-grades",
        roles: &[Role::Student],
        order: 16,
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
        desk: Some(desk::desk),
        sealed: &[store::invitations::CODES],
        personal: Some(personal::PERSONAL),
        ..Module::new("assessment")
    }
}

fn routes() -> Routes {
    Routes::default()
        .get("/grades", pages::index)
        .get("/grades/rule", pages::rule)
        .post("/grades/rule", pages::choose_rule)
        .get("/grades/courses/new", pages::new_course)
        .post("/grades/courses", pages::create_course)
        .get("/grades/{id}", pages::sheet)
        .post("/grades/{id}/cells", pages::save_cells)
        .get("/grades/{id}/export", pages::export)
        .post("/grades/{id}/round", pages::open_round)
        .post("/grades/{id}/round/end", pages::end_round)
        .post("/grades/{id}/showing", pages::show_grades)
        .post("/grades/{id}/version", pages::adopt)
        .post("/grades/{id}/submission", pages::submit)
        .post("/grades/{id}/return", pages::send_back)
        .post("/grades/{id}/check", pages::check)
        .post("/grades/{id}/lock", pages::lock)
        .get("/grades/{id}/history", pages::history)
        .get("/grades/{id}/students/{student}", pages::student)
        .post("/grades/{id}/students/{student}/exemption", pages::exempt)
        .post(
            "/grades/{id}/students/{student}/exemption/end",
            pages::count_again,
        )
        .post("/grades/{id}/students/{student}/corrections", pages::correct)
        .post("/grades/{id}/corrections/{correction}/approval", pages::approve)
        .post("/grades/{id}/corrections/{correction}/refusal", pages::refuse)
        .get("/grades/{id}/invitations", pages::invitations)
        .post("/grades/{id}/invitations", pages::invite)
        .post("/grades/{id}/invitations/{invitation}/end", pages::end_invitation)
        .get("/results", pages::results)
        .get("/results/abilities", pages::abilities)
        .get("/results/{id}", pages::result)
        .get("/results/{id}/rating", pages::rating)
        .post("/results/{id}/rating", pages::save_rating)
        .get("/mentor/{id}", pages::mentor)
        .open()
        .post("/mentor/{id}", pages::mentor_save)
        .open()
}
