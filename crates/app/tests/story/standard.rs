//! Chapter 4: a Word document becomes a standard, is mended and published.

use testkit::Person;

use crate::hands::{between, done, page, said, saves, taken};
use crate::nation::Nation;
use crate::rosters::School;

const SAMPLE: &[u8] = include_bytes!("../../../standards/tests/data/standard-cnc-turning.docx");

/// The ministry's officer uploads, mends and publishes; a school reads. Answers the standard's id.
pub async fn published(nation: &Nation<'_>, school: &School<'_>) -> String {
    let officer = &nation.officer;
    let reply = officer
        .upload("/standards", &[], ("file", "standard-cnc-turning.docx", SAMPLE))
        .await;
    let draft = taken("/standards", &reply);
    let shown = page(officer, &draft).await;
    assert!(
        shown.contains("检查结果（0）") && shown.contains("未能归位（0）"),
        "{}",
        said(&shown)
    );
    // Wrong hours are found, with a link to their place, and mended there.
    mended(officer, &draft, "470").await;
    let finding = "参考学时之和 480 与基准学时 470 不一致";
    let shown = page(officer, &draft).await;
    assert!(
        shown.contains(finding) && shown.contains("?part=course-2#courses.2"),
        "{}",
        said(&shown)
    );
    mended(officer, &draft, "480").await;
    assert!(page(officer, &draft).await.contains("检查结果（0）"));
    let base = draft.trim_end_matches("/draft").to_owned();
    let unknown = school.small.leader.get(&base).await;
    assert_eq!(unknown.status, 404, "a draft is its issuer's");
    done(officer, &format!("{draft}/publication"), &[("kind", "trial")]).await;
    let late = officer
        .post(
            &format!("{draft}/fields/courses.2.hours"),
            &[("value", "1"), ("version", "")],
        )
        .await;
    assert_eq!(late.status, 409, "a published version never changes");
    let read = page(&school.small.leader, &base).await;
    assert!(
        read.contains("数控加工（数控车工）") && read.contains("零件数控车床加工"),
        "{}",
        said(&read)
    );
    base.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Types the hours of the third course.
async fn mended(officer: &Person<'_>, draft: &str, hours: &str) {
    let shown = page(officer, &format!("{draft}?part=course-2")).await;
    let version = between(&shown, "/fields/courses.2.hours\" data-version=\"", "\"");
    let path = format!("{draft}/fields/courses.2.hours");
    saves(officer, &path, ("value", hours), version).await;
}
