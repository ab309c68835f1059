//! Self and peers: who rates whom, when, and what waits on the desk.

use kernel::Role;
use testkit::TestApp;

use super::{class, three_items};

#[tokio::test]
async fn students_rate_themselves_and_their_group_while_the_round_is_open() {
    let app = TestApp::new().await;
    let class = class(&app, 1, three_items).await;
    let student = class.student(0).await;
    // Nobody has begun the sheet: there is nothing to know of.
    assert_eq!(student.get(&class.result("/rating")).await.status, 404);
    assert!(!student.get("/").await.text().contains("互评"));
    class.open_round().await;
    let home = student.get("/").await.text();
    assert!(
        home.contains("给 3 位同学互评") && home.contains("课堂表现等 3 项"),
        "{home}"
    );
    let page = student.get(&class.result("/rating")).await.text();
    assert!(page.contains("给自己评分") && page.contains("课堂表现"), "{page}");
    for other in 0..4 {
        assert!(
            page.contains(&class.students[other].to_string()),
            "{other} is rated"
        );
    }
    assert!(
        !page.contains(&class.students[4].to_string()),
        "another group is not"
    );
    let reply = class
        .rates(0, 0, "90", &[(1, "85"), (2, "80"), (3, "75.5")])
        .await;
    assert_eq!(reply.status, 303);
    assert_eq!(reply.location(), class.result("/rating?item=2"));
    let again = student.get(&class.result("/rating?item=1")).await.text();
    assert!(
        again.contains("value=\"75.5\""),
        "what was given stands there: {again}"
    );
    // Who sends a form with nothing in it is told so on the next page.
    let says = |reply: &testkit::Reply| {
        let mut cookies = reply.headers.get_all("set-cookie").iter();
        cookies.any(|cookie| cookie.to_str().unwrap().contains("gx_said="))
    };
    let nothing = class.rates(0, 1, "", &[]).await;
    assert_eq!(nothing.location(), class.result("/rating?item=3"));
    assert!(says(&nothing) && !says(&reply));
    for wrong in ["101", "abc"] {
        let reply = class.rates(0, 0, wrong, &[]).await;
        assert_eq!(reply.status, 422);
        assert!(
            reply.text().contains(&format!("value=\"{wrong}\"")),
            "what was typed is kept"
        );
    }
    let ended = class.teacher().await.post(&class.at("/round/end"), &[]).await;
    assert_eq!(ended.status, 303);
    assert_eq!(class.rates(0, 1, "90", &[]).await.status, 409);
    assert_eq!(class.differing().await, 0);
}

#[tokio::test]
async fn nobody_rates_oneself_as_a_peer_nor_a_group_that_the_item_does_not_name() {
    let app = TestApp::new().await;
    let class = class(&app, 1, three_items).await;
    class.open_round().await;
    let before = app.rows().await;
    // The third item asks for no rating of oneself, and for peers of the own group only: other fields are no fields.
    let reply = class.rates(0, 2, "100", &[(4, "10"), (8, "10")]).await;
    assert_eq!(reply.status, 303);
    assert_eq!(app.rows().await, before, "something was written");
    let stranger = app.at_school(Role::Student, 2).await;
    assert_eq!(stranger.get(&class.result("/rating")).await.status, 404);
    let teacher = class.teacher().await;
    assert_eq!(teacher.get(&class.result("/rating")).await.status, 403);
}

#[tokio::test]
async fn peers_of_other_groups_rate_a_group_at_once_or_its_members_apart() {
    let app = TestApp::new().await;
    let class = class(&app, 1, |task| {
        three_items(task);
        task.items[0].peers = Some(design::model::Peers::OtherGroups);
    })
    .await;
    class.open_round().await;
    let student = class.student(0).await;
    let (item, group) = (&class.items[0], &class.groups[1]);
    let fields = [
        ("item".to_owned(), "1"),
        (format!("g-{item}-{group}"), "70"),
        (format!("m-{item}-{}", class.students[5]), "90"),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), *b)).collect();
    assert_eq!(student.post(&class.result("/rating"), &fields).await.status, 303);
    let page = student.get(&class.result("/rating?item=1")).await.text();
    assert_eq!(page.matches("value=\"70\"").count(), 3);
    assert_eq!(page.matches("value=\"90\"").count(), 1);
    assert_eq!(class.differing().await, 0);
}

#[tokio::test]
async fn the_desks_say_what_waits() {
    let app = TestApp::new().await;
    let class = class(&app, 1, three_items).await;
    class.open_round().await;
    let teacher = class.teacher().await;
    let home = teacher.get("/").await.text();
    assert!(
        home.contains("补齐 36 个评分") && home.contains("数控2501班 · 测试任务"),
        "{home}"
    );
    class.teacher_gives_all("80").await;
    let home = teacher.get("/").await.text();
    assert!(home.contains("提交成绩单") && home.contains("评分已齐"), "{home}");
    let (leader, office) = (class.leader().await, class.office().await);
    assert_eq!(teacher.post(&class.at("/submission"), &[]).await.status, 303);
    for checker in [&leader, &office] {
        assert!(checker.get("/").await.text().contains("审核成绩单"));
    }
    assert_eq!(leader.post(&class.at("/check"), &[]).await.status, 303);
    assert!(office.get("/").await.text().contains("锁定成绩"));
    assert!(!leader.get("/").await.text().contains("锁定成绩"));
    let page = office.get(&class.at("")).await.text();
    assert!(page.contains("将锁定 12 名学生的成绩"), "{page}");
}
