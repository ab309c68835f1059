//! The school's rule for missing ratings.

use kernel::Role;
use testkit::TestApp;

use super::{class, three_items};

#[tokio::test]
async fn the_office_chooses_the_rule_with_a_reason_and_a_sheet_keeps_the_one_it_began_with() {
    let app = TestApp::new().await;
    let office = app.at_school(Role::AcademicAffairs, 1).await;
    let begun = class(&app, 1, three_items).await;
    begun.teacher_gives_all("80").await;
    let choose = async |rule: &str, reason: &str| {
        office
            .post("/grades/rule", &[("rule", rule), ("reason", reason)])
            .await
    };
    assert_eq!(choose("carry-teacher", "").await.status, 422);
    assert_eq!(choose("average", "x").await.status, 422);
    assert_eq!(choose("carry-teacher", "教务会议 11 月 20 日").await.status, 303);
    assert_eq!(choose("carry-teacher", "again").await.status, 422);
    let page = office.get("/grades/rule").await.text();
    assert!(
        page.contains("教务会议 11 月 20 日") && page.contains("2026-11-24"),
        "{page}"
    );
    assert!(page.contains("有 1 张正在录入的成绩单"), "{page}");
    let sheet = begun.teacher().await.get(&begun.at("")).await.text();
    assert!(
        sheet.contains("其余各方权重按比例放大到 100%") && sheet.contains("12 名学生的成绩用到了"),
        "{sheet}"
    );
    let later = class(&app, 1, three_items).await;
    later.open_round().await;
    later.teacher_gives_all("80").await;
    later.rates(0, 0, "50", &[]).await;
    let sheet = later.teacher().await.get(&later.at("")).await.text();
    assert!(sheet.contains("缺少的评分以教师评分代替"), "{sheet}");
    // 20 × (20 % × 50 + 30 % × 80 (the teacher's, for the peers) + 50 % × 80) = 14.800; the others 24 and 40.
    let line = later
        .teacher()
        .await
        .get(&later.at(&format!("/students/{}", later.students[0])))
        .await
        .text();
    assert!(line.contains("14.800") && line.contains("78.800"), "{line}");
    assert_eq!((begun.differing().await, later.differing().await), (0, 0));
}
