//! `cargo xtask fire`: a crawler signs in as everybody, collects every address and form that it can see, and asks for all of them
//! again as everybody else and from another school and province; `--full` goes as far as there are pages.
//!
//! It is the tests `fire::replay` of the HTTP tests, which the whole check runs in the short form. They write their figures, a line
//! each, into a folder that they are told.

use std::fs;

use crate::served::document;
use crate::{Problem, command, test};

/// What the tests are told by the environment.
const FULL: &str = "GONGXUE_FIRE_FULL";
const FIGURES: &str = "GONGXUE_FIRE_FIGURES";

/// How to replay.
struct Plan {
    full: bool,
    keep: bool,
}

/// Reads the words of the command line and replays.
///
/// Errors: an unknown word; cargo-nextest is missing; somebody got what the committed tables do not give them.
pub fn run(words: &[&str]) -> Result<(), Problem> {
    let plan = planned(words)?;
    if !test::setup::nextest_is_there() {
        return Err("cargo-nextest is missing: `cargo xtask test` installs it".into());
    }
    let folder = command::target().join("fire");
    fs::create_dir_all(&folder)?;
    let mut run = command::cargo();
    run.args(["nextest", "run", "--package", "app", "--test", "http"])
        .args(["--profile", "fire", "fire::replay"])
        .env("TZ", "UTC")
        .env(test::DATABASE, "sqlite")
        .env(FIGURES, &folder)
        .env_remove(FULL);
    if plan.full {
        run.env(FULL, "1");
    }
    command::succeed(&mut run)?;
    let table = table(&plan, |what| fs::read_to_string(folder.join(what)))?;
    println!("{table}");
    if plan.keep {
        document::keep("docs/reliability.md", "fire", &table)?;
    }
    Ok(())
}

fn planned(words: &[&str]) -> Result<Plan, Problem> {
    let mut plan = Plan {
        full: false,
        keep: false,
    };
    for word in words {
        match *word {
            "--full" => plan.full = true,
            "--keep" => plan.keep = true,
            _ => return Err(format!("fire does not know {word}").into()),
        }
    }
    Ok(plan)
}

/// The lines of both tests under one head.
fn table(plan: &Plan, line: impl Fn(&str) -> std::io::Result<String>) -> Result<String, Problem> {
    let form = if plan.full {
        "The long form: up to 600 pages of each person, six of a kind."
    } else {
        "The short form: up to 64 pages of each person, one of a kind."
    };
    let head = "| what | people | there | asked for again | let in | told what is wrong | refused |\n\
                | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n";
    let (addresses, forms) = (line("addresses")?, line("forms")?);
    Ok(format!("{form}\n\n{head}{addresses}{forms}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_read_and_both_lines_stand_under_their_head() {
        assert!(planned(&["--long"]).is_err());
        let plan = planned(&["--keep", "--full"]).unwrap();
        assert!(plan.full && plan.keep);
        let table = table(&plan, |what| Ok(format!("| {what} | 2 |\n"))).unwrap();
        assert!(table.starts_with("The long form") && table.ends_with("| addresses | 2 |\n| forms | 2 |\n"));
    }
}
