//! Chapter 5: the schools adopt the published version and plan their own courses beside it.

use crate::hands::{done, every, page, said};
use crate::nation::{Nation, Small};
use crate::rosters::School;

/// Every school adopts the five-year table; the school of the story adds a course of its own.
pub async fn adopted(nation: &Nation<'_>, school: &School<'_>, standard: &str) {
    for small in &nation.schools {
        adopts(small, standard).await;
    }
    let leader = &school.small.leader;
    let list = page(leader, "/courses").await;
    let plan = every(&list, "href=\"/courses/plans/")
        .into_iter()
        .find(|plan| plan != "new")
        .expect("the plan");
    let own = [("class", "extension"), ("name", "增材制造入门"), ("s3", "36")];
    let path = format!("/courses/plans/{plan}");
    done(leader, &format!("{path}/courses/own"), &own).await;
    let shown = page(&school.small.teacher, &path).await;
    for figure in [
        "工学一体化学时 2360 / 2360",
        "第 1 版",
        "零件数控车床加工",
        "增材制造入门",
        "高级技能 · 初中起点 5 年制",
    ] {
        assert!(shown.contains(figure), "{figure} in {}", said(&shown));
    }
}

async fn adopts(small: &Small<'_>, standard: &str) {
    let form = page(
        &small.leader,
        &format!("/courses/plans/new?standard={standard}&plan=2"),
    )
    .await;
    let courses = every(&form, "name=\"course\" value=\"");
    assert_eq!(courses.len(), 9, "{}", said(&form));
    let mut fields = vec![
        ("standard", standard),
        ("number", "1"),
        ("plan", "2"),
        ("hours", "5000"),
    ];
    fields.extend(courses.iter().map(|course| ("course", course.as_str())));
    done(&small.leader, "/courses/plans", &fields).await;
    let again = small.leader.post("/courses/plans", &fields).await;
    assert_eq!(again.status, 422, "it is adopted once");
}
