//! The second factor: set up, asked for, used once, lost, required.

use kernel::{Instant, Role};
use people::model::sign_in::totp;
use testkit::{Person, Reply, TestApp};

use crate::cases::post_of;
use crate::sign_in::{PASSWORD, sign_in};

/// The secret that a set-up page shows, as an app knows it.
fn secret_of(page: &str) -> Vec<u8> {
    let typed = page.split("factor-secret\">").nth(1).unwrap();
    let letters = typed.split('<').next().unwrap().replace(' ', "");
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = letters
        .chars()
        .map(|letter| format!("{:05b}", alphabet.find(letter).unwrap()))
        .collect();
    bits.as_bytes()
        .chunks_exact(8)
        .map(|eight| u8::from_str_radix(std::str::from_utf8(eight).unwrap(), 2).unwrap())
        .collect()
}

/// What the app shows so many steps from now.
fn code(app: &TestApp, secret: &[u8], steps: i64) -> String {
    let step = totp::step(app.house.clock.now()) + steps;
    format!("{:06}", totp::code(secret, step))
}

/// Sets it up; answers the session that goes on, the secret and the codes for a lost device.
pub async fn set_up<'a>(app: &'a TestApp, person: &Person<'a>) -> (Person<'a>, Vec<u8>, Vec<String>) {
    let page = person.post("/me/second-factor", &[("present", PASSWORD)]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let secret = secret_of(&page.text());
    let code = code(app, &secret, -1);
    let done = person.post("/me/second-factor/confirm", &[("code", &code)]).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let person = Person::with_token(app, done.cookie("gx_session").unwrap());
    (person, secret, done.codes())
}

/// The page of the code after a right password, in the browser that showed it.
pub async fn half(app: &TestApp, number: &str) -> Half {
    let reply = sign_in(&app.stranger(), app, number, PASSWORD).await;
    assert_eq!(reply.location(), "/sign-in/code?next=", "{}", reply.text());
    assert_eq!(reply.cookie("gx_session"), None, "no session yet");
    Half(format!("__Host-gx_half={}", reply.cookie("gx_half").unwrap()))
}

/// A sign-in of which the password was right: the cookie of the browser that typed it.
pub struct Half(pub String);

impl Half {
    async fn types(&self, person: &Person<'_>, code: &str) -> Reply {
        person
            .post_with("/sign-in/code", &[("code", code)], &self.0)
            .await
    }
}

#[tokio::test]
async fn after_the_password_the_sign_in_asks_for_a_code_that_is_good_once() {
    let app = TestApp::new().await;
    let (_, secret, _) = set_up(&app, &app.at_school(Role::SystemAdmin, 0).await).await;
    let half = half(&app, "system-admin").await;
    let stranger = app.stranger();
    let page = stranger.get_with("/sign-in/code", ("cookie", &half.0)).await;
    for said in ["inputmode=\"numeric\"", "autocomplete=\"one-time-code\""] {
        assert!(page.text().contains(said), "{}", page.text());
    }
    let used = code(&app, &secret, -1);
    let again = half.types(&stranger, &used).await;
    assert_eq!(again.status, 422, "the code of the set-up is used up");
    let entered = half.types(&stranger, &code(&app, &secret, 0)).await;
    assert_eq!((entered.status.as_u16(), entered.location()), (303, "/"));
    let admin = Person::with_token(&app, entered.cookie("gx_session").unwrap());
    assert_eq!(admin.get("/").await.status, 200);
    // Somebody who looked over the shoulder has the same cookie and the same code.
    let replayed = half.types(&stranger, &code(&app, &secret, 0)).await;
    assert_eq!(replayed.status, 422);
}

#[tokio::test]
async fn a_half_done_sign_in_is_no_session_and_ends_after_five_minutes() {
    let app = TestApp::new().await;
    let (_, secret, _) = set_up(&app, &app.at_school(Role::AuditAdmin, 0).await).await;
    let half = half(&app, "audit-admin").await;
    let stranger = app.stranger();
    for path in ["/", "/me", "/audit", "/me/second-factor"] {
        let led = stranger.get_with(path, ("cookie", &half.0)).await;
        assert!(led.location().starts_with("/sign-in"), "{path}: {}", led.status);
    }
    let without = stranger.post("/sign-in/code", &[("code", "123456")]).await;
    assert_eq!(without.location(), "/sign-in?next=");
    app.clock.advance(5 * Instant::MINUTE + Instant::SECOND);
    let late = half.types(&stranger, &code(&app, &secret, 0)).await;
    assert_eq!(
        (late.location(), late.cookie("gx_session")),
        ("/sign-in?next=", None)
    );
}

#[tokio::test]
async fn a_wrong_code_delays_as_a_wrong_password_and_a_right_password_forgets_none() {
    let app = TestApp::new().await;
    let (_, secret, _) = set_up(&app, &app.at_school(Role::SecurityAdmin, 0).await).await;
    let stranger = app.stranger();
    for _ in 0..3 {
        let half = half(&app, "security-admin").await;
        let wrong = half.types(&stranger, &code(&app, &secret, 9)).await;
        assert_eq!(wrong.status, 422);
    }
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    let chain = auditor.get("/audit?act=people.refuse-sign-in").await.text();
    assert_eq!(chain.matches(">验证码不对</dd>").count(), 3, "{chain}");
    let delayed = sign_in(&stranger, &app, "security-admin", PASSWORD).await;
    assert_eq!(delayed.status, 429, "{}", delayed.text());
    app.clock.advance(6 * Instant::SECOND);
    let half = half(&app, "security-admin").await;
    assert_eq!(half.types(&stranger, &code(&app, &secret, 0)).await.status, 303);
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_is_kept_as_a_hash_only() {
    let app = TestApp::new().await;
    let (admin, _, codes) = set_up(&app, &app.at_school(Role::SystemAdmin, 0).await).await;
    assert_eq!(codes.len(), 10);
    let half = half(&app, "system-admin").await;
    let stranger = app.stranger();
    let page = stranger
        .get_with("/sign-in/code?recovery=1", ("cookie", &half.0))
        .await;
    assert!(!page.text().contains("inputmode"), "letters are typed");
    assert_eq!(half.types(&stranger, &codes[3]).await.status, 303);
    assert_eq!(half.types(&stranger, &codes[3]).await.status, 422);
    let shown = admin.get("/me/second-factor").await.text();
    assert!(shown.contains("还有 9 个备用码"), "{shown}");
    for code in &codes {
        assert!(!shown.contains(code.as_str()));
    }
}

#[tokio::test]
async fn a_set_up_needs_the_password_and_a_code_and_ends_other_sessions() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let other = app.at_school(Role::Teacher, 0).await;
    let refused = teacher.post("/me/second-factor", &[("present", "wrong")]).await;
    assert_eq!(refused.status, 422);
    let page = teacher.post("/me/second-factor", &[("present", PASSWORD)]).await;
    let secret = secret_of(&page.text());
    let wrong = teacher
        .post("/me/second-factor/confirm", &[("code", &code(&app, &secret, 5))])
        .await;
    assert_eq!(wrong.status, 422);
    assert_eq!(secret_of(&wrong.text()), secret, "the picture stays");
    let signed = sign_in(&app.stranger(), &app, "teacher", PASSWORD).await;
    assert_eq!(signed.location(), "/", "nothing is asked for before it is on");
    let right = code(&app, &secret, 0);
    let done = teacher
        .post("/me/second-factor/confirm", &[("code", &right)])
        .await;
    assert_eq!(done.status, 200);
    assert_eq!(other.get("/me").await.status, 303, "signed out");
    let teacher = Person::with_token(&app, done.cookie("gx_session").unwrap());
    let again = teacher.post("/me/second-factor", &[("present", PASSWORD)]).await;
    assert_eq!(again.status, 409, "the secret is never shown again");
    // It ends with the password and a code, of which one alone is not enough.
    let fields = [("present", PASSWORD), ("code", right.as_str())];
    assert_eq!(teacher.post("/me/second-factor/end", &fields).await.status, 422);
    let next = code(&app, &secret, 1);
    let fields = [("present", PASSWORD), ("code", next.as_str())];
    let ended = teacher.post("/me/second-factor/end", &fields).await;
    assert_eq!(ended.location(), "/me/second-factor", "{}", ended.text());
    let signed = sign_in(&app.stranger(), &app, "teacher", PASSWORD).await;
    assert_eq!(signed.location(), "/");
}

#[tokio::test]
async fn a_slip_does_not_go_round_the_second_factor() {
    let app = TestApp::new().await;
    let (_, secret, _) = set_up(&app, &app.at_school(Role::Teacher, 0).await).await;
    let admin = app.at_school(Role::SystemAdmin, 0).await;
    let staff = admin.get("/staff").await.text();
    let row = staff.split("<tr").find(|row| row.contains(">teacher</td>"));
    let row = row.unwrap_or_else(|| panic!("{staff}"));
    let post = row.split("/staff/").nth(1).unwrap().split('/').next().unwrap();
    let slip = admin
        .post(&format!("/staff/{post}/slip"), &[])
        .await
        .codes()
        .remove(0);
    let fields = [("code", slip.as_str()), ("password", "Blue-Lathe-7")];
    let entered = app.stranger().post("/first", &fields).await;
    assert_eq!(entered.location(), "/sign-in/code?next=%2F");
    let half = Half(format!("__Host-gx_half={}", entered.cookie("gx_half").unwrap()));
    let done = half.types(&app.stranger(), &code(&app, &secret, 0)).await;
    assert!(done.cookie("gx_session").is_some());
}

#[tokio::test]
async fn the_security_administrator_resets_another_and_the_operator_whoever_is_alone() {
    let app = TestApp::new().await;
    let (_, _, codes) = set_up(&app, &app.at_school(Role::SystemAdmin, 0).await).await;
    let (security, ..) = set_up(&app, &app.at_school(Role::SecurityAdmin, 0).await).await;
    let staff = security.get("/staff").await.text();
    let people: Vec<&str> = staff
        .split("href=\"/personal/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert_eq!(people.len(), 2, "those who have one");
    let mut resets = Vec::new();
    for person in people {
        let page = security.get(&format!("/personal/{person}")).await.text();
        let reset = security
            .post(&format!("/personal/{person}/second-factor/end"), &[])
            .await;
        assert_eq!(page.contains("second-factor/end"), reset.status == 303);
        resets.push(reset.status.as_u16());
    }
    resets.sort_unstable();
    assert_eq!(resets, [303, 403], "another's, never one's own");
    let signed = sign_in(&app.stranger(), &app, "system-admin", PASSWORD).await;
    assert_eq!(
        signed.location(),
        "/",
        "the password alone opens: {codes:?} are gone"
    );
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    let chain = auditor.get("/audit?act=people.reset-factor").await.text();
    assert!(chain.contains("重置他人的两步验证"));
    // The security administrator has nobody to ask.
    let ctx = app.house.ctx(kernel::Actor::System);
    let school = app.schools()[0].name.clone();
    let of = |number: &str| (school.clone(), number.to_owned());
    let alone = app::factors::reset(&app.house.db, &ctx, of("security-admin")).await;
    alone.unwrap();
    assert_eq!(security.get("/staff").await.status, 303, "signed out");
    let told = app::factors::reset(&app.house.db, &ctx, of("nobody")).await;
    assert!(told.unwrap_err().contains("nobody signs in with"));
    let told = app::factors::reset(&app.house.db, &ctx, of("teacher")).await;
    assert!(told.unwrap_err().contains("has no second factor"));
}

#[tokio::test]
async fn where_it_is_required_an_administrator_does_nothing_before_it_is_set_up() {
    let app = TestApp::new().await;
    let asked = app.at_school(Role::SystemAdmin, 0).await;
    let home = asked.get("/").await.text();
    assert!(home.contains("/me/second-factor") && home.contains("设置两步验证"));
    let node = app.requiring_second_factors();
    let held = node.at_school(Role::SystemAdmin, 0).await;
    for path in ["/", "/staff", "/me"] {
        assert_eq!(held.get(path).await.location(), "/me/second-factor", "{path}");
    }
    let before = app.rows().await;
    let fields = [("name", "王五"), ("number", "T-1"), ("role", "teacher")];
    assert_eq!(held.post("/staff", &fields).await.status, 403);
    assert_eq!(app.rows().await, before);
    assert!(
        held.get("/me/second-factor")
            .await
            .text()
            .contains("其他页面不可用")
    );
    let (free, ..) = set_up(&node, &held).await;
    assert_eq!(free.get("/staff").await.status, 200);
    let teacher = node.at_school(Role::Teacher, 0).await;
    assert_eq!(teacher.get("/").await.status, 200, "others are not held back");
}

#[tokio::test]
async fn a_secret_is_sealed_and_goes_with_a_turned_key() {
    let app = TestApp::new().await;
    let (_, secret, _) = set_up(&app, &app.at_school(Role::SystemAdmin, 0).await).await;
    let ctx = app.house.ctx(kernel::Actor::System);
    let read = app.house.db.read(&ctx, |_, tx| {
        Ok(tx.one::<(Vec<u8>,)>("SELECT sealed FROM second_factor", &[])?.0)
    });
    let sealed = read.await.unwrap();
    assert!(!sealed.windows(20).any(|part| part == secret), "in clear");
    let mut keys = kernel::vault::Keys::first(1, &testkit::KEY);
    keys.seals.insert(2, kernel::vault::Seal::Sm4([42; 16]));
    keys.using = 2;
    app.house.vault.adopt(&keys);
    let house = std::sync::Arc::clone(&app.house);
    let fresh = move || house.ctx(kernel::Actor::System);
    let columns = app::house::sealed(&app::house::modules());
    app::keys::anew::all(&app.house.db, &fresh, &app.house.vault, (&columns, 7))
        .await
        .unwrap();
    keys.seals.remove(&1);
    app.house.vault.adopt(&keys);
    let half = half(&app, "system-admin").await;
    let entered = half.types(&app.stranger(), &code(&app, &secret, 0)).await;
    assert_eq!(entered.status, 303, "{}", entered.text());
}

#[tokio::test]
async fn none_of_the_three_administrators_becomes_another_by_a_slip() {
    let app = TestApp::new().await;
    let system = app.at_school(Role::SystemAdmin, 0).await;
    let slip = |post: String| format!("/staff/{post}/slip");
    for role in [Role::AuditAdmin, Role::SecurityAdmin] {
        app.at_school(role, 0).await;
        let before = app.rows().await;
        let refused = system.post(&slip(post_of(&app, role, 0).await), &[]).await;
        assert_eq!(refused.status, 403, "{role:?}");
        assert!(refused.text().contains("不能由一个人重设"), "{}", refused.text());
        assert_eq!(app.rows().await, before);
    }
    // Behind a second factor a password alone opens nothing.
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    set_up(&app, &auditor).await;
    let guarded = system
        .post(&slip(post_of(&app, Role::AuditAdmin, 0).await), &[])
        .await;
    assert_eq!(guarded.status, 200, "{}", guarded.text());
    let own = system
        .post(&slip(post_of(&app, Role::SystemAdmin, 0).await), &[])
        .await;
    assert_eq!(own.status, 200, "{}", own.text());
    // The operator's code sets a new password, and the chain keeps that nobody of the organisation made it.
    let (ctx, school) = (
        app.house.ctx(kernel::Actor::System),
        app.schools()[0].name.clone(),
    );
    let issue = |number: &str| {
        let of = (school.clone(), number.to_owned());
        app::slips::issue(&app.house.db, &ctx, std::sync::Arc::clone(&app.house.vault), of)
    };
    let (name, code) = issue("security-admin").await.unwrap();
    assert!(!name.is_empty());
    let first = app.stranger().get(&format!("/first?code={code}")).await;
    assert!(first.text().contains(&name), "{}", first.text());
    assert!(issue("nobody").await.unwrap_err().contains("nobody of the staff"));
}
