//! Engines and their drivers are named in the db crate only: no module knows which engine it runs on.

use super::Finding;
use super::metadata::Metadata;
use super::rust::RustFile;
use super::tree::Tree;

/// Names of engines and drivers, compared without regard to case.
const NAMES: &[&str] = &[
    "rusqlite",
    "sqlite",
    "sqlite3",
    "postgres",
    "postgresql",
    "tokio_postgres",
];

/// Packages that speak to an engine.
const PACKAGES: &[&str] = &[
    "rusqlite",
    "libsqlite3-sys",
    "postgres",
    "tokio-postgres",
    "tokio-postgres-rustls",
];

/// The configuration reads a database URL, and shows one in its help: the scheme may be named there, in texts only.
const URL_READERS: &[&str] = &["crates/app/src/config.rs", "crates/app/src/config/"];

/// Finds names of engines in code and in manifests. Tests may name the engine they run on.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let files = tree.crates().filter(|file| file.crate_name() != "db");
    let mut findings: Vec<Finding> = files.flat_map(names_in).collect();
    // A test makes its own database on a server; the test bench does nothing else.
    let others = tree
        .metadata
        .ours()
        .filter(|package| !["db", "testkit"].contains(&package.name.as_str()));
    for package in others {
        let wrong = package
            .dependencies
            .iter()
            .filter(|asked| !asked.is_dev() && PACKAGES.contains(&asked.name.as_str()));
        findings.extend(wrong.map(|asked| {
            let message = format!("`{}` is the db crate's alone", asked.name);
            Finding::new(&Metadata::manifest(&package.name), 1, message)
        }));
    }
    findings
}

fn names_in(file: &RustFile) -> Vec<Finding> {
    let found = |(line, name): (usize, &str)| {
        Finding::new(
            &file.path,
            line,
            format!("`{name}` names an engine outside the db crate"),
        )
    };
    let words = file.production_words().filter(|(_, word)| is_name(word));
    let mut findings: Vec<Finding> = words.map(found).collect();
    if !URL_READERS.iter().any(|reader| file.path.starts_with(reader)) {
        let parts = file.production_texts().flat_map(|(line, text)| {
            text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_')
                .map(move |part| (line, part))
        });
        findings.extend(parts.filter(|(_, part)| is_name(part)).map(found));
    }
    findings
}

fn is_name(word: &str) -> bool {
    NAMES.iter().any(|name| word.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)]))
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn a_driver_used_by_a_module_is_found() {
        let text = "use rusqlite::Connection;";
        assert_eq!(
            findings("crates/org/src/store.rs", text),
            ["`rusqlite` names an engine outside the db crate"]
        );
    }

    #[test]
    fn a_module_that_asks_for_its_engine_is_found() {
        let text = "fn a(tx: &Tx) -> bool { tx.engine() == Engine::Sqlite }";
        assert_eq!(
            findings("crates/org/src/queries.rs", text),
            ["`Sqlite` names an engine outside the db crate"]
        );
    }

    #[test]
    fn the_configuration_may_read_the_scheme_of_a_url_and_nobody_else() {
        let text = "fn a(url: &str) -> bool { url.starts_with(\"postgres://\") }";
        assert_eq!(findings("crates/app/src/config.rs", text), [""; 0]);
        assert_eq!(
            findings("crates/app/src/serve.rs", text),
            ["`postgres` names an engine outside the db crate"]
        );
    }

    #[test]
    fn the_db_crate_and_comments_may_name_engines() {
        assert_eq!(
            findings("crates/db/src/sqlite.rs", "use rusqlite::Connection;"),
            [""; 0]
        );
        assert_eq!(
            findings(
                "crates/org/src/store.rs",
                "/// SQLite sorts this.\nfn a() {} // postgres too"
            ),
            [""; 0]
        );
    }

    #[test]
    fn a_driver_in_another_manifest_is_found() {
        let metadata = Metadata::of(&[("db", &["rusqlite"]), ("org", &["postgres"])]);
        let tree = Tree {
            metadata,
            ..Tree::default()
        };
        assert_eq!(
            check(&tree),
            [Finding::new(
                "crates/org/Cargo.toml",
                1,
                "`postgres` is the db crate's alone"
            )]
        );
    }
}
