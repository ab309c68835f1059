//! The auditor's page: who did what, narrowed by day, act and person.

use kernel::Role;
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
