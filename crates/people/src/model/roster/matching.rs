//! Matching the rows of a roster with the people already known: by identity, then by number.

use std::collections::{HashMap, HashSet};

use kernel::{PersonId, Text};
use org::model::intake::{Finding, Findings, Severity, Table};

use super::{Change, Fate, Known, KnownPerson, Matched, Preview, RosterRow};

/// The preview of rows that were read, with what matching found added to the findings.
///
/// `covers` says whom the file speaks of: only they can be absent from it.
pub(super) fn preview<R: RosterRow>(
    table: &Table<'_>,
    (rows, mut findings): (Vec<(u32, R)>, Findings),
    known: &Known<'_>,
    covers: impl Fn(&KnownPerson) -> bool,
) -> Preview<R> {
    let mut matcher = Matcher::new(known);
    let mut readable = Vec::new();
    for (row, value) in rows {
        match matcher.fate(&value) {
            Ok((fate, doubt)) => {
                let warning = |text| table.finding(Severity::Warning, (row, "identity"), text);
                findings.0.extend(doubt.map(warning));
                readable.push(Matched { row, value, fate });
            }
            Err(text) => findings
                .0
                .push(table.finding(Severity::Fault, (row, "number"), text)),
        }
    }
    findings.sort();
    let missing = |person: &&KnownPerson| !matcher.matched.contains(&person.person) && covers(person);
    let absent = if findings.has_faults() {
        Vec::new()
    } else {
        known
            .people
            .iter()
            .filter(missing)
            .map(|person| person.person)
            .collect()
    };
    Preview {
        total: table.len(),
        unread: table.unread(),
        missing: Vec::new(),
        findings,
        readable,
        absent,
    }
}

struct Matcher<'a> {
    known: &'a Known<'a>,
    by_identity: HashMap<&'a [u8], &'a KnownPerson>,
    by_number: HashMap<&'a str, &'a KnownPerson>,
    matched: HashSet<PersonId>,
}

impl<'a> Matcher<'a> {
    fn new(known: &'a Known<'a>) -> Self {
        let identities = known
            .people
            .iter()
            .filter_map(|person| Some((person.identity.as_deref()?, person)));
        let numbers = known.people.iter().map(|person| (person.number.as_str(), person));
        Self {
            known,
            by_identity: identities.collect(),
            by_number: numbers.collect(),
            matched: HashSet::new(),
        }
    }

    /// What becomes of a row, and a doubt to warn of.
    fn fate<R: RosterRow>(&mut self, row: &R) -> Result<(Fate, Option<Text>), Text> {
        let key = row.identity().map(|number| (self.known.identity_key)(number));
        let same_identity = key.as_deref().and_then(|key| self.by_identity.get(key).copied());
        let same_number = self.by_number.get(row.number()).copied();
        if let (Some(one), Some(other)) = (same_identity, same_number)
            && one.person != other.person
        {
            return Err(taken(row, &other.name));
        }
        // Neither a new person nor one who gets a new number may take that of somebody else.
        if let Some(name) = self.known.taken.get(row.number()) {
            return Err(taken(row, name));
        }
        let Some(person) = same_identity.or(same_number) else {
            return Ok((Fate::New, None));
        };
        let other_identity = same_identity.is_none() && key.is_some() && person.identity.is_some();
        if other_identity && person.name != row.name().as_str() {
            return Err(taken(row, &person.name));
        }
        if !self.matched.insert(person.person) {
            return Err(Text::new("people-roster-person-twice").with("name", &person.name));
        }
        let mut changes = changes(row, person);
        if same_identity.is_none()
            && let Some(number) = row.identity()
        {
            changes.push(Change {
                field: "identity",
                old: String::new(),
                new: masked(number),
            });
        }
        let doubt =
            other_identity.then(|| Text::new("people-roster-identity-changed").with("name", &person.name));
        Ok((settle::<R>(person.person, changes), doubt))
    }
}

fn taken<R: RosterRow>(row: &R, holder: &str) -> Text {
    Text::new("people-roster-number-taken")
        .with("value", row.number())
        .with("name", holder)
}

fn settle<R: RosterRow>(person: PersonId, changes: Vec<Change>) -> Fate {
    if changes.is_empty() {
        return Fate::Unchanged(person);
    }
    if changes.iter().any(|change| R::MOVES.contains(&change.field)) {
        return Fate::Moved(person, changes);
    }
    Fate::Changed(person, changes)
}

fn changes<R: RosterRow>(row: &R, person: &KnownPerson) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut compare = |field: &'static str, old: &str, new: &str| {
        if old != new {
            changes.push(Change {
                field,
                old: old.to_owned(),
                new: new.to_owned(),
            });
        }
    };
    compare("number", &person.number, row.number());
    compare("name", &person.name, row.name().as_str());
    for (field, new) in row.values() {
        // A field that the caller did not give is not known, so nothing can be said of it.
        if let Some(old) = person.fields.get(field) {
            compare(field, old, &new);
        }
    }
    changes
}

/// The last four of any certificate number.
fn masked(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let tail: String = letters[letters.len().saturating_sub(4)..].iter().collect();
    format!("********{tail}")
}

/// A finding that other rows of the file cause, as the text that names the first of them.
pub(super) fn repeated(key: &'static str, value: &str, (row, name): (u32, String)) -> Text {
    Text::new(key)
        .with("value", value)
        .with("other", row)
        .with("name", name)
}

impl<R> Preview<R> {
    /// How many rows there are of each fate: new, unchanged, changed, moved.
    pub fn counts(&self) -> [usize; 4] {
        let count = |wanted: fn(&Fate) -> bool| self.readable.iter().filter(|row| wanted(&row.fate)).count();
        [
            count(|fate| matches!(fate, Fate::New)),
            count(|fate| matches!(fate, Fate::Unchanged(_))),
            count(|fate| matches!(fate, Fate::Changed(..))),
            count(|fate| matches!(fate, Fate::Moved(..))),
        ]
    }

    /// The findings of one row.
    pub fn of_row(&self, row: u32) -> impl Iterator<Item = &Finding> {
        self.findings
            .0
            .iter()
            .filter(move |finding| finding.at.is_some_and(|at| at.row == row))
    }
}
