//! What is wrong with a standard is found, named and located.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use kernel::{Hours, Percent};
use standards::model::{Goal, Place, Standard, Step, findings};

fn changed(change: impl FnOnce(&mut Standard)) -> Vec<(String, String)> {
    let mut standard = common::standard();
    change(&mut standard);
    let found = findings(&standard);
    let value = serde_json::to_value(&standard).unwrap();
    found
        .iter()
        .for_each(|finding| assert!(resolves(&value, &finding.place), "{}", finding.place));
    found
        .into_iter()
        .map(|finding| (finding.message.key.into_owned(), finding.place.to_string()))
        .collect()
}

fn resolves(value: &serde_json::Value, place: &Place) -> bool {
    let found = place.steps().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get(name),
        Step::Item(index) => value.get(index),
    });
    found.is_some()
}

fn found(key: &str, place: &str) -> (String, String) {
    (format!("standards-{key}"), place.to_owned())
}

#[test]
fn hours_that_do_not_sum_up_are_found() {
    let wrong = changed(|standard| standard.courses[2].tasks[1].hours = Some(Hours::whole(86)));
    assert_eq!(wrong, [found("hours-tasks", "courses.2.tasks")]);
    let wrong = changed(|standard| standard.plan.tables[0].rows[2].semesters[2] = Some(Hours::whole(130)));
    assert_eq!(
        wrong,
        [
            found("hours-semesters", "plan.tables.0.rows.2.semesters"),
            found("hours-total-semester", "plan.tables.0.total.semesters.2"),
        ]
    );
    let wrong =
        changed(|standard| standard.plan.tables[4].total.as_mut().unwrap().hours = Some(Hours::whole(2_690)));
    assert_eq!(wrong, [found("hours-total", "plan.tables.4.total.hours")]);
    let wrong = changed(|standard| standard.courses[0].hours = None);
    assert_eq!(wrong, [found("hours-missing", "courses.0.hours")]);
}

#[test]
fn courses_without_a_block_and_blocks_without_a_table_are_found() {
    let wrong = changed(|standard| drop(standard.courses.remove(11)));
    assert_eq!(
        wrong,
        [
            found("task-without-block", "requirements.11"),
            found("plan-without-block", "plan.tables.3.rows.11"),
            found("plan-without-block", "plan.tables.4.rows.11"),
        ]
    );
    let wrong = changed(|standard| standard.plan.tables.clear());
    assert_eq!(
        wrong
            .iter()
            .filter(|one| one.0 == "standards-block-without-plan")
            .count(),
        12
    );
    let wrong = changed(|standard| standard.requirements[3].level = Some(standards::model::Level::Advanced));
    assert_eq!(wrong, [found("plan-higher-level", "plan.tables.0.rows.3")]);
}

#[test]
fn goals_and_requirements_without_a_counterpart_are_found() {
    let wrong = changed(|standard| drop(standard.requirements.remove(9)));
    assert_eq!(
        wrong,
        [
            found("plan-without-requirements", "plan.tables.3.rows.9"),
            found("plan-without-requirements", "plan.tables.4.rows.9"),
            found("goals-without-requirements", "courses.9.goals"),
        ]
    );
    let alien = Goal {
        text: "能烹饪四川家常菜肴".to_owned(),
        ..Goal::default()
    };
    let wrong = changed(|standard| standard.courses[4].goals.items.push(alien));
    let last = common::standard().courses[4].goals.items.len();
    assert_eq!(
        wrong,
        [found("goal-uncovered", &format!("courses.4.goals.items.{last}"))]
    );
    let wrong = changed(|standard| standard.requirements[0].requirements.truncate(2));
    assert_eq!(wrong, [found("requirements-few", "requirements.0.requirements")]);
    let wrong = changed(|standard| drop(standard.courses[6].work.requirements.pop()));
    assert_eq!(wrong, [found("work-unequal", "courses.6.work.requirements")]);
}

#[test]
fn weights_that_contradict_each_other_are_found() {
    let wrong = changed(|standard| standard.courses[1].assessment.final_weight = Some(Percent::whole(50)));
    assert_eq!(
        wrong,
        [
            found("weights-sum", "courses.1.assessment"),
            found("weights-lead", "courses.1.assessment.final_weight")
        ]
    );
    let wrong =
        changed(|standard| standard.courses[1].assessment.process[0].weight = Some(Percent::whole(15)));
    assert_eq!(wrong, [found("weights-process", "courses.1.assessment.process")]);
}

#[test]
fn an_empty_standard_lacks_what_every_standard_has() {
    let wrong = changed(|standard| *standard = Standard::default());
    let keys: Vec<&str> = wrong.iter().map(|(key, _)| key.as_str()).collect();
    let missing = ["title", "issuer", "date", "major", "codes", "years"]
        .map(|field| format!("standards-missing-{field}"));
    assert_eq!(keys, missing);
}

#[test]
fn a_course_renamed_keeps_its_rows() {
    let wrong = changed(|standard| standard.rename_course(0, "零件手工加工"));
    assert_eq!(wrong, []);
}
