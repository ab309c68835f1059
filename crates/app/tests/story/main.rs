//! The whole main job, once, through HTTP on the engine that the environment names: from an empty installation to a
//! national count. A chapter a file; what one chapter makes the next one uses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod counts;
mod course;
mod grades;
mod hands;
mod nation;
mod opening;
mod rosters;
mod standard;
mod task;
mod work;

use std::sync::Arc;

use kernel::Role;
use testkit::TestApp;

/// What is sealed, counted and verified at the end of every story.
async fn all_is_proved(app: &TestApp) {
    app::upkeep::round(&app.house).await.unwrap();
    let ctx = app.house.ctx(kernel::Actor::System);
    let orgs = app.house.db.read(&ctx, |_, tx| org::queries::all(tx));
    for org in orgs.await.unwrap() {
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
        assert_eq!((audit.unsealed.len(), audit.lost.len()), (0, 0), "{}", org.name);
        assert!(facts.differences.is_empty(), "{}: {facts:?}", org.name);
        assert_eq!(facts.pending, 0, "{}", org.name);
    }
}

#[tokio::test]
async fn the_whole_chain_once_from_an_empty_installation_to_a_national_count() {
    let app = TestApp::empty().await;
    let minute = || app.clock.advance(kernel::Instant::MINUTE);
    let nation = nation::founded(&app).await;
    minute();
    let school = rosters::staffed(&app, &nation).await;
    minute();
    let standard = standard::published(&nation, &school).await;
    let course_task = course::adopted(&nation, &school, &standard).await;
    minute();
    let task = task::designed(&school, &course_task).await;
    let class = opening::opened(&school, &task).await;
    let class = rosters::students_enter(&app, &school, class).await;
    minute();
    work::done_in_class(&school, &task, &class).await;
    minute();
    grades::locked_and_corrected(&school, &class).await;
    grades::course(&school, &task, &class).await;
    grades::rated_by_an_enterprise(&app, &school, &task).await;
    minute();
    counts::told(&app, &nation, &school).await;
    all_is_proved(&app).await;
    audit_is_in_words(&app, &school).await;
    nothing_is_known_elsewhere(&nation, &class).await;
    nothing_reads_wider_than_listed(&app);
}

/// On the embedded engine: what reads a table or a school's part of one from end to end is listed, so that a new one is looked at.
fn nothing_reads_wider_than_listed(app: &TestApp) {
    let of_pages = testkit::committed("plans-of-pages.txt");
    let wide = testkit::wide_readings(&app.settings());
    let new = wide
        .iter()
        .filter(|line| of_pages.lines().all(|listed| listed != line.as_str()));
    let lines: String = new.flat_map(|line| [line.as_str(), "\n"]).collect();
    if !wide.is_empty() {
        testkit::agrees("plans-of-acts.txt", &lines);
    }
}

/// The audit administrator reads what was done as words, whatever was done in the story.
async fn audit_is_in_words(app: &TestApp, school: &rosters::School<'_>) {
    let audit = hands::page(&school.auditor, "/audit").await;
    assert!(audit.contains("导入花名册"), "{}", hands::said(&audit));
    let ctx = app.house.ctx(kernel::Actor::System);
    let verbs = app.house.db.read(&ctx, |_, tx| {
        Ok(tx.all::<(String,)>("SELECT DISTINCT verb FROM audit_line ORDER BY verb", &[])?)
    });
    let verbs = verbs.await.unwrap();
    assert!(verbs.len() > 40, "{}", verbs.len());
    for (verb,) in verbs {
        let key = verb.replacen('.', "-did-", 1);
        for lang in [kernel::Lang::Zh, kernel::Lang::En] {
            assert_ne!(app.house.texts.plain(lang, &key), key, "{verb} has no words");
        }
    }
}

/// What the story made in one school is nothing in another, by the addresses that it used.
async fn nothing_is_known_elsewhere(nation: &nation::Nation<'_>, class: &rosters::Class<'_>) {
    let elsewhere = &nation.schools[1];
    for address in [
        format!("/runs/{}", class.run),
        format!("/runs/{}/board", class.run),
        format!("/grades/{}", class.run),
        format!("/tasks/{}", class.task),
    ] {
        let teacher = elsewhere.teacher.get(&address).await;
        assert_eq!(teacher.status, 404, "{address}");
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
    for verb in ["任命岗位", "设置密码", "登录"] {
        assert!(page.contains(verb), "{verb} is in the audit");
    }
    let elsewhere = app.at_school(Role::AuditAdmin, 1).await;
    assert!(!elsewhere.get("/audit").await.text().contains("T-900"));
    all_is_proved(&app).await;
}

/// The code that the first start prints.
async fn start_code(app: &TestApp) -> String {
    let (ctx, vault) = (app.house.ctx(kernel::Actor::System), Arc::clone(&app.house.vault));
    let code = app.house.db.write(&ctx, move |ctx, tx| {
        people::actions::issue_start_code(tx, ctx, &vault)
    });
    code.await.unwrap().printed()
}
