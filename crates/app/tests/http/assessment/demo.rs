//! The made-up nation shows grades on every side.

use kernel::{Actor, Role};
use testkit::TestApp;

#[tokio::test]
async fn the_made_up_class_has_a_locked_sheet_one_in_work_and_a_course() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let list = teacher.get("/grades").await.text();
    for text in [
        "圆锥与圆弧轴的数控车床加工",
        "螺纹轴的数控车床加工",
        "零件数控车床加工",
        "已锁定",
        "录入中",
    ] {
        assert!(list.contains(text), "{text} in {list}");
    }
    let student = app.at_school(Role::Student, 0).await;
    let results = student.get("/results").await.text();
    assert!(
        results.contains("去评价") && results.contains("圆锥与圆弧轴"),
        "{results}"
    );
    assert!(student.get("/").await.text().contains("位同学互评"));
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let checked = app.house.db.read(&ctx, move |_, tx| {
        let slice = kernel::Slice::page(1);
        let sheets = assessment::queries::sheets(tx, school, assessment::queries::Which::default(), slice)?;
        let mut totals = std::collections::BTreeSet::new();
        for sheet in sheets.rows.iter().filter(|sheet| !sheet.is_course()) {
            assert_eq!(assessment::differences(tx, sheet)?.len(), 0, "{}", sheet.title);
            if sheet.state == "locked" {
                totals.extend(
                    assessment::queries::totals(tx, sheet)?
                        .into_values()
                        .filter_map(|row| row.total),
                );
            }
        }
        Ok((sheets.total, totals))
    });
    let (sheets, totals) = checked.await.unwrap();
    assert_eq!(sheets, 3);
    assert_eq!(totals.len(), 12, "every student has a grade of their own");
    assert!(
        totals.contains(&"82.91".parse().unwrap()),
        "one of them is the sample's: {totals:?}"
    );
}
