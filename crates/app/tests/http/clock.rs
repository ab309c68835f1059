//! A clock that is a year ahead for a while and is then put right: nothing waits for the year to pass.

use axum::http::StatusCode;
use kernel::{Actor, Instant, Role};
use testkit::TestApp;

const YEAR: i64 = 365 * 24 * Instant::HOUR;

async fn waiting(app: &TestApp) -> i64 {
    let ctx = app.house.ctx(Actor::System);
    let waits = app
        .house
        .db
        .read(&ctx, |_, tx| ledger::waiting(tx))
        .await
        .unwrap();
    waits.lines + waits.facts
}

#[tokio::test]
async fn seals_and_counts_go_on_by_another_node() {
    let app = TestApp::new().await;
    let before = app.at_school(Role::SystemAdmin, 0).await;
    app.clock.advance(YEAR);
    app::upkeep::round(&app.house).await.unwrap();
    // Signed in before: a year later the session has long ended.
    assert_eq!(before.get("/people").await.status, StatusCode::SEE_OTHER);
    app.at_school(Role::SystemAdmin, 0).await;
    app::upkeep::round(&app.house).await.unwrap();
    app.clock.advance(-YEAR);
    app.at_school(Role::SystemAdmin, 0).await;
    assert!(waiting(&app).await > 0);
    let other = app.second_node();
    app::upkeep::round(&other.house).await.unwrap();
    assert_eq!(waiting(&app).await, 0);
}

#[tokio::test]
async fn a_session_that_was_used_in_a_time_to_come_is_put_right_by_its_next_request() {
    let app = TestApp::new().await;
    let person = app.at_school(Role::Teacher, 0).await;
    app.clock.advance(2 * Instant::HOUR);
    assert_eq!(person.get("/me").await.status, StatusCode::OK);
    app.clock.advance(-2 * Instant::HOUR);
    assert_eq!(person.get("/me").await.status, StatusCode::OK);
    let ctx = app.house.ctx(Actor::System);
    let used = |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        Ok(tx.one::<(Instant,)>("SELECT MAX(used_at) FROM session", &[])?.0)
    };
    let used = app.house.db.read(&ctx, used).await.unwrap();
    assert_eq!(used, ctx.now);
}
