//! A task at one look: its sums, what is to mend, its phases, documents, versions and editors.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, PersonId, Text};
use web::{Answer, Form, OnwardLink, Page, Visit, html, redirect_saying};

use super::courses::{differs, level_name};
use super::frame::{Frame, Loaded, Sums, crumbs, finding_link, load, sums as sums_of};
use super::task_id;
use super::view::{SectionView, Views};
use crate::actions;
use crate::model::check::check;
use crate::model::nodes::NodeKind;
use crate::policy;
use crate::queries::courses::{self, Origin};
use crate::queries::{self, Version};

#[derive(Template)]
#[template(path = "task.html")]
struct TaskPage {
    p: Page,
    frame: Frame,
    stats: [(&'static str, String); 4],
    findings: Vec<(String, String)>,
    sections: Vec<SectionView>,
    versions: Vec<(String, String)>,
    editors: Vec<(String, String)>,
    colleagues: Vec<(String, String)>,
    may_create: bool,
    /// What is done with a task elsewhere.
    onward: Vec<OnwardLink>,
    origin: Option<OriginView>,
    origins: Vec<(String, Vec<(String, String)>)>,
}

/// Where the task comes from: the course's task, the course, the standard.
struct OriginView {
    id: String,
    task: String,
    task_name: String,
    course: String,
    course_name: String,
    plan: (String, String),
    standard: (String, String, i64),
    hours: String,
    differs: String,
}

#[derive(Template)]
#[template(path = "sums.html")]
struct SumsPage {
    sums: Sums,
}

impl TaskPage {
    /// Whether the task is designed for this task of a course.
    fn is_origin(&self, id: &str) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.id == id)
    }
}

/// `GET /tasks/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = task_id(&id)?;
    let (loaded, versions, editors, staff, origins, title) = visit
        .read(move |ctx, tx| {
            let loaded = load(tx, ctx, id)?;
            let versions = queries::versions(tx, loaded.head.school, id)?;
            let editors = queries::editors(tx, &loaded.head)?;
            let staff = people::queries::staff(tx, ctx, loaded.head.school)?;
            let origins = match loaded.may_edit {
                true => courses::origins(tx, loaded.head.school)?,
                false => Vec::new(),
            };
            let title = match &loaded.origin {
                Some(origin) => standards::queries::title(tx, origin.standard, origin.number)?,
                None => String::new(),
            };
            Ok((loaded, versions, editors, staff, origins, title))
        })
        .await?;
    let name_of = |person: PersonId| {
        staff
            .iter()
            .find(|row| row.person == person)
            .map(|row| row.name.clone())
            .unwrap_or_default()
    };
    let mut colleagues: Vec<(String, String)> = staff
        .iter()
        .filter(|row| matches!(row.role.as_str(), "teacher" | "class-teacher" | "major-leader"))
        .filter(|row| row.person != loaded.head.owner && !editors.contains(&row.person))
        .map(|row| (row.person.to_string(), row.name.clone()))
        .collect();
    colleagues.dedup();
    let version = |version: Version| version_line(&visit, &version, &name_of(version.by));
    let p = crumbs(&visit, &loaded).crumb("", &loaded.head.name);
    html(&TaskPage {
        onward: p.onward("design.task", &id.to_string()),
        p,
        origin: loaded
            .origin
            .as_ref()
            .map(|origin| origin_view(&visit, (&loaded, origin), title)),
        origins: grouped(&visit, &origins),
        frame: Frame::new(&visit, &loaded, "overview"),
        stats: stats(&loaded),
        findings: findings(&visit, &loaded),
        sections: Views {
            visit: &visit,
            present: &loaded.present,
        }
        .sections(id.raw(), NodeKind::Task, |kind| kind == NodeKind::Phase),
        versions: versions.into_iter().map(version).collect(),
        editors: editors
            .iter()
            .map(|person| (person.to_string(), name_of(*person)))
            .collect(),
        colleagues,
        may_create: policy::may_create_task(visit.ctx()).is_ok(),
    })
}

fn origin_view(visit: &Visit, (loaded, origin): (&Loaded, &Origin), title: String) -> OriginView {
    OriginView {
        id: origin.id.to_string(),
        task: format!("/courses/{}#t-{}", origin.course, origin.id),
        task_name: origin.name.clone(),
        course: format!("/courses/{}", origin.course),
        course_name: origin.course_name.clone(),
        plan: (
            format!("/courses/plans/{}", origin.adoption),
            plan_name(visit, origin),
        ),
        standard: (
            format!("/standards/{}/versions/{}", origin.standard, origin.number),
            title,
            origin.number,
        ),
        hours: origin.hours.to_string(),
        differs: differs(visit, loaded.present.task.base, origin.hours),
    }
}

fn plan_name(visit: &Visit, origin: &Origin) -> String {
    let level = level_name(visit, (&origin.level, &origin.entry, origin.years));
    format!("{} {level}", origin.major_name)
}

/// The tasks of courses, course by course, to choose one of them.
fn grouped(visit: &Visit, origins: &[Origin]) -> Vec<(String, Vec<(String, String)>)> {
    let of_course = origins.chunk_by(|one, next| one.course == next.course);
    let group = |tasks: &[Origin]| {
        let first = tasks.first()?;
        let label = format!("{} · {}", first.course_name, plan_name(visit, first));
        let line = |task: &Origin| {
            let text = Text::new("design-origin-line")
                .with("name", &task.name)
                .with("hours", task.hours);
            (task.id.to_string(), visit.text(&text))
        };
        Some((label, tasks.iter().map(line).collect()))
    };
    of_course.filter_map(group).collect()
}

fn stats(loaded: &Loaded) -> [(&'static str, String); 4] {
    let task = &loaded.present.task;
    let questions: usize = task.steps().map(|(_, _, step)| step.questions.len()).sum();
    [
        ("design-field-base", task.base.to_string()),
        ("design-tasks-steps", task.steps().count().to_string()),
        ("design-tasks-questions", questions.to_string()),
        ("design-node-item", task.items.len().to_string()),
    ]
}

fn findings(visit: &Visit, loaded: &Loaded) -> Vec<(String, String)> {
    let task = &loaded.present.task;
    check(task)
        .iter()
        .map(|finding| (finding_link(task, finding), visit.text(&finding.text)))
        .collect()
}

fn version_line(visit: &Visit, version: &Version, name: &str) -> (String, String) {
    let title = Text::new("design-version-line").with("number", version.number);
    let by = Text::new("design-version-by")
        .with("name", name)
        .with("at", version.at.minute_text());
    (visit.text(&title), visit.text(&by))
}

/// `GET /tasks/{id}/sums`: the sums alone, fetched again after a change.
pub async fn sums(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = task_id(&id)?;
    let present = visit
        .read(move |ctx, tx| {
            let (_, head) = policy::may_read_task(tx, ctx, id)?;
            queries::seen(tx, &head)
        })
        .await?;
    html(&SumsPage {
        sums: sums_of(&visit, &present.task),
    })
}

/// `POST /tasks/{id}/versions`
pub async fn freeze(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let task = task_id(&id)?;
    let (_, number) = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_task(tx, ctx, task)?;
            actions::freeze_task(tx, ctx, &grant)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/tasks/{id}"),
        &Text::new("design-frozen").with("number", number),
    )
}

/// `POST /tasks/{id}/course`: says for which task of a course it is designed.
pub async fn place(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let task = task_id(&id)?;
    let course_task = match input.get("course_task") {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Error::NotFound)?),
    };
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_task(tx, ctx, task)?;
            actions::place_task(tx, ctx, &grant, course_task)
        })
        .await?;
    redirect_saying(&visit, &format!("/tasks/{id}"), &Text::new("design-placed"))
}

/// `POST /tasks/{id}/editors`
pub async fn name_editor(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let task = task_id(&id)?;
    let person: PersonId = input.get("person").parse().map_err(|_| Error::NotFound)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_manage_task(tx, ctx, task)?;
            actions::add_editor(tx, ctx, &grant, person)
        })
        .await?;
    redirect_saying(&visit, &format!("/tasks/{id}"), &Text::new("design-editor-added"))
}

/// `POST /tasks/{id}/editors/{person}/end`
pub async fn drop_editor(Path((id, person)): Path<(String, String)>, Form(visit, _): Form) -> Answer {
    let task = task_id(&id)?;
    let person: PersonId = person.parse().map_err(|_| Error::NotFound)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_manage_task(tx, ctx, task)?;
            actions::drop_editor(tx, ctx, &grant, person)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/tasks/{id}"),
        &Text::new("design-editor-dropped"),
    )
}

/// `POST /tasks/{id}/removal`
pub async fn remove(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let id = task_id(&id)?;
    let name = visit
        .write(move |ctx, tx| {
            let grant = policy::may_manage_task(tx, ctx, id)?;
            actions::remove_task(tx, ctx, &grant)?;
            Ok(grant.into_target().name)
        })
        .await?;
    redirect_saying(&visit, "/tasks", &Text::new("design-removed").with("name", name))
}
