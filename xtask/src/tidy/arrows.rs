//! Arrows between crates point left only, as ARCHITECTURE.md draws them.

use super::Finding;
use super::metadata::{Metadata, Package};
use super::tree::Tree;

/// The rooms of the house from left to right: a crate may know those before it.
const ORDER: &[&str] = &[
    "kernel",
    "db",
    "authz",
    "ledger",
    "files",
    "paper",
    "jobs",
    "web",
    "org",
    "people",
    "faculty",
    "standards",
    "design",
    "classroom",
    "assessment",
    "programme",
    "watch",
    "app",
];

/// Crates that may know less than their place allows, with what they may know: they are pure, or have no domain rule.
const ONLY: &[(&str, &[&str])] = &[
    ("db", &["kernel"]),
    ("authz", &["kernel"]),
    ("paper", &["kernel"]),
];

/// Neighbours that do not know each other.
const APART: &[(&str, &str)] = &[("faculty", "standards")];

/// The one crate that sees everything and that nothing but tests may see.
const TESTKIT: &str = "testkit";

/// Finds arrows that the drawing does not allow, and crates that it does not show.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.metadata
        .ours()
        .flat_map(|package| arrows_of(package, &tree.metadata))
        .collect()
}

fn arrows_of(package: &Package, metadata: &Metadata) -> Vec<Finding> {
    let from = package.name.as_str();
    let manifest = Metadata::manifest(from);
    if from != TESTKIT && from != "xtask" && place(from).is_none() {
        return vec![Finding::new(
            &manifest,
            1,
            format!("`{from}` has no place in the order of the crates"),
        )];
    }
    let ours = |name: &str| metadata.ours().any(|other| other.name == name);
    let wrong = package
        .dependencies
        .iter()
        .filter(|dependency| ours(&dependency.name))
        .filter(|dependency| {
            let to = dependency.name.as_str();
            if to == TESTKIT {
                !dependency.is_dev()
            } else {
                from != TESTKIT && !allowed(from, to)
            }
        });
    wrong
        .map(|to| Finding::new(&manifest, 1, format!("`{from}` must not know `{}`", to.name)))
        .collect()
}

fn allowed(from: &str, to: &str) -> bool {
    let apart = APART
        .iter()
        .any(|pair| *pair == (from, to) || *pair == (to, from));
    let narrow = ONLY.iter().find(|(name, _)| *name == from);
    !apart
        && place(to) < place(from)
        && place(to).is_some()
        && narrow.is_none_or(|(_, known)| known.contains(&to))
}

fn place(name: &str) -> Option<usize> {
    ORDER.iter().position(|other| *other == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(packages: &[(&str, &[&str])]) -> Vec<String> {
        let tree = Tree {
            metadata: Metadata::of(packages),
            ..Tree::default()
        };
        check(&tree).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn arrows_to_the_left_are_allowed() {
        let fine = [
            ("kernel", &[][..]),
            ("db", &["kernel"]),
            ("web", &["db", "kernel"]),
            ("app", &["web", "db"]),
        ];
        assert_eq!(findings(&fine), [""; 0]);
    }

    #[test]
    fn a_forbidden_arrow_is_named() {
        let wrong = [
            ("org", &[][..]),
            ("people", &["org", "design"]),
            ("design", &["people"]),
        ];
        assert_eq!(findings(&wrong), ["`people` must not know `design`"]);
    }

    #[test]
    fn neighbours_that_stand_apart_do_not_know_each_other() {
        let wrong = [("faculty", &[][..]), ("standards", &["faculty"])];
        assert_eq!(findings(&wrong), ["`standards` must not know `faculty`"]);
    }

    #[test]
    fn a_crate_without_domain_rules_knows_the_kernel_at_most() {
        let wrong = [
            ("kernel", &[][..]),
            ("db", &["kernel"]),
            ("paper", &["kernel", "db"]),
        ];
        assert_eq!(findings(&wrong), ["`paper` must not know `db`"]);
    }

    #[test]
    fn the_testkit_is_for_tests_only() {
        let packages = [
            ("kernel", &[][..]),
            ("web", &["testkit"]),
            ("org", &["dev:testkit"]),
            ("testkit", &["org"]),
        ];
        assert_eq!(findings(&packages), ["`web` must not know `testkit`"]);
    }

    #[test]
    fn the_development_tools_know_no_crate_of_the_product() {
        assert_eq!(
            findings(&[("kernel", &[]), ("xtask", &["kernel"])]),
            ["`xtask` must not know `kernel`"]
        );
    }

    #[test]
    fn a_crate_that_the_drawing_does_not_show_is_named() {
        assert_eq!(
            findings(&[("utils", &[])]),
            ["`utils` has no place in the order of the crates"]
        );
    }
}
