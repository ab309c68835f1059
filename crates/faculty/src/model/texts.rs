//! Every text that the model names stands in both languages, and both languages hold the same keys.

use std::collections::BTreeSet;
use std::path::Path;

fn keys_of(fluent: &str) -> BTreeSet<String> {
    let messages = fluent
        .lines()
        .filter(|line| line.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    messages
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key.to_owned())
        .collect()
}

fn keys_in_sources(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys_in_sources(&path, prefix, found);
        } else {
            let source = std::fs::read_to_string(&path).unwrap();
            let literals = source.split('"').skip(1).step_by(2);
            let keys = literals
                .filter(|text| text.starts_with(prefix) && !text.ends_with('-') && !text.contains(' '));
            found.extend(keys.map(str::to_owned));
        }
    }
}

#[test]
fn every_text_of_the_model_stands_in_chinese_and_english() {
    let zh = keys_of(include_str!("../../locales/zh.ftl"));
    let en = keys_of(include_str!("../../locales/en.ftl"));
    assert_eq!(zh, en);
    let prefix = concat!(env!("CARGO_PKG_NAME"), "-");
    let mut used = BTreeSet::new();
    keys_in_sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model"),
        prefix,
        &mut used,
    );
    assert!(!used.is_empty());
    let missing: Vec<_> = used.difference(&zh).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
