//! Adopted standards and school courses over HTTP: adopted once, planned by semester, withdrawn, counted.

use axum::http::StatusCode;
use kernel::{Role, Tier};
use testkit::{Person, TestApp};

/// The addresses on a page that begin so, in order, without doubles.
pub fn links(page: &str, start: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in page.split("href=\"").skip(1) {
        let address = part.split('"').next().unwrap_or_default();
        let is_new = !found.iter().any(|known| known == address);
        if address.starts_with(start) && is_new {
            found.push(address.to_owned());
        }
    }
    found
}

/// The plan that a school has from the beginning.
async fn plan_of(person: &Person<'_>) -> String {
    let list = person.get("/courses").await.text();
    let plans = links(&list, "/courses/plans/");
    plans
        .into_iter()
        .find(|plan| !plan.ends_with("/new"))
        .expect("the school has adopted a standard")
}

/// The form that adopts: the address of the standard's page and the courses that it offers.
async fn offered(leader: &Person<'_>, plan: usize) -> (String, Vec<String>) {
    let list = leader.get("/courses/plans/new").await.text();
    let standard = links(&list, "/courses/plans/new?standard=").remove(0);
    let page = leader.get(&format!("{standard}&plan={plan}")).await.text();
    let courses = page.split("name=\"course\" value=\"").skip(1);
    let courses = courses.map(|rest| rest[..22].to_owned()).collect();
    let id = standard.rsplit('=').next().unwrap_or_default().to_owned();
    (id, courses)
}

/// Adopts a table of the standard with the first of its courses.
pub async fn adopt(leader: &Person<'_>, plan: usize, take: usize) -> testkit::Reply {
    let (standard, courses) = offered(leader, plan).await;
    let plan = plan.to_string();
    let mut fields = vec![
        ("standard", standard.as_str()),
        ("number", "1"),
        ("plan", plan.as_str()),
        ("hours", ""),
    ];
    fields.extend(
        courses
            .iter()
            .take(take)
            .map(|course| ("course", course.as_str())),
    );
    leader.post("/courses/plans", &fields).await
}

#[tokio::test]
async fn the_first_school_follows_the_five_year_table_with_courses_of_its_own() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let plan = teacher.get(&plan_of(&teacher).await).await.text();
    for figure in [
        "数控加工（数控车工）",
        "高级技能 · 初中起点 5 年制",
        "第 1 版",
        "工学一体化学时 2360 / 2360",
        "全部课程学时 4906 / 5000",
        "零件数控车床加工",
        "思想政治",
        "岗位实习",
    ] {
        assert!(plan.contains(figure), "{figure} in {plan}");
    }
    // Who does not lead the major sees it and changes nothing.
    assert!(!plan.contains("停用方案") && !plan.contains("data-autosave"));
}

#[tokio::test]
async fn a_level_is_adopted_with_the_courses_that_are_chosen_and_only_once() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let done = adopt(&leader, 0, 4).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = leader.get(done.location()).await.text();
    for figure in [
        "中级技能 · 初中起点 3 年制",
        "工学一体化学时 1160 / 1320",
        "标准中未开设的课程",
    ] {
        assert!(page.contains(figure), "{figure} in {page}");
    }
    let before = app.rows().await;
    let again = adopt(&leader, 0, 4).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("已经采用"), "{}", again.text());
    let none = adopt(&leader, 1, 0).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("请至少选择一门课程"));
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn what_was_typed_survives_a_refused_adoption() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let (standard, courses) = offered(&leader, 0).await;
    let fields = [
        ("standard", standard.as_str()),
        ("number", "1"),
        ("plan", "0"),
        ("hours", "五千"),
        ("course", courses[1].as_str()),
    ];
    let refused = leader.post("/courses/plans", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("五千"), "{page}");
    let ticked: Vec<&str> = page
        .split("name=\"course\" value=\"")
        .skip(1)
        .filter(|rest| rest.split('>').next().unwrap_or_default().contains("checked"))
        .map(|rest| &rest[..22])
        .collect();
    assert_eq!(ticked, [courses[1].as_str()]);
}

#[tokio::test]
async fn a_course_that_was_not_taken_is_taken_later_and_not_twice() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let done = adopt(&leader, 0, 4).await;
    let plan = done.location().to_owned();
    let page = leader.get(&plan).await.text();
    let base = page
        .split("name=\"course\" value=\"")
        .nth(1)
        .expect("one is left")[..22]
        .to_owned();
    let take = format!("{plan}/courses");
    let taken = leader.post(&take, &[("course", &base)]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let page = leader.get(&plan).await.text();
    assert!(page.contains("工学一体化学时 1320 / 1320") && !page.contains("标准中未开设的课程"));
    let before = app.rows().await;
    assert_eq!(
        leader.post(&take, &[("course", &base)]).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn courses_of_other_classes_are_the_schools_own_and_need_no_base() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 1).await;
    let plan = plan_of(&leader).await;
    let add = format!("{plan}/courses/own");
    let fields = [
        ("class", "extension"),
        ("name", "增材制造入门"),
        ("s2", "36"),
        ("s3", "12.5"),
    ];
    let added = leader.post(&add, &fields).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text());
    let page = leader.get(&plan).await.text();
    assert!(page.contains("增材制造入门") && page.contains("48.5"), "{page}");
    let before = app.rows().await;
    for (fields, text) in [
        (
            vec![("class", "extension"), ("name", ""), ("s1", "4")],
            "请填写这一项",
        ),
        (
            vec![("class", "integrated"), ("name", "工艺"), ("s1", "4")],
            "须由已发布的课程标准转化而来",
        ),
        (
            vec![("class", "extension"), ("name", "工艺"), ("s1", "")],
            "请至少填写一个学期的学时",
        ),
        (
            vec![("class", "extension"), ("name", "工艺"), ("s1", "四")],
            "工艺",
        ),
    ] {
        let refused = leader.post(&add, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(text), "{text}: {}", refused.text());
    }
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn all_courses_stay_within_the_teaching_plan_or_it_says_so() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let plan = plan_of(&leader).await;
    let saved = leader.post(&plan, &[("hours", "4900"), ("version", "1")]).await;
    assert_eq!(
        (saved.status, saved.text().as_str()),
        (StatusCode::OK, "{\"version\":2}")
    );
    let check = leader.get(&format!("{plan}/check")).await.text();
    assert!(
        check.contains("全部课程学时之和 4906 超过教学计划总学时 4900"),
        "{check}"
    );
    let before = app.rows().await;
    let stale = leader.post(&plan, &[("hours", "5200"), ("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let wrong = leader.post(&plan, &[("hours", "很多"), ("version", "2")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn a_withdrawn_plan_stays_readable_and_is_changed_no_more() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let plan = plan_of(&leader).await;
    let away = format!("{plan}/withdrawal");
    let silent = leader.post(&away, &[("reason", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = leader.post(&away, &[("reason", "专业停招")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = leader.get(&plan).await.text();
    assert!(page.contains("停用，课程保留可查") && page.contains("零件数控车床加工"));
    assert!(!page.contains("data-autosave"));
    let before = app.rows().await;
    for path in [away, format!("{plan}/courses/own")] {
        let fields = [
            ("reason", "x"),
            ("class", "extension"),
            ("name", "x"),
            ("s1", "1"),
        ];
        assert_eq!(leader.post(&path, &fields).await.status, StatusCode::CONFLICT);
    }
    assert_eq!(app.rows().await, before);
    assert_eq!(adopt(&leader, 2, 9).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn another_school_knows_nothing_of_a_plan() {
    let app = TestApp::new().await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let plan = plan_of(&leader).await;
    let elsewhere = app.at_school(Role::MajorLeader, 1).await;
    assert_ne!(plan_of(&elsewhere).await, plan);
    let before = app.rows().await;
    for path in [
        plan.clone(),
        format!("{plan}/check"),
        format!("{plan}/courses/new"),
    ] {
        assert_eq!(elsewhere.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [
        plan.clone(),
        format!("{plan}/courses"),
        format!("{plan}/courses/own"),
        format!("{plan}/withdrawal"),
    ] {
        let fields = [
            ("hours", "1"),
            ("version", "1"),
            ("course", "0000000000000000000000"),
            ("class", "extension"),
            ("name", "x"),
            ("s1", "1"),
            ("reason", "x"),
        ];
        let status = elsewhere.post(&path, &fields).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn an_adoption_is_the_second_figure_beside_the_confirmed_list() {
    let app = TestApp::new().await;
    let officer = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    let leader = app.at_school(Role::MajorLeader, 2).await;
    fold(&app).await;
    assert_eq!(adopted(&officer).await, "3");
    // A second level of the same school is the same school.
    assert_eq!(adopt(&leader, 2, 9).await.status, StatusCode::SEE_OTHER);
    fold(&app).await;
    assert_eq!(adopted(&officer).await, "3");
    let list = leader.get("/courses").await.text();
    let plans = links(&list, "/courses/plans/");
    for plan in plans.iter().filter(|plan| !plan.ends_with("/new")) {
        let done = leader
            .post(&format!("{plan}/withdrawal"), &[("reason", "停招")])
            .await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
    }
    fold(&app).await;
    assert_eq!(adopted(&officer).await, "2");
}

/// Folds every pending fact, as the worker does.
async fn fold(app: &TestApp) {
    app::upkeep::round(&app.house).await.expect("facts are folded");
}

/// The figure of schools that adopted on a dashboard.
async fn adopted(reader: &Person<'_>) -> String {
    figure(reader, "采用标准的院校").await
}

/// A figure of a dashboard.
pub async fn figure(reader: &Person<'_>, label: &str) -> String {
    let page = reader.get("/counts").await.text();
    let after = page.split(label).last().expect("the figure is there");
    let value = after.split("stat-value").nth(1).unwrap_or_default();
    let value = value.split('>').nth(1).unwrap_or_default();
    value.split('<').next().unwrap_or_default().to_owned()
}
