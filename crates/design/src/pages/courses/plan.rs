//! The plan of an adopted level: its courses semester by semester, its sums, and what the school leaves out.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use db::Tx;
use kernel::{Ctx, Error, Hours, Result, Text};
use serde_json::json;
use web::{Answer, Form, Page, Visit, html, json, redirect_saying};

use super::checked::Checked;
use super::{adoption_id, level_name, say, semesters_line};
use crate::actions;
use crate::model::AdoptionId;
use crate::model::course::{Base, CourseClass, SchoolCourse};
use crate::model::course_check::check as faults_of;
use crate::model::course_plan::{Level, newer};
use crate::policy;
use crate::queries::courses::{self as queries, Adoption, Courses};

#[derive(Template)]
#[template(path = "course_plan.html")]
struct PlanPage {
    p: Page,
    id: String,
    name: String,
    level: String,
    standard: StandardView,
    plan_hours: (String, i64),
    state: Checked,
    heads: Vec<usize>,
    rows: Vec<CourseView>,
    semesters: Vec<String>,
    hours: String,
    left_out: Vec<LeftOut>,
    may_edit: bool,
    withdrawn: String,
    adopted: String,
}

/// The version of a standard that is followed, and what is newer.
pub(super) struct StandardView {
    pub href: String,
    pub title: String,
    pub number: i64,
    pub newest: Option<i64>,
    pub difference: String,
}

impl StandardView {
    /// Of the published versions of the standard, the newest first.
    ///
    /// # Errors
    /// `NotFound` where the followed version is none of them.
    pub fn of(row: &Adoption, versions: &[standards::queries::Head]) -> Result<Self> {
        let (base, number) = (format!("/standards/{}", row.standard), row.number);
        let mut followed = versions.iter().filter(|head| head.number == number);
        let title = followed.next().ok_or(Error::NotFound)?.title.clone();
        let latest = versions.iter().map(|head| head.number).max();
        Ok(Self {
            href: format!("{base}/versions/{number}"),
            title,
            number,
            difference: format!("{base}/difference?from={number}&to={}", latest.unwrap_or(number)),
            newest: newer(latest, number),
        })
    }
}

struct CourseView {
    id: String,
    name: String,
    class: String,
    hours: String,
    base: String,
    semesters: Vec<String>,
    state: Option<(&'static str, String)>,
}

struct LeftOut {
    id: String,
    name: String,
    hours: String,
    semesters: String,
}

#[derive(Template)]
#[template(path = "course_plan_check.html")]
struct CheckPage {
    state: Checked,
}

struct Read {
    row: Adoption,
    courses: Courses,
    standard: StandardView,
    adopted_by: String,
}

fn read(tx: &mut Tx<'_>, ctx: &Ctx, id: AdoptionId) -> Result<Read> {
    let row = policy::may_read_adoption(tx, ctx, id)?;
    let courses = queries::plan(tx, &row)?;
    let versions = standards::queries::history(tx, row.standard)?;
    let standard = StandardView::of(&row, &versions)?;
    let adopted_by = people::queries::names_of(tx, row.school, &[row.adopted_by])?.remove(&row.adopted_by);
    Ok(Read {
        row,
        courses,
        standard,
        adopted_by: adopted_by.unwrap_or_default(),
    })
}

/// `GET /courses/plans/{id}`
pub async fn show(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = adoption_id(&id)?;
    let read = visit.read(move |ctx, tx| read(tx, ctx, id)).await?;
    let (row, level) = (&read.row, level_of(&read.row, &read.courses));
    let count = usize::try_from(row.semesters).unwrap_or(0);
    let name = level_name(&visit, (&row.level, &row.entry, row.years));
    let page = visit.page().crumb("/courses", say(&visit, "design-nav-courses"));
    let withdrawn = row.withdrawn_at.map(|at| at.day().to_string());
    html(&PlanPage {
        p: page.crumb("", format!("{} {name}", row.major_name)),
        id: id.to_string(),
        name: row.major_name.clone(),
        level: name,
        standard: read.standard,
        plan_hours: (shown(row.plan_hours), row.version),
        state: checked(&visit, row, &level),
        heads: (1..=count).collect(),
        rows: course_views(&visit, &read.courses),
        semesters: level.semesters(count).into_iter().map(nonzero).collect(),
        hours: level.hours().to_string(),
        left_out: level.left_out().map(|base| left_out(&visit, base)).collect(),
        may_edit: withdrawn.is_none() && policy::may_adopt(visit.ctx()).is_ok(),
        withdrawn: withdrawn.unwrap_or_default(),
        adopted: visit.text(
            &Text::new("design-adopted-by")
                .with("name", &read.adopted_by)
                .with("day", row.adopted_at.day()),
        ),
    })
}

const fn level_of<'a>(row: &Adoption, courses: &'a Courses) -> Level<'a> {
    Level {
        courses: courses.rows.as_slice(),
        bases: courses.bases.as_slice(),
        plan_hours: row.plan_hours,
    }
}

fn course_views(visit: &Visit, courses: &Courses) -> Vec<CourseView> {
    let view = |course: &SchoolCourse| CourseView {
        id: course.id.to_string(),
        name: course.name.clone(),
        class: say(visit, course.class.key()),
        hours: course.hours.to_string(),
        base: other_hours(course),
        semesters: course.semesters.iter().copied().map(nonzero).collect(),
        state: state(visit, course),
    };
    let of_class = |class: CourseClass| courses.rows.iter().filter(move |course| course.class == class);
    // What is converted comes first: it is what the page is opened for.
    let mut classes = CourseClass::ALL;
    classes.sort_by_key(|class| !class.needs_base());
    classes.into_iter().flat_map(of_class).map(view).collect()
}

/// How far the conversion of a course is; none for a course of the school's own without a fault.
fn state(visit: &Visit, course: &SchoolCourse) -> Option<(&'static str, String)> {
    let faults = faults_of(course).len();
    let found = || Text::new("design-check-findings").with("count", faults);
    let Some(base) = &course.base else {
        return (faults > 0).then(|| ("wait", visit.text(&found())));
    };
    let (done, due) = (course.converted(), base.tasks.len());
    let converted = Text::new("design-converted-of")
        .with("done", done)
        .with("due", due);
    let (kind, text) = match (faults, done) {
        (0, _) => ("ok", converted),
        (_, 0) if course.conversions.is_empty() => ("idle", converted),
        _ if done < due => ("working", converted),
        _ => ("wait", found()),
    };
    Some((kind, visit.text(&text)))
}

/// The hours of the base, where the course has others.
fn other_hours(course: &SchoolCourse) -> String {
    let base = course.base.as_ref().filter(|base| base.hours != course.hours);
    base.map(|base| base.hours.to_string()).unwrap_or_default()
}

fn left_out(visit: &Visit, base: &Base) -> LeftOut {
    LeftOut {
        id: base.course.to_string(),
        name: base.name.clone(),
        hours: base.hours.to_string(),
        semesters: semesters_line(visit, &base.semesters),
    }
}

fn shown(hours: Option<Hours>) -> String {
    hours.map(|hours| hours.to_string()).unwrap_or_default()
}

fn nonzero(hours: Hours) -> String {
    shown((hours != Hours::ZERO).then_some(hours))
}

fn checked(visit: &Visit, row: &Adoption, level: &Level<'_>) -> Checked {
    let findings = level.findings();
    let (due, done) = level.conversions();
    let integrated = level.hours_of(CourseClass::Integrated);
    let printed = level.printed_hours();
    let ok = |good: bool| if good { "ok" } else { "wait" };
    let mut states = vec![(
        ok(integrated <= printed),
        Text::new("design-check-integrated")
            .with("sum", integrated)
            .with("plan", printed),
    )];
    states.push(match level.plan_hours {
        Some(plan) => (
            ok(level.hours() <= plan),
            Text::new("design-check-plan")
                .with("sum", level.hours())
                .with("plan", plan),
        ),
        None => (
            "info",
            Text::new("design-check-all-hours").with("sum", level.hours()),
        ),
    });
    states.push((
        if done < due { "working" } else { "ok" },
        Text::new("design-check-converted")
            .with("done", done)
            .with("due", due),
    ));
    let faults = level.faults();
    states.push(match faults {
        0 => ("ok", Text::new("design-check-none")),
        count => ("wait", Text::new("design-check-findings").with("count", count)),
    });
    Checked {
        url: format!("/courses/plans/{}/check", row.id),
        states: states
            .into_iter()
            .map(|(state, text)| (state, visit.text(&text)))
            .collect(),
        findings: findings.iter().map(|text| visit.text(text)).collect(),
    }
}

/// `GET /courses/plans/{id}/check`: what the rules say, fetched again after a change.
pub async fn check(visit: Visit, Path(id): Path<String>) -> Answer {
    let id = adoption_id(&id)?;
    let (row, courses) = visit
        .read(move |ctx, tx| {
            let row = policy::may_read_adoption(tx, ctx, id)?;
            let courses = queries::plan(tx, &row)?;
            Ok((row, courses))
        })
        .await?;
    html(&CheckPage {
        state: checked(&visit, &row, &level_of(&row, &courses)),
    })
}

/// `POST /courses/plans/{id}`: saves the hours of the teaching plan (autosave).
pub async fn set(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let id = adoption_id(&id)?;
    let version = input.get("version").parse().map_err(|_| Error::NotFound)?;
    let typed = input.parsed::<Hours>("hours", Text::new("design-no-hours"));
    let version = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_adoption(tx, ctx, id)?;
            let hours = typed.clone().map_err(|text| Error::field("hours", text))?;
            actions::set_plan_hours(tx, ctx, &grant, (hours, version))
        })
        .await?;
    json(StatusCode::OK, &json!({ "version": version }))
}

/// `POST /courses/plans/{id}/courses`: takes a course of the standard.
pub async fn take(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let id = adoption_id(&id)?;
    let base = input.get("course").parse().map_err(|_| Error::NotFound)?;
    let course = visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_adoption(tx, ctx, id)?;
            actions::take_course(tx, ctx, &grant, base)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/courses/plans/{id}#c-{course}"),
        &Text::new("design-course-added"),
    )
}

/// `POST /courses/plans/{id}/withdrawal`
pub async fn withdraw(Path(id): Path<String>, Form(visit, input): Form) -> Answer {
    let adoption = adoption_id(&id)?;
    let reason = input.get("reason").to_owned();
    visit
        .write(move |ctx, tx| {
            let grant = policy::may_edit_adoption(tx, ctx, adoption)?;
            actions::withdraw_adoption(tx, ctx, &grant, &reason)
        })
        .await?;
    redirect_saying(
        &visit,
        &format!("/courses/plans/{id}"),
        &Text::new("design-adoption-withdrawn-now"),
    )
}
