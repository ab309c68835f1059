//! The forms of the authorization cases, which are complete where a page's own are not: each field in turn holds the mark, each
//! time in a nation of its own.

use testkit::{Nation, Person, TestApp};

use super::Found;
use super::plant::{long, short};
use crate::auth::{send, somebody};
use crate::cases::{self, Case};
use crate::fire::found::{Bound, everything, is_download};

/// What holds no text of a person: an id, a number, a day, a word of ours.
fn is_fixed(name: &str, value: &str) -> bool {
    let id = value.len() == 22 || value.len() == 36 || value.len() == 64;
    id || ["op", "version", "_csrf", "digest", "held"].contains(&name)
}

/// Every field of every case.
pub async fn every_case(nation: &Nation, found: &mut Found) {
    let posts = cases::all().filter(|case| case.route.starts_with("POST ") && case.file.is_none());
    for case in posts {
        let app = nation.copy().await;
        // What a path is made for has to be there before the fields are.
        case.path(&app).await;
        let fields = case.fields(&app).await;
        for (index, (name, value)) in fields.iter().enumerate() {
            if !is_fixed(name, value) {
                one_field(nation, case, index, found).await;
            }
        }
    }
}

async fn one_field(nation: &Nation, case: &Case, index: usize, found: &mut Found) {
    let app = nation.copy().await;
    let path = case.path(&app).await;
    let mut fields = case.fields(&app).await;
    let person = somebody(&app, &case.right).await;
    for text in [long, short] {
        found.planted.last += 1;
        fields[index].1 = text(found.planted.last);
        let reply = send(&person, case, &path, &fields).await;
        found.watch.answer(&format!("POST {path}"), &reply);
        let taken = (reply.status == case.answer && case.answer < 400).then_some(());
        let name = crate::crawl::shape(fields[index].0);
        let path = case.route.trim_start_matches("POST ");
        found.planted.note(format!("{path} {name}"), taken);
        if taken.is_some() {
            let seen = found.take_columns(&app);
            if seen {
                look(&app, &person, found).await;
            }
            return;
        }
    }
}

/// Every page that the sender then comes to.
async fn look(_app: &TestApp, person: &Person<'_>, found: &mut Found) {
    for page in everything(person, "/", Bound { pages: 40, alike: 1 }).await {
        if !page.posts && !is_download(&page.path) {
            let reply = person.get(&page.path).await;
            found.watch.answer(&page.path, &reply);
        }
    }
}
