//! Chapter 5: the schools adopt the published version, convert a course of it task by task and plan their own beside it.

use testkit::Person;

use crate::hands::{between, done, every, link_to, page, said, saves};
use crate::nation::{Nation, Small};
use crate::rosters::School;

/// Every school adopts the five-year table; the school of the story converts 零件数控车床加工 and adds a course of its own.
/// Answers the task of that course for the shaft with a thread, which stays as in the standard.
pub async fn adopted(nation: &Nation<'_>, school: &School<'_>, standard: &str) -> String {
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
    let course = link_to(&page(leader, &path).await, ">零件数控车床加工<");
    converted(leader, &course).await
}

/// The part of a course's page about the 参考性学习任务 of this number, from 1.
fn part(shown: &str, number: usize) -> &str {
    let rest = shown.split("id=\"r-").nth(number).expect("the task");
    rest.split("</article>").next().unwrap_or_default()
}

/// Types into a field of a part: the first of this name, or a later one.
async fn typed(leader: &Person<'_>, course: &str, (number, field, nth): (usize, &str, usize), value: &str) {
    let shown = page(leader, course).await;
    let mark = format!("name=\"{field}\"");
    let found = part(&shown, number).split(&mark).nth(nth + 1).expect("the field");
    let (path, version) = (
        between(found, "data-autosave=\"", "\""),
        between(found, "data-version=\"", "\""),
    );
    saves(leader, path, (field, value), version).await;
}

/// One task is changed, one split, one replaced, the others are kept; the sums are checked while it is typed.
async fn converted(leader: &Person<'_>, course: &str) -> String {
    for (number, decision) in [(1, "changed"), (4, "split"), (5, "replaced")] {
        let shown = page(leader, course).await;
        let seen = between(&shown, "name=\"seen\" value=\"", "\"");
        let reference = &part(&shown, number)[..22];
        let path = format!("{course}/references/{reference}");
        done(leader, &path, &[("decision", decision), ("seen", seen)]).await;
    }
    typed(leader, course, (1, "hours", 0), "84").await;
    done(leader, &format!("{course}/kept"), &[]).await;
    let checked = page(leader, &format!("{course}/check")).await;
    assert!(checked.contains("学习任务学时 468 / 480"), "{}", said(&checked));
    for (place, value) in [
        ((1, "name", 0), "输出轴的数控车床加工"),
        ((1, "reason", 0), "改用本地企业零件"),
        ((4, "name", 0), "衬套的加工"),
        ((4, "name", 1), "薄壁套的加工"),
        ((4, "hours", 1), "60"),
        ((4, "reason", 0), "薄壁件为主"),
        ((5, "name", 0), "电机轴小批量加工"),
        ((5, "reason", 0), "订单稳定"),
    ] {
        typed(leader, course, place, value).await;
    }
    let shown = page(leader, course).await;
    for figure in [
        "已转化 5 / 5",
        "学习任务学时 480 / 480",
        "学期分配 480 / 480",
        "检查通过",
    ] {
        assert!(shown.contains(figure), "{figure} in {}", said(&shown));
    }
    let difference = page(leader, &format!("{course}/difference")).await;
    assert!(
        difference.contains("输出轴的数控车床加工"),
        "{}",
        said(&difference)
    );
    between(part(&shown, 3), "id=\"t-", "\"").to_owned()
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
