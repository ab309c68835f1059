//! What differs between two versions of a standard, a course or any part of them, field by field.
//!
//! Works on the serialised form, so that no field can be forgotten; identities are used to recognise items and are
//! themselves no difference.

use kernel::{Hours, Percent};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::align::{Key, Pair, align};
use super::place::{Place, Step};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where: in the newer version, for what was removed in the older.
    pub place: Place,
    /// What.
    pub difference: Difference,
}

/// The kinds of differences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// New in the newer version.
    Added(Content),
    /// No longer in the newer version.
    Removed(Content),
    /// Different in both.
    Changed {
        /// What it was.
        before: Content,
        /// What it is.
        after: Content,
    },
    /// The same item at another place in its list; what changed inside it is listed by itself.
    Moved {
        /// Its index before.
        from: usize,
        /// Its index after.
        to: usize,
    },
}

/// A value as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// Nothing: a blank.
    Blank,
    /// Text of the document; an item of several fields has a line for each.
    Text(String),
    /// 学时.
    Hours(Hours),
    /// A weight.
    Percent(Percent),
    /// A count, a year.
    Number(i64),
    /// A translation key of a fixed term, such as a level.
    Term(String),
}

/// Texts that share fewer letter pairs than this, in per cent, are another text and not a change of it.
const SAME_TEXT: usize = 30;

/// Lists what differs, in the order of the fields of the serialised form.
pub fn difference<T: Serialize>(before: &T, after: &T) -> Vec<Change> {
    // The model serialises always: its maps are structs, and none of its types refuses.
    let (before, after) = (serde_json::to_value(before), serde_json::to_value(after));
    let mut changes = Vec::new();
    compare(
        &before.unwrap_or_default(),
        &after.unwrap_or_default(),
        &Place::default(),
        &mut changes,
    );
    changes
}

fn compare(before: &Value, after: &Value, place: &Place, changes: &mut Vec<Change>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(before), Value::Object(after)) => objects(before, after, place, changes),
        (Value::Array(before), Value::Array(after)) if is_series(before) && is_series(after) => {
            series(before, after, place, changes);
        }
        (Value::Array(before), Value::Array(after)) => lists(before, after, place, changes),
        _ => {
            let difference = Difference::Changed {
                before: content(before, place),
                after: content(after, place),
            };
            changes.push(Change {
                place: place.clone(),
                difference,
            });
        }
    }
}

fn objects(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    place: &Place,
    changes: &mut Vec<Change>,
) {
    for (name, new) in after.iter().filter(|(name, _)| *name != "id") {
        compare(
            before.get(name).unwrap_or(&Value::Null),
            new,
            &place.field(name),
            changes,
        );
    }
    for (name, old) in before
        .iter()
        .filter(|(name, _)| *name != "id" && !after.contains_key(*name))
    {
        compare(old, &Value::Null, &place.field(name), changes);
    }
}

/// Hours of semesters: the position is what they mean.
fn is_series(values: &[Value]) -> bool {
    values.iter().all(|value| value.is_null() || value.is_number())
}

fn series(before: &[Value], after: &[Value], place: &Place, changes: &mut Vec<Change>) {
    for index in 0..before.len().max(after.len()) {
        let value = |values: &[Value]| values.get(index).cloned().unwrap_or_default();
        compare(&value(before), &value(after), &place.item(index), changes);
    }
}

fn lists(before: &[Value], after: &[Value], place: &Place, changes: &mut Vec<Change>) {
    let pairs = align(&keys(before), &keys(after));
    let same = |pair: &Pair| pair.basis != super::align::Basis::Order || pair.likeness >= SAME_TEXT;
    let pairs: Vec<Pair> = pairs.into_iter().filter(same).collect();
    let (mut kept, mut known) = (vec![false; before.len()], vec![None; after.len()]);
    for pair in &pairs {
        kept[pair.old] = true;
        known[pair.new] = Some(pair.old);
    }
    for (index, value) in before.iter().enumerate().filter(|(index, _)| !kept[*index]) {
        let place = place.item(index);
        changes.push(Change {
            difference: Difference::Removed(content(value, &place)),
            place,
        });
    }
    let steady = longest_rise(&pairs.iter().map(|pair| pair.old).collect::<Vec<_>>());
    for (to, value) in after.iter().enumerate() {
        let place = place.item(to);
        let Some((from, old)) = known[to].and_then(|from| Some((from, before.get(from)?))) else {
            changes.push(Change {
                difference: Difference::Added(content(value, &place)),
                place,
            });
            continue;
        };
        if !steady.contains(&from) {
            changes.push(Change {
                place: place.clone(),
                difference: Difference::Moved { from, to },
            });
        }
        compare(old, value, &place, changes);
    }
}

fn keys(values: &[Value]) -> Vec<Key> {
    let text = |value: &Value, field: &str| {
        value
            .get(field)?
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let key = |value: &Value| Key {
        id: text(value, "id"),
        code: text(value, "code"),
        name: ["name", "title", "text", "occupation"]
            .iter()
            .find_map(|field| text(value, field))
            .or_else(|| value.as_str().map(str::to_owned))
            .or_else(|| text(value, "level"))
            .unwrap_or_else(|| value.to_string()),
    };
    values.iter().map(key).collect()
}

/// The values of a longest rising subsequence: the items that keep their order, so that the fewest are called moved.
fn longest_rise(values: &[usize]) -> std::collections::HashSet<usize> {
    let (mut tails, mut previous): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), vec![None; values.len()]);
    for (index, value) in values.iter().enumerate() {
        let at = tails.partition_point(|tail| values[*tail] < *value);
        previous[index] = at.checked_sub(1).map(|before| tails[before]);
        if at == tails.len() {
            tails.push(index);
        } else {
            tails[at] = index;
        }
    }
    let mut found = std::collections::HashSet::new();
    let mut next = tails.last().copied();
    while let Some(index) = next {
        found.insert(values[index]);
        next = previous[index];
    }
    found
}

/// A value as shown: what a number or a word means, its field says.
fn content(value: &Value, place: &Place) -> Content {
    let fields = place.steps().filter_map(|step| {
        if let Step::Field(name) = step {
            Some(name)
        } else {
            None
        }
    });
    let field = fields.last().unwrap_or_default();
    match value {
        Value::Null => Content::Blank,
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or_default();
            match field {
                "hours" => Content::Hours(Hours(number)),
                // In a row an item of the semesters is hours; in the table itself it is how many there are.
                "semesters" if matches!(place.steps().last(), Some(Step::Item(_))) => {
                    Content::Hours(Hours(number))
                }
                "weight" | "process_weight" | "final_weight" => Content::Percent(Percent(number)),
                _ => Content::Number(number),
            }
        }
        Value::String(text)
            if matches!(
                field,
                "level" | "entry" | "grade" | "ability" | "kind" | "issuer" | "status"
            ) =>
        {
            Content::Term(format!("standards-{field}-{text}"))
        }
        Value::String(text) => Content::Text(text.clone()),
        _ => Content::Text(texts(value).join("\n")),
    }
}

/// All texts inside a value, identities aside.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) if !text.is_empty() => vec![text],
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "id")
            .flat_map(|(_, value)| texts(value))
            .collect(),
        _ => Vec::new(),
    }
}
