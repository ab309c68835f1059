//! Handing in, taking back, asking for help.

use axum::http::StatusCode;
use classroom::actions::Verdict;
use classroom::model::work::Stage;
use testkit::TestApp;

use super::room::Room;

#[tokio::test]
async fn a_step_is_handed_in_when_nothing_required_is_missing_and_taken_back_until_it_is_judged() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (student, at) = (room.student(0).await, room.at("1.2"));
    let submission = format!("{at}/submission");
    let field = room.question("1.2", 0);
    student
        .post(&at, &[(&field, "φ38 外圆轴线"), ("version", "0")])
        .await;
    let before = app.rows().await;
    let refused = student.post(&submission, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    let cell = &room.cells("1.2")[0];
    assert!(
        page.contains("必交成果“图样分析表”尚未完成") && page.contains(&format!("href=\"#f-{cell}\"")),
        "{page}"
    );
    assert!(
        page.contains(&format!("id=\"f-{cell}-error\"")) && page.contains("φ38 外圆轴线"),
        "{page}"
    );
    assert_eq!(app.rows().await, before);

    room.fill(&student, "1.2").await;
    let done = student.post(&submission, &[]).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, at.as_str())
    );
    assert_eq!(room.stage(0, "1.2").await, Stage::Handed);
    // A second tap finds it done.
    let before = app.rows().await;
    let again = student.post(&submission, &[]).await;
    assert_eq!(
        (again.status, again.location()),
        (StatusCode::SEE_OTHER, at.as_str())
    );
    assert_eq!(app.rows().await, before);
    let page = student.get(&at).await.text();
    assert!(
        page.contains("等待教师查看") && !page.contains("data-autosave"),
        "{page}"
    );
    let late = student.post(&at, &[(&field, "改一改"), ("version", "1")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(app.rows().await, before);

    let back = student.post(&format!("{submission}/removal"), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(room.stage(0, "1.2").await, Stage::Working);
    let saved = student.post(&at, &[(&field, "改一改"), ("version", "1")]).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    student.post(&submission, &[]).await;
    room.judge(0, "1.2", Verdict::Accept).await;
    let before = app.rows().await;
    let judged = student.post(&submission, &[]).await;
    assert_eq!(judged.status, StatusCode::CONFLICT);
    assert!(
        judged.text().contains("已经通过，不能再修改"),
        "{}",
        judged.text()
    );
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn what_is_the_groups_counts_for_every_member_and_each_hands_in_their_own_answers() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (first, second, at) = (room.student(0).await, room.student(1).await, room.at("1.1"));
    let submission = format!("{at}/submission");
    // One fills in the group's table, another hands in with an answer of their own.
    room.fill(&first, "1.1").await;
    let nothing = second.post(&submission, &[]).await;
    assert_eq!(nothing.status, StatusCode::CONFLICT);
    assert!(
        nothing.text().contains("还没有填写任何内容"),
        "{}",
        nothing.text()
    );
    second
        .post(&at, &[(&room.question("1.1", 0), "交货日期"), ("version", "0")])
        .await;
    let done = second.post(&submission, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(room.stage(1, "1.1").await, Stage::Handed);
    assert_eq!(room.stage(0, "1.1").await, Stage::Working);
    // What the teacher accepts with one member's work no other member changes.
    room.judge(1, "1.1", Verdict::Accept).await;
    let cell = room.cells("1.1").remove(0);
    let before = app.rows().await;
    let late = first.post(&at, &[(&cell, "改过的内容"), ("version", "1")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.text().contains("不能再修改"), "{}", late.text());
    assert_eq!(app.rows().await, before);
    let own = first
        .post(&at, &[(&room.question("1.1", 0), "图号"), ("version", "0")])
        .await;
    assert_eq!(own.status, StatusCode::OK, "{}", own.text());
    // Where that member sits later, nothing was accepted; what was, stays the first group's.
    let others = room.student(11).await;
    room.seat_beside(1, 11).await;
    let filled = others
        .post(&at, &[(&cell, "另一组的内容"), ("version", "0")])
        .await;
    assert_eq!(filled.status, StatusCode::OK, "{}", filled.text());
    let late = first.post(&at, &[(&cell, "改过的内容"), ("version", "1")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text());
    // The member of another group has their group's table still before them.
    let stranger = room.student(11).await;
    stranger
        .post(&at, &[(&room.question("1.1", 0), "交货日期"), ("version", "0")])
        .await;
    let missing = stranger.post(&submission, &[]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn help_is_asked_for_once_and_taken_back() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (student, at) = (room.student(0).await, room.at("1.1"));
    let help = format!("{at}/help");
    assert_eq!(student.post(&help, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(student.get(&at).await.text().contains("不用帮助了"));
    let before = app.rows().await;
    assert_eq!(student.post(&help, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.rows().await, before);
    student.post(&format!("{help}/removal"), &[]).await;
    let page = student.get(&at).await.text();
    assert!(
        page.contains("需要帮助") && !page.contains("不用帮助了"),
        "{page}"
    );
    // Where the phase has not come yet, nobody can be asked.
    let early = student.post(&format!("{}/help", room.at("2.1")), &[]).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
}
