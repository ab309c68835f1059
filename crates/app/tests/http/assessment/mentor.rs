//! An enterprise mentor with a link and no account.

use design::model::LearningTask;
use kernel::{Instant, Percent};
use testkit::{Person, TestApp};

use super::{Class, class, only_teacher};

fn with_enterprise(task: &mut LearningTask) {
    only_teacher(task);
    for item in &mut task.items[3..5] {
        item.weights.teacher = Percent::whole(60);
        item.weights.enterprise = Percent::whole(40);
    }
}

async fn invited(class: &Class<'_>, teacher: &Person<'_>) -> String {
    let fields = [("enterprise", "恒进液压"), ("mentor", "周师傅"), ("days", "7")];
    let reply = teacher.post(&class.at("/invitations"), &fields).await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    let page = teacher.get(&class.at("/invitations")).await.text();
    assert!(page.contains("<svg") && page.contains("周师傅"), "{page}");
    let link = page.split("value=\"https://gongxue.test").nth(1).unwrap();
    link.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_mentor_rates_by_the_link_alone_and_only_what_is_theirs() {
    let app = TestApp::new().await;
    let class = class(&app, 1, with_enterprise).await;
    let teacher = class.teacher().await;
    assert_eq!(
        teacher
            .post(&class.at("/invitations"), &[("days", "99")])
            .await
            .status,
        422
    );
    let link = invited(&class, &teacher).await;
    let mentor = app.stranger();
    let page = mentor.get(&link).await;
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(
        text.contains("零件质量") && text.contains("职业素养") && !text.contains("工艺卡"),
        "{text}"
    );
    assert!(
        text.contains("第1组") && text.contains("李浩然") && !text.contains("25019901"),
        "{text}"
    );
    let (item, other) = (&class.items[3], &class.items[4]);
    let code = link.split("code=").nth(1).unwrap();
    let path = link.split('?').next().unwrap();
    let groups: Vec<(String, String)> = class
        .groups
        .iter()
        .flat_map(|group| {
            [
                (format!("g-{item}-{group}"), "90".to_owned()),
                (format!("g-{other}-{group}"), "70".to_owned()),
            ]
        })
        .chain([
            (format!("m-{item}-{}", class.students[0]), "60".to_owned()),
            ("code".to_owned(), code.to_owned()),
        ])
        .collect();
    let fields: Vec<(&str, &str)> = groups.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let saved = mentor.post(path, &fields).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert!(saved.text().contains("已保存 24 个评分"), "{}", saved.text());
    class.teacher_gives_all("80").await;
    let line = teacher
        .get(&class.at(&format!("/students/{}", class.students[0])))
        .await
        .text();
    // 40 × (60 % × 80 + 40 % × 60) = 28.800.
    assert!(line.contains("28.800"), "{line}");
    let view = teacher.get(&class.at("?show=enterprise")).await.text();
    assert!(view.contains(">90<") && view.contains(">60<"), "{view}");
    let wrong = mentor
        .post(
            path,
            &[("code", code), (&format!("g-{item}-{}", class.groups[0]), "120")],
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("value=\"120\""), "what was typed is kept");
    // An item that the enterprise has no part in is no field of the form.
    let foreign = [
        ("code", code),
        (&format!("g-{}-{}", class.items[0], class.groups[0]), "1"),
    ];
    assert!(
        mentor
            .post(path, &foreign)
            .await
            .text()
            .contains("已保存 0 个评分")
    );
    assert_eq!(class.differing().await, 0);
    class.lock().await;
    let over = mentor.get(&link).await.text();
    assert!(over.contains("评分已结束"), "{over}");
    assert_eq!(mentor.post(path, &fields).await.status, 409);
}

#[tokio::test]
async fn two_mentors_of_one_class_do_not_undo_each_other() {
    let app = TestApp::new().await;
    let class = class(&app, 1, with_enterprise).await;
    let teacher = class.teacher().await;
    let (mine, theirs) = (invited(&class, &teacher).await, invited(&class, &teacher).await);
    let (item, other) = (&class.items[3], &class.items[4]);
    let rated = format!("g-{item}-{}", class.groups[0]);
    let sends = async |link: &str, fields: &[(&str, &str)]| {
        let (path, code) = link.split_once("?code=").unwrap();
        let fields: Vec<_> = [("code", code)].iter().chain(fields).copied().collect();
        let reply = app.stranger().post(path, &fields).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
    };
    sends(&mine, &[(&rated, "80")]).await;
    let page = app.stranger().get(&mine).await.text();
    let was = format!("was-{rated}");
    assert!(page.contains(&format!("name=\"{was}\" value=\"80\"")), "{page}");
    // The other changes it while this page stands open, which then sends all its fields with one more rating.
    sends(&theirs, &[(&rated, "90"), (&was, "80")]).await;
    let more = format!("g-{other}-{}", class.groups[0]);
    sends(&mine, &[(&rated, "80"), (&was, "80"), (&more, "70")]).await;
    let view = teacher.get(&class.at("?show=enterprise")).await.text();
    assert!(
        view.contains(">90<") && view.contains(">70<") && !view.contains(">80<"),
        "{view}"
    );
    // What both change is the other's, who was first, and the page says so.
    let (path, code) = mine.split_once("?code=").unwrap();
    let late = [("code", code), (rated.as_str(), "85"), (was.as_str(), "80")];
    let told = app.stranger().post(path, &late).await.text();
    let members = class.students.len() / class.groups.len();
    assert!(
        told.contains("已保存 0 个评分") && told.contains(&format!("其中 {members} 个评分")),
        "{told}"
    );
    let view = teacher.get(&class.at("?show=enterprise")).await.text();
    assert!(view.contains(">90<") && !view.contains(">85<"), "{view}");
    assert_eq!(class.differing().await, 0);
}

#[tokio::test]
async fn wrong_codes_are_delayed_and_an_ended_or_old_link_opens_nothing() {
    let app = TestApp::new().await;
    let class = class(&app, 1, with_enterprise).await;
    let teacher = class.teacher().await;
    let link = invited(&class, &teacher).await;
    let path = link.split('?').next().unwrap();
    let mentor = app.stranger();
    for _ in 0..3 {
        assert_eq!(mentor.get(&format!("{path}?code=AAAAAAAA")).await.status, 404);
    }
    let delayed = mentor.get(&link).await;
    assert_eq!(delayed.status, 429);
    assert!(delayed.text().contains("5 秒后再试"), "{}", delayed.text());
    app.clock.advance(6 * Instant::SECOND);
    assert_eq!(mentor.get(&link).await.status, 200);
    assert_eq!(
        mentor
            .get("/mentor/0000000000000000000000?code=AAAAAAAA")
            .await
            .status,
        404
    );
    let other = invited(&class, &teacher).await;
    let code = other.split("code=").nth(1).unwrap();
    assert_eq!(
        mentor.get(&format!("{path}?code={code}")).await.status,
        404,
        "a code opens its own link"
    );
    let id = path.split('/').nth(2).unwrap();
    let end = class.at(&format!("/invitations/{id}/end"));
    assert_eq!(class.leader().await.post(&end, &[]).await.status, 303);
    app.clock.advance(Instant::DAY);
    let ended = mentor.get(&link).await;
    assert_eq!(ended.status, 409);
    assert!(ended.text().contains("已到期或已停用"), "{}", ended.text());
    assert_eq!(mentor.get(&other).await.status, 200);
    app.clock.advance(7 * Instant::DAY);
    assert_eq!(mentor.get(&other).await.status, 409);
}

#[tokio::test]
async fn nobody_is_invited_where_the_enterprise_has_no_weight() {
    let app = TestApp::new().await;
    let class = class(&app, 1, only_teacher).await;
    let fields = [("enterprise", "恒进液压"), ("mentor", "周师傅"), ("days", "7")];
    let reply = class
        .teacher()
        .await
        .post(&class.at("/invitations"), &fields)
        .await;
    assert_eq!(reply.status, 409);
    assert!(
        reply.text().contains("没有考核项目给企评权重"),
        "{}",
        reply.text()
    );
}
