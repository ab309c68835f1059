//! Every text key that the code names stands in both languages, with the same arguments.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use standards::model::Place;

const ZH: &str = include_str!("../locales/zh.ftl");
const EN: &str = include_str!("../locales/en.ftl");

/// The keys of a translation file, each with the arguments that its text uses.
fn keys(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" =").filter(|_| line.starts_with("standards-")) {
            current = key.to_owned();
        }
        let arguments = line
            .split('$')
            .skip(1)
            .map(|rest| rest.split([' ', '}']).next().unwrap().to_owned());
        found.entry(current.clone()).or_default().extend(arguments);
    }
    found.remove("");
    found
}

fn named_in(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            named_in(&entry.path(), found);
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let literals = text
            .split('"')
            .skip(1)
            .step_by(1)
            .filter(|one| one.starts_with("standards-"));
        let is_key = |one: &&str| {
            one.chars()
                .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
        };
        found.extend(
            literals
                .filter(is_key)
                .filter(|one| !one.ends_with('-'))
                .map(str::to_owned),
        );
    }
}

#[test]
fn both_languages_have_the_same_keys_and_arguments() {
    assert_eq!(keys(ZH), keys(EN));
}

#[test]
fn every_key_that_the_model_names_has_a_text() {
    let mut named = BTreeSet::new();
    named_in(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model"),
        &mut named,
    );
    assert!(named.len() > 70, "{}", named.len());
    let known = keys(ZH);
    let missing: Vec<&String> = named.iter().filter(|key| !known.contains_key(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_field_of_a_standard_has_a_name() {
    let mut labels = BTreeSet::new();
    let stored = serde_json::to_value(common::standard()).unwrap();
    fields(&stored, &Place::default(), &mut labels);
    let known = keys(ZH);
    let missing: Vec<&String> = labels.iter().filter(|key| !known.contains_key(*key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unused = known
        .keys()
        .filter(|key| key.starts_with("standards-field-") && !labels.contains(*key));
    assert_eq!(unused.collect::<Vec<_>>(), Vec::<&String>::new());
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
