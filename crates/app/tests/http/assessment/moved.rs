//! The design changed while a class runs: nothing is weighted anew until the teacher says so.

use classroom::model::RunId;
use kernel::{Actor, Percent, Role};
use testkit::TestApp;

use super::{class, only_teacher};

#[tokio::test]
async fn grades_follow_a_moved_class_only_when_the_teacher_says_so() {
    let app = TestApp::new().await;
    let class = class(&app, 1, only_teacher).await;
    let teacher = class.teacher().await;
    class.teacher_gives_all("80").await;
    let cells = [(class.cell(0, 3), "50", "1")];
    class.cells(&teacher, "teacher", &cells).await;
    // Five items at 80 and 零件质量 (40 marks) at 50: 48 + 20.
    assert!(teacher.get(&class.at("")).await.text().contains(">68.0<"));
    move_run(&app, &class.sheet, class.school).await;
    let page = teacher.get(&class.at("")).await.text();
    assert!(
        page.contains(">68.0<") && page.contains("成绩仍按原版本的配分和权重计算"),
        "{page}"
    );
    let refused = teacher.post(&class.at("/submission"), &[]).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.text().contains("先核对并改用新版本"),
        "{}",
        refused.text()
    );
    let student = app.at_school(Role::ClassTeacher, 1).await;
    assert_eq!(student.post(&class.at("/version"), &[]).await.status, 403);
    assert_eq!(teacher.post(&class.at("/version"), &[]).await.status, 303);
    // 零件质量 weighs 20 marks now, 程序单 35: 80 × 0.8 + 50 × 0.2.
    let page = teacher.get(&class.at("")).await.text();
    assert!(
        page.contains(">74.0<") && !page.contains("成绩仍按原版本"),
        "{page}"
    );
    assert!(
        teacher
            .get(&class.at("/history"))
            .await
            .text()
            .contains("按新版本重算 12 名学生的成绩")
    );
    assert_eq!(teacher.post(&class.at("/version"), &[]).await.status, 409);
    assert_eq!(class.differing().await, 0);
    class.lock().await;
}

/// Freezes a version with other marks and moves the run to it, as the class's teacher would.
async fn move_run(app: &TestApp, sheet: &str, school: kernel::SchoolId) {
    let (run, ctx): (RunId, _) = (sheet.parse().unwrap(), app.house.ctx(Actor::System));
    let moved = app.house.db.write(&ctx, move |ctx, tx| {
        let head = classroom::queries::run(tx, school, run)?;
        let mut task = (*classroom::queries::task(tx, &head)?).clone();
        task.items[2].marks = kernel::Points::whole(35);
        task.items[3].marks = kernel::Points::whole(20);
        task.items[3].weights.own = Percent::ZERO;
        let graph = serde_json::to_string(&task).unwrap();
        let version = ctx.raw_id();
        let sql = "INSERT INTO learning_task_version (school_id, id, task_id, number, graph, hash, frozen_at, frozen_by) \
                   VALUES ($1, $2, $3, 2, $4, $5, $6, $7)";
        let hash = graph.as_bytes()[graph.len() - 32..].to_vec();
        tx.run(sql, db::params![school, version, head.task, graph, hash, ctx.now, head.teacher])?;
        let sql = "UPDATE class_run SET version_id = $3 WHERE school_id = $1 AND id = $2";
        tx.run(sql, db::params![school, run, version])?;
        Ok(())
    });
    moved.await.unwrap();
}
