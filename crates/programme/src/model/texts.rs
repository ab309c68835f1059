//! Every text has both languages with the same arguments; every key that the model names has a text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const ZH: &str = include_str!("../../locales/zh.ftl");
const EN: &str = include_str!("../../locales/en.ftl");

/// Keys with the arguments that their texts use.
fn texts(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut texts = BTreeMap::new();
    for line in source
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
    {
        let (key, text) = line.split_once(" = ").unwrap();
        let arguments = text
            .split('$')
            .skip(1)
            .filter_map(|rest| rest.split([' ', '}']).next())
            .collect();
        assert!(texts.insert(key, arguments).is_none(), "{key} stands twice");
    }
    texts
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    assert_eq!(texts(ZH), texts(EN));
}

#[test]
fn every_key_that_the_model_names_has_a_text() {
    let texts = texts(ZH);
    let mut named = BTreeSet::new();
    collect(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/model")),
        &mut named,
    );
    assert!(named.len() > 20, "the model names {} keys", named.len());
    let missing: Vec<&String> = named
        .iter()
        .filter(|key| !texts.contains_key(key.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn collect(folder: &Path, named: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, named);
            continue;
        }
        if path.ends_with("texts.rs") {
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        let keys = source
            .split("\"programme-")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        named.extend(keys.map(|key| format!("programme-{key}")));
    }
}
