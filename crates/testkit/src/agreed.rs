//! Lists that are made from the code and committed, so that every change of them is seen in a review.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use db::Settings;

/// Compares with the committed file of `docs`; `GONGXUE_ACCEPT=1` writes it anew.
///
/// # Panics
/// When they differ.
#[allow(
    clippy::disallowed_methods,
    reason = "a developer asks by the environment for the files to be written anew"
)]
pub fn agrees(name: &str, actual: &str) {
    let path = path(name);
    if std::env::var_os("GONGXUE_ACCEPT").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let committed = committed(name);
    let other = |one: &str, other: &str| -> Vec<String> {
        let lines = one
            .lines()
            .filter(|line| other.lines().all(|there| there != *line));
        lines.map(str::to_owned).collect()
    };
    let (gone, new) = (other(&committed, actual), other(actual, &committed));
    assert!(
        committed == actual,
        "docs/{name} is not what the code says (gone: {gone:?}, new: {new:?}); run the test with GONGXUE_ACCEPT=1 and read the diff"
    );
}

/// What stands in a file of `docs`; nothing where there is none.
pub fn committed(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_default()
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(name)
}

/// How much of a statement a list of plans shows.
const SHOWN: usize = 240;

/// A line for each step by which a statement of this process reads a table, or a school's part of one, from end to end. None on a
/// server.
///
/// # Panics
/// When the database cannot be asked.
pub fn wide_readings(settings: &Settings) -> BTreeSet<String> {
    let found = db::wide_readings(settings).expect("plans are told");
    let lines = found.iter().flat_map(|reading| {
        let text = squeezed(&reading.text);
        let line = move |step: &String| format!("{step} | {text}");
        reading.steps.iter().map(line)
    });
    lines.collect()
}

/// A statement on a line: a list of many placeholders, which is as long as its data, as one.
fn squeezed(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let is_place = |word: &str| word.starts_with('$') && word.ends_with(',');
        if !(is_place(word) && words.last().is_some_and(|last| is_place(last))) {
            words.push(word);
        }
    }
    words.join(" ").chars().take(SHOWN).collect()
}
