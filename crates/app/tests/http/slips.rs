//! Slips on paper: of a class, of many of the staff at once.

use kernel::{Actor, Instant, Role};
use testkit::{Person, TestApp};

use super::rosters::{TEACHERS, ids, links, sent, taken, with_sample};

#[tokio::test]
async fn a_slip_of_the_class_opens_the_first_sign_in_once() {
    let app = TestApp::new().await;
    with_sample(&app).await;
    let head = app.at_school(Role::ClassTeacher, 0).await;
    let class = links(&head.get("/classes").await, "/classes/").remove(0);
    let slips = head.post(&format!("{class}/slips"), &[]).await;
    assert_eq!(slips.status, 200);
    let codes = slips.codes();
    assert_eq!(codes.len(), 44);
    // Eight make a sheet; each says at which school and until when, the page prints itself and says that it is seen once.
    let shown = slips.text();
    assert_eq!(shown.matches("class=\"slips\"").count(), 6);
    assert_eq!(
        shown
            .matches(&format!("\">{}</p>", app.schools()[0].name))
            .count(),
        44
    );
    let until = app.house.ctx(Actor::System).now.plus(7 * Instant::DAY);
    assert_eq!(shown.matches(&format!("有效期至 {}", until.day())).count(), 44);
    assert!(shown.contains("data-print") && shown.contains("data-once") && shown.contains("随即作废"));
    let stranger = app.stranger();
    let fields = [("code", codes[0].as_str()), ("password", "Huaxue-Keben-7")];
    let reply = stranger.post("/first", &fields).await;
    assert_eq!(
        (reply.status.as_u16(), reply.location()),
        (303, "/"),
        "{}",
        reply.text()
    );
    let student = Person::with_token(&app, reply.cookie("gx_session").unwrap());
    assert_eq!(student.get("/").await.status, 200);
    assert_eq!(stranger.post("/first", &fields).await.status, 422);
    // Who has forgotten the password has a day.
    let number = shown
        .split("登录名 <strong>")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    let page = head.get(&class).await.text();
    let row = page
        .split("<tr id=\"person-")
        .find(|row| row.contains(number.unwrap()))
        .unwrap();
    let person = row.split('"').next().unwrap();
    let again = head
        .post(&format!("{class}/students/{person}/slip"), &[])
        .await
        .text();
    let until = app.house.ctx(Actor::System).now.plus(Instant::DAY);
    assert!(again.contains(&format!("有效期至 {}", until.day())), "{again}");
    // Printed again, the slips are those of the others.
    let others = head.post(&format!("{class}/slips"), &[]).await.codes();
    assert_eq!(others.len(), 43);
}

#[tokio::test]
async fn slips_of_many_teachers_are_printed_at_once_for_those_who_never_signed_in() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let preview = sent(&affairs, "teachers", ("teachers.xlsx", TEACHERS)).await;
    assert_eq!(taken(&affairs, &preview).await.status, 303);
    let keeper = app.at_school(Role::SystemAdmin, 0).await;
    let page = keeper.get("/staff").await;
    let waiting = ids(&page.text(), "name=\"person\" value=\"");
    assert!(waiting.len() > 2, "{}", page.text());
    let said = format!("{} 人还没有首次登录", waiting.len());
    assert!(page.text().contains(&said), "{}", page.text());
    // Who may see the list and not print is told who prints.
    let seen = affairs.get("/staff").await.text();
    assert!(
        seen.contains(&said) && seen.contains("由系统管理员在本页打印") && !seen.contains("name=\"person\""),
        "{seen}"
    );
    // Two of them, then all; a slip printed again ends the one before.
    let two = [
        ("which", "some"),
        ("person", waiting[0].as_str()),
        ("person", waiting[1].as_str()),
    ];
    let some = keeper.post("/staff/slips", &two).await;
    assert_eq!((some.status.as_u16(), some.codes().len()), (200, 2));
    assert!(some.text().contains("data-once") && some.text().contains("沿框剪开"));
    let all = keeper.post("/staff/slips", &[("which", "all")]).await;
    let codes = all.codes();
    assert_eq!((all.status.as_u16(), codes.len()), (200, waiting.len()));
    let stranger = app.stranger();
    for (code, status) in [(&some.codes()[0], 422), (&codes[0], 303)] {
        let fields = [("code", code.as_str()), ("password", "Huaxue-Keben-7")];
        assert_eq!(stranger.post("/first", &fields).await.status, status);
    }
    // Who has a password is not slipped among many, nor is anybody of another school.
    let other = app.at_school(Role::SystemAdmin, 1).await;
    let before = app.rows().await;
    for (who, person) in [(&keeper, &waiting[0]), (&other, &waiting[1])] {
        let reply = who.post("/staff/slips", &[("person", person.as_str())]).await;
        assert_eq!((reply.status.as_u16(), reply.location()), (303, "/staff"));
    }
    assert_eq!(app.rows().await, before);
    let again = keeper.post("/staff/slips", &[("which", "all")]).await.codes();
    assert_eq!(again.len(), waiting.len() - 1);
    // Each slip is a line of the audit chain, with whom it was for.
    let lines = app.at_school(Role::AuditAdmin, 0).await;
    let lines = lines.get("/audit?act=people.issue-slip").await.text();
    assert!(lines.contains("阿依古丽·托合提"), "{lines}");
}
