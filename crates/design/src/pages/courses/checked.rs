//! What the rules say of a course: at its head what is about the whole, at each 参考性学习任务 what is about it.

use kernel::{Hours, Text};
use web::Visit;

use crate::model::course::{Conversion, SchoolCourse};
use crate::model::course_check::check;
use crate::model::{Finding, Place, ReferenceId};
use crate::queries::courses::OneCourse;

/// What the rules say of a plan or of a course as a whole; fetched again after a change.
pub struct Checked {
    /// Where it is fetched again.
    pub url: String,
    /// Sums, each a state and its words.
    pub states: Vec<(&'static str, String)>,
    /// What is to be mended.
    pub findings: Vec<String>,
}

/// What the rules say of one 参考性学习任务.
pub struct PlaceView {
    /// The 参考性学习任务.
    pub id: String,
    /// Its hours in the school beside those of the standard; empty while nothing is decided.
    pub sum: String,
    /// What is to be mended.
    pub findings: Vec<String>,
}

/// What the rules say of a course.
pub fn checked(visit: &Visit, one: &OneCourse) -> (Checked, Vec<PlaceView>) {
    let course = &one.course;
    let findings = check(course);
    let references: Vec<ReferenceId> = course
        .base
        .iter()
        .flat_map(|base| &base.tasks)
        .map(|task| task.id)
        .collect();
    let at = |finding: &Finding| place_of(course, finding).filter(|id| references.contains(id));
    let whole = findings.iter().filter(|finding| at(finding).is_none());
    let level = one.sums.findings();
    let texts = whole.map(|finding| &finding.text).chain(&level);
    let texts: Vec<String> = texts.map(|text| visit.text(text)).collect();
    let view = |id: &ReferenceId| PlaceView {
        id: id.to_string(),
        sum: sum_of(visit, course, *id),
        findings: findings
            .iter()
            .filter(|finding| at(finding) == Some(*id))
            .map(|finding| visit.text(&finding.text))
            .collect(),
    };
    let state = Checked {
        url: format!("/courses/{}/check", course.id),
        states: states(one, findings.len() + level.len())
            .into_iter()
            .map(|(state, text)| (state, visit.text(&text)))
            .collect(),
        findings: texts,
    };
    (state, references.iter().map(view).collect())
}

fn place_of(course: &SchoolCourse, finding: &Finding) -> Option<ReferenceId> {
    match finding.place {
        Place::Reference(id) => Some(id),
        Place::Conversion(id) => {
            let mut conversions = course.conversions.iter();
            let found = conversions.find(|conversion| conversion.id == id)?;
            Some(found.reference)
        }
        _ => None,
    }
}

fn sum_of(visit: &Visit, course: &SchoolCourse, id: ReferenceId) -> String {
    let Some(conversion) = course.conversion(id) else {
        return String::new();
    };
    let base = course.reference(conversion).map(|task| task.hours);
    visit.text(
        &Text::new("design-place-hours")
            .with("sum", conversion.hours())
            .with("base", base.unwrap_or_default()),
    )
}

fn states(one: &OneCourse, findings: usize) -> Vec<(&'static str, Text)> {
    let course = &one.course;
    let ok = |good: bool| if good { "ok" } else { "wait" };
    let against = |key: &'static str, sum: Hours, plan: Hours| {
        let text = Text::new(key).with("sum", sum).with("plan", plan);
        (ok(sum == plan), text)
    };
    let mut states = Vec::new();
    if let Some(base) = &course.base {
        let tasks: Hours = course.conversions.iter().map(Conversion::hours).sum();
        let (done, due) = (course.converted(), base.tasks.len());
        let converted = Text::new("design-check-converted")
            .with("done", done)
            .with("due", due);
        states.push((if done < due { "working" } else { "ok" }, converted));
        states.push(against("design-check-task-hours", tasks, course.hours));
    }
    let semesters = course.semesters.iter().copied().sum();
    states.push(against("design-check-semesters", semesters, course.hours));
    if course.base.is_some() {
        let sums = &one.sums;
        let text = Text::new("design-check-level")
            .with("sum", sums.integrated)
            .with("plan", sums.printed);
        states.push((ok(sums.integrated <= sums.printed), text));
    }
    states.push(match findings {
        0 => ("ok", Text::new("design-check-none")),
        count => ("wait", Text::new("design-check-findings").with("count", count)),
    });
    states
}
