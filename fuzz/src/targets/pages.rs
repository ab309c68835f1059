//! Whole requests through the router of the application, with its database: whatever is sent, the answer is no internal error.
//!
//! The first byte chooses where it goes. The made-up nation is built once; what was accepted stays, so a finding that needs an
//! earlier input does not repeat alone.

use std::sync::LazyLock;

use kernel::{Role, Tier};
use testkit::{Person, TestApp};
use tokio::runtime::Runtime;

struct Ground {
    runtime: Runtime,
    app: &'static TestApp,
    people: Vec<Person<'static>>,
}

/// Somebody of each kind of desk.
const SEATS: [Role; 4] = [
    Role::AcademicAffairs,
    Role::Teacher,
    Role::Student,
    Role::SystemAdmin,
];

static GROUND: LazyLock<Ground> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let (app, people) = runtime.block_on(async {
        let app: &'static TestApp = Box::leak(Box::new(TestApp::at_work().await));
        let mut people = vec![
            app.stranger(),
            app.person(Role::NationalOfficer, app.org(Tier::Nation)).await,
        ];
        for role in SEATS {
            people.push(app.at_school(role, 0).await);
        }
        (app, people)
    });
    Ground { runtime, app, people }
});

/// Makes it.
pub fn prepared() {
    LazyLock::force(&GROUND);
}

/// Addresses without an id in them, with who asks.
const ASKED: [(usize, &str); 15] = [
    (2, "/search"),
    (1, "/organisations"),
    (2, "/majors"),
    (2, "/calendar"),
    (0, "/sign-in"),
    (0, "/sign-in/schools"),
    (5, "/staff"),
    (2, "/classes"),
    (2, "/people"),
    (1, "/counts"),
    (2, "/standards"),
    (3, "/tasks"),
    (3, "/runs"),
    (4, "/me"),
    (3, "/grades"),
];
const POSTED: [(usize, &str); 8] = [
    (0, "/sign-in"),
    (0, "/start"),
    (1, "/organisations"),
    (2, "/classes"),
    (2, "/calendar"),
    (5, "/staff"),
    (4, "/me/password"),
    (3, "/tasks"),
];
const UPLOADED: [(usize, &str); 5] = [
    (2, "/rosters"),
    (2, "/training/import"),
    (2, "/calendar"),
    (1, "/majors/import"),
    (1, "/counts/pairs/import"),
];

/// A query of a page, or the body of a form.
pub fn urlencoded(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let choice = usize::from(*first);
    if choice < 128 {
        let (who, path) = ASKED[choice % ASKED.len()];
        let query: String = rest
            .iter()
            .filter(|byte| byte.is_ascii_graphic())
            .map(|byte| char::from(*byte))
            .collect();
        let address = format!("{path}?{}", query.replace('#', ""));
        if address.parse::<http::Uri>().is_ok() {
            asked(who, |person| GROUND.runtime.block_on(person.get(&address)));
        }
    } else {
        let (who, path) = POSTED[choice % POSTED.len()];
        let kind = "application/x-www-form-urlencoded";
        asked(who, |person| {
            let body = [format!("_csrf={}&", person.csrf()).as_bytes(), rest].concat();
            GROUND.runtime.block_on(person.post_bytes(path, kind, body))
        });
    }
}

/// A body of parts, each after the boundary `--gx`.
pub fn multipart(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let (who, path) = UPLOADED[usize::from(*first) % UPLOADED.len()];
    asked(who, |person| {
        let head = format!(
            "--gx\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{}\r\n",
            person.csrf()
        );
        let body = [head.as_bytes(), rest].concat();
        GROUND
            .runtime
            .block_on(person.post_bytes(path, "multipart/form-data; boundary=gx", body))
    });
}

fn asked(who: usize, ask: impl FnOnce(&Person<'static>) -> testkit::Reply) {
    let reply = ask(&GROUND.people[who]);
    assert!(
        !reply.status.is_server_error(),
        "{}: {}",
        reply.status,
        reply.text()
    );
    let _ = &GROUND.app;
}
