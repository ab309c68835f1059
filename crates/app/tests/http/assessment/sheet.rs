//! The grade sheet: cells, groups, export, the worked checks.

use kernel::Role;
use testkit::TestApp;

use super::{as_it_is, class, only_teacher, three_items};

#[tokio::test]
async fn the_ratings_of_the_sample_make_82_910_and_each_figure_opens() {
    let app = TestApp::new().await;
    let class = class(&app, 1, as_it_is).await;
    let teacher = class.teacher().await;
    let ratings = ["85", "82", "76", "80", "92", "90"];
    let cells: Vec<_> = ratings
        .iter()
        .enumerate()
        .map(|(item, value)| (class.cell(0, item), *value, "0"))
        .collect();
    let reply = class.cells(&teacher, "teacher", &cells).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    class.open_round().await;
    for (item, own) in [(0, "90"), (1, "84"), (3, "88"), (4, "95"), (5, "88")] {
        assert_eq!(class.rates(0, item, own, &[]).await.status, 303);
    }
    // The sample has 职业素养 rated by the own group and the others by other groups.
    for (item, value, raters) in [
        (1, "80", [4, 5, 6]),
        (3, "84", [4, 5, 6]),
        (4, "90", [1, 2, 3]),
        (5, "86", [4, 5, 6]),
    ] {
        for rater in raters {
            let reply = class.rates(rater, item, "", &[(0, value)]).await;
            assert_eq!(reply.status, 303, "item {item} by {rater}: {}", reply.text());
        }
    }
    let sheet = teacher.get(&class.at("")).await.text();
    assert!(
        sheet.contains(&format!("id=\"t-{}\">82.9<", class.students[0])),
        "{sheet}"
    );
    let line = teacher
        .get(&class.at(&format!("/students/{}", class.students[0])))
        .await
        .text();
    for figure in [
        "82.910",
        "8.600",
        "12.270",
        "11.400",
        "32.640",
        "9.200",
        "8.800",
        "40 × (10% × 88 + 20% × 84.00 + 70% × 80) = 32.640",
    ] {
        assert!(line.contains(figure), "{figure} in {line}");
    }
    assert_eq!(class.differing().await, 0);
}

#[tokio::test]
async fn cells_are_saved_refused_or_found_stale_and_a_repetition_changes_nothing() {
    let app = TestApp::new().await;
    let class = class(&app, 1, three_items).await;
    let teacher = class.teacher().await;
    let all: Vec<_> = (0..12)
        .flat_map(|student| (0..3).map(move |item| (student, item)))
        .map(|(student, item)| (class.cell(student, item), "８４．５０", ""))
        .collect();
    let reply = class.cells(&teacher, "teacher", &all).await;
    assert_eq!(reply.status, 200);
    assert!(
        reply.text().contains("\"value\":\"84.5\"") && reply.text().contains("\"version\":1"),
        "{}",
        reply.text()
    );
    let before = app.rows().await;
    assert_eq!(class.cells(&teacher, "teacher", &all).await.status, 200);
    assert_eq!(app.rows().await, before, "a repetition wrote something");
    let cell = |value: &'static str, version: &'static str| [(class.cell(0, 0), value, version)];
    for wrong in ["101", "-1", "良", "=1+1"] {
        let reply = class.cells(&teacher, "teacher", &cell(wrong, "1")).await;
        assert_eq!(reply.status, 422, "{wrong}");
        assert!(reply.text().contains("评分为 0 至 100"), "{}", reply.text());
    }
    assert_eq!(
        class.cells(&teacher, "teacher", &cell("90", "1")).await.status,
        200
    );
    let stale = class.cells(&teacher, "teacher", &cell("70", "1")).await;
    assert_eq!(stale.status, 409);
    assert!(
        stale.text().contains("\"value\":\"90\"") && stale.text().contains("\"version\":2"),
        "{}",
        stale.text()
    );
    let mixed = [(class.cell(0, 0), "88", "2"), (class.cell(0, 1), "x", "1")];
    let mixed = class.cells(&teacher, "teacher", &mixed).await;
    assert_eq!(mixed.status, 200);
    assert!(mixed.text().contains("\"version\":3") && mixed.text().contains("评分为 0 至 100"));
    assert_eq!(class.cells(&teacher, "teacher", &cell("", "3")).await.status, 200);
    let page = teacher.get(&class.at("")).await.text();
    assert!(
        page.contains(&format!(
            "data-cell=\"{}\" data-version=\"4\"></td>",
            class.cell(0, 0)
        )),
        "{page}"
    );
    assert_eq!(class.differing().await, 0);
    // What is no cell of the sheet is nobody's.
    let foreign = [(format!("{}:{}", class.items[0], class.items[0]), "80", "0")];
    assert_eq!(class.cells(&teacher, "teacher", &foreign).await.status, 422);
    for show in ["peer", "points", "own"] {
        assert_eq!(class.cells(&teacher, show, &cell("80", "0")).await.status, 404);
    }
}

#[tokio::test]
async fn a_whole_group_is_rated_at_once_and_members_may_differ() {
    let app = TestApp::new().await;
    let class = class(&app, 1, only_teacher).await;
    let teacher = class.teacher().await;
    let group = [(format!("{}:{}", class.groups[1], class.items[0]), "77", "0")];
    let reply = class.cells(&teacher, "groups", &group).await;
    assert_eq!(reply.status, 200);
    assert!(reply.text().contains("\"version\":4"), "{}", reply.text());
    let page = teacher.get(&class.at("?show=teacher")).await.text();
    for student in 4..8 {
        assert!(page.contains(&format!(
            "data-cell=\"{}\" data-version=\"1\">77<",
            class.cell(student, 0)
        )));
    }
    let one = [(class.cell(5, 0), "60", "1")];
    assert_eq!(class.cells(&teacher, "teacher", &one).await.status, 200);
    let groups = teacher.get(&class.at("?show=groups")).await.text();
    assert!(groups.contains("data-version=\"5\">不一致<"), "{groups}");
    let stale = [(format!("{}:{}", class.groups[1], class.items[0]), "80", "4")];
    assert_eq!(class.cells(&teacher, "groups", &stale).await.status, 409);
    assert_eq!(class.differing().await, 0);
}

#[tokio::test]
async fn abilities_are_observed_0_to_3_and_nothing_else() {
    let app = TestApp::new().await;
    let class = class(&app, 1, only_teacher).await;
    let teacher = class.teacher().await;
    let cell = |value: &'static str, version: &'static str| {
        [(
            format!("{}:{}", class.students[2], class.abilities[0]),
            value,
            version,
        )]
    };
    assert_eq!(
        class.cells(&teacher, "abilities", &cell("3", "0")).await.status,
        200
    );
    assert_eq!(
        class.cells(&teacher, "abilities", &cell("4", "1")).await.status,
        422
    );
    assert_eq!(
        class.cells(&teacher, "abilities", &cell("1", "0")).await.status,
        409
    );
    let page = teacher.get(&class.at("?show=abilities")).await.text();
    assert!(page.contains("data-version=\"1\">3<"), "{page}");
}

#[tokio::test]
async fn the_export_is_exactly_what_is_seen_and_runs_nothing() {
    let app = TestApp::new().await;
    let class = class(&app, 1, |task| {
        only_teacher(task);
        task.items[0].name = "=HYPERLINK(\"http://x\")".to_owned();
    })
    .await;
    class.teacher_gives_all("81.25").await;
    let teacher = class.teacher().await;
    let reply = teacher.get(&class.at("/export?show=teacher")).await;
    assert_eq!(reply.status, 200);
    let book = paper::sheet::read(&reply.bytes, "x.xlsx").unwrap();
    let sheet = &book.sheets[0];
    let texts: Vec<String> = sheet
        .rows
        .iter()
        .flat_map(|row| {
            row.cells()
                .map(|(_, cell)| format!("{:?}", cell.value))
                .collect::<Vec<_>>()
        })
        .collect();
    let has = |text: &str| texts.iter().any(|cell| cell.contains(text));
    assert!(
        has("=HYPERLINK") && has("81.25") && has("李浩然") && has("合计") | has("平均"),
        "{texts:?}"
    );
    let formulas = reply.bytes.windows(3).any(|window| window == b"<f>");
    assert!(!formulas, "a formula stands in the workbook");
    // Totals: the page shows one decimal, the workbook holds the number.
    assert!(texts.iter().filter(|cell| cell.contains("81.25")).count() >= 12 * 6);
    let points = teacher.get(&class.at("/export?show=points")).await;
    let book = paper::sheet::read(&points.bytes, "x.xlsx").unwrap();
    assert_eq!(book.sheets[0].rows.len(), sheet.rows.len());
}

#[tokio::test]
async fn a_sheet_is_seen_by_its_teacher_the_class_teacher_and_the_offices() {
    let app = TestApp::new().await;
    let class = class(&app, 1, only_teacher).await;
    class.teacher_gives_all("70").await;
    for (role, status) in [
        (Role::Teacher, 200),
        (Role::ClassTeacher, 200),
        (Role::AcademicAffairs, 200),
        (Role::MajorLeader, 200),
        (Role::SchoolLeader, 200),
        (Role::Student, 403),
        (Role::SystemAdmin, 403),
    ] {
        let person = app.at_school(role, 1).await;
        assert_eq!(person.get(&class.at("")).await.status, status, "{role:?}");
        let other = app.at_school(role, 2).await;
        let elsewhere = other.get(&class.at("")).await.status;
        assert_eq!(
            elsewhere,
            if status == 200 { 404 } else { 403 },
            "{role:?} of another school"
        );
    }
    let page = app
        .at_school(Role::ClassTeacher, 1)
        .await
        .get(&class.at(""))
        .await
        .text();
    assert!(!page.contains("data-sheet"), "the class teacher writes nothing");
    for (role, status) in [
        (Role::ClassTeacher, 403),
        (Role::SchoolLeader, 403),
        (Role::AcademicAffairs, 200),
    ] {
        let person = app.at_school(role, 1).await;
        for show in ["own", "peer", "teacher", "groups"] {
            let parts = person.get(&class.at(&format!("?show={show}"))).await;
            assert_eq!(
                parts.status, status,
                "what single raters gave, {show} as {role:?}"
            );
        }
    }
    assert!(page.contains("及格率") && page.contains("100.0%"), "{page}");
}

#[tokio::test]
async fn who_left_the_class_or_is_on_leave_is_marked_on_sheet_and_board_while_they_are_on_their_way() {
    let app = TestApp::new().await;
    let class = class(&app, 0, only_teacher).await;
    let teacher = class.teacher().await;
    let (sheet, board) = (class.at(""), format!("/runs/{}/board", class.sheet));
    for address in [&sheet, &board] {
        let page = teacher.get(address).await.text();
        assert!(!page.contains("已离班") && !page.contains("休学"), "{page}");
    }
    let (school, left, away) = (class.school, class.students[0], class.students[1]);
    let ctx = app.house.ctx(kernel::Actor::System);
    let write = app.house.db.write(&ctx, move |_, tx| {
        for (student, status) in [(left, "20"), (away, "05")] {
            let sql = "UPDATE enrolment SET status = $3 WHERE school_id = $1 AND person_id = $2";
            tx.run(sql, db::params![school, student, status])?;
        }
        Ok(())
    });
    write.await.unwrap();
    let page = teacher.get(&sheet).await.text();
    for (student, word) in [(left, "已离班"), (away, "休学")] {
        let row = page.split(&format!("id=\"row-{student}\"")).nth(1).unwrap();
        let row = row.split("</th>").next().unwrap();
        assert!(row.contains(&format!("<small>{word}</small>")), "{row}");
    }
    let page = teacher.get(&board).await.text();
    assert_eq!(page.matches("<small>已离班</small>").count(), 1, "{page}");
    assert_eq!(page.matches("<small>休学</small>").count(), 1, "{page}");
    // The board of a class that has ended its work shows who worked in it.
    teacher.post(&format!("/runs/{}/end", class.sheet), &[]).await;
    assert!(!teacher.get(&board).await.text().contains("已离班"));
}
