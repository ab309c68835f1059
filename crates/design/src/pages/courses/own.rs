//! A course of the school's own: 公共基础, 通用职业素质, 基本技能, 拓展, 企业实践.

use askama::Template;
use axum::extract::Path;
use kernel::{Error, Hours, Problems, Result, Text};
use web::{Answer, Filled, Form, Input, Page, Visit, redirect_saying, with_status};

use super::{adoption_id, level_name, say};
use crate::actions::{Own, add_own_course};
use crate::model::AdoptionId;
use crate::model::course::CourseClass;
use crate::policy;

#[derive(Template)]
#[template(path = "course_own.html")]
struct OwnPage {
    p: Page,
    id: String,
    form: Filled,
    classes: Vec<(&'static str, String)>,
    semesters: Vec<SemesterField>,
}

struct SemesterField {
    name: String,
    label: String,
    value: String,
}

/// `GET /courses/plans/{id}/courses/new`
pub async fn new(visit: Visit, Path(id): Path<String>) -> Answer {
    form(&visit, adoption_id(&id)?, Filled::empty()).await
}

async fn form(visit: &Visit, id: AdoptionId, form: Filled) -> Answer {
    let row = visit
        .read(move |ctx, tx| Ok(policy::may_edit_adoption(tx, ctx, id)?.into_target().row))
        .await?;
    let field = |n: i64| SemesterField {
        name: format!("s{n}"),
        label: visit.text(&Text::new("design-semester").with("n", n)),
        value: form.value(&format!("s{n}")).to_owned(),
    };
    let classes = CourseClass::ALL.into_iter().filter(|class| !class.needs_base());
    let name = level_name(visit, (&row.level, &row.entry, row.years));
    let page = visit.page().crumb("/courses", say(visit, "design-nav-courses"));
    let page = page.crumb(
        format!("/courses/plans/{id}"),
        format!("{} {name}", row.major_name),
    );
    with_status(
        form.status(),
        &OwnPage {
            p: page.crumb("", say(visit, "design-own-add")),
            id: id.to_string(),
            semesters: (1..=row.semesters).map(field).collect(),
            classes: classes
                .map(|class| (class.code(), say(visit, class.key())))
                .collect(),
            form,
        },
    )
}

/// `POST /courses/plans/{id}/courses/own`
pub async fn create(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let adoption = adoption_id(&id)?;
    let own = own(&input);
    let done = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_adoption(tx, ctx, adoption)?;
            let own = own
                .as_ref()
                .map_err(|problems| Error::Invalid(problems.clone()))?;
            add_own_course(tx, ctx, &grant, own)
        })
        .await;
    match done {
        Ok(course) => redirect_saying(
            &visit,
            &format!("/courses/plans/{id}#c-{course}"),
            &Text::new("design-course-added"),
        ),
        Err(Error::Invalid(problems)) => {
            form(&visit, adoption, Filled::refused(&visit, input, &problems)).await
        }
        Err(other) => Err(other.into()),
    }
}

fn own(input: &Input) -> Result<Own, Problems> {
    let mut problems = Problems::default();
    let class = CourseClass::from_code(input.get("class")).ok_or_else(|| Text::new("web-required"));
    let class = problems.take("class", class);
    let mut semesters = Vec::new();
    for n in 1..=MOST_SEMESTERS {
        let name = format!("s{n}");
        let hours = input.parsed::<Hours>(&name, Text::new("design-no-hours"));
        semesters.push(problems.take(&name, hours).flatten().unwrap_or_default());
    }
    let name = input.get("name").to_owned();
    match class {
        Some(class) if problems.is_empty() => Ok(Own {
            class,
            name,
            semesters,
        }),
        _ => Err(problems),
    }
}

/// More semesters than any level has.
const MOST_SEMESTERS: usize = 16;
