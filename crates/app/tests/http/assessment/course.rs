//! The grade of a course: 60 % process at 84.0 and 40 % final at 81.5 make 83.000; the states of the final exam.

use testkit::{Person, TestApp};

use super::{Class, class, three_items};

/// The ratings of the worked check for the first student; everybody else gets 70 from the teacher.
async fn graded(app: &TestApp) -> Class<'_> {
    let class = class(app, 1, three_items).await;
    class.open_round().await;
    for (item, own, peer) in [(0, "90", "85"), (1, "80", "82"), (2, "", "84")] {
        class.rates(0, item, own, &[]).await;
        for rater in 1..4 {
            assert_eq!(class.rates(rater, item, "", &[(0, peer)]).await.status, 303);
        }
    }
    let teacher = class.teacher().await;
    class.teacher_gives_all("70").await;
    let own = ["88", "78", "86"];
    let cells: Vec<_> = own
        .iter()
        .enumerate()
        .map(|(item, value)| (class.cell(0, item), *value, "1"))
        .collect();
    assert_eq!(class.cells(&teacher, "teacher", &cells).await.status, 200);
    class
}

/// The course sheet with 60 % of the task and 40 % of a final exam: its address and the final's item.
async fn course(class: &Class<'_>, teacher: &Person<'_>) -> (String, String) {
    let page = teacher.get("/grades/courses/new").await.text();
    let id = page
        .split("<option value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let weight = format!("w-{}", class.sheet);
    let form = |task: &'static str| {
        [
            ("class", id.clone()),
            ("name", "零件数控车床加工".to_owned()),
            ("last", "2026-12-30".to_owned()),
            ("w-final", "40".to_owned()),
            (weight.as_str(), task.to_owned()),
        ]
    };
    for (task, status) in [("50", 422), ("60", 303)] {
        let fields = form(task);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let reply = teacher.post("/grades/courses", &fields).await;
        assert_eq!(reply.status, status, "{}", reply.text());
        if status == 422 {
            assert!(reply.text().contains("权重之和为 90%") && reply.text().contains("零件数控车床加工"));
        } else {
            let address = reply.location().to_owned();
            let page = teacher.get(&address).await.text();
            let item = page
                .split("data-cell=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            return (address, item.split(':').nth(1).unwrap().to_owned());
        }
    }
    unreachable!("the second form is taken");
}

async fn enter(teacher: &Person<'_>, address: &str, cells: &[(String, &str, &str)]) -> testkit::Reply {
    let json: Vec<_> = cells
        .iter()
        .map(|(cell, value, version)| serde_json::json!({ "cell": cell, "value": value, "version": version }))
        .collect();
    let json = serde_json::to_string(&json).unwrap();
    teacher
        .post(&format!("{address}/cells?show=course"), &[("cells", &json)])
        .await
}

#[tokio::test]
async fn a_task_of_84_000_and_a_final_of_81_5_make_83_000() {
    let app = TestApp::new().await;
    let class = graded(&app).await;
    let teacher = class.teacher().await;
    let line = teacher
        .get(&class.at(&format!("/students/{}", class.students[0])))
        .await
        .text();
    for figure in ["17.500", "23.700", "42.800", "84.000"] {
        assert!(line.contains(figure), "{figure} in {line}");
    }
    let (address, exam) = course(&class, &teacher).await;
    let mut cells: Vec<_> = class
        .students
        .iter()
        .map(|student| (format!("{student}:{exam}"), "75", "0"))
        .collect();
    cells[0].1 = "81.5";
    assert_eq!(enter(&teacher, &address, &cells).await.status, 200);
    let page = teacher.get(&address).await.text();
    assert!(
        page.contains(">84<") && page.contains(">81.5<") && page.contains(">83.0<"),
        "{page}"
    );
    // The course waits for its tasks.
    let early = teacher.post(&format!("{address}/submission"), &[]).await;
    assert_eq!(early.status, 409);
    assert!(early.text().contains("还没有锁定"), "{}", early.text());
    let shown = teacher.post(&format!("{address}/showing"), &[]).await;
    assert_eq!(shown.status, 409, "a course shows nothing of an unlocked task");
    class.lock().await;
    let (leader, office) = (class.leader().await, class.office().await);
    for (person, act) in [(&teacher, "submission"), (&leader, "check"), (&office, "lock")] {
        let reply = person.post(&format!("{address}/{act}"), &[]).await;
        assert_eq!(reply.status, 303, "{act}: {}", reply.text());
    }
    let own = class
        .student(0)
        .await
        .get(&address.replace("/grades/", "/results/"))
        .await
        .text();
    assert!(
        own.contains("83.000") && own.contains("83.0") && own.contains("及格"),
        "{own}"
    );
    corrected(&class, &address).await;
    let export = teacher.get(&format!("{address}/export?show=course")).await;
    assert!(paper::sheet::read(&export.bytes, "x.xlsx").is_ok());
}

/// A correction of the task goes through to the course: 98 in place of 88 at half of 20 marks is one more, 60 % of it here.
async fn corrected(class: &Class<'_>, address: &str) {
    let (teacher, leader, office) = (class.teacher().await, class.leader().await, class.office().await);
    let target = format!("{}:teacher", class.items[0]);
    let fields = [
        ("target", target.as_str()),
        ("new", "98"),
        ("reason", "读数登记错误"),
    ];
    let line = class.at(&format!("/students/{}/corrections", class.students[0]));
    assert_eq!(leader.post(&line, &fields).await.status, 303);
    let history = office.get(&class.at("/history")).await.text();
    let id = history.split("/corrections/").nth(1).unwrap();
    let id = id.split('/').next().unwrap();
    let approval = class.at(&format!("/corrections/{id}/approval"));
    assert_eq!(office.post(&approval, &[]).await.status, 303);
    let result = address.replace("/grades/", "/results/");
    let own = class.student(0).await.get(&result).await.text();
    assert!(own.contains("83.600"), "{own}");
    let told = teacher.get(&format!("{address}/history")).await.text();
    assert!(told.contains("读数登记错误"), "{told}");
}

#[tokio::test]
async fn a_deferred_exam_and_a_student_who_does_not_count_hold_no_course_up() {
    let app = TestApp::new().await;
    let class = graded(&app).await;
    let (teacher, leader, office) = (class.teacher().await, class.leader().await, class.office().await);
    let (address, exam) = course(&class, &teacher).await;
    class.lock().await;
    let written = class.students.iter().enumerate().filter(|(place, _)| *place != 5);
    let cells: Vec<_> = written
        .map(|(place, student)| {
            let value = if place == 2 { "缓考" } else { "75" };
            (format!("{student}:{exam}"), value, "0")
        })
        .collect();
    assert_eq!(enter(&teacher, &address, &cells).await.status, 200);
    let early = teacher.post(&format!("{address}/submission"), &[]).await;
    assert_eq!(early.status, 409, "of one student nothing is said");
    let said = early.text();
    assert_eq!(said.matches("href=\"#row-").count(), 1, "{said}");
    assert!(
        said.contains(&format!("href=\"#row-{}\"", class.students[5]))
            && said.matches("class=\"cell-missing\"").count() == 1,
        "{said}"
    );
    let line = format!("{address}/students/{}", class.students[5]);
    assert!(teacher.get(&line).await.text().contains("/exemption"));
    let exempt = [("reason", "转学")];
    assert_eq!(
        teacher.post(&format!("{line}/exemption"), &exempt).await.status,
        303
    );
    for (person, act) in [(&teacher, "submission"), (&leader, "check"), (&office, "lock")] {
        let reply = person.post(&format!("{address}/{act}"), &[]).await;
        assert_eq!(reply.status, 303, "{act}: {}", reply.text());
    }
    let page = teacher.get(&address).await.text();
    assert!(page.contains("缓考") && page.contains("不计成绩"), "{page}");
    let result = address.replace("/grades/", "/results/");
    let own = class.student(5).await.get(&result).await.text();
    assert!(own.contains("不计成绩") && !own.contains("不及格"), "{own}");
    // The exam is sat after the lock: its grade is one more of those that are counted.
    let counted = async || {
        app::upkeep::round(&app.house).await.unwrap();
        let ctx = app.house.ctx(kernel::Actor::System);
        let grades = |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
            ledger::count::sum(
                tx,
                ledger::count::Of::Area("nation"),
                "assessment.locked-course-grades",
                0..=999_912,
            )
        };
        app.house.db.read(&ctx, grades).await.unwrap()
    };
    let before = counted().await;
    let line = format!("{address}/students/{}", class.students[2]);
    let target = format!("{exam}:sitting");
    let fields = [("target", target.as_str()), ("new", "80"), ("reason", "补考缓考")];
    let asked = teacher.post(&format!("{line}/corrections"), &fields).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let history = office.get(&format!("{address}/history")).await.text();
    let id = history
        .split("/corrections/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let approval = format!("{address}/corrections/{id}/approval");
    assert_eq!(office.post(&approval, &[]).await.status, 303);
    assert_eq!(counted().await, before + 1);
}

#[tokio::test]
async fn absence_and_cheating_count_nothing_deferral_leaves_open_and_a_failed_exam_is_made_up() {
    let app = TestApp::new().await;
    let class = graded(&app).await;
    let teacher = class.teacher().await;
    let (address, exam) = course(&class, &teacher).await;
    let cell = |student: usize, value: &'static str, version: &'static str| {
        [(format!("{}:{exam}", class.students[student]), value, version)]
    };
    for (student, value) in [(0, "缺考"), (1, "作弊"), (2, "缓考"), (3, "41")] {
        assert_eq!(
            enter(&teacher, &address, &cell(student, value, "0")).await.status,
            200,
            "{value}"
        );
    }
    let page = teacher.get(&address).await.text();
    // 84.0 × 60 % and nothing for the exam.
    assert!(
        page.contains(">50.4<") && page.contains("缺考") && page.contains("作弊") && page.contains("缓考"),
        "{page}"
    );
    assert!(page.contains("不及格") && page.contains("未完成"), "{page}");
    let refused = enter(&teacher, &address, &cell(1, "补考 70", "1")).await;
    assert_eq!(refused.status, 422, "nobody makes up what was cheated");
    assert!(
        refused.text().contains("现在的考试状态不能这样改"),
        "{}",
        refused.text()
    );
    for (student, value) in [(0, "补考 70"), (2, "66"), (3, "补考62")] {
        let reply = enter(&teacher, &address, &cell(student, value, "1")).await;
        assert_eq!(reply.status, 200, "{value}: {}", reply.text());
    }
    let page = teacher.get(&address).await.text();
    assert!(
        page.contains("补考 70") && page.contains("补考 62") && page.contains(">78.4<"),
        "{page}"
    );
    assert_eq!(
        enter(&teacher, &address, &cell(3, "补考 63", "1")).await.status,
        409,
        "a stale version"
    );
    assert_eq!(enter(&teacher, &address, &cell(3, "优", "2")).await.status, 422);
}
