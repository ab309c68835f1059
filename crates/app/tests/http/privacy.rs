//! The privacy notice: open to everybody, found where people come in, and true to what is held.

use std::collections::{BTreeMap, BTreeSet};

use db::columns::{Class, Classification};
use kernel::Role;
use testkit::TestApp;

use crate::sign_in::{PASSWORD, sign_in};

/// By which line of the notice a table is told of that holds anything personal.
const TOLD: &[(&str, &[&str])] = &[
    (
        "people-privacy-what-student",
        &["person", "person_token", "enrolment"],
    ),
    (
        "people-privacy-what-sensitive",
        &["student_detail", "roster_upload"],
    ),
    (
        "people-privacy-what-staff",
        &["teacher_detail", "training_result", "training_span"],
    ),
    ("people-privacy-what-mentor", &["invitation"]),
    (
        "people-privacy-what-work",
        &[
            "work_field",
            "work_move",
            "step_work",
            "stored_file",
            "sheet_total",
            "fact",
            "member",
        ],
    ),
    (
        "people-privacy-what-sign-in",
        &[
            "account",
            "earlier_password",
            "handle",
            "known_device",
            "one_time_code",
            "recovery_code",
            "second_factor",
            "session",
            "sign_in_failure",
        ],
    ),
    (
        "people-privacy-what-audit",
        &[
            "audit_line",
            "person_key",
            "job",
            // Who confirmed, withdrew, imported, planned or published it.
            "confirmed_pair",
            "pair_withdrawal",
            "major_catalogue",
            "plan",
            "standard_publication",
        ],
    ),
    ("people-privacy-rights-erase", &["erasure"]),
];

#[tokio::test]
async fn every_table_that_holds_anything_personal_is_told_of_in_the_notice() {
    let mut columns = Classification::default();
    for list in app::house::columns(&app::house::modules()) {
        columns.add(list).unwrap();
    }
    let personal = columns
        .columns
        .iter()
        .filter(|(_, column)| column.class == Class::Personal);
    let personal: BTreeSet<&str> = personal.map(|((table, _), _)| table.as_str()).collect();
    let told: BTreeSet<&str> = TOLD
        .iter()
        .flat_map(|(_, tables)| tables.iter().copied())
        .collect();
    assert_eq!(
        personal, told,
        "left: what is personal, right: what the notice tells of"
    );
    let app = TestApp::new().await;
    for lang in [kernel::Lang::Zh, kernel::Lang::En] {
        let stranger = match lang {
            kernel::Lang::Zh => app.stranger(),
            kernel::Lang::En => app.stranger().in_english(),
        };
        let page = stranger.get("/privacy").await;
        assert_eq!(page.status, 200);
        for (key, _) in TOLD {
            let line = app.house.texts.plain(lang, key).to_owned();
            let plain = page.text().replace("&#34;", "\"").replace("&#39;", "'");
            assert!(line != **key && plain.contains(&line), "{key}: {plain}");
        }
        assert!(
            !page.text().contains("people-privacy"),
            "every line has its words"
        );
    }
}

#[tokio::test]
async fn the_notice_is_found_where_people_come_in_and_at_their_account_and_names_their_organisation() {
    let app = TestApp::new().await;
    let stranger = app.stranger();
    let teacher = app.at_school(Role::Teacher, 0).await;
    for page in [
        stranger.get("/sign-in").await,
        stranger.get("/first").await,
        teacher.get("/me").await,
    ] {
        assert!(page.text().contains("href=\"/privacy\""), "{}", page.text());
    }
    let own = teacher.get("/privacy").await.text();
    assert!(own.contains(&app.schools()[0].name), "{own}");
    assert!(
        !stranger
            .get("/privacy")
            .await
            .text()
            .contains(&app.schools()[0].name)
    );
}

#[tokio::test]
async fn no_cookie_is_set_that_the_notice_does_not_tell_of() {
    let app = TestApp::new().await;
    let teacher = app.at_school(Role::Teacher, 0).await;
    let replies = [
        sign_in(&app.stranger(), &app, "teacher", PASSWORD).await,
        teacher.post("/language", &[("lang", "en")]).await,
        teacher.post("/sign-out", &[]).await,
        app.stranger().get("/sign-in").await,
    ];
    // Signed in, the device, the school, the language, a message once. The colours are set by a script, as `theme`.
    let known: BTreeMap<&str, &str> = [
        ("gx_session", "保持登录"),
        ("gx_device", "常用设备"),
        ("gx_school", "所选学校"),
        ("gx_lang", "语言"),
        ("gx_said", "提示"),
        ("gx_half", "登录"),
    ]
    .into();
    let notice = app.stranger().get("/privacy").await.text();
    let mut set = BTreeSet::new();
    for reply in &replies {
        for cookie in reply.headers.get_all("set-cookie") {
            let name = cookie.to_str().unwrap().split('=').next().unwrap().to_owned();
            // Behind TLS a cookie is called the same with a prefix.
            set.insert(name.trim_start_matches("__Host-").to_owned());
        }
    }
    assert!(set.len() >= 3, "{set:?}");
    for name in set {
        let purpose = known
            .get(name.as_str())
            .unwrap_or_else(|| panic!("nobody tells of {name}"));
        assert!(notice.contains(purpose), "{name}");
    }
}
