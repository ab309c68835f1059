//! The counts: what is confirmed and trained, who may say so, and what the dashboards make of it.

use std::sync::Arc;

use axum::http::StatusCode;
use db::params;
use kernel::{Actor, Instant, OrgId, Role, SchoolId, Tier};
use testkit::{Person, TestApp};

/// The made-up majors: 0107 is on no list yet.
const FREE_MAJOR: &str = "0107";

pub async fn folded(app: &TestApp) {
    for _ in 0..4 {
        app::upkeep::round(&app.house).await.unwrap();
    }
}

async fn members(app: &TestApp, scope: &str, measure: &'static str) -> i64 {
    folded(app).await;
    let (ctx, scope) = (app.house.ctx(Actor::System), scope.to_owned());
    let read = app
        .house
        .db
        .read(&ctx, move |_, tx| ledger::count::members(tx, &scope, measure, 0));
    read.await.unwrap()
}

async fn trained(app: &TestApp, days: std::ops::RangeInclusive<i64>) -> i64 {
    folded(app).await;
    let ctx = app.house.ctx(Actor::System);
    let read = app.house.db.read(&ctx, move |_, tx| {
        ledger::count::sum(tx, ledger::count::Of::Area("nation"), "trained", days.clone())
    });
    read.await.unwrap()
}

async fn national(app: &TestApp) -> Person<'_> {
    app.person(Role::NationalOfficer, app.org(Tier::Nation)).await
}

async fn provincial(app: &TestApp) -> Person<'_> {
    app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await
}

async fn confirm(person: &Person<'_>, school: &str, major: &str) -> StatusCode {
    let fields = [("school", school), ("major", major), ("day", "2025-06-01")];
    person.post("/counts/pairs", &fields).await.status
}

/// Takes a table through its preview.
pub async fn import(person: &Person<'_>, csv: &str) -> StatusCode {
    let preview = person
        .upload("/training/import", &[], ("file", "results.csv", csv.as_bytes()))
        .await;
    if preview.status != StatusCode::OK {
        return preview.status;
    }
    let text = preview.text();
    let held = text.split("name=\"held\" value=\"").nth(1).unwrap();
    let held = held.split('"').next().unwrap();
    person.post("/training/results", &[("held", held)]).await.status
}

/// Number and name of the teacher of a school.
pub async fn teacher(app: &TestApp, school: SchoolId) -> (String, String) {
    let ctx = app.house.ctx(Actor::System);
    let staff = app
        .house
        .db
        .read(&ctx, move |ctx, tx| people::queries::staff(tx, ctx, school));
    let row = staff
        .await
        .unwrap()
        .into_iter()
        .find(|row| row.role == "teacher")
        .unwrap();
    (row.number, row.name)
}

/// A table of results.
pub fn table(rows: &[(&(String, String), &str, &str, &str)]) -> String {
    let mut csv = "工号,姓名,培训级别,主办单位,主办层级,开始日期,结束日期,结果\n".to_owned();
    for ((number, name), level, first, last) in rows {
        csv += &format!("{number},{name},{level},教研室,省,{first},{last},合格\n");
    }
    csv
}

#[tokio::test]
async fn one_major_in_three_schools_is_one() {
    let app = TestApp::new().await;
    let before = members(&app, "nation", "majors").await;
    let officer = national(&app).await;
    for school in app.schools() {
        assert_eq!(
            confirm(&officer, &school.code, FREE_MAJOR).await,
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(members(&app, "nation", "majors").await, before + 1);
    let page = officer.get("/counts").await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    for target in ["1,500", "3,500", "5,000", "1,000"] {
        assert!(page.contains(target), "{target}");
    }
}

#[tokio::test]
async fn the_second_figure_opens_to_its_schools_and_months_to_their_results() {
    let app = TestApp::new().await;
    folded(&app).await;
    let nation = national(&app).await;
    let counts = nation.get("/counts").await.text();
    assert!(counts.contains("href=\"/counts/second\""), "{counts}");
    let list = nation.get("/counts/second").await.text();
    let school = app.schools()[0].name.clone();
    assert!(list.contains(&school) && list.contains("已采用"), "{list}");
    assert!(list.contains("3 所院校采用标准，1 个班级正在实施"), "{list}");
    // As far down as the reader may see: a school reads its own line, and no other's.
    let own = app.at_school(Role::SchoolLeader, 0).await;
    assert!(own.get("/counts/second").await.text().contains(&school));
    let other = app.at_school(Role::SchoolLeader, 1).await;
    let theirs = other.get("/counts/second").await.text();
    assert!(
        theirs.contains("1 所院校采用标准，0 个班级正在实施") && !theirs.contains(&school),
        "{theirs}"
    );
    let id = app.schools()[0].id;
    assert_eq!(
        other.get(&format!("/counts/second?school={id}")).await.status,
        404
    );
}

#[tokio::test]
async fn a_withdrawn_pair_no_longer_counts_and_its_row_stays() {
    let app = TestApp::new().await;
    let (officer, school) = (national(&app).await, app.schools()[0].clone());
    let before = members(&app, "nation", "majors").await;
    confirm(&officer, &school.code, FREE_MAJOR).await;
    assert_eq!(members(&app, "nation", "majors").await, before + 1);
    let list = officer
        .get(&format!("/counts/pairs?school={}", school.id))
        .await
        .text();
    let row = list.split(FREE_MAJOR).nth(1).unwrap();
    let action = row
        .split("action=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        officer.post(&action, &[]).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let gone = officer.post(&action, &[("reason", "评估未通过")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert_eq!(members(&app, "nation", "majors").await, before);
    let again = officer.post(&action, &[("reason", "again")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let list = officer.get("/counts/pairs").await.text();
    assert!(list.contains("评估未通过"));
}

#[tokio::test]
async fn a_province_confirms_for_its_own_schools_only() {
    let app = TestApp::new().await;
    let officer = provincial(&app).await;
    let foreign = app.schools()[2].clone();
    assert_ne!(foreign.region / 10_000, app.org(Tier::Province).region / 10_000);
    let before = app.rows().await;
    assert_eq!(
        confirm(&officer, &foreign.code, FREE_MAJOR).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    for role in [Role::SchoolLeader, Role::AcademicAffairs, Role::Teacher] {
        let person = app.at_school(role, 0).await;
        let own = app.schools()[0].code.clone();
        assert_eq!(confirm(&person, &own, FREE_MAJOR).await, StatusCode::FORBIDDEN);
        assert_eq!(
            person.get("/counts/pairs/new").await.status,
            StatusCode::FORBIDDEN
        );
    }
    let path = format!("/counts/schools/{}", foreign.id);
    assert_eq!(officer.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        officer.get("/counts/plan/edit").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        officer.post("/counts/plan", &[]).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(app.rows().await, before);
    let own = app.schools()[0].code.clone();
    assert_eq!(confirm(&officer, &own, FREE_MAJOR).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_teacher_who_moved_province_is_one_head() {
    let app = TestApp::new().await;
    let schools: Vec<(SchoolId, OrgId)> = [0, 2]
        .map(|index| app.schools()[index])
        .map(|org| (org.number, org.id))
        .into();
    let before = members(&app, "nation", "heads").await;
    let ctx = app.house.ctx(Actor::System);
    let key = app
        .house
        .vault
        .search_key("person.identity_sealed", "110101199003070000");
    let (key, both) = (Arc::new(key), schools.clone());
    let known = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        for (school, _) in &both {
            tx.run(
                "UPDATE person SET identity_key = $2, number = $3 WHERE school_id = $1 AND number = 'teacher'",
                params![school, key.as_slice(), "T-1"],
            )?;
        }
        Ok(())
    };
    app.house.db.write(&ctx, known).await.unwrap();
    for (index, days) in [
        (0, ("2026-05-04", "2026-05-08")),
        (2, ("2026-06-01", "2026-06-05")),
    ] {
        let school = app.schools()[index];
        let who = teacher(&app, school.number).await;
        let academic = app.at_school(Role::AcademicAffairs, index).await;
        let csv = table(&[(&who, "三级", days.0, days.1)]);
        assert_eq!(import(&academic, &csv).await, StatusCode::SEE_OTHER);
    }
    assert_eq!(members(&app, "nation", "heads").await, before + 1);
    assert_eq!(trained(&app, 20_260_501..=20_260_630).await, 2);
    // The same human, the same level, a shared day: refused at the other school too.
    let who = teacher(&app, schools[1].0).await;
    let academic = app.at_school(Role::AcademicAffairs, 2).await;
    let twice = table(&[(&who, "三级", "2026-05-08", "2026-05-09")]);
    let rows = app.rows().await;
    assert_eq!(import(&academic, &twice).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.rows().await, rows);
}

#[tokio::test]
async fn the_last_day_decides_the_year_and_august_2023_is_in_no_phase() {
    let app = TestApp::new().await;
    let school = app.schools()[0];
    let who = teacher(&app, school.number).await;
    let academic = app.at_school(Role::AcademicAffairs, 0).await;
    // 2024-12-31 23:59 in Asia/Shanghai is 15:59 UTC of the same day; the day of the instant is what is stored.
    let late = Instant(1_735_660_740 * Instant::SECOND).day();
    let last = late.to_string();
    assert_eq!(last, "2024-12-31");
    let (year, august) = (
        trained(&app, 20_240_101..=20_241_231).await,
        trained(&app, 20_230_801..=20_230_831).await,
    );
    let csv = table(&[
        (&who, "一级", "2024-12-30", &last),
        (&who, "一级", "2023-08-20", "2023-08-28"),
    ]);
    assert_eq!(import(&academic, &csv).await, StatusCode::SEE_OTHER);
    assert_eq!(trained(&app, 20_240_101..=20_241_231).await, year + 1);
    assert_eq!(trained(&app, 20_250_101..=20_250_101).await, 0);
    assert_eq!(trained(&app, 20_230_801..=20_230_831).await, august + 1);
    let page = national(&app).await.get("/counts").await.text();
    assert!(page.contains("阶段外") && page.contains("2023-08-01 – 2023-08-31"));
}

#[tokio::test]
async fn the_last_minute_of_the_year_is_still_that_year_wherever_the_clock_stands() {
    let app = TestApp::new().await;
    // 2026-12-31 23:59 in Asia/Shanghai: 15:59 of the same day where a machine keeps UTC.
    let late = Instant(1_798_732_740 * Instant::SECOND);
    app.clock.advance(late.0 - testkit::NOW.0);
    assert_eq!(late.day().to_string(), "2026-12-31");
    let who = teacher(&app, app.schools()[0].number).await;
    let academic = app.at_school(Role::AcademicAffairs, 0).await;
    let officer = national(&app).await;
    let school = app.schools()[0].code.clone();
    let on = |day: &'static str| {
        [("school", school.as_str()), ("major", FREE_MAJOR), ("day", day)].map(|(a, b)| (a, b.to_owned()))
    };
    let confirm = async |day: &'static str| {
        let fields = on(day);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        officer.post("/counts/pairs", &fields).await.status
    };
    let before = trained(&app, 20_260_101..=20_261_231).await;
    let future = table(&[(&who, "一级", "2026-12-30", "2027-01-01")]);
    assert_eq!(
        import(&academic, &future).await,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it has not ended"
    );
    assert_eq!(confirm("2027-01-01").await, StatusCode::UNPROCESSABLE_ENTITY);
    let today = table(&[(&who, "一级", "2026-12-30", "2026-12-31")]);
    assert_eq!(import(&academic, &today).await, StatusCode::SEE_OTHER);
    assert_eq!(trained(&app, 20_260_101..=20_261_231).await, before + 1);
    assert_eq!(trained(&app, 20_270_101..=20_271_231).await, 0);
    app.clock.advance(Instant::MINUTE);
    assert_eq!(
        confirm("2027-01-01").await,
        StatusCode::SEE_OTHER,
        "a minute later it is 2027"
    );
}

#[tokio::test]
async fn the_ministry_sees_counts_of_schools_and_no_teacher() {
    let app = TestApp::new().await;
    let (officer, school) = (national(&app).await, app.schools()[0].clone());
    let (_, name) = teacher(&app, school.number).await;
    let page = officer.get("/training").await;
    // A list that is open to one side names one day.
    let later = officer.get("/training?from=20260101&until=22001231").await.text();
    assert!(
        later.contains("2026-01-01 及以后") && !later.contains("2200-12-31"),
        "{later}"
    );
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains(&school.name) && !page.text().contains(&name));
    let counts = format!("/counts/schools/{}", school.id);
    assert!(
        page.text().contains(&format!("href=\"{counts}\"")),
        "{}",
        page.text()
    );
    assert_eq!(officer.get(&counts).await.status, StatusCode::OK);
    let names = format!("/training/schools/{}", school.id);
    assert_eq!(officer.get(&names).await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        officer.get("/training/import").await.status,
        StatusCode::FORBIDDEN
    );
    assert!(provincial(&app).await.get(&names).await.text().contains(&name));
    let foreign = app.at_school(Role::AcademicAffairs, 1).await;
    assert_eq!(foreign.get(&names).await.status, StatusCode::NOT_FOUND);
    for role in [Role::Teacher, Role::AuditAdmin] {
        let person = app.at_school(role, 0).await;
        assert_eq!(person.get("/training").await.status, StatusCode::FORBIDDEN);
        assert_eq!(person.get("/counts").await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn an_edited_plan_is_a_new_version_and_overlaps_are_refused() {
    let app = TestApp::new().await;
    let officer = national(&app).await;
    let plan = |until| {
        [
            ("version", "1"),
            ("name-1", "甲"),
            ("from-1", "2026-01-01"),
            ("until-1", until),
            ("trained-1", "7000"),
            ("trained-mode-1", "per-phase"),
            ("name-2", "乙"),
            ("from-2", "2027-01-01"),
            ("until-2", "2027-12-31"),
            ("reason", "下一个计划"),
        ]
    };
    let before = app.rows().await;
    let overlapping = officer.post("/counts/plan", &plan("2027-01-01")).await;
    assert_eq!(overlapping.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.rows().await, before);
    let edited = officer.post("/counts/plan", &plan("2026-12-31")).await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER);
    assert!(officer.get("/counts").await.text().contains("7,000"));
    let stale = officer.post("/counts/plan", &plan("2026-12-31")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_counts_are_what_the_facts_tell() {
    let app = TestApp::new().await;
    confirm(&national(&app).await, &app.schools()[1].code.clone(), FREE_MAJOR).await;
    folded(&app).await;
    let ctx = app.house.ctx(Actor::System);
    for org in &app.orgs {
        let number = org.number;
        let report = app
            .house
            .db
            .read(&ctx, move |_, tx| ledger::verify_facts(tx, number));
        let report = report.await.unwrap();
        assert_eq!((report.differences.len(), report.pending), (0, 0), "{}", org.name);
    }
    let totals = |_: &kernel::Ctx, tx: &mut db::Tx<'_>| ledger::verify_totals(tx, &org::scopes::AREAS);
    assert_eq!(app.house.db.read(&ctx, totals).await.unwrap(), []);
}
