//! The design changed while a class runs: nothing handed in is lost or weighted anew, and the class moves when its teacher agrees.

use axum::http::StatusCode;
use classroom::model::work::Stage;
use classroom::queries::lead::Seen;
use db::params;
use kernel::{Id, RawId, Role, SchoolId};
use testkit::{Person, TestApp};

use crate::classroom::seen;

/// Everything that students and raters gave, word for word.
async fn given(app: &TestApp, school: SchoolId) -> Vec<String> {
    let ctx = app.house.ctx(kernel::Actor::System);
    let read = app.house.db.read(&ctx, move |_, tx| {
        let works = tx.all::<(RawId, RawId, String, String, i64)>(
            "SELECT owner_id, step_id, stage, word, version FROM step_work WHERE school_id = $1 ORDER BY run_id, owner_id, step_id",
            params![school],
        )?;
        let fields = tx.all::<(RawId, RawId, i64, i64, String, i64)>(
            "SELECT owner_id, node_id, row_no, column_no, value, version FROM work_field WHERE school_id = $1 \
             ORDER BY run_id, owner_id, step_id, node_id, row_no, column_no",
            params![school],
        )?;
        let ratings = tx.all::<(RawId, RawId, String, RawId, Option<i64>, i64)>(
            "SELECT student_id, item_id, kind, slot_id, score, version FROM rating WHERE school_id = $1 \
             ORDER BY sheet_id, student_id, item_id, kind, slot_id",
            params![school],
        )?;
        let grades = tx.all::<(RawId, RawId, RawId, Option<i64>)>(
            "SELECT sheet_id, student_id, item_id, points FROM item_grade WHERE school_id = $1 \
             ORDER BY sheet_id, student_id, item_id",
            params![school],
        )?;
        let mut all: Vec<String> = works.iter().map(|row| format!("{row:?}")).collect();
        all.extend(fields.iter().map(|row| format!("{row:?}")));
        all.extend(ratings.iter().map(|row| format!("{row:?}")));
        all.extend(grades.iter().map(|row| format!("{row:?}")));
        Ok(all)
    });
    read.await.unwrap()
}

/// What is changed in the design.
struct Plan {
    /// The address of the task.
    task: String,
    /// A step that was handed in, with the title that the teacher sees.
    step: String,
    title: String,
    /// The cell of a work at it.
    cell: String,
}

fn plan(app_task: String, seen: &Seen) -> Plan {
    let task = &seen.state.task;
    let handed = |(_, work): &(_, &classroom::model::work::StepWork)| work.stage == Stage::Handed;
    let (place, _) = seen.state.works.iter().find(handed).expect("a work that waits");
    let (_, _, step) = task
        .steps()
        .find(|(_, _, step)| step.id == place.1)
        .expect("its step");
    Plan {
        task: app_task,
        step: step.id.to_string(),
        title: step.name.clone(),
        cell: seen.key(*place),
    }
}

/// Saves a field of a node as its page does; answers the version after it.
async fn saved(teacher: &Person<'_>, node: &str, fields: &[(&str, &str)]) {
    let page = teacher.get(node).await.text();
    let mut version = page
        .split("data-version=\"")
        .nth(1)
        .expect("a field")
        .split('"')
        .next()
        .unwrap_or_default()
        .to_owned();
    for field in fields {
        let reply = teacher.post(node, &[*field, ("version", &version)]).await;
        assert_eq!(reply.status, StatusCode::OK, "{field:?}: {}", reply.text());
        let text = reply.text();
        version = text
            .split("\"version\":")
            .nth(1)
            .expect("a version")
            .trim_end_matches('}')
            .to_owned();
    }
}

/// Another order, a step fewer, a step more, other hours, other marks and weights; and a version of it.
async fn redesigned(teacher: &Person<'_>, plan: &Plan, seen: &Seen) {
    let (base, task) = (&plan.task, &seen.state.task);
    let node = |id: &str| format!("{base}/nodes/{id}");
    let mut order: Vec<String> = task.phases.iter().map(|phase| phase.id.to_string()).collect();
    order.swap(4, 5);
    let ordered = teacher
        .post(&format!("{base}/order"), &[("ids", &order.join(","))])
        .await;
    assert_eq!(ordered.status, StatusCode::OK);
    saved(
        teacher,
        &node(&task.phases[0].id.to_string()),
        &[("hours", "20"), ("goal", "另一个目标")],
    )
    .await;
    let removed = teacher.post(&format!("{}/removal", node(&plan.step)), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    let parent = task.phases[0].id.to_string();
    let added = teacher
        .post(&format!("{base}/nodes"), &[("parent", &parent), ("kind", "step")])
        .await;
    saved(teacher, added.location(), &[("name", "复核任务单")]).await;
    let weights = [("marks", "25"), ("weights.own", "0"), ("weights.teacher", "80")];
    saved(teacher, &node(&task.items[3].id.to_string()), &weights).await;
    saved(teacher, &node(&task.items[2].id.to_string()), &[("marks", "30")]).await;
    let frozen = teacher.post(&format!("{base}/versions"), &[]).await;
    assert_eq!(frozen.status, StatusCode::SEE_OTHER);
}

/// The rows of the board, without what differs from one look to the next.
fn rows(board: &str) -> String {
    let body = board.split("<tbody").nth(1).unwrap_or_default();
    body.split("</tbody>").next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_class_at_work_notices_nothing_until_its_teacher_moves_it_and_loses_nothing_then() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, before) = seen(&app).await;
    let plan = plan(format!("/tasks/{}", run.task), &before);
    let at = |rest: &str| format!("/runs/{}{rest}", run.id);
    let sheet = format!("/grades/{}?show=points", run.id);
    let kept = given(&app, run.school).await;
    assert!(kept.len() > 100, "{}", kept.len());
    let looks = [
        teacher.get(&at("/board")).await.text(),
        teacher.get(&sheet).await.text(),
    ]
    .map(|page| rows(&page));

    redesigned(&teacher, &plan, &before).await;
    assert_eq!(
        given(&app, run.school).await,
        kept,
        "the design is not the class's"
    );
    let again = [
        teacher.get(&at("/board")).await.text(),
        teacher.get(&sheet).await.text(),
    ]
    .map(|page| rows(&page));
    assert!(looks == again, "the class goes on as it was");
    assert!(teacher.get(&at("")).await.text().contains("任务已有第"));

    let shown = teacher.get(&at("/version")).await.text();
    for said in [
        plan.title.as_str(),
        "复核任务单",
        "另一个目标",
        "取消但已有成果的步骤",
        "分值与权重",
        "调整了顺序",
    ] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    // The audit is read newest first.
    app.clock.advance(kernel::Instant::MINUTE);
    moved(&app, &teacher, &at("/version"), &shown).await;
    assert_eq!(
        given(&app, run.school).await,
        kept,
        "nothing that was given is touched"
    );
    let points = teacher.get(&sheet).await.text();
    assert_eq!(rows(&points), looks[1], "nothing is weighted anew");
    assert!(points.contains("成绩仍按原版本的配分和权重计算"), "{points}");

    // The step that is gone is still read, with what was handed in at it.
    let old = Id::<()>::of(run.version);
    let board = teacher.get(&at(&format!("/board?version={old}"))).await.text();
    assert!(board.contains(&plan.cell), "{board}");
    let cell = teacher.get(&at(&format!("/c/{}?version={old}", plan.cell))).await;
    assert_eq!(cell.status, StatusCode::OK);
    assert!(
        cell.text().contains("这是先前版本的成果，只供查看"),
        "{}",
        cell.text()
    );
    let present = teacher.get(&at("/board")).await.text();
    assert!(!present.contains(&format!("id={}>", plan.cell)) && present.contains("复核任务单"));
    goes_on(&app, &run.id.to_string(), &plan).await;
}

/// The move is agreed to with a reason, once, from what was shown.
async fn moved(app: &TestApp, teacher: &Person<'_>, path: &str, shown: &str) {
    let value = |name: &str| {
        let rest = shown
            .split(&format!("name=\"{name}\" value=\""))
            .nth(1)
            .expect("a field");
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    let (from, to) = (value("from"), value("to"));
    let rows = app.rows().await;
    let silent = teacher.post(path, &[("from", &from), ("to", &to)]).await;
    assert_eq!(
        silent.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "weights change after ratings"
    );
    let stale = teacher
        .post(path, &[("from", &to), ("to", &to), ("reason", "x")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(app.rows().await, rows);
    let reason = [
        ("from", from.as_str()),
        ("to", &to),
        ("reason", "企业改了验收标准"),
    ];
    let done = teacher.post(path, &reason).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(teacher.post(path, &reason).await.status, StatusCode::CONFLICT);
}

/// Every student still has their pages: the steps that stayed with what stood in them, and no page of the one that went.
async fn goes_on(app: &TestApp, run: &str, plan: &Plan) {
    let student = app.at_school(Role::Student, 0).await;
    let page = student.get(&format!("/work/{run}")).await.text();
    assert!(page.contains("复核任务单") && page.contains("1.1"), "{page}");
    let gone = student.get(&format!("/work/{run}/steps/{}", plan.step)).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let auditor = app.at_school(Role::AuditAdmin, 0).await;
    assert!(auditor.get("/audit").await.text().contains("企业改了验收标准"));
}
