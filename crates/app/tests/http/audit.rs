//! The auditor's page: who did what, narrowed by day, act and person.

use db::params;
use kernel::{Instant, Role};
use testkit::TestApp;

use crate::sign_in::{PASSWORD, sign_in};

#[tokio::test]
async fn the_auditor_reads_who_signed_in_and_narrows_the_chain() {
    let app = TestApp::new().await;
    let reply = sign_in(&app.stranger(), &app, "teacher", PASSWORD).await;
    assert_eq!(reply.status.as_u16(), 303);
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    let today = auditor.get("/audit?act=people.sign-in").await.text();
    let teacher = "href=\"/audit?act=people.sign-in&#38;who=";
    assert!(today.contains(teacher), "{today}");
    assert!(
        today.contains(">登录</td>") && !today.contains(">退出登录</td>"),
        "{today}"
    );
    let who = today.split(teacher).nth(1).unwrap().split('"').next().unwrap();
    let own = auditor.get(&format!("/audit?who={who}")).await.text();
    assert!(own.contains("仅显示：") && own.contains("显示所有人"), "{own}");
    // Fields, posts and truths are told in words, and whom an act was about by name.
    assert!(
        own.contains("<dt>岗位</dt><dd") && own.contains(">工学一体化教师</dd>"),
        "{own}"
    );
    assert!(
        own.contains("<dt>公用设备</dt><dd") && own.contains(">否</dd>"),
        "{own}"
    );
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let class = [
        ("name", "数控2509班"),
        ("major-name", "数控加工"),
        ("level", "3"),
        ("entry", "junior"),
        ("years", "5"),
        ("entry-day", "2025-09-01"),
    ];
    assert_eq!(affairs.post("/classes", &class).await.status, 303);
    let made = auditor.get("/audit?act=people.create-class").await.text();
    assert!(
        made.contains("班级 <span lang=\"zh-CN\">数控2509班</span>"),
        "{made}"
    );
    assert!(
        made.contains("<dt>入学日期</dt><dd") && made.contains(">2025-09-01</dd>"),
        "{made}"
    );
    let later = auditor.get("/audit?from=2031-01-01").await.text();
    assert!(later.contains("没有符合条件的审计记录"), "{later}");
    let wrong = auditor.get("/audit?from=yesterday").await;
    assert_eq!(wrong.status.as_u16(), 422);
    assert!(wrong.text().contains("请填写日期"), "{}", wrong.text());
    // Another school's person is nobody here.
    let stranger = app.at_school(Role::AuditAdmin, 1).await;
    let theirs = stranger.get(&format!("/audit?who={who}")).await.text();
    assert!(theirs.contains("没有符合条件的审计记录"), "{theirs}");
}

/// Every line of a sign-in that was refused: the organisation, who is said to have acted, what was done to, the state.
async fn refused(app: &TestApp) -> Vec<(kernel::SchoolId, String, String, String)> {
    let ctx = app.house.ctx(kernel::Actor::System);
    let lines = app.house.db.read(&ctx, |_, tx| {
        Ok(tx.all(
            "SELECT school_id, role, object_kind, after_state FROM audit_line WHERE verb = 'people.refuse-sign-in' ORDER BY id",
            &[],
        )?)
    });
    lines.await.unwrap()
}

#[tokio::test]
async fn a_sign_in_that_was_refused_stands_in_the_chain_of_whose_name_it_was_and_the_password_nowhere() {
    let app = TestApp::new().await;
    let school = app.schools()[0].number;
    const TYPED: &str = "Wrong-Lathe-8127";
    assert_eq!(sign_in(&app.stranger(), &app, "teacher", TYPED).await.status, 422);
    let lines = refused(&app).await;
    assert_eq!(lines.len(), 1);
    let (at, role, kind, state) = &lines[0];
    assert_eq!(
        (*at, role.as_str(), kind.as_str()),
        (school, "anonymous", "account")
    );
    assert_eq!(
        state,
        r#"{"role":"teacher","shared":false,"refused":"wrong-password"}"#
    );
    // A name that is nobody's belongs to no chain.
    sign_in(&app.stranger(), &app, "nobody-at-all", TYPED).await;
    assert_eq!(refused(&app).await.len(), 1);
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    let told = auditor.get("/audit?act=people.refuse-sign-in").await.text();
    for said in [
        ">登录被拒</td>",
        "<dt>原因</dt>",
        ">密码不对</dd>",
        ">工学一体化教师</dd>",
        "登录前",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    let name = told
        .split("<td class=\"fact\" data-label=\"姓名\"><span lang=\"zh-CN\">")
        .nth(1);
    assert!(!name.unwrap().starts_with('<'), "whose name it was: {told}");
    let english = auditor
        .in_english()
        .get("/audit?act=people.refuse-sign-in")
        .await
        .text();
    for said in [">Sign-in was refused</td>", "the password was wrong"] {
        assert!(english.contains(said), "{said}: {english}");
    }
    assert!(!told.contains(TYPED) && !english.contains(TYPED));
    // A try that has to wait is not looked at, so that the delays bound the lines.
    for _ in 0..6 {
        sign_in(&app.stranger(), &app, "teacher", TYPED).await;
    }
    assert_eq!(refused(&app).await.len(), 3, "three, and then they wait");
    // Somebody signed in who does not know the password.
    let teacher = app.at_school(Role::Teacher, 1).await;
    let wrong = [("present", TYPED), ("password", "Green-Lathe-42")];
    assert_eq!(teacher.post("/me/password", &wrong).await.status, 422);
    let other = app.at_school(Role::AuditAdmin, 1).await;
    let told = other.get("/audit?act=people.refuse-proof").await.text();
    assert!(
        told.contains(">再次验证身份未通过</td>") && told.contains(">密码不对</dd>"),
        "{told}"
    );
}

#[tokio::test]
async fn who_signs_in_by_telephone_is_refused_in_the_chain_of_their_first_post() {
    let app = TestApp::new().await;
    let (ctx, vault) = (app.house.ctx(kernel::Actor::System), app.house.vault.clone());
    let school = app.schools()[0].number;
    let phone = app.house.db.write(&ctx, move |_, tx| {
        let key = kernel::hex::written(&vault.search_key("phone", "13900000001"));
        Ok(tx.run(
            "INSERT INTO handle (kind, school_id, value, account_id) SELECT 'phone', 0, $2, account_id FROM post \
             WHERE school_id = $1 AND role = 'teacher' ON CONFLICT (kind, school_id, value) DO NOTHING",
            params![school, key],
        )?)
    });
    phone.await.unwrap();
    let fields = [("number", "13900000001"), ("password", "wrong")];
    assert_eq!(app.stranger().post("/sign-in", &fields).await.status, 422);
    let lines = refused(&app).await;
    assert_eq!(lines.iter().map(|line| line.0).collect::<Vec<_>>(), [school]);
    app.clock.advance(Instant::MINUTE);
    let right = [("number", "13900000001"), ("password", PASSWORD)];
    assert_eq!(app.stranger().post("/sign-in", &right).await.status, 303);
    assert_eq!(refused(&app).await.len(), 1);
}
