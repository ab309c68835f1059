//! How a running class is arranged: its groups, roles, duties and days.

use axum::http::StatusCode;
use kernel::Role;
use testkit::TestApp;

use super::{codes, fields, seen, sent, set};

#[tokio::test]
async fn groups_change_and_work_stays_with_its_owners() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, before) = seen(&app).await;
    let address = format!("/runs/{}/groups", run.id);
    let mut fields = fields(&teacher.get(&address).await.text());
    let moved = before.seats()[0].student;
    set(&mut fields, &format!("g-{moved}"), "2");
    set(&mut fields, &format!("r-{moved}"), "inspector");
    set(&mut fields, "name-2", "测量组");
    set(&mut fields, "group-reason", "");
    let refused = teacher.post(&address, &sent(&fields)).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "seven in a group need a reason"
    );
    set(&mut fields, "group-reason", "测量设备在一处");
    let saved = teacher.post(&address, &sent(&fields)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let (_, after) = seen(&app).await;
    let seat = after.seats().iter().find(|seat| seat.student == moved).unwrap();
    assert_eq!(seat.group_name, "测量组");
    assert_eq!(after.state.works, before.state.works);
    assert_eq!(
        before.keys.student(moved),
        after.keys.student(moved),
        "a cell is called as before"
    );
}

#[tokio::test]
async fn groups_roles_duties_and_days_are_changed_only_as_they_were_seen() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let leader = app.at_school(Role::MajorLeader, 0).await;
    let (run, before) = seen(&app).await;
    let at = |part: &str| format!("/runs/{}{part}", run.id);
    let roles = format!("/phases/{}/roles", before.state.task.phases[3].id);
    let mut forms = Vec::new();
    for (part, place) in [
        ("/groups", "/groups"),
        ("/duties", "/duties"),
        (roles.as_str(), roles.as_str()),
        ("", ""),
    ] {
        let mut shown = fields(&leader.get(&at(part)).await.text());
        if part.is_empty() {
            shown.retain(|(name, _)| {
                ["first", "last", "reason", "place", "revision"].contains(&name.as_str())
            });
        }
        forms.push((at(place), shown));
    }
    // The teacher renames a group meanwhile: who does what in the phases stays as it was.
    let mut renamed = fields(&teacher.get(&at("/groups")).await.text());
    set(&mut renamed, "name-1", "精车组");
    let saved = teacher.post(&at("/groups"), &sent(&renamed)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let (_, after) = seen(&app).await;
    assert_eq!(after.state.arranged.plan, before.state.arranged.plan);
    assert_eq!(after.seats()[0].group_name, "精车组");
    let rows = app.rows().await;
    for (address, form) in &forms {
        let late = leader.post(address, &sent(form)).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{address}");
        assert!(late.text().contains("已被他人修改"), "{}", late.text());
    }
    assert_eq!(app.rows().await, rows);
}

#[tokio::test]
async fn a_form_with_a_group_that_is_gone_is_told_that_somebody_changed_it() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, before) = seen(&app).await;
    let address = format!("/runs/{}/groups", run.id);
    let mut third = fields(&teacher.get(&address).await.text());
    let moved = [before.seats()[0].student, before.seats()[1].student];
    for student in moved {
        set(&mut third, &format!("g-{student}"), "3");
    }
    set(&mut third, "group-reason", "设备分三处");
    third.push(("name-3".to_owned(), "第三组".to_owned()));
    let saved = teacher.post(&address, &sent(&third)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let stale = fields(&teacher.get(&address).await.text());
    let mut two = stale.clone();
    for student in moved {
        set(&mut two, &format!("g-{student}"), "1");
    }
    let saved = teacher.post(&address, &sent(&two)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let late = teacher.post(&address, &sent(&stale)).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text());
}

#[tokio::test]
async fn every_role_of_a_group_is_held_in_a_phase() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, seen) = seen(&app).await;
    let address = format!("/runs/{}/phases/{}/roles", run.id, seen.state.task.phases[3].id);
    let fields = fields(&teacher.get(&address).await.text());
    let (name, _) = fields.iter().find(|(_, role)| role == "safety").unwrap().clone();
    let saved = teacher.post(&address, &sent(&fields)).await;
    assert_eq!(
        saved.status,
        StatusCode::SEE_OTHER,
        "as they are they hold: {}",
        saved.text()
    );
    let mut fields = super::fields(&teacher.get(&address).await.text());
    fields.retain(|(field, _)| *field != name);
    fields.push((name, "recorder".to_owned()));
    let before = app.rows().await;
    let refused = teacher.post(&address, &sent(&fields)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("无人负责安全"), "{}", refused.text());
    assert_eq!(app.rows().await, before);
}

#[tokio::test]
async fn a_step_of_some_roles_is_no_cell_of_the_others() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let (run, before) = seen(&app).await;
    let address = format!("/runs/{}/duties", run.id);
    let form = teacher.get(&address).await.text();
    let steps: Vec<(String, String)> = fields(&form)
        .into_iter()
        .filter(|(name, _)| name == "step")
        .collect();
    assert_eq!(steps.len(), 3, "{form}");
    // All three are everybody's.
    let mut everybody = steps.clone();
    everybody.push(("revision".to_owned(), run.revision.to_string()));
    for (_, step) in &steps {
        for role in ["leader", "operator", "inspector", "safety", "recorder"] {
            everybody.push((format!("d-{step}"), role.to_owned()));
        }
    }
    teacher.post(&address, &sent(&everybody)).await;
    let (_, after) = seen(&app).await;
    assert!(codes(&app, &after).len() > codes(&app, &before).len());
    assert_eq!(codes(&app, &after).len(), 12 * 18);
    let (run, _) = seen(&app).await;
    let mut nobody = steps.clone();
    nobody.push(("revision".to_owned(), run.revision.to_string()));
    let nobody = teacher.post(&address, &sent(&nobody)).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.text().contains("至少选择一个角色"));
}

#[tokio::test]
async fn who_is_on_leave_is_proposed_for_no_group_and_two_of_one_name_are_told_apart() {
    let app = TestApp::new().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let (run, before) = seen(&app).await;
    let namesake = before.name(before.seats()[1].student).to_owned();
    let csv = format!(
        "学号,姓名,证件类型,证件号码,班级,学生状态\n25019901,李浩然,护照,E12345678,数控2501班,休学\n\
         25019977,{namesake},护照,E76543219,数控2501班,在校\n"
    );
    let sent_in = affairs
        .upload(
            "/rosters",
            &[("kind", "students")],
            ("file", "leave.csv", csv.as_bytes()),
        )
        .await;
    let preview = sent_in.location().to_owned();
    let page = affairs.get(&preview).await.text();
    let digest = page.split("name=\"digest\" value=\"").nth(1).unwrap();
    let digest = digest.split('"').next().unwrap().to_owned();
    let taken = affairs
        .post(&format!("{preview}/import"), &[("digest", &digest)])
        .await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text());

    // Who has a seat and is on leave is marked and can be left without a group.
    let teacher = app.at_school(Role::Teacher, 0).await;
    let address = format!("/runs/{}/groups", run.id);
    let page = teacher.get(&address).await.text();
    assert!(
        page.contains("休学") && page.contains(&format!("{namesake}（9977）")),
        "{page}"
    );
    let away = before.seats().iter().map(|seat| seat.student);
    let away = away
        .into_iter()
        .find(|student| before.name(*student) == "李浩然")
        .unwrap();
    let mut now = fields(&page);
    set(&mut now, &format!("g-{away}"), "0");
    set(&mut now, "group-reason", "休学一人");
    let missing = teacher.post(&address, &sent(&now)).await;
    assert_eq!(
        missing.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the new student has no group yet"
    );
    let newcomer = now
        .iter()
        .filter(|(name, value)| name.starts_with("g-") && value == "0");
    let newcomer = newcomer
        .map(|(name, _)| name.clone())
        .find(|name| *name != format!("g-{away}"));
    set(&mut now, &newcomer.unwrap(), "2");
    let saved = teacher.post(&address, &sent(&now)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let (_, after) = seen(&app).await;
    assert!(after.seats().iter().all(|seat| seat.student != away));
    // A new run proposes groups of those who are in class.
    let task = teacher.post("/tasks", &[("source", "sample")]).await;
    let task = task.location().rsplit('/').next().unwrap().to_owned();
    let form = teacher
        .get(&format!("/runs/new?task={task}&class={}", run.class))
        .await
        .text();
    let proposed = fields(&form);
    let of = |student: String| {
        proposed
            .iter()
            .find(|(name, _)| *name == student)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(of(format!("g-{away}")), "0", "{form}");
}
