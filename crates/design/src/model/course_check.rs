//! The rules of a school course and of a level's plan. Each is one function; [`check`] runs all of a course's.

use kernel::{Hours, Text};

use super::course::{Conversion, Decision, SchoolCourse};
use super::finding::{Finding, Place};
use super::ids::ReferenceId;

/// A rule looks at the whole course and names every fault.
pub type Rule = fn(&SchoolCourse) -> Vec<Finding>;

/// Every rule of a course.
pub const RULES: [Rule; 9] = [
    base_is_given,
    tasks_fill_the_course,
    semesters_fill_the_course,
    every_reference_is_converted_once,
    decision_fits_its_tasks,
    conversion_has_a_reason,
    task_has_a_name,
    task_has_hours,
    change_of_hours_is_explained,
];

/// The findings of every rule.
pub fn check(course: &SchoolCourse) -> Vec<Finding> {
    RULES.iter().flat_map(|rule| rule(course)).collect()
}

/// Rule: the courses of a level together stay within the hours of its plan.
pub fn level_stays_within_its_plan(sum: Hours, plan: Hours) -> Option<Text> {
    (sum > plan).then(|| {
        Text::new("design-level-hours")
            .with("sum", sum)
            .with("plan", plan)
    })
}

/// Whether hours differ by more than 20 % of the base, so that a 转化说明 is needed (school conversion). Exactly 20 %
/// needs none; from nothing to something does.
pub const fn differs_by_a_fifth(base: Hours, hours: Hours) -> bool {
    let change = if hours.0 > base.0 {
        hours.0 - base.0
    } else {
        base.0 - hours.0
    };
    change * 5 > base.0
}

/// Rule: a 工学一体化课程 has a base in a published standard, other classes have none.
pub fn base_is_given(course: &SchoolCourse) -> Vec<Finding> {
    match (course.class.needs_base(), &course.base) {
        (true, None) => vec![of(course, Text::new("design-course-no-base"))],
        (false, Some(_)) => vec![of(course, Text::new("design-course-needless-base"))],
        _ => Vec::new(),
    }
}

/// Rule: the hours of the tasks sum to those of the course (Σ参考学时 = 基准学时).
pub fn tasks_fill_the_course(course: &SchoolCourse) -> Vec<Finding> {
    if course.conversions.is_empty() {
        return Vec::new();
    }
    let sum: Hours = course.conversions.iter().map(Conversion::hours).sum();
    let text = Text::new("design-course-task-hours")
        .with("sum", sum)
        .with("hours", course.hours);
    if sum == course.hours {
        Vec::new()
    } else {
        vec![of(course, text)]
    }
}

/// Rule: the hours of the semesters sum to those of the course (学期分配).
pub fn semesters_fill_the_course(course: &SchoolCourse) -> Vec<Finding> {
    let sum: Hours = course.semesters.iter().copied().sum();
    let text = Text::new("design-course-semester-hours")
        .with("sum", sum)
        .with("hours", course.hours);
    if sum == course.hours {
        Vec::new()
    } else {
        vec![of(course, text)]
    }
}

/// Rule: every 参考性学习任务 of the base is converted, and once.
pub fn every_reference_is_converted_once(course: &SchoolCourse) -> Vec<Finding> {
    let Some(base) = &course.base else {
        return Vec::new();
    };
    let times = |id: ReferenceId| {
        course
            .conversions
            .iter()
            .filter(|conversion| conversion.reference == id)
            .count()
    };
    let mut findings = Vec::new();
    for task in &base.tasks {
        let key = match times(task.id) {
            0 => "design-reference-open",
            1 => continue,
            _ => "design-reference-twice",
        };
        findings.push(Finding::at(
            Place::Reference(task.id),
            Text::new(key).with("task", &task.name),
        ));
    }
    let strange = course
        .conversions
        .iter()
        .filter(|conversion| course.reference(conversion).is_none());
    findings.extend(strange.map(|conversion| {
        Finding::at(
            Place::Conversion(conversion.id),
            Text::new("design-reference-unknown"),
        )
    }));
    findings
}

/// Rule: a kept task is one task with the name and hours of its reference, a changed one is one task, a split one
/// several, a replaced one at least one.
pub fn decision_fits_its_tasks(course: &SchoolCourse) -> Vec<Finding> {
    let known = course
        .conversions
        .iter()
        .filter_map(|conversion| Some((conversion, course.reference(conversion)?)));
    known
        .filter_map(|(conversion, reference)| {
            let key = match (conversion.decision, conversion.tasks.as_slice()) {
                (Decision::Kept, [task]) if task.name == reference.name && task.hours == reference.hours => {
                    None
                }
                (Decision::Kept, _) => Some("design-decision-kept-differs"),
                (Decision::Changed, [_]) => None,
                (Decision::Changed, _) => Some("design-decision-changed-count"),
                (Decision::Split, tasks) => (tasks.len() < 2).then_some("design-decision-split-count"),
                (Decision::Replaced, tasks) => tasks.is_empty().then_some("design-decision-replaced-count"),
            }?;
            let text = Text::new(key).with("task", &reference.name);
            Some(Finding::at(Place::Conversion(conversion.id), text))
        })
        .collect()
}

/// Rule: what is not kept has a reason; hours that change by more than 20 % need it above all (转化说明).
pub fn conversion_has_a_reason(course: &SchoolCourse) -> Vec<Finding> {
    let silent = course
        .conversions
        .iter()
        .filter(|conversion| conversion.reason.trim().is_empty());
    silent
        .filter_map(|conversion| {
            let reference = course.reference(conversion)?;
            let text = if differs_by_a_fifth(reference.hours, conversion.hours()) {
                hours_text("design-reason-hours", reference.hours, conversion.hours())
                    .with("task", &reference.name)
            } else if conversion.decision == Decision::Kept {
                return None;
            } else {
                Text::new("design-reason-open").with("task", &reference.name)
            };
            Some(Finding::at(Place::Conversion(conversion.id), text))
        })
        .collect()
}

/// Rule: every task of the school has a name.
pub fn task_has_a_name(course: &SchoolCourse) -> Vec<Finding> {
    let nameless = course.conversions.iter().filter(|conversion| {
        let mut tasks = conversion.tasks.iter();
        tasks.any(|task| task.name.trim().is_empty())
    });
    nameless
        .map(|conversion| Finding::at(Place::Conversion(conversion.id), Text::new("design-task-no-name")))
        .collect()
}

/// Rule: every task of the school has hours.
pub fn task_has_hours(course: &SchoolCourse) -> Vec<Finding> {
    let all = course
        .conversions
        .iter()
        .flat_map(|conversion| conversion.tasks.iter().map(move |task| (conversion.id, task)));
    all.filter(|(_, task)| task.hours == Hours::ZERO)
        .map(|(id, task)| {
            Finding::at(
                Place::Conversion(id),
                Text::new("design-task-no-hours").with("task", &task.name),
            )
        })
        .collect()
}

/// Rule: a course whose hours differ from the base by more than 20 % has a 转化说明.
pub fn change_of_hours_is_explained(course: &SchoolCourse) -> Vec<Finding> {
    let Some(base) = &course.base else {
        return Vec::new();
    };
    if !differs_by_a_fifth(base.hours, course.hours) || !course.note.trim().is_empty() {
        return Vec::new();
    }
    vec![of(
        course,
        hours_text("design-course-note", base.hours, course.hours),
    )]
}

fn hours_text(key: &'static str, base: Hours, hours: Hours) -> Text {
    Text::new(key).with("base", base).with("hours", hours)
}

fn of(course: &SchoolCourse, text: Text) -> Finding {
    Finding::at(Place::Course(course.id), text)
}
