//! Importing results: a file, its preview with every fault by its cell, and the taking of all or nothing.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use kernel::{Error, Result, Text};
use org::model::intake::{Finding, Severity};
use paper::sheet::Workbook;
use web::{Answer, Filled, Form, Input, Page, Upload, Visit, html, redirect_saying, with_status};

use crate::actions::import_results;
use crate::queries::Checked;
use crate::{held, policy, queries};

const PURPOSE: &str = "faculty.import";

#[derive(Template)]
#[template(path = "training_import.html")]
struct ImportPage {
    p: Page,
    form: Filled,
}

#[derive(Template)]
#[template(path = "training_preview.html")]
struct PreviewPage {
    p: Page,
    file: String,
    held: String,
    total: usize,
    faults: usize,
    /// Faults, then warnings, each under the key of its heading.
    groups: [(&'static str, Vec<Found>); 2],
    unread: Vec<String>,
    rows: Vec<Row>,
    rest: usize,
}

/// A finding with its cell.
struct Found {
    at: String,
    text: String,
}

struct Row {
    number: u32,
    name: String,
    level: String,
    organiser: String,
    days: [String; 2],
    outcome: String,
}

/// How many rows a preview shows.
const SHOWN: usize = 20;

/// `GET /training/import`
pub async fn new(visit: Visit) -> Answer {
    visit
        .read(|ctx, tx| policy::may_import(tx, ctx).map(drop))
        .await?;
    form(&visit, Filled::empty())
}

fn form(visit: &Visit, form: Filled) -> Answer {
    let p = visit
        .page()
        .crumb("/training", visit.page().t("faculty-training"));
    with_status(form.status(), &ImportPage { p, form })
}

/// `POST /training/import`: nothing is stored yet.
pub async fn check(upload: Upload) -> Answer {
    let visit = &upload.visit;
    let missing = || Error::field("file", Text::new("faculty-file-missing"));
    let file = match upload.file("file").and_then(|file| file.ok_or_else(missing)) {
        Ok(file) => file,
        Err(error) => {
            visit
                .read(|ctx, tx| policy::may_import(tx, ctx).map(drop))
                .await?;
            return refused(visit, error);
        }
    };
    match checked(visit, &file.name, &file.bytes).await {
        Ok(checked) => preview(visit, checked, &file.name, &file.bytes),
        Err(error) => refused(visit, error),
    }
}

fn refused(visit: &Visit, error: Error) -> Answer {
    match error {
        Error::Invalid(problems) => form(visit, Filled::refused(visit, Input::default(), &problems)),
        other => Err(other.into()),
    }
}

fn parsed(name: &str, bytes: &[u8]) -> Result<Workbook> {
    paper::sheet::read(bytes, name).map_err(|error| Error::field("file", error.text()))
}

async fn checked(visit: &Visit, name: &str, bytes: &[u8]) -> Result<Checked> {
    let (read, vault) = (parsed(name, bytes), Arc::clone(&visit.house().vault));
    // Who may not import learns nothing of the file, not even that it is broken.
    let read = match read {
        Ok(read) => read,
        Err(error) => {
            visit
                .read(|ctx, tx| policy::may_import(tx, ctx).map(drop))
                .await?;
            return Err(error);
        }
    };
    visit
        .read(move |ctx, tx| {
            let grant = policy::may_import(tx, ctx)?;
            queries::check(tx, ctx, grant.target(), &read, &vault)
        })
        .await
}

fn preview(visit: &Visit, checked: Checked, name: &str, bytes: &[u8]) -> Answer {
    let p = visit
        .page()
        .crumb("/training", visit.page().t("faculty-training"));
    let preview = checked.preview;
    let found = |severity| -> Vec<Found> {
        let text = |finding: &Finding| Found {
            at: finding.at.map(|at| at.to_string()).unwrap_or_default(),
            text: visit.text(&finding.text),
        };
        preview.findings.of(severity).map(text).collect()
    };
    let groups = [
        ("faculty-faults", found(Severity::Fault)),
        ("faculty-warnings", found(Severity::Warning)),
    ];
    let faults = groups[0].1.len();
    let taken = preview.rows().unwrap_or_default();
    let row = |(number, result): &(u32, crate::model::training::TrainingResult)| Row {
        number: *number,
        name: checked.names.get(&result.teacher).cloned().unwrap_or_default(),
        level: p
            .t(&format!("people-teacher-level-{}", result.level.digit()))
            .to_owned(),
        organiser: result.organiser.clone(),
        days: [result.first, result.last].map(|day| day.to_string()),
        outcome: p
            .t(&format!("faculty-outcome-{}", result.outcome.code()))
            .to_owned(),
    };
    let status = if faults == 0 && preview.total > 0 {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let ready = status == StatusCode::OK;
    let page = PreviewPage {
        file: name.to_owned(),
        held: if ready {
            held::seal(visit, PURPOSE, name, bytes)
        } else {
            String::new()
        },
        total: preview.total,
        faults,
        groups,
        unread: preview.unread.clone(),
        rows: taken.iter().take(SHOWN).map(row).collect(),
        rest: taken.len().saturating_sub(SHOWN),
        p,
    };
    if ready {
        html(&page)
    } else {
        with_status(status, &page)
    }
}

/// `POST /training/results`: takes the previewed file, if it still has no fault.
pub async fn create(Form(visit, input): Form) -> Answer {
    match taken(&visit, &input).await {
        Ok(count) => redirect_saying(
            &visit,
            "/training",
            &Text::new("faculty-imported").with("count", count),
        ),
        Err(error) => refused(&visit, error),
    }
}

async fn taken(visit: &Visit, input: &Input) -> Result<usize> {
    visit
        .read(|ctx, tx| policy::may_import(tx, ctx).map(drop))
        .await?;
    let (name, bytes) = held::open(visit, PURPOSE, input.get("held"))?;
    let (workbook, vault) = (parsed(&name, &bytes)?, Arc::clone(&visit.house().vault));
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_import(tx, ctx)?;
            import_results(tx, ctx, &vault, &grant, &workbook)
        })
        .await
}
