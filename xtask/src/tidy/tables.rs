//! A table is read and written by the crate that owns it: another asks its queries.

use std::collections::BTreeMap;

use super::Finding;
use super::tree::Tree;

/// What stands before the name of a table.
const BEFORE: &[&str] = &["FROM", "JOIN", "INTO", "UPDATE"];

/// Finds statements that name a table of another crate. Which tables a crate owns stands in its list of columns. A key
/// that refers to another crate's row reads nothing, and tests may look into every table.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let owners = owners(tree);
    let mut findings = Vec::new();
    for file in tree.crates().filter(|file| file.crate_name() != "testkit") {
        for (line, text) in file.production_texts() {
            findings.extend(foreign(&owners, (&file.path, file.crate_name()), (line, text)));
        }
    }
    findings
}

/// The owner of each table.
fn owners(tree: &Tree) -> BTreeMap<&str, &str> {
    let lists = tree.texts.iter().filter_map(|(path, text)| {
        let (owner, rest) = path.strip_prefix("crates/")?.split_once('/')?;
        matches!(rest, "columns.txt" | "migrations/columns.txt").then_some((owner, text))
    });
    let tables = lists.flat_map(|(owner, text)| {
        let tables = text.lines().filter_map(|line| line.split_once(" = "));
        tables.map(move |(table, _)| (table.trim(), owner))
    });
    tables.collect()
}

fn foreign(
    owners: &BTreeMap<&str, &str>,
    (path, own): (&str, &str),
    (line, text): (usize, &str),
) -> Vec<Finding> {
    let words: Vec<&str> = text
        .split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let named = words
        .windows(2)
        .filter(|pair| BEFORE.contains(&pair[0]))
        .filter_map(|pair| Some((pair[1], *owners.get(pair[1])?)));
    named
        .filter(|(_, owner)| *owner != own)
        .map(|(table, owner)| {
            Finding::new(
                path,
                line,
                format!("`{table}` is a table of `{owner}`: ask its queries"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: (&str, &str) = (
        "crates/people/columns.txt",
        "person = school\nperson.id school export\n",
    );
    const LEDGER: (&str, &str) = ("crates/ledger/migrations/columns.txt", "fact = school\n");

    fn findings(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[PEOPLE, LEDGER, (path, text)]))
            .iter()
            .map(Finding::to_string)
            .collect()
    }

    #[test]
    fn a_statement_on_a_table_of_another_crate_is_found() {
        let text =
            "const A: &str = \"SELECT r.id FROM result r\\n LEFT JOIN person p ON p.id = r.person_id\";";
        assert_eq!(
            findings("crates/faculty/src/store.rs", text),
            ["crates/faculty/src/store.rs:1: `person` is a table of `people`: ask its queries"]
        );
        let text = "const A: &str = \"INSERT INTO fact (id) VALUES ($1)\";";
        assert_eq!(findings("crates/org/src/store.rs", text).len(), 1);
    }

    #[test]
    fn the_owner_and_its_tests_and_sentences_may_name_it() {
        let text = "const A: &str = \"SELECT id FROM person\";";
        assert_eq!(findings("crates/people/src/store.rs", text), [""; 0]);
        assert_eq!(findings("crates/faculty/tests/http.rs", text), [""; 0]);
        let text = "const A: &str = \"a person from org\";";
        assert_eq!(findings("crates/faculty/src/store.rs", text), [""; 0]);
    }
}
