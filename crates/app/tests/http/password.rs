//! An administrator's password: none of the last five, and another after ninety days.

use kernel::{Instant, Role};
use testkit::{Person, Reply, TestApp};

use crate::sign_in::{PASSWORD, sign_in};

/// The made-up nation as if it were a real one: in a demonstration no password grows too old.
async fn in_earnest() -> TestApp {
    let app = TestApp::new().await;
    let ctx = app.house.ctx(kernel::Actor::System);
    let forgotten = app.house.db.write(&ctx, |_, tx| {
        Ok(tx.run("DELETE FROM memory WHERE name = 'made-up'", &[])?)
    });
    forgotten.await.unwrap();
    app
}

async fn change<'a>(app: &'a TestApp, person: &Person<'a>, from: &str, to: &str) -> (Reply, Person<'a>) {
    let fields = [("present", from), ("password", to)];
    let reply = person.post("/me/password", &fields).await;
    let token = reply.cookie("gx_session").or_else(|| person.token());
    (reply, Person::with_token(app, token.unwrap()))
}

/// Signs in with this password in a browser that has just been opened.
async fn entered<'a>(app: &'a TestApp, number: &str, password: &str) -> Person<'a> {
    let reply = sign_in(&app.stranger(), app, number, password).await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    Person::with_token(app, reply.cookie("gx_session").unwrap())
}

async fn kept(app: &TestApp) -> i64 {
    let rows = app.rows().await;
    rows.into_iter()
        .find(|row| row.0 == "earlier_password")
        .unwrap()
        .1
}

#[tokio::test]
async fn an_administrator_chooses_none_of_the_last_five_passwords_and_everybody_else_may() {
    let app = TestApp::new().await;
    let mut admin = app.at_school(Role::SystemAdmin, 0).await;
    let chosen = ["Blue-Lathe-71", "Blue-Lathe-72", "Blue-Lathe-73", "Blue-Lathe-74"];
    let mut present = PASSWORD;
    for next in chosen {
        app.clock.advance(Instant::MINUTE);
        let (same, _) = change(&app, &admin, present, present).await;
        assert_eq!(same.status, 422, "the present one is one of the five");
        let (first, _) = change(&app, &admin, present, PASSWORD).await;
        assert_eq!(first.status, 422);
        assert!(first.text().contains("最近 5 次用过的密码"), "{}", first.text());
        let (changed, now) = change(&app, &admin, present, next).await;
        assert_eq!(changed.status, 303, "{}", changed.text());
        (admin, present) = (now, next);
    }
    // The slip of a forgotten password does not go round it.
    let system = app.at_school(Role::SystemAdmin, 0).await;
    let post = crate::cases::post_of(&app, Role::SystemAdmin, 0).await;
    let slip = system
        .post(&format!("/staff/{post}/slip"), &[])
        .await
        .codes()
        .remove(0);
    let by_slip = [("code", slip.as_str()), ("password", "Blue-Lathe-72")];
    let refused = app.stranger().post("/first", &by_slip).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("最近 5 次用过的密码"),
        "{}",
        refused.text()
    );
    assert_eq!(kept(&app).await, 4, "the present one and four before it");
    app.clock.advance(Instant::MINUTE);
    let (fifth, admin) = change(&app, &admin, present, "Blue-Lathe-75").await;
    assert_eq!(fifth.status, 303);
    assert_eq!(kept(&app).await, 4, "no further back than the rule looks");
    let (sixth, _) = change(&app, &admin, "Blue-Lathe-75", PASSWORD).await;
    assert_eq!(sixth.status, 303, "{}", sixth.text());
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (away, teacher) = change(&app, &teacher, PASSWORD, "Green-Lathe-4").await;
    let (back, _) = change(&app, &teacher, "Green-Lathe-4", PASSWORD).await;
    assert_eq!((away.status.as_u16(), back.status.as_u16()), (303, 303));
    assert_eq!(kept(&app).await, 4, "nothing is kept of anybody else");
}

#[tokio::test]
async fn after_ninety_days_an_administrator_changes_the_password_before_anything_else() {
    let app = in_earnest().await;
    app.clock.advance(90 * Instant::DAY - Instant::HOUR);
    let young = entered(&app, "audit-admin", PASSWORD).await;
    assert_eq!(young.get("/audit").await.status, 200);
    app.clock.advance(Instant::HOUR);
    assert_eq!(young.get("/me").await.status, 303, "its rest is over");
    let held = entered(&app, "audit-admin", PASSWORD).await;
    for path in ["/", "/audit", "/me", "/me/second-factor"] {
        assert_eq!(held.get(path).await.location(), "/me/password", "{path}");
    }
    let before = app.rows().await;
    assert_eq!(held.post("/me/copy", &[]).await.status, 403);
    assert_eq!(app.rows().await, before);
    let page = held.get("/me/password").await.text();
    assert!(
        page.contains("用满 90 天") && !page.contains("/me/second-factor\""),
        "{page}"
    );
    let (same, _) = change(&app, &held, PASSWORD, PASSWORD).await;
    assert_eq!(same.status, 422);
    assert!(same.text().contains("用满 90 天") && same.text().contains("最近 5 次用过的密码"));
    let (changed, free) = change(&app, &held, PASSWORD, "Blue-Lathe-71").await;
    assert_eq!((changed.status.as_u16(), changed.location()), (303, "/"));
    assert_eq!(free.get("/audit").await.status, 200);
    assert!(!free.get("/me/password").await.text().contains("用满 90 天"));
    let teacher = entered(&app, "teacher", PASSWORD).await;
    assert_eq!(teacher.get("/me").await.status, 200, "nobody else is asked");
}

#[tokio::test]
async fn a_password_that_grows_old_during_a_session_is_asked_for_at_the_next_sign_in() {
    let app = in_earnest().await;
    app.clock.advance(90 * Instant::DAY - Instant::MINUTE);
    let admin = entered(&app, "security-admin", PASSWORD).await;
    app.clock.advance(5 * Instant::MINUTE);
    assert_eq!(
        admin.get("/sessions").await.status,
        200,
        "nobody is interrupted at work"
    );
    let next = entered(&app, "security-admin", PASSWORD).await;
    assert_eq!(next.get("/sessions").await.location(), "/me/password");
}

#[tokio::test]
async fn a_demonstration_and_a_password_whose_day_nobody_knows_are_left_alone() {
    let app = TestApp::new().await;
    app.clock.advance(400 * Instant::DAY);
    let shown = entered(&app, "system-admin", PASSWORD).await;
    assert_eq!(shown.get("/staff").await.status, 200);
    let app = in_earnest().await;
    let ctx = app.house.ctx(kernel::Actor::System);
    let unknown = app.house.db.write(&ctx, |_, tx| {
        Ok(tx.run("UPDATE account SET password_at = NULL", &[])?)
    });
    unknown.await.unwrap();
    app.clock.advance(400 * Instant::DAY);
    let admin = entered(&app, "system-admin", PASSWORD).await;
    assert_eq!(admin.get("/staff").await.status, 200);
}

#[tokio::test]
async fn a_password_of_128_signs_is_taken_and_every_one_of_them_counts() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let long = "Green-Lathe 42 ".repeat(8) + "車削銑刨磨鏜鉗焊";
    assert_eq!(long.chars().count(), 128);
    let (refused, _) = change(&app, &teacher, PASSWORD, &format!("{long}x")).await;
    assert_eq!(refused.status, 422, "longer ones are refused and not cut");
    let (changed, _) = change(&app, &teacher, PASSWORD, &long).await;
    assert_eq!(changed.status, 303, "{}", changed.text());
    let cut: String = long.chars().take(64).collect();
    let shorter: String = long.chars().take(127).collect();
    for wrong in [cut, shorter] {
        let refused = sign_in(&app.stranger(), &app, "teacher", &wrong).await;
        assert_eq!(refused.status, 422, "{}", refused.text());
    }
    entered(&app, "teacher", &long).await;
}

/// The fields of a page that take a password.
fn password_fields(page: &str) -> Vec<String> {
    let fields = page.split("<input").skip(1);
    let fields = fields.filter_map(|rest| rest.split('>').next());
    let takes = |field: &&str| field.contains("name=\"password\"") || field.contains("name=\"present\"");
    fields
        .filter(takes)
        .filter(|field| !field.contains("type=\"hidden\""))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn a_field_for_a_password_is_masked_and_keeps_nobody_from_pasting_or_from_a_manager() {
    let app = in_earnest().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let school = app.schools()[0].id;
    let mut seen = 0;
    for page in [
        app.stranger().get(&format!("/sign-in?school={school}")).await,
        app.stranger().get("/first").await,
        teacher.get("/me").await,
        teacher.get("/me/password").await,
        teacher.get("/me/second-factor").await,
    ] {
        for field in password_fields(&page.text()) {
            seen += 1;
            assert!(field.contains("type=\"password\""), "{field}");
            assert!(
                field.contains("autocomplete=\"current-password\"")
                    || field.contains("autocomplete=\"new-password\""),
                "{field}"
            );
            for hinders in ["onpaste", "maxlength", "readonly", "data-no-paste"] {
                assert!(!field.contains(hinders), "{field}");
            }
        }
    }
    assert!(seen >= 6, "{seen} fields");
}
