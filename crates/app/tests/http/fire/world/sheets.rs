//! Sheets on every step of their way: open, submitted, checked, locked, being corrected, behind the version of their class.

use kernel::Role;
use testkit::TestApp;

use super::{Shown, case, done};
use crate::assessment::{Class, as_it_is, class, only_teacher};
use crate::fire::found::offers;

/// All of them, each of the first class with a task of its own.
pub async fn all(app: &TestApp, shown: &mut Shown) {
    let office = app.at_school(Role::AcademicAffairs, 0).await;
    let leads = app.at_school(Role::Teacher, 0).await;
    // The sheet in work that the nation has: its round is open, and a mentor is invited.
    let invitations = case(app, "GET /grades/{id}/invitations").await;
    shown.to(&leads, &invitations).await;
    shown
        .to(&leads, invitations.trim_end_matches("/invitations"))
        .await;
    open(&class(app, 0, as_it_is).await, shown).await;
    let submitted = given(app).await;
    way(&submitted, 1).await;
    shown.to(&submitted.leader().await, &submitted.at("")).await;
    let checked = given(app).await;
    way(&checked, 2).await;
    shown.to(&office, &checked.at("")).await;
    let locked = given(app).await;
    way(&locked, 3).await;
    let teacher = locked.teacher().await;
    let line = locked.at(&format!("/students/{}", locked.students[2]));
    shown.to(&teacher, &line).await;
    let line = format!("{line}/corrections");
    let target = format!("{}:teacher", locked.items[3]);
    let fields = [("target", target.as_str()), ("new", "90"), ("reason", "漏记")];
    done(&line, &teacher.post(&line, &fields).await);
    shown.to(&office, &locked.at("/history")).await;
}

async fn given(app: &TestApp) -> Class<'_> {
    let class = class(app, 0, only_teacher).await;
    class.teacher_gives_all("80").await;
    class
}

/// So many steps of a sheet's way.
async fn way(class: &Class<'_>, steps: usize) {
    let people = [class.teacher().await, class.leader().await, class.office().await];
    for (person, act) in people.iter().zip(["/submission", "/check", "/lock"]).take(steps) {
        done(act, &person.post(&class.at(act), &[]).await);
    }
}

/// A sheet on which nobody has given anything: its round, its cells, one student who does not count, and its class moved on.
async fn open(class: &Class<'_>, shown: &mut Shown) {
    let teacher = class.teacher().await;
    let line = |place: usize| class.at(&format!("/students/{}", class.students[place]));
    let exemption = format!("{}/exemption", line(0));
    done(&exemption, &teacher.post(&exemption, &[("reason", "休学")]).await);
    for place in [0, 1] {
        shown.to(&teacher, &line(place)).await;
    }
    shown.to(&teacher, &class.at("?show=teacher")).await;
    // The task gets other marks and a version with them; the class is taken there, and its sheet stays behind.
    let (school, run) = (class.school, class.sheet.parse().expect("the id of a run"));
    let (ctx, db) = (class.app.house.ctx(kernel::Actor::System), &class.app.house.db);
    let task = db.read(&ctx, move |_, tx| {
        Ok(classroom::queries::run(tx, school, run)?.task)
    });
    let task = format!("/tasks/{}", task.await.expect("the run"));
    let item = format!("{task}/nodes/{}", class.items[0]);
    let saved = teacher.post(&item, &[("marks", "12"), ("version", "1")]).await;
    assert_eq!(saved.status, 200, "{item}: {}", saved.text());
    done("a version", &teacher.post(&format!("{task}/versions"), &[]).await);
    let version = format!("/runs/{}/version", class.sheet);
    shown.to(&teacher, &version).await;
    let page = teacher.get(&version).await.text();
    let form = offers(&page)
        .into_iter()
        .find(|form| form.posts && form.path == version);
    let mut fields = form.expect("the form that moves a class").fields;
    for (name, value) in &mut fields {
        if name == "reason" {
            *value = "配分调整".to_owned();
        }
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    done(&version, &teacher.post(&version, &fields).await);
    shown.to(&teacher, &class.at("")).await;
}
