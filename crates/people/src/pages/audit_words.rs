//! A line of the audit chain in words: fields and codes by their translations, days and points as pages write them, ids by the
//! names that the school knows them by. What has no word stands as the chain has it, so that nothing is hidden.

use std::collections::{BTreeMap, HashMap};

use kernel::{Day, Id, Instant, PersonId, Points, RawId, Role, Text};
use ledger::audit::Line;
use serde_json::Value;
use web::Visit;

use crate::model::class::ClassId;
use crate::role_text;

/// Fields that hold a day as a number.
const DAYS: [&str; 7] = ["first", "last", "entered", "since", "until", "day", "due"];
/// Fields that hold points.
const POINTS: [&str; 2] = ["total", "score"];

/// Names by id.
#[derive(Clone, Default)]
pub struct Known {
    /// People of the organisation.
    pub people: HashMap<PersonId, String>,
    /// Its classes.
    pub classes: HashMap<ClassId, String>,
}

impl Known {
    fn name(&self, id: RawId) -> Option<&String> {
        let person = self.people.get(&PersonId::of(id));
        person.or_else(|| self.classes.get(&ClassId::of(id)))
    }
}

/// Every id that stands in some lines: of their objects and within their states.
pub fn ids(lines: &[Line]) -> Vec<PersonId> {
    let mut found = Vec::new();
    for line in lines {
        found.push(PersonId::of(line.object));
        for state in [&line.before, &line.after] {
            if let Ok(state) = serde_json::from_str::<Value>(state) {
                within(&state, &mut found);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn within(value: &Value, found: &mut Vec<PersonId>) {
    match value {
        Value::Object(fields) => fields.values().for_each(|value| within(value, found)),
        Value::Array(all) => all.iter().for_each(|value| within(value, found)),
        Value::String(text) => found.extend(id_of(text).map(PersonId::of)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn id_of(text: &str) -> Option<RawId> {
    text.parse::<Id<()>>().ok().map(Id::raw)
}

/// What a line is about: its kind, and who or which class where that is known.
pub fn object(visit: &Visit, known: &Known, line: &Line) -> (String, String) {
    let kind = word(visit, "people-audit-object-", &line.object_kind);
    (kind, known.name(line.object).cloned().unwrap_or_default())
}

/// A state field by field: what stands in a field that has fields itself is named by the way to it.
pub fn fields(visit: &Visit, known: &Known, state: &str) -> Vec<(String, String)> {
    let mut found = BTreeMap::new();
    if let Ok(state) = serde_json::from_str::<Value>(state) {
        let words = Words { visit, known };
        words.flatten((String::new(), ""), &state, &mut found);
    }
    found.into_iter().collect()
}

struct Words<'a> {
    visit: &'a Visit,
    known: &'a Known,
}

impl Words<'_> {
    fn flatten(&self, (name, key): (String, &str), value: &Value, found: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(fields) => {
                for (field, value) in fields {
                    let said = self.named(field);
                    let way = if name.is_empty() {
                        said
                    } else {
                        format!("{name} · {said}")
                    };
                    self.flatten((way, field), value, found);
                }
            }
            Value::Array(all) if all.iter().all(|one| !one.is_object() && !one.is_array()) => {
                let all: Vec<String> = all.iter().map(|value| self.plain(key, value)).collect();
                found.insert(name, all.join("、"));
            }
            Value::Array(all) => {
                for (number, value) in (1..).zip(all) {
                    self.flatten((format!("{name} {number}"), key), value, found);
                }
            }
            value => {
                found.insert(name, self.plain(key, value));
            }
        }
    }

    /// A field's name; an id that names a field is that of whom the field is about.
    fn named(&self, field: &str) -> String {
        let known = id_of(field).and_then(|id| self.known.name(id));
        known
            .cloned()
            .unwrap_or_else(|| word(self.visit, "people-audit-field-", field))
    }

    fn plain(&self, key: &str, value: &Value) -> String {
        match value {
            Value::String(text) => self.text(text),
            Value::Null => "—".to_owned(),
            Value::Bool(true) => self.visit.text(&Text::new("people-audit-yes")),
            Value::Bool(false) => self.visit.text(&Text::new("people-audit-no")),
            Value::Number(number) => number
                .as_i64()
                .and_then(|number| number_text(key, number))
                .unwrap_or_else(|| number.to_string()),
            other @ (Value::Array(_) | Value::Object(_)) => other.to_string(),
        }
    }

    fn text(&self, text: &str) -> String {
        if let Some(role) = Role::from_code(text) {
            return self.visit.text(&role_text(role));
        }
        let known = id_of(text).and_then(|id| self.known.name(id));
        known
            .cloned()
            .unwrap_or_else(|| word(self.visit, "people-audit-value-", text))
    }
}

fn number_text(key: &str, number: i64) -> Option<String> {
    /// Before this a number is no instant of ours: microseconds of the year 2001.
    const FIRST_INSTANT: i64 = 1_000_000_000_000_000;
    if DAYS.contains(&key) {
        let day = Day::from_number(number).ok().map(|day| day.to_string());
        return day.or_else(|| (number > FIRST_INSTANT).then(|| Instant(number).minute_text()));
    }
    POINTS.contains(&key).then(|| Points(number).to_string())
}

/// A code's word where it has one.
fn word(visit: &Visit, prefix: &str, code: &str) -> String {
    let key = format!("{prefix}{code}");
    let text = visit.house().texts.plain(visit.lang(), &key);
    if text == key {
        code.to_owned()
    } else {
        text.to_owned()
    }
}
