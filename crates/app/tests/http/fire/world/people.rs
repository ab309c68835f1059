//! Who comes, goes and signs in: rosters that wait, people to be erased, somebody new, a second post, second factors.

use kernel::{Actor, PersonId, Role};
use testkit::{Person, SECOND_CLASS, TestApp};

use super::{Shown, done};
use crate::factor::{half, set_up};
use crate::rosters::{ids, sent, taken};
use crate::sign_in::PASSWORD;

/// All of it.
pub async fn all(app: &TestApp, shown: &mut Shown) {
    staff(app, shown).await;
    erasures(app, shown).await;
    rosters(app, shown).await;
    factors(app, shown).await;
}

/// Students by a table of their number, name, identity and class.
fn students(rows: &[[&str; 4]]) -> String {
    let mut table = "学号,姓名,证件类型,证件号码,班级\n".to_owned();
    for [number, name, identity, class] in rows {
        table += &format!("{number},{name},护照,{identity},{class}\n");
    }
    table
}

/// Somebody who has never signed in, and a class teacher with a second post.
async fn staff(app: &TestApp, shown: &mut Shown) {
    let admin = app.at_school(Role::SystemAdmin, 0).await;
    // Whoever held the post before is still the first who holds it.
    let (number, name, _) = holder(app, Role::ClassTeacher).await;
    for (name, number) in [("尉迟翀", "T-900"), (&name, &number)] {
        let fields = [("name", name), ("number", number), ("role", "teacher")];
        let given = admin.post("/staff", &fields).await;
        assert!([200, 303].contains(&given.status.as_u16()), "{}", given.text());
    }
    shown.to(&admin, "/staff").await;
    shown.to(&app.at_school(Role::ClassTeacher, 0).await, "/").await;
}

/// Two students whose class has ended: one may be erased, of the other it was proposed.
async fn erasures(app: &TestApp, shown: &mut Shown) {
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let class = done("a class", &affairs.post("/classes", &SECOND_CLASS).await);
    let table = students(&[
        ["25029951", "上官云", "E76543211", "数控2502班"],
        ["25029952", "司徒青", "E76543212", "数控2502班"],
        // Of the class that goes on, without a password.
        ["25019953", "闻人月", "E76543213", "数控2501班"],
    ]);
    let preview = sent(&affairs, "students", ("students.csv", table.as_bytes())).await;
    done(&preview, &taken(&affairs, &preview).await);
    let page = affairs.get(&class).await.text();
    let gone: Vec<String> = ids(&page, "href=\"/people/").into_iter().take(2).collect();
    let end = format!("{class}/end");
    done(&end, &affairs.post(&end, &[("reason", "毕业")]).await);
    let head = app.at_school(Role::ClassTeacher, 0).await;
    let of_head = ids(&head.get("/classes").await.text(), "href=\"/classes/");
    let of_head = of_head.iter().find(|id| id.len() == 22).expect("a class");
    shown.to(&head, &format!("/classes/{of_head}")).await;
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    shown.to(&security, &format!("/personal/{}", gone[0])).await;
    let erasure = format!("/personal/{}/erasure", gone[1]);
    done(
        &erasure,
        &security.post(&erasure, &[("reason", "本人书面申请")]).await,
    );
    let leader = app.at_school(Role::SchoolLeader, 0).await;
    shown.to(&leader, &format!("/personal/{}", gone[1])).await;
}

/// One that may be brought in, and one with a class that nobody knows. While they wait nobody is erased.
async fn rosters(app: &TestApp, shown: &mut Shown) {
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    let sound = students(&[["25019954", "南宫雪", "E76543214", "数控2501班"]]);
    let preview = sent(&affairs, "students", ("students.csv", sound.as_bytes())).await;
    shown.to(&affairs, &preview).await;
    let strange = "学号,姓名,证件类型,证件号码,班级,专业,培养层次,学制,入学日期\n\
        25099955,东方白,护照,E76543215,数控2509班,数控加工（数控车工）,高级,五年,2025-09-01\n";
    let preview = sent(&affairs, "students", ("strange.csv", strange.as_bytes())).await;
    shown.to(&affairs, &preview).await;
}

/// One is set up, one begun, and one is asked for.
async fn factors(app: &TestApp, shown: &mut Shown) {
    let (person, _, _) = set_up(app, &app.at_school(Role::AuditAdmin, 0).await).await;
    shown.to(&person, "/me/second-factor").await;
    let asked = half(app, "audit-admin").await;
    let page = app
        .stranger()
        .get_with("/sign-in/code?next=", ("cookie", &asked.0))
        .await;
    shown.answered("/sign-in/code", &page);
    let security = app.at_school(Role::SecurityAdmin, 0).await;
    let (_, _, holder) = holder(app, Role::AuditAdmin).await;
    shown.to(&security, &format!("/personal/{holder}")).await;
    let leader: Person<'_> = app.at_school(Role::SchoolLeader, 0).await;
    let begun = leader.post("/me/second-factor", &[("present", PASSWORD)]).await;
    shown.answered("/me/second-factor", &begun);
}

/// Who holds a post of the school: their number, their name and who they are.
async fn holder(app: &TestApp, role: Role) -> (String, String, PersonId) {
    let (school, ctx) = (app.schools()[0].number, app.house.ctx(Actor::System));
    let staff = app
        .house
        .db
        .read(&ctx, move |ctx, tx| people::queries::staff(tx, ctx, school));
    let staff = staff.await.expect("the staff");
    let row = staff.into_iter().find(|row| row.role == role.code());
    let row = row.expect("somebody with this post");
    (row.number, row.name, row.person)
}
