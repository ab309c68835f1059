//! Teaching design: the school course, the learning task and the official documents as views of one graph.
//!
//! Owns `learning_task`, `task_editor`, `task_node`, `task_change`, `learning_task_version`, `adoption`, `adoption_withdrawal`,
//! `school_course`, `course_semester`, `course_conversion`, `course_task`, `course_change` (a school's own). Promises: every
//! edit is one node's row, numbered in the task's log, and can be undone; a frozen version never changes; the documents are
//! made from the graph and can't differ; a school course follows one exact published version of its standard.

pub mod actions;
pub mod demo;
mod desk;
pub mod facts;
mod finders;
pub mod model;
mod pages;
pub mod policy;
pub mod queries;
mod store;

use db::Migration;
use kernel::Role;
use web::{Module, NavEntry, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "design/1-learning-tasks",
        sql: include_str!("../migrations/1.sql"),
    },
    Migration {
        name: "design/2-school-courses",
        sql: include_str!("../migrations/2.sql"),
    },
];

const READERS: &[Role] = &[
    Role::SchoolLeader,
    Role::PartyOrganisation,
    Role::AcademicAffairs,
    Role::MajorLeader,
    Role::Teacher,
    Role::ClassTeacher,
];

const NAV: &[NavEntry] = &[
    NavEntry {
        href: "/courses",
        icon: "sitemap",
        label: "design-nav-courses",
        roles: READERS,
        order: 30,
    },
    NavEntry {
        href: "/tasks",
        icon: "clipboard-list",
        label: "design-nav-tasks",
        roles: READERS,
        order: 14,
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
        finders: finders::FINDERS,
        ..Module::new("design")
    }
}

fn course_routes() -> Routes {
    use pages::courses;
    Routes::default()
        .get("/courses", courses::index)
        .get("/courses/plans/new", courses::adoption_form)
        .post("/courses/plans", courses::adopt)
        .get("/courses/plans/{id}", courses::plan)
        .post("/courses/plans/{id}", courses::set_plan)
        .get("/courses/plans/{id}/check", courses::plan_check)
        .post("/courses/plans/{id}/withdrawal", courses::withdraw)
        .post("/courses/plans/{id}/courses", courses::take)
        .get("/courses/plans/{id}/courses/new", courses::own_form)
        .post("/courses/plans/{id}/courses/own", courses::add_own)
        .get("/courses/{id}", courses::course)
        .get("/courses/{id}/check", courses::check)
        .get("/courses/{id}/difference", courses::difference)
        .post("/courses/{id}/kept", courses::keep)
        .post("/courses/{id}/removal", courses::leave_out)
        .post("/courses/{id}/references/{reference}", courses::decide)
        .post("/courses/{id}/conversions/{conversion}/tasks", courses::add)
        .post("/courses/{id}/rows/{row}", courses::save)
        .post("/courses/{id}/rows/{row}/removal", courses::remove)
}

fn routes() -> Routes {
    let routes = course_routes()
        .get("/tasks", pages::index)
        .post("/tasks", pages::create)
        .get("/tasks/new", pages::new)
        .get("/tasks/{id}", pages::overview)
        .get("/tasks/{id}/sums", pages::sums)
        .get("/tasks/{id}/assessment", pages::assessment)
        .post("/tasks/{id}/course", pages::place)
        .post("/tasks/{id}/removal", pages::remove_task)
        .post("/tasks/{id}/versions", pages::freeze)
        .post("/tasks/{id}/editors", pages::name_editor)
        .post("/tasks/{id}/editors/{person}/end", pages::drop_editor)
        .post("/tasks/{id}/undo", pages::take_back)
        .post("/tasks/{id}/order", pages::order)
        .post("/tasks/{id}/nodes", pages::add)
        .get("/tasks/{id}/nodes/{node}", pages::node)
        .post("/tasks/{id}/nodes/{node}", pages::edit)
        .post("/tasks/{id}/nodes/{node}/removal", pages::remove)
        .post("/tasks/{id}/nodes/{node}/parent", pages::hang)
        .get("/tasks/{id}/documents/{number}", pages::document)
        .get("/tasks/{id}/documents/{number}/word", pages::word);
    #[cfg(feature = "pdf")]
    let routes = routes.get("/tasks/{id}/documents/{number}/pdf", pages::pdf);
    routes
}
