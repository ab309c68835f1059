//! What others made comes in only under a licence, from a place and by a name that deny.toml allows.

use serde::Deserialize;

use super::Finding;
use super::metadata::Package;
use super::tree::Tree;

const LISTS: &str = "deny.toml";

/// The lists of deny.toml that are applied here; cargo-deny reads the same ones.
#[derive(Deserialize)]
struct Lists {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
struct Sources {
    #[serde(rename = "allow-registry")]
    registries: Vec<String>,
}

/// Finds packages of others that deny.toml does not allow.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(text) = tree.texts.get(LISTS) else {
        return vec![Finding::new(LISTS, 1, "is missing")];
    };
    match toml::from_str::<Lists>(text) {
        Ok(lists) => tree
            .metadata
            .others()
            .flat_map(|package| objections(package, &lists))
            .collect(),
        Err(error) => vec![Finding::new(LISTS, 1, error.to_string())],
    }
}

fn objections(package: &Package, lists: &Lists) -> Vec<Finding> {
    let name = &package.name;
    let mut messages = Vec::new();
    match package.license.as_deref() {
        None => messages.push(format!("`{name}` names no licence")),
        Some(licence) if !is_allowed(licence, &lists.licenses.allow) => {
            messages.push(format!("`{name}` comes under {licence}"));
        }
        Some(_) => {}
    }
    let ban = lists.bans.deny.iter().find(|ban| &ban.name == name);
    messages.extend(ban.map(|ban| format!("`{name}` is banned: {}", ban.reason)));
    let source = package.source.as_deref().unwrap_or_default();
    if !lists
        .sources
        .registries
        .iter()
        .any(|registry| source == format!("registry+{registry}"))
    {
        messages.push(format!("`{name}` comes from {source}"));
    }
    messages
        .into_iter()
        .map(|message| Finding::new("Cargo.lock", 1, message))
        .collect()
}

/// Whether an SPDX expression can be met with licences of the list. `AND` binds closer than `OR`; a slash is the old
/// way of writing `OR`.
fn is_allowed(expression: &str, list: &[String]) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut words = spaced.split_whitespace().peekable();
    any(&mut words, list) && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn any(words: &mut Words<'_>, list: &[String]) -> bool {
    let mut allowed = all(words, list);
    while words.next_if_eq(&"OR").is_some() {
        allowed |= all(words, list);
    }
    allowed
}

fn all(words: &mut Words<'_>, list: &[String]) -> bool {
    let mut allowed = one(words, list);
    while words.next_if_eq(&"AND").is_some() {
        allowed &= one(words, list);
    }
    allowed
}

fn one(words: &mut Words<'_>, list: &[String]) -> bool {
    let Some(first) = words.next() else { return false };
    if first == "(" {
        let allowed = any(words, list);
        return words.next() == Some(")") && allowed;
    }
    let exception = words.next_if_eq(&"WITH").and_then(|_| words.next());
    let licence = exception.map_or(first.to_owned(), |exception| format!("{first} WITH {exception}"));
    list.contains(&licence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::metadata::Metadata;

    const DENY: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
        [bans]
        deny = [{ crate = "openssl-sys", reason = "TLS is rustls" }]
        [sources]
        allow-registry = ["https://github.com/rust-lang/crates.io-index"]
    "#;
    const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

    fn findings(name: &str, license: Option<&str>, source: &str) -> Vec<String> {
        let tree = Tree {
            metadata: Metadata::of_other(name, license, source),
            ..Tree::of(&[(LISTS, DENY)])
        };
        check(&tree).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn an_expression_is_met_by_one_side_of_or_and_both_sides_of_and() {
        for fine in [
            "MIT",
            "MIT/GPL-3.0",
            "(GPL-3.0) OR MIT",
            "(MIT OR GPL-3.0) AND Apache-2.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert_eq!(findings("fine", Some(fine), CRATES_IO), [""; 0], "{fine}");
        }
        for wrong in [
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "GPL-3.0 OR LGPL-3.0",
            "MIT WITH odd-exception",
            "(MIT",
            "",
        ] {
            assert_eq!(
                findings("odd", Some(wrong), CRATES_IO),
                [format!("`odd` comes under {wrong}")]
            );
        }
    }

    #[test]
    fn a_package_without_a_licence_is_found() {
        assert_eq!(findings("odd", None, CRATES_IO), ["`odd` names no licence"]);
    }

    #[test]
    fn a_banned_package_is_found_with_the_reason() {
        assert_eq!(
            findings("openssl-sys", Some("MIT"), CRATES_IO),
            ["`openssl-sys` is banned: TLS is rustls"]
        );
    }

    #[test]
    fn a_package_from_elsewhere_is_found() {
        let elsewhere = "git+https://example.org/fork";
        assert_eq!(
            findings("fork", Some("MIT"), elsewhere),
            [format!("`fork` comes from {elsewhere}")]
        );
    }

    #[test]
    fn lists_that_are_missing_are_a_finding() {
        assert_eq!(check(&Tree::default()), [Finding::new(LISTS, 1, "is missing")]);
    }
}
