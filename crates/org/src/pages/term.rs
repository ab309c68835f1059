//! Setting a term of the own school's calendar, typed or filled in from a table.

use askama::Template;
use kernel::{Day, Error, Problem, Problems, Result, Text};
use web::{Answer, Filled, Input, Page, Upload, UploadedFile, Visit, redirect_saying, with_status};

use super::calendar::{label, years};
use super::import::{FindingView, finding};
use super::{Choice, choices};
use crate::model::calendar::{Season, Term, TermName, read_entries, read_typed, typed};
use crate::model::intake::{Findings, Severity};
use crate::{actions, policy, queries};

#[derive(Template)]
#[template(path = "term_form.html")]
struct TermPage {
    p: Page,
    form: Filled,
    years: Vec<Choice>,
    seasons: Vec<Choice>,
    findings: Vec<FindingView>,
    filled: bool,
}

/// What a table gave: nothing was read, it filled the form, or it had faults.
enum Table {
    None,
    Filled(Findings),
    Faulty(Findings),
}

/// `GET /calendar/edit?term=2026-autumn`: the term as it stands, or an empty form.
pub async fn edit(visit: Visit) -> Answer {
    let today = visit.ctx().now.day();
    let wanted = Input::parse(visit.query())
        .get("term")
        .parse()
        .unwrap_or(TermName::around(today));
    let terms = visit
        .read(|ctx, tx| {
            let school = policy::may_set_calendar(tx, ctx)?.into_target();
            queries::calendar(tx, school.number)
        })
        .await?;
    let form = match terms.iter().find(|term| term.name == wanted) {
        Some(term) => Filled::with(&[
            ("year", &term.name.year),
            ("season", &term.name.season.code()),
            ("first", &term.first),
            ("weeks", &term.weeks),
            ("exceptions", &typed((&term.holidays, &term.workdays))),
        ]),
        None => Filled::with(&[
            ("year", &wanted.year),
            ("season", &wanted.season.code()),
            ("weeks", &20),
        ]),
    };
    page(&visit, form, &Table::None)
}

fn page(visit: &Visit, form: Filled, table: &Table) -> Answer {
    let p = visit
        .page()
        .crumb("/calendar", visit.page().t("org-calendar"))
        .crumb("", visit.page().t("org-calendar-set"));
    let (status, found) = match table {
        Table::None => (form.status(), Vec::new()),
        Table::Filled(findings) => (form.status(), findings.of(Severity::Warning).collect()),
        Table::Faulty(findings) => (
            axum::http::StatusCode::UNPROCESSABLE_ENTITY,
            findings.of(Severity::Fault).collect(),
        ),
    };
    let page = TermPage {
        years: years(&p, visit.ctx().now.day()),
        seasons: choices(&p, "season", [Season::Autumn.code(), Season::Spring.code()]),
        findings: found.into_iter().map(|one| finding(&p, one)).collect(),
        filled: matches!(table, Table::Filled(_)),
        form,
        p,
    };
    with_status(status, &page)
}

/// `POST /calendar`: with a table it fills in the form for a look, without one it sets the term.
pub async fn save(upload: Upload) -> Answer {
    let visit = upload.visit.clone();
    visit
        .read(|ctx, tx| policy::may_set_calendar(tx, ctx).map(drop))
        .await?;
    match upload.file("file") {
        Ok(Some(file)) => return fill(&visit, &upload.input, file),
        Ok(None) => {}
        Err(Error::Invalid(problems)) => {
            let form = Filled::refused(&visit, upload.input, &problems);
            return page(&visit, form, &Table::None);
        }
        Err(other) => return Err(other.into()),
    }
    match set(&visit, &upload.input).await {
        Ok(name) => {
            let done = Text::new("org-calendar-was-set").with("term", label(&visit.page(), name));
            redirect_saying(&visit, &format!("/calendar?term={name}"), &done)
        }
        Err(Error::Invalid(problems)) => {
            let problems = at_fields(problems);
            page(
                &visit,
                Filled::refused(&visit, upload.input, &problems),
                &Table::None,
            )
        }
        Err(other) => Err(other.into()),
    }
}

/// Puts what a table says into the form; nothing is set yet.
fn fill(visit: &Visit, input: &Input, file: &UploadedFile) -> Answer {
    let book = match paper::sheet::read(&file.bytes, &file.name) {
        Ok(book) => book,
        Err(error) => {
            let problems = Problems(vec![Problem {
                field: "file".to_owned(),
                text: error.text(),
            }]);
            return page(
                visit,
                Filled::refused(visit, input.clone(), &problems),
                &Table::None,
            );
        }
    };
    let (exceptions, table) = match read_entries(&book) {
        Ok(((holidays, workdays), findings)) => (typed((&holidays, &workdays)), Table::Filled(findings)),
        Err(findings) => (input.get("exceptions").to_owned(), Table::Faulty(findings)),
    };
    let form = Filled::with(&[
        ("year", &input.get("year")),
        ("season", &input.get("season")),
        ("first", &input.get("first")),
        ("weeks", &input.get("weeks")),
        ("exceptions", &exceptions),
    ]);
    page(visit, form, &table)
}

/// Faults of single lines and days are shown at the one field that holds them all.
fn at_fields(problems: Problems) -> Problems {
    let moved = problems.0.into_iter().map(|mut problem| {
        if problem.field.starts_with("line-") || matches!(problem.field.as_str(), "holidays" | "workdays") {
            problem.field = "exceptions".to_owned();
        }
        problem
    });
    Problems(moved.collect())
}

fn parse(input: &Input) -> Result<Term> {
    let mut problems = Problems::default();
    let required = || Text::new("web-required");
    let year = problems.take(
        "year",
        input
            .parsed::<i32>("year", required())
            .and_then(|year| year.ok_or_else(required)),
    );
    let season = problems.take(
        "season",
        Season::from_code(input.get("season")).ok_or_else(required),
    );
    let first = input
        .parsed::<Day>("first", Text::new("org-not-a-day"))
        .and_then(|day| day.ok_or_else(required));
    let first = problems.take("first", first);
    let wrong = Text::new("org-calendar-weeks").with("most", crate::model::calendar::MOST_WEEKS);
    let weeks = problems.take(
        "weeks",
        input
            .parsed::<u8>("weeks", wrong)
            .and_then(|weeks| weeks.ok_or_else(required)),
    );
    let exceptions = match read_typed(input.get("exceptions")) {
        Ok(exceptions) => Some(exceptions),
        Err(found) => {
            problems.0.extend(found.0);
            None
        }
    };
    match (year, season, first, weeks, exceptions) {
        (Some(year), Some(season), Some(first), Some(weeks), Some((holidays, workdays))) => Ok(Term {
            name: TermName { year, season },
            first,
            weeks,
            holidays,
            workdays,
        }),
        _ => Err(Error::Invalid(problems)),
    }
}

async fn set(visit: &Visit, input: &Input) -> Result<TermName> {
    let term = parse(input)?;
    let name = term.name;
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_set_calendar(tx, ctx)?;
            actions::set_term(tx, ctx, &grant, &term)
        })
        .await?;
    Ok(name)
}
