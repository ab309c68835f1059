//! Chapter 3: rosters of teachers and students, classes, slips, first sign-ins.

use testkit::{Person, TestApp};

use crate::hands::{appointed, between, done, enters, every, fields, page, said, sent, set, taken};
use crate::nation::{Nation, Small};

const STUDENTS: &[u8] = include_bytes!("../../../people/tests/data/students.xlsx");
const WITH_ERRORS: &[u8] = include_bytes!("../../../people/tests/data/students-with-errors.xlsx");
const TEACHERS: &[u8] = include_bytes!("../../../people/tests/data/teachers.xlsx");

/// The school of the story, with two classes.
pub struct School<'a> {
    pub small: &'a Small<'a>,
    /// 班主任 of the first class.
    pub head: Person<'a>,
    /// Who reads its audit.
    pub auditor: Person<'a>,
    /// 数控2501班 and 数控2502班.
    pub classes: [String; 2],
}

/// A class at work.
pub struct Class<'a> {
    /// Its run, which is also the address of its grades.
    pub run: String,
    pub task: String,
    /// The members of the groups.
    pub groups: Vec<Vec<String>>,
    /// Those of the first group, then three of the second: who has entered.
    pub students: Vec<(String, Person<'a>)>,
}

/// Rosters come in, classes are made, everybody gets their post.
pub async fn staffed<'a>(app: &'a TestApp, nation: &'a Nation<'a>) -> School<'a> {
    let small = &nation.schools[0];
    let auditor = appointed(app, &small.admin, "", ("米昕", "JS0602", "audit-admin")).await;
    let second = [("name", "米昕"), ("number", "JS0602"), ("role", "security-admin")];
    let refused = small.admin.post("/staff", &second).await;
    assert_eq!(refused.status, 422, "the three administrators are three persons");
    brought(&small.affairs, "teachers", ("teachers.xlsx", TEACHERS)).await;
    let staff = page(&small.admin, "/staff").await;
    let head = slip_of(app, &small.admin, &staff, "阿依古丽·托合提").await;
    let first = class(&small.affairs, ("数控2501班", "3", "5"), "阿依古丽·托合提").await;
    let second = class(&small.affairs, ("数控2502班", "4", "3"), "").await;

    // Nothing of a faulty roster is taken; it names its nine rows.
    let faulty = upload(
        &small.affairs,
        "students",
        ("students-with-errors.xlsx", WITH_ERRORS),
    )
    .await;
    let shown = page(&small.affairs, &faulty).await;
    for row in [3, 5, 7, 9, 11, 13, 15, 17, 19] {
        let named =
            ('A'..='R').any(|column| shown.contains(&format!("<th scope=\"row\">{column}{row}</th>")));
        assert!(named, "row {row} in {}", said(&shown));
    }
    assert!(!shown.contains("name=\"digest\""));
    done(&small.affairs, &format!("{faulty}/discard"), &[]).await;
    assert!(
        page(&small.affairs, &format!("/classes/{first}"))
            .await
            .contains("名单里还没有学生")
    );

    brought(&small.affairs, "students", ("students.xlsx", STUDENTS)).await;
    let list = page(&small.affairs, &format!("/classes/{first}")).await;
    assert_eq!(every(&list, "id=\"person-").len(), 44);
    let other = page(&small.affairs, &format!("/classes/{second}")).await;
    assert_eq!(every(&other, "id=\"person-").len(), 40);
    assert!(
        !list.contains("330683201007209976"),
        "an identity number is masked"
    );
    let identity = [("identity", "330683201007209976")];
    let found = done(&small.affairs, "/people/find", &identity).await;
    assert!(page(&small.affairs, &found).await.contains("李浩然"));
    School {
        small,
        head,
        auditor,
        classes: [first, second],
    }
}

async fn upload(affairs: &Person<'_>, kind: &str, (name, bytes): (&str, &[u8])) -> String {
    let reply = affairs
        .upload("/rosters", &[("kind", kind)], ("file", name, bytes))
        .await;
    taken("/rosters", &reply)
}

/// Brings a roster in: looked at first, then taken as a whole.
pub async fn brought(affairs: &Person<'_>, kind: &str, file: (&str, &[u8])) {
    let preview = upload(affairs, kind, file).await;
    let shown = page(affairs, &preview).await;
    assert!(shown.contains("没有错误，可以导入"), "{}", said(&shown));
    let digest = between(&shown, "name=\"digest\" value=\"", "\"");
    done(affairs, &format!("{preview}/import"), &[("digest", digest)]).await;
}

/// Makes a class of 数控加工 that entered in autumn 2025; answers its id.
async fn class(affairs: &Person<'_>, (name, level, years): (&str, &str, &str), teacher: &str) -> String {
    let form = page(affairs, "/classes/new").await;
    let mut fields = fields(&form);
    let given = [
        ("name", name),
        ("major-code", "0106"),
        ("major-name", "数控加工（数控车工）"),
        ("level", level),
        ("entry", "junior"),
        ("years", years),
        ("entry-day", "2025-09-01"),
    ];
    for (field, value) in given {
        set(&mut fields, field, value);
    }
    if !teacher.is_empty() {
        let before = form
            .split(&format!(">{teacher}"))
            .next()
            .expect("the class teacher");
        let at = before.rfind("value=\"").expect("an option") + 7;
        set(
            &mut fields,
            "teacher",
            before[at..].split('"').next().unwrap_or_default(),
        );
    }
    let to = done(affairs, "/classes", &sent(&fields)).await;
    to.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The slip of somebody on the page of the staff.
async fn slip_of<'a>(app: &'a TestApp, admin: &Person<'_>, staff: &str, name: &str) -> Person<'a> {
    let rest = staff
        .split(&format!(">{name}<"))
        .nth(1)
        .expect("they have a post");
    let action = between(rest, "action=\"", "\"");
    assert!(action.ends_with("/slip"), "{action}");
    let slip = admin.post(action, &[]).await;
    assert_eq!(slip.status, 200, "{}", said(&slip.text()));
    enters(app, &slip.codes().remove(0)).await
}

/// The first group and three of the second get their slips from the 班主任 and enter on their phones.
pub async fn students_enter<'a>(app: &'a TestApp, school: &School<'a>, class: Class<'a>) -> Class<'a> {
    let mut students = Vec::new();
    for student in class.groups[0].iter().chain(&class.groups[1][..3]) {
        let path = format!("/classes/{}/students/{student}/slip", school.classes[0]);
        let slip = school.head.post(&path, &[]).await;
        assert_eq!(slip.status, 200, "{}", said(&slip.text()));
        students.push((student.clone(), enters(app, &slip.codes().remove(0)).await));
    }
    let used = page(&school.head, &format!("/classes/{}", school.classes[0])).await;
    assert_eq!(
        used.matches("已登录过").count(),
        students.len(),
        "{}",
        said(&used)
    );
    Class { students, ..class }
}
