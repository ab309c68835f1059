//! SQL stands in a module's store, and in the crates that own a table of the installation.

use super::Finding;
use super::tree::Tree;

/// How a statement begins.
const STATEMENTS: &[&str] = &["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "];

/// Crates whose whole business is SQL.
const AT_HOME: &[&str] = &["db", "jobs"];

/// Finds statements outside a store. Tests may look into the tables.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let elsewhere = tree
        .crates()
        .filter(|file| !AT_HOME.contains(&file.crate_name()) && !is_store(&file.path));
    elsewhere
        .flat_map(|file| {
            let statements = file.production_texts().filter(|(_, text)| is_statement(text));
            statements.map(|(line, _)| Finding::new(&file.path, line, "SQL outside store.rs"))
        })
        .collect()
}

fn is_store(path: &str) -> bool {
    path.ends_with("/store.rs") || path.contains("/store/")
}

fn is_statement(text: &str) -> bool {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    STATEMENTS.iter().any(|start| words.starts_with(start))
        || (words.starts_with("WITH ") && words.contains(" AS ("))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUERY: &str = "const ALL: &str = \"\n    SELECT id FROM posts\";";

    #[test]
    fn a_statement_in_a_page_is_found() {
        let findings = check(&Tree::of(&[("crates/org/src/pages/list.rs", QUERY)]));
        assert_eq!(
            findings,
            [Finding::new(
                "crates/org/src/pages/list.rs",
                1,
                "SQL outside store.rs"
            )]
        );
    }

    #[test]
    fn a_statement_that_begins_with_a_common_table_is_found() {
        let text = "const ALL: &str = \"WITH RECURSIVE up AS (SELECT 1) SELECT * FROM up\";";
        assert_eq!(check(&Tree::of(&[("crates/org/src/queries.rs", text)])).len(), 1);
    }

    #[test]
    fn stores_the_db_crate_and_tests_may_hold_statements() {
        let tree = Tree::of(&[
            ("crates/org/src/store.rs", QUERY),
            ("crates/org/src/store/posts.rs", QUERY),
            ("crates/db/src/migrate.rs", QUERY),
            ("crates/org/tests/http.rs", QUERY),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn a_sentence_and_a_part_of_a_condition_are_no_statements() {
        let text = "const A: &str = \"Select a class\"; const B: &str = \"id IN (SELECT id FROM reach)\";";
        assert_eq!(check(&Tree::of(&[("crates/org/src/policy.rs", text)])), []);
    }
}
