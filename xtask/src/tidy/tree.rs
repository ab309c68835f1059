//! The working tree as the checks see it: every tracked or new file, the Rust ones parsed once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use super::metadata::Metadata;
use super::rust::RustFile;
use crate::{Problem, command};

/// Endings of the files that are read, besides Rust.
const TEXTS: &[&str] = &[
    "css", "ftl", "html", "js", "md", "sh", "sql", "toml", "txt", "typ", "xml",
];

/// Everything that a check may look at.
#[derive(Default)]
pub struct Tree {
    /// Every path, relative to the top, `/` between its parts.
    pub paths: BTreeSet<String>,
    /// The Rust sources, in the order of their paths.
    pub rust: Vec<RustFile>,
    /// The other texts by path.
    pub texts: BTreeMap<String, String>,
    /// What cargo knows about the packages.
    pub metadata: Metadata,
}

impl Tree {
    /// Reads the working tree: what git tracks, and what is new and not ignored.
    ///
    /// Errors: git or cargo fails, a file cannot be read, a Rust source does not parse.
    pub fn load() -> Result<Self, Problem> {
        let mut git = Command::new("git");
        git.current_dir(command::top()).args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]);
        let listed = command::output(&mut git)?;
        let mut tree = Self {
            metadata: Metadata::load()?,
            ..Self::default()
        };
        for path in listed
            .split('\0')
            .filter(|path| command::top().join(path).is_file())
        {
            tree.paths.insert(path.to_owned());
            let ending = path.rsplit('.').next().unwrap_or_default();
            if ending == "rs" {
                tree.rust.push(RustFile::parse(path, &read(path)?)?);
            } else if TEXTS.contains(&ending) && !is_vendored(path) {
                tree.texts.insert(path.to_owned(), read(path)?);
            }
        }
        mark_test_modules(&mut tree.rust);
        Ok(tree)
    }

    /// The Rust sources of the product, without the development tools.
    pub fn crates(&self) -> impl Iterator<Item = &RustFile> {
        self.rust.iter().filter(|file| file.path.starts_with("crates/"))
    }

    /// Texts below a crate's folder `folder`, such as `templates`, with the crate's name.
    pub fn in_folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
        self.texts.iter().filter_map(move |(path, text)| {
            let (name, rest) = path.strip_prefix("crates/")?.split_once('/')?;
            let inside = rest.strip_prefix(folder)?.starts_with('/');
            inside.then_some((name, path.as_str(), text.as_str()))
        })
    }
}

/// Whether the file was made by others and is kept as it came.
pub fn is_vendored(path: &str) -> bool {
    path.split('/').any(|part| part == "vendor")
}

fn read(path: &str) -> Result<String, Problem> {
    fs::read_to_string(command::top().join(path)).map_err(|error| format!("{path}: {error}").into())
}

/// A module that its parent declares under `#[cfg(test)]` is test code as a whole.
fn mark_test_modules(files: &mut [RustFile]) {
    let modules: BTreeSet<String> = files.iter().flat_map(RustFile::test_modules).collect();
    for file in files {
        let own = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
        if modules
            .iter()
            .any(|module| own == module || own.starts_with(&format!("{module}/")))
        {
            file.is_test = true;
        }
    }
}

#[cfg(test)]
impl Tree {
    /// A tree of the given files, as a test of a check needs it.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.paths.insert((*path).to_owned());
            if path.ends_with(".rs") {
                tree.rust.push(RustFile::parse(path, text).unwrap());
            } else {
                tree.texts.insert((*path).to_owned(), (*text).to_owned());
            }
        }
        mark_test_modules(&mut tree.rust);
        tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_declared_for_tests_is_test_code_with_all_that_is_below_it() {
        let tree = Tree::of(&[
            ("crates/db/src/lib.rs", "#[cfg(test)]\nmod faults;\nmod real;"),
            ("crates/db/src/faults.rs", "mod inner;"),
            ("crates/db/src/faults/inner.rs", ""),
            ("crates/db/src/real.rs", "#[cfg(test)]\nmod cases;"),
            ("crates/db/src/real/cases.rs", ""),
        ]);
        let tests: Vec<&str> = tree
            .rust
            .iter()
            .filter(|file| file.is_test)
            .map(|file| &*file.path)
            .collect();
        assert_eq!(
            tests,
            [
                "crates/db/src/faults.rs",
                "crates/db/src/faults/inner.rs",
                "crates/db/src/real/cases.rs"
            ]
        );
    }

    #[test]
    fn a_folder_of_a_crate_is_not_mixed_up_with_one_of_a_similar_name() {
        let tree = Tree::of(&[
            ("crates/web/templates/a.html", "a"),
            ("crates/web/templates-old/b.html", "b"),
        ]);
        assert_eq!(
            tree.in_folder("templates").collect::<Vec<_>>(),
            [("web", "crates/web/templates/a.html", "a")]
        );
    }
}
