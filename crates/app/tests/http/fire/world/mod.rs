//! The states in which forms stand that a made-up nation at rest does not show: brought about as people would, with what each page
//! then offers to whoever came to it.

mod offices;
mod people;
mod school;
mod sheets;

use std::collections::BTreeSet;

use testkit::{Person, Reply, TestApp};

use super::found::{Found, offered};
use crate::cases;
use crate::crawl::is_page;

/// What pages offered while the states were brought about.
#[derive(Default)]
pub struct Shown(pub BTreeSet<Found>);

impl Shown {
    /// A page, as somebody has it before them.
    async fn to(&mut self, person: &Person<'_>, path: &str) {
        let reply = person.get(path).await;
        self.0.insert(Found::address(path));
        self.answered(path, &reply);
    }

    /// A page that came as the answer to something else.
    fn answered(&mut self, what: &str, reply: &Reply) {
        assert!(
            reply.status == 200 && is_page(reply),
            "{what}: {} {}",
            reply.status,
            reply.text()
        );
        self.0.extend(offered(&reply.text()));
    }
}

/// Brings about all of them in the first school and the offices above it.
pub async fn arranged(app: &TestApp) -> Shown {
    let mut shown = Shown::default();
    // What is opened for the class as it was made up comes before its list grows.
    sheets::all(app, &mut shown).await;
    school::all(app, &mut shown).await;
    offices::all(app, &mut shown).await;
    people::all(app, &mut shown).await;
    shown
}

/// The path of the authorization case of a route, which brings about what the path leads to.
async fn case(app: &TestApp, route: &str) -> String {
    let case = cases::all().find(|case| case.route == route).expect(route);
    case.path(app).await
}

/// An answer that leads on, with what was asked where it does not.
fn done(what: &str, reply: &Reply) -> String {
    assert_eq!(reply.status, 303, "{what}: {}", reply.text());
    reply.location().to_owned()
}
