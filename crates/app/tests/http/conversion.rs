//! 校本转化 over HTTP: each 参考性学习任务 kept, changed, split or replaced, checked while typing, compared with the exact version
//! of the standard, and designed as learning tasks.

use axum::http::StatusCode;
use kernel::Role;
use testkit::{Person, Reply, TestApp};

use crate::standards::{ministry, published};

const OP: &str = "019ab000-0000-7000-8000-000000000001";

/// What stands between two marks, first met.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page
        .split(from)
        .nth(1)
        .unwrap_or_else(|| panic!("{from} in {page}"));
    rest.split(to).next().unwrap_or_default()
}

/// The first short id behind each mark.
fn ids(page: &str, mark: &str) -> Vec<String> {
    let parts = page.split(mark).skip(1);
    parts.map(|part| part[..22].to_owned()).collect()
}

/// The address of the link that holds this text.
fn link_to(page: &str, text: &str) -> String {
    let before = page.split(text).next().unwrap_or_default();
    let start = before
        .rfind("href=\"")
        .unwrap_or_else(|| panic!("{text} in {page}"))
        + 6;
    before[start..].split('"').next().unwrap_or_default().to_owned()
}

/// The course of a school's first plan with this name.
async fn course(person: &Person<'_>, name: &str) -> String {
    let list = person.get("/courses").await.text();
    let mut plans = ids(&list, "href=\"/courses/plans/").into_iter();
    let plan = plans.find(|id| !id.starts_with("new")).expect("a plan");
    let page = person.get(&format!("/courses/plans/{plan}")).await.text();
    link_to(&page, name)
}

/// A school that has converted nothing yet: its 专业带头人 and the course 零件数控车床加工 (480 hours, five tasks of 96).
async fn turning(app: &TestApp) -> (Person<'_>, String) {
    let leader = app.at_school(Role::MajorLeader, 2).await;
    let path = course(&leader, "零件数控车床加工").await;
    (leader, path)
}

async fn text(person: &Person<'_>, path: &str) -> String {
    let reply = person.get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}");
    reply.text()
}

/// Decides about the 参考性学习任务 of this number, from 1, as the page offers it now.
async fn decide(leader: &Person<'_>, course: &str, (number, decision): (usize, &str)) -> Reply {
    let page = text(leader, course).await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"").to_owned();
    decide_seeing(leader, course, (number, decision), &seen).await
}

async fn decide_seeing(
    leader: &Person<'_>,
    course: &str,
    (number, decision): (usize, &str),
    seen: &str,
) -> Reply {
    let page = text(leader, course).await;
    let reference = &ids(&page, "id=\"r-")[number - 1];
    let path = format!("{course}/references/{reference}");
    leader
        .post(&path, &[("decision", decision), ("seen", seen)])
        .await
}

/// The part of the page about the 参考性学习任务 of this number.
fn part(page: &str, number: usize) -> &str {
    let rest = page.split("id=\"r-").nth(number).expect("the task is there");
    rest.split("</article>").next().unwrap_or_default()
}

/// Types into a field of the part, the first of this name or a later one.
async fn type_into(
    leader: &Person<'_>,
    course: &str,
    (number, field, nth): (usize, &str, usize),
    value: &str,
) -> Reply {
    let page = text(leader, course).await;
    let mark = format!("name=\"{field}\"");
    let found = part(&page, number)
        .split(&mark)
        .nth(nth + 1)
        .expect("the field is there");
    let path = between(found, "data-autosave=\"", "\"");
    let version = between(found, "data-version=\"", "\"");
    let reply = leader.post(path, &[(field, value), ("version", version)]).await;
    assert_eq!(reply.status, StatusCode::OK, "{field}: {}", reply.text());
    reply
}

async fn type_course(leader: &Person<'_>, course: &str, (field, value): (&str, &str)) -> Reply {
    let page = text(leader, course).await;
    let found = between(&page, &format!("name=\"{field}\""), ">").to_owned();
    let path = between(&found, "data-autosave=\"", "\"");
    let version = between(&found, "data-version=\"", "\"");
    leader.post(path, &[(field, value), ("version", version)]).await
}

#[tokio::test]
async fn every_reference_task_is_kept_changed_split_or_replaced_with_hours_and_a_reason() {
    let app = TestApp::new().await;
    let (leader, course) = turning(&app).await;
    let page = text(&leader, &course).await;
    assert!(
        page.contains("已转化 0 / 5") && page.contains("还没有转化"),
        "{page}"
    );
    for (number, decision) in [(1, "changed"), (4, "split"), (5, "replaced")] {
        let done = decide(&leader, &course, (number, decision)).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    }
    let page = text(&leader, &course).await;
    assert!(part(&page, 4).contains("value=\"48\"") && part(&page, 4).contains("加工（2）"));
    assert!(part(&page, 5).contains("还没有填写名称") && part(&page, 5).contains("请写转化说明"));
    // What lacks its reason is not converted yet.
    assert!(page.contains("已转化 0 / 5"), "{page}");
    for (place, value) in [
        ((1, "name", 0), "输出轴的数控车床加工"),
        ((1, "hours", 0), "84"),
        ((1, "reason", 0), "改用本地企业零件"),
        ((4, "name", 0), "衬套的加工"),
        ((4, "name", 1), "薄壁套的加工"),
        ((4, "hours", 1), "60"),
        ((4, "reason", 0), "薄壁件为主"),
        ((5, "name", 0), "电机轴小批量加工"),
        ((5, "reason", 0), "订单稳定"),
    ] {
        type_into(&leader, &course, place, value).await;
    }
    let kept = leader.post(&format!("{course}/kept"), &[]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    let page = text(&leader, &course).await;
    for figure in [
        "已转化 5 / 5",
        "学习任务学时 480 / 480",
        "学期分配 480 / 480",
        "检查通过",
        "校本 108 学时 · 标准 96 学时",
    ] {
        assert!(page.contains(figure), "{figure} in {page}");
    }
    assert!(!page.contains("原样保留</button>") && !part(&page, 2).contains("name=\"name\""));
    for path in ["/", "/courses"] {
        let page = text(&leader, path).await;
        assert!(page.contains("5 / 21"), "{path}: {page}");
    }
}

#[tokio::test]
async fn the_sums_and_the_faults_follow_what_is_typed_each_at_its_place() {
    let app = TestApp::new().await;
    let (leader, course) = turning(&app).await;
    leader.post(&format!("{course}/kept"), &[]).await;
    decide(&leader, &course, (2, "changed")).await;
    type_into(&leader, &course, (2, "reason", 0), "设备少").await;
    type_into(&leader, &course, (2, "hours", 0), "80").await;
    let check = format!("{course}/check");
    let checked = text(&leader, &check).await;
    // Rule 1: the tasks fill the course.
    assert!(checked.contains("学习任务学时 464 / 480"), "{checked}");
    assert!(checked.contains("各学习任务学时之和 464 与课程学时 480 不一致"));
    // Rule 8: over 20 % needs a word, at the task.
    type_into(&leader, &course, (2, "reason", 0), "").await;
    type_into(&leader, &course, (2, "hours", 0), "116").await;
    let checked = text(&leader, &check).await;
    let reference = &ids(&text(&leader, &course).await, "id=\"r-")[1];
    let place = between(&checked, &format!("id=\"at-{reference}\""), "</div>");
    assert!(place.contains("学时由 96 变为 116，变动超过 20%"), "{place}");
    assert_eq!(checked.matches("变动超过 20%").count(), 1, "{checked}");
    // Rule 2: the semesters fill the course.
    let saved = type_course(&leader, &course, ("s6", "12.5")).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let checked = text(&leader, &check).await;
    assert!(
        checked.contains("学期分配学时之和 492.5 与课程学时 480 不一致"),
        "{checked}"
    );
    // Rule 3 and rule 8 of the course as a whole.
    type_course(&leader, &course, ("hours", "700")).await;
    let checked = text(&leader, &check).await;
    assert!(
        checked.contains("本层级课程学时之和 1540 超过教学计划的 1320"),
        "{checked}"
    );
    assert!(checked.contains("课程学时由 480 变为 700"));
    type_course(&leader, &course, ("note", "合并了实训周")).await;
    assert!(!text(&leader, &check).await.contains("课程学时由 480 变为 700"));
}

#[tokio::test]
async fn a_stale_field_is_refused_a_repeated_sending_is_saved_once_and_a_wrong_value_changes_nothing() {
    let app = TestApp::new().await;
    let (leader, course) = turning(&app).await;
    decide(&leader, &course, (3, "changed")).await;
    let page = text(&leader, &course).await;
    let task = format!("{course}/rows/{}", ids(&page, "id=\"t-")[0]);
    let fields = [("hours", "90"), ("version", "1"), ("op", OP)];
    for _ in 0..2 {
        let saved = leader.post(&task, &fields).await;
        assert_eq!(
            (saved.status, saved.text().as_str()),
            (StatusCode::OK, "{\"version\":2}")
        );
    }
    // Another field of the same task does not disturb it.
    let other = leader.post(&task, &[("name", "螺纹轴"), ("version", "1")]).await;
    assert_eq!(other.text(), "{\"version\":3}");
    let before = app.rows().await;
    let stale = leader.post(&task, &[("hours", "88"), ("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("修改了这一项"), "{}", stale.text());
    for (field, value, status) in [
        ("hours", "九十", StatusCode::UNPROCESSABLE_ENTITY),
        ("reason", "x", StatusCode::NOT_FOUND),
        ("position", "1", StatusCode::NOT_FOUND),
    ] {
        let refused = leader.post(&task, &[(field, value), ("version", "3")]).await;
        assert_eq!(refused.status, status, "{field}");
    }
    let long = "长".repeat(501);
    let refused = leader.post(&task, &[("name", &long), ("version", "3")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A course of the standard keeps its name.
    let id = course.rsplit('/').next().unwrap_or_default();
    let row = format!("{course}/rows/{id}");
    let refused = leader.post(&row, &[("name", "数车"), ("version", "1")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn a_decision_from_an_old_page_is_refused_and_the_same_decision_twice_is_one() {
    let app = TestApp::new().await;
    let (leader, course) = turning(&app).await;
    decide(&leader, &course, (1, "split")).await;
    let page = text(&leader, &course).await;
    let old = between(&page, "name=\"seen\" value=\"", "\"").to_owned();
    let conversion = between(part(&page, 1), "/conversions/", "/").to_owned();
    let add = format!("{course}/conversions/{conversion}/tasks");
    let added = leader.post(&add, &[("seen", &old)]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let before = app.rows().await;
    let same = decide_seeing(&leader, &course, (1, "split"), &old).await;
    assert_eq!(same.status, StatusCode::SEE_OTHER);
    let stale = decide_seeing(&leader, &course, (1, "kept"), &old).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text().contains("修改了这一项"), "{}", stale.text());
    assert_eq!(
        leader.post(&add, &[("seen", &old)]).await.status,
        StatusCode::CONFLICT
    );
    let page = text(&leader, &course).await;
    let task = format!("{course}/rows/{}/removal", ids(&page, "id=\"t-")[2]);
    assert_eq!(
        leader.post(&task, &[("seen", &old)]).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(app.rows().await, before);
    // Typing of one's own does not make one's page old.
    let seen = between(&page, "name=\"seen\" value=\"", "\"").to_owned();
    type_into(&leader, &course, (1, "reason", 0), "周期过长").await;
    let dropped = leader.post(&task, &[("seen", &seen)]).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER, "{}", dropped.text());
    assert_eq!(ids(&text(&leader, &course).await, "id=\"t-").len(), 2);
}

#[tokio::test]
async fn what_is_kept_stands_as_in_the_standard_and_what_was_written_is_asked_about_before_it_goes() {
    let app = TestApp::new().await;
    let (leader, course) = turning(&app).await;
    decide(&leader, &course, (1, "changed")).await;
    let page = text(&leader, &course).await;
    let task = format!("{course}/rows/{}", ids(&page, "id=\"t-")[0]);
    assert!(!part(&page, 1).contains("data-confirm"));
    type_into(&leader, &course, (1, "name", 0), "输出轴").await;
    let page = text(&leader, &course).await;
    assert!(
        part(&page, 1).contains("将去掉或改写 1 个已填写的校本学习任务"),
        "{}",
        part(&page, 1)
    );
    decide(&leader, &course, (1, "kept")).await;
    let page = text(&leader, &course).await;
    assert!(!page.contains("输出轴"));
    let before = app.rows().await;
    let refused = leader.post(&task, &[("name", "输出轴"), ("version", "9")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.text().contains("原样保留"), "{}", refused.text());
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn the_course_stands_beside_its_exact_version_and_a_newer_one_is_told() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let course = course(&teacher, "零件数控车床加工").await;
    let page = text(&teacher, &format!("{course}/difference")).await;
    for figure in [
        "减速器输出轴的数控车床加工",
        "−12",
        "衬套的数控车床加工",
        "薄壁轴承座的数控车床加工",
        "+12",
        "名称、描述、学时、任务个数",
        "原订单企业已转产",
        "第 1 版",
    ] {
        assert!(page.contains(figure), "{figure} in {page}");
    }
    assert!(!page.contains("查看两版差异"));
    let (officer, id) = (ministry(&app).await, published(&app).await);
    officer.post(&format!("/standards/{id}/drafts/copy"), &[]).await;
    let publication = format!("/standards/{id}/draft/publication");
    let done = officer.post(&publication, &[("kind", "formal")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    for path in [course.clone(), format!("{course}/difference")] {
        let page = text(&teacher, &path).await;
        assert!(
            page.contains("已发布第 2 版") && page.contains("第 1 版"),
            "{page}"
        );
        let difference = link_to(&page, "查看两版差异").replace("&#38;", "&");
        let difference = text(&teacher, &difference.replace("&amp;", "&")).await;
        assert!(difference.contains("第 1 版"), "{difference}");
    }
}

#[tokio::test]
async fn a_learning_task_is_made_for_a_task_of_the_course_and_both_know_each_other() {
    let app = TestApp::new().await;
    let (leader, course) = turning(&app).await;
    decide(&leader, &course, (2, "changed")).await;
    type_into(&leader, &course, (2, "hours", 0), "88").await;
    let page = text(&leader, &course).await;
    let teacher = app.at_school(Role::Teacher, 2).await;
    let course_task = ids(&page, "id=\"t-").remove(0);
    let form = text(&teacher, &format!("/tasks/new?course={course_task}")).await;
    assert!(page.contains(&format!("href=\"/tasks/new?course={course_task}\"")));
    assert!(
        form.contains("value=\"圆锥与圆弧轴的数控车床加工\"") && form.contains("value=\"88\""),
        "{form}"
    );
    let fields = [
        ("source", "blank"),
        ("course", course_task.as_str()),
        ("name", "圆锥接头的数控车床加工"),
        ("hours", "90"),
    ];
    let nameless = [fields[0], fields[1], ("name", ""), ("hours", "90")];
    let refused = teacher.post("/tasks", &nameless).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("为校本课程的这个学习任务设计"));
    let made = teacher.post("/tasks", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let task = made.location().to_owned();
    let page = text(&teacher, &task).await;
    assert!(
        page.contains(&format!("href=\"{course}\"")) && page.contains("课程安排为 88 学时"),
        "{page}"
    );
    assert!(page.contains(&format!("href=\"{course}#t-{course_task}\"")));
    let analysis = text(&teacher, &format!("{task}/documents/6")).await;
    assert!(analysis.contains("零件数控车床加工") && analysis.contains("数控加工（数控车工）"));
    let page = text(&teacher, &course).await;
    assert!(
        part(&page, 2).contains("圆锥接头的数控车床加工") && part(&page, 2).contains("90 学时"),
        "{page}"
    );
    // Neither the task nor the course goes while a learning task is designed for it.
    let dropped = decide(&leader, &course, (2, "split")).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER);
    let page = text(&leader, &course).await;
    let seen = between(&page, "name=\"seen\" value=\"", "\"").to_owned();
    let before = app.rows().await;
    let removal = format!("{course}/rows/{course_task}/removal");
    let used = leader.post(&removal, &[("seen", &seen)]).await;
    assert!(
        used.status == StatusCode::CONFLICT && used.text().contains("有 1 个学习任务是为"),
        "{}",
        used.text()
    );
    let left = leader.post(&format!("{course}/removal"), &[]).await;
    assert_eq!(left.status, StatusCode::CONFLICT, "{}", left.text());
    assert_eq!(app.rows().await, before);
    // Put to no course, it lets both go.
    let moved = teacher
        .post(&format!("{task}/course"), &[("course_task", "")])
        .await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    assert!(!text(&teacher, &task).await.contains("课程安排为"));
    let left = leader.post(&format!("{course}/removal"), &[]).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.text());
    assert!(
        text(&leader, left.location())
            .await
            .contains("标准中未开设的课程")
    );
}

#[tokio::test]
async fn a_task_of_another_schools_course_is_nobodys_to_design_for() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let page = text(&teacher, &course(&teacher, "零件数控车床加工").await).await;
    let course_task = ids(&page, "id=\"t-").remove(0);
    let stranger = app.at_school(Role::Teacher, 1).await;
    let made = stranger
        .post(
            "/tasks",
            &[("source", "blank"), ("name", "车轴"), ("hours", "24")],
        )
        .await;
    let task = made.location().to_owned();
    let before = app.rows().await;
    let form = stranger.get(&format!("/tasks/new?course={course_task}")).await;
    assert_eq!(form.status, StatusCode::NOT_FOUND);
    let fields = [
        ("source", "blank"),
        ("course", course_task.as_str()),
        ("name", "车轴"),
        ("hours", "24"),
    ];
    assert_eq!(
        stranger.post("/tasks", &fields).await.status,
        StatusCode::NOT_FOUND
    );
    let placed = stranger
        .post(&format!("{task}/course"), &[("course_task", &course_task)])
        .await;
    assert_eq!(placed.status, StatusCode::NOT_FOUND);
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn a_withdrawn_plan_keeps_its_conversions_readable_and_nothing_of_them_is_changed() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let course = course(&leader, "零件数控车床加工").await;
    let page = text(&leader, &course).await;
    let (task, reference) = (ids(&page, "id=\"t-").remove(0), ids(&page, "id=\"r-").remove(0));
    let plan = ids(&page, "href=\"/courses/plans/").remove(0);
    let away = format!("/courses/plans/{plan}/withdrawal");
    leader.post(&away, &[("reason", "专业停招")]).await;
    let page = text(&leader, &course).await;
    assert!(page.contains("不能再修改") && page.contains("减速器输出轴的数控车床加工"));
    assert!(page.contains("改用合作企业减速器厂的真实零件"), "{page}");
    assert!(!page.contains("data-autosave") && !page.contains("/tasks/new?course="));
    let before = app.rows().await;
    for (path, fields) in [
        (format!("{course}/kept"), vec![]),
        (format!("{course}/removal"), vec![]),
        (
            format!("{course}/references/{reference}"),
            vec![("decision", "kept"), ("seen", "999")],
        ),
        (
            format!("{course}/rows/{task}"),
            vec![("hours", "80"), ("version", "9")],
        ),
        (
            "/tasks".to_owned(),
            vec![
                ("source", "blank"),
                ("name", "x"),
                ("hours", "8"),
                ("course", &task),
            ],
        ),
    ] {
        let refused = leader.post(&path, &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{path}: {}", refused.text());
    }
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn an_own_course_is_named_and_spread_by_the_school_and_has_nothing_to_compare() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let course = course(&leader, "工业机器人操作").await;
    let page = text(&leader, &course).await;
    assert!(
        !page.contains("panel conversion") && page.contains("学期分配 80 / 80"),
        "{page}"
    );
    let saved = type_course(&leader, &course, ("name", "工业机器人编程与操作")).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let empty = type_course(&leader, &course, ("name", "")).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    type_course(&leader, &course, ("s8", "20")).await;
    let checked = text(&leader, &format!("{course}/check")).await;
    assert!(checked.contains("学期分配 100 / 80"), "{checked}");
    let compared = leader.get(&format!("{course}/difference")).await;
    assert_eq!(compared.status, StatusCode::NOT_FOUND);
    let found = text(&leader, "/search?q=%E6%9C%BA%E5%99%A8%E4%BA%BA%E7%BC%96%E7%A8%8B").await;
    assert!(found.contains(&format!("href=\"{course}\"")), "{found}");
}

#[tokio::test]
async fn the_sample_task_of_the_first_school_comes_of_a_converted_course() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let course = course(&teacher, "零件数控车床加工").await;
    let page = text(&teacher, &course).await;
    for decision in ["保留", "调整", "拆分", "替换"] {
        assert!(
            page.contains(&format!("{decision}</span>")),
            "{decision} in {page}"
        );
    }
    assert!(page.contains("检查通过"), "{page}");
    let of_sample = part(&page, 3);
    assert!(
        of_sample.contains("href=\"/tasks/") && of_sample.contains("96 学时"),
        "{of_sample}"
    );
    let task = link_to(of_sample, "螺纹轴的数控车床加工</a>");
    let page = text(&teacher, &task).await;
    assert!(page.contains(&format!("href=\"{course}\"")), "{page}");
    assert!(page.contains("/versions/1\"") && !page.contains("课程安排为"));
}
