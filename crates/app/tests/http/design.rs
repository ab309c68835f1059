//! Learning tasks over HTTP: designed field by field, shared, undone, frozen, printed.

use std::process::{Command, Stdio};

use axum::http::StatusCode;
use kernel::Role;
use testkit::{Person, TestApp};

/// A teacher of the first school with the sample task; the task's address.
async fn sample<'a>(app: &'a TestApp) -> (Person<'a>, String) {
    let teacher = app.at_school(Role::Teacher, 0).await;
    let reply = teacher.post("/tasks", &[("source", "sample")]).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    let task = reply.location().to_owned();
    (teacher, task)
}

/// The addresses of the nodes on a page that have this word before them in the outline, in order.
fn nodes(page: &str, task: &str) -> Vec<String> {
    let start = format!("href=\"{task}/nodes/");
    let mut found: Vec<String> = Vec::new();
    for part in page.split(&start).skip(1) {
        let id = part.split(['"', '#']).next().unwrap_or_default().to_owned();
        if !found.contains(&id) && !task.ends_with(&id) {
            found.push(id);
        }
    }
    found
}

/// The address of the node whose link holds this text.
fn link_to(page: &str, text: &str) -> String {
    let before = page.split(text).next().unwrap();
    let start = before.rfind("href=\"").unwrap() + 6;
    before[start..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_sample_has_96_hours_18_steps_and_53_questions_and_no_fault() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let page = teacher.get(&task).await.text();
    for figure in [
        "环节学时 96 / 96",
        "配分 100 / 100",
        ">18<",
        ">53<",
        "没有发现问题",
    ] {
        assert!(page.contains(figure), "{figure} in {page}");
    }
    let list = teacher.get("/tasks").await.text();
    assert!(
        list.contains("螺纹轴的数控车床加工") && list.contains("已齐备"),
        "{list}"
    );
}

#[tokio::test]
async fn a_field_saves_itself_and_a_stale_one_is_refused_with_the_name_of_who_changed_it() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let page = teacher.get(&task).await.text();
    let step = link_to(&page, "1.1 ");
    let saved = teacher
        .post(&step, &[("work.method", "按工序卡"), ("version", "1")])
        .await;
    assert_eq!(
        (saved.status, saved.text().as_str()),
        (StatusCode::OK, "{\"version\":2}")
    );
    assert!(teacher.get(&step).await.text().contains("按工序卡"));
    // Another field of the same node does not disturb it.
    let other = teacher
        .post(&step, &[("work.tools", "外径千分尺"), ("version", "1")])
        .await;
    assert_eq!(other.text(), "{\"version\":3}");
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let before = app.rows().await;
    let stale = leader
        .post(&step, &[("work.method", "按经验"), ("version", "1")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("修改了这一项"), "{}", stale.text());
    assert_eq!(app.rows().await, before);
    assert!(teacher.get(&step).await.text().contains("按工序卡"));
}

#[tokio::test]
async fn a_sending_that_is_repeated_is_saved_once() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let step = link_to(&teacher.get(&task).await.text(), "1.1 ");
    let fields = [
        ("work.method", "分组"),
        ("version", "1"),
        ("op", "019ab000-0000-7000-8000-000000000001"),
    ];
    assert_eq!(teacher.post(&step, &fields).await.text(), "{\"version\":2}");
    let before = app.rows().await;
    assert_eq!(teacher.post(&step, &fields).await.text(), "{\"version\":2}");
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn a_value_of_the_wrong_form_is_refused_and_changes_nothing() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let phase = link_to(&teacher.get(&task).await.text(), "1 获取信息");
    let before = app.rows().await;
    for (field, value) in [("hours", "十二"), ("tag", "song")] {
        let refused = teacher.post(&phase, &[(field, value), ("version", "1")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    }
    let unknown = teacher.post(&phase, &[("owner_id", "x"), ("version", "1")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert_eq!(app.rows().await, before);
    let nameless = teacher
        .post("/tasks", &[("source", "blank"), ("name", ""), ("hours", "x")])
        .await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn edits_additions_removals_and_moves_are_undone_one_by_one() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let fresh = teacher.get(&task).await.text();
    let order = nodes(&fresh, &task);
    let phase = link_to(&fresh, "1 获取信息");
    let undo = format!("{task}/undo");

    teacher.post(&phase, &[("hours", "14"), ("version", "1")]).await;
    assert!(teacher.get(&task).await.text().contains("环节学时 98 / 96"));
    teacher.post(&undo, &[]).await;
    assert!(teacher.get(&task).await.text().contains("环节学时 96 / 96"));

    teacher.post(&format!("{phase}/removal"), &[]).await;
    assert!(!teacher.get(&task).await.text().contains(&phase));
    teacher.post(&undo, &[]).await;
    assert_eq!(nodes(&teacher.get(&task).await.text(), &task), order);

    let (parent, kind) = (phase.rsplit('/').next().unwrap(), ("kind", "step"));
    let added = teacher
        .post(&format!("{task}/nodes"), &[("parent", parent), kind])
        .await;
    assert_eq!(teacher.get(added.location()).await.status, StatusCode::OK);
    teacher.post(&undo, &[]).await;
    assert_eq!(teacher.get(added.location()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(nodes(&teacher.get(&task).await.text(), &task), order);
    let nothing = teacher.post(&undo, &[]).await;
    assert_eq!(nothing.status, StatusCode::SEE_OTHER);
    assert_eq!(nodes(&teacher.get(&task).await.text(), &task), order);
}

#[tokio::test]
async fn phases_are_put_in_order_and_the_old_order_comes_back() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let page = teacher.get(&task).await.text();
    let list = page.split("data-order=").nth(1).unwrap();
    let ids = |list: &str| -> Vec<String> {
        list.split("data-id=\"")
            .skip(1)
            .map(|part| part[..22].to_owned())
            .collect()
    };
    let order = ids(list);
    assert_eq!(order.len(), 6, "six phases");
    let mut wanted = order.clone();
    wanted.swap(0, 1);
    let url = format!("{task}/order");
    let done = teacher.post(&url, &[("ids", &wanted.join(","))]).await;
    assert_eq!(done.status, StatusCode::OK);
    let now = |page: String| ids(page.split("data-order=").nth(1).unwrap());
    assert_eq!(now(teacher.get(&task).await.text()), wanted);
    let before = app.rows().await;
    let other = teacher.post(&url, &[("ids", &wanted[1..].join(","))]).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert_eq!(app.rows().await, before);
    teacher.post(&format!("{task}/undo"), &[]).await;
    assert_eq!(now(teacher.get(&task).await.text()), order);
}

#[tokio::test]
async fn a_copy_is_a_task_of_its_own() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let id = task.rsplit('/').next().unwrap();
    let copy = teacher
        .post("/tasks", &[("source", id), ("name", "阶梯轴的数控车床加工")])
        .await;
    assert_eq!(copy.status, StatusCode::SEE_OTHER, "{}", copy.text());
    let page = teacher.get(copy.location()).await.text();
    assert!(
        page.contains("阶梯轴的数控车床加工") && page.contains("没有发现问题"),
        "{page}"
    );
    let phase = link_to(&page, "1 获取信息");
    teacher.post(&phase, &[("hours", "1"), ("version", "1")]).await;
    assert!(teacher.get(&task).await.text().contains("环节学时 96 / 96"));
}

#[tokio::test]
async fn a_copy_with_other_hours_deals_them_out_and_one_without_keeps_its_own() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let id = task.rsplit('/').next().unwrap();
    for (hours, now) in [
        ("80", "环节学时 80 / 80"),
        ("64.5", "环节学时 64.5 / 64.5"),
        ("", "环节学时 96 / 96"),
    ] {
        let copy = teacher
            .post("/tasks", &[("source", id), ("name", "阶梯轴"), ("hours", hours)])
            .await;
        let page = teacher.get(copy.location()).await.text();
        assert!(
            page.contains(now) && page.contains("没有发现问题"),
            "{hours}: {page}"
        );
    }
    let refused = teacher
        .post("/tasks", &[("source", id), ("hours", "viele")])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let sample = teacher
        .post("/tasks", &[("source", "sample"), ("hours", "48")])
        .await;
    let page = teacher.get(sample.location()).await.text();
    assert!(page.contains("环节学时 48 / 48"), "{page}");
}

#[tokio::test]
async fn a_version_is_frozen_once_for_each_state() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let versions = format!("{task}/versions");
    teacher.post(&versions, &[]).await;
    teacher.post(&versions, &[]).await;
    let page = teacher.get(&task).await.text();
    assert!(page.contains("第 1 版") && !page.contains("第 2 版"));
    let phase = link_to(&page, "1 获取信息");
    teacher
        .post(&phase, &[("goal", "能读懂图样"), ("version", "1")])
        .await;
    teacher.post(&versions, &[]).await;
    assert!(teacher.get(&task).await.text().contains("第 2 版"));
    assert!(teacher.get("/tasks").await.text().contains("已定版 v2"));
}

#[tokio::test]
async fn nobody_else_changes_a_task_and_another_school_does_not_know_it() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let phase = link_to(&teacher.get(&task).await.text(), "1 获取信息");
    let elsewhere = app.at_school(Role::Teacher, 1).await;
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    let officer = app
        .person(Role::NationalOfficer, app.org(kernel::Tier::Nation))
        .await;
    let before = app.rows().await;
    let people = [
        (&elsewhere, StatusCode::NOT_FOUND),
        (&leader, StatusCode::FORBIDDEN),
        (&officer, StatusCode::FORBIDDEN),
    ];
    for (person, expected) in people {
        for (path, fields) in [
            (phase.clone(), vec![("goal", "x"), ("version", "1")]),
            (format!("{phase}/removal"), vec![]),
            (format!("{task}/undo"), vec![]),
            (format!("{task}/versions"), vec![]),
            (format!("{task}/removal"), vec![]),
        ] {
            assert_eq!(person.post(&path, &fields).await.status, expected, "{path}");
        }
    }
    assert_eq!(elsewhere.get(&task).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        elsewhere.get(&format!("{task}/documents/9/word")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(officer.get("/tasks").await.status, StatusCode::FORBIDDEN);
    assert_eq!(leader.get(&task).await.status, StatusCode::OK);
    assert_eq!(app.rows().await, before);
}

/// The official columns of each document, some of them.
const HEADS: [(u8, &[&str]); 4] = [
    (
        6,
        &["工作步骤", "具体工作内容", "实践知识", "理论知识", "职业素养"],
    ),
    (7, &["学习步骤", "学生活动", "教师活动", "学习成果"]),
    (8, &["考核项目", "配分", "自评", "互评", "师评"]),
    (9, &["任务情景", "任务资料", "任务要求"]),
];

#[tokio::test]
async fn the_four_documents_come_as_page_word_and_pdf_with_the_official_columns() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    for (number, heads) in HEADS {
        let base = format!("{task}/documents/{number}");
        let page = teacher.get(&base).await;
        assert_eq!(page.status, StatusCode::OK);
        let word = word_text(&teacher.get(&format!("{base}/word")).await.bytes);
        let pdf = pdf_text(&teacher.get(&format!("{base}/pdf")).await.bytes);
        for head in heads {
            assert!(page.text().contains(head), "{head} on page {number}");
            assert!(word.contains(head), "{head} in Word {number}");
            assert!(pdf.contains(head), "{head} in PDF {number}: {pdf}");
        }
        assert!(!word.contains("企评"), "企评 has no weight here");
    }
    assert_eq!(
        teacher.get(&format!("{task}/documents/1")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn other_hours_of_a_phase_stand_in_every_document_that_names_them() {
    let app = TestApp::new().await;
    let (teacher, task) = sample(&app).await;
    let phase = link_to(&teacher.get(&task).await.text(), "1 获取信息");
    let texts = async |teacher: &Person<'_>| {
        let mut texts = Vec::new();
        for (number, _) in HEADS {
            let base = format!("{task}/documents/{number}");
            let word = word_text(&teacher.get(&format!("{base}/word")).await.bytes);
            let pdf = pdf_text(&teacher.get(&format!("{base}/pdf")).await.bytes);
            texts.push((number, word, pdf));
        }
        texts
    };
    let before = texts(&teacher).await;
    teacher.post(&phase, &[("hours", "37.3"), ("version", "1")]).await;
    for ((number, old_word, old_pdf), (_, word, pdf)) in before.iter().zip(&texts(&teacher).await) {
        // Two of them list the phase; the other two say that the phases no longer sum to the task's 96.
        let shown = if matches!(number, 7 | 9) {
            "37.3"
        } else {
            "（各环节合计121.3）"
        };
        let word: String = word.split_whitespace().collect();
        assert!(!old_word.contains(shown) && !old_pdf.contains(shown), "{number}");
        assert!(word.contains(shown), "Word {number}");
        assert!(pdf.contains(shown), "PDF {number}");
    }
}

fn word_text(bytes: &[u8]) -> String {
    let document = paper::word::read::read(bytes).expect("a Word file");
    let mut text = String::new();
    blocks(&document.blocks, &mut text);
    text
}

fn blocks(list: &[paper::word::read::Block], text: &mut String) {
    for block in list {
        match block {
            paper::word::read::Block::Paragraph(paragraph) => text.push_str(&paragraph.text),
            paper::word::read::Block::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.for_each(|cell| blocks(&cell.blocks, text));
            }
        }
        text.push('\n');
    }
}

/// The words of a PDF without the spaces and breaks of its layout.
fn pdf_text(bytes: &[u8]) -> String {
    use std::io::Write as _;
    let mut reader = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext (poppler-utils) is there");
    let (mut input, bytes) = (reader.stdin.take().expect("its input"), bytes.to_vec());
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = reader.wait_with_output().expect("it answers");
    writer.join().expect("it reads").expect("it reads");
    String::from_utf8_lossy(&output.stdout)
        .split_whitespace()
        .collect()
}
