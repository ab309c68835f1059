//! Every field of a standard has a name, since a change or a finding is shown at it.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::collections::BTreeSet;

use standards::model::Place;

const ZH: &str = include_str!("../locales/zh.ftl");

/// The keys of a translation file.
fn keys(file: &str) -> BTreeSet<&str> {
    let starts = file.lines().filter_map(|line| line.split_once(" ="));
    starts
        .map(|(key, _)| key)
        .filter(|key| key.starts_with("standards-"))
        .collect()
}

#[test]
fn every_field_of_a_standard_has_a_name() {
    let mut labels = BTreeSet::new();
    let stored = serde_json::to_value(common::standard()).unwrap();
    fields(&stored, &Place::default(), &mut labels);
    let known = keys(ZH);
    let missing: Vec<&String> = labels
        .iter()
        .filter(|key| !known.contains(key.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unused = known
        .iter()
        .filter(|key| key.starts_with("standards-field-") && !labels.contains(**key));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&&str>::new());
}

fn fields(value: &serde_json::Value, place: &Place, labels: &mut BTreeSet<String>) {
    labels.extend(place.label());
    match value {
        serde_json::Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| fields(item, &place.item(index), labels));
        }
        serde_json::Value::Object(all) => {
            all.iter()
                .for_each(|(name, field)| fields(field, &place.field(name), labels));
        }
        _ => {}
    }
}
