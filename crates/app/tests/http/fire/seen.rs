//! Who got what at which route: the table, what nobody may ever get, and which forms were never asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, Mutex};

use kernel::Role;
use testkit::Reply;

use super::found::Found;
use super::replay::{Field, Replayer};
use crate::crawl::shape;

/// Every module, which is put together once: it is asked for at every answer.
static MODULES: LazyLock<Vec<web::Module>> = LazyLock::new(app::house::modules);

/// How an answer stands in the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// Not theirs, or not there.
    Refused,
    /// Theirs, but not so.
    Faulty,
    /// Done or shown.
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

    fn from_sign(sign: char) -> Option<Self> {
        [Self::Refused, Self::Faulty, Self::Let]
            .into_iter()
            .find(|answer| answer.sign() == sign)
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
pub struct Seen {
    table: BTreeMap<String, BTreeMap<usize, Answer>>,
    /// What nobody may get and somebody got.
    pub faults: Vec<String>,
    /// How many answers there were of each kind.
    pub answers: BTreeMap<Answer, usize>,
}

impl Seen {
    /// Takes an answer in.
    pub fn note(&mut self, field: &Field, (column, found): (usize, &Found), reply: &Reply) -> Answer {
        let answer = Answer::of(reply);
        *self.answers.entry(answer).or_default() += 1;
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

    /// The table as it is committed.
    pub fn render(&self, people: &[Replayer]) -> String {
        let width = self.width();
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

    /// Where a table that saw less says more: a route that is not here, or somebody who was not refused there. Whether they were let in
    /// or told what is wrong depends on what was done before, of which there is more here.
    pub fn falls_short_of(&self, committed: &str) -> Vec<String> {
        let rows = committed
            .lines()
            .filter(|line| line.starts_with("GET ") || line.starts_with("POST "));
        let first = committed.lines().find(|line| line.trim_start() == "nobody");
        let width = first.map_or(0, |line| line.len() - "nobody".len() - 1);
        let mut less = Vec::new();
        for line in rows {
            let (route, signs) = line.split_at_checked(width).unwrap_or((line, ""));
            let Some(answers) = self.table.get(route.trim_end()) else {
                less.push(format!("{} is not reached", route.trim_end()));
                continue;
            };
            for (column, sign) in signs.chars().skip(1).step_by(2).enumerate() {
                let is_theirs = |answer: Option<Answer>| answer > Some(Answer::Refused);
                let here = answers.get(&column).copied();
                if is_theirs(Answer::from_sign(sign)) && !is_theirs(here) {
                    less.push(format!("{} column {column} was {sign}", route.trim_end()));
                }
            }
        }
        less
    }

    fn width(&self) -> usize {
        self.table.keys().map(String::len).max().unwrap_or_default()
    }

    /// The committed list of forms that nobody was shown, as it has to be: what is reached goes from it, what is not has to give its
    /// reason there.
    pub fn unreached(&self, committed: &str) -> String {
        let reasons: BTreeMap<&str, &str> = committed
            .lines()
            .filter_map(|line| line.split_once(" | "))
            .map(|(route, reason)| (route.trim_end(), reason))
            .collect();
        let routes = MODULES.iter().flat_map(|module| module.routes.list());
        let routes: BTreeSet<String> = routes
            .filter(|route| route.method == "POST")
            .map(|route| format!("POST {}", route.path))
            .filter(|route| !self.table.contains_key(route))
            .collect();
        let width = routes.iter().map(String::len).max().unwrap_or_default();
        let line = |route: &String| {
            let reason = reasons.get(route.as_str()).copied().unwrap_or(NO_REASON);
            format!("{route:width$} | {reason}\n")
        };
        let lines: String = routes.iter().map(line).collect();
        format!("Forms that no page of the crawl shows, and why.\n\n{lines}")
    }
}

/// What stands where a reason is to be written by hand.
pub const NO_REASON: &str = "?";

/// Whether somebody has to be refused whatever the form says: a stranger, another school at an id of the first, a role to which the
/// matrix gives no verb of the module.
pub fn is_refused_by_law(field: &Field, replayer: &Replayer, found: &Found) -> bool {
    let (_, module) = route_of(found);
    let Some((module, false)) = module else {
        return false;
    };
    let (path, _) = found.path.split_once('?').unwrap_or((&found.path, ""));
    let is_ours = field.first_of_ours(path).is_some();
    replayer
        .role
        .is_none_or(|role| (replayer.outside && is_ours) || (module != "people" && !has_verb(module, role)))
}

fn has_verb(module: &str, role: Role) -> bool {
    let mut rules = MODULES
        .iter()
        .filter(|known| known.name == module)
        .flat_map(|module| module.rules);
    rules.any(|rule| rule.allowed.iter().any(|(allowed, _)| *allowed == role))
}

/// The route that answers, with its module and whether it is open.
type Routed = (String, Option<(&'static str, bool)>);

/// The route that answers; of several the one with the most words of its own. It is asked for at every answer, and looked up once.
pub fn route_of(found: &Found) -> Routed {
    static KNOWN: LazyLock<Mutex<BTreeMap<(&str, String), Routed>>> = LazyLock::new(Mutex::default);
    let path = found.path.split('?').next().unwrap_or_default();
    let method = if found.posts { "POST" } else { "GET" };
    let mut known = KNOWN.lock().expect("nobody broke while looking up");
    let routed = known
        .entry((method, path.to_owned()))
        .or_insert_with(|| looked_up(method, path));
    routed.clone()
}

fn looked_up(method: &str, path: &str) -> Routed {
    let routes = MODULES
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
