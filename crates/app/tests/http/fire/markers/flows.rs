//! What takes several steps to stand on a page: tables that are looked at and taken over, a standard that is mended, a term.

use kernel::{Role, Tier};
use testkit::{Nation, Person, TestApp};

use super::Found;
use super::plant::{long, short};
use crate::fire::found::{Bound, everything, is_download};
use crate::fire::saves::saved_by_themselves;
use crate::standards;

/// All of them, each in a nation of its own.
pub async fn all(nation: &Nation, found: &mut Found) {
    tables(nation, found).await;
    standard(nation, found).await;
    holiday(nation, found).await;
}

/// What everybody sees who may be shown it.
async fn looked(app: &TestApp, people: &[Person<'_>], found: &mut Found) {
    found.take_columns(app);
    for person in people {
        for page in everything(person, "/", Bound { pages: 60, alike: 1 }).await {
            if !page.posts && !is_download(&page.path) {
                found.watch.answer(&page.path, &person.get(&page.path).await);
            }
        }
    }
}

/// A table and where it is sent.
struct Sent {
    role: Role,
    tier: Tier,
    path: &'static str,
    fields: &'static [(&'static str, &'static str)],
    head: &'static str,
    row: String,
}

async fn tables(nation: &Nation, found: &mut Found) {
    let app = nation.copy().await;
    let (number, name) = crate::counts::teacher(&app, app.schools()[0].number).await;
    let all = [
        Sent {
            role: Role::AcademicAffairs,
            tier: Tier::School,
            path: "/rosters",
            fields: &[("kind", "teachers")],
            head: "工号,姓名,部门,岗位,职称,学历,职业技能等级,一体化教师等级,任教专业,任教课程,入职日期,企业实践累计月数,专兼职,电话",
            row: "JS0777,祝海英,教务处,教务员,讲师,本科,车工一级/高级技师,一级,数控加工,零件普通车床加工,2015-07-01,6,专职,13600000119".to_owned(),
        },
        Sent {
            role: Role::AcademicAffairs,
            tier: Tier::School,
            path: "/rosters",
            fields: &[("kind", "students")],
            head: "学号,姓名,证件类型,证件号码,班级",
            row: "25019951,李浩然,护照,E87654321,数控2501班".to_owned(),
        },
        Sent {
            role: Role::AcademicAffairs,
            tier: Tier::School,
            path: "/training/import",
            fields: &[],
            head: "工号,姓名,培训级别,主办单位,主办层级,开始日期,结束日期,结果,证书编号,培训班名称",
            row: format!("{number},{name},三级,教研室,省,2026-05-08,2026-05-09,合格,A1,一班"),
        },
        Sent {
            role: Role::NationalOfficer,
            tier: Tier::Nation,
            path: "/majors/import",
            fields: &[("name", "2027年版")],
            head: "专业编码,专业名称,培养层次,对应职业",
            row: "0106,数控加工（数控车工）,高级,车工".to_owned(),
        },
    ];
    for sent in &all {
        for column in 0..sent.row.split(',').count() {
            for text in [long, short] {
                if one_cell(nation, sent, (column, text), found).await {
                    break;
                }
            }
        }
    }
}

/// The value of the first hidden field or text area of this name.
fn kept(page: &str, name: &str) -> Option<String> {
    let hidden = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let area = page.split(&format!("name=\"{name}\"")).nth(1);
    let area = area.and_then(|rest| rest.split_once('>')).map(|(_, rest)| rest);
    let (rest, end) = match hidden {
        Some(rest) => (rest, "\""),
        None => (area?, "</textarea>"),
    };
    Some(crate::html::plain(rest.split(end).next().unwrap_or_default()))
}

/// A table with the mark in one cell, looked at and taken over; whether it was.
async fn one_cell(
    nation: &Nation,
    sent: &Sent,
    (column, text): (usize, fn(usize) -> String),
    found: &mut Found,
) -> bool {
    let app = nation.copy().await;
    let person = app.person(sent.role, app.org(sent.tier)).await;
    found.planted.last += 1;
    let mark = format!("\"{}\"", text(found.planted.last).replace('"', "\"\""));
    let cells: Vec<&str> = sent.row.split(',').collect();
    let cells: Vec<&str> = cells
        .iter()
        .enumerate()
        .map(|(index, cell)| if index == column { mark.as_str() } else { *cell })
        .collect();
    let table = format!("{}\n{}\n", sent.head, cells.join(","));
    // The name of the file is the sender's word too.
    let name = format!("gx{}\u{202e}'><b>.csv", found.planted.last);
    let file = ("file", name.as_str(), table.as_bytes());
    let mut preview = person.upload(sent.path, sent.fields, file).await;
    found.watch.answer(sent.path, &preview);
    let at = preview.location().to_owned();
    if !at.is_empty() {
        preview = person.get(&at).await;
        found.watch.answer(&at, &preview);
    }
    let page = preview.text();
    let taken = match sent.path {
        "/rosters" => match kept(&page, "digest") {
            Some(digest) => person.post(&format!("{at}/import"), &[("digest", &digest)]).await,
            None => preview,
        },
        "/training/import" => match kept(&page, "held") {
            Some(held) => person.post("/training/results", &[("held", &held)]).await,
            None => preview,
        },
        _ => match kept(&page, "table") {
            Some(table) => {
                person
                    .post("/majors", &[("name", "2027年版"), ("table", &table)])
                    .await
            }
            None => preview,
        },
    };
    found.watch.answer(sent.path, &taken);
    let head = sent.head.split(',').nth(column).unwrap_or_default();
    let done = (taken.status == 303).then_some(());
    found.planted.note(format!("{} {head}", sent.path), done);
    if done.is_some() {
        looked(&app, &[person], found).await;
    }
    done.is_some()
}

/// Every kind of field of a draft.
async fn standard(nation: &Nation, found: &mut Found) {
    let app = nation.copy().await;
    let ministry = standards::ministry(&app).await;
    let id = standards::published(&app).await;
    let copied = ministry.post(&format!("/standards/{id}/drafts/copy"), &[]).await;
    assert_eq!(copied.status, 303);
    let page = format!("/standards/{id}/draft");
    let mut kinds = std::collections::BTreeMap::<String, usize>::new();
    for part in crate::fire::found::offers(&ministry.get(&page).await.text()) {
        if part.posts || !part.path.starts_with(&page) || is_download(&part.path) {
            continue;
        }
        let fields = saved_by_themselves(&ministry.get(&part.path).await.text());
        for field in fields.iter().filter(|field| !field.written.is_empty()) {
            let place = field.path.rsplit('/').next().unwrap_or_default();
            let kind: String = place.chars().filter(|sign| !sign.is_ascii_digit()).collect();
            let count = kinds.entry(kind.clone()).or_default();
            *count += 1;
            if *count > 2 {
                continue;
            }
            for text in [long, short] {
                found.planted.last += 1;
                let value = text(found.planted.last);
                let version = field.fields[1].1.as_str();
                let reply = ministry
                    .post(&field.path, &[("value", &value), ("version", version)])
                    .await;
                found.watch.answer(&field.path, &reply);
                let done = (reply.status == 200).then_some(());
                found
                    .planted
                    .note(format!("/standards/{{id}}/draft/fields {kind}"), done);
                if done.is_some() {
                    break;
                }
            }
        }
    }
    looked(&app, &[ministry], found).await;
}

/// A name among the days of a term.
async fn holiday(nation: &Nation, found: &mut Found) {
    let app = nation.copy().await;
    let affairs = app.at_school(Role::AcademicAffairs, 0).await;
    found.planted.last += 1;
    let line = format!("{} 2026-10-01…2026-10-07", short(found.planted.last));
    let mut fields = crate::org::TERM.to_vec();
    for field in &mut fields {
        if field.0 == "exceptions" {
            field.1 = &line;
        }
    }
    let sent = affairs.upload("/calendar", &fields, ("file", "", b"")).await;
    found.watch.answer("/calendar", &sent);
    assert_eq!(sent.status, 303);
    looked(&app, &[affairs], found).await;
}
