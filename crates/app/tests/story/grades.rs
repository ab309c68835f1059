//! Chapter 11: ratings, grades, their way to the lock, a correction by two, the grade of the course, a mentor by a link.

use testkit::{Person, Reply, TestApp};

use crate::hands::{between, done, every, fields, page, said, sent, set};
use crate::opening::opened_for;
use crate::rosters::{Class, School};
use crate::task::{Task, copied};

/// A sheet with the names of its lines and columns.
struct Sheet {
    path: String,
    result: String,
    items: Vec<String>,
    students: Vec<String>,
}

impl Sheet {
    async fn of(teacher: &Person<'_>, run: &str) -> Self {
        let path = format!("/grades/{run}");
        let shown = page(teacher, &format!("{path}?show=teacher")).await;
        let cells = every(&shown, "data-cell=\"");
        let mut sheet = Self {
            path,
            result: format!("/results/{run}"),
            items: Vec::new(),
            students: Vec::new(),
        };
        for cell in &cells {
            let (student, item) = cell.split_once(':').expect("a cell");
            for (list, name) in [(&mut sheet.students, student), (&mut sheet.items, item)] {
                if !list.iter().any(|known| known == name) {
                    list.push(name.to_owned());
                }
            }
        }
        sheet
    }

    /// The teacher gives this student their own values and everybody else the same.
    async fn given(&self, teacher: &Person<'_>, (student, values): (&str, &[&str]), others: &str) {
        let one = |line: &String, (item, value): (&String, &&str)| {
            let value = if line == student { *value } else { others };
            serde_json::json!({ "cell": format!("{line}:{item}"), "value": value, "version": "0" })
        };
        let lines = self.students.iter();
        let cells: Vec<_> = lines
            .flat_map(|line| self.items.iter().zip(values).map(move |cell| one(line, cell)))
            .collect();
        entered(teacher, &format!("{}/cells?show=teacher", self.path), &cells).await;
    }

    /// What a student gives at an item: to oneself, to another.
    async fn rated(&self, (rater, who): (&Person<'_>, &str), item: usize, value: &str) {
        let field = format!("m-{}-{who}", self.items[item]);
        let path = format!("{}/rating", self.result);
        for place in 1..=self.items.len() {
            let shown = page(rater, &format!("{path}?item={place}")).await;
            if shown.contains(&format!("name=\"{field}\"")) {
                let place = place.to_string();
                done(rater, &path, &[("item", &place), (&field, value)]).await;
                return;
            }
        }
        panic!("item {item} does not ask {who}'s grade of this rater");
    }

    /// A student's line opened.
    async fn line(&self, reader: &Person<'_>, student: &str) -> String {
        page(reader, &format!("{}/students/{student}", self.path)).await
    }

    /// Submitted by the teacher, checked by the 专业带头人, locked by 教务.
    async fn locked(&self, school: &School<'_>) {
        let small = school.small;
        for (person, act) in [
            (&small.teacher, "submission"),
            (&small.leader, "check"),
            (&small.affairs, "lock"),
        ] {
            done(person, &format!("{}/{act}", self.path), &[]).await;
        }
    }
}

/// Sends cells as a sheet does.
async fn entered(teacher: &Person<'_>, path: &str, cells: &[serde_json::Value]) {
    let json = serde_json::to_string(cells).expect("json");
    let reply = teacher.post(path, &[("cells", &json)]).await;
    assert_eq!(reply.status, 200, "{}", said(&reply.text()));
}

fn contains(shown: &str, figures: &[&str]) {
    for figure in figures {
        assert!(shown.contains(figure), "{figure} in {}", said(shown));
    }
}

/// The ratings of the sample make 82.910 for the first student; the sheet is locked; one grade is corrected by two.
pub async fn locked_and_corrected(school: &School<'_>, class: &Class<'_>) {
    let teacher = &school.small.teacher;
    let rule = [("rule", "carry-teacher"), ("reason", "教务会议纪要 2026-09")];
    done(&school.small.affairs, "/grades/rule", &rule).await;
    let sheet = Sheet::of(teacher, &class.run).await;
    assert_eq!((sheet.items.len(), sheet.students.len()), (6, 43));
    let (me, first) = &class.students[0];
    let values = ["85", "82", "76", "80", "92", "90"];
    sheet.given(teacher, (me, &values), "75").await;
    done(teacher, &format!("{}/round", sheet.path), &[]).await;
    for (item, own) in [(0, "90"), (1, "84"), (3, "88"), (4, "95"), (5, "88")] {
        sheet.rated((first, me), item, own).await;
    }
    // 职业素养 is rated by the own group, the other items by other groups.
    let own_group = &class.students[1..4];
    let others = &class.students[class.groups[0].len()..];
    for (item, value, raters) in [
        (1, "80", others),
        (3, "84", others),
        (4, "90", own_group),
        (5, "86", others),
    ] {
        for (_, rater) in raters {
            sheet.rated((rater, me), item, value).await;
        }
    }
    let line = sheet.line(teacher, me).await;
    let formula = "40 × (10% × 88 + 20% × 84.00 + 70% × 80) = 32.640";
    contains(
        &line,
        &[
            "8.600", "12.270", "11.400", "32.640", "9.200", "8.800", "82.910", formula,
        ],
    );
    done(teacher, &format!("{}/round/end", sheet.path), &[]).await;
    let unseen = first.get(&sheet.result).await;
    assert_eq!(unseen.status, 403, "what is half-done is not shown");
    sheet.locked(school).await;
    contains(&page(first, &sheet.result).await, &["82.910"]);
    let late =
        [serde_json::json!({ "cell": format!("{me}:{}", sheet.items[0]), "value": "99", "version": "1" })];
    let json = serde_json::to_string(&late).expect("json");
    let refused = teacher
        .post(&format!("{}/cells?show=teacher", sheet.path), &[("cells", &json)])
        .await;
    assert_eq!(refused.status, 409);
    corrected(school, &sheet, &class.students[1]).await;
    contains(&sheet.line(teacher, me).await, &["82.910"]);
    let export = teacher.get(&format!("{}/export?show=points", sheet.path)).await;
    let book = paper::sheet::read(&export.bytes, "成绩.xlsx").expect("a workbook");
    assert!(book.sheets[0].rows.len() >= 43);
}

/// 零件质量 of a student from 75 to 90: asked for by the teacher, agreed to by 教务, and the old value stays.
async fn corrected(school: &School<'_>, sheet: &Sheet, (student, own): &(String, Person<'_>)) {
    let small = school.small;
    let path = format!("{}/students/{student}/corrections", sheet.path);
    let target = format!("{}:teacher", sheet.items[3]);
    let fields = [
        ("target", target.as_str()),
        ("new", "90"),
        ("reason", "偏摆仪记录漏读"),
    ];
    let before = sheet.line(&small.teacher, student).await;
    done(&small.teacher, &path, &fields).await;
    assert_eq!(total(&sheet.line(&small.teacher, student).await), total(&before));
    let history = page(&small.affairs, &format!("{}/history", sheet.path)).await;
    let id = between(&history, "/corrections/", "/");
    let approval = format!("{}/corrections/{id}/approval", sheet.path);
    let alone = small.teacher.post(&approval, &[]).await;
    assert_eq!(alone.status, 403, "not by the one who asked");
    done(&small.affairs, &approval, &[]).await;
    let history = page(&small.teacher, &format!("{}/history", sheet.path)).await;
    contains(&history, &["偏摆仪记录漏读", "<dd>75</dd>", "<dd>90</dd>"]);
    // 40 marks: 70 % of the teacher, and the missing self and peers carry the teacher's: all 100 %.
    let after = page(own, &sheet.result).await;
    assert_eq!(total(&after), "81.000", "75 and 40 × 15 % more: {}", said(&after));
}

/// The exact total on an opened line or a result.
fn total(shown: &str) -> String {
    let mut words = shown.split(|letter: char| !(letter.is_ascii_digit() || letter == '.'));
    let exact = |word: &&str| word.len() == 6 && word.as_bytes()[2] == b'.';
    words.find(exact).unwrap_or_default().to_owned()
}

/// The three items of domain.md 6.1.3.
const THREE: [crate::task::Item<'static>; 3] = [
    ("课堂表现", "20", ["20", "30", "50", "0"]),
    ("工作页", "30", ["10", "20", "70", "0"]),
    ("任务成果", "50", ["0", "20", "80", "0"]),
];

/// A second task at 84.000 weighs 60 % of the course and a final exam at 81.5 weighs 40 %: 83.000.
pub async fn course(school: &School<'_>, task: &Task, class: &Class<'_>) {
    let teacher = &school.small.teacher;
    let second = copied(teacher, task, "综合轴类零件批量加工", &THREE).await;
    let run = opened_for(teacher, &second, &school.classes[0]).await;
    let sheet = Sheet::of(teacher, &run.run).await;
    let (me, first) = &class.students[0];
    sheet.given(teacher, (me, &["88", "78", "86"]), "70").await;
    done(teacher, &format!("{}/round", sheet.path), &[]).await;
    for (item, own) in [(0, "90"), (1, "80")] {
        sheet.rated((first, me), item, own).await;
    }
    for (item, peer) in [(0, "85"), (1, "82"), (2, "84")] {
        for (_, rater) in &class.students[1..4] {
            sheet.rated((rater, me), item, peer).await;
        }
    }
    contains(
        &sheet.line(teacher, me).await,
        &["17.500", "23.700", "42.800", "84.000"],
    );
    sheet.locked(school).await;
    let address = new_course(school, &run.run).await;
    let shown = page(teacher, &address).await;
    let cell = between(&shown, "data-cell=\"", "\"");
    let exam = cell.split(':').nth(1).expect("the final").to_owned();
    let cells = sheet.students.iter().map(|student| {
        let value = if student == me { "81.5" } else { "75" };
        serde_json::json!({ "cell": format!("{student}:{exam}"), "value": value, "version": "0" })
    });
    let cells: Vec<_> = cells.collect();
    entered(teacher, &format!("{address}/cells?show=course"), &cells).await;
    contains(&page(teacher, &address).await, &[">84<", ">81.5<", ">83.0<"]);
    // Who is on leave stands on the list of the class and has no grade: the teacher says why.
    let listed = every(&shown, "data-cell=\"");
    let away = listed
        .iter()
        .filter_map(|cell| cell.split(':').next())
        .find(|student| sheet.students.iter().all(|known| known != student))
        .expect("the student on leave");
    let exemption = format!("{address}/students/{away}/exemption");
    done(teacher, &exemption, &[("reason", "休学")]).await;
    for (person, act) in [
        (teacher, "submission"),
        (&school.small.leader, "check"),
        (&school.small.affairs, "lock"),
    ] {
        done(person, &format!("{address}/{act}"), &[]).await;
    }
    let own = address.replace("/grades/", "/results/");
    contains(&page(first, &own).await, &["83.000"]);
}

/// The sheet of the course of the first class with this run's task and a final exam.
async fn new_course(school: &School<'_>, run: &str) -> String {
    let form = format!("/grades/courses/new?class={}", school.classes[0]);
    let mut fields = fields(&page(&school.small.teacher, &form).await);
    for (name, value) in [
        ("name", "零件数控车床加工"),
        ("last", "2026-12-30"),
        ("w-final", "40"),
        (&format!("w-{run}"), "60"),
    ] {
        set(&mut fields, name, value);
    }
    fields.retain(|(name, _)| name != "q");
    done(&school.small.teacher, "/grades/courses", &sent(&fields)).await
}

/// What the enterprise rates beside the teacher: two items at 40 %.
const WITH_ENTERPRISE: [crate::task::Item<'static>; 3] = [
    ("工艺卡", "30", ["0", "0", "100", "0"]),
    ("零件质量", "40", ["0", "0", "60", "40"]),
    ("职业素养", "30", ["0", "0", "60", "40"]),
];

/// An enterprise mentor rates the second class by a link on the phone, without an account.
pub async fn rated_by_an_enterprise(app: &TestApp, school: &School<'_>, task: &Task) {
    let teacher = &school.small.teacher;
    let third = copied(teacher, task, "液压阀芯的数控车床加工", &WITH_ENTERPRISE).await;
    let run = opened_for(teacher, &third, &school.classes[1]).await;
    let sheet = Sheet::of(teacher, &run.run).await;
    sheet.given(teacher, ("", &["80", "80", "80"]), "80").await;
    let fields = [
        ("enterprise", "江南市恒进液压元件有限公司"),
        ("mentor", "周师傅"),
        ("days", "7"),
    ];
    done(teacher, &format!("{}/invitations", sheet.path), &fields).await;
    let shown = page(teacher, &format!("{}/invitations", sheet.path)).await;
    let link = between(&shown, "value=\"https://gongxue.test", "\"");
    let (path, code) = link.split_once("?code=").expect("a code");
    let mentor = app.stranger();
    let asked = page(&mentor, link).await;
    contains(&asked, &["零件质量", "职业素养"]);
    assert!(!asked.contains("工艺卡"), "only what is theirs: {}", said(&asked));
    let mut given: Vec<(String, &str)> = every(&asked, "name=\"g-")
        .into_iter()
        .map(|name| (format!("g-{name}"), "90"))
        .collect();
    let one = &sheet.students[0];
    given.push((format!("m-{}-{one}", sheet.items[1]), "60"));
    given.push(("code".to_owned(), code));
    let given: Vec<(&str, &str)> = given
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    let saved: Reply = mentor.post(path, &given).await;
    assert_eq!(saved.status, 200, "{}", said(&saved.text()));
    // 40 × (60 % × 80 + 40 % × 60) = 28.800 and 30 × (60 % × 80 + 40 % × 90) = 25.200; 24 for what is not the mentor's.
    contains(
        &sheet.line(teacher, one).await,
        &["28.800", "25.200", "24.000", "78.000"],
    );
    sheet.locked(school).await;
    assert_eq!(mentor.post(path, &given).await.status, 409, "the round is over");
}
