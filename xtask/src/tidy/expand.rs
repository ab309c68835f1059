//! A step of the schema only adds (expand): nodes of the version before go on reading and writing what they know. What nobody uses any more
//! is announced by one step, `-- unused: table` or `-- unused: table.column`, and taken away by a later one (contract).

use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use super::tree::Tree;

/// Steps from before this rule, when nothing was installed anywhere.
const BEFORE: &[&str] = &[
    "crates/db/migrations/3-search.sql",
    "crates/people/migrations/3.sql",
];

/// How a step announces what a later one takes away.
const UNUSED: &str = "-- unused:";

/// Finds steps that nodes of the version before would not bear.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut steps: BTreeMap<&str, Vec<(u32, &str, &str)>> = BTreeMap::new();
    for (owner, path, text) in tree.in_folder("migrations") {
        let file = path.rsplit('/').next().unwrap_or_default();
        let digits = file.bytes().take_while(u8::is_ascii_digit).count();
        if let (true, Ok(number)) = (file.ends_with(".sql"), file[..digits].parse()) {
            steps.entry(owner).or_default().push((number, path, text));
        }
    }
    let mut findings = Vec::new();
    for mut steps in steps.into_values() {
        steps.sort_unstable();
        let mut unused = BTreeSet::new();
        for (_, path, text) in steps {
            if !BEFORE.contains(&path) {
                findings.extend(of_step(path, text, &unused));
            }
            let announced = text.lines().filter_map(|line| line.trim().strip_prefix(UNUSED));
            unused.extend(announced.map(|name| name.trim().to_owned()));
        }
    }
    findings
}

fn of_step(path: &str, text: &str, unused: &BTreeSet<String>) -> Vec<Finding> {
    let mut own = BTreeSet::new();
    let mut findings = Vec::new();
    for (line, words) in statements(text) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let ["CREATE", "TABLE", table, ..] = words.as_slice() {
            own.insert((*table).to_owned());
        } else if let Some((table, message)) = broken(&words, unused)
            && !own.contains(table)
        {
            findings.push(Finding::new(path, line, message));
        }
    }
    findings
}

/// The table that a statement changes, and what an older node would not bear about that.
fn broken<'w>(words: &[&'w str], unused: &BTreeSet<String>) -> Option<(&'w str, String)> {
    let is_unused =
        |table: &str, column: &str| unused.contains(table) || unused.contains(&format!("{table}.{column}"));
    let refused = |table: &'w str, why: &str| Some((table, format!("`{table}`: {why}")));
    const ANNOUNCE: &str = "older nodes still use it: a step before has to announce it (`-- unused: …`)";
    match words {
        ["DROP", "TABLE", table, ..] if !unused.contains(*table) => refused(table, ANNOUNCE),
        ["ALTER", "TABLE", table, "DROP", "COLUMN", column, ..]
        | ["ALTER", "TABLE", table, "DROP", column, ..] => {
            // A guard would try the second form, with `COLUMN` for a column, where the first is announced.
            if is_unused(table, column) {
                None
            } else {
                refused(table, ANNOUNCE)
            }
        }
        ["ALTER", "TABLE", table, "RENAME", ..] => refused(
            table,
            "older nodes know the old name: add, fill, and announce the old as unused",
        ),
        ["ALTER", "TABLE", table, "ALTER", ..] => refused(
            table,
            "older nodes write what the column took: add another column",
        ),
        ["ALTER", "TABLE", table, "ADD", rest @ ..] => {
            let is_bound = rest.windows(2).any(|pair| pair == ["NOT", "NULL"]) && !rest.contains(&"DEFAULT");
            let is_rule = ["CONSTRAINT", "UNIQUE", "CHECK", "FOREIGN", "PRIMARY"]
                .iter()
                .any(|word| rest.contains(word));
            let why = "older nodes write no such value: it needs a default, or takes none, and no rule";
            (is_bound || is_rule).then(|| refused(table, why)).flatten()
        }
        ["CREATE", "UNIQUE", "INDEX", _, "ON", table, ..] => {
            refused(table, "older nodes may write rows that it refuses")
        }
        _ => None,
    }
}

/// The statements of a text with the line on which each begins; words of the language in capitals, names as they are.
fn statements(text: &str) -> Vec<(usize, Vec<String>)> {
    const LANGUAGE: &[&str] = &[
        "ADD",
        "ALTER",
        "CHECK",
        "COLUMN",
        "CONSTRAINT",
        "CREATE",
        "DEFAULT",
        "DROP",
        "FOREIGN",
        "INDEX",
        "NOT",
        "NULL",
        "ON",
        "PRIMARY",
        "RENAME",
        "TABLE",
        "UNIQUE",
    ];
    let mut found: Vec<(usize, Vec<String>)> = Vec::new();
    let mut is_open = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.split("--").next().unwrap_or_default();
        for (place, part) in line.split(';').enumerate() {
            is_open &= place == 0;
            let words = part.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
            for word in words.filter(|word| !word.is_empty()) {
                if !is_open {
                    found.push((number + 1, Vec::new()));
                    is_open = true;
                }
                let capital = word.to_ascii_uppercase();
                if matches!(capital.as_str(), "IF" | "EXISTS") {
                    continue;
                }
                let is_language = LANGUAGE.contains(&capital.as_str());
                if let Some((_, words)) = found.last_mut() {
                    words.push(if is_language { capital } else { word.to_owned() });
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(second: &str) -> Vec<usize> {
        let first = "CREATE TABLE a (\n  b text NOT NULL\n);\n-- unused: a.old\n-- unused: gone\n";
        let tree = Tree::of(&[
            ("crates/x/migrations/1.sql", first),
            ("crates/x/migrations/2-more.sql", second),
            ("crates/x/migrations/columns.txt", "a = b"),
        ]);
        let findings = check(&tree);
        assert!(
            findings
                .iter()
                .all(|one| one.path == "crates/x/migrations/2-more.sql")
        );
        findings.into_iter().map(|one| one.line).collect()
    }

    #[test]
    fn what_older_nodes_use_is_not_taken_away_nor_bound() {
        for step in [
            "DROP TABLE a;",
            "DROP TABLE IF EXISTS a;",
            "ALTER TABLE a DROP COLUMN b;",
            "alter table a drop b;",
            "ALTER TABLE a RENAME TO c;",
            "ALTER TABLE a RENAME COLUMN b TO c;",
            "ALTER TABLE a ALTER COLUMN b SET NOT NULL;",
            "ALTER TABLE a ADD COLUMN c text NOT NULL;",
            "ALTER TABLE a ADD CONSTRAINT d CHECK (b > '');",
            "CREATE UNIQUE INDEX a_b ON a (b);",
        ] {
            assert_eq!(found(&format!("-- Why.\n{step}\n")), [2], "{step}");
        }
    }

    #[test]
    fn a_step_adds_changes_its_own_tables_and_takes_away_what_was_announced() {
        let step = "ALTER TABLE a ADD COLUMN c text NOT NULL DEFAULT '';\nALTER TABLE a ADD COLUMN d uuid;\n\
            CREATE INDEX a_d ON a (d); DROP INDEX a_b;\nALTER TABLE a SET (fillfactor = 70);\nALTER TABLE a DROP COLUMN old;\n\
            DROP TABLE gone;\nCREATE TABLE e (f text); CREATE UNIQUE INDEX e_f ON e (f);\nUPDATE a SET c = 'x';\n";
        assert_eq!(found(step), Vec::<usize>::new());
    }

    #[test]
    fn a_step_cannot_announce_what_it_takes_away_itself() {
        assert_eq!(found("-- unused: a\nDROP TABLE a;\n"), [2]);
    }
}
