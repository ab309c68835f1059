//! What `cargo metadata` says about the packages: our own and everything that they bring in.

use serde::Deserialize;

use crate::{Problem, command};

/// Every package that Cargo.lock names.
#[derive(Default, Deserialize)]
pub struct Metadata {
    packages: Vec<Package>,
}

/// A package of ours or of others.
#[derive(Deserialize)]
pub struct Package {
    /// As its manifest names it.
    pub name: String,
    /// An SPDX expression, where its manifest gives one.
    pub license: Option<String>,
    /// Where it comes from, as `registry+https://…`; `None` for a folder of this working tree.
    pub source: Option<String>,
    /// What it asks for, of the workspace and of others.
    pub dependencies: Vec<Dependency>,
}

/// What a package asks for.
#[derive(Deserialize)]
pub struct Dependency {
    /// The package asked for.
    pub name: String,
    /// `None` for an ordinary one, else `dev` or `build`.
    pub kind: Option<String>,
}

impl Dependency {
    /// Whether only tests need it.
    pub fn is_dev(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }
}

impl Metadata {
    /// Asks cargo.
    ///
    /// Errors: cargo fails, as it does for a manifest that it cannot read.
    pub fn load() -> Result<Self, Problem> {
        let mut ask = command::cargo();
        let said = command::output(ask.args(["metadata", "--format-version", "1"]))?;
        Ok(serde_json::from_str(&said)?)
    }

    /// The packages of the workspace.
    pub fn ours(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.source.is_none())
    }

    /// The packages that others made.
    pub fn others(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.source.is_some())
    }

    /// The manifest of the package `name`, relative to the top.
    pub fn manifest(name: &str) -> String {
        if name == "xtask" {
            "xtask/Cargo.toml".to_owned()
        } else {
            format!("crates/{name}/Cargo.toml")
        }
    }
}

#[cfg(test)]
impl Metadata {
    /// Packages with what each asks for; a name with `dev:` before it is for tests only.
    pub fn of(packages: &[(&str, &[&str])]) -> Self {
        let dependency = |word: &&str| match word.strip_prefix("dev:") {
            Some(name) => Dependency {
                name: name.to_owned(),
                kind: Some("dev".to_owned()),
            },
            None => Dependency {
                name: (*word).to_owned(),
                kind: None,
            },
        };
        let package = |(name, words): &(&str, &[&str])| Package {
            name: (*name).to_owned(),
            license: Some("Apache-2.0".to_owned()),
            source: None,
            dependencies: words.iter().map(dependency).collect(),
        };
        Self {
            packages: packages.iter().map(package).collect(),
        }
    }

    /// One package of others.
    pub fn of_other(name: &str, license: Option<&str>, source: &str) -> Self {
        let (name, license, source) = (
            name.to_owned(),
            license.map(str::to_owned),
            Some(source.to_owned()),
        );
        Self {
            packages: vec![Package {
                name,
                license,
                source,
                dependencies: Vec::new(),
            }],
        }
    }
}
