//! What no form of a test reaches, since it is made out of other texts or came by another way: the mark is put into the rows, and
//! has to be a text on every page and in every paper too.

use std::collections::BTreeSet;

use kernel::Role;
use testkit::{Person, TestApp};

use super::everybody;
use super::look::Watch;
use super::papers::Papers;
use super::plant::long;
use crate::fire::found::{Bound, everything, is_download};

/// Columns of texts that are put in here.
const PUT: &[&str] = &[
    "adoption.major_name",
    "class_run.title",
    "confirmed_pair.major_name",
    "correction.reason",
    "correction.word",
    "course_conversion.reason",
    "course_item.name",
    "course_task.description",
    "course_task.name",
    "grade_sheet.title",
    "item_grade.stand_in",
    "person.name",
    "person.reading",
    "run_move.reason",
    "session.address",
    "session.agent",
    "standard.issuer_name",
    "standard_course.name",
    "standard_goal.text",
    "standard_plan.title",
    "standard_requirement.ability",
    "standard_requirement.text",
    "standard_source.name",
    "standard_task.name",
    "standard_version.major_name",
    "standard_version.title",
    "stored_file.name",
];

/// Columns that hold several texts as JSON, with a word that stands in one of them and becomes the mark.
const WITHIN: &[(&str, &str)] = &[
    ("learning_task_version.graph", "螺纹"),
    ("standard_version.content", "数控"),
];

/// Of those that are put in, what no page shows as it stands, and why.
const NOT_SHOWN: &[(&str, &[&str])] = &[
    (
        "asked for by other modules by their ids; pages show the version's content",
        &[
            "standard_goal.text",
            "standard_plan.title",
            "standard_requirement.ability",
            "standard_requirement.text",
            "standard_source.name",
        ],
    ),
    (
        "told in a word of ours",
        &["item_grade.stand_in", "session.agent"],
    ),
    (
        "the made-up nation has no row of it",
        &["run_move.reason", "stored_file.name"],
    ),
];

/// Columns that hold no text of a person, and why.
const NO_TEXT: &[(&str, &[&str])] = &[
    (
        "a word of ours, of a fixed list",
        &[
            "adoption.entry",
            "adoption.level",
            "audit_line.object_kind",
            "audit_line.role",
            "audit_line.verb",
            "class_run.rotation",
            "confirmed_pair.phase",
            "correction.kind",
            "correction.outcome",
            "course_change.act",
            "course_change.field",
            "course_conversion.decision",
            "course_item.kind",
            "course_sitting.state",
            "enrolment.status",
            "erasure.outcome",
            "fact.kind",
            "grade_sheet.kind",
            "grade_sheet.rule",
            "grade_sheet.state",
            "handle.kind",
            "missing_choice.rule",
            "observation.dimension",
            "one_time_code.purpose",
            "org_relation.relation",
            "organisation.affiliation",
            "organisation.category",
            "organisation.kind",
            "person.identity_kind",
            "person.sex",
            "plan_target.measure",
            "plan_target.mode",
            "post.role",
            "rating.kind",
            "roster_upload.kind",
            "run_change.item",
            "run_duty.role",
            "run_phase.door",
            "run_role.role",
            "school_class.entry_kind",
            "school_class.season",
            "school_course.class",
            "search_entry.kind",
            "session.role",
            "sheet_event.act",
            "standard.issuer",
            "standard_course.level",
            "standard_plan.entry",
            "standard_plan.level",
            "standard_publication.kind",
            "standard_requirement.level",
            "standard_version.levels",
            "step_work.owner_kind",
            "step_work.stage",
            "task_change.act",
            "task_change.field",
            "task_node.kind",
            "teacher_detail.employment",
            "term.season",
            "term_holiday.season",
            "term_workday.season",
            "training_result.organiser_tier",
            "training_result.outcome",
            "work_field.kind",
            "work_move.act",
        ],
    ),
    (
        "a code, a number, a day or a mark of a form that its model checks",
        &[
            "adoption.major_code",
            "confirmed_pair.major_code",
            "correction.new_state",
            "correction.old_state",
            "major.code",
            "organisation.code",
            "organisation.credit_code",
            "school_class.major_code",
            "standard_course.code",
            "standard_version.major_code",
        ],
    ),
    (
        "made of the others for searching, sorting and counting, or an address of ours",
        &[
            "change_count.name",
            "counter.measure",
            "counter_total.measure",
            "counter_total.scope",
            "fact.entries",
            "member.measure",
            "member.member",
            "member.scope",
            "member_total.measure",
            "member_total.scope",
            "person.sort_key",
            "search_entry.place",
            "standard_version.words",
        ],
    ),
    (
        "sealed, hashed, or what a program read of a file's bytes",
        &[
            "account.password_hash",
            "earlier_password.hash",
            "roster_upload.missing",
            "audit_line.personal",
            "stored_file.hash",
            "stored_file.media_type",
            "work_field.ops",
        ],
    ),
    (
        "the installation's own, in the words of its program",
        &[
            "check_report.kind",
            "check_report.said",
            "job.fault",
            "job.kind",
            "job.payload",
            "lease.name",
            "memory.name",
            "standard_draft.doubts",
            "standard_version.leftovers",
        ],
    ),
];

/// Every column is reached by a form, put in here, or said to be none.
pub fn agree<'a>(all: impl Iterator<Item = &'a str>, reached: &BTreeSet<&str>) {
    let put: BTreeSet<&str> = PUT
        .iter()
        .copied()
        .chain(WITHIN.iter().map(|(name, _)| *name))
        .collect();
    let none: BTreeSet<&str> = NO_TEXT
        .iter()
        .flat_map(|(_, names)| names.iter().copied())
        .collect();
    let all: BTreeSet<&str> = all.collect();
    let said: BTreeSet<&str> = put.union(&none).copied().collect();
    let left: Vec<&&str> = all
        .iter()
        .filter(|name| !reached.contains(**name) && !said.contains(**name))
        .collect();
    assert!(
        left.is_empty(),
        "no form writes a text into these, or the test does not find it: {left:?}"
    );
    let wrong: Vec<&&str> = none
        .iter()
        .filter(|name| reached.contains(**name) || !all.contains(**name))
        .collect();
    assert!(
        wrong.is_empty(),
        "these hold texts of people, or are gone: {wrong:?}"
    );
}

async fn put(app: &TestApp, sql: String, mark: String) -> kernel::Result<u64> {
    let ctx = app.house.ctx(kernel::Actor::System);
    let write = app
        .house
        .db
        .write(&ctx, move |_, tx| Ok(tx.run(&sql, db::params![mark.as_str()])?));
    write.await
}

#[tokio::test]
async fn a_mark_in_every_row_is_a_text_on_every_page_and_in_every_paper() {
    let app = TestApp::new().await;
    let people = everybody(&app).await;
    let mut faults = Vec::new();
    for (number, name) in PUT.iter().enumerate() {
        let (table, column) = name.split_once('.').expect("a column");
        match put(&app, format!("UPDATE {table} SET {column} = $1"), long(number)).await {
            Ok(_) => {}
            Err(error) => faults.push(format!("{name}: {error:?}")),
        }
    }
    for (number, (name, word)) in (PUT.len()..).zip(WITHIN) {
        let (table, column) = name.split_once('.').expect("a column");
        let mark = serde_json::to_string(&long(number)).expect("a text");
        let sql = format!("UPDATE {table} SET {column} = replace({column}, '{word}', $1)");
        if let Err(error) = put(&app, sql, mark.trim_matches('"').to_owned()).await {
            faults.push(format!("{name}: {error:?}"));
        }
    }
    let (mut watch, mut papers) = (Watch::default(), Papers::default());
    for (role, token) in &people {
        let person = Person::with_token(&app, token.clone());
        for page in everything(&person, "/", Bound { pages: 150, alike: 2 }).await {
            if page.posts {
                continue;
            }
            if is_download(&page.path) {
                papers.take(&person, &page.path, &mut watch).await;
            } else {
                watch.answer(&format!("{role} {}", page.path), &person.get(&page.path).await);
            }
        }
    }
    // The list of a school is longer than what one walk opens of a kind.
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let sheets = affairs.get("/grades?show=all").await.text();
    let ids = sheets
        .split("href=\"/grades/")
        .skip(1)
        .filter_map(|rest| rest.get(..22));
    for id in ids.filter(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
        let path = format!("/grades/{id}/history");
        watch.answer(&path, &affairs.get(&path).await);
    }
    let hidden: BTreeSet<&str> = NOT_SHOWN
        .iter()
        .flat_map(|(_, names)| names.iter().copied())
        .collect();
    let names = PUT.iter().chain(WITHIN.iter().map(|(name, _)| name));
    for (number, name) in names.enumerate() {
        if watch.seen.contains(&number) == hidden.contains(name) {
            faults.push(format!(
                "{name} was seen, which is said not to be shown, or the other way round"
            ));
        }
    }
    assert!(watch.faults.is_empty(), "{:#?}", watch.faults);
    assert!(faults.is_empty(), "{faults:#?}");
    let papers = (papers.words, papers.tables, papers.pdfs);
    assert!(papers.0 > 2 && papers.1 > 0 && papers.2 > 2, "{papers:?}");
}
