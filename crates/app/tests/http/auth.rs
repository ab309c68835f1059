//! Every route and who may use it: anonymous, wrong role, other school, right role; and where it was refused, nothing changed.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use kernel::{Role, Tier};
use testkit::{Nation, Person, Reply, TestApp};

use crate::cases::{self, Case, Who};

/// Routes that anybody may use: to sign in, to choose a first password with a slip, to open an empty installation.
const OPEN: &[&str] = &[
    "GET /first",
    // What is held of people and why, which they may know before they sign in.
    "GET /privacy",
    "GET /sign-in",
    "GET /sign-in/schools",
    // The second page of a sign-in: `factor.rs` tries it without the first, too late and from another browser.
    "GET /sign-in/code",
    "POST /sign-in/code",
    "GET /start",
    "POST /first",
    "POST /sign-in",
    "POST /sign-out",
    "POST /start",
    // The link of an invitation is the proof; `assessment/mentor.rs` tries it without, with a wrong and with an old code.
    "GET /mentor/{id}",
    "POST /mentor/{id}",
];

/// The routes that are open, or those that are not.
fn routes(wanted: fn(&web::Route) -> bool) -> BTreeSet<String> {
    let modules = app::house::modules();
    let routes = modules.iter().flat_map(|module| module.routes.list());
    routes
        .filter(|route| wanted(route))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect()
}

#[test]
fn every_route_has_a_case() {
    let covered: BTreeSet<String> = cases::all().map(|case| case.route.to_owned()).collect();
    assert_eq!(
        routes(|route| !route.open),
        covered,
        "left: the routes, right: those with an authorization case in cases/"
    );
    let open: BTreeSet<String> = OPEN.iter().map(|route| (*route).to_owned()).collect();
    assert_eq!(
        routes(|route| route.open),
        open,
        "what anybody may use stands in this test"
    );
}

#[tokio::test]
async fn nobody_uses_a_route_without_signing_in() {
    let app = TestApp::new().await;
    let before = app.rows().await;
    let stranger = app.stranger();
    for route in routes(|route| !route.open) {
        let Some((method, path)) = route.split_once(' ') else {
            continue;
        };
        let path = filled(path);
        // Whatever is sent, it is not looked at: not even that it is no form.
        let replies = match method {
            "GET" => vec![stranger.get(&path).await],
            _ => vec![
                stranger.post_raw(&path, &[]).await,
                stranger.upload(&path, &[], ("file", "a.csv", b"a,b")).await,
            ],
        };
        for reply in replies {
            let led = reply.status == StatusCode::SEE_OTHER && reply.location().starts_with("/sign-in?next=");
            let refused = method != "GET" && reply.status == StatusCode::UNAUTHORIZED;
            assert!(
                led || refused,
                "{route} answered a stranger with {}",
                reply.status
            );
        }
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

pub async fn send(person: &Person<'_>, case: &Case, path: &str, fields: &[(&str, String)]) -> Reply {
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

pub async fn somebody<'a>(app: &'a TestApp, who: &Who) -> Person<'a> {
    match *who {
        Who::School(role, index) => app.at_school(role, index).await,
        Who::Ministry(role) => app.person(role, app.org(Tier::Nation)).await,
        Who::Elsewhere(role) => {
            let mut provinces = app.orgs.iter().filter(|org| org.tier == Tier::Province);
            app.person(role, provinces.next_back().unwrap()).await
        }
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

/// What a case got that it should not have got.
fn fault(case: &Case, who: &Who, expected: u16, reply: &Reply) -> Option<String> {
    (reply.status.as_u16() != expected).then(|| {
        let text: String = reply.text().chars().take(600).collect();
        format!(
            "{} as {who:?}: {} and not {expected}: {text}",
            case.route, reply.status
        )
    })
}

#[tokio::test]
async fn who_may_not_is_refused_and_changes_nothing() {
    let app = TestApp::new().await;
    let mut faults = Vec::new();
    for case in cases::all() {
        let path = case.path(&app).await;
        let fields = case.fields(&app).await;
        for (who, expected) in case.refused {
            let person = somebody(&app, who).await;
            let before = app.rows().await;
            let reply = send(&person, case, &path, &fields).await;
            faults.extend(fault(case, who, *expected, &reply));
            if app.rows().await != before {
                faults.push(format!("{} as {who:?} changed something", case.route));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[tokio::test]
async fn who_may_is_let_in() {
    let nation = Nation::load().await;
    let reading = nation.copy().await;
    let mut faults = Vec::new();
    for case in cases::all().filter(|case| !is_printing(case)) {
        // What changes nothing leaves the nation as it was for the next.
        let changing = if case.route.starts_with("GET ") {
            None
        } else {
            Some(nation.copy().await)
        };
        faults.extend(let_in(changing.as_ref().unwrap_or(&reading), case).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// Apart from the rest, beside which it runs: setting a page takes seconds where nothing is optimised.
#[tokio::test]
async fn who_may_print_is_let_in() {
    let app = TestApp::new().await;
    let mut faults = Vec::new();
    for case in cases::all().filter(is_printing) {
        faults.extend(let_in(&app, case).await);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

fn is_printing(case: &&Case) -> bool {
    case.route.starts_with("GET ") && case.route.ends_with("/pdf")
}

async fn let_in(app: &TestApp, case: &Case) -> Option<String> {
    let (path, fields) = (case.path(app).await, case.fields(app).await);
    let person = somebody(app, &case.right).await;
    let reply = send(&person, case, &path, &fields).await;
    fault(case, &case.right, case.answer, &reply)
}
