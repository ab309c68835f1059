//! A task at one look: its sums, what is to mend, its phases, documents, versions and editors.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, PersonId, Text};
use web::{Answer, Form, Page, Visit, html, redirect_saying};

use super::frame::{Frame, Loaded, Sums, finding_link, load, sums as sums_of};
use super::task_id;
use super::view::{SectionView, Views};
use crate::actions;
use crate::model::check::check;
use crate::model::nodes::NodeKind;
use crate::policy;
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
}

#[derive(Template)]
#[template(path = "sums.html")]
struct SumsPage {
    sums: Sums,
}

/// `GET /tasks/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = task_id(&id)?;
    let (loaded, versions, editors, staff) = visit
        .read(move |ctx, tx| {
            let loaded = load(tx, ctx, id)?;
            let versions = queries::versions(tx, loaded.head.school, id)?;
            let editors = queries::editors(tx, &loaded.head)?;
            let staff = people::queries::staff(tx, ctx, loaded.head.school)?;
            Ok((loaded, versions, editors, staff))
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
    html(&TaskPage {
        p: visit
            .page()
            .crumb("/tasks", text(&visit, "design-nav-tasks"))
            .crumb("", &loaded.head.name),
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

fn text(visit: &Visit, key: &'static str) -> String {
    visit.text(&Text::new(key))
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
            queries::present(tx, &head)
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
