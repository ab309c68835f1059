//! What a student sees: the grades that are shown or locked, each figure opened; what waits to be rated; the abilities over
//! all tasks. What is half-done is not here.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Result, Text};
use web::{Answer, Page, Visit, html};

use super::opened::{self, AbilityView, ItemView, PhaseView, exact};
use super::sheet::total_text;
use super::{courses, say, sheet_id, state_mark};
use crate::courses::course;
use crate::grading;
use crate::model::{Observed, means, veiled};
use crate::policy::{self, OwnLine};
use crate::queries::{self, ProfileRow, SheetRow, TotalRow};

#[derive(Template)]
#[template(path = "results.html")]
struct ResultsPage {
    p: Page,
    rows: Vec<ResultRow>,
}

struct ResultRow {
    id: String,
    title: String,
    course: bool,
    public: bool,
    round: bool,
    total: String,
    state: (&'static str, String),
}

/// `GET /results`
pub async fn index(visit: Visit) -> Answer {
    let rows = visit
        .read(|ctx, tx| {
            let desk = policy::may_read_own(ctx)?;
            let sheets = queries::sheets_of_student(tx, desk.school, desk.person)?;
            queries::with_lines(tx, desk.school, (desk.person, sheets))
        })
        .await?;
    let row = |(sheet, line): (SheetRow, TotalRow)| {
        let exempt = !line.exempt.is_empty();
        let total = line
            .total
            .filter(|_| sheet.is_public() && !exempt && !line.veiled);
        ResultRow {
            id: sheet.id.to_string(),
            course: sheet.is_course(),
            public: sheet.is_public(),
            round: sheet.round_open && sheet.state == "draft" && !exempt,
            total: total_text(total),
            state: mark(&visit, &sheet),
            title: sheet.title,
        }
    };
    html(&ResultsPage {
        rows: rows.into_iter().map(row).collect(),
        p: visit.page(),
    })
}

/// A student need not know where a sheet is on its way: it is there, or it is not.
fn mark(visit: &Visit, sheet: &SheetRow) -> (&'static str, String) {
    match sheet.state.as_str() {
        "locked" | "correcting" => state_mark(visit, "locked"),
        _ if sheet.is_public() => ("ok", say(visit, "assessment-result-shown")),
        _ => ("idle", say(visit, "assessment-result-not-yet")),
    }
}

#[derive(Template)]
#[template(path = "result.html")]
struct ResultPage {
    p: Page,
    title: String,
    state: (&'static str, String),
    provisional: bool,
    exempt: String,
    total: String,
    exact: String,
    withheld: bool,
    rule: String,
    items: Vec<ItemView>,
    together: String,
    phases: Vec<PhaseView>,
    abilities: Vec<AbilityView>,
}

#[derive(Template)]
#[template(path = "result_course.html")]
struct CourseResultPage {
    p: Page,
    title: String,
    state: (&'static str, String),
    provisional: bool,
    total: String,
    exact: String,
    passed: (&'static str, String),
    items: Vec<(String, String, String, String)>,
}

/// `GET /results/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = sheet_id(&id)?;
    let own = visit
        .read(move |ctx, tx| {
            let own = policy::may_read_own_grades(tx, ctx, id)?.into_target();
            if own.sheet.is_public() {
                Ok(own)
            } else {
                Err(Error::Denied(Text::new("assessment-denied-not-shown")))
            }
        })
        .await?;
    if own.sheet.is_course() {
        course_result(&visit, own).await
    } else {
        task_result(&visit, own).await
    }
}

async fn task_result(visit: &Visit, own: OwnLine) -> Answer {
    let (sheet, student) = (own.sheet.clone(), own.student);
    let (plan, grade, line, seen) = visit
        .read(move |_, tx| {
            let plan = grading::plan(tx, &sheet)?;
            let grade = grading::grade_of(tx, &sheet, &plan, student)?;
            let line = queries::total(tx, &sheet, student)?.ok_or(Error::NotFound)?;
            let seen = queries::observed(tx, &sheet, student)?;
            Ok((plan, grade, line, seen))
        })
        .await?;
    let view = veiled(&plan.task, &grade);
    let counts = line.exempt.is_empty();
    html(&ResultPage {
        p: page(visit, &own.sheet),
        title: own.sheet.title.clone(),
        state: mark(visit, &own.sheet),
        provisional: provisional(&own.sheet),
        exempt: line.exempt,
        total: total_text(view.total.filter(|_| counts)),
        exact: view.total.filter(|_| counts).map(exact).unwrap_or_default(),
        withheld: view.total_withheld,
        rule: if grade.used_a_stand_in() {
            opened::rule_text(visit, grade.rule)
        } else {
            String::new()
        },
        items: opened::veiled_items(visit, &plan.task, &view),
        together: view.together.map(exact).unwrap_or_default(),
        phases: opened::phases(visit, &plan.task, &view.phases),
        abilities: opened::abilities(visit, &plan.task, &seen),
    })
}

fn page(visit: &Visit, sheet: &SheetRow) -> Page {
    visit
        .page()
        .crumb("/results", say(visit, "assessment-nav-grades"))
        .crumb("", &sheet.title)
}

fn provisional(sheet: &SheetRow) -> bool {
    !matches!(sheet.state.as_str(), "locked" | "correcting")
}

async fn course_result(visit: &Visit, own: OwnLine) -> Answer {
    let (sheet, student) = (own.sheet.clone(), own.student);
    let (course, line) = visit
        .read(move |_, tx| {
            let line = queries::total(tx, &sheet, student)?.ok_or(Error::NotFound)?;
            Ok((course(tx, &sheet)?, line))
        })
        .await?;
    let item = |item: &crate::courses::CourseItem| {
        let stands = course.stands(student, item);
        let href = item
            .task_sheet
            .map(|task| format!("/results/{task}"))
            .unwrap_or_default();
        (
            item.name.clone(),
            format!("{}%", item.weight),
            courses::sitting_text(visit, stands),
            href,
        )
    };
    let total = line.total.filter(|_| line.exempt.is_empty());
    html(&CourseResultPage {
        p: page(visit, &own.sheet),
        title: own.sheet.title.clone(),
        state: mark(visit, &own.sheet),
        provisional: provisional(&own.sheet),
        total: total_text(total),
        exact: total.map(exact).unwrap_or_default(),
        passed: courses::passed(visit, total, &line.exempt),
        items: course.items.iter().map(item).collect(),
    })
}

#[derive(Template)]
#[template(path = "abilities.html")]
struct AbilitiesPage {
    p: Page,
    dimensions: Vec<DimensionView>,
}

/// A dimension over all tasks.
pub struct DimensionView {
    pub name: String,
    pub mean: String,
    pub count: u32,
    pub seen: Vec<(String, String, String, u8)>,
}

/// `GET /results/abilities`
pub async fn abilities(visit: Visit) -> Answer {
    let rows = visit
        .read(|ctx, tx| {
            let desk = policy::may_read_own(ctx)?;
            queries::profile(tx, desk.school, desk.person)
        })
        .await?;
    html(&AbilitiesPage {
        p: visit
            .page()
            .crumb("/results", say(&visit, "assessment-nav-grades"))
            .crumb("", say(&visit, "assessment-abilities")),
        dimensions: dimensions(&visit, &rows)?,
    })
}

fn dimensions(visit: &Visit, rows: &[ProfileRow]) -> Result<Vec<DimensionView>> {
    let mut observed: Vec<(&str, Observed, &ProfileRow)> = Vec::with_capacity(rows.len());
    for row in rows {
        let level = Observed::new(row.level).map_err(|_| Error::internal("a level out of range"))?;
        observed.push((row.dimension.as_str(), level, row));
    }
    let means = means(observed.iter().map(|(dimension, level, _)| (*dimension, *level)));
    let view = |(name, mean): (&str, crate::model::Mean)| DimensionView {
        name: name.to_owned(),
        mean: format!("{:.2}", mean.value()),
        count: mean.count,
        seen: observed
            .iter()
            .filter(|(dimension, ..)| *dimension == name)
            .map(|(_, level, row)| {
                (
                    row.sheet.to_string(),
                    row.title.clone(),
                    say(visit, level.key()),
                    u8::from(*level),
                )
            })
            .collect(),
    };
    Ok(means.into_iter().map(view).collect())
}
