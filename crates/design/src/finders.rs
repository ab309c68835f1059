//! What the search box finds of learning tasks and school courses: those of the school, by their names and by what their steps
//! and tasks say.
//!
//! The index follows every change of a task, a phase or a step in the same transaction. What hangs under a step (questions,
//! activities) is not in it: a design is found by what is worked and learnt.

use db::Tx;
use db::search::{self, Entry, Hit, Within};
use kernel::{Ctx, Id, Result, SchoolId};
use serde_json::Value;
use web::{Find, Finder, Found, Marked, Wanted};

use crate::model::course::SchoolCourse;
use crate::model::field::get;
use crate::model::graph::Row;
use crate::model::nodes::NodeKind;
use crate::model::{CourseId, TaskId};
use crate::policy::{self, CourseDesk};

/// The kind of learning tasks in the index.
const KIND: &str = "design.task";
/// The kind of school courses in the index.
const COURSE: &str = "design.course";

/// The groups of results.
pub const FINDERS: &[Finder] = &[
    Finder {
        code: "tasks",
        icon: "clipboard-list",
        label: "design-nav-tasks",
        order: 10,
        find: Find::Indexed {
            kind: KIND,
            within: of_tasks,
            show: task,
        },
    },
    Finder {
        code: "courses",
        icon: "sitemap",
        label: "design-nav-courses",
        order: 15,
        find: Find::Indexed {
            kind: COURSE,
            within: of_courses,
            show: course,
        },
    },
];

/// The fields that a task is found by, beside its name.
const fn fields(kind: NodeKind) -> &'static [&'static str] {
    match kind {
        NodeKind::Task => &["scenario"],
        NodeKind::Phase => &["name"],
        NodeKind::Step => &[
            "name",
            "work.content",
            "work.tools",
            "knowledge.practical",
            "knowledge.theory",
        ],
        _ => &[],
    }
}

/// Whether a change of such a node changes what its task is found by.
pub const fn counts(kind: NodeKind) -> bool {
    !fields(kind).is_empty()
}

/// Puts a task as it stands now into the index.
///
/// # Errors
/// The engine's.
pub fn index<'a>(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, task): (SchoolId, TaskId),
    rows: impl Iterator<Item = &'a Row>,
) -> Result<()> {
    let (mut title, mut text) = ("", String::new());
    for row in rows {
        if row.kind == NodeKind::Task {
            title = words(row, "name");
        }
        for field in fields(row.kind) {
            text.push_str(words(row, field).trim());
            text.push('\n');
        }
    }
    let entry = Entry {
        kind: KIND,
        id: task.raw(),
        school: Some(school),
        title,
        text: &text,
        place: "",
        at: ctx.now,
    };
    Ok(search::put(tx, &entry)?)
}

/// Takes a task out of the index.
///
/// # Errors
/// The engine's.
pub fn forget(tx: &mut Tx<'_>, task: TaskId) -> Result<()> {
    Ok(search::remove(tx, KIND, task.raw())?)
}

/// Puts a course that has no tasks yet into the index.
///
/// # Errors
/// The engine's.
pub fn index_new_course(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, course): (SchoolId, CourseId),
    name: &str,
) -> Result<()> {
    put_course(tx, ctx, (school, course), (name, ""))
}

/// Puts a course as it stands now into the index.
///
/// # Errors
/// The engine's.
pub fn index_course(tx: &mut Tx<'_>, ctx: &Ctx, desk: &CourseDesk, course: &SchoolCourse) -> Result<()> {
    let tasks = course.conversions.iter().flat_map(|conversion| &conversion.tasks);
    let names: Vec<&str> = tasks.map(|task| task.name.as_str()).collect();
    let at = (desk.head.adoption.school, course.id);
    put_course(tx, ctx, at, (&course.name, &names.join("\n")))
}

fn put_course(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (school, course): (SchoolId, CourseId),
    (title, text): (&str, &str),
) -> Result<()> {
    let entry = Entry {
        kind: COURSE,
        id: course.raw(),
        school: Some(school),
        title,
        text,
        place: "",
        at: ctx.now,
    };
    Ok(search::put(tx, &entry)?)
}

/// Takes a course out of the index.
///
/// # Errors
/// The engine's.
pub fn forget_course(tx: &mut Tx<'_>, course: CourseId) -> Result<()> {
    Ok(search::remove(tx, COURSE, course.raw())?)
}

fn words<'a>(row: &'a Row, field: &str) -> &'a str {
    get(&row.node, field).and_then(Value::as_str).unwrap_or_default()
}

fn of_tasks(ctx: &Ctx) -> Result<Within> {
    Ok(Within::School(policy::may_read_tasks(ctx)?.target().school))
}

fn of_courses(ctx: &Ctx) -> Result<Within> {
    Ok(Within::School(policy::may_read_courses(ctx)?.target().school))
}

fn task(hit: &Hit, wanted: &Wanted) -> Found {
    found(hit, wanted, "/tasks")
}

fn course(hit: &Hit, wanted: &Wanted) -> Found {
    found(hit, wanted, "/courses")
}

fn found(hit: &Hit, wanted: &Wanted, path: &str) -> Found {
    Found {
        title: Marked::of(&hit.title, &wanted.text),
        href: format!("{path}/{}", Id::<()>::of(hit.id)),
        notes: Vec::new(),
        excerpt: Marked::excerpt(&hit.text, &wanted.text),
    }
}
