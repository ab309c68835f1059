//! Chapter 8: the teacher opens a task for a class, which freezes it.

use testkit::Person;

use crate::hands::{done, fields, page, said, sent, set};
use crate::rosters::{Class, School};
use crate::task::Task;

/// Opens the sample task for 数控2501班 within its term, in groups of four to six.
pub async fn opened<'a>(school: &School<'a>, task: &Task) -> Class<'a> {
    let teacher = &school.small.teacher;
    let class = opened_for(teacher, task, &school.classes[0]).await;
    let shown = page(teacher, &format!("/runs/{}", class.run)).await;
    for word in [
        "数控2501班 · 螺纹轴的数控车床加工",
        "数控实训中心 1 号车间",
        "组长",
        "操作",
        "质检",
        "安全",
        "记录",
    ] {
        assert!(shown.contains(word), "{word} in {}", said(&shown));
    }
    assert!(class.groups.iter().all(|group| (4..=6).contains(&group.len())));
    // Of the 44 on the list one is on leave, and has no seat.
    assert_eq!(class.groups.iter().map(Vec::len).sum::<usize>(), 43);
    assert!(page(teacher, &task.path).await.contains("第 1 版"));
    class
}

/// Opens a task for a class with the form as it stands; dates outside the term are refused without a reason.
pub async fn opened_for<'a>(teacher: &Person<'_>, task: &Task, class: &str) -> Class<'a> {
    let form = page(teacher, &format!("/runs/new?task={}&class={class}", task.id())).await;
    let mut fields = fields(&form);
    fields.retain(|(name, _)| !["wanted", "again"].contains(&name.as_str()));
    set(&mut fields, "place", "数控实训中心 1 号车间");
    let mut outside = fields.clone();
    set(&mut outside, "last", "2027-02-28");
    let refused = teacher.post("/runs", &sent(&outside)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("日期超出本学期") && refused.text().contains("数控实训中心 1 号车间"));
    let to = done(teacher, "/runs", &sent(&fields)).await;
    Class {
        run: to.rsplit('/').next().unwrap_or_default().to_owned(),
        task: task.id().to_owned(),
        groups: groups(&fields),
        students: Vec::new(),
    }
}

/// The members of every group as the form has them.
fn groups(fields: &[(String, String)]) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for (name, value) in fields {
        let (Some(student), Ok(number)) = (name.strip_prefix("g-"), value.parse::<usize>()) else {
            continue;
        };
        // Nought is no group: who is on leave is proposed for none.
        groups.resize_with(groups.len().max(number), Vec::new);
        if let Some(group) = number.checked_sub(1).and_then(|place| groups.get_mut(place)) {
            group.push(student.to_owned());
        }
    }
    groups
}
