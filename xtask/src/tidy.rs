//! `cargo xtask tidy`: the law of the house, each rule a small check that names what breaks it.
//!
//! A check is a pure function from the [`Tree`] to its findings, so that its own test can show it a violation.

mod arrows;
mod drivers;
mod expand;
mod figures;
mod grants;
mod han;
mod libraries;
mod marks;
mod metadata;
mod paths;
mod rust;
mod size;
mod sql;
mod tables;
mod translations;
mod tree;
mod words;

use std::fmt;

use crate::Problem;
use tree::Tree;

/// One place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            message: message.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.message)
    }
}

/// A rule's name, as the list shows it, and the check.
type Check = (&'static str, fn(&Tree) -> Vec<Finding>);

const CHECKS: &[Check] = &[
    ("arrows between crates point left", arrows::check),
    ("files and functions are short", size::check),
    ("SQL stands in store.rs", sql::check),
    ("tables are their crate's own", tables::check),
    ("steps of the schema only add", expand::check),
    ("engines are named in the db crate only", drivers::check),
    ("web and db know no word of the domain", words::check),
    ("grants are issued by policy only", grants::check),
    ("paths in the documents exist", paths::check),
    ("translations are complete and used", translations::check),
    ("texts for users are translations", han::check),
    ("libraries are ones that we may carry", libraries::check),
    ("nothing is left for later", marks::check),
];

/// Runs every check over the working tree and prints what they found.
///
/// Errors: a file cannot be read or parsed, or there are findings.
pub fn check() -> Result<(), Problem> {
    let tree = Tree::load()?;
    let mut count = 0;
    for (name, check) in CHECKS {
        let mut findings = check(&tree);
        findings.sort();
        println!("{} {name}", if findings.is_empty() { "ok  " } else { "FAIL" });
        for finding in &findings {
            println!("     {finding}");
        }
        count += findings.len();
    }
    if count == 0 {
        Ok(())
    } else {
        Err(format!("{count} findings").into())
    }
}

/// Prints the figures that the project holds itself to, beside their bars.
///
/// Errors: a file cannot be read or parsed.
pub fn figures() -> Result<(), Problem> {
    print!("{}", figures::report(&Tree::load()?));
    Ok(())
}
