//! A Word document comes in: a new standard, or the next version of one.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Problem, Problems, Result, Text};
use web::{Answer, Filled, Form, Page, Upload, Visit, redirect_saying, with_status};

use super::parse;
use crate::StandardId;
use crate::actions::{self, Source};
use crate::model;
use crate::policy;
use crate::queries::Left;

/// The largest file that is read, in bytes. The house takes a little more, for the form around it.
const LARGEST: usize = 32 << 20;

#[derive(Template)]
#[template(path = "upload.html")]
struct UploadPage {
    p: Page,
    form: Filled,
    title: String,
    action: String,
    copy: String,
    next: String,
    issuer: String,
    back: String,
}

/// `GET /standards/new`
pub async fn new(visit: Visit) -> Answer {
    form(&visit, None, Filled::empty()).await
}

/// `GET /standards/{id}/next`
pub async fn next(visit: Visit, Path(id): Path<String>) -> Answer {
    form(&visit, Some(parse(&id)?), Filled::empty()).await
}

async fn form(visit: &Visit, of: Option<StandardId>, form: Filled) -> Answer {
    let (issuer, last) = visit
        .read(move |ctx, tx| {
            let grant = match of {
                Some(id) => policy::may_begin_next(tx, ctx, id)?,
                None => policy::may_import(tx, ctx)?,
            };
            let last = match &grant.target().standard {
                Some(standard) => Some(crate::queries::head(tx, standard.id, Some(standard.latest))?),
                None => None,
            };
            Ok((grant.into_target().org.name, last))
        })
        .await?;
    let base = of.map_or_else(|| "/standards".to_owned(), |id| format!("/standards/{id}"));
    let page = UploadPage {
        p: visit.page(),
        form,
        title: last.as_ref().map(|last| last.title.clone()).unwrap_or_default(),
        action: if of.is_some() {
            format!("{base}/drafts")
        } else {
            base.clone()
        },
        copy: of.map(|_| format!("{base}/drafts/copy")).unwrap_or_default(),
        next: last.map(|last| (last.number + 1).to_string()).unwrap_or_default(),
        issuer,
        back: base,
    };
    with_status(page.form.status(), &page)
}

/// `POST /standards`
pub async fn create(upload: Upload) -> Answer {
    received(upload, None).await
}

/// `POST /standards/{id}/drafts`
pub async fn create_next(Path(id): Path<String>, upload: Upload) -> Answer {
    received(upload, Some(parse(&id)?)).await
}

async fn received(upload: Upload, of: Option<StandardId>) -> Answer {
    let visit = upload.visit.clone();
    match imported(upload, of).await {
        Ok(id) => redirect_saying(
            &visit,
            &format!("/standards/{id}/draft"),
            &Text::new("standards-imported"),
        ),
        Err(Error::Invalid(problems)) => {
            form(
                &visit,
                of,
                Filled::refused(&visit, web::Input::default(), &problems),
            )
            .await
        }
        Err(other) => Err(other.into()),
    }
}

async fn imported(upload: Upload, of: Option<StandardId>) -> Result<StandardId> {
    let visit = upload.visit.clone();
    // Who may not import is told so before the file is looked at.
    visit
        .read(move |ctx, tx| {
            if let Some(id) = of {
                policy::may_begin_next(tx, ctx, id)
            } else {
                policy::may_import(tx, ctx)
            }
            .map(drop)
        })
        .await?;
    let file = upload
        .into_file("file")?
        .ok_or_else(|| refused(Text::new("standards-file-missing")))?;
    let source = tokio::task::spawn_blocking(move || read(file.name, file.bytes))
        .await
        .map_err(Error::internal)?;
    let source = source.map_err(refused)?;
    visit
        .write(move |ctx, tx| {
            let grant = match of {
                Some(id) => policy::may_begin_next(tx, ctx, id)?,
                None => policy::may_import(tx, ctx)?,
            };
            actions::import(tx, ctx, &grant, &source)
        })
        .await
}

fn refused(text: Text) -> Error {
    Error::Invalid(Problems(vec![Problem {
        field: "file".to_owned(),
        text,
    }]))
}

/// Reads a file as a standard. Takes tens of milliseconds.
///
/// # Errors
/// The text for whoever sent it: no Word document, a broken one, or one that is no standard.
pub(crate) fn read(name: String, bytes: Vec<u8>) -> std::result::Result<Source, Text> {
    if bytes.len() > LARGEST {
        return Err(Text::new("standards-word-too-large").with("megabytes", LARGEST >> 20));
    }
    let document = paper::word::read::read(&bytes).map_err(|error| model::refusal(&error))?;
    let found = model::import(&document);
    let content = found.standard;
    let is_standard =
        !content.courses.is_empty() || !content.plan.tables.is_empty() || !content.requirements.is_empty();
    if !is_standard {
        return Err(Text::new("standards-word-no-standard"));
    }
    let leftovers = found
        .leftovers
        .into_iter()
        .map(|line| Left { line, settled: None })
        .collect();
    Ok(Source {
        name,
        bytes,
        content,
        leftovers,
    })
}

/// `POST /standards/{id}/drafts/copy`: the next version begins with what the last one says.
pub async fn copy(Path(id): Path<String>, Form(visit, _): Form) -> Answer {
    let id = parse(&id)?;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_begin_next(tx, ctx, id)?;
            actions::begin_next(tx, ctx, &grant)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/standards/{id}/draft"),
        &Text::new("standards-begun"),
    )
}
