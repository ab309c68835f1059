//! The standards that the school has adopted.

use askama::Template;
use web::{Answer, Page, Visit, html};

use super::level_name;
use crate::queries::courses::{self as queries, AdoptionLine};
use crate::{model, policy};

#[derive(Template)]
#[template(path = "courses.html")]
struct CoursesPage {
    p: Page,
    rows: Vec<LineView>,
    may_adopt: bool,
}

struct LineView {
    id: String,
    major: String,
    code: String,
    level: String,
    standard: String,
    number: i64,
    newest: Option<i64>,
    courses: i64,
    hours: String,
    converted: i64,
    references: i64,
    state: (&'static str, &'static str),
}

/// `GET /courses`
pub async fn index(visit: Visit) -> Answer {
    let may_adopt = policy::may_adopt(visit.ctx()).is_ok();
    let (lines, newest) = visit
        .read(|ctx, tx| {
            let school = policy::may_read_courses(ctx)?.target().school;
            Ok((queries::adoptions(tx, school)?, standards::queries::newest(tx)?))
        })
        .await?;
    let view = |line: &AdoptionLine| LineView {
        id: line.id.to_string(),
        major: line.major_name.clone(),
        code: line.major_code.clone(),
        level: level_name(&visit, (&line.level, &line.entry, line.years)),
        standard: line.standard.to_string(),
        number: line.number,
        newest: model::course_plan::newer(newest.get(&line.standard).copied(), line.number),
        courses: line.courses,
        hours: line.hours.to_string(),
        converted: line.converted,
        references: line.references,
        state: state(line),
    };
    html(&CoursesPage {
        p: visit.page(),
        rows: lines.iter().map(view).collect(),
        may_adopt,
    })
}

const fn state(line: &AdoptionLine) -> (&'static str, &'static str) {
    if line.withdrawn_at.is_some() {
        ("mute", "design-adoption-state-withdrawn")
    } else if line.converted == 0 {
        ("idle", "design-adoption-state-new")
    } else if line.converted < line.references {
        ("working", "design-adoption-state-working")
    } else {
        ("ok", "design-adoption-state-whole")
    }
}
