//! Administrators from named networks only, with a proxy and without.

use kernel::Role;
use testkit::{Person, Reply, TestApp};

use crate::cases::post_of;
use crate::sign_in::{PASSWORD, sign_in};

const NAMED: &str = "10.0.0.0/8,fd00::/8";
const OUTSIDE: &str = "203.0.113.9";
const WORDS: &str = "管理员岗位只能在指定的网络中使用";

async fn enters(app: &TestApp, who: &Person<'_>, number: &str) -> Reply {
    sign_in(who, app, number, PASSWORD).await
}

fn opens(reply: &Reply) -> bool {
    reply.status == 303 && reply.cookie("gx_session").is_some()
}

#[tokio::test]
async fn an_administrator_signs_in_from_a_named_network_only_and_everybody_else_from_anywhere() {
    let app = TestApp::new().await;
    let node = app.with_administrators_from(NAMED);
    for number in ["system-admin", "security-admin", "audit-admin"] {
        for near in ["10.1.2.3", "fd00::17", "::ffff:10.1.2.3"] {
            let entered = enters(&node, &node.stranger().from(near), number).await;
            assert!(opens(&entered), "{number} {near}: {}", entered.text());
        }
        let refused = enters(&node, &node.stranger().from(OUTSIDE), number).await;
        assert_eq!(
            (refused.status.as_u16(), refused.cookie("gx_session")),
            (422, None)
        );
        assert!(refused.text().contains(WORDS), "{}", refused.text());
        let unknown = enters(&node, &node.stranger(), number).await;
        assert_eq!(unknown.status, 422, "nobody knows from where");
    }
    assert!(opens(
        &enters(&node, &node.stranger().from(OUTSIDE), "teacher").await
    ));
    // Whoever does not know the password learns nothing of whose it is.
    let wrong = sign_in(&node.stranger().from(OUTSIDE), &node, "system-admin", "wrong").await;
    assert!(wrong.text().contains("账号或密码不对") && !wrong.text().contains(WORDS));
    // Without the flag nothing is asked.
    assert!(opens(
        &enters(&app, &app.stranger().from(OUTSIDE), "system-admin").await
    ));
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    let chain = auditor.get("/audit?act=people.refuse-sign-in").await.text();
    assert_eq!(chain.matches(">不在指定的网络中</dd>").count(), 6, "{chain}");
}

#[tokio::test]
async fn a_session_of_an_administrator_that_moves_elsewhere_gets_no_page_but_the_way_out() {
    let app = TestApp::new().await;
    let node = app.with_administrators_from(NAMED);
    let entered = enters(&node, &node.stranger().from("10.1.2.3"), "system-admin").await;
    let token = entered.cookie("gx_session").unwrap();
    let near = Person::with_token(&node, token.clone()).from("10.200.0.1");
    assert_eq!(
        near.get("/staff").await.status,
        200,
        "another address of the network"
    );
    let moved = Person::with_token(&node, token.clone()).from(OUTSIDE);
    let before = app.rows().await;
    for path in ["/", "/me", "/staff", "/sign-in"] {
        let refused = moved.get(path).await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.text().contains(WORDS), "{}", refused.text());
        assert!(
            refused.text().contains("action=\"/sign-out\""),
            "{}",
            refused.text()
        );
    }
    let english = Person::with_token(&node, token.clone())
        .from(OUTSIDE)
        .in_english();
    assert!(english.get("/").await.text().contains("from named networks only"));
    let fields = [("name", "王五"), ("number", "T-1"), ("role", "teacher")];
    let act = moved.post("/staff", &fields).await;
    assert_eq!(act.status, 403);
    assert!(act.text().contains(WORDS), "{}", act.text());
    assert_eq!(app.rows().await, before);
    assert_eq!(near.get("/staff").await.status, 200, "back where it was");
    assert_eq!(moved.post("/sign-out", &[]).await.location(), "/sign-in");
    assert_eq!(near.get("/staff").await.status, 303);
    let teacher = enters(&node, &node.stranger().from("10.1.2.3"), "teacher").await;
    let teacher = Person::with_token(&node, teacher.cookie("gx_session").unwrap()).from(OUTSIDE);
    assert_eq!(teacher.get("/me").await.status, 200, "others go where they like");
}

#[tokio::test]
async fn behind_a_proxy_the_last_address_that_it_wrote_decides_and_nobody_elses_word_does() {
    let app = TestApp::new().await;
    let node = app.with_administrators_from("10.9.0.0/16");
    let from = |peer: &str, forwarded| node.stranger().from(peer).saying(forwarded);
    for (peer, forwarded) in [
        ("127.0.0.1", "10.9.0.7"),
        ("10.0.0.2", "10.9.0.7"),
        ("10.0.0.2", "203.0.113.9, 10.9.0.7:4711"),
        ("10.9.0.7", "203.0.113.9"),
    ] {
        let entered = enters(&node, &from(peer, forwarded), "audit-admin").await;
        assert!(opens(&entered), "{peer} {forwarded}: {}", entered.text());
    }
    for (peer, forwarded) in [
        ("127.0.0.1", "203.0.113.9"),
        ("127.0.0.1", ""),
        ("10.0.0.2", "10.9.0.7, 203.0.113.9"),
        ("10.0.0.2", "unknown"),
        ("10.0.0.2", ""),
        ("10.0.0.3", "10.9.0.7"),
        ("203.0.113.9", "10.9.0.7"),
    ] {
        let refused = enters(&node, &from(peer, forwarded), "audit-admin").await;
        assert_eq!(refused.status, 422, "{peer} {forwarded}");
        assert!(refused.text().contains(WORDS), "{peer} {forwarded}");
    }
    let token = enters(&node, &from("127.0.0.1", "10.9.0.7"), "audit-admin").await;
    let token = token.cookie("gx_session").unwrap();
    let moved = Person::with_token(&node, token)
        .from("127.0.0.1")
        .saying("203.0.113.9");
    assert_eq!(moved.get("/audit").await.status, 403);
}

#[tokio::test]
async fn elsewhere_a_slip_opens_no_administrators_account_and_another_post_may_be_used() {
    let app = TestApp::new().await;
    let node = app.with_administrators_from(NAMED);
    let admin = enters(&node, &node.stranger().from("10.1.2.3"), "system-admin").await;
    let admin = Person::with_token(&node, admin.cookie("gx_session").unwrap()).from("10.1.2.3");
    let own = post_of(&app, Role::SystemAdmin, 0).await;
    let slip = admin
        .post(&format!("/staff/{own}/slip"), &[])
        .await
        .codes()
        .remove(0);
    let chosen = [("code", slip.as_str()), ("password", "Blue-Lathe-71")];
    let before = app.rows().await;
    let refused = node.stranger().from(OUTSIDE).post("/first", &chosen).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains(WORDS), "{}", refused.text());
    assert_eq!(
        app.rows().await,
        before,
        "the code is good still, and the password is the old one"
    );
    // The teacher becomes an administrator too.
    let page = admin.get("/staff").await.text();
    let row = page
        .split("<tr")
        .find(|row| row.contains(">teacher</td>"))
        .unwrap();
    let name = row
        .split("lang=\"zh-CN\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    let given = [
        ("name", name.as_str()),
        ("number", "teacher"),
        ("role", "security-admin"),
    ];
    let appointed = admin.post("/staff", &given).await;
    assert!(
        appointed.status.is_success() || appointed.status == 303,
        "{}",
        appointed.text()
    );
    let entered = enters(&node, &node.stranger().from(OUTSIDE), "teacher").await;
    assert!(opens(&entered), "{}", entered.text());
    let teacher = Person::with_token(&node, entered.cookie("gx_session").unwrap()).from(OUTSIDE);
    let home = teacher.get("/").await.text();
    let other = home
        .split("action=\"/posts/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let switched = teacher.post(&format!("/posts/{other}"), &[]).await;
    assert_eq!(switched.status, 403);
    assert!(switched.text().contains(WORDS), "{}", switched.text());
    assert_eq!(teacher.get("/me").await.status, 200, "nothing changed");
}
