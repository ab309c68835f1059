//! What is only asked for: the mark in every value of every query, in every part of an address, and as the page to go on to.

use std::collections::BTreeSet;

use testkit::{Person, TestApp};

use super::everybody;
use super::look::Watch;
use super::plant::long;
use crate::crawl::shape;
use crate::fire::found::{Bound, everything, is_download};

/// The address with every value of its query as the mark, and with one part after the other as the mark.
fn marked(path: &str, number: usize) -> Vec<String> {
    let mark = web::query(&[("", &long(number))]);
    let mark = mark.trim_start_matches('=');
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let names = query.split('&').filter_map(|pair| pair.split('=').next());
    let pairs: Vec<String> = names
        .filter(|name| !name.is_empty())
        .map(|name| format!("{name}={mark}"))
        .collect();
    let mut all = vec![format!("{path}?{}", pairs.join("&"))];
    let parts: Vec<&str> = path.split('/').collect();
    for index in 1..parts.len() {
        let mut parts = parts.clone();
        // A plus is a blank in a query only.
        let part = mark.replace('+', "%20");
        parts[index] = &part;
        all.push(parts.join("/"));
    }
    all
}

#[tokio::test]
async fn a_mark_that_is_asked_for_is_a_text_in_what_answers() {
    let app = TestApp::new().await;
    let mut watch = Watch::default();
    let mut kinds = BTreeSet::new();
    for (role, token) in everybody(&app).await {
        let person = Person::with_token(&app, token);
        for page in everything(&person, "/", Bound { pages: 60, alike: 1 }).await {
            if page.posts || is_download(&page.path) || !kinds.insert(shape(&page.path)) {
                continue;
            }
            for path in marked(&page.path, kinds.len()) {
                watch.answer(&format!("{role} {path}"), &person.get(&path).await);
            }
        }
    }
    assert!(
        kinds.len() > 100 && watch.pages.len() > 10,
        "{} {:?}",
        kinds.len(),
        watch.pages
    );
    assert!(watch.faults.is_empty(), "{:#?}", watch.faults);
}

#[tokio::test]
async fn no_address_that_somebody_made_up_is_gone_on_to() {
    let app = TestApp::new().await;
    let school = app.schools()[0].id.to_string();
    let outside = [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/%0d%0aSet-Cookie: a=b",
        "/\r\nSet-Cookie: a=b",
        "/\t/evil.example",
        "javascript:gx()",
        "/\"'>gx1<script>gx()</script>",
    ];
    let mut watch = Watch::default();
    for next in outside {
        let person = app.stranger();
        let asked = person
            .get(&format!("/sign-in?{}", web::query(&[("next", next)])))
            .await;
        watch.answer("/sign-in", &asked);
        let fields = [
            ("school", school.as_str()),
            ("number", "teacher"),
            ("password", crate::sign_in::PASSWORD),
            ("next", next),
        ];
        let entered = person.post("/sign-in", &fields).await;
        watch.answer("/sign-in", &entered);
        assert_eq!(entered.status, 303, "{next}");
        for path in ["/language", "/sign-out"] {
            let left = person
                .post(
                    path,
                    &[("language", "en"), ("lang", "en"), ("back", next), ("next", next)],
                )
                .await;
            watch.answer(path, &left);
        }
    }
    assert!(watch.faults.is_empty(), "{:#?}", watch.faults);
}
