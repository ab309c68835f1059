//! A school course beside the course of the standard that it was converted from: what differs, task by task and semester by semester.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Hours};
use web::{Answer, Page, Visit, html};

use super::course::{crumbs, load};
use super::plan::StandardView;
use super::{course_id, say};
use crate::model::course::{Base, Conversion, SchoolCourse};
use crate::model::course_difference::{Line, lines, semesters};

#[derive(Template)]
#[template(path = "course_difference.html")]
struct DifferencePage {
    p: Page,
    id: String,
    name: String,
    standard: StandardView,
    rows: Vec<LineView>,
    hours: SumView,
    tasks: SumView,
    terms: Vec<SumView>,
    note: String,
}

struct LineView {
    id: String,
    reference: String,
    hours: String,
    decision: String,
    tasks: Vec<(String, String)>,
    own: String,
    change: String,
    parts: Vec<String>,
    reason: String,
}

/// Hours of the standard, of the school, and by how many these are more.
struct SumView {
    standard: String,
    own: String,
    change: String,
}

impl SumView {
    fn of((standard, own): (Hours, Hours)) -> Self {
        Self {
            standard: standard.to_string(),
            own: own.to_string(),
            change: signed(own - standard),
        }
    }
}

/// `GET /courses/{id}/difference`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = course_id(&id)?;
    let loaded = visit.read(move |ctx, tx| load(tx, ctx, id)).await?;
    let course = &loaded.one.course;
    let (Some(base), Some(standard)) = (&course.base, loaded.standard) else {
        return Err(Error::NotFound.into());
    };
    let page = crumbs(&visit, &loaded.head).crumb(format!("/courses/{id}"), &course.name);
    html(&DifferencePage {
        p: page.crumb("", say(&visit, "design-compare")),
        id: id.to_string(),
        name: course.name.clone(),
        standard,
        rows: lines(course).iter().map(|line| view(&visit, line)).collect(),
        hours: SumView::of((base.hours, course.hours)),
        tasks: SumView::of(task_sums(base, course)),
        terms: semesters(course, base).into_iter().map(SumView::of).collect(),
        note: course.note.clone(),
    })
}

fn task_sums(base: &Base, course: &SchoolCourse) -> (Hours, Hours) {
    (
        base.tasks.iter().map(|task| task.hours).sum(),
        course.conversions.iter().map(Conversion::hours).sum(),
    )
}

fn view(visit: &Visit, line: &Line<'_>) -> LineView {
    let found = line.conversion;
    let tasks = found.iter().flat_map(|conversion| &conversion.tasks);
    LineView {
        id: line.reference.id.to_string(),
        reference: line.reference.name.clone(),
        hours: line.reference.hours.to_string(),
        decision: say(
            visit,
            found.map_or("design-decision-open", |conversion| conversion.decision.key()),
        ),
        tasks: tasks
            .map(|task| (task.name.clone(), task.hours.to_string()))
            .collect(),
        own: found
            .map(|conversion| conversion.hours().to_string())
            .unwrap_or_default(),
        change: found.map(|_| signed(line.hours())).unwrap_or_default(),
        parts: line.parts.iter().map(|part| say(visit, part.key())).collect(),
        reason: found
            .map(|conversion| conversion.reason.clone())
            .unwrap_or_default(),
    }
}

/// `+12`, `−6` with the typographic sign; empty for no change.
fn signed(change: Hours) -> String {
    if change == Hours::ZERO {
        String::new()
    } else if change > Hours::ZERO {
        format!("+{change}")
    } else {
        format!("−{}", Hours::ZERO - change)
    }
}
