//! What a node keeps of the database is another's as soon as another node changed it: names of organisations, the plan, the
//! confirmed list and the counts.

use axum::http::StatusCode;
use kernel::{Role, Tier};
use testkit::{Person, TestApp};

use crate::counts::{folded, import, table, teacher};

/// A major that is on no list yet.
const MAJOR: &str = "0107";

fn amended(name: &'static str, version: &'static str) -> [(&'static str, &'static str); 8] {
    [
        ("kind", "school"),
        ("code", "330199"),
        ("name", name),
        ("region", "330100"),
        ("category", "technician"),
        ("affiliation", "city"),
        ("credit", "12330000470007777C"),
        ("version", version),
    ]
}

#[tokio::test]
async fn an_organisation_that_one_node_amends_has_its_new_name_on_the_other() {
    let app = TestApp::new().await;
    let other = app.second_node();
    let officer = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let reader = other.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    let teacher = other.at_school(Role::Teacher, 0).await;
    let school = app.schools()[0].clone();
    let address = format!("/organisations/{}", school.id);
    let places = ["/organisations", "/search?q=%E5%AD%A6%E9%99%A2", &address];
    let plain = async |place: &str| {
        let page = reader.get(place).await.text();
        page.replace("<mark>", "").replace("</mark>", "")
    };
    for place in places {
        assert!(plain(place).await.contains(&school.name), "{place}");
    }
    let old = (school.name.as_str(), "江海技师学院", "1");
    for (before, name, version) in [old, ("江海技师学院", "东海技师学院", "2")] {
        let done = officer.post(&address, &amended(name, version)).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        for place in places {
            let page = plain(place).await;
            assert!(page.contains(name), "{place}: {page}");
            // Its own page tells its history.
            assert!(place == address || !page.contains(before), "{place}: {page}");
        }
        for (typed, there) in [(before, false), (name, true)] {
            let letters: String = typed.chars().map(letter).collect();
            let found = other
                .stranger()
                .get(&format!("/sign-in/schools?q={letters}"))
                .await;
            assert_eq!(found.text().contains(typed), there, "{letters}: {}", found.text());
        }
        // Who works there reads it on every page, since the session names it.
        let home = teacher.get("/").await.text();
        assert!(home.contains(name) && !home.contains(before), "{home}");
    }
}

/// What a character of these names begins with when it is read.
fn letter(character: char) -> char {
    let known = [
        ('江', 'j'),
        ('南', 'n'),
        ('市', 's'),
        ('海', 'h'),
        ('东', 'd'),
        ('技', 'j'),
    ];
    let known = known.into_iter().chain([('师', 's'), ('学', 'x'), ('院', 'y')]);
    let mut letters = known.filter(|(one, _)| *one == character);
    letters.next().unwrap().1
}

#[tokio::test]
async fn a_school_that_one_node_registers_is_found_on_the_other() {
    let app = TestApp::new().await;
    let other = app.second_node();
    let officer = app.person(Role::ProvincialOfficer, app.org(Tier::Province)).await;
    let reader = other
        .person(Role::ProvincialOfficer, app.org(Tier::Province))
        .await;
    let (name, list) = ("东海技师学院", "/organisations?q=dhjs");
    assert!(!reader.get(list).await.text().contains(name));
    let mut fields = amended(name, "");
    fields[1] = ("code", "330188");
    let done = officer.post("/organisations", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(reader.get(list).await.text().contains(name));
    assert!(reader.get(done.location()).await.text().contains(name));
}

#[tokio::test]
async fn signs_of_a_pattern_alone_find_no_organisation() {
    let app = TestApp::new().await;
    let officer = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    for signs in ["%25", "%25%20%25", "_%20_", "%5C", "%E3%80%80"] {
        let page = officer.get(&format!("/search?q={signs}")).await.text();
        for org in &app.orgs {
            assert!(
                !page.contains(&format!("/organisations/{}", org.id)),
                "{signs}: {page}"
            );
        }
    }
}

/// The dashboard of a reader, from its result on to the end of its figures.
async fn dashboard(reader: &Person<'_>) -> String {
    let page = reader.get("/counts").await.text();
    page.split("class=\"result\"").nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_dashboard_shows_what_another_node_counted() {
    let app = TestApp::new().await;
    folded(&app).await;
    let other = app.second_node();
    let officer = app.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    let reader = other.person(Role::NationalOfficer, app.org(Tier::Nation)).await;
    let mut seen = vec![dashboard(&reader).await];
    assert_eq!(dashboard(&reader).await, seen[0]);

    let school = app.schools()[0].clone();
    let pair = [
        ("school", school.code.as_str()),
        ("major", MAJOR),
        ("day", "2025-06-01"),
    ];
    let confirmed = officer.post("/counts/pairs", &pair).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER);
    seen.push(dashboard(&reader).await);

    let list = officer.get(&format!("/counts/pairs?school={}", school.id)).await;
    let list = list.text();
    let row = list.split(MAJOR).nth(1).unwrap();
    let action = row.split("action=\"").nth(1).unwrap().split('"').next().unwrap();
    let withdrawn = officer.post(action, &[("reason", "评估未通过")]).await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    assert_eq!(dashboard(&reader).await, seen[0], "as if it had never been");

    let who = teacher(&app, school.number).await;
    let academic = app.at_school(Role::AcademicAffairs, 0).await;
    let csv = table(&[(&who, "三级", "2026-05-04", "2026-05-08")]);
    assert_eq!(import(&academic, &csv).await, StatusCode::SEE_OTHER);
    assert_eq!(dashboard(&reader).await, seen[0], "it is not folded yet");
    folded(&app).await;
    seen.push(dashboard(&reader).await);

    let plan = [
        ("version", "1"),
        ("name-1", "甲"),
        ("from-1", "2026-01-01"),
        ("until-1", "2026-12-31"),
        ("trained-1", "7000"),
        ("trained-mode-1", "per-phase"),
        ("reason", "下一个计划"),
    ];
    assert_eq!(
        officer.post("/counts/plan", &plan).await.status,
        StatusCode::SEE_OTHER
    );
    let page = dashboard(&reader).await;
    assert!(page.contains("7,000"), "{page}");
    seen.push(page);

    let different: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!(different.len(), seen.len(), "each change is another dashboard");
}
