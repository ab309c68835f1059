//! The live board: small, read in few statements, and told of every change within a second, on every node.

use std::time::Duration;

use classroom::model::work::Stage;
use classroom::queries::lead;
use kernel::{Actor, Instant, Role};
use testkit::TestApp;

use crate::classroom::seen;

/// A change is on the board within a second; a machine that does other things is given longer.
const SOON: u64 = 10_000;

/// The address of the stream of the page that the teacher sees now.
fn events_of(page: &str) -> String {
    let (_, rest) = page.split_once("data-live=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// A cell that waits, with the class of its state.
async fn waiting(app: &TestApp) -> (String, String) {
    let (run, seen) = seen(app).await;
    let mut works = seen.state.works.iter();
    let (place, _) = works.find(|(_, work)| work.stage == Stage::Handed).unwrap();
    (run.id.to_string(), seen.key(*place))
}

#[tokio::test]
async fn the_board_has_a_line_a_student_and_a_cell_a_step_each_with_its_word() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    let (run, seen) = seen(&app).await;
    let page = leader.get(&format!("/runs/{}/board", run.id)).await.text();
    assert_eq!(page.matches("board-name").count(), 12);
    assert_eq!(page.matches("<td class=").count(), 12 * 18);
    for word in [
        // A name that is longer than its column goes on below after the dot.
        "class=\"board-name long\">阿依古丽·<wbr>买买提",
        "4.3",
        "装夹与对刀",
        "未开始",
        "进行中",
        "已提交",
        "已退回",
        "已通过",
        "逾期",
        "需要帮助",
    ] {
        assert!(page.contains(word), "{word} in {page}");
    }
    let cell = seen.key(*seen.state.works.keys().next().unwrap());
    assert!(page.contains(&format!("id={cell}><a href=c/{cell}>")), "{page}");
}

#[tokio::test]
async fn the_board_is_read_in_ten_statements() {
    let app = TestApp::new().await;
    let (run, _) = seen(&app).await;
    let ctx = app.house.ctx(Actor::System);
    let read = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        lead::seen(tx, &run)?;
        Ok(tx.statements())
    };
    let count = app.house.db.read(&ctx, read).await.unwrap();
    // Besides: the run, its class, and two to three for the session.
    assert!(count <= 7, "{count} statements");
}

#[tokio::test]
async fn an_act_is_told_within_a_second_and_its_cell_is_fetched_alone() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, cell) = waiting(&app).await;
    let page = teacher.get(&format!("/runs/{run}/board")).await.text();
    assert!(page.contains(&format!("<td class=h id={cell}>")));
    let mut board = teacher.listen(&events_of(&page)).await;
    teacher
        .post(&format!("/runs/{run}/acceptances"), &[("cell", &cell)])
        .await;
    let (name, data) = board.next(SOON).await.unwrap();
    assert_eq!(name, "cells");
    assert!(
        data.contains(&format!("\"{cell}\"")) && data.contains("\"sum\""),
        "{data}"
    );
    let pieces = teacher
        .get(&format!("/runs/{run}/board/cells?ids={cell},sum,zzz"))
        .await
        .text();
    assert!(pieces.contains(&format!("<td class=a id={cell}>")), "{pieces}");
    assert_eq!(pieces.matches(" id=").count(), 2, "{pieces}");
    assert_eq!(board.next(700).await, None, "it is told once");
}

#[tokio::test]
async fn a_board_on_another_node_is_told_within_a_second() {
    let app = TestApp::new().await;
    let other = app.second_node();
    let teacher = app.at_school(Role::Teacher, 0).await;
    let watcher = other.at_school(Role::SchoolLeader, 0).await;
    let (run, cell) = waiting(&app).await;
    let page = watcher.get(&format!("/runs/{run}/board")).await.text();
    let mut board = watcher.listen(&events_of(&page)).await;
    // The other node looks by itself: its first look comes before the act.
    tokio::time::sleep(Duration::from_millis(400)).await;
    teacher
        .post(&format!("/runs/{run}/acceptances"), &[("cell", &cell)])
        .await;
    let (name, data) = board.next(SOON).await.unwrap();
    assert!(name == "cells" && data.contains(&cell), "{name} {data}");
}

#[tokio::test]
async fn a_change_between_the_page_and_its_stream_is_not_missed() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, cell) = waiting(&app).await;
    let page = teacher.get(&format!("/runs/{run}/board")).await.text();
    teacher
        .post(&format!("/runs/{run}/acceptances"), &[("cell", &cell)])
        .await;
    let mut board = teacher.listen(&events_of(&page)).await;
    let (name, data) = board.next(SOON).await.unwrap();
    assert!(name == "cells" && data.contains(&cell), "{name} {data}");
}

#[tokio::test]
async fn who_comes_back_after_a_while_gets_the_whole_board() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, _) = waiting(&app).await;
    let page = teacher.get(&format!("/runs/{run}/board")).await.text();
    app.clock.advance(2 * Instant::MINUTE);
    let mut board = teacher.listen(&events_of(&page)).await;
    assert_eq!(board.next(SOON).await.unwrap().0, "reload");
}

#[tokio::test]
async fn a_phase_that_opens_changes_the_whole_board_and_the_end_of_the_run_ends_the_stream() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, seen) = seen(&app).await;
    let page = teacher.get(&format!("/runs/{}/board", run.id)).await.text();
    let mut board = teacher.listen(&events_of(&page)).await;
    let phase = format!("/runs/{}/phases/{}", run.id, seen.state.task.phases[5].id);
    teacher.post(&phase, &[("turn", "open")]).await;
    assert_eq!(board.next(SOON).await.unwrap().0, "reload");
    teacher.post(&format!("/runs/{}/end", run.id), &[]).await;
    assert_eq!(board.next(SOON).await.unwrap().0, "reload");
    assert_eq!(board.next(SOON).await.unwrap().0, "end");
    assert!(board.ends(SOON).await);
}

#[tokio::test]
async fn the_stream_ends_with_the_session_and_with_the_process() {
    let app = TestApp::new().await;
    let (run, _) = waiting(&app).await;
    let address = format!("/runs/{run}/events?since={}", app.house.ctx(Actor::System).now.0);
    let teacher = app.at_school(Role::Teacher, 0).await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let mut of_teacher = teacher.listen(&address).await;
    let mut of_leader = leader.listen(&address).await;
    teacher.post("/sign-out", &[]).await;
    assert!(of_teacher.ends(4_000).await, "the session ended");
    assert!(!of_leader.ends(100).await, "another's session goes on");
    app.house.live.end();
    assert!(of_leader.ends(1_000).await, "the process ends");
}

#[tokio::test]
async fn changes_are_swept_after_an_hour() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, cell) = waiting(&app).await;
    let count = || async {
        let rows = app.rows().await;
        rows.into_iter()
            .find(|(table, _)| table == "run_change")
            .unwrap()
            .1
    };
    app.clock.advance(2 * Instant::HOUR);
    app::upkeep::round(&app.house).await.unwrap();
    assert_eq!(count().await, 0, "what the made-up class did lies behind");
    teacher
        .post(&format!("/runs/{run}/acceptances"), &[("cell", &cell)])
        .await;
    let after = count().await;
    app.clock.advance(50 * Instant::MINUTE);
    app::upkeep::round(&app.house).await.unwrap();
    assert_eq!(count().await, after);
    app.clock.advance(11 * Instant::MINUTE);
    app::upkeep::round(&app.house).await.unwrap();
    assert_eq!(count().await, 0);
}
