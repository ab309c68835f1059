//! Nothing is left for later: what is not done is an issue, and a test that is not run is no test.

use super::Finding;
use super::tree::Tree;

/// The marks, put together so that this file holds none of them.
const MARKS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("#[", "ignore"),
];

/// How code in a documentation begins, put together like the marks.
const FENCES: &[&str] = &[concat!("/// ", "```"), concat!("//! ", "```")];

/// Endings of the texts that are searched beside Rust.
const CODE: &[&str] = &["css", "ftl", "html", "js", "sh", "sql", "toml", "typ"];

/// Finds marks of what was put off.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let rust = tree.rust.iter().map(|file| (&file.path, &file.text));
    let texts = tree
        .texts
        .iter()
        .filter(|(path, _)| CODE.contains(&path.rsplit('.').next().unwrap_or_default()));
    let mut findings: Vec<Finding> = tree
        .rust
        .iter()
        .flat_map(|file| examples_in(&file.path, &file.text))
        .collect();
    findings.extend(rust.chain(texts).flat_map(|(path, text)| marks_in(path, text)));
    findings
}

/// `cargo xtask test` runs no examples of documentations: to look for them is to read every crate once more. What is marked as text is none.
fn examples_in(path: &str, text: &str) -> Vec<Finding> {
    let mut inside = false;
    let mut findings = Vec::new();
    for (line, text) in text.lines().enumerate() {
        let Some(of) = FENCES
            .iter()
            .find_map(|fence| text.trim_start().strip_prefix(fence))
        else {
            continue;
        };
        inside = !inside;
        if inside && of != "text" {
            let message = "code in a documentation is run by nobody: make it a test";
            findings.push(Finding::new(path, line + 1, message));
        }
    }
    findings
}

fn marks_in(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().enumerate();
    let found =
        lines.filter_map(|(line, text)| Some((line, MARKS.iter().find(|mark| stands_in(mark, text))?)));
    found
        .map(|(line, mark)| Finding::new(path, line + 1, format!("`{mark}`: do it or write an issue")))
        .collect()
}

/// Whether `mark` stands in `line` as a word of its own.
fn stands_in(mark: &str, line: &str) -> bool {
    let is_letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
    line.match_indices(mark).any(|(at, _)| {
        !is_letter(line[..at].chars().next_back()) && !is_letter(line[at + mark.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_found_with_its_line() {
        for mark in MARKS {
            let text = format!("fn a() {{}}\n// {mark}] later\n");
            let found = marks_in("crates/org/src/a.rs", &text);
            assert_eq!(
                found.iter().map(|finding| finding.line).collect::<Vec<_>>(),
                [2],
                "{mark}"
            );
        }
    }

    #[test]
    fn code_in_a_documentation_is_found_with_its_line_and_a_text_is_none() {
        for fence in FENCES {
            let text = format!("{fence}text\n{fence}\n    {fence}\n    {fence}\n{fence}rust\n{fence}\n");
            let found = examples_in("crates/org/src/a.rs", &text);
            assert_eq!(
                found.iter().map(|finding| finding.line).collect::<Vec<_>>(),
                [3, 5]
            );
        }
    }

    #[test]
    fn a_mark_inside_a_longer_word_is_none() {
        assert_eq!(
            marks_in("crates/org/src/a.rs", &format!("let {}_LIST = 1;", MARKS[0])),
            []
        );
    }

    #[test]
    fn templates_are_searched_too() {
        let text = format!("<p>{{# {} #}}</p>", MARKS[0]);
        assert_eq!(
            check(&Tree::of(&[("crates/org/templates/a.html", &text)])).len(),
            1
        );
    }
}
