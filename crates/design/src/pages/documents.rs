//! The official documents of a task: as a page, as Word, as PDF. All three are made from the same graph.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Result, Text};
use paper::doc::Doc;
use web::{Answer, Page, Visit, file, html};

use super::frame::{Frame, Loaded, crumbs, load};
use super::preview;
use super::task_id;
use crate::model::documents::{TaskView, document};

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    p: Page,
    frame: Frame,
    number: u8,
    title: String,
    body: String,
}

/// `GET /tasks/{id}/documents/{number}`
pub async fn show(visit: Visit, Path((id, number)): Path<(String, u8)>) -> Answer {
    let (loaded, doc, title) = made(&visit, &id, number).await?;
    let page = crumbs(&visit, &loaded);
    html(&DocumentPage {
        p: page
            .crumb(format!("/tasks/{id}"), &loaded.head.name)
            .crumb("", &title),
        frame: Frame::new(&visit, &loaded, &format!("document-{number}")),
        number,
        title,
        body: preview::render(&doc),
    })
}

/// `GET /tasks/{id}/documents/{number}/word`
pub async fn word(visit: Visit, Path((id, number)): Path<(String, u8)>) -> Answer {
    let (loaded, doc, title) = made(&visit, &id, number).await?;
    let bytes = tokio::task::spawn_blocking(move || paper::word::write(&doc)).await;
    let bytes = bytes.map_err(Error::internal)?.map_err(Error::internal)?;
    let media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    file(
        &format!("{}.docx", file_name(&visit, &loaded, &title)),
        media,
        bytes,
    )
}

/// `GET /tasks/{id}/documents/{number}/pdf`
#[cfg(feature = "pdf")]
pub async fn pdf(visit: Visit, Path((id, number)): Path<(String, u8)>) -> Answer {
    let (loaded, doc, title) = made(&visit, &id, number).await?;
    let made = tokio::task::spawn_blocking(move || paper::pdf::write(&doc)).await;
    let made = made.map_err(Error::internal)?.map_err(Error::internal)?;
    file(
        &format!("{}.pdf", file_name(&visit, &loaded, &title)),
        "application/pdf",
        made.bytes,
    )
}

fn file_name(visit: &Visit, loaded: &Loaded, title: &str) -> String {
    visit.text(
        &Text::new("design-file-name")
            .with("task", &loaded.head.name)
            .with("document", title),
    )
}

async fn made(visit: &Visit, id: &str, number: u8) -> Result<(Loaded, Doc, String)> {
    let id = task_id(id)?;
    let document = document(number).ok_or(Error::NotFound)?;
    let loaded = visit.read(move |ctx, tx| load(tx, ctx, id)).await?;
    let title = visit.text(&Text::new(document.title));
    let school = visit
        .admitted()
        .map(|admitted| admitted.org_name.clone())
        .unwrap_or_default();
    let say = |text: &Text| visit.text(text);
    let origin = loaded.origin.as_ref();
    let doc = document.of(&TaskView {
        task: &loaded.present.task,
        major: origin.map_or("", |origin| &origin.major_name),
        course: origin.map_or("", |origin| &origin.course_name),
        school: &school,
        title: &title,
        say: &say,
    });
    Ok((loaded, doc.ok_or(Error::NotFound)?, title))
}
