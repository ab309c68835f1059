//! Files and functions are short enough to be read at once.

use super::Finding;
use super::rust::RustFile;
use super::tree::Tree;

const FILE: usize = 600;
const FUNCTION: usize = 80;
/// A page enters the core and renders; what is longer holds a rule that belongs elsewhere.
const PAGE_FUNCTION: usize = 60;

/// Finds files and functions that are too long.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.rust
        .iter()
        .flat_map(|file| too_long(file).into_iter().chain(functions_of(file)))
        .collect()
}

/// Whether the file holds pages or forms.
pub fn is_page(path: &str) -> bool {
    path.contains("/src/pages/") || path.ends_with("/src/pages.rs")
}

fn too_long(file: &RustFile) -> Option<Finding> {
    let lines = file.text.lines().count();
    (lines > FILE).then(|| Finding::new(&file.path, FILE + 1, format!("{lines} lines, more than {FILE}")))
}

fn functions_of(file: &RustFile) -> impl Iterator<Item = Finding> {
    let limit = if is_page(&file.path) {
        PAGE_FUNCTION
    } else {
        FUNCTION
    };
    file.functions
        .iter()
        .filter(move |function| function.length() > limit)
        .map(move |function| {
            let message = format!(
                "`{}` has {} lines, more than {limit}",
                function.name,
                function.length()
            );
            Finding::new(&file.path, *function.lines.start(), message)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(lines: usize) -> String {
        format!("fn long() {{\n{}}}\n", "    work();\n".repeat(lines - 2))
    }

    fn findings(path: &str, text: &str) -> Vec<String> {
        check(&Tree::of(&[(path, text)]))
            .iter()
            .map(Finding::to_string)
            .collect()
    }

    #[test]
    fn a_file_of_six_hundred_lines_passes_and_one_more_fails() {
        assert_eq!(findings("crates/org/src/a.rs", &"\n".repeat(600)), [""; 0]);
        let over = findings("crates/org/src/a.rs", &"\n".repeat(601));
        assert_eq!(over, ["crates/org/src/a.rs:601: 601 lines, more than 600"]);
    }

    #[test]
    fn a_function_of_eighty_lines_passes_and_one_more_fails() {
        assert_eq!(findings("crates/org/src/a.rs", &function(80)), [""; 0]);
        let over = findings("crates/org/src/a.rs", &function(81));
        assert_eq!(over, ["crates/org/src/a.rs:1: `long` has 81 lines, more than 80"]);
    }

    #[test]
    fn a_function_of_a_page_is_held_to_sixty_lines() {
        assert_eq!(findings("crates/org/src/pages/a.rs", &function(60)), [""; 0]);
        let over = findings("crates/org/src/pages/a.rs", &function(61));
        assert_eq!(
            over,
            ["crates/org/src/pages/a.rs:1: `long` has 61 lines, more than 60"]
        );
    }
}
