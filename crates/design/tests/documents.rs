//! The documents are views of one graph: official columns, the same facts in each, and no answers for students.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use std::collections::BTreeMap;

use common::threaded_shaft;
use design::model::documents::{DOCUMENTS, TaskView, document, of_task};
use design::model::{Gate, LearningTask};
use kernel::{Hours, Percent, Text};
use paper::doc::{Block, Doc, List, Paragraph, Table, TableCell};

/// Says a text in Chinese, from the crate's own file; arguments are put in plainly.
fn say(text: &Text) -> String {
    let lines = include_str!("../locales/zh.ftl")
        .lines()
        .filter_map(|line| line.split_once(" = "));
    let texts: BTreeMap<&str, &str> = lines.collect();
    let said = texts
        .get(text.key.as_ref())
        .map_or_else(|| text.key.to_string(), |said| (*said).to_owned());
    text.args.iter().fold(said, |said, (name, value)| {
        said.replace(&format!("{{ ${name} }}"), value)
    })
}

fn made(number: u8, task: &LearningTask) -> Doc {
    let document = document(number).unwrap();
    let doc = document.of(&TaskView {
        task,
        major: "数控加工（数控车工）",
        course: "零件数控车床加工",
        school: "江南市技师学院",
        title: "学习任务工作页",
        say: &say,
    });
    doc.unwrap_or_else(|| panic!("document {number} is not made of a task"))
}

/// Every text of a document, in reading order.
fn texts(doc: &Doc) -> Vec<String> {
    let mut texts = Vec::new();
    collect(&doc.blocks, &mut texts);
    texts
}

fn collect(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading(_, text) => texts.push(text.clone()),
            Block::Paragraph(paragraph) => texts.push(line(paragraph)),
            Block::List(list) => items(list, texts),
            Block::Table(table) => rows(table).for_each(|cell| collect(&cell.blocks, texts)),
            Block::KeyValue(pairs) => {
                texts.extend(pairs.iter().flat_map(|(key, value)| [key.clone(), value.clone()]));
            }
            Block::Signatures(labels) => texts.extend(labels.clone()),
            Block::WriteLines(_) | Block::Image(_) | Block::PageBreak => {}
        }
    }
}

fn items(list: &List, texts: &mut Vec<String>) {
    for item in &list.items {
        texts.push(item.runs.iter().map(|run| run.text.as_str()).collect());
        item.inner.iter().for_each(|inner| items(inner, texts));
    }
}

fn line(paragraph: &Paragraph) -> String {
    paragraph.runs.iter().map(|run| run.text.as_str()).collect()
}

fn rows(table: &Table) -> impl Iterator<Item = &TableCell> {
    table.header.iter().chain(&table.rows).flat_map(|row| &row.cells)
}

fn tables(doc: &Doc) -> Vec<&Table> {
    let tables = doc.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.collect()
}

/// The labels of a table's head, row by row.
fn head(table: &Table) -> Vec<Vec<String>> {
    let text = |cell: &TableCell| {
        let mut texts = Vec::new();
        collect(&cell.blocks, &mut texts);
        texts.concat()
    };
    table
        .header
        .iter()
        .map(|row| row.cells.iter().map(text).collect())
        .collect()
}

#[test]
fn twelve_documents_are_listed_and_four_are_made_of_a_task() {
    assert_eq!(
        DOCUMENTS
            .iter()
            .map(|document| document.number)
            .collect::<Vec<_>>(),
        (1..=12).collect::<Vec<_>>()
    );
    assert_eq!(
        of_task().map(|document| document.number).collect::<Vec<_>>(),
        [6, 7, 8, 9]
    );
    assert_eq!(
        say(&Text::new(document(7).unwrap().title)),
        "学习任务教学活动策划表"
    );
    assert!(document(13).is_none());
}

#[test]
fn the_analysis_and_the_plan_of_activities_have_the_official_columns() {
    let task = threaded_shaft();
    let analysis = made(6, &task);
    assert_eq!(
        head(tables(&analysis).last().unwrap()),
        [
            vec!["序号", "工作内容分析", "学习内容分析"],
            vec![
                "工作步骤",
                "具体工作内容",
                "工具、材料、设备",
                "劳动组织关系",
                "工作方法",
                "工作成果",
                "工作要求",
                "实践知识",
                "理论知识",
                "职业素养",
            ],
        ]
    );
    let activities = made(7, &task);
    assert_eq!(
        head(tables(&activities).last().unwrap()),
        [[
            "序号",
            "学习环节",
            "学时",
            "学习目标",
            "学习步骤",
            "学习内容",
            "学生活动",
            "教师活动",
            "学习成果",
            "学习资源",
        ]]
    );
}

#[test]
fn the_assessment_plan_and_the_work_page_have_the_official_columns() {
    let task = threaded_shaft();
    let assessment = made(8, &task);
    let heads: Vec<_> = tables(&assessment).into_iter().map(head).collect();
    assert_eq!(
        heads[0],
        [[
            "学习环节",
            "学习目标",
            "考核要点/能力素养观察维度",
            "考核项目",
            "项目说明",
            "配分（%）"
        ]]
    );
    assert_eq!(
        heads[2],
        [[
            "学习环节",
            "考核项目",
            "考核组织",
            "成果形式",
            "评价方式",
            "评价标准"
        ]]
    );
    assert_eq!(
        heads[3],
        [
            vec!["考核项目", "配分（%）", "考核方式及权重", "得分"],
            vec!["自评", "互评", "师评"]
        ]
    );
    let work_page = made(9, &task);
    let heads: Vec<_> = tables(&work_page).into_iter().map(head).collect();
    assert!(heads.contains(&vec![
            ["序号", "学习环节", "学时", "学习目标"]
                .map(str::to_owned)
                .to_vec()
        ]));
    assert!(heads.contains(&vec![
            ["序号", "学习环节", "学习步骤", "学生活动"]
                .map(str::to_owned)
                .to_vec()
        ]));
}

#[test]
fn every_paper_ends_with_places_to_sign() {
    for (number, places) in [
        (6, ["编制", "审核", "日期"]),
        (7, ["编制", "审核", "日期"]),
        (8, ["编制", "审核", "日期"]),
        (9, ["学生签字", "教师签字", "日期"]),
    ] {
        let doc = made(number, &threaded_shaft());
        let Some(Block::Signatures(labels)) = doc.blocks.last() else {
            panic!("document {number} ends otherwise")
        };
        assert_eq!(labels.as_slice(), places);
    }
}

#[test]
fn every_row_fills_the_width_of_its_table() {
    for document in of_task() {
        let doc = made(document.number, &threaded_shaft());
        for table in tables(&doc) {
            for part in [&table.header, &table.rows] {
                let mut open = vec![0_u32; table.widths.len()];
                for row in part {
                    let covered = open.iter().filter(|rows| **rows > 0).count();
                    let own: u32 = row.cells.iter().map(|cell| cell.columns).sum();
                    assert_eq!(
                        covered + own as usize,
                        table.widths.len(),
                        "{} {:?}",
                        document.number,
                        head(table)
                    );
                    let mut cells = row.cells.iter();
                    let mut column = 0;
                    while column < open.len() {
                        if open[column] > 0 {
                            open[column] -= 1;
                            column += 1;
                            continue;
                        }
                        let cell = cells.next().unwrap();
                        let end = column + cell.columns as usize;
                        open[column..end].fill(cell.rows - 1);
                        column = end;
                    }
                }
                assert!(open.iter().all(|rows| *rows == 0), "a span leaves the table");
            }
        }
    }
}

#[test]
fn the_enterprise_column_stands_only_where_it_weighs() {
    let mut task = threaded_shaft();
    for number in [8, 9] {
        assert!(!texts(&made(number, &task)).contains(&"企评".to_owned()));
    }
    task.items[3].weights.teacher = Percent::whole(50);
    task.items[3].weights.enterprise = Percent::whole(20);
    for number in [8, 9] {
        let doc = made(number, &task);
        let table = tables(&doc).into_iter().next_back().unwrap();
        assert_eq!(head(table)[1], ["自评", "互评", "师评", "企评"]);
        assert_eq!(table.rows.last().unwrap().cells.len(), table.widths.len());
    }
}

#[test]
fn a_changed_fact_changes_every_document_that_shows_it() {
    let old = threaded_shaft();
    let mut new = old.clone();
    new.name = "丝杠的数控车床加工".to_owned();
    new.base = Hours::whole(97);
    new.phases[0].hours = Hours(1_350);
    for number in [6, 7, 8, 9] {
        let (before, after) = (texts(&made(number, &old)), texts(&made(number, &new)));
        assert!(
            before.contains(&old.name) && !after.contains(&old.name),
            "{number}"
        );
        assert!(after.contains(&new.name), "{number}");
        if matches!(number, 7 | 9) {
            assert!(after.contains(&"13.5".to_owned()), "{number}");
        }
    }
}

#[test]
fn the_student_s_page_asks_every_question_and_holds_no_answer() {
    let mut task = threaded_shaft();
    for (index, question) in task
        .phases
        .iter_mut()
        .flat_map(|phase| &mut phase.steps)
        .flat_map(|step| &mut step.questions)
        .enumerate()
    {
        question.answer = format!("答案要点{index}");
    }
    let all = texts(&made(9, &task)).join("\n");
    assert!(!all.contains("答案要点"));
    assert!(
        !all.contains("G71 U1.5"),
        "the program with its answers is the teacher's"
    );
    assert!(all.contains("φ36 0/-0.025"), "the drawing is the student's");
    let questions: Vec<_> = task.steps().flat_map(|(_, _, step)| &step.questions).collect();
    assert!(questions.iter().all(|question| all.contains(&question.prompt)));
    let outcomes: Vec<_> = task.steps().flat_map(|(_, _, step)| &step.outcomes).collect();
    assert!(outcomes.iter().all(|outcome| all.contains(&outcome.title)));
    assert!(all.contains("引导问题 1（简答）任务单只写"));
    assert!(all.contains("4.4 首件加工与确认（10 学时）"));
    assert!(all.contains("36 0/-0.025 mm"));
}

#[test]
fn a_gate_and_civic_education_are_shown_where_they_are_written() {
    let mut task = threaded_shaft();
    task.phases[0].gate = Some(Gate {
        text: "通电前检查".to_owned(),
    });
    task.phases[0].steps[0].knowledge.civic = "工匠精神与劳模故事".to_owned();
    for number in [7, 9] {
        assert!(
            texts(&made(number, &task))
                .iter()
                .any(|text| text.ends_with("：通电前检查")),
            "{number}"
        );
    }
    for number in [6, 7, 9] {
        assert!(
            texts(&made(number, &task))
                .iter()
                .any(|text| text.ends_with("工匠精神与劳模故事")),
            "{number}"
        );
    }
}

#[test]
fn an_empty_task_still_makes_every_document() {
    let mut task = threaded_shaft();
    task.phases[1].steps.clear();
    let bare = LearningTask::empty(task.id, task.course, "新任务", Hours::whole(20));
    for document in of_task() {
        assert!(texts(&made(document.number, &bare)).contains(&"新任务".to_owned()));
        assert!(!texts(&made(document.number, &task)).is_empty());
    }
}
