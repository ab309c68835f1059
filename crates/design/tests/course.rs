//! The rules of a school course, with the figures of 零件数控车床加工 (480 hours, five reference tasks of 96).

use design::model::course::{
    Base, Conversion, CourseClass, Decision, ReferenceTask, SchoolCourse, SchoolTask,
};
use design::model::course_check::{check, differs_by_a_fifth, level_stays_within_its_plan};
use design::model::{Place, Position};
use kernel::{Hours, Id, RawId};

fn id<T>(number: u128) -> Id<T> {
    Id::of(RawId::from_u128(number))
}

fn turning() -> SchoolCourse {
    let names = ["阶梯轴", "圆锥与圆弧轴", "螺纹轴", "套类零件", "综合零件"];
    let numbered = || names.iter().zip(1_u128..);
    let task = |name: &str, number| SchoolTask {
        id: id(100 + number),
        position: Position::nth(0),
        name: name.to_owned(),
        description: String::new(),
        hours: Hours::whole(96),
    };
    SchoolCourse {
        id: id(1),
        name: "零件数控车床加工".to_owned(),
        class: CourseClass::Integrated,
        hours: Hours::whole(480),
        semesters: [0, 0, 160, 320, 0, 0].map(Hours::whole).to_vec(),
        base: Some(Base {
            course: id(2),
            standard: id(3),
            number: 1,
            name: "零件数控车床加工".to_owned(),
            hours: Hours::whole(480),
            semesters: [0, 0, 160, 320, 0, 0].map(Hours::whole).to_vec(),
            tasks: numbered()
                .map(|(name, number)| ReferenceTask {
                    id: id(number),
                    name: (*name).to_owned(),
                    description: String::new(),
                    hours: Hours::whole(96),
                })
                .collect(),
        }),
        conversions: numbered()
            .map(|(name, number)| Conversion {
                id: id(10 + number),
                position: Position::nth(0),
                reference: id(number),
                decision: Decision::Kept,
                tasks: vec![task(name, number)],
                reason: String::new(),
            })
            .collect(),
        note: String::new(),
    }
}

fn broken(change: impl FnOnce(&mut SchoolCourse)) -> Vec<(Place, String)> {
    let mut course = turning();
    change(&mut course);
    check(&course)
        .into_iter()
        .map(|finding| (finding.place, finding.text.key.into_owned()))
        .collect()
}

const COURSE: fn() -> Place = || Place::Course(id(1));

#[test]
fn a_course_taken_as_it_stands_has_no_finding() {
    assert_eq!(broken(|_| ()), []);
}

#[test]
fn tasks_and_semesters_fill_the_course() {
    let found = broken(|course| {
        course.conversions[0].tasks[0].hours = Hours::whole(90);
        course.conversions[0].decision = Decision::Changed;
        course.conversions[0].reason = "设备少".to_owned();
    });
    assert_eq!(found, [(COURSE(), "design-course-task-hours".to_owned())]);
    let found = broken(|course| course.semesters[2] = Hours::whole(100));
    assert_eq!(found, [(COURSE(), "design-course-semester-hours".to_owned())]);
}

#[test]
fn every_reference_task_is_converted_once() {
    let found = broken(|course| course.conversions[4].reference = id(4));
    let keys: Vec<&str> = found.iter().map(|(_, key)| key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "design-reference-twice",
            "design-reference-open",
            "design-decision-kept-differs"
        ]
    );
    let found = broken(|course| course.conversions[4].reference = id(77));
    assert!(found.contains(&(Place::Conversion(id(15)), "design-reference-unknown".to_owned())));
}

#[test]
fn what_is_kept_changed_split_or_replaced_has_that_many_tasks() {
    let decided = |decision, tasks: usize| {
        broken(move |course| {
            let conversion = &mut course.conversions[0];
            conversion.decision = decision;
            conversion.reason = "结合本地订单".to_owned();
            let task = conversion.tasks[0].clone();
            conversion.tasks = vec![task; tasks];
            course.hours = course.conversions.iter().map(Conversion::hours).sum();
            course.semesters = vec![course.hours];
        })
    };
    let place = Place::Conversion(id(11));
    for (decision, tasks, key) in [
        (Decision::Kept, 2, "design-decision-kept-differs"),
        (Decision::Changed, 2, "design-decision-changed-count"),
        (Decision::Split, 1, "design-decision-split-count"),
        (Decision::Replaced, 0, "design-decision-replaced-count"),
    ] {
        assert_eq!(decided(decision, tasks), [(place, key.to_owned())], "{key}");
    }
    for (decision, tasks) in [
        (Decision::Changed, 1),
        (Decision::Split, 2),
        (Decision::Replaced, 1),
    ] {
        assert_eq!(decided(decision, tasks), [], "{}", decision.code());
    }
}

#[test]
fn a_change_of_more_than_a_fifth_needs_a_reason_and_exactly_a_fifth_does_not() {
    let hours = |base, hours| differs_by_a_fifth(Hours::whole(base), Hours::whole(hours));
    assert!(!hours(480, 576) && !hours(480, 384));
    assert!(hours(480, 577) && hours(480, 383) && hours(0, 1));
    assert!(differs_by_a_fifth(Hours(48_000), Hours(57_601)));
    let longer = |note: &str| {
        let note = note.to_owned();
        broken(move |course| {
            for conversion in &mut course.conversions {
                conversion.tasks[0].hours = Hours::whole(120);
                conversion.decision = Decision::Changed;
                conversion.reason.clone_from(&note);
            }
            course.hours = Hours::whole(600);
            course.semesters = vec![Hours::whole(600)];
            course.note = note;
        })
    };
    let found = longer("");
    assert_eq!(
        found
            .iter()
            .filter(|(_, key)| key == "design-reason-hours")
            .count(),
        5
    );
    assert_eq!(found.last(), Some(&(COURSE(), "design-course-note".to_owned())));
    assert_eq!(longer("本地企业订单以螺纹件为主"), []);
    let found = broken(|course| course.conversions[0].decision = Decision::Changed);
    assert_eq!(
        found,
        [(Place::Conversion(id(11)), "design-reason-open".to_owned())]
    );
}

#[test]
fn only_integrated_courses_have_a_base() {
    assert_eq!(
        broken(|course| {
            course.base = None;
            course.conversions.clear();
        }),
        [(COURSE(), "design-course-no-base".to_owned())]
    );
    for class in CourseClass::ALL.into_iter().filter(|class| !class.needs_base()) {
        assert_eq!(
            broken(|course| {
                course.class = class;
                course.base = None;
                course.conversions.clear();
            }),
            [],
            "{}",
            class.code()
        );
        assert_eq!(
            broken(|course| course.class = class)[0].1,
            "design-course-needless-base"
        );
    }
}

#[test]
fn a_level_stays_within_the_hours_of_its_plan() {
    let sum = Hours::whole(960);
    assert_eq!(level_stays_within_its_plan(sum, Hours::whole(960)), None);
    assert_eq!(
        level_stays_within_its_plan(sum, Hours::whole(959)).map(|text| text.key.into_owned()),
        Some("design-level-hours".to_owned())
    );
}
