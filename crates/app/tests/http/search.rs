//! The search box through HTTP: what each finds, and what nobody finds.

use std::collections::BTreeSet;

use kernel::{Actor, Ctx, PersonId, Role, Tier};
use testkit::{Person, Reply, TestApp};

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn search(person: &Person<'_>, text: &str) -> Reply {
    let reply = person.get(&format!("/search?q={}", encoded(text))).await;
    assert_eq!(reply.status, 200, "{text}: {}", reply.text());
    reply
}

/// The part of the page that is the search's own.
fn content(reply: &Reply) -> String {
    let page = reply.text();
    let start = page.find("<main").unwrap();
    page[start..page.find("</main>").unwrap()].to_owned()
}

/// The codes of the groups that are shown, in their order.
fn groups(reply: &Reply) -> Vec<String> {
    let page = content(reply);
    page.split("<h2 id=\"group-")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

/// The results of a group: title with its marks in brackets, and address.
fn hits(reply: &Reply, group: &str) -> Vec<(String, String)> {
    let page = content(reply);
    let Some(section) = page.split(&format!("<h2 id=\"group-{group}\"")).nth(1) else {
        return Vec::new();
    };
    let section = section.split("</section>").next().unwrap();
    section
        .split("<a class=\"found-item\" href=\"")
        .skip(1)
        .map(|rest| {
            let (href, rest) = rest.split_once('"').unwrap();
            let title = rest
                .split("<span class=\"found-title\" lang=\"zh-CN\">")
                .nth(1)
                .unwrap();
            let title = title.split("</span>").next().unwrap();
            let title = title.replace("<mark>", "[").replace("</mark>", "]");
            (title.trim().to_owned(), href.to_owned())
        })
        .collect()
}

fn titles(reply: &Reply, group: &str) -> Vec<String> {
    hits(reply, group).into_iter().map(|(title, _)| title).collect()
}

async fn new_task(teacher: &Person<'_>, name: &str) -> String {
    let reply = teacher
        .post("/tasks", &[("source", "blank"), ("name", name), ("hours", "24")])
        .await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location().to_owned()
}

#[tokio::test]
async fn a_name_is_found_by_its_characters_its_pinyin_its_initials_and_its_number() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    for (text, shown) in [
        ("单小", "[单小]红"),
        ("小红", "单[小红]"),
        ("shanxiaoh", "[单小红]"),
        ("Shan Xiao", "[单小]红"),
        ("sxh", "[单小红]"),
        ("danx", "[单小]红"),
        ("25019902", "单小红"),
        ("aygl", "[阿依古丽]·买买提"),
        ("mmt", "阿依古丽·[买买提]"),
        ("买买", "阿依古丽·[买买]提"),
        ("yuchim", "[尉迟明]"),
        ("𬀩", "张[𬀩]"),
    ] {
        let found = search(&affairs, text).await;
        assert!(
            titles(&found, "people").contains(&shown.to_owned()),
            "{text}: {:?}",
            titles(&found, "people")
        );
    }
    let found = search(&affairs, "sxh").await;
    let (_, href) = hits(&found, "people").remove(0);
    assert!(content(&found).contains("数控2501班") && content(&found).contains("25019902"));
    assert!(affairs.get(&href).await.text().contains("单小红"));
    assert!(titles(&search(&affairs, "xh红").await, "people").is_empty());
}

#[tokio::test]
async fn each_reads_what_they_may_and_is_led_to_a_page_that_opens() {
    let app = TestApp::new().await;
    for (role, groups_of_them) in [
        (
            Role::Teacher,
            vec![
                "tasks",
                "courses",
                "people",
                "classes",
                "standards",
                "standard-courses",
            ],
        ),
        (
            Role::SchoolLeader,
            vec![
                "tasks",
                "courses",
                "people",
                "classes",
                "standards",
                "standard-courses",
            ],
        ),
        (
            Role::ClassTeacher,
            vec![
                "tasks",
                "courses",
                "people",
                "classes",
                "standards",
                "standard-courses",
            ],
        ),
        (
            Role::SystemAdmin,
            vec!["people", "classes", "standards", "standard-courses"],
        ),
        (Role::Student, vec!["standards", "standard-courses"]),
        (Role::AuditAdmin, vec!["standards", "standard-courses"]),
    ] {
        let person = app.at_school(role, 0).await;
        let mut seen: Vec<String> = Vec::new();
        for text in ["数控", "单小红"] {
            let found = search(&person, text).await;
            for group in groups(&found) {
                for (title, href) in hits(&found, &group) {
                    let path = href.split('#').next().unwrap();
                    let page = person.get(path).await;
                    assert_eq!(page.status, 200, "{role:?} {title} {href}");
                    if let Some((_, anchor)) = href.split_once('#') {
                        assert!(page.text().contains(&format!("id=\"{anchor}\"")), "{href}");
                    }
                }
                if !seen.contains(&group) {
                    seen.push(group);
                }
            }
        }
        seen.sort();
        let mut wanted: Vec<String> = groups_of_them.into_iter().map(str::to_owned).collect();
        wanted.sort();
        assert_eq!(seen, wanted, "{role:?}");
    }
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    let order = groups(&search(&leader, "数控").await);
    assert_eq!(
        order,
        ["tasks", "courses", "classes", "standards", "standard-courses"]
    );
    assert_eq!(groups(&search(&leader, "jns").await), ["organisations"]);
}

#[tokio::test]
async fn the_security_administrator_finds_staff_and_no_student() {
    let app = TestApp::new().await;
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    assert!(titles(&search(&security, "单小红").await, "people").is_empty());
    let found = search(&security, "teacher").await;
    assert_eq!(hits(&found, "people").len(), 1, "{}", content(&found));
    let (_, href) = hits(&found, "people").remove(0);
    assert!(href.starts_with("/staff#person-"), "{href}");
}

#[tokio::test]
async fn a_school_finds_nothing_of_another() {
    let app = TestApp::new().await;
    let (ours, theirs) = (
        app.at_school(Role::Teacher, 0).await,
        app.at_school(Role::Teacher, 1).await,
    );
    let task = new_task(&ours, "蜗轮减速箱装调").await;
    assert_eq!(
        hits(&search(&ours, "减速箱").await, "tasks"),
        [("蜗轮[减速箱]装调".to_owned(), task)]
    );
    assert!(groups(&search(&theirs, "减速箱").await).is_empty());
    // The made-up classes and students have the same names in both: each leads to its own.
    let affairs = app.at_school(Role::AcademicAffairs, 1).await;
    let own = hits(&search(&ours, "单小红").await, "people");
    let other = hits(&search(&affairs, "单小红").await, "people");
    assert_eq!((own.len(), other.len()), (1, 1));
    let person = own[0].1.split("#person-").nth(1).unwrap();
    assert_eq!(affairs.get(&format!("/people/{person}")).await.status, 404);
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    let name = &app.schools()[1].name;
    assert!(titles(&search(&leader, name).await, "organisations").is_empty());
}

#[tokio::test]
async fn above_a_school_staff_are_found_within_the_province_and_a_student_never() {
    let app = TestApp::new().await;
    let province = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let ministry = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    for officer in [&province, &ministry] {
        assert!(titles(&search(officer, "单小红").await, "people").is_empty());
        assert!(titles(&search(officer, "sxh").await, "people").is_empty());
        assert!(titles(&search(officer, "25019902").await, "people").is_empty());
        assert!(
            groups(&search(officer, "数控2501").await)
                .iter()
                .all(|group| group != "classes")
        );
    }
    let here = app.org(Tier::Province).region / 10_000;
    let within = |org: &&org::queries::Org| org.region / 10_000 == here;
    let (inside, outside): (Vec<_>, Vec<_>) = app.schools().into_iter().partition(within);
    assert!(!inside.is_empty() && !outside.is_empty());
    let found = search(&province, "teacher").await;
    let page = content(&found);
    assert!(inside.iter().all(|org| page.contains(&org.name)), "{page}");
    assert!(outside.iter().all(|org| !page.contains(&org.name)), "{page}");
    for (_, href) in hits(&found, "people") {
        assert_eq!(province.get(href.split('#').next().unwrap()).await.status, 200);
    }
    // A single letter would list half a province.
    assert!(titles(&search(&province, "t").await, "people").is_empty());
    // The ministry has no province: it finds its own staff.
    let found = search(&ministry, "national").await;
    assert_eq!(hits(&found, "people").len(), 1, "{}", content(&found));
    assert!(titles(&search(&ministry, "teacher").await, "people").is_empty());
}

/// Whose, who, and what they are found by.
type Token = (kernel::OrgId, PersonId, Vec<u8>);

/// Who is called just so comes first; then a province's schools follow one another, each with those of its staff that a text finds.
#[tokio::test]
async fn above_a_school_staff_are_listed_by_organisation_behind_who_is_called_just_so() {
    let app = TestApp::new().await;
    let office = app.org(Tier::Province);
    let province = app.person(Role::ProvincialOfficer, office).await;
    let (from, until) = (
        office.region / 10_000 * 10_000,
        office.region / 10_000 * 10_000 + 9_999,
    );
    let ctx = app.house.ctx(Actor::System);
    let listed = app.house.db.read(&ctx, move |_, tx| {
        let sql = "SELECT o.id, n.id, t.token FROM person_token t JOIN person n ON n.school_id = t.school_id AND n.id = t.person_id \
             JOIN organisation o ON o.number = t.school_id \
             WHERE t.staff = 1 AND o.region BETWEEN $1 AND $2 ORDER BY o.number, t.token, n.id";
        Ok(tx.all::<Token>(sql, db::params![from, until])?)
    });
    let listed = listed.await.unwrap();
    for text in ["ch", "cjg", "xi"] {
        let page = province.get(&format!("/search?q={text}&in=people")).await;
        let found: Vec<String> = hits(&page, "people").into_iter().map(|(_, href)| href).collect();
        let begins = listed
            .iter()
            .filter(|(.., token)| token.starts_with(text.as_bytes()));
        let begins: Vec<&Token> = begins.collect();
        let just_so = |token: &&&Token| token.2 == text.as_bytes();
        let (first, then): (Vec<&Token>, Vec<&Token>) = (
            begins.iter().filter(just_so).copied().collect(),
            begins.iter().filter(|token| !just_so(token)).copied().collect(),
        );
        let mut hrefs: Vec<String> = first
            .into_iter()
            .chain(then)
            .map(|(org, person, _)| format!("/staff?org={org}#person-{person}"))
            .collect();
        let mut seen = BTreeSet::new();
        hrefs.retain(|href| seen.insert(href.clone()));
        assert_eq!(found, hrefs, "{text}");
        let orgs: BTreeSet<_> = begins.iter().map(|(org, ..)| org).collect();
        assert!(
            text != "ch" || (orgs.len() >= 2 && found.len() > orgs.len()),
            "{found:?}"
        );
    }
}

/// Staff above a school are read piece by piece: neither what one of them is found by again and again nor who has left may stand in
/// the place of another.
#[tokio::test]
async fn above_a_school_nobody_is_found_twice_or_without_a_post_and_all_others_are() {
    let app = TestApp::new().await;
    let province = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let found = async || -> Vec<String> {
        let hits = hits(&search(&province, "teache").await, "people");
        let person = |href: &str| href.split_once("#person-").unwrap().1.to_owned();
        hits.iter().map(|(_, href)| person(href)).collect()
    };
    let before = found().await;
    assert!(before.len() >= 2, "{before:?}");
    let id: PersonId = before[0].parse().unwrap();
    let change = async |sql: &'static str, token: String| {
        let ctx = app.house.ctx(Actor::System);
        let run = move |_: &Ctx, tx: &mut db::Tx<'_>| {
            let token = token.as_bytes();
            let values = db::params![id, token];
            Ok(tx.run(sql, &values[..sql.matches('$').count()])?)
        };
        app.house.db.write(&ctx, run).await.unwrap()
    };
    // Sixty things that begin so, before the one by which everybody is found.
    for number in 0..60 {
        let again = "INSERT INTO person_token (school_id, token, person_id, staff) \
             SELECT school_id, $2, id, 1 FROM person WHERE id = $1";
        assert_eq!(change(again, format!("teache{number:02}")).await, 1);
    }
    assert_eq!(found().await, before);
    let leaves = "UPDATE post SET until_day = from_day - 1 WHERE person_id = $1";
    assert!(change(leaves, String::new()).await >= 1);
    assert_eq!(found().await, before[1..]);
}

#[tokio::test]
async fn a_task_is_found_by_its_steps_and_the_index_follows_every_change() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let found = search(&teacher, "螺纹轴").await;
    assert!(
        titles(&found, "tasks")[0].contains("[螺纹轴]"),
        "{}",
        content(&found)
    );
    let task = new_task(&teacher, "齿轮泵泵体加工").await;
    let id = task.rsplit('/').next().unwrap();
    let add = async |parent: &str, kind: &str| {
        let reply = teacher
            .post(&format!("{task}/nodes"), &[("parent", parent), ("kind", kind)])
            .await;
        assert!(reply.status.as_u16() < 400, "{}", reply.text());
        let place = reply.location().to_owned();
        place
            .split("/nodes/")
            .nth(1)
            .unwrap_or(&place)
            .split(['?', '#'])
            .next()
            .unwrap()
            .to_owned()
    };
    let phase = add(id, "phase").await;
    let step = add(&phase, "step").await;
    let set = async |node: &str, field: &str, value: &str, version: &str| {
        let reply = teacher
            .post(
                &format!("{task}/nodes/{node}"),
                &[(field, value), ("version", version)],
            )
            .await;
        assert!(reply.status.as_u16() < 400, "{}", reply.text());
    };
    let finds = async |text: &str| titles(&search(&teacher, text).await, "tasks");
    set(&step, "work.content", "用可调铰刀铰削阶梯孔", "1").await;
    let found = search(&teacher, "铰削").await;
    assert_eq!(titles(&found, "tasks"), ["齿轮泵泵体加工"]);
    assert!(
        content(&found).contains("用可调铰刀<mark>铰削</mark>阶梯孔"),
        "{}",
        content(&found)
    );
    assert_eq!(
        finds("齿轮泵 铰削").await,
        ["[齿轮泵]泵体加工"],
        "name and step together"
    );
    // Taken back, it is not found any more; removed with its step neither; with the task neither.
    assert_eq!(
        teacher.post(&format!("{task}/undo"), &[]).await.status.as_u16() / 100,
        3
    );
    assert!(finds("铰削").await.is_empty());
    set(&step, "work.content", "镗孔", "3").await;
    assert_eq!(finds("镗孔").await.len(), 1);
    teacher.post(&format!("{task}/nodes/{phase}/removal"), &[]).await;
    assert!(finds("镗孔").await.is_empty());
    teacher.post(&format!("{task}/undo"), &[]).await;
    assert_eq!(finds("镗孔").await.len(), 1);
    teacher.post(&format!("{task}/removal"), &[]).await;
    assert!(finds("镗孔").await.is_empty() && finds("泵体").await.is_empty());
}

#[tokio::test]
async fn a_standard_and_its_courses_are_found_by_full_text_with_the_passage_shown() {
    let app = TestApp::new().await;
    let student = app.at_school(Role::Student, 0).await;
    let found = search(&student, "数控车床加工").await;
    assert!(
        !hits(&found, "standard-courses").is_empty(),
        "{}",
        content(&found)
    );
    let passage = search(&student, "切削用量").await;
    assert!(
        content(&passage).contains("<mark>切削用量</mark>"),
        "{}",
        content(&passage)
    );
    let english = student.in_english();
    assert!(content(&search(&english, "切削用量").await).contains("Courses of standards"));
}

#[tokio::test]
async fn many_results_are_shown_few_at_first_and_all_of_a_group_page_by_page() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    for number in 0..53 {
        new_task(&teacher, &format!("凸轮轴磨削 {number:02}")).await;
    }
    let few = search(&teacher, "凸轮轴").await;
    assert_eq!(hits(&few, "tasks").len(), 6);
    let all = format!("/search?q={}&#38;in=tasks", encoded("凸轮轴"));
    assert!(
        content(&few).contains(&format!("href=\"{all}\"")),
        "{}",
        content(&few)
    );
    let first = teacher.get(&all.replace("&#38;", "&")).await;
    let second = teacher
        .get(&format!("{}&page=2", all.replace("&#38;", "&")))
        .await;
    assert_eq!(
        (hits(&first, "tasks").len(), hits(&second, "tasks").len()),
        (50, 3)
    );
    assert!(content(&first).contains("1–50") && content(&first).contains("page=2"));
    assert!(content(&second).contains("51–53") && !content(&second).contains("page=3"));
    assert!(
        !hits(&second, "tasks")
            .iter()
            .any(|hit| hits(&first, "tasks").contains(hit))
    );
    let classes = hits(&teacher.get("/search?q=sk&in=classes").await, "classes");
    assert_eq!(classes[0].0, "[数控]2501班");
}

#[tokio::test]
async fn whatever_is_typed_is_answered_with_a_page() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    let empty = leader.get("/search").await;
    assert_eq!(empty.status, 200);
    assert!(content(&empty).contains("autofocus") && content(&empty).contains("学习任务"));
    for text in [
        "   ",
        "\"",
        "'",
        "% _ \\",
        "%",
        "_",
        "* : ( ) - & | ! <-> ^ { }",
        "NEAR(a b)",
        "title : x",
        "' OR 1=1 --",
        "a\u{0}b",
        "<script>alert(1)</script>",
        "\u{202e}数控",
        "🙂",
    ] {
        let page = content(&search(&leader, text).await);
        assert!(!page.contains("<script>"), "{page}");
    }
    let none = search(&leader, "没有这样的词语").await;
    assert!(
        content(&none).contains("没有找到“没有这样的词语”"),
        "{}",
        content(&none)
    );
    let long = search(&leader, &"很长的查询".repeat(200)).await;
    assert!(
        content(&long).contains("只按前 100 个字查找"),
        "{}",
        content(&long)
    );
    assert_eq!(
        leader.get("/search?q=%FF%FE&in=nothing&page=-3").await.status,
        200
    );
    let shown = search(&leader, "<b>\"&").await.text();
    assert!(shown.contains("value=\"&#60;b&#62;&#34;&#38;\""), "{shown}");
}

#[tokio::test]
async fn every_page_has_the_box_and_a_phone_a_link_to_it() {
    let app = TestApp::new().await;
    let page = app.at_school(Role::Student, 0).await.get("/").await.text();
    assert!(page.contains("<form class=\"search\" method=\"get\" action=\"/search\" role=\"search\""));
    assert!(page.contains("class=\"tool search-link\" href=\"/search\""));
    let led = app.stranger().get("/search?q=%E6%95%B0").await;
    assert_eq!(led.location(), "/sign-in?next=%2Fsearch%3Fq%3D%25E6%2595%25B0");
}

#[tokio::test]
async fn a_text_longer_than_any_name_finds_nothing_and_breaks_nothing() {
    let app = TestApp::new().await;
    let long = "a".repeat(60_000);
    for path in ["/sign-in", "/sign-in/schools"] {
        let reply = app.stranger().get(&format!("{path}?q={long}")).await;
        assert_eq!(reply.status, 200, "{path}");
    }
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let office = app.org(Tier::Province);
    let officer = app.person(Role::ProvincialOfficer, office).await;
    for (person, path) in [
        (&leader, "/standards"),
        (&leader, "/courses/plans/new"),
        (&leader, "/people"),
        (&leader, "/search"),
        (&officer, "/organisations"),
        (&officer, "/people"),
        (&officer, "/search"),
    ] {
        let reply = person.get(&format!("{path}?q={long}")).await;
        assert!(reply.status.as_u16() < 500, "{path}: {}", reply.status);
    }
}
