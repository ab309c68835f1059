//! A mark with script, formula, template and header in it, written into every text field of every form and looked for on every
//! page of every role, in its addresses, and in what is printed: it is never anything but a text.

mod asked;
mod flows;
mod look;
mod papers;
mod plant;
mod reflected;
mod stored;

use std::collections::{BTreeMap, BTreeSet};

use db::{Value, portable};
use testkit::{Nation, Person, TestApp};

use self::look::{Watch, marks};
use self::plant::{Pass, Planted};
use super::found::{Bound, everything, is_download};
use crate::crawl::POSTS;

/// What was written and what was seen.
#[derive(Default)]
struct Found {
    planted: Planted,
    watch: Watch,
    /// Every text column with the marks that stood in it.
    columns: BTreeMap<String, BTreeSet<usize>>,
}

impl Found {
    /// Takes in which columns hold marks; whether any does.
    fn take_columns(&mut self, app: &TestApp) -> bool {
        let looked = db::look(&app.settings(), |tx| {
            let mut any = false;
            for table in portable::tables(tx)? {
                let columns = &mut self.columns;
                for field in table
                    .fields
                    .iter()
                    .filter(|field| field.ty == portable::Type::Text)
                {
                    columns
                        .entry(format!("{}.{}", table.name, field.name))
                        .or_default();
                }
                table.each(tx, |row| {
                    for (field, value) in table.fields.iter().zip(row) {
                        if let Value::Text(text) = value
                            && text.contains("gx")
                        {
                            let marks = marks(text);
                            any |= !marks.is_empty();
                            columns
                                .entry(format!("{}.{}", table.name, field.name))
                                .or_default()
                                .extend(marks);
                        }
                    }
                    Ok::<(), db::Error>(())
                })?;
            }
            Ok::<_, db::Error>(any)
        });
        looked.expect("the tables are read")
    }
}

/// Everybody of [`POSTS`] with their sessions.
async fn everybody(app: &TestApp) -> Vec<(&'static str, String)> {
    let mut people = Vec::new();
    for (role, tier) in POSTS {
        let token = app.person(role, app.org(tier)).await.token();
        people.push((role.code(), token.expect("a session")));
    }
    people
}

#[tokio::test]
async fn a_mark_in_every_field_of_every_form_is_a_text_on_every_page() {
    let nation = Nation::load().await;
    let app = nation.copy().await;
    let mut found = Found::default();
    let people = everybody(&app).await;
    for pass in [Pass::Open, Pass::Ending] {
        for (_, token) in &people {
            let person = Person::with_token(&app, token.clone());
            let bound = Bound { pages: 60, alike: 1 };
            found.planted.by(&person, bound, (pass, &mut found.watch)).await;
        }
    }
    found.take_columns(&app);
    for (role, token) in &people {
        let person = Person::with_token(&app, token.clone());
        for page in everything(&person, "/", Bound { pages: 150, alike: 2 }).await {
            if !page.posts && !is_download(&page.path) {
                let reply = person.get(&page.path).await;
                found.watch.answer(&format!("{role} {}", page.path), &reply);
            }
        }
    }
    asked::every_case(&nation, &mut found).await;
    flows::all(&nation, &mut found).await;
    let faults = &found.watch.faults;
    assert!(faults.is_empty(), "{faults:#?}");
    // Fewer than these were never looked at.
    let (taken, pages) = (found.planted.taken.len(), found.watch.pages.len());
    assert!(taken > 150 && pages > 200, "{taken} fields, {pages} pages");
    let reached = found.columns.iter().filter(|(_, marks)| !marks.is_empty());
    let reached: BTreeSet<&str> = reached.map(|(name, _)| name.as_str()).collect();
    stored::agree(found.columns.keys().map(String::as_str), &reached);
}
