//! A course of a plan: its hours and semesters, and its conversion task by task. Every field saves itself.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use db::Tx;
use kernel::{Ctx, Error, PersonId, RawId, Result, Text};
use serde_json::json;
use std::collections::HashMap;
use web::{Answer, Form, Page, Visit, html, json, redirect_saying};

use super::checked::{Checked, PlaceView, checked};
use super::course_view::{Input, ReferenceView, Views};
use super::plan::StandardView;
use super::{course_id, level_name, say};
use crate::actions::{self, CourseEdit, Decided};
use crate::model::CourseId;
use crate::model::course::Decision;
use crate::pages::node_id;
use crate::policy::{self, CourseHead};
use crate::queries::courses::{self as queries, DesignedRow, OneCourse};

#[derive(Template)]
#[template(path = "course.html")]
struct CoursePage {
    p: Page,
    id: String,
    name: String,
    class: String,
    standard: Option<StandardView>,
    base_hours: String,
    state: Checked,
    fields: Vec<Input>,
    semesters: Vec<Input>,
    note: Option<Input>,
    references: Vec<ReferenceView>,
    open: usize,
    seen: i64,
    may_edit: bool,
    withdrawn: String,
}

#[derive(Template)]
#[template(path = "course_check.html")]
struct CheckPage {
    state: Checked,
    places: Vec<PlaceView>,
}

/// What a page of a course reads.
pub(super) struct Loaded {
    pub head: CourseHead,
    pub one: OneCourse,
    pub standard: Option<StandardView>,
    pub designed: Vec<DesignedRow>,
    pub names: HashMap<PersonId, String>,
}

/// Reads a course for its pages.
///
/// # Errors
/// 401, 403, 404.
pub(super) fn load(tx: &mut Tx<'_>, ctx: &Ctx, id: CourseId) -> Result<Loaded> {
    let head = policy::may_read_course(tx, ctx, id)?;
    let one = queries::one_course(tx, &head)?;
    let standard = match one.course.base {
        Some(_) => {
            let versions = standards::queries::history(tx, head.adoption.standard)?;
            Some(StandardView::of(&head.adoption, &versions)?)
        }
        None => None,
    };
    let school = head.adoption.school;
    let designed = queries::designed(tx, school, id)?;
    let owners: Vec<PersonId> = designed.iter().map(|row| row.owner).collect();
    let names = match owners.as_slice() {
        [] => HashMap::new(),
        owners => people::queries::names_of(tx, school, owners)?,
    };
    Ok(Loaded {
        head,
        one,
        standard,
        designed,
        names,
    })
}

/// The page of a course with the way that leads to it.
pub(super) fn crumbs(visit: &Visit, head: &CourseHead) -> Page {
    let row = &head.adoption;
    let level = level_name(visit, (&row.level, &row.entry, row.years));
    let page = visit.page().crumb("/courses", say(visit, "design-nav-courses"));
    page.crumb(
        format!("/courses/plans/{}", row.id),
        format!("{} {level}", row.major_name),
    )
}

/// `GET /courses/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = course_id(&id)?;
    let loaded = visit.read(move |ctx, tx| load(tx, ctx, id)).await?;
    let withdrawn = loaded.head.adoption.withdrawn_at;
    let stands = withdrawn.is_none();
    let may_edit = stands && policy::may_adopt(visit.ctx()).is_ok();
    let course = &loaded.one.course;
    let (state, places) = checked(&visit, &loaded.one);
    let views = Views {
        visit: &visit,
        loaded: &loaded,
        may_design: stands && policy::may_create_task(visit.ctx()).is_ok(),
    };
    let base = course.base.as_ref();
    html(&CoursePage {
        p: crumbs(&visit, &loaded.head).crumb("", &course.name),
        id: id.to_string(),
        name: course.name.clone(),
        class: say(&visit, course.class.key()),
        base_hours: base.map(|base| base.hours.to_string()).unwrap_or_default(),
        fields: views.fields(),
        semesters: views.semesters(),
        note: views.note(),
        references: views.references(places),
        open: course.open_references().count(),
        seen: loaded.head.course.changes,
        may_edit,
        withdrawn: withdrawn.map(|at| at.day().to_string()).unwrap_or_default(),
        state,
        standard: loaded.standard,
    })
}

/// `GET /courses/{id}/check`: what the rules say, fetched again after a field was saved.
pub async fn check(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = course_id(&id)?;
    let one = visit
        .read(move |ctx, tx| {
            let head = policy::may_read_course(tx, ctx, id)?;
            queries::checked_course(tx, &head)
        })
        .await?;
    let (state, places) = checked(&visit, &one);
    html(&CheckPage { state, places })
}

/// `POST /courses/{id}/rows/{row}`: saves one field of the course, a conversion or a task (autosave).
pub async fn save(Path((id, row)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let id = course_id(&id)?;
    let fields = input.fields().iter();
    let mut fields = fields.filter(|(name, _)| !matches!(name.as_str(), "_csrf" | "op" | "version"));
    let (field, typed) = fields.next().cloned().ok_or(Error::NotFound)?;
    let edit = CourseEdit {
        row: node_id(&row)?,
        field,
        typed,
        version: input.get("version").parse().map_err(|_| Error::NotFound)?,
        op: input.get("op").parse::<RawId>().ok(),
    };
    let version = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_course(tx, ctx, id)?;
            actions::edit_course(tx, ctx, &grant, &edit)
        })
        .await?;
    json(StatusCode::OK, &json!({ "version": version }))
}

/// `POST /courses/{id}/references/{reference}`: decides what becomes of a 参考性学习任务.
pub async fn decide(Path((id, reference)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let course = course_id(&id)?;
    let wanted = Decided {
        reference: reference.parse().map_err(|_| Error::NotFound)?,
        decision: Decision::from_code(input.get("decision")).ok_or(Error::NotFound)?,
        seen: seen(&input)?,
    };
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_course(tx, ctx, course)?;
            actions::decide(tx, ctx, &grant, wanted)
        })
        .await?;
    let said = Text::new("design-decided").with("decision", say(&visit, wanted.decision.key()));
    redirect_saying(&visit, &format!("/courses/{id}#r-{reference}"), &said)
}

fn seen(input: &web::Input) -> Result<i64> {
    input.get("seen").parse().map_err(|_| Error::NotFound)
}

/// `POST /courses/{id}/kept`: keeps every 参考性学习任务 that nothing was decided about yet.
pub async fn keep(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let course = course_id(&id)?;
    let count = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_course(tx, ctx, course)?;
            actions::keep_rest(tx, ctx, &grant)
        })
        .await?;
    let said = Text::new("design-kept-rest").with("count", count);
    redirect_saying(&visit, &format!("/courses/{id}"), &said)
}

/// `POST /courses/{id}/conversions/{conversion}/tasks`: adds a task of the school.
pub async fn add(Path((id, conversion)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let course = course_id(&id)?;
    let conversion = conversion.parse().map_err(|_| Error::NotFound)?;
    let seen = seen(&input)?;
    let task = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_course(tx, ctx, course)?;
            actions::add_school_task(tx, ctx, &grant, (conversion, seen))
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/courses/{id}#t-{task}"),
        &Text::new("design-added"),
    )
}

/// `POST /courses/{id}/rows/{row}/removal`: drops a task of the school.
pub async fn remove(Path((id, row)): Path<(String, String)>, Form(visit, input): Form) -> Answer {
    let course = course_id(&id)?;
    let task = row.parse().map_err(|_| Error::NotFound)?;
    let seen = seen(&input)?;
    let reference = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_course(tx, ctx, course)?;
            actions::drop_school_task(tx, ctx, &grant, (task, seen))
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/courses/{id}#r-{reference}"),
        &Text::new("design-school-task-dropped"),
    )
}

/// `POST /courses/{id}/removal`: leaves the course out of its plan.
pub async fn leave_out(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let course = course_id(&id)?;
    let head = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_course(tx, ctx, course)?;
            actions::leave_out(tx, ctx, &grant)?;
            Ok(grant.into_target().head)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/courses/plans/{}", head.adoption.id),
        &Text::new("design-course-left-out").with("name", head.course.name),
    )
}
