//! The whole main job, once, through HTTP on the engine that the environment names.

use kernel::Role;
use testkit::TestApp;

/// What is sealed, counted and verified at the end of every story.
async fn all_is_proved(app: &TestApp) {
    app::upkeep::round(&app.house).await.unwrap();
    for org in &app.orgs {
        let ctx = app.house.ctx(kernel::Actor::System);
        let (number, id) = (org.number, org.id);
        let (audit, facts) = app
            .house
            .db
            .read(&ctx, move |_, tx| {
                Ok((
                    ledger::verify_audit(tx, number, id)?,
                    ledger::verify_facts(tx, number)?,
                ))
            })
            .await
            .unwrap();
        assert!(audit.broken.is_none(), "{}: {audit:?}", org.name);
        assert!(facts.differences.is_empty(), "{}: {facts:?}", org.name);
    }
}

#[tokio::test]
async fn a_school_is_opened_staffed_and_at_work_and_every_line_of_it_is_sealed() {
    let app = TestApp::new().await;
    let admin = app.at_school(Role::SystemAdmin, 0).await;
    let slip = admin
        .post(
            "/staff",
            &[("name", "尉迟翀"), ("number", "T-900"), ("role", "major-leader")],
        )
        .await;
    assert_eq!(slip.status.as_u16(), 200);
    let code = slip.codes().remove(0);
    let entered = app
        .stranger()
        .post("/first", &[("code", &code), ("password", "Blue-Lathe-7")])
        .await;
    assert_eq!(entered.location(), "/");
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    let page = auditor.get("/audit").await.text();
    for verb in ["people.appoint", "people.set-password", "people.sign-in"] {
        assert!(page.contains(verb), "{verb} is in the audit");
    }
    let elsewhere = app.at_school(Role::AuditAdmin, 1).await;
    assert!(!elsewhere.get("/audit").await.text().contains("T-900"));
    all_is_proved(&app).await;
}
