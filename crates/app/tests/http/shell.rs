//! What every answer has around its page.

use std::sync::Arc;

use axum::http::StatusCode;
use kernel::Role;
use testkit::{Reply, TestApp};

fn token(reply: &Reply) -> String {
    let text = reply.text();
    let rest = text.split("name=\"csrf\" content=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_page_is_packed_for_a_browser_that_takes_gzip_and_for_no_other() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let plain = teacher.get("/").await;
    let packed = teacher
        .get_with("/", ("accept-encoding", "gzip, deflate, br"))
        .await;
    assert_eq!(packed.headers["content-encoding"], "gzip");
    assert!(!plain.headers.contains_key("content-encoding"));
    assert!(packed.bytes.starts_with(&[0x1f, 0x8b]));
    assert!(
        packed.bytes.len() * 2 < plain.bytes.len(),
        "{} of {}",
        packed.bytes.len(),
        plain.bytes.len()
    );
    for reply in [plain, packed] {
        assert_eq!(reply.headers["vary"], "Accept-Encoding");
    }
}

#[tokio::test]
async fn the_form_token_looks_different_on_every_page_and_each_form_of_it_is_taken() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (one, two) = (token(&teacher.get("/").await), token(&teacher.get("/").await));
    assert_ne!(one, two);
    for token in [one.as_str(), &two] {
        let reply = teacher
            .post_raw("/language", &[("_csrf", token), ("lang", "en"), ("back", "/")])
            .await;
        assert_eq!(reply.status, 303);
    }
    let stranger = token(&app.stranger().get("/sign-in").await);
    let reply = teacher
        .post_raw(
            "/language",
            &[("_csrf", &stranger), ("lang", "en"), ("back", "/")],
        )
        .await;
    assert_eq!(reply.status, 403);
}

#[tokio::test]
async fn where_no_session_can_be_looked_up_a_page_says_so_and_nobody_is_signed_out() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let rename = |from: &'static str, to: &'static str| {
        let house = Arc::clone(&app.house);
        async move {
            let sql = format!("ALTER TABLE {from} RENAME TO {to}");
            let ctx = house.ctx(kernel::Actor::System);
            let renamed = house.db.write(&ctx, move |_, tx| Ok(tx.run(&sql, &[])?)).await;
            renamed.unwrap();
        }
    };
    rename("session", "away").await;
    let reply = teacher.get("/").await;
    assert_eq!(reply.status, 500);
    assert!(reply.text().contains("<h1"), "{}", reply.text());
    assert_eq!(reply.cookie(web::SESSION), None);
    rename("away", "session").await;
    assert_eq!(teacher.get("/").await.status, 200);
}

#[tokio::test]
async fn every_page_of_whoever_is_signed_in_has_the_way_out_in_its_head() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    for path in ["/", "/me", "/me/password", "/tasks", "/runs", "/search?q=a"] {
        let page = teacher.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        let text = page.text();
        let head = text.split("<main").next().unwrap();
        assert!(
            head.contains("method=\"post\" action=\"/sign-out\""),
            "{path}: {head}"
        );
    }
}

#[tokio::test]
async fn an_offices_administrator_is_told_of_no_classes_and_a_schools_is() {
    let app = TestApp::new().await;
    for (tier, told) in [
        (kernel::Tier::Nation, false),
        (kernel::Tier::Province, false),
        (kernel::Tier::School, true),
    ] {
        let admin = app.person(Role::SystemAdmin, app.org(tier)).await;
        let desk = admin.get("/").await.text();
        assert_eq!(desk.contains("在校学生"), told, "{tier:?}: {desk}");
    }
}

#[tokio::test]
async fn a_refusal_leads_back_to_the_page_of_ours_that_it_came_from_and_to_no_other_site() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let from = |place: &'static str| teacher.get_with("/tasks/0000000000000000000000", ("referer", place));
    let led = from("http://127.0.0.1:8080/tasks?page=2").await;
    assert_eq!(led.status, StatusCode::NOT_FOUND);
    assert!(led.text().contains("href=\"/tasks?page=2\""), "{}", led.text());
    for elsewhere in [
        "",
        "http://other.example",
        "http://x//other.example/a",
        "javascript://x/%0aalert(1)\\",
    ] {
        let page = from(elsewhere).await.text();
        assert!(
            !page.contains("返回上一页") && page.contains("回到工作台"),
            "{elsewhere}: {page}"
        );
    }
    // Whoever is not signed in any more is led to the sign-in.
    let gone = app.stranger().post("/tasks", &[("source", "sample")]).await;
    assert_eq!(gone.status, StatusCode::UNAUTHORIZED);
    assert!(gone.text().contains("href=\"/sign-in?next="), "{}", gone.text());
}
