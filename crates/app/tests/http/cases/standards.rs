//! Standards: the one that the ministry has published, and the draft of its next version.

use kernel::Role;
use testkit::TestApp;

use super::Who::{Ministry, Office, School};
use super::{Case, Who, word_after};
use crate::standards::{SAMPLE, changed, ministry, published, upload};

const ISSUER: Who = Office(Role::NationalOfficer);
/// Nobody but the issuer knows of a draft, and within it only who issues.
const NOT_ISSUER: &[(Who, u16)] = &[
    (Office(Role::ProvincialOfficer), 404),
    (School(Role::AcademicAffairs, 0), 404),
    (School(Role::Teacher, 1), 404),
    (Ministry(Role::SystemAdmin), 403),
];
/// What is published everybody knows, but only its issuer continues it.
const NOT_ITS_OWN: &[(Who, u16)] = &[
    (Office(Role::ProvincialOfficer), 403),
    (School(Role::MajorLeader, 0), 403),
    (School(Role::Teacher, 0), 403),
    (Ministry(Role::AuditAdmin), 403),
];

/// A path below the published standard.
async fn standard(app: &TestApp, rest: &str) -> String {
    format!("/standards/{}{rest}", published(app).await)
}

/// A path below its draft, which says what the version says.
async fn draft(app: &TestApp, rest: &str) -> String {
    let path = standard(app, "/draft").await;
    let begun = ministry(app).await.post(&format!("{path}s/copy"), &[]).await;
    assert!(
        [303, 409].contains(&begun.status.as_u16()),
        "begun, or open already: {}",
        begun.text()
    );
    format!("{path}{rest}")
}

/// A path below a draft from a document with a line of no place and a course of another name.
async fn doubtful(app: &TestApp, rest: &str) -> String {
    let (officer, id) = (ministry(app).await, published(app).await);
    let path = format!("/standards/{id}/draft");
    let present = officer.get(&path).await;
    if present.status == 200 {
        let gone = officer
            .post(&format!("{path}/removal"), &[("reason", "重来")])
            .await;
        assert_eq!(gone.status, 303, "{}", gone.text());
    }
    let changes = [
        ("major", "major.codes.0.code", "待定"),
        ("course-3", "courses.3.name", "零件质量检验与分析"),
    ];
    let word = changed(&officer, id, &changes).await;
    let sent = upload(&officer, &format!("{path}s"), "next.docx", &word).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    format!("{path}{rest}")
}

/// The first thing of a draft that may or may not be the same as before.
async fn doubt(app: &TestApp) -> String {
    let matches = doubtful(app, "/matches").await;
    let page = ministry(app).await.get(&matches).await.text();
    format!("{matches}/{}", word_after(&page, "/draft/matches/"))
}

/// The page of the draft for a course.
async fn course(app: &TestApp) -> String {
    let page = draft(app, "?part=course-2").await;
    ministry(app).await.get(&page).await.text()
}

/// Where an item of a list is removed.
async fn removal(app: &TestApp) -> String {
    let text = course(app).await;
    let mut addresses = text.split("action=\"").filter_map(|rest| rest.split('"').next());
    let found = addresses.find(|address| address.contains("/items/") && address.ends_with("/removal"));
    found.unwrap().to_owned()
}

/// The version that the form or field of this address knows.
async fn version_at(app: &TestApp, address: &str) -> String {
    let text = course(app).await;
    let form = text.split(&format!("\"{address}\"")).nth(1).expect(address);
    let words = ["data-version=\"", "name=\"version\" value=\""];
    let mark = words
        .iter()
        .min_by_key(|word| form.find(**word).unwrap_or(usize::MAX));
    word_after(form, mark.unwrap())
}

/// The cases.
pub const CASES: &[Case] = &[
    Case::of("GET /standards").lets(School(Role::Student, 0), 200),
    Case::of("GET /standards/new")
        .lets(School(Role::MajorLeader, 0), 200)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::SchoolLeader, 0), 403),
            (Ministry(Role::SystemAdmin), 403),
        ]),
    Case::of("POST /standards")
        .uploads("file", "standard.docx", || SAMPLE.to_vec())
        .lets(School(Role::AcademicAffairs, 0), 303)
        .refuses(&[
            (School(Role::Teacher, 0), 403),
            (School(Role::Student, 0), 403),
            (Ministry(Role::SystemAdmin), 403),
        ]),
    Case::of("GET /standards/{id}")
        .at(|app| Box::pin(standard(app, "")))
        .lets(School(Role::EnterpriseMentor, 1), 200),
    Case::of("GET /standards/{id}/versions")
        .at(|app| Box::pin(standard(app, "/versions")))
        .lets(School(Role::Teacher, 1), 200),
    Case::of("GET /standards/{id}/versions/{number}")
        .at(|app| Box::pin(standard(app, "/versions/1")))
        .lets(School(Role::Student, 2), 200),
    Case::of("GET /standards/{id}/versions/{number}/word")
        .at(|app| Box::pin(standard(app, "/versions/1/word")))
        .lets(School(Role::Teacher, 0), 200),
    Case::of("GET /standards/{id}/versions/{number}/pdf")
        .at(|app| Box::pin(standard(app, "/versions/1/pdf")))
        .lets(School(Role::Teacher, 0), 200),
    Case::of("GET /standards/{id}/next")
        .at(|app| Box::pin(standard(app, "/next")))
        .lets(ISSUER, 200)
        .refuses(NOT_ITS_OWN),
    Case::of("GET /standards/{id}/difference")
        .at(|app| {
            Box::pin(async {
                draft(app, "").await;
                standard(app, "/difference?from=1&to=draft").await
            })
        })
        .lets(ISSUER, 200)
        .refuses(NOT_ISSUER),
    Case::of("POST /standards/{id}/drafts")
        .at(|app| Box::pin(standard(app, "/drafts")))
        .uploads("file", "next.docx", || SAMPLE.to_vec())
        .lets(ISSUER, 303)
        .refuses(NOT_ITS_OWN),
    Case::of("POST /standards/{id}/drafts/copy")
        .at(|app| Box::pin(standard(app, "/drafts/copy")))
        .lets(ISSUER, 303)
        .refuses(NOT_ITS_OWN),
    Case::of("GET /standards/{id}/draft")
        .at(|app| Box::pin(draft(app, "")))
        .lets(ISSUER, 200)
        .refuses(NOT_ISSUER),
    Case::of("POST /standards/{id}/draft/fields/{place}")
        .at(|app| Box::pin(draft(app, "/fields/courses.2.hours")))
        .sends(&[("value", "470")])
        .sends_made(|app| {
            Box::pin(async {
                let field = draft(app, "/fields/courses.2.hours").await;
                vec![("version", version_at(app, &field).await)]
            })
        })
        .lets(ISSUER, 200)
        .refuses(NOT_ISSUER),
    Case::of("POST /standards/{id}/draft/items/{place}")
        .at(|app| {
            Box::pin(async {
                let item = removal(app).await;
                let list = item.trim_end_matches("/removal").rsplit_once('.').unwrap().0;
                list.to_owned()
            })
        })
        .lets(ISSUER, 303)
        .refuses(NOT_ISSUER),
    Case::of("POST /standards/{id}/draft/items/{place}/removal")
        .at(|app| Box::pin(removal(app)))
        .sends_made(|app| Box::pin(async { vec![("version", version_at(app, &removal(app).await).await)] }))
        .lets(ISSUER, 303)
        .refuses(NOT_ISSUER),
    Case::of("POST /standards/{id}/draft/leftovers/{index}")
        .at(|app| Box::pin(doubtful(app, "/leftovers/0")))
        .sends(&[("place", ""), ("word", "编码未定")])
        .lets(ISSUER, 303)
        .refuses(NOT_ISSUER),
    Case::of("GET /standards/{id}/draft/matches")
        .at(|app| Box::pin(draft(app, "/matches")))
        .lets(ISSUER, 200)
        .refuses(NOT_ISSUER),
    Case::of("POST /standards/{id}/draft/matches/{new}")
        .at(|app| Box::pin(doubt(app)))
        .sends(&[("same", "yes")])
        .lets(ISSUER, 303)
        .refuses(NOT_ISSUER),
    Case::of("GET /standards/{id}/draft/word")
        .at(|app| Box::pin(draft(app, "/word")))
        .lets(ISSUER, 200)
        .refuses(NOT_ISSUER),
    Case::of("GET /standards/{id}/draft/pdf")
        .at(|app| Box::pin(draft(app, "/pdf")))
        .lets(ISSUER, 200)
        .refuses(NOT_ISSUER),
    Case::of("GET /standards/{id}/draft/publication")
        .at(|app| Box::pin(draft(app, "/publication")))
        .lets(ISSUER, 200)
        .refuses(NOT_ISSUER),
    Case::of("POST /standards/{id}/draft/publication")
        .at(|app| Box::pin(draft(app, "/publication")))
        .sends(&[("kind", "trial")])
        .lets(ISSUER, 303)
        .refuses(NOT_ISSUER),
    Case::of("POST /standards/{id}/draft/removal")
        .at(|app| Box::pin(draft(app, "/removal")))
        .sends(&[("reason", "不再需要")])
        .lets(ISSUER, 303)
        .refuses(NOT_ISSUER),
];
