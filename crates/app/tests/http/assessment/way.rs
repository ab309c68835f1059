//! Submit, check, lock, correct: other eyes at every step.

use kernel::{Actor, Role};
use testkit::TestApp;

use super::{Class, class, only_teacher};

#[tokio::test]
async fn a_sheet_is_submitted_whole_checked_by_another_and_locked_in_figures() {
    let app = TestApp::new().await;
    let class = class(&app, 1, only_teacher).await;
    let (teacher, leader, office) = (class.teacher().await, class.leader().await, class.office().await);
    let one = [(class.cell(0, 0), "80", "0")];
    class.cells(&teacher, "teacher", &one).await;
    let early = teacher.post(&class.at("/submission"), &[]).await;
    assert_eq!(early.status, 409);
    assert!(
        early.text().contains("还有 71 个成绩缺少评分"),
        "{}",
        early.text()
    );
    says_whose_grades_wait(&early.text(), &class);
    assert!(!teacher.get(&class.at("")).await.text().contains("cell-missing"));
    let unshown = teacher.post(&class.at("/showing"), &[]).await;
    assert_eq!(unshown.status, 409);
    assert!(unshown.text().contains("补齐后才能公布") && unshown.text().contains("cell-missing"));
    class.teacher_gives_all("80").await;
    for (person, act) in [(&leader, "/check"), (&office, "/lock")] {
        assert_eq!(
            person.post(&class.at(act), &[]).await.status,
            409,
            "{act} out of turn"
        );
    }
    // The head of major submits for the teacher, and can then neither check nor lock it.
    assert_eq!(leader.post(&class.at("/submission"), &[]).await.status, 303);
    let own = leader.post(&class.at("/check"), &[]).await;
    assert_eq!(own.status, 403);
    assert!(
        own.text().contains("不能审核或锁定自己提交的成绩单"),
        "{}",
        own.text()
    );
    assert_eq!(
        leader.post(&class.at("/return"), &[("reason", "x")]).await.status,
        403
    );
    assert_eq!(
        office.post(&class.at("/return"), &[("reason", " ")]).await.status,
        422
    );
    let back = office
        .post(&class.at("/return"), &[("reason", "第 3 组缺复核")])
        .await;
    assert_eq!(back.status, 303);
    assert!(
        teacher
            .get(&class.at("/history"))
            .await
            .text()
            .contains("第 3 组缺复核")
    );
    class.lock().await;
    let page = office.get(&class.at("")).await.text();
    assert!(page.contains("已锁定") && !page.contains("data-sheet"), "{page}");
    let late = [(class.cell(0, 0), "90", "1")];
    let refused = class.cells(&teacher, "teacher", &late).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("修改须走更正申请"), "{}", refused.text());
    let history = office.get(&class.at("/history")).await.text();
    assert!(history.contains("锁定 12 名学生的成绩"), "{history}");
    // The lock is told to the counts.
    let (school, ctx) = (class.school, app.house.ctx(Actor::System));
    let told = app.house.db.read(&ctx, move |_, tx| {
        let sql = "SELECT entries FROM fact WHERE school_id = $1 AND kind = 'assessment.sheet-locked'";
        Ok(tx.all::<(String,)>(sql, db::params![school])?)
    });
    let told = told.await.unwrap();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].0.contains("assessment.locked-task-grades") && told[0].0.contains("12"),
        "{told:?}"
    );
}

/// The sheet itself says whose grades wait, of what and of whom, and marks their cells.
fn says_whose_grades_wait(page: &str, class: &Class<'_>) {
    let first = page.split("href=\"#row-").nth(1).unwrap_or_default();
    assert!(first.starts_with(&class.students[0].to_string()), "{page}");
    assert_eq!(first.matches("（师评）").count(), 5, "{first}");
    assert_eq!(page.matches("href=\"#row-").count(), class.students.len());
    assert_eq!(page.matches("class=\"cell-missing\"").count(), 71);
    for student in &class.students {
        assert!(page.contains(&format!("id=\"row-{student}\"")), "{page}");
    }
}

#[tokio::test]
async fn a_locked_grade_is_corrected_by_two_and_the_old_value_stays() {
    let app = TestApp::new().await;
    let class = class(&app, 1, only_teacher).await;
    class.teacher_gives_all("80").await;
    class.lock().await;
    let (teacher, leader, office) = (class.teacher().await, class.leader().await, class.office().await);
    let line = class.at(&format!("/students/{}", class.students[2]));
    let target = format!("{}:teacher", class.items[3]);
    let ask = |new: &'static str, reason: &'static str| {
        [
            ("target", target.clone()),
            ("new", new.to_owned()),
            ("reason", reason.to_owned()),
        ]
    };
    let post = async |person: &testkit::Person<'_>, new: &'static str, reason: &'static str| {
        let fields = ask(new, reason);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        person.post(&format!("{line}/corrections"), &fields).await
    };
    assert_eq!(
        post(&office, "90", "x").await.status,
        403,
        "academic affairs leads no sheet"
    );
    assert_eq!(post(&teacher, "90", " ").await.status, 422);
    let same = post(&teacher, "80", "x").await;
    assert_eq!(same.status, 422);
    assert!(same.text().contains("新成绩与原成绩相同"), "{}", same.text());
    assert_eq!(post(&leader, "90", "偏摆仪记录漏读").await.status, 303);
    assert_eq!(post(&leader, "95", "再来").await.status, 409, "one at a time");
    let page = office.get(&class.at("/history")).await.text();
    let id = page
        .split("/corrections/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    let settle = |act: &str| class.at(&format!("/corrections/{id}/{act}"));
    assert_eq!(
        leader.post(&settle("approval"), &[]).await.status,
        403,
        "not by the one who asked"
    );
    assert_eq!(teacher.post(&settle("approval"), &[]).await.status, 403);
    assert_eq!(
        office.post(&settle("refusal"), &[("reason", "")]).await.status,
        422
    );
    assert_eq!(office.post(&settle("approval"), &[]).await.status, 303);
    assert_eq!(
        office.post(&settle("approval"), &[]).await.status,
        409,
        "settled already"
    );
    let history = teacher.get(&class.at("/history")).await.text();
    assert!(
        history.contains("80.0 改为 84.0") && history.contains("偏摆仪记录漏读"),
        "{history}"
    );
    assert!(
        history.contains("<dd>80</dd>") && history.contains("<dd>90</dd>"),
        "{history}"
    );
    let student = class.student(2).await.get(&class.result("")).await.text();
    assert!(student.contains("84.000"), "{student}");
    assert_eq!(class.differing().await, 0);
}

#[tokio::test]
async fn who_does_not_count_holds_nobody_up() {
    let app = TestApp::new().await;
    let class = class(&app, 1, only_teacher).await;
    let teacher = class.teacher().await;
    let cells: Vec<_> = (0..11)
        .flat_map(|student| (0..6).map(move |item| (student, item)))
        .map(|(student, item)| (class.cell(student, item), "75", "0"))
        .collect();
    class.cells(&teacher, "teacher", &cells).await;
    assert_eq!(teacher.post(&class.at("/submission"), &[]).await.status, 409);
    let line = class.at(&format!("/students/{}", class.students[11]));
    assert_eq!(
        teacher
            .post(&format!("{line}/exemption"), &[("reason", "")])
            .await
            .status,
        422
    );
    assert_eq!(
        teacher
            .post(&format!("{line}/exemption"), &[("reason", "休学")])
            .await
            .status,
        303
    );
    assert!(teacher.get(&class.at("")).await.text().contains("不计成绩"));
    let audit = app
        .at_school(Role::AuditAdmin, 1)
        .await
        .get("/audit")
        .await
        .text();
    assert!(
        audit.contains("设置不计成绩") && !audit.contains("休学"),
        "the reason is personal: {audit}"
    );
    class.lock().await;
    let office = class.office().await;
    assert!(
        office
            .get(&class.at("/history"))
            .await
            .text()
            .contains("锁定 11 名学生的成绩")
    );
    let own = class.student(11).await.get(&class.result("")).await.text();
    assert!(own.contains("不计入你的成绩") && own.contains("休学"), "{own}");
}
