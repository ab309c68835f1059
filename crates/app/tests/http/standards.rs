//! Curriculum standards over HTTP: a Word document in, mended, published, out again and in again.

use kernel::{Actor, Role, Slice, Tier};
use standards::StandardId;
use standards::queries::{self, Filter};
use testkit::{Person, Reply, TestApp};

pub const SAMPLE: &[u8] = include_bytes!("../../../standards/tests/data/standard-cnc-turning.docx");
const COURSES: [&str; 12] = [
    "零件钳加工",
    "零件普通车床加工",
    "零件数控车床加工",
    "产品质量检测",
    "数控车床编程与模拟加工",
    "组合件加工与装配",
    "配合件数控车床加工",
    "数控车床精度检测",
    "特殊零件数控车床加工",
    "复杂零件车铣复合加工",
    "数控车削工艺优化与工装设计",
    "生产现场技术指导与班组管理",
];

/// Who issues for the ministry.
pub async fn ministry(app: &TestApp) -> Person<'_> {
    app.person(Role::NationalOfficer, app.org(Tier::Nation)).await
}

/// The standard that the demonstration has published.
pub async fn published(app: &TestApp) -> StandardId {
    let ctx = app.house.ctx(Actor::System);
    let read = app.house.db.read(&ctx, |_, tx| {
        queries::published(tx, &Filter::default(), Slice::page(1))
    });
    read.await.unwrap().rows[0].standard
}

/// The identities in a published version, by name or sentence.
async fn identities(app: &TestApp, id: StandardId, number: i64) -> Vec<(String, String)> {
    let ctx = app.house.ctx(Actor::System);
    let read = app.house.db.read(&ctx, move |_, tx| {
        let courses = queries::courses(tx, id, number)?
            .into_iter()
            .map(|one| (one.name, one.id.to_string()));
        let goals = queries::goals(tx, id, number)?
            .into_iter()
            .map(|one| (one.text, one.id.to_string()));
        let tasks = queries::tasks(tx, id, number)?
            .into_iter()
            .map(|one| (one.name, one.id.to_string()));
        let all = queries::requirements(tx, id, number)?
            .into_iter()
            .map(|one| (one.text, one.id.to_string()));
        Ok(courses.chain(goals).chain(tasks).chain(all).collect())
    });
    read.await.unwrap()
}

/// How many rows the tables of standards have: signing in adds others.
async fn stored(app: &TestApp) -> Vec<(String, i64)> {
    app.rows()
        .await
        .into_iter()
        .filter(|(table, _)| table.starts_with("standard"))
        .collect()
}

/// Sends a file as the form does.
pub async fn upload(person: &Person<'_>, path: &str, name: &str, bytes: &[u8]) -> Reply {
    person.upload(path, &[], ("file", name, bytes)).await
}

/// The version that stands at a field of the draft's page.
fn version_of(page: &str, place: &str) -> String {
    let field = page
        .split(&format!("/fields/{place}\" data-version=\""))
        .nth(1)
        .expect("the field is on the page");
    field.split('"').next().unwrap_or_default().to_owned()
}

/// Mends a field of the draft as the page would.
async fn mend(person: &Person<'_>, id: StandardId, (part, place): (&str, &str), value: &str) -> Reply {
    let page = person
        .get(&format!("/standards/{id}/draft?part={part}"))
        .await
        .text();
    let version = version_of(&page, place);
    let path = format!("/standards/{id}/draft/fields/{place}");
    person
        .post(&path, &[("value", value), ("version", &version)])
        .await
}

/// A Word file that says what version 1 says but for these fields.
pub async fn changed(person: &Person<'_>, id: StandardId, changes: &[(&str, &str, &str)]) -> Vec<u8> {
    assert_eq!(
        person
            .post(&format!("/standards/{id}/drafts/copy"), &[])
            .await
            .status
            .as_u16(),
        303
    );
    for (part, place, value) in changes {
        let reply = mend(person, id, (part, place), value).await;
        assert_eq!(reply.status.as_u16(), 200, "{place}: {}", reply.text());
    }
    let word = person.get(&format!("/standards/{id}/draft/word")).await;
    assert_eq!(word.status.as_u16(), 200);
    let given_up = person
        .post(
            &format!("/standards/{id}/draft/removal"),
            &[("reason", "换成文档")],
        )
        .await;
    assert_eq!(given_up.status.as_u16(), 303);
    word.bytes
}

async fn publish(person: &Person<'_>, id: StandardId, kind: &str) -> Reply {
    person
        .post(&format!("/standards/{id}/draft/publication"), &[("kind", kind)])
        .await
}

#[tokio::test]
async fn an_uploaded_document_becomes_a_draft_with_every_course_and_nothing_left_over() {
    let app = TestApp::new().await;
    let officer = ministry(&app).await;
    let reply = upload(&officer, "/standards", "标准.docx", SAMPLE).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let page = officer.get(reply.location()).await.text();
    for course in COURSES {
        assert!(page.contains(course), "{course}");
    }
    assert!(
        page.contains("检查结果（0）") && page.contains("未能归位（0）"),
        "{page}"
    );
    let plan = officer
        .get(&format!("{}?part=plan", reply.location()))
        .await
        .text();
    for table in 0..5 {
        assert!(
            plan.contains(&format!("<h3 class=\"mt-4\" id=\"plan.tables.{table}\"")),
            "table {table}"
        );
    }
    let course = officer
        .get(&format!("{}?part=course-2", reply.location()))
        .await
        .text();
    assert!(course.contains("name=\"value\" value=\"480\""), "{course}");
}

#[tokio::test]
async fn everybody_signed_in_reads_and_finds_what_is_published() {
    let app = TestApp::new().await;
    let id = published(&app).await;
    for role in [Role::Teacher, Role::Student, Role::MajorLeader] {
        let reader = app.at_school(role, 2).await;
        let page = reader.get(&format!("/standards/{id}")).await;
        assert_eq!(page.status.as_u16(), 200, "{role:?}");
        let text = page.text();
        for course in COURSES {
            assert!(text.contains(&format!("{course}</h3>")), "{course}");
        }
        for (table, total) in [(0, "1320"), (1, "2360"), (2, "2360"), (3, "2960"), (4, "2960")] {
            let foot = text
                .split(&format!("id=\"plan.tables.{table}.total\""))
                .nth(1)
                .unwrap();
            assert!(
                foot.split("</tr>")
                    .next()
                    .unwrap()
                    .contains(&format!(">{total}<")),
                "table {table}"
            );
        }
    }
    let reader = app.at_school(Role::Teacher, 0).await;
    for (query, found) in [
        ("", true),
        ("?q=%E9%92%B3%E5%8A%A0%E5%B7%A5", true),
        ("?class=01&issuer=ministry&level=technician", true),
        ("?q=0106", true),
        ("?q=%E7%83%B9%E8%B0%83", false),
        ("?issuer=school", false),
        ("?class=04", false),
    ] {
        let page = reader.get(&format!("/standards{query}")).await.text();
        assert_eq!(page.contains(&format!("/standards/{id}\"")), found, "{query}");
    }
    let english = reader.in_english().get(&format!("/standards/{id}")).await.text();
    assert!(
        english.contains("version 1") && english.contains("On trial"),
        "the page is in English"
    );
}

#[tokio::test]
async fn a_field_saves_itself_a_stale_one_is_told_and_a_wrong_one_says_what_is_expected() {
    let app = TestApp::new().await;
    let (officer, id) = (ministry(&app).await, published(&app).await);
    officer.post(&format!("/standards/{id}/drafts/copy"), &[]).await;
    let page = officer
        .get(&format!("/standards/{id}/draft?part=course-2"))
        .await
        .text();
    let (path, seen) = (
        format!("/standards/{id}/draft/fields/courses.2.hours"),
        version_of(&page, "courses.2.hours"),
    );
    let saved = officer.post(&path, &[("value", "470"), ("version", &seen)]).await;
    assert!(
        saved.status.as_u16() == 200 && saved.text().contains("\"version\":"),
        "{}",
        saved.text()
    );
    let again = officer.post(&path, &[("value", "470"), ("version", &seen)]).await;
    assert_eq!(again.status.as_u16(), 200, "sent twice is saved once");
    let stale = officer.post(&path, &[("value", "460"), ("version", &seen)]).await;
    assert!(
        stale.status.as_u16() == 409 && stale.text().contains("刷新"),
        "{}",
        stale.text()
    );
    let wrong = mend(&officer, id, ("course-2", "courses.2.hours"), "很多").await;
    assert!(
        wrong.status.as_u16() == 422 && wrong.text().contains("学时"),
        "{}",
        wrong.text()
    );
    let page = officer.get(&format!("/standards/{id}/draft")).await.text();
    assert!(page.contains("参考学时之和 480 与基准学时 470 不一致"), "{page}");
    assert!(
        page.contains(&format!("/standards/{id}/draft?part=course-2#courses.2")),
        "{page}"
    );
}

#[tokio::test]
async fn a_published_version_never_changes() {
    let app = TestApp::new().await;
    let (officer, id) = (ministry(&app).await, published(&app).await);
    let path = format!("/standards/{id}/draft/fields/courses.0.hours");
    let refused = officer.post(&path, &[("value", "1"), ("version", "")]).await;
    assert!(
        refused.status.as_u16() == 409 && refused.text().contains("已发布的版本不再改变"),
        "{}",
        refused.text()
    );
    let before = officer.get(&format!("/standards/{id}/versions/1")).await.text();
    officer.post(&format!("/standards/{id}/drafts/copy"), &[]).await;
    mend(&officer, id, ("course-0", "courses.0.hours"), "100").await;
    assert_eq!(publish(&officer, id, "formal").await.status.as_u16(), 303);
    let after = officer.get(&format!("/standards/{id}/versions/1")).await.text();
    let body = |page: &str| {
        page.split("id=\"part-plan\"")
            .nth(1)
            .unwrap_or_default()
            .split("</main>")
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(body(&before), body(&after));
    let history = officer.get(&format!("/standards/{id}/versions")).await.text();
    assert!(
        history.contains("第 2 版") && history.contains("正式") && history.contains("试用"),
        "{history}"
    );
    let difference = officer
        .get(&format!("/standards/{id}/difference?from=1&to=2"))
        .await
        .text();
    assert!(
        difference.contains("零件钳加工 · 基准学时") && difference.contains("<p><ins>100</ins></p>"),
        "{difference}"
    );
    // Of a sentence only the words that differ are marked, in both places and without a colour.
    officer.post(&format!("/standards/{id}/drafts/copy"), &[]).await;
    mend(&officer, id, ("course-0", "courses.0.name"), "零件精密钳加工").await;
    let difference = officer
        .get(&format!("/standards/{id}/difference?from=2&to=draft"))
        .await
        .text();
    assert!(
        difference.contains("<p>零件钳加工</p>") && difference.contains("<p>零件<ins>精密</ins>钳加工</p>"),
        "{difference}"
    );
}

#[tokio::test]
async fn no_statement_changes_or_deletes_a_published_version() {
    let statements = include_str!("../../../standards/src/store.rs");
    for table in [
        "version",
        "publication",
        "course",
        "goal",
        "task",
        "requirement",
        "plan",
        "hours",
    ] {
        for verb in ["UPDATE", "DELETE FROM"] {
            assert!(
                !statements.contains(&format!("{verb} standard_{table} ")),
                "{verb} {table}"
            );
        }
    }
}

#[tokio::test]
async fn a_standard_goes_out_as_word_and_comes_in_again_without_a_difference() {
    let app = TestApp::new().await;
    let (officer, id) = (ministry(&app).await, published(&app).await);
    let word = officer.get(&format!("/standards/{id}/versions/1/word")).await;
    assert_eq!(word.status.as_u16(), 200);
    let reply = upload(
        &officer,
        &format!("/standards/{id}/drafts"),
        "again.docx",
        &word.bytes,
    )
    .await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let difference = officer
        .get(&format!("/standards/{id}/difference?from=1&to=draft"))
        .await
        .text();
    assert!(difference.contains("没有差异"), "{difference}");
    let draft = officer.get(reply.location()).await.text();
    assert!(
        draft.contains("未能归位（0）") && draft.contains("检查结果（0）"),
        "{draft}"
    );
    assert_eq!(publish(&officer, id, "trial").await.status.as_u16(), 303);
    let (first, second) = (identities(&app, id, 1).await, identities(&app, id, 2).await);
    assert!(first.len() > 150, "{}", first.len());
    assert_eq!(first, second);
}

#[tokio::test]
async fn a_standard_goes_out_as_pdf() {
    let app = TestApp::new().await;
    let (reader, id) = (app.at_school(Role::Teacher, 0).await, published(&app).await);
    let pdf = reader.get(&format!("/standards/{id}/versions/1/pdf")).await;
    assert!(pdf.status.as_u16() == 200 && pdf.bytes.starts_with(b"%PDF"));
}

#[tokio::test]
async fn a_renamed_course_keeps_its_identity_when_a_person_says_that_it_is_the_same() {
    let app = TestApp::new().await;
    let (officer, id) = (ministry(&app).await, published(&app).await);
    let word = changed(
        &officer,
        id,
        &[("course-3", "courses.3.name", "零件质量检验与分析")],
    )
    .await;
    let reply = upload(&officer, &format!("/standards/{id}/drafts"), "next.docx", &word).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let refused = publish(&officer, id, "trial").await;
    assert!(
        refused.status.as_u16() == 422 && refused.text().contains("没有确认"),
        "{}",
        refused.text()
    );
    // A course first; when it is certain its goals and tasks are matched too.
    for _ in 0..50 {
        let page = officer
            .get(&format!("/standards/{id}/draft/matches"))
            .await
            .text();
        let Some(form) = page.split("/draft/matches/").nth(1) else {
            break;
        };
        let new = form.split('"').next().unwrap_or_default();
        let path = format!("/standards/{id}/draft/matches/{new}");
        assert_eq!(officer.post(&path, &[("same", "yes")]).await.status.as_u16(), 303);
    }
    assert_eq!(publish(&officer, id, "trial").await.status.as_u16(), 303);
    let (first, second) = (identities(&app, id, 1).await, identities(&app, id, 2).await);
    let by_name =
        |all: &[(String, String)], name: &str| all.iter().find(|one| one.0 == name).map(|one| one.1.clone());
    assert_eq!(
        by_name(&second, "零件质量检验与分析"),
        by_name(&first, "产品质量检测")
    );
    let ids = |all: &[(String, String)]| {
        all.iter()
            .map(|one| one.1.clone())
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(ids(&first), ids(&second));
}

#[tokio::test]
async fn a_line_without_a_place_is_put_at_one_or_left_out_with_a_word() {
    let app = TestApp::new().await;
    let (officer, id) = (ministry(&app).await, published(&app).await);
    let codes = [
        ("major", "major.codes.0.code", "待定一"),
        ("major", "major.codes.1.code", "待定二"),
    ];
    let word = changed(&officer, id, &codes).await;
    let reply = upload(&officer, &format!("/standards/{id}/drafts"), "left.docx", &word).await;
    let page = officer.get(reply.location()).await.text();
    assert!(
        page.contains("未能归位（2）") && page.contains("专业中级技能：待定一"),
        "{page}"
    );
    let settle = async |index: usize, fields: &[(&str, &str)]| {
        officer
            .post(&format!("/standards/{id}/draft/leftovers/{index}"), fields)
            .await
            .status
            .as_u16()
    };
    assert_eq!(settle(0, &[("place", ""), ("word", "")]).await, 422);
    assert_eq!(settle(0, &[("place", "foreword"), ("word", "")]).await, 303);
    assert_eq!(settle(1, &[("place", ""), ("word", "编码未定")]).await, 303);
    assert_eq!(settle(1, &[("place", "foreword"), ("word", "")]).await, 409);
    let page = officer.get(reply.location()).await.text();
    assert!(
        page.contains("未能归位（0）") && page.contains("不采用：编码未定"),
        "{page}"
    );
    assert!(
        page.split("id=\"foreword\"").nth(1).unwrap().contains("待定一"),
        "{page}"
    );
}

#[tokio::test]
async fn what_is_no_standard_is_refused_with_the_reason_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let officer = ministry(&app).await;
    let sheet = include_bytes!("../../../paper/tests/data/students.xlsx");
    let huge = vec![0_u8; 40 << 20];
    let rows = app.rows().await;
    for (name, bytes, status, said) in [
        ("a.txt", &b"no standard"[..], 422, "这不是 Word 文档"),
        ("empty.docx", &b""[..], 422, "文件是空的"),
        ("broken.docx", &SAMPLE[..SAMPLE.len() / 2], 422, "不完整或已损坏"),
        ("table.docx", &sheet[..], 422, "文件里没有 Word 文档"),
        ("huge.docx", &huge[..], 413, ""),
    ] {
        let reply = upload(&officer, "/standards", name, bytes).await;
        assert_eq!(reply.status.as_u16(), status, "{name}: {}", reply.text());
        assert!(reply.text().contains(said), "{name}: {}", reply.text());
    }
    let none = officer.upload("/standards", &[], ("file", "", b"")).await;
    assert!(none.status.as_u16() == 422 && none.text().contains("请选择一个 Word 文档"));
    assert_eq!(app.rows().await, rows);
}

#[tokio::test]
async fn drafts_are_known_to_their_issuer_only() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let reply = upload(&leader, "/standards", "校本.docx", SAMPLE).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.text());
    let draft = reply.location().to_owned();
    assert_eq!(leader.get(&draft).await.status.as_u16(), 200);
    let rows = stored(&app).await;
    assert_eq!(
        app.stranger().get(&draft).await.status.as_u16(),
        303,
        "sign in first"
    );
    for (role, school, status) in [
        (Role::MajorLeader, 1, 404),
        (Role::AcademicAffairs, 2, 404),
        (Role::Teacher, 0, 403),
        (Role::Student, 0, 403),
        (Role::AcademicAffairs, 0, 200),
    ] {
        let person = app.at_school(role, school).await;
        for page in ["", "/matches", "/publication", "/word"] {
            let reply = person.get(&format!("{draft}{page}")).await;
            assert_eq!(reply.status.as_u16(), status, "{role:?} {page}");
        }
        if status != 200 {
            for (path, fields) in [
                ("/fields/title", &[("value", "x"), ("version", "")][..]),
                ("/items/courses", &[]),
                ("/publication", &[("kind", "trial")]),
                ("/removal", &[("reason", "x")]),
            ] {
                let reply = person.post(&format!("{draft}{path}"), fields).await;
                assert_eq!(reply.status.as_u16(), status, "{role:?} {path}");
            }
        }
    }
    let teacher = app.at_school(Role::Teacher, 0).await;
    assert_eq!(teacher.get("/standards/new").await.status.as_u16(), 403);
    assert_eq!(
        upload(&teacher, "/standards", "x.docx", SAMPLE)
            .await
            .status
            .as_u16(),
        403
    );
    assert_eq!(stored(&app).await, rows);
}
