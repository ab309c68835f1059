//! Classes at work over HTTP: opened, led, judged, moved to a newer version.

mod arranged;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use classroom::model::work::{Code, Stage};
use classroom::queries::lead::{self, Seen};
use classroom::queries::{self, RunHead, Which};
use kernel::{Actor, Role, Slice, Tier};
use testkit::{Person, TestApp};

/// The run of the first school's class, as it stands.
pub async fn seen(app: &TestApp) -> (RunHead, Seen) {
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let read = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
        // The one that was opened last: the made-up one, or what a test opened after it.
        let mut runs = queries::runs(tx, school, Which::default(), Slice::page(1))?.rows;
        runs.sort_by_key(|run| run.id);
        let run = runs.pop().unwrap();
        let seen = lead::seen(tx, &run)?;
        Ok((run, seen))
    };
    app.house.db.read(&ctx, read).await.unwrap()
}

fn codes(app: &TestApp, seen: &Seen) -> Vec<Code> {
    let board = seen.board(app.house.ctx(Actor::System).now.day());
    let cells = board.rows.iter().flat_map(|row| row.cells.iter().flatten());
    cells.map(|cell| cell.code).collect()
}

/// The names of the cells in a stage, by step.
fn cells(seen: &Seen, stage: &Stage) -> Vec<String> {
    let works = seen.state.works.iter().filter(|(_, work)| work.stage == *stage);
    works.map(|(place, _)| seen.key(*place)).collect()
}

/// Fields of a form as a test sends them.
fn sent(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// Every field of the forms on a page with the value that it holds.
fn fields(page: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(rest.split('"').next().unwrap_or_default().to_owned())
    };
    let mut found = Vec::new();
    for tag in page.split('<').skip(1) {
        let Some(name) = attribute(tag, "name").filter(|name| name != "_csrf") else {
            continue;
        };
        if tag.starts_with("input") {
            let ticked = !tag.contains("checkbox") || tag.contains(" checked");
            if ticked {
                found.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("select") {
            let body = page.split(&format!("<{tag}")).nth(1).unwrap_or_default();
            let options = body
                .split("</select>")
                .next()
                .unwrap_or_default()
                .split("<option")
                .skip(1);
            let chosen = options.clone().find(|option| option.contains(" selected"));
            let value = chosen
                .or_else(|| options.clone().next())
                .and_then(|option| attribute(option, "value"));
            found.push((name, value.unwrap_or_default()));
        }
    }
    found
}

fn value_of<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    let field = fields.iter().find(|(field, _)| field == name);
    field.map_or("", |(_, value)| value)
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|(field, _)| field != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// A teacher with a task of their own that no class works on yet, and the form that opens it for the class.
async fn form<'a>(app: &'a TestApp) -> (Person<'a>, String, Vec<(String, String)>) {
    let teacher = app.at_school(Role::Teacher, 0).await;
    let task = teacher.post("/tasks", &[("source", "sample")]).await;
    let task = task.location().rsplit('/').next().unwrap().to_owned();
    let (run, _) = seen(app).await;
    let page = teacher
        .get(&format!("/runs/new?task={task}&class={}", run.class))
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let mut fields = fields(&page.text());
    fields.retain(|(name, _)| !["wanted", "again"].contains(&name.as_str()));
    set(&mut fields, "place", "数控实训中心 1 号车间");
    set(&mut fields, "group-reason", "");
    (teacher, task, fields)
}

#[tokio::test]
async fn the_made_up_class_works_in_every_state() {
    let app = TestApp::new().await;
    let (_, seen) = seen(&app).await;
    assert_eq!((seen.seats().len(), seen.state.task.steps().count()), (12, 18));
    let found: BTreeSet<Code> = codes(&app, &seen).into_iter().collect();
    assert_eq!(found, Code::ALL.into_iter().collect());
}

#[tokio::test]
async fn a_class_gets_a_frozen_version_groups_as_proposed_and_roles_that_go_round() {
    let app = TestApp::new().await;
    let (teacher, task, fields) = form(&app).await;
    let opened = teacher.post("/runs", &sent(&fields)).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let (run, seen) = seen(&app).await;
    assert_eq!(opened.location(), format!("/runs/{}", run.id));
    assert_eq!(
        (run.task.to_string(), run.place.as_str()),
        (task.clone(), "数控实训中心 1 号车间")
    );
    let groups = lead::groups(seen.seats());
    let sizes: Vec<usize> = groups
        .iter()
        .map(|(id, _)| queries::group_of(seen.seats(), *id).count())
        .collect();
    assert_eq!((groups[0].1, sizes), ("第1组", vec![6, 6]));
    // The task goes on; what the class works on stays as it was frozen.
    let page = teacher.get(&format!("/tasks/{task}")).await.text();
    assert!(page.contains("第 1 版"), "{page}");
    let ctx = app.house.ctx(Actor::System);
    let (id, class) = (run.id, run.class);
    let read = move |_: &kernel::Ctx, tx: &mut db::Tx<'_>| Ok((lead::plan(tx, &run)?, seen.clone()));
    let (plan, seen) = app.house.db.read(&ctx, read).await.unwrap();
    let leaders: BTreeSet<_> = seen
        .state
        .task
        .phases
        .iter()
        .flat_map(|phase| {
            let members = queries::group_of(seen.seats(), lead::groups(seen.seats())[0].0);
            let leads = |seat: &&queries::SeatRow| {
                plan[&(phase.id, seat.student)].contains(&classroom::model::roles::Role::Leader)
            };
            members.filter(leads).map(|seat| seat.student).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(leaders.len(), 6, "each of the six leads once");
    // A second click opens nothing twice.
    let again = teacher.post("/runs", &sent(&fields)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("正在学习这个任务"));
    // Who asks for the form of it is led to the class at work instead.
    let address = format!("/runs/{id}");
    let led = teacher.get(&format!("/runs/new?task={task}&class={class}")).await;
    assert_eq!(
        (led.status, led.location()),
        (StatusCode::SEE_OTHER, address.as_str())
    );
    let page = teacher.get(&address).await.text();
    for link in [
        format!("href=\"/grades/{id}\""),
        format!("href=\"/tasks/{task}\""),
    ] {
        assert!(page.contains(&link), "{page}");
    }
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_what_was_typed_and_changes_nothing() {
    let app = TestApp::new().await;
    let (teacher, _, good) = form(&app).await;
    let first = good
        .iter()
        .find(|(name, _)| name.starts_with("g-"))
        .unwrap()
        .0
        .clone();
    let before = app.rows().await;
    for (field, value, fault) in [
        ("last", "2027-02-28", "日期超出本学期"),
        ("last", "2026-11-01", "结束日期早于开始日期"),
        ("last", "明天", "请填写日期"),
        ("place", " ", "请填写上课地点"),
        (first.as_str(), "0", "还有 1 名学生没有分组"),
        (first.as_str(), "2", "每组应为 4～6 人"),
    ] {
        let mut fields = good.clone();
        set(&mut fields, field, value);
        set(&mut fields, "name-1", "精车一组");
        let refused = teacher.post("/runs", &sent(&fields)).await;
        let page = refused.text();
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(page.contains(fault), "{fault} in {page}");
        assert!(page.contains("精车一组"), "the group's name is kept");
    }
    assert_eq!(app.rows().await, before);
    // With a reason both are allowed.
    let mut fields = good.clone();
    set(&mut fields, "last", "2027-02-28");
    set(&mut fields, "reason", "企业实训安排在寒假");
    set(&mut fields, &first, "2");
    set(&mut fields, "group-reason", "实训设备台套数所限");
    let opened = teacher.post("/runs", &sent(&fields)).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let page = teacher.get(opened.location()).await.text();
    assert!(
        page.contains("企业实训安排在寒假") && page.contains("实训设备台套数所限"),
        "{page}"
    );
}

#[tokio::test]
async fn as_many_groups_as_are_asked_for_are_proposed_and_the_rest_of_the_form_is_kept() {
    let app = TestApp::new().await;
    let (teacher, _, mut fields) = form(&app).await;
    fields.extend([
        ("wanted".to_owned(), "3".to_owned()),
        ("again".to_owned(), "1".to_owned()),
    ]);
    let before = app.rows().await;
    let page = teacher.post("/runs", &sent(&fields)).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    assert!(page.contains("第3组") && !page.contains("第4组"), "{page}");
    assert!(page.contains("数控实训中心 1 号车间"));
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn who_only_teaches_a_task_takes_its_last_version_and_one_that_was_never_frozen_is_not_opened() {
    let app = TestApp::new().await;
    let (designer, task, fields) = form(&app).await;
    let colleague = app.at_school(Role::ClassTeacher, 0).await;
    let refused = colleague.post("/runs", &sent(&fields)).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("还没有冻结的版本"), "{}", refused.text());
    designer.post(&format!("/tasks/{task}/versions"), &[]).await;
    let opened = colleague.post("/runs", &sent(&fields)).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    // Whose run it is leads it; the designer does not.
    let page = colleague.get(opened.location()).await.text();
    assert!(page.contains("结束课堂"), "{page}");
    assert!(!designer.get(opened.location()).await.text().contains("结束课堂"));
}

#[tokio::test]
async fn a_task_leads_on_to_its_opening_with_the_task_chosen() {
    let app = TestApp::new().await;
    let (teacher, task, _) = form(&app).await;
    let way = format!("/runs/new?task={task}");
    let page = teacher.get(&format!("/tasks/{task}")).await.text();
    assert!(page.contains(&format!("href=\"{way}\"")), "{page}");
    let page = teacher.get(&way).await.text();
    assert!(
        page.contains(&format!("<option value=\"{task}\" lang=\"zh-CN\" selected>")),
        "{page}"
    );
    // Who opens no class at work is led nowhere.
    let head = app.at_school(Role::SchoolLeader, 0).await;
    let page = head.get(&format!("/tasks/{task}")).await;
    assert!(
        page.status == StatusCode::OK && !page.text().contains("/runs/new"),
        "{}",
        page.text()
    );
}

#[tokio::test]
async fn a_running_class_is_counted_once_from_its_first_run_to_the_end_of_its_last() {
    let app = TestApp::new().await;
    let running = |app: &TestApp| {
        let (ctx, house) = (app.house.ctx(Actor::System), app.house.clone());
        async move {
            app::upkeep::round(&house).await.unwrap();
            let read = |_: &kernel::Ctx, tx: &mut db::Tx<'_>| {
                ledger::count::members(tx, "province:330000", programme::facts::RUNNING, 0)
            };
            house.db.read(&ctx, read).await.unwrap()
        }
    };
    assert_eq!(running(&app).await, 1);
    let officer = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    let shown = || crate::course::figure(&officer, "正在实施的班级");
    assert_eq!(shown().await, "1");
    let (teacher, _, fields) = form(&app).await;
    let (first, _) = seen(&app).await;
    let second = teacher.post("/runs", &sent(&fields)).await.location().to_owned();
    assert_eq!(running(&app).await, 1, "the same class with a second task");
    teacher.post(&format!("/runs/{}/end", first.id), &[]).await;
    assert_eq!(running(&app).await, 1);
    teacher.post(&format!("{second}/end"), &[]).await;
    assert_eq!((running(&app).await, shown().await), (0, "0".to_owned()));
    let again = teacher.post(&format!("{second}/end"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_phase_opens_with_its_day_and_timer_closes_and_opens_again() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, seen) = seen(&app).await;
    let address = format!("/runs/{}/phases/{}", run.id, seen.state.task.phases[5].id);
    let opened = teacher
        .post(
            &address,
            &[("turn", "open"), ("due", "2026-12-11"), ("minutes", "45")],
        )
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let page = teacher.get(&format!("/runs/{}", run.id)).await.text();
    assert!(page.contains("2026-12-11 周五"), "{page}");
    assert!(
        page.contains("data-until=\"2026-11-24T09:45:00+08:00\""),
        "{page}"
    );
    let board = teacher.get(&format!("/runs/{}/board", run.id)).await.text();
    assert!(board.contains("data-until=\"2026-11-24T09:45:00+08:00\""));
    // The day changes, the timer runs on.
    teacher
        .post(&address, &[("turn", "keep"), ("due", "2026-12-14")])
        .await;
    let page = teacher.get(&format!("/runs/{}", run.id)).await.text();
    assert!(
        page.contains("2026-12-14 周一") && page.contains("T09:45:00+08:00"),
        "{page}"
    );
    for (fields, fault) in [
        ([("turn", "keep"), ("due", "2026-10-01")], "不能早于开课日期"),
        ([("turn", "keep"), ("due", "下周")], "请填写日期"),
        ([("turn", "keep"), ("minutes", "601")], "0～600"),
    ] {
        let refused = teacher.post(&address, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.text().contains(fault), "{}", refused.text());
    }
    assert_eq!(
        teacher.post(&address, &[("turn", "open")]).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        teacher.post(&address, &[("turn", "close")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        teacher.post(&address, &[("turn", "close")]).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        teacher.post(&address, &[("turn", "open")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        teacher.post(&address, &[("turn", "song")]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_group_at_a_gate_gets_the_teachers_word_once() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, seen) = seen(&app).await;
    let page = teacher.get(&format!("/runs/{}", run.id)).await.text();
    assert!(
        page.contains("定稿工艺卡已会签") && page.contains("等待放行"),
        "{page}"
    );
    let group = lead::groups(seen.seats())[1].0.to_string();
    let gates = |phase: usize| {
        format!(
            "/runs/{}/phases/{}/gates",
            run.id, seen.state.task.phases[phase].id
        )
    };
    let released = teacher.post(&gates(3), &[("group", &group)]).await;
    assert_eq!(released.status, StatusCode::SEE_OTHER);
    assert!(
        !teacher
            .get(&format!("/runs/{}", run.id))
            .await
            .text()
            .contains("等待放行")
    );
    for (phase, fault) in [(3, "已经得到教师确认"), (1, "不需要教师确认")] {
        let refused = teacher.post(&gates(phase), &[("group", &group)]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text().contains(fault), "{}", refused.text());
    }
    let unknown = teacher
        .post(&gates(3), &[("group", "0000000000000000000000")])
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn many_works_are_accepted_at_once_and_those_that_cannot_be_are_named() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, before) = seen(&app).await;
    let waiting = format!("/runs/{}/waiting", run.id);
    let page = teacher.get(&waiting).await.text();
    let handed = cells(&before, &Stage::Handed);
    assert!(
        handed
            .iter()
            .all(|cell| page.contains(&format!("value=\"{cell}\""))),
        "{page}"
    );
    assert!(!page.contains(" checked"));
    let step = &handed[0][3..];
    let ticked = teacher.get(&format!("{waiting}?all={step}")).await.text();
    assert_eq!(
        ticked.matches(" checked").count(),
        handed.iter().filter(|cell| cell.ends_with(step)).count()
    );
    let accept = format!("/runs/{}/acceptances", run.id);
    let two: Vec<(&str, &str)> = handed[..2].iter().map(|cell| ("cell", cell.as_str())).collect();
    let done = teacher.post(&accept, &two).await;
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, waiting.as_str())
    );
    let (_, after) = seen(&app).await;
    assert_eq!(cells(&after, &Stage::Handed).len(), handed.len() - 2);
    // One of them again beside one that still waits: the one is accepted, the other is named with its reason.
    let mixed = [("cell", handed[0].as_str()), ("cell", handed[2].as_str())];
    let said = teacher.post(&accept, &mixed).await;
    assert_eq!(said.status, StatusCode::OK);
    assert!(said.text().contains("已经通过了"), "{}", said.text());
    let (_, after) = seen(&app).await;
    assert_eq!(cells(&after, &Stage::Handed).len(), handed.len() - 3);
    let unknown = teacher.post(&accept, &[("cell", "zzzzzz")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_desk_says_what_waits_with_its_reason_and_the_days_can_be_changed() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, _) = seen(&app).await;
    let desk = teacher.get("/").await.text();
    assert!(
        desk.contains("份工作页") && desk.contains("数控2501班 · 螺纹轴的数控车床加工 · 环节 3"),
        "{desk}"
    );
    assert!(desk.contains("个求助"), "{desk}");
    assert!(desk.contains(&format!("href=\"/runs/{}/waiting\"", run.id)));
    let list = teacher.get("/runs").await.text();
    assert!(list.contains("数控2501班") && list.contains("进行中"), "{list}");
    let address = format!("/runs/{}", run.id);
    let revision = run.revision.to_string();
    let days = [
        ("first", "2026-11-02"),
        ("last", "2027-03-31"),
        ("place", "B203"),
        ("revision", &revision),
    ];
    let refused = teacher.post(&address, &days).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("日期超出本学期"));
    let days = [
        ("first", "2026-11-02"),
        ("last", "2026-12-31"),
        ("place", "B203"),
        ("revision", &revision),
    ];
    assert_eq!(teacher.post(&address, &days).await.status, StatusCode::SEE_OTHER);
    assert!(teacher.get(&address).await.text().contains("2026-12-31 周四"));
}

#[tokio::test]
async fn a_task_without_steps_is_not_opened_for_a_class() {
    let app = TestApp::new().await;
    let (teacher, _, mut fields) = form(&app).await;
    let blank = [("source", "blank"), ("name", "未设计的任务"), ("hours", "24")];
    let blank = teacher.post("/tasks", &blank).await;
    set(&mut fields, "task", blank.location().rsplit('/').next().unwrap());
    let before = app.rows().await;
    let refused = teacher.post("/runs", &sent(&fields)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("还没有步骤"), "{}", refused.text());
    let (task, class) = (value_of(&fields, "task"), value_of(&fields, "class"));
    let led = teacher.get(&format!("/runs/new?task={task}&class={class}")).await;
    assert_eq!(led.location(), format!("/tasks/{task}"));
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn work_that_changed_since_it_was_opened_is_not_judged_unseen() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, seen) = seen(&app).await;
    let cell = format!("/runs/{}/c/{}", run.id, cells(&seen, &Stage::Handed).remove(0));
    let page = teacher.get(&cell).await.text();
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap();
    let version: i64 = version.split('"').next().unwrap().parse().unwrap();
    let before = app.rows().await;
    let accept = async |version: i64| {
        let fields = [("verdict", "accept"), ("version", &version.to_string())];
        teacher.post(&cell, &fields).await
    };
    let refused = accept(version - 1).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("请重新核对再评判"));
    assert_eq!(app.rows().await, before);
    assert_eq!(accept(version).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_ended_run_is_read_and_not_changed() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, seen) = seen(&app).await;
    let address = format!("/runs/{}", run.id);
    assert_eq!(
        teacher.post(&format!("{address}/end"), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let before = app.rows().await;
    let cell = cells(&seen, &Stage::Handed).remove(0);
    let phase = format!("{address}/phases/{}", seen.state.task.phases[5].id);
    for (path, fields) in [
        (format!("{address}/acceptances"), vec![("cell", cell.as_str())]),
        (phase, vec![("turn", "open")]),
    ] {
        let refused = teacher.post(&path, &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{path}");
        assert!(refused.text().contains("课堂已经结束"));
    }
    assert_eq!(app.rows().await, before);
    let page = teacher.get(&address).await.text();
    assert!(
        page.contains("已结束") && !page.contains(&format!("{address}/end")),
        "{page}"
    );
    let board = teacher.get(&format!("{address}/board")).await.text();
    assert!(!board.contains("data-live="), "nothing changes any more");
}
