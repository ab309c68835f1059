//! Importing the confirmed list: a file, its preview with every fault by its cell, and the taking of all or nothing.

use askama::Template;
use axum::http::StatusCode;
use faculty::held;
use kernel::{Error, Problems, Result, Text};
use org::model::intake::{Finding, Severity};
use org::queries::Org;
use paper::sheet::Workbook;
use web::{Answer, Filled, Form, Input, Page, Upload, Visit, redirect_saying, with_status};

use super::{first_plan, present_plan};
use crate::actions::confirm_listed;
use crate::model::pairs::{Pair, Preview, read_pairs};
use crate::{model, policy, queries};

const PURPOSE: &str = "programme.import";
/// How many rows a preview shows.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "pairs_import.html")]
struct ImportPage {
    p: Page,
    form: Filled,
}

#[derive(Template)]
#[template(path = "pairs_preview.html")]
struct PreviewPage {
    p: Page,
    file: String,
    held: String,
    total: usize,
    faults: usize,
    /// Faults, then warnings, each under the key of its heading.
    groups: [(&'static str, Vec<Found>); 2],
    rows: Vec<Row>,
    rest: usize,
}

/// A finding with its cell.
struct Found {
    at: String,
    text: String,
}

struct Row {
    school: String,
    code: String,
    major: String,
    phase: String,
    day: String,
}

/// `GET /counts/pairs/import`
pub async fn new(visit: Visit) -> Answer {
    may(&visit).await?;
    form(&visit, Filled::empty())
}

async fn may(visit: &Visit) -> Result<()> {
    visit.read(|ctx, tx| policy::may_confirm(tx, ctx).map(drop)).await
}

fn form(visit: &Visit, form: Filled) -> Answer {
    let p = visit.page();
    let label = p.t("programme-pairs").to_owned();
    let p = p.crumb("/counts/pairs", label);
    with_status(form.status(), &ImportPage { p, form })
}

fn refused(visit: &Visit, problems: &Problems) -> Answer {
    form(visit, Filled::refused(visit, Input::default(), problems))
}

fn parsed(name: &str, bytes: &[u8]) -> Result<Workbook> {
    paper::sheet::read(bytes, name).map_err(|error| Error::field("file", error.text()))
}

/// `POST /counts/pairs/import`: nothing is stored yet.
pub async fn check(upload: Upload) -> Answer {
    let visit = &upload.visit;
    may(visit).await?;
    let missing = || Error::field("file", Text::new("faculty-file-missing"));
    let read = async {
        let file = upload.file("file")?.ok_or_else(missing)?;
        let checked = checked(visit, parsed(&file.name, &file.bytes)?).await?;
        Ok((file, checked))
    };
    match read.await {
        Ok((file, checked)) => preview(visit, checked, &file.name, &file.bytes),
        Err(Error::Invalid(problems)) => refused(visit, &problems),
        Err(other) => Err(other.into()),
    }
}

async fn checked(visit: &Visit, workbook: Workbook) -> Result<(Preview, Vec<Org>)> {
    let first = first_plan(visit);
    visit
        .read(move |ctx, tx| {
            let target = policy::may_confirm(tx, ctx)?.into_target();
            let plan = present_plan(tx, &first)?.1;
            let preview = read_pairs(&workbook, &queries::list(tx, ctx, &target, &plan)?.known());
            Ok((preview, target.1))
        })
        .await
}

fn preview(visit: &Visit, (preview, schools): (Preview, Vec<Org>), name: &str, bytes: &[u8]) -> Answer {
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
    let ready = faults == 0 && preview.total > 0;
    let taken = preview.rows().unwrap_or_default();
    let shown = taken.iter().take(SHOWN);
    let p = visit.page();
    let label = p.t("programme-pairs").to_owned();
    let p = p.crumb("/counts/pairs", label);
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
        rows: shown.map(|(_, pair)| row_of(&p, pair, &schools)).collect(),
        rest: taken.len().saturating_sub(SHOWN),
        p,
    };
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    with_status(status, &page)
}

fn row_of(page: &Page, pair: &Pair, schools: &[Org]) -> Row {
    let outside = page.t(model::Plan::OUTSIDE);
    Row {
        school: schools
            .get(pair.school)
            .map(|school| school.name.clone())
            .unwrap_or_default(),
        code: pair.code.clone(),
        major: pair.name.clone(),
        phase: if pair.phase.is_empty() {
            outside.to_owned()
        } else {
            pair.phase.clone()
        },
        day: pair.day.to_string(),
    }
}

/// `POST /counts/pairs/list`: takes the previewed file, if it still has no fault.
pub async fn create(Form(visit, input): Form) -> Answer {
    may(&visit).await?;
    match taken(&visit, &input).await {
        Ok(count) => redirect_saying(
            &visit,
            "/counts/pairs",
            &Text::new("programme-imported").with("count", count),
        ),
        Err(Error::Invalid(problems)) => refused(&visit, &problems),
        Err(other) => Err(other.into()),
    }
}

async fn taken(visit: &Visit, input: &Input) -> Result<usize> {
    let (name, bytes) = held::open(visit, PURPOSE, input.get("held"))?;
    let (workbook, first) = (parsed(&name, &bytes)?, first_plan(visit));
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_confirm(tx, ctx)?;
            let plan = present_plan(tx, &first)?.1;
            confirm_listed(tx, ctx, &grant, (&plan, &workbook))
        })
        .await
}
