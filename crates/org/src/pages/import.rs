//! Importing a catalogue of majors: a file, what it changes, and then all of it or nothing.

use askama::Template;
use kernel::{Error, Problems, Result, Text};
use paper::sheet::{CellRef, read};
use web::{Answer, Filled, Form, Input, Page, Upload, Visit, redirect_saying, with_status};

use super::majors::{MajorView, view};
use crate::model::catalogue::{Changes, as_table, compare};
use crate::model::intake::{Finding, Findings, Severity};
use crate::model::major::{Major, read_catalogue};
use crate::{actions, policy, queries};

#[derive(Template)]
#[template(path = "majors_import.html")]
struct ImportPage {
    p: Page,
    form: Filled,
    findings: Vec<FindingView>,
}

#[derive(Template)]
#[template(path = "majors_preview.html")]
struct PreviewPage {
    p: Page,
    name: String,
    table: String,
    total: usize,
    added: Vec<MajorView>,
    changed: Vec<(MajorView, MajorView)>,
    removed: Vec<MajorView>,
    same: usize,
    warnings: Vec<FindingView>,
}

/// A finding with its place, for people.
pub(super) struct FindingView {
    pub place: String,
    pub text: String,
}

pub(super) fn finding(p: &Page, finding: &Finding) -> FindingView {
    FindingView {
        place: finding.at.as_ref().map(CellRef::to_string).unwrap_or_default(),
        text: p.text(&finding.text),
    }
}

/// `GET /majors/import`
pub async fn new(visit: Visit) -> Answer {
    policy::may_import_majors(visit.ctx())?;
    page(&visit, Filled::empty(), &Findings::default())
}

fn page(visit: &Visit, form: Filled, findings: &Findings) -> Answer {
    let p = visit
        .page()
        .crumb("/majors", visit.page().t("org-majors"))
        .crumb("", visit.page().t("org-majors-import"));
    let status = if findings.has_faults() {
        axum::http::StatusCode::UNPROCESSABLE_ENTITY
    } else {
        form.status()
    };
    let findings = findings.of(Severity::Fault).map(|one| finding(&p, one)).collect();
    with_status(status, &ImportPage { form, findings, p })
}

/// Why a file was not taken.
enum Refusal {
    Form(Problems),
    File(Findings),
}

fn read_file(name: &str, file: Option<(&[u8], &str)>) -> Result<(Vec<Major>, Findings), Refusal> {
    let mut problems = Problems::default();
    if name.is_empty() {
        problems.add("name", Text::new("web-required"));
    }
    let book = match file {
        None => Err(Text::new("org-file-missing")),
        Some((bytes, name)) => read(bytes, name).map_err(|error| error.text()),
    };
    match problems.take("file", book) {
        Some(book) if problems.is_empty() => read_catalogue(&book).map_err(Refusal::File),
        _ => Err(Refusal::Form(problems)),
    }
}

fn refused(visit: &Visit, input: &Input, error: Error) -> Answer {
    match error {
        Error::Invalid(problems) => page(
            visit,
            Filled::refused(visit, input.clone(), &problems),
            &Findings::default(),
        ),
        other => Err(other.into()),
    }
}

/// `POST /majors/import`: shows what the file would change; nothing is changed yet.
pub async fn preview(upload: Upload) -> Answer {
    let visit = upload.visit.clone();
    policy::may_import_majors(visit.ctx())?;
    let name = upload.input.get("name").to_owned();
    let file = match upload.file("file") {
        Ok(file) => file.map(|file| (file.bytes.as_slice(), file.name.as_str())),
        Err(error) => return refused(&visit, &upload.input, error),
    };
    let (majors, findings) = match read_file(&name, file) {
        Ok(read) => read,
        Err(Refusal::Form(problems)) => {
            return page(
                &visit,
                Filled::refused(&visit, upload.input, &problems),
                &Findings::default(),
            );
        }
        Err(Refusal::File(findings)) => return page(&visit, Filled::with(&[("name", &name)]), &findings),
    };
    let present = visit
        .read(|_, tx| {
            let latest = queries::latest_catalogue(tx)?.map_or(0, |latest| latest.version);
            queries::majors(tx, latest)
        })
        .await?;
    with_status(
        axum::http::StatusCode::OK,
        &previewed(&visit, name, &majors, (&compare(&present, &majors), &findings)),
    )
}

fn previewed(
    visit: &Visit,
    name: String,
    majors: &[Major],
    (changes, findings): (&Changes, &Findings),
) -> PreviewPage {
    let p = visit
        .page()
        .crumb("/majors", visit.page().t("org-majors"))
        .crumb("", visit.page().t("org-majors-preview"));
    PreviewPage {
        name,
        table: as_table(majors),
        total: majors.len(),
        added: changes.added.iter().map(|major| view(&p, major)).collect(),
        changed: changes
            .changed
            .iter()
            .map(|(before, after)| (view(&p, before), view(&p, after)))
            .collect(),
        removed: changes.removed.iter().map(|major| view(&p, major)).collect(),
        same: changes.same,
        warnings: findings
            .of(Severity::Warning)
            .map(|one| finding(&p, one))
            .collect(),
        p,
    }
}

/// `POST /majors`: the table that was looked at, read once more and imported as a whole.
pub async fn create(Form(visit, input): Form) -> Answer {
    match imported(&visit, &input).await {
        Ok((version, count)) => {
            let done = Text::new("org-majors-imported")
                .with("version", version)
                .with("count", count);
            redirect_saying(&visit, "/majors", &done)
        }
        Err(Error::Invalid(problems)) => page(
            &visit,
            Filled::refused(&visit, input, &problems),
            &Findings::default(),
        ),
        Err(other) => Err(other.into()),
    }
}

async fn imported(visit: &Visit, input: &Input) -> Result<(i64, usize)> {
    policy::may_import_majors(visit.ctx())?;
    let name = input.get("name").to_owned();
    let (majors, _) = read_file(&name, Some((input.get("table").as_bytes(), "majors.csv"))).map_err(
        |refusal| match refusal {
            Refusal::Form(problems) => Error::Invalid(problems),
            Refusal::File(_) => Error::NotFound,
        },
    )?;
    let count = majors.len();
    let version = visit
        .write(move |ctx, tx| {
            actions::import_majors(tx, ctx, &policy::may_import_majors(ctx)?, (&name, &majors))
        })
        .await?;
    Ok((version, count))
}
