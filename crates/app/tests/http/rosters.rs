//! Classes, rosters, people, slips and sessions through HTTP.

use kernel::{Actor, Instant, Role};
use testkit::{Person, Reply, SECOND_CLASS, TestApp};

const STUDENTS: &[u8] = include_bytes!("../../../people/tests/data/students.xlsx");
const WITH_ERRORS: &[u8] = include_bytes!("../../../people/tests/data/students-with-errors.xlsx");
pub const TEACHERS: &[u8] = include_bytes!("../../../people/tests/data/teachers.xlsx");

async fn people_in(app: &TestApp, school: usize) -> i64 {
    let ctx = app.house.ctx(Actor::System);
    let number = app.schools()[school].number;
    let sql = "SELECT CAST(count(*) AS BIGINT) FROM person WHERE school_id = $1";
    app.house
        .db
        .read(&ctx, move |_, tx| {
            Ok(tx.one::<(i64,)>(sql, db::params![number])?.0)
        })
        .await
        .unwrap()
}

pub async fn sent(affairs: &Person<'_>, kind: &str, file: (&str, &[u8])) -> String {
    let reply = affairs
        .upload("/rosters", &[("kind", kind)], ("file", file.0, file.1))
        .await;
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.location().to_owned()
}

/// The value of the first hidden field of this name.
fn hidden(reply: &Reply, name: &str) -> String {
    let text = reply.text();
    let start = format!("name=\"{name}\" value=\"");
    text.split(&start)
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default()
        .to_owned()
}

pub async fn taken(affairs: &Person<'_>, preview: &str) -> Reply {
    let digest = hidden(&affairs.get(preview).await, "digest");
    affairs
        .post(&format!("{preview}/import"), &[("digest", &digest)])
        .await
}

/// The addresses on a page that begin so.
pub fn links(reply: &Reply, start: &str) -> Vec<String> {
    let text = reply.text();
    let open = format!("href=\"{start}");
    text.split(&open)
        .skip(1)
        .map(|rest| format!("{start}{}", rest.split('"').next().unwrap_or_default()))
        .collect()
}

pub async fn with_sample(app: &TestApp) {
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    assert_eq!(affairs.post("/classes", &SECOND_CLASS).await.status, 303);
    let preview = sent(&affairs, "students", ("students.xlsx", STUDENTS)).await;
    let done = taken(&affairs, &preview).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/rosters"));
}

#[tokio::test]
async fn the_sample_roster_comes_in_with_its_students_and_only_into_its_school() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    assert_eq!(affairs.post("/classes", &SECOND_CLASS).await.status, 303);
    let before = people_in(&app, 0).await;
    let preview = sent(&affairs, "students", ("students.xlsx", STUDENTS)).await;
    let page = affairs.get(&preview).await;
    assert!(page.text().contains("没有错误，可以导入"), "{}", page.text());
    assert_eq!(people_in(&app, 0).await, before);
    assert_eq!(taken(&affairs, &preview).await.status, 303);
    assert_eq!(people_in(&app, 0).await, before + 84);
    let found = affairs.get("/people?q=25010630101&class=").await.text();
    assert!(
        found.contains("李浩然") && found.contains("数控2501班"),
        "{found}"
    );
    // The same file again changes nobody.
    let again = sent(&affairs, "students", ("students.xlsx", STUDENTS)).await;
    assert_eq!(taken(&affairs, &again).await.status, 303);
    assert_eq!(people_in(&app, 0).await, before + 84);
    let other = app.at_school(Role::AcademicAffairs, 1).await;
    assert!(
        !other
            .get("/people?q=25010630101&class=")
            .await
            .text()
            .contains("李浩然")
    );
    assert_eq!(other.get(&preview).await.status, 404);
    assert_eq!(
        other
            .post(&format!("{preview}/import"), &[("digest", "")])
            .await
            .status,
        404
    );
    let person = links(&affairs.get("/people?q=25010630101").await, "/people/").remove(0);
    assert_eq!(other.get(&person).await.status, 404);
    assert_eq!(affairs.get(&person).await.status, 200);
}

#[tokio::test]
async fn a_roster_that_names_classes_the_school_does_not_have_registers_them_and_goes_on() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let before = people_in(&app, 0).await;
    let preview = sent(&affairs, "students", ("students.xlsx", STUDENTS)).await;
    let page = affairs.get(&preview).await;
    assert!(page.text().contains("1 个班级还没有登记"), "{}", page.text());
    // Its form is filled in with what the rows say, leads back to the roster, and keeps that through a refusal.
    let form = links(&page, "/classes/new?").remove(0).replace("&#38;", "&");
    let shown = affairs.get(&form).await.text();
    for value in ["数控2502班", "2025-09-01"] {
        assert!(shown.contains(&format!("value=\"{value}\"")), "{shown}");
    }
    assert!(shown.contains(&format!("href=\"{preview}\"")), "{shown}");
    let roster = preview.trim_start_matches("/rosters/");
    let refused = affairs
        .post("/classes", &[("name", "数控2502班"), ("roster", roster)])
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(hidden(&refused, "roster"), roster);
    // What was not offered is not registered; what was is, and the same file is sound.
    let classes = format!("{preview}/classes");
    assert_eq!(
        affairs.post(&classes, &[("class", "数控2599班")]).await.status,
        303
    );
    assert!(affairs.get(&preview).await.text().contains("1 个班级还没有登记"));
    let page = affairs.get(&preview).await.text();
    assert!(
        page.contains("没有登记的班级可以在下面登记，花名册不用重新上传")
            && !page.contains("处错误，请在原表中改正后重新上传"),
        "{page}"
    );
    assert!(affairs.get("/rosters").await.text().contains("有班级待登记"));
    let done = affairs.post(&classes, &[("class", "数控2502班")]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, preview.as_str()));
    assert!(done.cookie("gx_said").is_some_and(|said| !said.is_empty()));
    // A second tap registers nothing, and says nothing of it.
    let twice = affairs.post(&classes, &[("class", "数控2502班")]).await;
    assert_eq!((twice.status.as_u16(), twice.location()), (303, preview.as_str()));
    assert_eq!(twice.cookie("gx_said"), None);
    assert!(affairs.get("/rosters").await.text().contains("待确认"));
    let page = affairs.get(&preview).await.text();
    assert!(
        page.contains("没有错误，可以导入") && !page.contains("还没有登记"),
        "{page}"
    );
    assert_eq!(people_in(&app, 0).await, before);
    assert_eq!(taken(&affairs, &preview).await.status, 303);
    assert_eq!(people_in(&app, 0).await, before + 84);
    let list = affairs.get("/classes").await.text();
    assert!(list.contains("数控2502班"), "{list}");
    // A class registered by its form leads back to the roster that wanted it.
    let another = [("name", "数控2509班"), ("roster", roster)];
    let fields: Vec<(&str, &str)> = another
        .into_iter()
        .chain(SECOND_CLASS.into_iter().skip(1))
        .collect();
    assert_eq!(affairs.post("/classes", &fields).await.location(), preview);
}

#[tokio::test]
async fn of_a_roster_that_names_a_class_in_every_row_the_first_are_listed_and_the_others_counted() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let mut csv = "学号,姓名,证件类型,证件号码,班级,专业,培养层次,学制,入学日期\n".to_owned();
    for row in 0..2_000 {
        csv += &format!("T{row:05},上官云,护照,E{row:08},新{row:05}班,数控加工,高级技能,五年,2025-09-01\n");
    }
    let preview = sent(&affairs, "students", ("many.csv", csv.as_bytes())).await;
    let page = affairs.get(&preview).await.text();
    assert!(page.contains("2000 个班级还没有登记"), "{page}");
    assert!(page.contains("还有 1800 个班级没有列出") && page.contains("登记信息齐全的 200 个班"));
    let offered = ids(&page, "name=\"class\" value=\"");
    assert_eq!(
        (offered.len(), offered[0].as_str(), offered[199].as_str()),
        (200, "新00000班", "新00199班")
    );
    let fields: Vec<(&str, &str)> = offered.iter().map(|name| ("class", name.as_str())).collect();
    let classes = format!("{preview}/classes");
    assert_eq!(affairs.post(&classes, &fields).await.status, 303);
    assert!(
        affairs
            .get(&preview)
            .await
            .text()
            .contains("1800 个班级还没有登记")
    );
}

#[tokio::test]
async fn an_empty_roster_comes_as_a_workbook_that_is_read_when_it_is_filled_in() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let page = affairs.get("/rosters").await.text();
    for (kind, rows, needed) in [("students", 18, 4), ("teachers", 15, 2)] {
        let address = format!("/rosters/templates/{kind}");
        assert!(page.contains(&format!("href=\"{address}\"")), "{page}");
        let reply = affairs.get(&address).await;
        assert_eq!(reply.status, 200);
        let book = paper::sheet::read(&reply.bytes, "roster.xlsx").unwrap();
        assert_eq!(book.sheets.len(), 2);
        assert_eq!(book.sheets[0].rows.len(), 1, "a head and no row");
        let said: Vec<String> = book.sheets[1]
            .rows
            .iter()
            .map(|row| row.value(2).to_string())
            .collect();
        assert_eq!(
            said.len(),
            rows + 2,
            "a title, a head and a line a column: {said:?}"
        );
        assert_eq!(said.iter().filter(|need| *need == "必填").count(), needed);
        // As it is it has no fault and brings nobody.
        let preview = sent(&affairs, kind, ("empty.xlsx", &reply.bytes)).await;
        let shown = affairs.get(&preview).await.text();
        assert!(shown.contains("没有错误，可以导入"), "{shown}");
    }
    assert_eq!(affairs.get("/rosters/templates/others").await.status, 404);
}

#[tokio::test]
async fn the_faulty_roster_names_its_nine_findings_and_stores_nobody() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    assert_eq!(affairs.post("/classes", &SECOND_CLASS).await.status, 303);
    let before = people_in(&app, 0).await;
    let preview = sent(&affairs, "students", ("students-with-errors.xlsx", WITH_ERRORS)).await;
    let list = affairs.get("/rosters").await.text();
    assert!(
        list.contains("有错误，请改正后重新上传") && !list.contains("待确认"),
        "{list}"
    );
    assert!(
        affairs
            .get("/")
            .await
            .text()
            .contains("改正花名册中的错误后重新上传"),
        "the desk does not ask for what cannot be done"
    );
    let page = affairs.get(&preview).await.text();
    let listed = include_str!("../../../people/tests/data/students-with-errors.findings.txt");
    for line in listed.lines() {
        let cell = line.split(' ').next().unwrap();
        assert!(
            page.contains(&format!("<th scope=\"row\">{cell}</th>")),
            "{cell} is missing"
        );
    }
    // What the sample's own list says that each of them should be told.
    for (cell, said) in [
        ("E3", &["330127201005139977", "校验", "X"][..]),
        ("A5", &["25010630151", "2", "覃海铭"]),
        ("F7", &["2010-08-28", "2010-08-21"]),
        ("M9", &["数控2503班", "数控2501班、数控2502班"]),
        ("B11", &["没有填写"]),
        ("Q13", &["2036-09-01", "2025-09-01", "2026-09-01"]),
        ("F15", &["公式", "DATE(MID(E15,7,4)", "2009-12-26"]),
        ("F17", &["2010年5月20日", "2010-05-20"]),
        ("J19", &["全角", "19100007889"]),
        ("L19", &["K19:L19", "监护人电话"]),
    ] {
        let row = page
            .split(&format!("<th scope=\"row\">{cell}</th>"))
            .nth(1)
            .unwrap();
        let row = row.split("</tr>").next().unwrap();
        for word in said {
            assert!(row.contains(word), "{word} at {cell}: {row}");
        }
    }
    assert!(!page.contains("name=\"digest\""));
    let refused = affairs
        .post(&format!("{preview}/import"), &[("digest", "")])
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(people_in(&app, 0).await, before);
}

#[tokio::test]
async fn a_later_roster_moves_a_student_and_history_keeps_the_old_class() {
    let app = TestApp::new().await;
    with_sample(&app).await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let csv = "学号,姓名,证件类型,证件号码,班级\n25019901,李浩然,护照,E12345678,数控2502班\n";
    let preview = sent(&affairs, "students", ("moved.csv", csv.as_bytes())).await;
    let page = affairs.get(&preview).await.text();
    assert!(page.contains("数控2501班 → 数控2502班"), "{page}");
    assert_eq!(taken(&affairs, &preview).await.status, 303);
    let person = links(&affairs.get("/people?q=25019901").await, "/people/").remove(0);
    let page = affairs.get(&person).await.text();
    assert!(
        page.contains("数控2501班") && page.contains("数控2502班") && page.contains("至今"),
        "{page}"
    );
    assert!(page.contains("E****78") && !page.contains("E12345678"), "{page}");
    let found = affairs.post("/people/find", &[("identity", "e12345678")]).await;
    assert_eq!((found.status.as_u16(), found.location()), (303, person.as_str()));
    let unknown = affairs.post("/people/find", &[("identity", "E00000001")]).await;
    assert_eq!(unknown.status, 422);
}

#[tokio::test]
async fn whoever_may_not_is_refused_and_nothing_changes() {
    let app = TestApp::new().await;
    let student = app.at_school(Role::Student, 0).await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let class = links(&teacher.get("/classes").await, "/classes/").remove(0);
    let elsewhere = app.at_school(Role::ClassTeacher, 1).await;
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    let before = app.rows().await;
    for path in ["/rosters", "/people", "/sessions", "/classes/new"] {
        assert_eq!(teacher.get(path).await.status, 403, "{path}");
        assert_eq!(app.stranger().get(path).await.status, 303, "{path}");
    }
    assert_eq!(student.get("/classes").await.status, 403);
    assert_eq!(student.get(&class).await.status, 403);
    assert_eq!(elsewhere.get(&class).await.status, 404);
    assert_eq!(teacher.post("/classes", &SECOND_CLASS).await.status, 403);
    assert_eq!(
        teacher
            .upload(
                "/rosters",
                &[("kind", "students")],
                ("file", "students.xlsx", STUDENTS)
            )
            .await
            .status,
        403
    );
    assert_eq!(leader.post(&format!("{class}/slips"), &[]).await.status, 403);
    assert_eq!(elsewhere.post(&format!("{class}/slips"), &[]).await.status, 404);
    assert_eq!(
        leader
            .post(&format!("{class}/end"), &[("reason", "x")])
            .await
            .status,
        403
    );
    assert_eq!(
        leader
            .post("/people/find", &[("identity", "E12345678")])
            .await
            .status,
        403
    );
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn the_roster_of_teachers_comes_in() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let before = people_in(&app, 0).await;
    let preview = sent(&affairs, "teachers", ("teachers.xlsx", TEACHERS)).await;
    assert_eq!(taken(&affairs, &preview).await.status, 303);
    assert_eq!(people_in(&app, 0).await, before + 24);
    assert!(affairs.get("/people?q=bzc").await.text().contains("薄志成"));
}

/// What follows a text on a page, each up to its quotation mark.
pub fn ids(page: &str, start: &str) -> Vec<String> {
    let rest = page.split(start).skip(1);
    rest.map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn fifty_pupils_sign_in_from_one_address() {
    let app = TestApp::new().await;
    let school = app.schools()[0].id.to_string();
    for place in 0..50 {
        let number = format!("250199{:02}", place % 12 + 1);
        let fields = [
            ("school", school.as_str()),
            ("number", &number),
            ("password", app::demo::PASSWORD),
        ];
        assert_eq!(
            app.stranger().post("/sign-in", &fields).await.status,
            303,
            "{place}"
        );
    }
}

#[tokio::test]
async fn five_failures_from_a_strange_device_do_not_lock_a_known_one() {
    let app = TestApp::new().await;
    let school = app.schools()[0].id.to_string();
    let number = app.schools()[0].number;
    let fields = |number: &'static str| {
        [
            ("school", school.clone()),
            ("number", number.to_owned()),
            ("password", app::demo::PASSWORD.to_owned()),
        ]
    };
    let enter = async |name: &'static str| {
        let fields = fields(name);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(field, value)| (*field, value.as_str()))
            .collect();
        app.stranger().post("/sign-in", &fields).await.status.as_u16()
    };
    assert_eq!(enter("25019901").await, 303);
    let ctx = app.house.ctx(Actor::System);
    let failing = app.house.db.write(&ctx, move |ctx, tx| {
        let sql = "SELECT account_id FROM person WHERE school_id = $1 AND number IN ('25019901', '25019902')";
        for (account,) in tx.all::<(kernel::AccountId,)>(sql, db::params![number])? {
            for _ in 0..5 {
                people::actions::note_failure(tx, ctx, account, &[9; 16])?;
            }
        }
        Ok(())
    });
    failing.await.unwrap();
    // This browser is known to the first of the two and strange to the second.
    assert_eq!(enter("25019901").await, 303);
    assert_eq!(enter("25019902").await, 429);
}

#[tokio::test]
async fn a_student_stays_signed_in_for_thirty_days_and_an_administrator_for_fifteen_minutes() {
    let app = TestApp::new().await;
    let student = app.at_school(Role::Student, 0).await;
    let admin = app.at_school(Role::SystemAdmin, 0).await;
    app.clock.advance(14 * Instant::MINUTE);
    assert_eq!(admin.get("/staff").await.status, 200);
    app.clock.advance(16 * Instant::MINUTE);
    assert_eq!(admin.get("/staff").await.status, 303);
    app.clock.advance(29 * Instant::DAY);
    assert_eq!(student.get("/").await.status, 200);
    app.clock.advance(31 * Instant::DAY);
    assert_eq!(student.get("/").await.status, 303);
}

#[tokio::test]
async fn the_security_administrator_ends_a_session_of_the_school_and_of_no_other() {
    let app = TestApp::new().await;
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let other = app.at_school(Role::SecurityAdmin, 1).await;
    let page = security.get("/sessions").await.text();
    let end = page
        .split("action=\"/sessions/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap()
        .to_owned();
    assert_eq!(other.post(&format!("/sessions/{end}"), &[]).await.status, 404);
    assert_eq!(teacher.get("/classes").await.status, 200);
    assert_eq!(security.post(&format!("/sessions/{end}"), &[]).await.status, 303);
    assert_eq!(teacher.get("/classes").await.status, 303);
}

#[tokio::test]
async fn a_reading_set_by_hand_finds_the_name() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let found = affairs.get("/people?q=sxh").await;
    assert!(found.text().contains("单小红"), "{}", found.text());
    let person = links(&found, "/people/").remove(0);
    let version = hidden(&affairs.get(&person).await, "version");
    let wrong = affairs
        .post(
            &format!("{person}/reading"),
            &[("reading", "单"), ("version", &version)],
        )
        .await;
    assert_eq!(wrong.status, 422);
    let set = [("reading", "chan xiao hong"), ("version", version.as_str())];
    assert_eq!(affairs.post(&format!("{person}/reading"), &set).await.status, 303);
    assert_eq!(affairs.post(&format!("{person}/reading"), &set).await.status, 409);
    assert!(affairs.get("/people?q=chanx").await.text().contains("单小红"));
}

#[tokio::test]
async fn the_list_of_people_is_of_students_and_teachers_and_an_administrator_is_found_by_name() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let all = affairs.get("/people").await.text();
    for (number, listed) in [
        ("25019901", true),
        ("teacher", true),
        ("school-leader", true),
        ("audit-admin", false),
        ("security-admin", false),
    ] {
        let cell = format!(">{number}<");
        assert_eq!(all.contains(&cell), listed, "{number}: {all}");
        let named = affairs.get(&format!("/people?q={number}")).await.text();
        assert!(named.contains(&cell), "{number}: {named}");
    }
    assert!(all.contains("1–19 / 19"), "{all}");
}
