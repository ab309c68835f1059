//! The sample task holds the figures that its own file publishes (section 9.5).

mod common;

use std::collections::BTreeMap;

use common::{ids, threaded_shaft};
use design::model::check::check;
use design::model::{
    Actor, By, LearningTask, OutcomeKind, Peers, QuestionKind, Rater, Reach, Tag, Verdict, judge, sample,
};
use kernel::{Hours, Percent, Points};

const PUBLISHED: &str = include_str!("data/learning-task-threaded-shaft.md");

#[test]
fn the_figures_are_those_that_the_file_publishes() {
    let task = threaded_shaft();
    let steps = || task.steps().map(|(_, _, step)| step);
    let weights: Vec<String> = task
        .items
        .iter()
        .map(|item| format!("{}%", item.weights.total()))
        .collect();
    assert!(weights.iter().all(|total| *total == weights[0]), "{weights:?}");
    let figures = [
        (
            "环节学时之和",
            task.phases
                .iter()
                .map(|phase| phase.hours)
                .sum::<Hours>()
                .to_string(),
        ),
        (
            "步骤学时之和",
            steps().map(|step| step.hours).sum::<Hours>().to_string(),
        ),
        ("步骤数", steps().count().to_string()),
        (
            "配分之和",
            task.items
                .iter()
                .map(|item| item.marks)
                .sum::<Points>()
                .to_string(),
        ),
        ("每行权重之和", weights[0].clone()),
        (
            "引导问题数",
            steps()
                .map(|step| step.questions.len())
                .sum::<usize>()
                .to_string(),
        ),
    ];
    let (_, section) = PUBLISHED.split_once("### 9.5").unwrap();
    let published: Vec<Vec<&str>> = section
        .lines()
        .filter(|line| line.starts_with('|') && !line.contains("---") && !line.contains("检查"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(published.len(), figures.len());
    for (row, (name, figure)) in published.iter().zip(&figures) {
        assert_eq!((row[0], row[1]), (*name, figure.as_str()));
    }
}

#[test]
fn the_demonstration_carries_the_published_file_unchanged() {
    assert_eq!(sample::TASK, PUBLISHED);
}

#[test]
fn no_rule_finds_a_fault_in_it() {
    assert_eq!(check(&threaded_shaft()), []);
}

#[test]
fn phases_and_steps_stand_in_their_order_with_their_hours() {
    let task = threaded_shaft();
    assert_eq!(task.name, "螺纹轴的数控车床加工");
    assert_eq!(task.base, Hours::whole(96));
    assert_eq!(
        task.phases.iter().map(|phase| phase.tag).collect::<Vec<_>>(),
        Tag::ALL
    );
    let numbers: Vec<String> = task
        .steps()
        .map(|(number, _, step)| format!("{number} {} {}", step.name, step.hours))
        .collect();
    assert_eq!(numbers.first().map(String::as_str), Some("1.1 接受任务单 2"));
    assert_eq!(numbers[11], "4.4 首件加工与确认 10");
    assert_eq!(numbers.last().map(String::as_str), Some("6.3 总结与改进 3"));
}

#[test]
fn every_question_has_its_answer_key_and_one_mark() {
    let task = threaded_shaft();
    let questions: Vec<_> = task.steps().flat_map(|(_, _, step)| &step.questions).collect();
    assert!(
        questions
            .iter()
            .all(|question| !question.answer.is_empty() && question.marks == Points::whole(1))
    );
    let mut kinds = BTreeMap::new();
    for question in &questions {
        *kinds.entry(question.kind.code()).or_insert(0) += 1;
    }
    for (kind, name) in [
        (QuestionKind::Short, "简答"),
        (QuestionKind::Calculation, "计算"),
        (QuestionKind::Open, "开放"),
        (QuestionKind::Blank, "填空"),
        (QuestionKind::ChoiceWithReason, "选择+说明"),
        (QuestionKind::JudgementWithReason, "判断+说明"),
    ] {
        let published = PUBLISHED
            .lines()
            .filter(|line| line.starts_with("| Q-") && line.contains(&format!("| {name} |")))
            .count();
        assert_eq!(kinds.get(kind.code()), Some(&published), "{name}");
    }
    assert_eq!(
        questions[11].prompt,
        "两端加工的先后顺序有哪两种？各自的基准是什么？"
    );
}

#[test]
fn every_numbered_student_activity_is_there_and_its_number_is_not_in_the_text() {
    let task = threaded_shaft();
    let activities: Vec<_> = task.steps().flat_map(|(_, _, step)| &step.activities).collect();
    let students = activities
        .iter()
        .filter(|activity| activity.actor == Actor::Student)
        .count();
    assert_eq!(
        students,
        PUBLISHED.matches("| S-").count() + PUBLISHED.matches("；S-").count()
    );
    assert!(
        activities
            .iter()
            .all(|activity| !activity.text.starts_with("S-") && !activity.text.is_empty())
    );
    assert_eq!(activities.len() - students, 21);
}

#[test]
fn items_have_marks_weights_phases_and_peers() {
    let task = threaded_shaft();
    let rows: Vec<(&str, String, String, usize)> = task
        .items
        .iter()
        .map(|item| {
            let weights = [item.weights.own, item.weights.peer, item.weights.teacher];
            let weights: Vec<String> = weights.iter().map(Percent::to_string).collect();
            (
                item.name.as_str(),
                item.marks.to_string(),
                weights.join("/"),
                item.phases.len(),
            )
        })
        .collect();
    let row = |name, marks: &str, weights: &str, phases| (name, marks.to_owned(), weights.to_owned(), phases);
    assert_eq!(
        rows,
        [
            row("图样分析表", "10", "20/0/80", 1),
            row("工艺卡", "15", "10/20/70", 2),
            row("程序单", "15", "0/0/100", 1),
            row("零件质量", "40", "10/20/70", 2),
            row("职业素养", "10", "20/30/50", 6),
            row("汇报总结", "10", "20/40/40", 2),
        ]
    );
    assert_eq!(task.items[4].peers, Some(Peers::OwnGroup));
    assert_eq!(task.items[3].peers, Some(Peers::OtherGroups));
    assert_eq!(task.raters(), [Rater::Own, Rater::Peer, Rater::Teacher]);
}

#[test]
fn abilities_materials_provisions_and_reference_tables_are_complete() {
    let task = threaded_shaft();
    assert_eq!(task.abilities.len(), 8);
    assert_eq!(task.abilities[7].reach, Reach::Throughout);
    let Reach::Steps(steps) = &task.abilities[0].reach else {
        panic!("two steps are named")
    };
    let steps: Vec<String> = steps
        .iter()
        .map(|step| task.number_of(*step).unwrap().to_string())
        .collect();
    assert_eq!(steps, ["1.1", "6.1"]);
    assert_eq!(
        (task.materials.len(), task.requirements.len(), task.features.len()),
        (9, 6, 4)
    );
    assert_eq!(task.provisions.len(), 10);
    assert_eq!(
        task.sheets
            .iter()
            .map(|sheet| sheet.rows.len())
            .collect::<Vec<_>>(),
        [9, 9, 9]
    );
    assert!(
        task.sheets
            .iter()
            .all(|sheet| sheet.rows.iter().all(|row| row.len() == sheet.columns.len()))
    );
    assert_eq!(task.steps().flat_map(|(_, _, step)| &step.resources).count(), 42);
}

#[test]
fn outcomes_have_forms_and_the_drawing_s_tolerances() {
    let task = threaded_shaft();
    let (_, _, check) = task
        .steps()
        .find(|(number, ..)| number.to_string() == "5.1")
        .unwrap();
    assert_eq!(check.outcomes[0].title, "检测报告");
    assert!(matches!(&check.outcomes[0].kind, OutcomeKind::Table(table) if table.rows.len() == 5));
    let OutcomeKind::Measured(phi_36) = &check.outcomes[1].kind else {
        panic!("a measured value")
    };
    assert_eq!(phi_36.notation(), "36 0/-0.025 mm");
    assert_eq!(judge(phi_36.read("36.012").unwrap(), phi_36), Verdict::Above);
    let OutcomeKind::Measured(thread) = &check.outcomes[3].kind else {
        panic!("a measured value")
    };
    let (least, most) = thread.limits();
    assert_eq!(
        (least.to_string(), most.to_string()),
        ("29.682".to_owned(), "29.962".to_owned())
    );
    let OutcomeKind::Measured(wires) = &check.outcomes[4].kind else {
        panic!("a measured value")
    };
    let (least, most) = wires.limits();
    assert_eq!(
        (least.to_string(), most.to_string()),
        ("30.226".to_owned(), "30.396".to_owned())
    );
    let part = task
        .steps()
        .flat_map(|(_, _, step)| &step.outcomes)
        .find(|outcome| outcome.title == "首件")
        .unwrap();
    assert_eq!((&part.kind, part.by), (&OutcomeKind::Photo, By::Group));
}

#[test]
fn work_in_the_workshop_differs_by_role_and_waits_for_the_teacher_s_word() {
    let task = threaded_shaft();
    let by_role: Vec<String> = task
        .steps()
        .filter(|(_, _, step)| step.differs_by_role)
        .map(|(number, ..)| number.to_string())
        .collect();
    assert_eq!(by_role, ["4.3", "4.4", "4.5"]);
    let gated: Vec<Tag> = task
        .phases
        .iter()
        .filter(|phase| phase.gate.is_some())
        .map(|phase| phase.tag)
        .collect();
    assert_eq!(gated, [Tag::Execute]);
}

#[test]
fn a_version_kept_as_json_reads_back_the_same() {
    let task = threaded_shaft();
    let kept = serde_json::to_string(&task).unwrap();
    assert_eq!(serde_json::from_str::<LearningTask>(&kept).unwrap(), task);
}

#[test]
fn a_file_of_another_structure_is_refused_with_the_place() {
    let broken = PUBLISHED.replace("| 4.2 | 仿真验证 |", "| 4.2b | 仿真验证 |");
    let refused = sample::parse(&broken, sample::FORMS, &mut ids()).unwrap_err();
    assert!(refused.place.contains("步骤 = 4.2"), "{refused}");
    assert!(sample::parse("", "", &mut ids()).is_err());
}
