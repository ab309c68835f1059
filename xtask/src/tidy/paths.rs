//! What the documents at the top name exists, so that no reader is sent to a place that is long gone.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;

/// The documents that are read.
const DOCUMENTS: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "README.zh-CN.md",
];

/// Folders that a path of the project can begin with, whether they are there yet or not.
const ROOTS: &[&str] = &[".cargo", ".ci", ".config", "crates", "docs", "xtask"];

/// Signs of a part that stands for any name, as in `crates/<crate>/src`.
const PLACEHOLDERS: &[&str] = &["<", "{", "NNNN", "…"];

/// Finds paths and links to nothing.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let folders = folders(&tree.paths);
    let documents = DOCUMENTS
        .iter()
        .filter_map(|name| Some((*name, tree.texts.get(*name)?)));
    documents
        .flat_map(|(name, text)| {
            text.lines()
                .enumerate()
                .map(move |(line, text)| (name, line + 1, text))
        })
        .flat_map(|(name, line, text)| named_in(text).into_iter().map(move |path| (name, line, path)))
        .filter(|(_, _, path)| !exists(path, &tree.paths, &folders))
        .map(|(name, line, path)| Finding::new(name, line, format!("`{path}` does not exist")))
        .collect()
}

fn folders(paths: &BTreeSet<String>) -> BTreeSet<&str> {
    paths
        .iter()
        .flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]))
        .collect()
}

/// The paths that a line names: words that begin with a folder of the project, and relative links.
fn named_in(line: &str) -> Vec<&str> {
    let is_border = |sign: char| sign.is_whitespace() || "`()[],;:\"'，。；：（）".contains(sign);
    let words = line
        .split(is_border)
        .map(|word| word.trim_end_matches(['.', '/']));
    let own = words.filter(|word| {
        word.split_once('/')
            .is_some_and(|(root, _)| ROOTS.contains(&root))
    });
    let links = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', '#']).next());
    let relative =
        links.filter(|link| !link.is_empty() && !link.contains("://") && !link.starts_with("mailto:"));
    let mut named: Vec<&str> = own.chain(relative).collect();
    named.dedup();
    named
}

fn exists(path: &str, paths: &BTreeSet<String>, folders: &BTreeSet<&str>) -> bool {
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    let free = |part: &&str| part.contains('*') || PLACEHOLDERS.iter().any(|sign| part.contains(sign));
    if !parts.iter().any(free) {
        return paths.contains(path) || folders.contains(path);
    }
    let known = folders.iter().copied().chain(paths.iter().map(String::as_str));
    known
        .map(|known| known.split('/').collect::<Vec<_>>())
        .any(|known| {
            known.len() == parts.len()
                && known
                    .iter()
                    .zip(&parts)
                    .all(|(known, part)| free(part) || known == part)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(text: &str) -> Vec<String> {
        let tree = Tree::of(&[
            ("README.md", text),
            ("crates/org/src/lib.rs", ""),
            ("docs/adr/0001-engines.md", ""),
        ]);
        check(&tree).iter().map(Finding::to_string).collect()
    }

    #[test]
    fn a_path_that_is_gone_is_found_in_text_and_in_links() {
        assert_eq!(
            findings("\nsee `crates/org/src/gone.rs`."),
            ["README.md:2: `crates/org/src/gone.rs` does not exist"]
        );
        assert_eq!(
            findings("[the guide](GUIDE.md#start)"),
            ["README.md:1: `GUIDE.md` does not exist"]
        );
    }

    #[test]
    fn files_folders_and_links_that_exist_pass() {
        assert_eq!(
            findings("`crates/org/src/lib.rs`, crates/org/, [adr](docs/adr/0001-engines.md)"),
            [""; 0]
        );
        assert_eq!(
            findings("[rust](https://www.rust-lang.org) and `text/html` and a/b"),
            [""; 0]
        );
    }

    #[test]
    fn a_part_that_stands_for_any_name_is_matched_by_one_that_exists() {
        assert_eq!(findings("`crates/<crate>/src/lib.rs`, `docs/adr/*`"), [""; 0]);
        let gone = ["README.md:1: `crates/<crate>/locales/zh.ftl` does not exist"];
        assert_eq!(findings("`crates/<crate>/locales/zh.ftl`"), gone);
    }
}
