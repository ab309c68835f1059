//! Signing in: first start, slips, passwords, delays, sessions, posts.

use kernel::{Instant, Role};
use testkit::{Person, TestApp};

pub const PASSWORD: &str = app::demo::PASSWORD;

pub async fn sign_in(person: &Person<'_>, app: &TestApp, number: &str, password: &str) -> testkit::Reply {
    let school = app.schools()[0].id.to_string();
    person
        .post(
            "/sign-in",
            &[("school", &school), ("number", number), ("password", password)],
        )
        .await
}

#[tokio::test]
async fn a_teacher_signs_in_and_sees_the_desk() {
    let app = TestApp::new().await;
    let reply = sign_in(&app.stranger(), &app, "teacher", PASSWORD).await;
    assert_eq!((reply.status.as_u16(), reply.location()), (303, "/"));
    let teacher = Person::with_token(&app, reply.cookie("gx_session").unwrap());
    let home = teacher.get("/").await;
    assert_eq!(home.status.as_u16(), 200);
    assert!(home.text().contains("工作台") && home.text().contains("江南市技师学院"));
    assert!(teacher.in_english().get("/").await.text().contains("To do"));
}

#[tokio::test]
async fn a_wrong_password_keeps_what_was_typed_and_tells_nothing() {
    let app = TestApp::new().await;
    let known = sign_in(&app.stranger(), &app, "teacher", "wrong").await;
    let unknown = sign_in(&app.stranger(), &app, "nobody", "wrong").await;
    for reply in [&known, &unknown] {
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.text().contains("账号或密码不对"));
    }
    assert!(known.text().contains("value=\"teacher\""));
}

#[tokio::test]
async fn failures_delay_and_time_heals() {
    let app = TestApp::new().await;
    for _ in 0..3 {
        assert_eq!(
            sign_in(&app.stranger(), &app, "teacher", "wrong")
                .await
                .status
                .as_u16(),
            422
        );
    }
    let delayed = sign_in(&app.stranger(), &app, "teacher", PASSWORD).await;
    assert_eq!(delayed.status.as_u16(), 429);
    assert!(delayed.text().contains("请等 5 秒"), "{}", delayed.text());
    app.clock.advance(6 * Instant::SECOND);
    assert_eq!(
        sign_in(&app.stranger(), &app, "teacher", PASSWORD)
            .await
            .status
            .as_u16(),
        303
    );
}

#[tokio::test]
async fn a_session_ends_after_its_rest() {
    let app = TestApp::new().await;
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    app.clock.advance(14 * Instant::MINUTE);
    assert_eq!(auditor.get("/audit").await.status.as_u16(), 200);
    app.clock.advance(16 * Instant::MINUTE);
    let led = auditor.get("/audit").await;
    assert_eq!(
        (led.status.as_u16(), led.location()),
        (303, "/sign-in?next=%2Faudit")
    );
    assert_eq!(teacher.get("/me").await.status.as_u16(), 200);
    app.clock.advance(8 * Instant::HOUR + Instant::MINUTE);
    assert_eq!(teacher.get("/me").await.status.as_u16(), 303);
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    assert_eq!(teacher.post("/sign-out", &[]).await.location(), "/sign-in");
    assert_eq!(teacher.get("/me").await.status.as_u16(), 303);
}

#[tokio::test]
async fn a_form_without_its_token_changes_nothing() {
    let app = TestApp::new().await;
    let admin = app.at_school(Role::SystemAdmin, 0).await;
    let before = app.rows().await;
    let fields = [("name", "王五"), ("number", "T-1"), ("role", "teacher")];
    let reply = admin.post_raw("/staff", &fields).await;
    assert_eq!(reply.status.as_u16(), 403);
    assert!(reply.text().contains("请刷新页面"));
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn a_slip_is_good_for_one_first_sign_in() {
    let app = TestApp::new().await;
    let admin = app.at_school(Role::SystemAdmin, 0).await;
    let slip = admin
        .post(
            "/staff",
            &[("name", "尉迟翀"), ("number", "T-900"), ("role", "teacher")],
        )
        .await;
    assert_eq!(slip.status.as_u16(), 200, "{}", slip.text());
    let code = slip.codes().remove(0);
    let stranger = app.stranger();
    assert!(
        stranger
            .get(&format!("/first?code={code}"))
            .await
            .text()
            .contains("尉迟翀")
    );
    let weak = stranger
        .post("/first", &[("code", &code), ("password", "12345678")])
        .await;
    assert_eq!(weak.status.as_u16(), 422);
    let entered = stranger
        .post("/first", &[("code", &code), ("password", "Blue-Lathe-7")])
        .await;
    assert_eq!((entered.status.as_u16(), entered.location()), (303, "/"));
    let teacher = Person::with_token(&app, entered.cookie("gx_session").unwrap());
    assert_eq!(teacher.get("/").await.status.as_u16(), 200);
    let again = stranger
        .post("/first", &[("code", &code), ("password", "Other-Lathe-8")])
        .await;
    assert_eq!(again.status.as_u16(), 422);
    assert_eq!(
        sign_in(&stranger, &app, "T-900", "Blue-Lathe-7")
            .await
            .status
            .as_u16(),
        303
    );
}

#[tokio::test]
async fn an_empty_installation_asks_behind_its_code_for_the_first_organisation() {
    let app = TestApp::empty().await;
    let stranger = app.stranger();
    assert_eq!(stranger.get("/sign-in").await.location(), "/start");
    let (ctx, vault) = (
        app.house.ctx(kernel::Actor::System),
        std::sync::Arc::clone(&app.house.vault),
    );
    let code = app
        .house
        .db
        .write(&ctx, move |ctx, tx| {
            people::actions::issue_start_code(tx, ctx, &vault)
        })
        .await
        .unwrap();
    let mut fields = vec![
        ("code", "AAAA-AAAA"),
        ("kind", "ministry"),
        ("org-code", "00"),
        ("name", "国家技工教育管理部门"),
        ("lead-name", "王建国"),
        ("lead-number", "lead"),
        ("system-name", "李伟"),
        ("system-number", "sys"),
        ("security-name", "张玥"),
        ("security-number", "sec"),
        ("audit-name", "赵翀"),
        ("audit-number", "aud"),
    ];
    let before = app.rows().await;
    let refused = stranger.post("/start", &fields).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert!(refused.text().contains("王建国") && app.rows().await == before);
    let printed = code.printed();
    fields[0].1 = &printed;
    let started = stranger.post("/start", &fields).await;
    assert_eq!(started.status.as_u16(), 200, "{}", started.text());
    assert_eq!(started.codes().len(), 4);
    assert_eq!(stranger.post("/start", &fields).await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_three_administrators_are_three_persons() {
    let app = TestApp::new().await;
    let admin = app.at_school(Role::SystemAdmin, 0).await;
    let page = admin.get("/staff").await.text();
    let name = page
        .split("<th scope=\"row\" lang=\"zh-CN\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    assert!(!name.is_empty());
    let first = admin
        .post(
            "/staff",
            &[("name", "曾文静"), ("number", "X-1"), ("role", "security-admin")],
        )
        .await;
    assert_eq!(first.status.as_u16(), 200);
    let second = admin
        .post(
            "/staff",
            &[("name", "曾文静"), ("number", "X-1"), ("role", "audit-admin")],
        )
        .await;
    assert_eq!(second.status.as_u16(), 422);
    assert!(second.text().contains("须由三人分别担任"));
}

#[tokio::test]
async fn a_session_ends_after_its_longest_life_however_it_is_used() {
    let app = TestApp::new().await;
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    for _ in 0..71 {
        app.clock.advance(10 * Instant::MINUTE);
        assert_eq!(auditor.get("/me").await.status, 200);
    }
    app.clock.advance(10 * Instant::MINUTE);
    assert_eq!(auditor.get("/me").await.status, 303, "twelve hours");
    let teacher = app.at_school(Role::Teacher, 0).await;
    for _ in 0..(30 * 24 / 6 - 1) {
        app.clock.advance(6 * Instant::HOUR);
        assert_eq!(teacher.get("/me").await.status, 200);
    }
    app.clock.advance(6 * Instant::HOUR);
    assert_eq!(teacher.get("/me").await.status, 303, "thirty days");
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    let listed = security.get("/sessions").await.text();
    assert_eq!(
        listed.matches("<th scope=\"row\"").count(),
        1,
        "what ended is not listed"
    );
}

#[tokio::test]
async fn a_session_that_asks_without_end_is_told_to_wait_and_no_other_is() {
    let app = TestApp::new().await;
    let node = app.taking(3);
    let teacher = node.at_school(Role::Teacher, 0).await;
    let other = node.at_school(Role::Teacher, 0).await;
    for _ in 0..3 {
        assert_eq!(teacher.get("/me").await.status, 200);
    }
    let before = app.rows().await;
    let told = teacher.get("/me").await;
    assert_eq!(told.status, 429);
    assert_eq!(told.headers["retry-after"], "60");
    assert!(told.text().contains("请等 60 秒再试"), "{}", told.text());
    assert_eq!(teacher.post("/me/copy", &[]).await.status, 429);
    assert_eq!(app.rows().await, before);
    assert_eq!(
        other.get("/me").await.status,
        200,
        "another session of the same account"
    );
    assert_eq!(node.stranger().get("/sign-in").await.status, 200);
    app.clock.advance(Instant::MINUTE);
    assert_eq!(teacher.get("/me").await.status, 200);
}

#[tokio::test]
async fn a_password_is_kept_with_the_space_around_it() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let fields = [("present", PASSWORD), ("password", " Blue Lathe 7 ")];
    assert_eq!(teacher.post("/me/password", &fields).await.status, 303);
    let typed = sign_in(&app.stranger(), &app, "teacher", " Blue Lathe 7 ").await;
    assert_eq!(typed.location(), "/");
    let without = sign_in(&app.stranger(), &app, "teacher", "Blue Lathe 7").await;
    assert_eq!(without.status, 422);
}
