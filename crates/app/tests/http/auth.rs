//! Every route and who may use it: anonymous, wrong role, other school, right role; and where it was refused, nothing changed.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use kernel::{Role, Tier};
use testkit::{Person, Reply, TestApp};

use crate::cases::{self, Case, Who};

/// Routes that anybody may use, each with the reason.
const PUBLIC: &[&str] = &[
    "GET /sign-in",
    "POST /sign-in",
    "GET /sign-in/schools",
    "POST /sign-out",
    "GET /first",
    "POST /first",
    "GET /start",
    "POST /start",
];

/// Routes without a case of their own; the list may only shrink.
const UNCOVERED: &str = include_str!("../../../../docs/authorization-uncovered.txt");

fn routes() -> BTreeSet<String> {
    let modules = app::house::modules();
    let routes = modules.iter().flat_map(|module| module.routes.list());
    routes
        .map(|route| format!("{} {}", route.method, route.path))
        .collect()
}

#[test]
fn every_route_has_a_case_or_stands_among_the_uncovered() {
    let uncovered: BTreeSet<&str> = UNCOVERED.lines().filter(|line| !line.is_empty()).collect();
    for route in routes() {
        let covered = cases::all().any(|case| case.route == route);
        let listed = uncovered.contains(route.as_str());
        let public = PUBLIC.contains(&route.as_str());
        assert!(covered || listed || public, "{route} has no authorization case");
        assert!(
            !(covered && listed),
            "{route} is covered: take it off docs/authorization-uncovered.txt"
        );
    }
    for route in uncovered.iter().chain(PUBLIC) {
        assert!(routes().contains(*route), "{route} does not exist any more");
    }
    for case in cases::all() {
        assert!(
            routes().contains(case.route),
            "{} does not exist any more",
            case.route
        );
    }
}

#[tokio::test]
async fn nobody_uses_a_route_without_signing_in() {
    let app = TestApp::new().await;
    let before = app.rows().await;
    let stranger = app.stranger();
    for route in routes().iter().filter(|route| !PUBLIC.contains(&route.as_str())) {
        let Some((method, path)) = route.split_once(' ') else {
            continue;
        };
        let path = filled(path);
        let reply = match method {
            "GET" => stranger.get(&path).await,
            _ => stranger.post(&path, &[]).await,
        };
        let led = reply.status == StatusCode::SEE_OTHER && reply.location().starts_with("/sign-in");
        // An empty form, an upload without a body and an address of nothing are refused before anybody is asked who
        // they are.
        let refused = matches!(reply.status.as_u16(), 401 | 403 | 404 | 405 | 422);
        assert!(
            led || refused,
            "{route} answered a stranger with {}",
            reply.status
        );
    }
    assert_eq!(app.rows().await, before, "a stranger changed something");
}

/// A path with ids of nothing.
fn filled(path: &str) -> String {
    path.split('/')
        .map(|part| {
            if part.starts_with('{') {
                "0000000000000000000000"
            } else {
                part
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

async fn send(person: &Person<'_>, case: &Case, path: &str, fields: &[(&str, String)]) -> Reply {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    match (case.route.split_once(' '), &case.file) {
        (Some(("GET", _)), _) => person.get(path).await,
        (_, Some(file)) => {
            let bytes = (file.bytes)();
            person
                .upload(path, &fields, (file.field, file.name, &bytes))
                .await
        }
        (_, None) => person.post(path, &fields).await,
    }
}

async fn somebody<'a>(app: &'a TestApp, who: &Who) -> Person<'a> {
    match *who {
        Who::School(role, index) => app.at_school(role, index).await,
        Who::Office(role) => {
            let tier = if role == Role::NationalOfficer {
                Tier::Nation
            } else {
                Tier::Province
            };
            app.person(role, app.org(tier)).await
        }
    }
}

#[tokio::test]
async fn who_may_not_is_refused_and_changes_nothing() {
    let app = TestApp::new().await;
    for case in cases::all() {
        let path = case.path(&app).await;
        let fields = case.fields(&app).await;
        for (who, expected) in case.refused {
            let person = somebody(&app, who).await;
            let before = app.rows().await;
            let reply = send(&person, case, &path, &fields).await;
            assert_eq!(
                reply.status.as_u16(),
                *expected,
                "{} as {who:?}: {}",
                case.route,
                reply.text()
            );
            assert_eq!(
                app.rows().await,
                before,
                "{} as {who:?} changed something",
                case.route
            );
        }
    }
}

#[tokio::test]
async fn who_may_is_let_in() {
    let mut reading = TestApp::new().await;
    for case in cases::all() {
        // What changes nothing leaves the nation as it was for the next.
        if !case.route.starts_with("GET ") {
            reading = TestApp::new().await;
        }
        let app = &reading;
        let (path, fields) = (case.path(app).await, case.fields(app).await);
        let person = somebody(app, &case.right).await;
        let reply = send(&person, case, &path, &fields).await;
        assert_eq!(
            reply.status.as_u16(),
            case.answer,
            "{} as {:?}: {}",
            case.route,
            case.right,
            reply.text()
        );
    }
}
