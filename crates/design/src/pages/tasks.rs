//! The list of learning tasks, and a new one.

use askama::Template;
use axum::extract::Query;
use kernel::{Error, Hours, Problems, Result, Slice, Text};
use serde::Deserialize;
use web::{Answer, Filled, Form, Input, Page, Pager, Visit, html, redirect_saying, with_status};

use super::task_id;
use crate::actions::{Source, create_task_for, standing_origin};
use crate::model::SchoolTaskId;
use crate::queries::courses::Origin;
use crate::queries::{TaskLine, Whose};
use crate::{policy, queries};

#[derive(Template)]
#[template(path = "tasks.html")]
struct TasksPage {
    p: Page,
    rows: Vec<LineView>,
    whole_school: bool,
    may_create: bool,
    pager: Pager,
}

struct LineView {
    id: String,
    name: String,
    owner: String,
    hours: String,
    steps: i64,
    questions: i64,
    marks: String,
    changed: String,
    state: (&'static str, String),
}

#[derive(Template)]
#[template(path = "task_new.html")]
struct NewPage {
    p: Page,
    form: Filled,
    tasks: Vec<(String, String)>,
    origin: Option<Origin>,
}

impl NewPage {
    /// Where somebody who makes none goes back to.
    fn back(&self) -> String {
        match &self.origin {
            Some(origin) => format!("/courses/{}#t-{}", origin.course, origin.id),
            None => "/tasks".to_owned(),
        }
    }
}

#[derive(Deserialize)]
pub struct Asked {
    whose: Option<String>,
    page: Option<u32>,
    from: Option<String>,
    course: Option<String>,
}

/// `GET /tasks`
pub async fn index(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let slice = Slice::page(asked.page.unwrap_or(1));
    let may_create = policy::may_create_task(visit.ctx()).is_ok();
    // Who designs none has no list of their own.
    let whole_school = asked.whose.as_deref() == Some("school") || !may_create;
    let (found, names) = visit
        .read(move |ctx, tx| {
            let grant = policy::may_read_tasks(ctx)?;
            let desk = grant.target();
            let whose = if whole_school {
                Whose::School
            } else {
                Whose::Of(desk.person)
            };
            let found = queries::tasks(tx, desk.school, whose, slice)?;
            let owners: Vec<_> = found.rows.iter().map(|row| row.owner).collect();
            let names = people::queries::names_of(tx, desk.school, &owners)?;
            Ok((found, names))
        })
        .await?;
    let pager = Pager::new(
        &found,
        if whole_school {
            "/tasks?whose=school&"
        } else {
            "/tasks?"
        },
    );
    let line = |row: TaskLine| {
        let owner = names.get(&row.owner).cloned().unwrap_or_default();
        view(&visit, &row, owner)
    };
    let rows = found.rows.into_iter().map(line).collect();
    html(&TasksPage {
        p: visit.page(),
        rows,
        whole_school,
        may_create,
        pager,
    })
}

fn view(visit: &Visit, row: &TaskLine, owner: String) -> LineView {
    LineView {
        id: row.id.to_string(),
        name: row.name.clone(),
        owner,
        hours: row.hours.unwrap_or_default().to_string(),
        steps: row.steps,
        questions: row.questions,
        marks: row.marks.to_string(),
        changed: row.changed_at.minute_text(),
        state: state(visit, row),
    }
}

fn state(visit: &Visit, row: &TaskLine) -> (&'static str, String) {
    let whole = row.is_whole();
    let (kind, text) = match row.version {
        0 if row.steps == 0 => ("idle", Text::new("design-state-new")),
        0 if whole => ("ok", Text::new("design-state-whole")),
        0 => ("working", Text::new("design-state-working")),
        number => ("lock", Text::new("design-state-frozen").with("number", number)),
    };
    (kind, visit.text(&text))
}

/// `GET /tasks/new`: for a task of a course with its name and hours.
pub async fn new(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let source = asked.from.unwrap_or_else(|| "blank".to_owned());
    let course_task = course_task(asked.course.as_deref().unwrap_or_default())?;
    form(&visit, course_task, move |origin| match origin {
        Some(origin) => Filled::with(&[
            ("source", &source),
            ("course", &origin.id),
            ("name", &origin.name),
            ("hours", &origin.hours),
        ]),
        None => Filled::with(&[("source", &source)]),
    })
    .await
}

fn course_task(id: &str) -> Result<Option<SchoolTaskId>> {
    match id {
        "" => Ok(None),
        id => Ok(Some(id.parse().map_err(|_| Error::NotFound)?)),
    }
}

async fn form(
    visit: &Visit,
    course_task: Option<SchoolTaskId>,
    filled: impl FnOnce(Option<&Origin>) -> Filled,
) -> Answer {
    let (found, origin) = visit
        .read(move |ctx, tx| {
            policy::may_create_task(ctx)?;
            let school = policy::may_read_tasks(ctx)?.target().school;
            let found = queries::tasks(tx, school, Whose::School, Slice::page(1))?;
            let origin = match course_task {
                Some(id) => Some(standing_origin(tx, school, id)?),
                None => None,
            };
            Ok((found, origin))
        })
        .await?;
    let form = filled(origin.as_ref());
    let name = |task: TaskLine| {
        let text = Text::new("design-new-copy").with("name", &task.name);
        (task.id.to_string(), visit.text(&text))
    };
    let tasks = found.rows.into_iter().map(name).collect();
    with_status(
        form.status(),
        &NewPage {
            p: visit.page(),
            form,
            tasks,
            origin,
        },
    )
}

/// `POST /tasks`
pub async fn create(Form(visit, input): Form) -> Answer {
    match created(&visit, &input).await {
        Ok(to) => redirect_saying(&visit, &to, &Text::new("design-created")),
        Err(Error::Invalid(problems)) => {
            let course_task = course_task(input.get("course"))?;
            let filled = Filled::refused(&visit, input, &problems);
            form(&visit, course_task, |_| filled).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn created(visit: &Visit, input: &Input) -> Result<String> {
    // Who may design nothing hears that first, not what is wrong with the form.
    policy::may_create_task(visit.ctx())?;
    let name = input.get("name").to_owned();
    let (source, base) = (input.get("source").to_owned(), wanted_hours(input)?);
    let course_task = course_task(input.get("course"))?;
    let id = visit
        .write(move |ctx, tx| {
            let grant = policy::may_create_task(ctx)?;
            let source = match source.as_str() {
                "sample" => Source::Sample {
                    name: name.clone(),
                    base,
                },
                "blank" => Source::Blank {
                    name: name.clone(),
                    base: base.unwrap_or_default(),
                },
                other => {
                    let (_, head) = policy::may_read_task(tx, ctx, task_id(other)?)?;
                    let task = Box::new(queries::present(tx, &head)?.task);
                    Source::Copy {
                        task,
                        name: name.clone(),
                        base,
                    }
                }
            };
            create_task_for(tx, ctx, &grant, (&source, course_task))
        })
        .await?;
    Ok(format!("/tasks/{id}"))
}

/// The hours that a task is to have; a copy keeps its own where none are given.
fn wanted_hours(input: &Input) -> Result<Option<Hours>> {
    let mut problems = Problems::default();
    let is_blank = input.get("source") == "blank";
    if is_blank {
        problems.take("name", input.required("name"));
    }
    let typed = input.get("hours");
    if typed.is_empty() && !is_blank {
        return Ok(None);
    }
    let hours = typed.parse::<Hours>().map_err(|_| Text::new("design-no-hours"));
    let hours = problems.take("hours", hours);
    problems.check()?;
    Ok(hours)
}
