//! Everything that anybody sees, asked for again by everybody else: what each gets is committed as a table, what is refused
//! changes nothing, and whoever belongs to another school or province never gets a page with an id of the first.

use std::collections::BTreeSet;
use std::path::PathBuf;

use db::{Value, portable};
use kernel::{Id, Role, Tier};
use testkit::{Nation, Person, Reply, TestApp, agrees, committed};

use super::found::{Bound, Found, everything, is_download};
use super::seen::{Answer, NO_REASON, Seen, is_refused_by_law, route_of};
use super::world;
use crate::crawl::POSTS;

/// Somebody who asks again.
pub struct Replayer {
    /// The column of the table.
    pub name: String,
    token: Option<String>,
    /// The module's policy gives something to this role.
    pub role: Option<Role>,
    /// Belongs to another school or another province.
    pub outside: bool,
}

/// What everybody has seen, and the nation in which they saw it.
pub struct Field {
    nation: Nation,
    /// Those who ask again, a column each.
    pub people: Vec<Replayer>,
    found: BTreeSet<Found>,
    /// The ids of the first school's rows, which stand in no row of anybody else.
    ids: BTreeSet<String>,
    /// The tables are of this engine: which of several alike is asked for hangs on their ids, and each engine draws them in its turn.
    is_tables_own: bool,
}

/// With `GONGXUE_FIRE_FULL` it goes as far as there are pages: `cargo xtask fire --full`.
fn is_full() -> bool {
    told("GONGXUE_FIRE_FULL").is_some()
}

#[allow(
    clippy::disallowed_methods,
    reason = "how long a test may take, and where its figures go, is said by the environment"
)]
fn told(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

fn bound() -> Bound {
    if is_full() {
        Bound { pages: 600, alike: 6 }
    } else {
        Bound { pages: 64, alike: 1 }
    }
}

impl Field {
    async fn look() -> Self {
        let app = TestApp::new().await;
        let mut found = world::arranged(&app).await.0;
        let mut people = everybody(&app).await;
        for replayer in people.iter().filter(|replayer| !replayer.outside) {
            let from = if replayer.token.is_some() { "/" } else { "/sign-in" };
            found.extend(everything(&replayer.on(&app), from, bound()).await);
        }
        // What is seen is kept once for each kind and each of its ids; leaving and choosing a language are anybody's.
        found.retain(|found| !["/sign-out", "/language"].contains(&found.path.as_str()));
        if !is_full() {
            // Forms are told apart by their route: the places of a draft, which stand in addresses as words, are many.
            let mut kinds: BTreeSet<String> = BTreeSet::new();
            found.retain(|found| {
                kinds.insert(if found.posts {
                    format!("{} {}", route_of(found).0, found.names())
                } else {
                    found.kind()
                })
            });
        }
        people.extend(strangers(&app).await);
        let ids = ids_of_first_school(&app);
        Self {
            is_tables_own: !testkit::is_over_a_server(),
            nation: Nation::of(app),
            people,
            found,
            ids,
        }
    }
}

impl Field {
    /// The first id of the first school in a text.
    pub fn first_of_ours<'a>(&self, text: &'a str) -> Option<&'a str> {
        let mut words = text.split(|sign: char| !sign.is_ascii_alphanumeric());
        words.find(|word| word.len() == 22 && self.ids.contains(*word))
    }
}

impl Replayer {
    fn on<'a>(&self, app: &'a TestApp) -> Person<'a> {
        match &self.token {
            Some(token) => Person::with_token(app, token.clone()),
            None => app.stranger(),
        }
    }
}

/// A person of every post of the first of each tier, and nobody.
async fn everybody(app: &TestApp) -> Vec<Replayer> {
    let mut people = vec![Replayer {
        name: "nobody".to_owned(),
        token: None,
        role: None,
        outside: false,
    }];
    for (role, tier) in POSTS {
        let person = app.person(role, app.org(tier)).await;
        let of = if tier == Tier::School { "" } else { " (office)" };
        people.push(Replayer {
            name: format!("{}{of}", role.code()),
            token: person.token(),
            role: Some(role),
            outside: false,
        });
    }
    people
}

/// The same posts in the school and the office of another province.
async fn strangers(app: &TestApp) -> Vec<Replayer> {
    let schools = app.schools();
    let mut provinces = app.orgs.iter().filter(|org| org.tier == Tier::Province);
    let other = provinces.next_back().expect("a second province");
    let far = schools
        .iter()
        .find(|school| school.region.to_string()[..2] != schools[0].region.to_string()[..2])
        .expect("a school in another province");
    let mut people = Vec::new();
    for (role, tier) in POSTS {
        let org = match tier {
            Tier::School => far,
            Tier::Province => other,
            _ => continue,
        };
        people.push(Replayer {
            name: format!("{} elsewhere", role.code()),
            token: app.person(role, org).await.token(),
            role: Some(role),
            outside: true,
        });
    }
    people
}

/// Ids that only rows of the first school hold, as they stand in addresses.
fn ids_of_first_school(app: &TestApp) -> BTreeSet<String> {
    let school = app.schools()[0].number;
    let looked = db::look(&app.settings(), |tx| {
        let (mut own, mut others) = (BTreeSet::new(), BTreeSet::new());
        for table in portable::tables(tx)? {
            let place = table.place("school_id");
            table.each(tx, |row| {
                let is_own =
                    place.is_some_and(|place| matches!(row[place], Value::Int(number) if number == school.0));
                let ids = row.iter().filter_map(|value| match value {
                    Value::Id(id) => Some(Id::<()>::of(*id).to_string()),
                    _ => None,
                });
                let side = if is_own { &mut own } else { &mut others };
                side.extend(ids);
                Ok::<(), db::Error>(())
            })?;
        }
        Ok::<_, db::Error>(own.difference(&others).cloned().collect())
    });
    looked.expect("the tables are read")
}

/// What stands in every table but those of sessions, row by row.
fn digests(app: &TestApp) -> testkit::Digests {
    let mut digests = testkit::digests(&app.settings());
    digests.remove("session");
    digests
}

async fn send(person: &Person<'_>, found: &Found) -> Reply {
    if !found.posts {
        return person.get(&found.path).await;
    }
    let fields: Vec<(&str, &str)> = found
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    match &found.file {
        Some(field) => {
            let file = (field.as_str(), "a.csv", "a,b\n1,2\n".as_bytes());
            person.upload(&found.path, &fields, file).await
        }
        None => person.post(&found.path, &fields).await,
    }
}

/// The committed table says what was seen; the long form, which sees more, has seen all of it. On another engine what nobody may ever get stands
/// without it.
fn stands(field: &Field, seen: &Seen, table: &str) {
    if is_full() {
        assert_eq!(seen.falls_short_of(&committed(table)), [""; 0], "docs/{table}");
    } else if field.is_tables_own {
        agrees(table, &seen.render(&field.people));
    }
}

/// Writes a line of figures into the folder of `GONGXUE_FIRE_FIGURES`, for whoever asked for them.
fn keep_figures(what: &str, (field, found): (&Field, usize), seen: &Seen) {
    let Some(folder) = told("GONGXUE_FIRE_FIGURES") else {
        return;
    };
    let of = |answer| seen.answers.get(&answer).copied().unwrap_or_default();
    let [let_in, faulty, refused] = [Answer::Let, Answer::Faulty, Answer::Refused].map(of);
    let line = format!(
        "| {what} | {} | {found} | {} | {let_in} | {faulty} | {refused} |\n",
        field.people.len(),
        let_in + faulty + refused
    );
    std::fs::write(folder.join(what), line).expect("the figures are written");
}

#[tokio::test]
async fn every_address_that_anybody_sees_answers_everybody_else_as_the_table_says() {
    let field = Field::look().await;
    let app = field.nation.copy().await;
    let before = digests(&app);
    let mut seen = Seen::default();
    let addresses: Vec<&Found> = field.found.iter().filter(|found| !found.posts).collect();
    for (column, replayer) in field.people.iter().enumerate() {
        let person = replayer.on(&app);
        for found in &addresses {
            // A stream does not end, and printing takes seconds: those who may are asked by the authorization cases.
            let is_ours = field.first_of_ours(&found.path).is_some();
            let is_refused = replayer.role.is_none() || (replayer.outside && is_ours);
            if is_download(&found.path) && !is_refused {
                continue;
            }
            let asked = tokio::time::timeout(std::time::Duration::from_secs(20), send(&person, found)).await;
            let Ok(reply) = asked else {
                seen.faults
                    .push(format!("{} gets a stream: {}", replayer.name, found.path));
                continue;
            };
            seen.note(&field, (column, found), &reply);
        }
    }
    assert!(addresses.len() > 100, "only {} addresses", addresses.len());
    assert!(seen.faults.is_empty(), "{}", seen.faults.join("\n"));
    assert_eq!(digests(&app), before, "reading changed something");
    keep_figures("addresses", (&field, addresses.len()), &seen);
    stands(&field, &seen, "replayed-pages.txt");
}

#[tokio::test]
async fn every_form_that_anybody_sees_is_refused_to_everybody_else_as_the_table_says_and_changes_nothing() {
    let field = Field::look().await;
    let mut still = field.nation.copy().await;
    let before = digests(&still);
    let mut seen = Seen::default();
    let forms: Vec<&Found> = field.found.iter().filter(|found| found.posts).collect();
    for (column, replayer) in field.people.iter().enumerate() {
        // What is let in changes this copy; what was refused there is tried again where nothing has changed.
        let working = field.nation.copy().await;
        // Whom the law refuses is tried there at once.
        let (mut refused, open): (Vec<&Found>, Vec<&Found>) = forms
            .iter()
            .partition(|found| is_refused_by_law(&field, replayer, found));
        for found in open {
            let reply = send(&replayer.on(&working), found).await;
            if seen.note(&field, (column, found), &reply) == Answer::Refused {
                refused.push(found);
            }
        }
        for found in refused {
            let reply = send(&replayer.on(&still), found).await;
            // What was let in before had closed it there: then it is let in here, and the next begins anew.
            if seen.note(&field, (column, found), &reply) != Answer::Refused {
                still = field.nation.copy().await;
            }
        }
        if digests(&still) != before {
            seen.faults
                .push(format!("{} changed something by what was refused", replayer.name));
        }
    }
    assert!(forms.len() > 50, "only {} forms", forms.len());
    assert!(seen.faults.is_empty(), "{}", seen.faults.join("\n"));
    keep_figures("forms", (&field, forms.len()), &seen);
    stands(&field, &seen, "replayed-forms.txt");
    let unreached = seen.unreached(&committed("unreplayed-forms.txt"));
    agrees("unreplayed-forms.txt", &unreached);
    let silent = unreached
        .lines()
        .filter(|line| line.ends_with(&format!("| {NO_REASON}")));
    assert_eq!(
        silent.collect::<Vec<_>>(),
        [""; 0],
        "write why into docs/unreplayed-forms.txt"
    );
}
