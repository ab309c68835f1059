//! What a student reads: the step to do now in one tap, never an answer key, never another group's work.

use axum::http::StatusCode;
use classroom::actions::{Turn, Verdict};
use kernel::Role;
use testkit::TestApp;

use super::room::Room;

#[tokio::test]
async fn the_step_to_do_now_is_one_tap_from_the_desk() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let student = room.student(0).await;
    let desk = student.get("/").await.text();
    let first = room.at("1.1");
    assert!(
        desk.contains(&first) && desk.contains("做 1.1 接受任务单"),
        "{desk}"
    );
    assert!(desk.contains("href=\"/work\"") && desk.contains("我的任务"));
    let page = student.get(&first).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    for shown in [
        "任务单只写“急件，5 根”",
        "任务要点表",
        "图号与版本",
        "恒进液压元件公司",
        "未开始",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    let list = student.get("/work").await.text();
    assert!(
        list.contains(&first) && list.contains("螺纹轴的数控车床加工"),
        "{list}"
    );
    let run = student.get(&room.base()).await.text();
    for shown in [
        "任务情景",
        "任务要求",
        "生产任务单 SC-0317",
        "第1组",
        "数控车间一",
        "现在做",
    ] {
        assert!(run.contains(shown), "{shown} in {run}");
    }
    for (seat, _) in room.members.iter().enumerate().take(4) {
        assert_eq!(room.student(seat).await.get(&first).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn no_answer_key_and_no_table_of_answers_stands_on_a_students_page() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    for phase in 1..room.task.phases.len() {
        room.turn(phase, Turn::Open).await;
    }
    let student = room.student(0).await;
    let mut seen = student.get(&room.base()).await.text();
    for (number, ..) in room.task.steps() {
        seen.push_str(&student.get(&room.at(&number.to_string())).await.text());
    }
    for (_, _, step) in room.task.steps() {
        for question in &step.questions {
            // A key of a word or two can be a word of the question.
            let key = &question.answer;
            assert!(key.chars().count() < 8 || !seen.contains(key), "{key}");
            assert!(
                seen.contains(&question.prompt) || question.prompt.contains('"'),
                "{}",
                question.prompt
            );
        }
    }
    for sheet in room
        .task
        .sheets
        .iter()
        .filter(|sheet| sheet.audience == design::model::task::Audience::Teachers)
    {
        assert!(!seen.contains(&sheet.title), "{}", sheet.title);
    }
}

#[tokio::test]
async fn closed_phases_and_gates_say_what_they_wait_for_and_take_no_save() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let student = room.student(0).await;
    let later = student.get(&room.at("2.1")).await.text();
    assert!(
        later.contains("该环节尚未开放") && !later.contains("data-autosave"),
        "{later}"
    );
    let before = app.rows().await;
    let field = room.question("2.1", 0);
    let refused = student
        .post(&room.at("2.1"), &[(&field, "x"), ("version", "0")])
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(app.rows().await, before);

    room.turn(3, Turn::Open).await;
    let gate = student.get(&room.at("4.1")).await.text();
    assert!(gate.contains("等待教师确认：定稿工艺卡已会签"), "{gate}");
    assert!(
        student
            .get(&room.base())
            .await
            .text()
            .contains("等待教师确认：定稿工艺卡已会签")
    );
    let field = room.question("4.1", 0);
    let waits = student
        .post(&room.at("4.1"), &[(&field, "X36 Z0"), ("version", "0")])
        .await;
    assert_eq!(waits.status, StatusCode::CONFLICT);
    room.release(3, room.members[0].1).await;
    let saved = student
        .post(&room.at("4.1"), &[(&field, "X36 Z0"), ("version", "0")])
        .await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    // The word was given to one group alone.
    let other = room.student(11).await;
    let waits = other
        .post(&room.at("4.1"), &[(&field, "X36 Z0"), ("version", "0")])
        .await;
    assert_eq!(waits.status, StatusCode::CONFLICT);

    room.turn(3, Turn::Close).await;
    let closed = student.get(&room.at("4.1")).await.text();
    assert!(
        closed.contains("该环节已经关闭") && closed.contains("X36 Z0"),
        "{closed}"
    );
}

#[tokio::test]
async fn a_step_of_another_role_is_read_with_the_names_of_who_does_it() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    room.turn(3, Turn::Open).await;
    room.release(3, room.members[0].1).await;
    // In a group of four dealt in order the second operates.
    let (leader, operator) = (room.student(0).await, room.student(1).await);
    let page = leader.get(&room.at("4.3")).await.text();
    assert!(
        page.contains("这一步由操作完成（") && !page.contains("data-autosave"),
        "{page}"
    );
    let field = room.question("4.3", 0);
    let before = app.rows().await;
    for path in ["", "/submission", "/help"] {
        let refused = leader
            .post(
                &format!("{}{path}", room.at("4.3")),
                &[(&field, "x"), ("version", "0")],
            )
            .await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(app.rows().await, before);
    let saved = operator
        .post(&room.at("4.3"), &[(&field, "润滑油位"), ("version", "0")])
        .await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
}

#[tokio::test]
async fn a_returned_step_says_why_and_the_desk_leads_to_it() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let student = room.student(0).await;
    room.fill(&student, "1.2").await;
    student.post(&format!("{}/submission", room.at("1.2")), &[]).await;
    room.judge(0, "1.2", Verdict::Return("基准 A 的作用没有写清楚".to_owned()))
        .await;
    let desk = student.get("/").await.text();
    assert!(
        desk.contains("修改退回的 1.2") && desk.contains("基准 A 的作用没有写清楚"),
        "{desk}"
    );
    assert!(desk.contains(&room.at("1.2")));
    let page = student.get(&room.at("1.2")).await.text();
    assert!(
        page.contains("教师退回：基准 A 的作用没有写清楚") && page.contains("data-autosave"),
        "{page}"
    );
    room.fill(&room.student(1).await, "1.2").await;
    let again = student.post(&format!("{}/submission", room.at("1.2")), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    room.judge(0, "1.2", Verdict::Accept).await;
    assert!(
        student
            .get(&room.at("1.2"))
            .await
            .text()
            .contains("教师已通过这一步")
    );
}

#[tokio::test]
async fn nobody_sees_the_work_of_another_group_or_school() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let (student, other_group) = (room.student(0).await, room.student(11).await);
    let cell = room.cells("1.1")[0].clone();
    let (mine, ours) = (room.question("1.1", 0), room.at("1.1"));
    student
        .post(&ours, &[(&mine, "先问图号"), ("version", "0")])
        .await;
    student
        .post(&ours, &[(&cell, "LZ-03 第二版"), ("version", "0")])
        .await;
    let theirs = other_group.get(&ours).await.text();
    assert!(!theirs.contains("先问图号") && !theirs.contains("LZ-03 第二版"));
    // A member of the own group sees what is the group's and not what is another's own.
    let mate = room.student(1).await.get(&ours).await.text();
    assert!(
        mate.contains("LZ-03 第二版") && !mate.contains("先问图号"),
        "{mate}"
    );

    let elsewhere = app.at_school(Role::Student, 2).await;
    let teacher = app.at_school(Role::Teacher, 1).await;
    let stranger = app.stranger();
    let before = app.rows().await;
    for path in [room.base(), ours.clone(), format!("{ours}/news?since=0")] {
        assert_eq!(elsewhere.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(teacher.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(stranger.get(&path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    for path in ["", "/submission", "/submission/removal", "/help", "/help/removal"] {
        let path = format!("{ours}{path}");
        let fields = [(mine.as_str(), "x"), ("version", "0")];
        assert_eq!(
            elsewhere.post(&path, &fields).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
        assert_eq!(
            teacher.post(&path, &fields).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    assert_eq!(app.rows().await, before);
    // A step of the same design in another school's run is none of this run.
    let foreign = Room::of(&app, 2).await;
    let mixed = format!("{}/steps/{}", room.base(), foreign.step("1.1").id);
    assert_eq!(student.get(&mixed).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_pages_read_in_english_too() {
    let app = TestApp::new().await;
    let room = Room::of(&app, 1).await;
    let student = room.student(0).await.in_english();
    let page = student.get(&room.at("1.1")).await.text();
    for shown in ["Hand in", "I need help", "How to do this step", "Not begun"] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
}
