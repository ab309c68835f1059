//! Everything that anybody sees, asked for again by everybody else: what each gets is committed as a table, what is refused
//! changes nothing, and whoever belongs to another school or province never gets a page with an id of the first.

use std::collections::{BTreeMap, BTreeSet};

use db::{Value, portable};
use kernel::{Id, Role, Tier};
use testkit::{Nation, Person, Reply, TestApp, agrees};

use super::found::{Bound, Found, everything, is_download};
use crate::crawl::{POSTS, shape};

/// Somebody who asks again.
struct Replayer {
    /// The column of the table.
    name: String,
    token: Option<String>,
    /// The module's policy gives something to this role.
    role: Option<Role>,
    /// Belongs to another school or another province.
    outside: bool,
}

/// What everybody has seen, and the nation in which they saw it.
struct Field {
    nation: Nation,
    people: Vec<Replayer>,
    found: BTreeSet<Found>,
    /// The ids of the first school's rows, which stand in no row of anybody else.
    ids: BTreeSet<String>,
}

/// `GONGXUE_FULL` goes as far as there are pages.
#[allow(
    clippy::disallowed_methods,
    reason = "how long a test may take is said by the environment"
)]
fn is_full() -> bool {
    std::env::var_os("GONGXUE_FULL").is_some()
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
        let mut people = everybody(&app).await;
        let mut found = BTreeSet::new();
        for replayer in people.iter().filter(|replayer| !replayer.outside) {
            let from = if replayer.token.is_some() { "/" } else { "/sign-in" };
            found.extend(everything(&replayer.on(&app), from, bound()).await);
        }
        // What is seen is kept once for each kind and each of its ids; leaving and choosing a language are anybody's.
        found.retain(|found| !["/sign-out", "/language"].contains(&found.path.as_str()));
        if !is_full() {
            let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
            found.retain(|found| {
                let count = kinds.entry(found.kind()).or_default();
                *count += 1;
                *count <= 1
            });
        }
        people.extend(strangers(&app).await);
        let ids = ids_of_first_school(&app);
        Self {
            nation: Nation::of(app),
            people,
            found,
            ids,
        }
    }
}

impl Field {
    /// The first id of the first school in a text.
    fn first_of_ours<'a>(&self, text: &'a str) -> Option<&'a str> {
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

/// How an answer stands in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Refused,
    Faulty,
    Let,
}

impl Answer {
    fn of(reply: &Reply) -> Self {
        match reply.status.as_u16() {
            303 if reply.location().starts_with("/sign-in") => Self::Refused,
            200..=399 => Self::Let,
            401 | 403 | 404 => Self::Refused,
            _ => Self::Faulty,
        }
    }

    const fn sign(self) -> char {
        match self {
            Self::Refused => '.',
            Self::Faulty => '?',
            Self::Let => '+',
        }
    }
}

/// Who got what at which route, and what nobody may ever get.
#[derive(Default)]
struct Seen {
    table: BTreeMap<String, BTreeMap<usize, Answer>>,
    faults: Vec<String>,
}

impl Seen {
    fn note(&mut self, field: &Field, (column, found): (usize, &Found), reply: &Reply) -> Answer {
        let answer = Answer::of(reply);
        let (route, module) = route_of(found);
        let replayer = &field.people[column];
        let mut fault = |said: &str| {
            self.faults.push(format!(
                "{route} as {}: {} {said}: {}",
                replayer.name, reply.status, found.path
            ));
        };
        if reply.status.is_server_error() {
            fault("breaks");
        }
        let is_open = module.is_some_and(|(_, open)| open) || found.path == "/sw.js";
        if answer == Answer::Let && replayer.role.is_none() && !is_open {
            fault("lets a stranger in");
        }
        if answer == Answer::Let && replayer.outside {
            // An id in the query only narrows a list of one's own, and the page may lead back to its own address.
            let (path, _) = found.path.split_once('?').unwrap_or((&found.path, ""));
            if field.first_of_ours(path).is_some() {
                fault("lets another school in");
            }
            let shown = reply.text().replace(&found.path, "");
            if let Some(id) = field.first_of_ours(&shown).filter(|id| !found.path.contains(id)) {
                fault(&format!("shows {id} to another school"));
            }
        }
        if let (Answer::Let, Some(role), Some((module, false))) = (answer, replayer.role, module)
            && found.posts
            && module != "people"
            && !has_verb(module, role)
        {
            fault("lets a role in that the matrix gives no verb of the module");
        }
        let best = self
            .table
            .entry(route)
            .or_default()
            .entry(column)
            .or_insert(answer);
        *best = answer.max(*best);
        answer
    }

    fn render(&self, people: &[Replayer]) -> String {
        let width = self.table.keys().map(String::len).max().unwrap_or_default();
        let mut text =
            String::from("+ let in · ? answered with what is wrong · . refused · blank not asked\n\n");
        for (index, replayer) in people.iter().enumerate() {
            text.push_str(&format!(
                "{:width$} {}{}\n",
                "",
                "| ".repeat(index),
                replayer.name
            ));
        }
        for (route, answers) in &self.table {
            let signs =
                (0..people.len()).map(|column| answers.get(&column).map_or(' ', |answer| answer.sign()));
            let line: Vec<String> = signs.map(|sign| sign.to_string()).collect();
            text.push_str(format!("{route:width$} {}", line.join(" ")).trim_end());
            text.push('\n');
        }
        text
    }
}

fn has_verb(module: &str, role: Role) -> bool {
    let modules = app::house::modules();
    let mut rules = modules
        .iter()
        .filter(|known| known.name == module)
        .flat_map(|module| module.rules);
    rules.any(|rule| rule.allowed.iter().any(|(allowed, _)| *allowed == role))
}

/// The route that answers, with its module and whether it is open; of several the one with the most words of its own.
fn route_of(found: &Found) -> (String, Option<(&'static str, bool)>) {
    let method = if found.posts { "POST" } else { "GET" };
    let path = found.path.split('?').next().unwrap_or_default();
    let modules = app::house::modules();
    let routes = modules
        .iter()
        .flat_map(|module| module.routes.list().iter().map(|route| (module.name, route)));
    let fitting = routes.filter(|(_, route)| route.method == method && fits(route.path, path));
    let best = fitting.min_by_key(|(_, route)| route.path.matches('{').count());
    match best {
        Some((module, route)) => (format!("{method:<4} {}", route.path), Some((module, route.open))),
        None => (format!("{method:<4} {}", shape(path).trim_end_matches('?')), None),
    }
}

fn fits(route: &str, path: &str) -> bool {
    let (route, path): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), path.split('/').collect());
    route.len() == path.len()
        && route
            .iter()
            .zip(&path)
            .all(|(wanted, part)| wanted == part || (wanted.starts_with('{') && !part.is_empty()))
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
    if !is_full() {
        agrees("replayed-pages.txt", &seen.render(&field.people));
    }
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
        let mut refused = Vec::new();
        for found in &forms {
            let reply = send(&replayer.on(&working), found).await;
            if seen.note(&field, (column, found), &reply) == Answer::Refused {
                refused.push(*found);
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
    if !is_full() {
        agrees("replayed-forms.txt", &seen.render(&field.people));
    }
}
