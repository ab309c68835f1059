//! Classes at work: which version of a learning task a class works on, in which groups and roles, and what its students have done.
//!
//! Owns `class_run`, `run_group`, `run_seat`, `run_role`, `run_duty`, `run_phase`, `run_gate`, `step_work`, `work_field`,
//! `work_move`, `run_change`, `run_move`, `run_rated` (a school's own). Promises: a run points at a version that never
//! changes; a student's save touches no row that others write; every state of work has the moves that led to it.

pub mod actions;
pub mod change;
pub mod demo;
mod desk;
pub mod facts;
mod field;
pub mod keep;
pub mod model;
mod pages;
mod personal;
pub mod policy;
pub mod queries;
mod store;
mod watch;

use db::{Migration, Tx};
use kernel::{Ctx, Role};
use web::{Module, NavEntry, OnDesk, Onward, Routes};

const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "classroom/1-runs",
        sql: include_str!("../migrations/1.sql"),
    },
    Migration {
        name: "classroom/2-work",
        sql: include_str!("../migrations/2.sql"),
    },
    Migration {
        name: "classroom/3-waiting",
        sql: include_str!("../migrations/3.sql"),
    },
    Migration {
        name: "classroom/4-revision",
        sql: include_str!("../migrations/4.sql"),
    },
    Migration {
        name: "classroom/5-accepted-group",
        sql: include_str!("../migrations/5.sql"),
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
        routes: lead_routes(work_routes(Routes::default())),
        nav: NAV,
        onward: &[Onward {
            from: "design.task",
            verb: <policy::OpenRun as authz::Verb>::NAME,
            href: "/runs/new?task=",
            icon: "layout-kanban",
            label: "classroom-open",
        }],
        desk: Some(desk),
        personal: Some(personal::PERSONAL),
        ..Module::new("classroom")
    }
}

const NAV: &[NavEntry] = &[
    NavEntry {
        href: "/work",
        icon: "clipboard-check",
        label: "classroom-nav-work",
        roles: &[Role::Student],
        order: 10,
    },
    NavEntry {
        href: "/runs",
        icon: "layout-kanban",
        label: "classroom-nav-runs",
        roles: &[
            Role::SchoolLeader,
            Role::PartyOrganisation,
            Role::AcademicAffairs,
            Role::MajorLeader,
            Role::Teacher,
            Role::ClassTeacher,
        ],
        order: 12,
    },
];

/// The pages of a student's own work.
fn work_routes(routes: Routes) -> Routes {
    routes
        .get("/work", pages::my_work)
        .get("/work/{run}", pages::work_run)
        .get("/work/{run}/steps/{step}", pages::work_step)
        .post("/work/{run}/steps/{step}", pages::save)
        .get("/work/{run}/steps/{step}/news", pages::news)
        .post("/work/{run}/steps/{step}/submission", pages::hand_in)
        .post("/work/{run}/steps/{step}/submission/removal", pages::take_back)
        .post("/work/{run}/steps/{step}/help", pages::ask)
        .post("/work/{run}/steps/{step}/help/removal", pages::settle)
        .post("/work/{run}/steps/{step}/files/{node}", pages::store_file)
        .post(
            "/work/{run}/steps/{step}/files/{node}/{file}/removal",
            pages::remove_file,
        )
        .get("/work/{run}/files/{owner}/{step}/{node}/{file}", pages::file)
}

/// The pages of who leads or watches.
fn lead_routes(routes: Routes) -> Routes {
    use pages::lead;
    routes
        .get("/runs", lead::runs)
        .post("/runs", lead::open)
        .get("/runs/new", lead::new)
        .get("/runs/{id}", lead::run)
        .post("/runs/{id}", lead::amend)
        .post("/runs/{id}/end", lead::end)
        .get("/runs/{id}/board", lead::board)
        .get("/runs/{id}/board/cells", lead::cells)
        .get("/runs/{id}/events", lead::events)
        .get("/runs/{id}/c/{cell}", lead::cell)
        .post("/runs/{id}/c/{cell}", lead::say_verdict)
        .get("/runs/{id}/waiting", lead::waiting)
        .post("/runs/{id}/acceptances", lead::accept)
        .post("/runs/{id}/phases/{phase}", lead::phase)
        .post("/runs/{id}/phases/{phase}/gates", lead::gate)
        .get("/runs/{id}/phases/{phase}/roles", lead::roles)
        .post("/runs/{id}/phases/{phase}/roles", lead::save_roles)
        .get("/runs/{id}/groups", lead::groups)
        .post("/runs/{id}/groups", lead::save_groups)
        .get("/runs/{id}/duties", lead::duties)
        .post("/runs/{id}/duties", lead::save_duties)
        .get("/runs/{id}/version", lead::version)
        .post("/runs/{id}/version", lead::agree)
}

/// A student's steps, or what a teacher has to judge.
fn desk(tx: &mut Tx<'_>, ctx: &Ctx) -> kernel::Result<OnDesk> {
    if policy::may_work_somewhere(ctx).is_ok() {
        pages::desk(tx, ctx)
    } else {
        desk::desk(tx, ctx)
    }
}
