//! Every field saves itself, once, and never over somebody else's newer word.

use axum::http::StatusCode;
use classroom::model::work::Stage;
use testkit::TestApp;

use super::room::{Room, write};

const OPS: [&str; 3] = [
    "019ab000-0000-7000-8000-000000000001",
    "019ab000-0000-7000-8000-000000000002",
    "019ab000-0000-7000-8000-000000000003",
];

#[tokio::test]
async fn an_answer_saves_itself_and_stands_there_after_a_reload() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (student, at, field) = (room.student(0).await, room.at("1.1"), room.question("1.1", 0));
    let saved = student
        .post(
            &at,
            &[(&field, "图号与版本、交货日期"), ("version", "0"), ("op", OPS[0])],
        )
        .await;
    assert_eq!(
        (saved.status, saved.text().as_str()),
        (StatusCode::OK, "{\"version\":1,\"state\":null}")
    );
    let page = student.get(&at).await.text();
    assert!(
        page.contains("图号与版本、交货日期")
            && page.contains("data-version=\"1\"")
            && page.contains("进行中")
    );
    assert_eq!(room.stage(0, "1.1").await, Stage::Working);
    let next = student
        .post(&at, &[(&field, "图号与版本"), ("version", "1"), ("op", OPS[1])])
        .await;
    assert_eq!(next.text(), "{\"version\":2,\"state\":null}");
    assert!(student.get(&at).await.text().contains(">\n图号与版本</textarea>"));
}

#[tokio::test]
async fn a_save_that_arrives_twice_changes_something_once() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (student, at, field) = (room.student(0).await, room.at("1.1"), room.question("1.1", 0));
    let first = [(field.as_str(), "交货日期"), ("version", "0"), ("op", OPS[0])];
    student.post(&at, &first).await;
    let before = app.rows().await;
    let again = student.post(&at, &first).await;
    assert_eq!(
        (again.status, again.text().as_str()),
        (StatusCode::OK, "{\"version\":1,\"state\":null}")
    );
    assert_eq!(app.rows().await, before);
    // Also when a newer one came between.
    student
        .post(&at, &[(&field, "验收人"), ("version", "1"), ("op", OPS[1])])
        .await;
    let late = student.post(&at, &first).await;
    assert_eq!(late.text(), "{\"version\":2,\"state\":null}");
    assert!(student.get(&at).await.text().contains("验收人"));
}

#[tokio::test]
async fn a_device_goes_on_from_a_save_whose_answer_was_lost() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (student, at, field) = (room.student(0).await, room.at("1.1"), room.question("1.1", 0));
    student
        .post(&at, &[(&field, "图号"), ("version", "0"), ("op", OPS[0])])
        .await;
    let fields = [
        (field.as_str(), "图号与版本"),
        ("version", "0"),
        ("op", OPS[1]),
        ("before", OPS[0]),
    ];
    let next = student.post(&at, &fields).await;
    assert_eq!(
        (next.status, next.text().as_str()),
        (StatusCode::OK, "{\"version\":2,\"state\":null}")
    );
}

#[tokio::test]
async fn a_save_on_an_older_version_is_answered_with_the_newer_value_and_who_wrote_it() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (first, second, at) = (room.student(0).await, room.student(1).await, room.at("1.1"));
    let cell = &room.cells("1.1")[0];
    first
        .post(&at, &[(cell, "LZ-03 第一版"), ("version", "0"), ("op", OPS[0])])
        .await;
    let before = app.rows().await;
    let older = second
        .post(&at, &[(cell, "LZ-03"), ("version", "0"), ("op", OPS[1])])
        .await;
    assert_eq!(older.status, StatusCode::CONFLICT);
    let said = older.text();
    assert!(
        said.contains("\"value\":\"LZ-03 第一版\"") && said.contains("\"version\":1"),
        "{said}"
    );
    assert!(said.contains("09:00 已改为“LZ-03 第一版”"), "{said}");
    assert_eq!(app.rows().await, before);
    // Having seen it, they may write over it; and the first is told on their page.
    let mine = second
        .post(&at, &[(cell, "LZ-03 第二版"), ("version", "1"), ("op", OPS[2])])
        .await;
    assert_eq!(mine.status, StatusCode::OK);
    let page = first.get(&at).await.text();
    assert!(
        page.contains("LZ-03 第二版") && page.contains("09:00 填写"),
        "{page}"
    );
    let news = first.get(&format!("{at}/news?since=0")).await.text();
    assert!(
        news.contains("LZ-03 第二版") && news.contains(cell.as_str()),
        "{news}"
    );
    let own = second.get(&format!("{at}/news?since=0")).await.text();
    assert!(own.contains("\"fields\":[]"), "{own}");
}

#[tokio::test]
async fn a_reading_out_of_tolerance_is_said_at_once() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    room.turn(4, classroom::actions::Turn::Open).await;
    let (student, at, field) = (
        room.student(0).await,
        room.at("5.1"),
        room.outcome("5.1", "measured"),
    );
    let page = student.get(&at).await.text();
    assert!(page.contains("36 0/-0.025 mm") && page.contains(">mm<"), "{page}");
    let above = student
        .post(&at, &[(&field, "36.012"), ("version", "0")])
        .await
        .text();
    assert!(
        above.contains("\"kind\":\"bad\"") && above.contains("高于上限"),
        "{above}"
    );
    assert!(student.get(&at).await.text().contains("state s-bad\">高于上限"));
    let within = student
        .post(&at, &[(&field, "35，988"), ("version", "1")])
        .await
        .text();
    assert!(
        within.contains("\"kind\":\"ok\"") && within.contains("合格"),
        "{within}"
    );
    let before = app.rows().await;
    for wrong in ["大约 36", "35.98812"] {
        let refused = student.post(&at, &[(&field, wrong), ("version", "2")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(app.rows().await, before);
    let blank = student.post(&at, &[(&field, ""), ("version", "2")]).await;
    assert_eq!(
        (blank.status, blank.text().contains("\"state\":null")),
        (StatusCode::OK, true)
    );
}

#[tokio::test]
async fn what_the_task_does_not_ask_is_not_saved() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (student, at) = (room.student(0).await, room.at("1.1"));
    let table = room.outcome("1.1", "table");
    let before = app.rows().await;
    let long = "长".repeat(20_001);
    let (head, beyond, elsewhere) = (
        format!("{table}.0.0"),
        format!("{table}.99.1"),
        room.question("1.2", 0),
    );
    let mine = room.question("1.1", 0);
    let cases = [
        (head.as_str(), "别的行名", StatusCode::CONFLICT),
        (beyond.as_str(), "x", StatusCode::NOT_FOUND),
        (elsewhere.as_str(), "x", StatusCode::NOT_FOUND),
        ("owner_id", "x", StatusCode::NOT_FOUND),
        (mine.as_str(), long.as_str(), StatusCode::UNPROCESSABLE_ENTITY),
    ];
    for (field, value, expected) in cases {
        let refused = student.post(&at, &[(field, value), ("version", "0")]).await;
        assert_eq!(refused.status, expected, "{field}: {}", refused.text());
    }
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn every_save_leaves_an_audit_line_and_none_of_its_words_in_clear() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (student, at, field) = (room.student(0).await, room.at("1.1"), room.question("1.1", 0));
    student
        .post(&at, &[(&field, "只有我知道的答案"), ("version", "0")])
        .await;
    student
        .post(&at, &[(&field, "改过的答案"), ("version", "1")])
        .await;
    let node = room.step("1.1").questions[0].id.raw();
    let (school, vault) = (room.run.school, std::sync::Arc::clone(&app.house.vault));
    let lines = write(&app, move |_, tx| {
        let lines = ledger::audit::of_object(tx, school, node, 10)?;
        // Both were written in one moment of the test's clock: the change is the one with what stood there before.
        let mut change = Vec::new();
        for line in &lines {
            let values = ledger::audit::personal_values(tx, &vault, school, line)?;
            if values.len() > change.len() {
                change = values;
            }
        }
        Ok((lines, change))
    });
    let (lines, values) = lines.await;
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.verb == "classroom.save-field"));
    let clear = format!("{lines:?}");
    assert!(!clear.contains("答案"), "{clear}");
    let values: Vec<_> = values
        .into_iter()
        .map(|value| (value.field, value.value))
        .collect();
    let value = |field: &str, text: &str| (field.to_owned(), Some(text.to_owned()));
    assert_eq!(
        values,
        [
            value("value.before", "只有我知道的答案"),
            value("value.after", "改过的答案")
        ]
    );
}
