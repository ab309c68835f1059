//! The identities of a draft's objects: finding them, and giving one object the identity of another. Pure.

use kernel::{Id, RawId};
use serde_json::Value;

use crate::model::{Link, Place, Standard};
use crate::queries::Doubt;

/// The identity and the name or sentence of what stands at a place of a link.
pub fn object(standard: &Standard, place: &Place) -> Option<(RawId, String)> {
    let stored = serde_json::to_value(standard).ok()?;
    let found = stored.pointer(&pointer(place))?;
    let id: Id<()> = found.get("id")?.as_str()?.parse().ok()?;
    let name = found.get("name").or_else(|| found.get("text"))?.as_str()?;
    Some((id.raw(), name.to_owned()))
}

/// A doubtful link as a person is asked about it.
pub fn doubt(last: &Standard, now: &Standard, link: &Link) -> Option<Doubt> {
    let (old, before) = object(last, &link.old)?;
    let (new, after) = object(now, &link.new)?;
    let (old, new, label) = (Id::of(old), Id::of(new), link.new.label()?);
    Some(Doubt {
        label,
        old,
        new,
        before,
        after,
        likeness: link.likeness,
        same: None,
    })
}

/// Gives the object with one identity another, wherever it stands; whether it was found.
pub fn reidentify(standard: &Standard, from: &str, to: &str) -> Option<Standard> {
    let mut stored = serde_json::to_value(standard).ok()?;
    replace(&mut stored, from, to).then_some(())?;
    serde_json::from_value(stored).ok()
}

/// The JSON pointer of a place.
pub fn pointer(place: &Place) -> String {
    let path = place.to_string();
    if path.is_empty() {
        path
    } else {
        format!("/{}", path.replace('.', "/"))
    }
}

fn replace(value: &mut Value, from: &str, to: &str) -> bool {
    match value {
        Value::Object(fields) => {
            if fields.get("id").and_then(Value::as_str) == Some(from) {
                fields.insert("id".to_owned(), Value::from(to));
                return true;
            }
            fields.values_mut().any(|field| replace(field, from, to))
        }
        Value::Array(items) => items.iter_mut().any(|item| replace(item, from, to)),
        _ => false,
    }
}
