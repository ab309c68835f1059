//! What the rated may see: nothing before its time, no single rating of a peer, no name.

use design::model::{LearningTask, Peers};
use kernel::{Percent, Role};
use testkit::TestApp;

use super::{Class, class, three_items};

/// The first item has no teacher: with one peer, its score would tell what that peer gave.
fn without_teacher(task: &mut LearningTask) {
    three_items(task);
    let item = &mut task.items[0];
    item.weights.own = Percent::whole(50);
    item.weights.peer = Percent::whole(50);
    item.weights.teacher = Percent::ZERO;
    item.peers = Some(Peers::OwnGroup);
}

async fn teacher_rates(class: &Class<'_>, items: std::ops::Range<usize>, value: &str) {
    let teacher = class.teacher().await;
    let cells: Vec<_> = (0..12)
        .flat_map(|student| items.clone().map(move |item| (student, item)))
        .map(|(student, item)| (class.cell(student, item), value, "0"))
        .collect();
    let reply = class.cells(&teacher, "teacher", &cells).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[tokio::test]
async fn nothing_leaks_before_the_grades_are_shown_and_nothing_half_done_is_shown() {
    let app = TestApp::new().await;
    let class = class(&app, 1, three_items).await;
    class.open_round().await;
    class.rates(1, 0, "", &[(0, "61.5")]).await;
    let student = class.student(0).await;
    let list = student.get("/results").await.text();
    assert!(
        list.contains("测试任务") && list.contains("去评价") && !list.contains("61.5"),
        "{list}"
    );
    let refused = student.get(&class.result("")).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("成绩还没有公布"), "{}", refused.text());
    // The first item of everybody is open: it is not shown.
    teacher_rates(&class, 1..3, "80").await;
    let teacher = class.teacher().await;
    let half = teacher.post(&class.at("/showing"), &[]).await;
    assert_eq!(half.status, 409);
    assert!(half.text().contains("还有 12 个成绩缺少评分"), "{}", half.text());
    teacher_rates(&class, 0..1, "80").await;
    assert_eq!(teacher.post(&class.at("/showing"), &[]).await.status, 303);
    let shown = student.get(&class.result("")).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text().contains("成绩还没有锁定"), "{}", shown.text());
    // Showing ends the round for good, and other pages of the sheet stay closed to students.
    assert_eq!(teacher.post(&class.at("/round"), &[]).await.status, 409);
    assert_eq!(class.rates(2, 0, "", &[(0, "10")]).await.status, 409);
    for page in ["", "?show=peer", "/export?show=peer", "/history"] {
        assert_eq!(student.get(&class.at(page)).await.status, 403, "{page}");
    }
    let other = app.at_school(Role::Student, 2).await;
    assert_eq!(other.get(&class.result("")).await.status, 404);
    assert_eq!(
        app.at_school(Role::AuditAdmin, 1)
            .await
            .get(&class.at(""))
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn three_peers_make_a_mean_and_fewer_make_the_combined_score_alone() {
    let app = TestApp::new().await;
    let class = class(&app, 1, three_items).await;
    class.open_round().await;
    // 课堂表现 by three, 工作页 by two, 任务成果 by one.
    for (rater, values) in [
        (1, ["91", "73", "67"]),
        (2, ["82", "74", ""]),
        (3, ["76", "", ""]),
    ] {
        for (item, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            assert_eq!(class.rates(rater, item, "", &[(0, value)]).await.status, 303);
        }
    }
    class.rates(0, 0, "90", &[]).await;
    class.rates(0, 1, "88", &[]).await;
    teacher_rates(&class, 0..3, "85.25").await;
    class.lock().await;
    let page = class.student(0).await.get(&class.result("")).await.text();
    assert!(page.contains("平均 83.00（3 人）"), "{page}");
    assert!(
        page.contains("只有 2 名同学评分") && page.contains("只有 1 名同学评分"),
        "{page}"
    );
    for single in [
        ">91<", ">82<", ">76<", "73.5", "73.50", ">73<", ">74<", ">67<", "67.00",
    ] {
        assert!(!page.contains(single), "{single} is told");
    }
    // The teacher's part beside a withheld mean would tell it.
    assert_eq!(
        page.matches("85.25").count(),
        2,
        "in the shown item and its formula only: {page}"
    );
    for name in ["单小红", "曾志强", "解雨桐"] {
        assert!(!page.contains(name), "{name} is named");
    }
    // Nor do the staff see single ratings or names beside them, and the audit page holds numbers only.
    let sheet = class.teacher().await.get(&class.at("?show=peer")).await.text();
    assert!(
        sheet.contains(">83.0<") && sheet.contains("2 人评") && sheet.contains("1 人评"),
        "{sheet}"
    );
    let audit = app
        .at_school(Role::AuditAdmin, 1)
        .await
        .get("/audit")
        .await
        .text();
    assert!(
        audit.contains("自评互评") && audit.contains("<dt>评分</dt>"),
        "{audit}"
    );
    assert!(
        !audit.contains("9100") && !audit.contains("6700") && !audit.contains("7300"),
        "{audit}"
    );
}

#[tokio::test]
async fn an_item_that_would_tell_a_peers_rating_is_shown_together_with_another() {
    let app = TestApp::new().await;
    let class = class(&app, 1, without_teacher).await;
    class.open_round().await;
    for student in 0..12 {
        let mate = if student % 4 == 0 {
            student + 1
        } else {
            student / 4 * 4
        };
        assert_eq!(class.rates(student, 0, "80", &[(mate, "61")]).await.status, 303);
    }
    teacher_rates(&class, 1..3, "90").await;
    class.lock().await;
    // The second student was rated by one peer: (80 + 61) / 2 × 20 % = 14.100 would tell the 61.
    let page = class.student(1).await.get(&class.result("")).await.text();
    assert!(
        !page.contains("14.1") && page.contains("只与其他项目合并显示"),
        "{page}"
    );
    // 14.100 + 30 × 90 % comes together; the total tells no more.
    assert!(page.contains("合计 41.100 分") && page.contains("86.1"), "{page}");
    assert!(
        !page.contains("27.000"),
        "the item that hides it would give it away: {page}"
    );
    // The first student was rated by three.
    let page = class.student(0).await.get(&class.result("")).await.text();
    assert!(
        page.contains("平均 61.00（3 人）") && page.contains("14.100"),
        "{page}"
    );
}
